package home_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/executive/executiveapp"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/people"
	"fourgates/internal/people/peopleapp"
	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
	"fourgates/internal/town"
)

// A planning officer submits a gate and is elected for a ward that it asks: they can neither sign it nor override it,
// and no page offers them either.
func TestPlanningOfficerWhoSubmittedAndSitsIsOfferedNothing(t *testing.T) {
	c := town.NewCastle(t)
	ids, err := gateapp.SubmitGate(t.Context(), c.App, c.Actor(c.Owen), gateapp.Submission{Areas: []domain.AreaID{c.Area}, Gate: domain.GateAreas})
	if err != nil {
		t.Fatal(err)
	}
	c.TakesOver(c.Owen, c.Quay)
	c.RefusedFor("signing", "own", c.Signing(c.Owen, c.Decision(ids[0], gates.Approve)))
	override, withdraw := "/areas/"+servertest.ID(c.Area)+"/gates/1/override", "/attempts/"+servertest.ID(ids[0])+"/withdrawal"
	b := c.As(c.Owen)
	for _, page := range []string{"/", "/gates", "/attempts/" + servertest.ID(ids[0]), "/areas/" + servertest.ID(c.Area) + "/gates/1"} {
		p := b.Get(page).Want(t, http.StatusOK)
		if p.Says("Read and decide") || p.Says("Your decision is recorded") {
			t.Errorf("%s says that they can decide: %s", page, p.Words())
		}
		for _, link := range []string{override, withdraw} {
			if slices.Contains(p.Links(), link) {
				t.Errorf("%s offers %s", page, link)
			}
		}
	}
	p := b.Post(override, "reason", "Nobody answers").Want(t, http.StatusUnprocessableEntity)
	if !p.Says("You submitted this gate, so you cannot override it. Nobody else can today") {
		t.Errorf("refused with %s", p.Words())
	}
	b.Get(override).Want(t, http.StatusUnprocessableEntity)
	b.Get(withdraw).Want(t, http.StatusUnprocessableEntity)
	second := c.Person("Fatima Okonjo", policy.CPO)
	if p := b.Get("/attempts/" + servertest.ID(ids[0])); !p.Says("These can today: Fatima Okonjo") {
		t.Errorf("does not say who can instead: %s", p.Words())
	}
	if p := c.As(second).Get("/attempts/" + servertest.ID(ids[0])); !slices.Contains(p.Links(), override) {
		t.Error("another planning officer is not offered the override")
	}
}

// The only planning officer is told before submitting that they give the override away.
func TestLonePlanningOfficerIsToldThatOnlyADeputyCanOverride(t *testing.T) {
	c := town.NewCastle(t)
	page := "/areas/" + servertest.ID(c.Area) + "/gates/1"
	told := func(who domain.PersonID) bool {
		return strings.Contains(c.As(who).Get(page).Want(t, http.StatusOK).Words(), "only a deputy can")
	}
	if !told(c.Owen) || told(c.Nia) {
		t.Error("the lone planning officer is not told, or the liaison officer is")
	}
	c.Person("Fatima Okonjo", policy.CPO)
	if told(c.Owen) {
		t.Error("told beside a second planning officer")
	}
}

// named makes somebody the deputy of another in a role from today, by the command.
func named(c *town.Town, principal, deputy domain.PersonID, role policy.Role) error {
	return peopleapp.NameDeputy(c.T.Context(), c.App, c.Actor(c.Admin), people.Deputy{Principal: principal, Role: role,
		Span: domain.Span{From: c.Day(), To: c.Day().AddDays(9)}}, c.Text(`SELECT email FROM people WHERE id = $1`, int64(deputy)))
}

// A deputy of the planning officer who submitted overrides, is shown as a deputy everywhere, is told what the officer is
// told, and can do nothing any more once the naming has ended.
func TestDeputyOverridesWhatThePlanningOfficerSubmitted(t *testing.T) {
	c := town.NewCastle(t)
	deputy := c.Person("Ifan Okonjo")
	if err := named(c, c.Owen, deputy, policy.CPO); err != nil {
		t.Fatal(err)
	}
	ids, err := gateapp.SubmitGate(t.Context(), c.App, c.Actor(c.Owen), gateapp.Submission{Areas: []domain.AreaID{c.Area}, Gate: domain.GateAreas})
	if err != nil {
		t.Fatal(err)
	}
	at := "/attempts/" + servertest.ID(ids[0])
	if p := c.As(c.Owen).Get(at); !p.Says("These can today: Ifan Okonjo") {
		t.Errorf("the officer is not told of the deputy: %s", p.Words())
	}
	if err := gateapp.OverrideGate(t.Context(), c.App, c.Actor(deputy), c.Area, domain.GateAreas, "Nobody answers"); err != nil {
		t.Fatal(err)
	}
	for what, sql := range map[string]string{
		"register": `SELECT (payload::jsonb ->> 'person') || ', ' || (payload::jsonb ->> 'capacity') FROM register_entries WHERE kind = 'outcome'`,
		"audit":    `SELECT 'Ifan Okonjo, D' || substring(summary FROM 'deputy for .*') FROM audit_entries WHERE action = 'gate.override'`,
	} {
		if got := strings.Replace(c.Text(sql), "Dd", "D", 1); got != "Ifan Okonjo, Deputy for Owen Adeyemi" {
			t.Errorf("%s: %q", what, got)
		}
	}
	if told := strings.Join(c.Told("gate overridden"), "\n"); !strings.Contains(told, "Ifan Okonjo, community planning officer, deputy for Owen Adeyemi") || !strings.Contains(told, "Owen Adeyemi, community planning officer:") {
		t.Errorf("told: %s", told)
	}
	if p := c.As(deputy).Get("/account"); !p.Says("In force") || !p.Says("Owen Adeyemi, Community planning officer") {
		t.Errorf("their account: %s", p.Words())
	}
	id := c.Text(`SELECT id::text FROM deputies`)
	admin := c.As(c.Admin)
	page := "/admin/people/" + servertest.ID(c.Owen)
	if p := admin.Get(page); !p.Says("Ifan Okonjo") || !p.Says("In force") {
		t.Errorf("the officer's page: %s", p.Words())
	}
	admin.Post(page+"/deputies/"+id+"/ending").Want(t, http.StatusSeeOther)
	if policy.Can(c.Actor(deputy), policy.OverrideGate) {
		t.Error("a deputy whose naming has ended still overrides")
	}
	c.Verify()
}

// A deputy acts on the days of the naming, while the officer holds the role, and at no other time.
func TestDeputyActsOnTheDaysOfTheNaming(t *testing.T) {
	c := town.NewCastle(t)
	deputy := c.Person("Ifan Okonjo")
	page := "/admin/people/" + servertest.ID(c.Owen) + "/deputies"
	email := c.Text(`SELECT email FROM people WHERE id = $1`, int64(deputy))
	admin := c.As(c.Admin)
	admin.Post(page, "role", "cpo", "email", email, "from", c.Day().AddDays(1).String(), "to", c.Day().AddDays(2).String()).Want(t, http.StatusSeeOther)
	for day, want := range []bool{false, true, true, false} {
		if got := policy.Can(c.Actor(deputy), policy.OverrideGate); got != want {
			t.Errorf("on day %d: %v", day, got)
		}
		c.Move(town.ADay)
	}
	admin = c.As(c.Admin) // days have passed
	own := c.Text(`SELECT email FROM people WHERE id = $1`, int64(c.Admin))
	theirs := c.Text(`SELECT email FROM people WHERE id = $1`, int64(c.Owen))
	day := c.Day().String()
	for name, try := range map[string][]string{
		"email": {"role", "cpo", "email", own, "from", day, "to", day},     // nobody names themselves
		"Email": {"role", "cpo", "email", theirs, "from", day, "to", day},  // nobody is their own deputy
		"role":  {"role", "clerk", "email", email, "from", day, "to", day}, // not held
		"to":    {"role", "cpo", "email", email, "from", day, "to", c.Day().AddDays(-1).String()},
		"from":  {"role", "cpo", "email", email, "from", c.Day().AddDays(-1).String(), "to", day},
		"EMAIL": {"role", "cpo", "email", "nobody@aldermoor.test", "from", day, "to", day},
	} {
		if p := admin.Post(page, try...).Want(t, http.StatusUnprocessableEntity); p.Problem(strings.ToLower(name)) == "" {
			t.Errorf("%v: problems %v", try, p.Problems())
		}
	}
}

// through says that a command got as far as its audit entries: it would have been done.
const through = "would have been done"

// stopAtAudit makes every command fail at its last step, so that a table of them can be tried in one scene.
func stopAtAudit(c *town.Town) {
	c.Exec(`CREATE FUNCTION stop_at_audit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '` + through + `'; END $$`)
	c.Exec(`CREATE TRIGGER stop_at_audit BEFORE INSERT ON audit_entries FOR EACH ROW EXECUTE FUNCTION stop_at_audit()`)
}

// said is how a command was answered: "may", "no role for it", or the reasons.
func said(err error) string {
	switch {
	case err == nil || strings.Contains(err.Error(), through):
		return "may"
	case errors.Is(err, domain.ErrForbidden), errors.Is(err, domain.ErrNotFound):
		return "-"
	}
	if got := town.Blockers(err); len(got) > 0 {
		return strings.Join(got, " ")
	}
	return err.Error()
}

// Every pair of powers over a gate that is with its Members, in one person: which of them the person has. What the
// command refuses, no page offers.
func TestEveryPairOfPowersOverAGate(t *testing.T) {
	for _, gate := range []domain.Gate{domain.GateAreas, domain.GateIssues, domain.GateDraftPlan} {
		t.Run(fmt.Sprintf("gate %d", gate), func(t *testing.T) {
			t.Parallel()
			stage := town.ReadyForGate1
			if gate == domain.GateDraftPlan {
				stage = town.PlanDrafted
			}
			c := town.At(t, stage)
			if gate == domain.GateIssues {
				c.PassGate(domain.GateAreas)
				c.ReadyForIssues()
			}
			tries := powersOver(c, gate)
			for _, try := range tries {
				a := c.Actor(try.who)
				_, sign := gateapp.SignGate(t.Context(), c.App, a, try.signature(gates.Approve))
				_, aside := gateapp.SignGate(t.Context(), c.App, a, try.signature(gates.StandAside))
				withdraw := gateapp.WithdrawAttempt(t.Context(), c.App, a, try.attempt, "Wrong")
				override := gateapp.OverrideGate(t.Context(), c.App, a, c.Area, gate, "Nobody answers")
				got := fmt.Sprintf("sign %s, stand aside %s, withdraw %s, override %s", said(sign), said(aside), said(withdraw), said(override))
				if got != try.want {
					t.Errorf("%s:\n got %s\nwant %s", try.name, got, try.want)
				}
				offers(t, c, try.who, map[string]bool{
					"/attempts/" + servertest.ID(try.attempt) + "/withdrawal":                   said(withdraw) == "may",
					"/areas/" + servertest.ID(c.Area) + fmt.Sprintf("/gates/%d/override", gate): said(override) == "may",
				}, said(sign) == "may", try.attempt, try.name)
			}
		})
	}
}

type powerTry struct {
	name    string
	who     domain.PersonID
	want    string
	attempt domain.AttemptID
	c       *town.Town
}

func (p powerTry) signature(d gates.Decision) gateapp.Signature { return p.c.Decision(p.attempt, d) }

// powersOver submits the gate as somebody with two roles, and lists people with pairs of powers over it.
func powersOver(c *town.Town, gate domain.Gate) []powerTry {
	brought := c.Person("Ysolde Bright", policy.CLO, policy.CPO)
	c.Assign(brought, c.Area, policy.CLO)
	ids, err := gateapp.SubmitGate(c.T.Context(), c.App, c.Actor(brought), gateapp.Submission{Areas: []domain.AreaID{c.Area}, Gate: gate})
	if err != nil {
		c.T.Fatal(err)
	}
	sits := func(who domain.PersonID, seat domain.SeatID) domain.PersonID { c.TakesOver(who, seat); return who }
	elsewhere := c.Person("Bronagh Tiernan", policy.CPO)
	c.Term(elsewhere, c.Seat("division", "Far Moor"))
	c.Move(time.Minute)
	c.StandsIn(elsewhere, c.Lower, 0, 5) // too late for this attempt
	both, admin := sits(c.Person("Tadeo Marsh", policy.CPO), c.Quay), sits(c.Person("Ottoline Voss", policy.Admin, policy.CPO), c.Upper)
	deputy, bringing, seated := c.Person("Ifan Okonjo"), c.Person("Wren Achebe", policy.CLO), sits(c.Person("Dilys Marsh"), c.Keep)
	c.Assign(bringing, c.Area, policy.CLO)
	for _, d := range []domain.PersonID{deputy, bringing, seated} {
		if err := named(c, brought, d, policy.CPO); err != nil {
			c.T.Fatal(err)
		}
	}
	stopAtAudit(c)
	list := []powerTry{
		{name: "liaison and planning officer who submitted", who: brought, want: "sign -, stand aside -, withdraw may, override submitted"},
		{name: "planning officer", who: c.Owen, want: "sign -, stand aside -, withdraw may, override may"},
		{name: "liaison officer", who: c.Nia, want: "sign -, stand aside -, withdraw may, override -"},
		{name: "Member", who: c.Maire, want: "sign may, stand aside may, withdraw -, override -"},
		{name: "planning officer and Member", who: both, want: "sign may, stand aside may, withdraw seat, override seat"},
		{name: "planning officer and late substitute", who: elsewhere, want: "sign substitute, stand aside substitute, withdraw seat, override seat"},
		{name: "administrator, planning officer and Member", who: admin, want: "sign -, stand aside -, withdraw seat, override -"},
		{name: "deputy of who submitted", who: deputy, want: "sign -, stand aside -, withdraw may, override may"},
		{name: "liaison officer and deputy", who: bringing, want: "sign -, stand aside -, withdraw may, override may"},
		{name: "Member and deputy", who: seated, want: "sign may, stand aside may, withdraw seat, override seat"},
		{name: "administrator", who: c.Admin, want: "sign -, stand aside -, withdraw -, override -"},
	}
	for i := range list {
		list[i].attempt, list[i].c = ids[0], c
	}
	return list
}

// offers checks that the pages of a gate and the home page offer what somebody may do, and nothing else.
func offers(t *testing.T, c *town.Town, who domain.PersonID, links map[string]bool, signs bool, id domain.AttemptID, name string) {
	t.Helper()
	b := c.As(who)
	home, gate := b.Get("/").Want(t, http.StatusOK), b.Get("/attempts/"+servertest.ID(id))
	if home.Says("Read and decide") != signs {
		t.Errorf("%s: home offers to decide: %v", name, !signs)
	}
	for link, want := range links {
		if got := slices.Contains(gate.Links(), link); got != want {
			t.Errorf("%s: %s is offered: %v", name, link, got)
		}
	}
}

// Every pair of powers over an Executive decision, in one person.
func TestEveryPairOfPowersOverAnExecutiveDecision(t *testing.T) {
	c := town.NewChamber(t)
	d := c.Drafted()
	clerkToo, seated, liaison := c.Person("Tadeo Marsh", policy.Clerk), c.Priya, c.Person("Wren Achebe", policy.NamedOfficer)
	c.Grant(c.Nia, policy.Clerk, 0)            // submitted the gate
	c.Grant(c.Suresh, policy.Clerk, 0)         // signed it
	c.Grant(seated, policy.ExecutiveMember, 0) // signed it
	c.Assign(liaison, c.Area, policy.CLO)
	deputy, recorder := c.Person("Ifan Okonjo"), c.Person("Dilys Marsh", policy.ExecutiveMember)
	for of, list := range map[domain.PersonID][]domain.PersonID{c.Chief: {deputy, recorder, liaison, c.Aneurin}, c.Clerk: {c.Maire}} {
		for _, who := range list {
			role := policy.NamedOfficer
			if of == c.Clerk {
				role = policy.Clerk
			}
			if err := named(c, of, who, role); err != nil {
				t.Fatal(err)
			}
		}
	}
	s := c.Today()
	s.MadeBy, s.WithOfficer = seated, c.Chief
	scheduled := c.Must(d.ID, c.Schedule(clerkToo, d, s)) // a Member who signed may decide: a second record
	check := func(name string, want string, who domain.PersonID, step func(context.Context) error) {
		t.Helper()
		if got := said(step(t.Context())); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	joint := c.Must(d.ID, c.Record(seated, scheduled, c.Agreed(scheduled)))
	if joint.Interests != "" || !strings.Contains(joint.MemberInterests, "Priya Raghunathan signed this gate") {
		t.Errorf("declared %q, earlier signature %q", joint.Interests, joint.MemberInterests)
	}
	confirm := func(who domain.PersonID) func(context.Context) error {
		return func(ctx context.Context) error {
			return executiveapp.ConfirmDecision(ctx, c.App, c.Actor(who), d.ID, joint.RecordDigest)
		}
	}
	stopAtAudit(c)
	for _, try := range []struct {
		name, schedule, record, confirm string
		who                             domain.PersonID
	}{
		{"clerk", "may", "-", "-", clerkToo},
		{"clerk who submitted the gate", "brought", "-", "-", c.Nia},
		{"clerk who signed the gate", "asked", "-", "-", c.Suresh},
		{"deputy of the clerk who signed the gate", "asked", "-", "-", c.Maire},
		{"Executive Member who signed the gate", "-", "may", "-", seated},
		{"another Executive Member, deputy of the named officer", "-", "-", "may", recorder},
		{"named officer", "-", "-", "may", c.Chief},
		{"deputy of the named officer", "-", "-", "may", deputy},
		{"deputy of the named officer, liaison officer of the area", "-", "-", "liaison", liaison},
		{"deputy of the named officer who signed the gate", "-", "-", "asked", c.Aneurin},
		{"planning officer", "-", "-", "-", c.Owen},
		{"administrator", "-", "-", "-", c.Admin},
	} {
		check(try.name+", scheduling", try.schedule, try.who, c.Schedule(try.who, joint, s))
		check(try.name+", recording", try.record, try.who, c.Record(try.who, joint, c.Agreed(joint)))
		check(try.name+", confirming", try.confirm, try.who, confirm(try.who))
		page := c.As(try.who).Get("/decisions/" + servertest.ID(d.ID))
		for link, want := range map[string]bool{"/schedule": try.schedule == "may", "/record": try.record == "may"} {
			if got := slices.Contains(page.Links(), "/decisions/"+servertest.ID(d.ID)+link); got != want {
				t.Errorf("%s: %s is offered: %v", try.name, link, got)
			}
		}
		if page.Says("Confirm the decision") != (try.confirm == "may") || c.As(try.who).Get("/").Says("To be confirmed by you") != (try.confirm == "may") {
			t.Errorf("%s: the confirmation is offered: %v", try.name, try.confirm != "may")
		}
	}
}
