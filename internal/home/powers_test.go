package home_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"fourgates/internal/domain"
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
	ids, err := gateapp.SubmitGate(t.Context(), c.App, c.Actor(c.Owen),
		gateapp.Submission{Areas: []domain.AreaID{c.Area}, Gate: domain.GateAreas})
	if err != nil {
		t.Fatal(err)
	}
	c.TakesOver(c.Owen, c.Quay)
	c.RefusedFor("signing", "own", c.Signing(c.Owen, c.Decision(ids[0], gates.Approve)))
	override, withdraw := "/areas/"+servertest.ID(c.Area)+"/gates/1/override",
		"/attempts/"+servertest.ID(ids[0])+"/withdrawal"
	b := c.As(c.Owen)
	for _, page := range []string{"/", "/gates", "/attempts/" + servertest.ID(ids[0]),
		"/areas/" + servertest.ID(c.Area) + "/gates/1"} {
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
		Span: domain.Span{From: c.Day(), To: c.Day().AddDays(9)}}, c.Text(`SELECT email FROM people WHERE id = $1`,
		int64(deputy)))
}

// A deputy of the planning officer who submitted overrides, is shown as a deputy everywhere, is told what the officer
// is told, and can do nothing any more once the naming has ended.
func TestDeputyOverridesWhatThePlanningOfficerSubmitted(t *testing.T) {
	c := town.NewCastle(t)
	deputy := c.Person("Ifan Okonjo")
	if err := named(c, c.Owen, deputy, policy.CPO); err != nil {
		t.Fatal(err)
	}
	ids, err := gateapp.SubmitGate(t.Context(), c.App, c.Actor(c.Owen),
		gateapp.Submission{Areas: []domain.AreaID{c.Area}, Gate: domain.GateAreas})
	if err != nil {
		t.Fatal(err)
	}
	at := "/attempts/" + servertest.ID(ids[0])
	if p := c.As(c.Owen).Get(at); !p.Says("These can today: Ifan Okonjo") {
		t.Errorf("the officer is not told of the deputy: %s", p.Words())
	}
	if err := gateapp.OverrideGate(t.Context(), c.App, c.Actor(deputy), c.Area, domain.GateAreas,
		"Nobody answers"); err != nil {
		t.Fatal(err)
	}
	for what, sql := range map[string]string{
		"register": `SELECT (payload::jsonb ->> 'person') || ', ' || (payload::jsonb ->> 'capacity')
			FROM register_entries WHERE kind = 'outcome'`,
		"audit": `SELECT 'Ifan Okonjo, D' || substring(summary FROM 'deputy for .*') FROM audit_entries
			WHERE action = 'gate.override'`,
	} {
		if got := strings.Replace(c.Text(sql), "Dd", "D", 1); got != "Ifan Okonjo, Deputy for Owen Adeyemi" {
			t.Errorf("%s: %q", what, got)
		}
	}
	if told := strings.Join(c.Told("gate overridden"), "\n"); !strings.Contains(told,
		"Ifan Okonjo, community planning officer, deputy for Owen Adeyemi") ||
		!strings.Contains(told, "Owen Adeyemi, community planning officer:") {
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
	admin.Post(page, "role", "cpo", "email", email, "from", c.Day().AddDays(1).String(), "to",
		c.Day().AddDays(2).String()).Want(t, http.StatusSeeOther)
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
		if p := admin.Post(page, try...).Want(t, http.StatusUnprocessableEntity); p.Problem(
			strings.ToLower(name)) == "" {
			t.Errorf("%v: problems %v", try, p.Problems())
		}
	}
}

// A joint decision is put to a named officer, not to a deputy of one, who acts in their place on the day.
func TestADecisionIsPutToTheOfficerAndNotToADeputy(t *testing.T) {
	c := town.NewChamber(t)
	deputy := c.Person("Ifan Okonjo")
	if err := named(c, c.Chief, deputy, policy.NamedOfficer); err != nil {
		t.Fatal(err)
	}
	d := c.Drafted()
	p := c.As(c.Clerk).Get("/decisions/"+servertest.ID(d.ID)+"/schedule").Want(t, http.StatusOK)
	if !p.Says("Marie-Ann") || p.Says("Ifan Okonjo") {
		t.Errorf("the form offers %s", p.Words())
	}
	joint := c.Today()
	joint.MadeBy, joint.WithOfficer = c.Member, deputy
	c.RefusedFor("a deputy as named officer", "with_officer", c.Schedule(c.Clerk, d, joint))
}
