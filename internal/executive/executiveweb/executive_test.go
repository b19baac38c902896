package executiveweb_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/executive/executiveapp"
	"fourgates/internal/policy"
	"fourgates/internal/register/registerapp"
	"fourgates/internal/serve/servertest"
)

// cabinet is a quarter whose Members have passed gate 3, with the Executive around it.
type cabinet struct {
	*servertest.Harness
	servertest.Quarter
	servertest.Draft
	t                    *testing.T
	clerk, member, chief domain.PersonID
	attempt, decision    string // addresses
}

func newCabinet(t *testing.T) *cabinet {
	t.Helper()
	h, found := servertest.NewCabinet(t)
	c := &cabinet{Harness: h, Quarter: found.Quarter, Draft: found.Draft, t: t, clerk: found.Clerk,
		member: found.Executive, chief: found.Chief}
	c.attempt, c.decision = fmt.Sprintf("/attempts/%d", found.Attempt), fmt.Sprintf("/decisions/%d", found.Decision)
	return c
}

func (c *cabinet) version() string {
	c.t.Helper()
	return fmt.Sprint(c.Int(`SELECT version FROM executive_decisions`))
}

// schedule puts the decision on today's agenda; more pairs make it another's.
func (c *cabinet) schedule(pairs ...string) {
	c.t.Helper()
	if len(pairs) == 0 {
		pairs = []string{"maker", "executive"}
	}
	c.As(c.clerk).Post(c.decision+"/schedule",
		append([]string{"version", c.version(), "meets", domain.DateOf(c.Now()).String(), "key", "no",
			"key_reason", "It notes a plan"}, pairs...)...).
		Want(c.t, 303)
}

// agreed are the fields of a record that agrees everything today.
func (c *cabinet) agreed(pairs ...string) []string {
	day := domain.DateOf(c.Now()).String()
	return append([]string{"version", c.version(), "decided", day, "reasons", "The community asked for it.",
		"alternatives", "None",
		"item-1", "agreed", "item-2", "agreed", "item-3", "agreed", "item-4", "agreed"}, pairs...)
}

func (c *cabinet) state() string { return c.Text(`SELECT state FROM executive_decisions`) }

// The whole way of a decision through its pages: report, agenda, record, publication, effect, feed.
func TestExecutiveDecidesByItsPages(t *testing.T) {
	c := newCabinet(t)
	clerk := c.As(c.clerk)
	if p := clerk.Get("/").Want(t, 200); !p.Says("Draft plan for Castle") || !p.Says("To be scheduled") {
		t.Errorf("home does not say what waits: %s", p.Words())
	}
	if p := clerk.Get("/decisions").Want(t, 200); !p.Says("To be scheduled") {
		t.Errorf("the list does not say what waits: %s", p.Words())
	}
	report := clerk.Get(c.decision).Want(t, 200)
	for _, want := range []string{"That the Executive of Test county:",
		"(i) Have regard to and approve the draft Local Community " +
			"Action Plan for Castle (version 1)", "A patrol", "Nobody applied", "£51,200.50"} {
		if !report.Says(want) {
			t.Errorf("the report does not say %q: %s", want, report.Words())
		}
	}
	if p := clerk.Get("/gates").Want(t, 200); !p.Says("With the Executive") {
		t.Errorf("the gates do not say where the plan is: %s", p.Words())
	}
	clerk.Get(c.decision+"/schedule").Want(t, 200)
	c.schedule()
	clerk.Get(c.decision+"/record").Want(t, 200)
	done := clerk.Follow(clerk.Post(c.decision+"/record", c.agreed()...).Want(t, 303)).Want(t, 200)
	for _, want := range []string{"resolved – That:", "Regard having been had to the draft Local Community Action " +
		"Plan for Castle (version 1), as set out in the report, it be approved", "The community asked for it."} {
		if !done.Says(want) {
			t.Errorf("the minutes do not say %q: %s", want, done.Words())
		}
	}
	clerk.Get(c.decision+"/publication").Want(t, 200)
	clerk.Post(c.decision+"/publication", "version", c.version(), "published", domain.DateOf(c.Now()).String()).
		Want(t, 303)
	clerk.Get(c.decision+"/call-in").Want(t, 200)
	clerk.Get(c.decision+"/feed.csv").Want(t, 404)
	c.Move(8 * 24 * 3600e9)
	if n, err := executiveapp.TakeEffects(t.Context(), c.App); n != 1 || err != nil {
		t.Fatalf("%d in force, %v", n, err)
	}
	clerk = c.As(c.clerk)
	if p := clerk.Get(c.decision).Want(t, 200); !p.Says("In force") ||
		!p.Says("3 actions were fed into corporate planning") {
		t.Errorf("the page says %s", p.Words())
	}
	csv := clerk.Get(c.decision+"/feed.csv").Want(t, 200)
	if !strings.Contains(csv.Body, "'=Count cars") || csv.Header.Get("Content-Type") != "text/csv; charset=utf-8" {
		t.Errorf("the feed is %s", csv.Body)
	}
	clerk.Get(c.decision+"/feed.json").Want(t, 200)
	clerk.Get(c.decision+"/report.json").Want(t, 200)
}

func TestRecordSaysWhatIsWrongByTheFieldAndKeepsWhatWasTyped(t *testing.T) {
	c := newCabinet(t)
	c.schedule()
	clerk, day := c.As(c.clerk), domain.DateOf(c.Now())
	for _, x := range []struct {
		field string
		pairs []string
	}{
		{"item-1", []string{"item-1", ""}},
		{"item-1", []string{"item-1", "deferred"}},
		{"reason-1", []string{"item-1", "not agreed", "item-2", "", "item-3", "", "item-4", ""}},
		{"item-2", []string{"item-1", "not agreed", "reason-1", "No"}},
		{"resolved-2", []string{"item-2", "amended", "approved-2", "100"}},
		{"approved-2", []string{"item-2", "amended", "resolved-2", "Half of it"}},
		{"approved-2", []string{"item-2", "amended", "resolved-2", "All and more", "approved-2", "50,000.01"}},
		{"approved-2", []string{"item-2", "amended", "resolved-2", "Half of it", "approved-2", "half"}},
		{"approved-2", []string{"item-2", "amended", "resolved-2", "Nothing", "approved-2", "0"}},
		{"reason-3", []string{"item-3", "not agreed"}},
		{"reasons", []string{"reasons", ""}},
		{"alternatives", []string{"alternatives", " "}},
		{"decided", []string{"decided", ""}},
		{"decided", []string{"decided", "2026-02-30"}},
		{"decided", []string{"decided", day.AddDays(1).String()}},
		{"decided", []string{"decided", day.AddDays(-1).String()}},
	} {
		fields := c.agreed("interests", "I own the chandlery.")
		for i := 0; i < len(x.pairs); i += 2 {
			set := false
			for j := 0; j < len(fields); j += 2 {
				if fields[j] == x.pairs[i] {
					fields[j+1], set = x.pairs[i+1], true
				}
			}
			if !set {
				fields = append(fields, x.pairs[i], x.pairs[i+1])
			}
		}
		p := clerk.Post(c.decision+"/record", fields...).Want(t, 422)
		if p.Problem(x.field) == "" {
			t.Errorf("%v: no message by %s: %v", x.pairs, x.field, p.Problems())
		}
		if got, _ := p.Field("interests"); got != "I own the chandlery." {
			t.Errorf("%v: the interests are %q", x.pairs, got)
		}
	}
	if c.state() != "scheduled" || c.Int(`SELECT count(*) FROM executive_items WHERE outcome IS NOT NULL`) != 0 {
		t.Error("something was recorded")
	}
}

func TestScheduleSaysWhatIsWrongByTheField(t *testing.T) {
	c := newCabinet(t)
	day := domain.DateOf(c.Now())
	for _, x := range []struct {
		field string
		pairs []string
	}{
		{"meets", []string{"maker", "executive", "key", "no", "key_reason", "It notes a plan"}},
		{"meets", []string{"maker", "executive", "key", "no", "key_reason", "It notes a plan", "meets", day.AddDays(
			-1).String()}},
		{"maker", []string{"meets", day.String(), "key", "no", "key_reason", "It notes a plan"}},
		{"key", []string{"meets", day.String(), "maker", "executive"}},
		{"forward_plan", []string{"meets", day.String(), "maker", "executive", "key", "yes"}},
		{"made_by_alone", []string{"meets", day.String(), "maker", "member", "key", "no", "key_reason",
			"It notes a plan"}},
		{"made_by", []string{"meets", day.String(), "maker", "jointly", "key", "no", "key_reason", "It notes a plan",
			"with_officer",
			servertest.ID(c.chief)}},
		{"with_officer", []string{"meets", day.String(), "maker", "jointly", "key", "no", "key_reason",
			"It notes a plan", "made_by",
			servertest.ID(c.member)}},
		{"with_officer", []string{"meets", day.String(), "maker", "jointly", "key", "no", "key_reason",
			"It notes a plan", "made_by",
			servertest.ID(c.member), "with_officer", servertest.ID(c.Officer)}},
	} {
		p := c.As(c.clerk).Post(c.decision+"/schedule", append([]string{"version", "1"}, x.pairs...)...).Want(t, 422)
		if p.Problem(x.field) == "" {
			t.Errorf("%v: no message by %s: %v", x.pairs, x.field, p.Problems())
		}
	}
	if c.state() != "drafted" {
		t.Errorf("the decision is %s", c.state())
	}
}

func TestPublicationAndCallInSayWhatIsWrongByTheField(t *testing.T) {
	c := newCabinet(t)
	c.schedule()
	clerk, day := c.As(c.clerk), domain.DateOf(c.Now())
	clerk.Post(c.decision+"/record", c.agreed()...).Want(t, 303)
	for _, on := range []string{"", "2026-13-01", day.AddDays(1).String(), day.AddDays(-1).String()} {
		if p := clerk.Post(c.decision+"/publication", "version", c.version(), "published", on).
			Want(t, 422); p.Problem("published") == "" {
			t.Errorf("published %q: %v", on, p.Problems())
		}
	}
	clerk.Post(c.decision+"/publication", "version", c.version(), "published", day.String()).Want(t, 303)
	for _, x := range []struct{ field, by, members, on, reason string }{
		{"by", "", "5", day.String(), "Costs"}, {"reason", "Scrutiny", "5", day.String(), ""},
		{"on", "Scrutiny", "5", "", "Costs"}, {"members", "Scrutiny", "", day.String(), "Costs"},
		{"members", "Scrutiny", "few", day.String(), "Costs"}, {"members", "Scrutiny", "0", day.String(), "Costs"},
		{"on", "Scrutiny", "5", day.AddDays(1).String(), "Costs"},
		{"on", "Scrutiny", "5", day.AddDays(-1).String(), "Costs"},
	} {
		if p := clerk.Post(c.decision+"/call-in", "version", c.version(), "by", x.by, "members", x.members, "on",
			x.on, "reason", x.reason).
			Want(t, 422); p.Problem(x.field) == "" {
			t.Errorf("%+v: %v", x, p.Problems())
		}
	}
	clerk.Post(c.decision+"/call-in", "version", c.version(), "by", "Scrutiny", "members", "5", "on", day.String(),
		"reason", "Costs").Want(t, 303)
	outcome := func(pairs ...string) []string {
		return append([]string{"version", c.version(), "outcome", "referred back", "body", "Scrutiny", "settled",
			day.String(), "minute", "S/3", "words", "Cost it first."}, pairs...)
	}
	clerk.Get(c.decision+"/call-in/outcome").Want(t, 200)
	for _, field := range []string{"outcome", "body", "settled", "minute", "words"} {
		fields := outcome()
		fields[slices.Index(fields, field)+1] = ""
		if p := clerk.Post(c.decision+"/call-in/outcome", fields...).Want(t, 422); p.Problem(field) == "" {
			t.Errorf("%s empty: %v", field, p.Problems())
		} else if got, _ := p.Field("minute"); field != "minute" && got != "S/3" {
			t.Errorf("the minute typed is %q", got)
		}
	}
	old := outcome()
	old[1] = "1"
	clerk.Post(c.decision+"/call-in/outcome", old...).Want(t, 409)
	clerk.Post(c.decision+"/call-in/outcome", outcome()...).Want(t, 303)
	if p := c.As(c.Officer).Get(c.attempt).Want(t, 200); !p.Says("Returned by the Executive") ||
		!p.Says("Cost it first.") {
		t.Errorf("the gate does not say why it came back: %s", p.Words())
	}
}

// Two tabs: the second is told what stands now, and nothing that was typed is lost.
func TestOldFormOfADecisionIsRefusedWithWhatWasTyped(t *testing.T) {
	c := newCabinet(t)
	c.schedule()
	clerk, old := c.As(c.clerk), c.agreed("interests", "My cousin’s shop")
	c.schedule("maker", "executive")
	p := clerk.Post(c.decision+"/record", old...).Want(t, 409)
	if got, _ := p.Field("interests"); got != "My cousin’s shop" || !p.Says("Somebody else changed this decision") {
		t.Errorf("the page says %s", p.Words())
	}
	if got, _ := p.Field("version"); got != c.version() {
		t.Errorf("sent again it would be refused again: version %s, want %s", got, c.version())
	}
	clerk.Post(c.decision+"/record", c.agreed()...).Want(t, 303)
	if p := clerk.Post(c.decision+"/record", old...).Want(t, 409); !p.Says("This decision has moved on") ||
		!p.Says("My cousin’s shop") {
		t.Errorf("the page says %s", p.Words())
	}
}

func TestJointDecisionIsConfirmedFromTheOfficersOwnAccount(t *testing.T) {
	c := newCabinet(t)
	c.schedule("maker", "jointly", "made_by", servertest.ID(c.member), "with_officer", servertest.ID(c.chief))
	c.As(c.clerk).Get(c.decision+"/record").Want(t, 403)
	c.As(c.clerk).Post(c.decision+"/record", c.agreed()...).Want(t, 403)
	c.As(c.chief).Post(c.decision+"/confirmation", "confirm", "yes").Want(t, 422)
	member := c.As(c.member)
	if p := member.Follow(member.Post(c.decision+"/record", c.agreed()...).Want(t, 303)).
		Want(t, 200); !p.Says("It counts once Marie-Ann confirms it") {
		t.Errorf("the page says %s", p.Words())
	}
	c.As(c.member).Post(c.decision+"/confirmation", "confirm", "yes").Want(t, 403)
	c.As(c.clerk).Post(c.decision+"/confirmation", "confirm", "yes").Want(t, 403)
	chief := c.As(c.chief)
	shown := chief.Get(c.decision).Want(t, 200)
	digest, ok := shown.Field("digest")
	if !ok {
		t.Fatalf("no form to confirm: %s", shown.Words())
	}
	chief.Post(c.decision+"/confirmation", "digest", digest).Want(t, 422)
	if p := chief.Post(c.decision+"/confirmation", "digest", strings.Repeat("0", 64), "confirm", "yes").
		Want(t, 409); !p.Says("Something else is recorded by now") {
		t.Errorf("the page says %s", p.Words())
	}
	if p := chief.Follow(chief.Post(c.decision+"/confirmation", "digest", digest, "confirm", "yes").Want(t, 303)).
		Want(t, 200); !p.Says("Confirmed by") {
		t.Errorf("the page says %s", p.Words())
	}
	chief.Post(c.decision+"/confirmation", "digest", digest, "confirm", "yes").Want(t, 422)
	if c.state() != "decided" {
		t.Errorf("the decision is %s", c.state())
	}
}

// Before publication a decision is the Executive's own: the area's officers see it from then on (domain §1).
func TestWhoSeesADecisionAndWhen(t *testing.T) {
	c := newCabinet(t)
	elsewhere := c.Person("Ngozi", policy.CLO)
	stranger := c.Person("Tadeusz", policy.Member)
	c.schedule()
	clerk := c.As(c.clerk)
	clerk.Post(c.decision+"/record", c.agreed()...).Want(t, 303)
	reference := c.Text(`SELECT reference FROM register_entries WHERE kind = 'executive decision'
		AND payload::jsonb ->> 'decision' = 'decided'`)
	see := func(when string, want map[domain.PersonID]int) {
		t.Helper()
		for who, status := range want {
			for _, path := range []string{c.decision, c.decision + "/report.json"} {
				if who == c.Officer && path != c.decision {
					status = 200 // who writes the report takes it away from its first draft on
				}
				if p := c.As(who).Get(path); p.Status != status {
					t.Errorf("%s: %s gets %d of %s, want %d", when, c.Text(`SELECT name FROM people WHERE id = $1`,
						int64(who)), p.Status, path, status)
				}
			}
		}
	}
	see("before publication", map[domain.PersonID]int{c.clerk: 200, c.member: 200, c.Planner: 200, c.Members[0]: 200,
		c.Officer: 404, elsewhere: 404, stranger: 404})
	if p := c.As(c.Officer).Get(c.attempt).Want(t, 200); !p.Says("The plan is with the Executive.") ||
		strings.Contains(p.Body, c.decision+`"`) || !strings.Contains(p.Body, c.decision+`/report"`) {
		t.Errorf("the officer is told %s", p.Words())
	}
	c.As(c.Officer).Get("/register/"+reference).Want(t, 404)
	if p := c.As(c.Officer).Get("/register").Want(t, 200); strings.Contains(p.Body, reference) {
		t.Error("the register shows the officer what is not published")
	}
	c.As(c.clerk).Get("/register/"+reference).Want(t, 200)
	clerk.Post(c.decision+"/publication", "version", c.version(), "published", domain.DateOf(c.Now()).String()).
		Want(t, 303)
	see("after publication", map[domain.PersonID]int{c.clerk: 200, c.Officer: 200, elsewhere: 404, stranger: 404})
	c.As(c.Officer).Get("/register/"+reference).Want(t, 200)
	if p := c.As(c.Officer).Get("/decisions").Want(t, 200); !p.Says("Castle") {
		t.Errorf("the officer's list is %s", p.Words())
	}
	for _, who := range []domain.PersonID{c.Person("Sunniva", policy.LAC), c.Person("Kofi", policy.Service),
		c.Person("Rhys", policy.Partner), c.Person("Ada", policy.Admin)} {
		c.As(who).Get("/decisions").Want(t, 403)
		c.As(who).Get(c.decision).Want(t, 403)
	}
	for _, who := range []domain.PersonID{c.Officer, c.Planner, c.Members[0]} {
		c.As(who).Get(c.decision+"/schedule").Want(t, 403)
		c.As(who).Post(c.decision+"/publication", "version", "1").Want(t, 403)
	}
	for _, path := range []string{"/decisions/0", "/decisions/x", "/decisions/987654", "/decisions/987654/schedule"} {
		c.As(c.clerk).Get(path).Want(t, 404)
	}
	c.As(c.clerk).Get(c.decision+"/schedule").Want(t, 409)
}

// Gate 3 lists what it lacks, each leading to where it is put right.
func TestGateThreeListsWhatItLacks(t *testing.T) {
	h := servertest.New(t)
	q := h.Quarter("Castle")
	p := h.As(q.Officer).Get(fmt.Sprintf("/areas/%d/gates/3", q.Area)).Want(t, 200)
	for _, want := range []string{"The phase that this gate ends is open", "no priority round is confirmed",
		"no plan is begun", "nothing is recorded as fed back yet"} {
		if !p.Says(want) {
			t.Errorf("the page does not say %q: %s", want, p.Words())
		}
	}
	h.As(q.Officer).Post(fmt.Sprintf("/areas/%d/gates/3/attempts", q.Area)).Want(t, 422)
	h.As(q.Officer).Get(fmt.Sprintf("/areas/%d/gates/4", q.Area)).Want(t, 404)
}

// A plan of a megabyte beside 5,000 issues is submitted, read by who signs it and signed like any other (guarantee of
// the snapshot).
func TestPlanOfAMegabyteIsSubmittedReadAndSigned(t *testing.T) {
	h, q, _ := servertest.SignedQuarter(t)
	h.Forced("5,000 of them", `INSERT INTO issues (area_id, title, theme_id, source, raised_by, raised_at, changed_at,
		state)
		SELECT $1, 'Issue ' || n, (SELECT min(id) FROM themes), 'community', $2, $3, $3,
			'with service' FROM generate_series(1, 5000) n`, int64(q.Area), int64(q.Officer), h.Now())
	d := h.ReadyForGate3(q.Area, q.Officer)
	h.Forced("as long as they may be, in every section", `UPDATE plan_sections
		SET body = rtrim(repeat('Ŵyth mil o eiriau <b>ac ati</b>. ', 4500)) WHERE plan_id = $1`, int64(d.Plan))
	attempt := servertest.Submit(t, h, q, 3)
	if n := h.Int(`SELECT sum(octet_length(w.words)) FROM attempts t JOIN frozen_words w ON w.digest = t.digest
		WHERE t.gate = 3`); n < 1_000_000 {
		t.Errorf("the snapshot has %d bytes", n)
	}
	page := h.As(q.Members[0]).Get(attempt).Want(t, 200)
	if !page.Says("Ŵyth mil o eiriau <b>ac ati</b>.") || page.Statements > 12 {
		t.Errorf("the page of %d statements does not show the plan", page.Statements)
	}
	for _, m := range q.Members {
		servertest.Decide(t, h, m, attempt, "decision", "approve").Want(t, 303)
	}
	if _, err := registerapp.VerifyRegister(t.Context(), h.App, domain.Digest{}); err != nil {
		t.Error(err)
	}
	if n := h.Int(`SELECT count(*) FROM executive_decisions`); n != 1 {
		t.Errorf("%d decisions", n)
	}
}

// Before an Executive decision is recorded, a page shows what will be recorded and what that does; nothing is stored,
// and
// Change leads back with everything kept. So it is with the outcome of a call-in (rulings, 4).
func TestExecutiveDecisionIsCheckedBeforeItIsRecorded(t *testing.T) {
	c := newCabinet(t)
	c.schedule()
	clerk := c.As(c.clerk)
	agreedBut := func(pairs ...string) url.Values {
		values, list := url.Values{}, append(c.agreed(), pairs...)
		for i := 0; i+1 < len(list); i += 2 {
			values.Set(list[i], list[i+1])
		}
		return values
	}
	p := clerk.PostForm(c.decision+"/record/check", agreedBut("item-2", "not agreed", "reason-2",
		"The sum is not there.", "resolved-2", "Hidden by now")).Want(t, 200)
	for _, want := range []string{"Nothing is recorded yet", "Not agreed", "The sum is not there.",
		"The community asked for it.", "Decided by The Executive",
		"The decision is made. Its publication is noted next", "1 recommendation is not agreed."} {
		if !p.Says(want) {
			t.Errorf("the check does not say %q: %s", want, p.Words())
		}
	}
	if faults := p.Faults(); len(faults) > 0 || p.Says("Hidden by now") {
		t.Errorf("faults %v in %s", faults, p.Words())
	}
	record := p.Hidden(c.decision + "/record")
	record.Set("do", "change")
	if got, _ := clerk.PostForm(c.decision+"/record/check", record).Want(t, 200).
		Field("reason-2"); got != "The sum is not there." {
		t.Errorf("back in the form the reason is %q", got)
	}
	if got := c.state(); got != "scheduled" {
		t.Errorf("the decision is %s by looking", got)
	}
	clerk.PostForm(c.decision+"/record/check", agreedBut("reasons", "")).Want(t, 422)
	if p := clerk.PostForm(c.decision+"/record/check", agreedBut("item-1", "not agreed", "reason-1", "Too dear",
		"item-2", "not agreed", "reason-2", "Falls",
		"item-3", "not agreed", "reason-3", "Falls", "item-4", "not agreed", "reason-4", "Falls")).
		Want(t, 200); !p.Says("It goes back to be drafted, and its Members sign gate 3 again.") {
		t.Errorf("the check of a plan that is not agreed says %s", p.Words())
	}
	record.Del("do")
	clerk.PostForm(c.decision+"/record", record).Want(t, 303)
	if p := clerk.PostForm(c.decision+"/record/check", record).Want(t, 409); !p.Says("The sum is not there.") {
		t.Errorf("what was typed is not kept: %s", p.Words())
	}
	day := domain.DateOf(c.Now()).String()
	clerk.Post(c.decision+"/publication", "version", c.version(), "published", day).Want(t, 303)
	clerk.Post(c.decision+"/call-in", "version", c.version(), "by", "Scrutiny", "members", "5", "on", day, "reason",
		"Costs").Want(t, 303)
	outcome := []string{"version", c.version(), "body", "Scrutiny", "settled", day, "minute", "S/3", "words",
		"The costs are wrong.", "outcome"}
	check := c.decision + "/call-in/outcome/check"
	back := clerk.Post(check, append(outcome, "referred back")...).Want(t, 200)
	if !back.Says("The costs are wrong.") || !back.Says("its Members sign gate 3 again") {
		t.Errorf("the check of a return says %s", back.Words())
	}
	if p := clerk.Post(check, append(outcome, "upheld")...).Want(t, 200); !p.Says("takes effect on 18 March 2026") {
		t.Errorf("the check of an upholding says %s", p.Words())
	} else {
		clerk.PostForm(c.decision+"/call-in/outcome", p.Hidden(c.decision+"/call-in/outcome")).Want(t, 303)
	}
	if got := c.state(); got != "upheld" {
		t.Errorf("the decision is %s", got)
	}
	if p := c.As(c.Officer).Get(c.decision).Want(t, 200); !p.Says("By Scrutiny (5 Members)") ||
		!p.Says("Upheld: Scrutiny on 10 March 2026, minute S/3") {
		t.Errorf("the page says %s", p.Words())
	}
	clerk.Get(c.decision+"/call-in/outcome").Want(t, 409)
}
