package executiveweb_test

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/executive"
	"fourgates/internal/executive/executiveapp"
	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
	"fourgates/internal/town"
)

// put is the town with the plans of its three areas put in one report, by the pages.
func put(t *testing.T) (c *town.Town, at string) {
	t.Helper()
	c = town.NewNeighbours(t)
	of := func(area domain.AreaID) executive.ExecutiveDecision { return c.DecisionOf(c.PlanOf(area)) }
	castle := of(c.Area)
	at = fmt.Sprintf("/decisions/%d", castle.ID)
	officer := c.As(c.Nia)
	officer.Get(at+"/report").Want(t, 200)
	ask := officer.Get(at+"/report/plans").Want(t, 200)
	for _, words := range []string{"Plan for Harbour", "Plan for Moor Edge", "for Test county"} {
		if !ask.Says(words) {
			t.Errorf("the form does not say %q: %s", words, ask.Words())
		}
	}
	if ask.Says("Plan for Castle") {
		t.Error("a report can be put into itself")
	}
	version := strconv.Itoa(castle.Version)
	none := officer.Post(at+"/report/plans", "version", version).Want(t, 422)
	if none.Problem("plans") == "" {
		t.Errorf("nothing chosen: %s", none.Words())
	}
	officer.PostForm(at+"/report/plans", url.Values{"version": {version},
		"plans": {servertest.ID(int64(of(c.Harbour).ID)), servertest.ID(int64(of(c.Moor).ID))}}).Want(t, 303)
	again := officer.Post(at+"/report/plans", "version", version, "plans", servertest.ID(int64(of(c.Harbour).ID))).
		Want(t, 409)
	if !again.Says("No other plan can be put into it") {
		t.Errorf("sent twice: %s", again.Words())
	}
	return c, at
}

// Several plans in one report are put, read, decided by one form and published by pages (rulings, 8).
func TestSeveralPlansInOneReportByItsPages(t *testing.T) {
	c, at := put(t)
	officer, clerk := c.As(c.Nia), c.As(c.Clerk)
	report := officer.Get(at+"/report").Want(t, 200)
	for _, words := range []string{"Draft plans for Castle, Harbour and Moor Edge", "Take the plan for Harbour out",
		"The report: plan for Moor Edge", "Put other plans into this report", "Version 2, a draft"} {
		if !report.Says(words) {
			t.Errorf("the report does not say %q: %s", words, report.Words())
		}
	}
	if report.Says("Take the plan for Castle out") {
		t.Error("the plan on which the report was drafted can be taken out")
	}
	// What led to the decision on one of the plans alone leads to that on all.
	moor := c.Text(`SELECT min(d.id)::text FROM executive_decisions d
		JOIN decision_subjects s ON s.drafted_in = d.report_id
		WHERE s.area_id = $1`, int64(c.Moor))
	if p := clerk.Get("/decisions/"+moor).Want(t, 200); !p.Says("Draft plans for Castle, Harbour and Moor Edge") {
		t.Errorf("its own page says %s", p.Words())
	}
	if p := clerk.Post("/decisions/"+moor+"/schedule", "version", "1").Want(t, 409); !p.Says("in one report") {
		t.Errorf("a form from before says %s", p.Words())
	}

	subject := func(area domain.AreaID) string {
		return c.Text(`SELECT id::text FROM decision_subjects WHERE area_id = $1`, int64(area))
	}
	version := func() string {
		return c.Text(`SELECT version::text FROM executive_decisions WHERE '/decisions/' || id = $1`, at)
	}
	section := at + "/report/sections/legal?plan=" + subject(c.Harbour)
	if p := officer.Get(section).Want(t, 200); !p.Says("Report to the Executive: Harbour") {
		t.Errorf("the form is on %s", p.Words())
	}
	officer.Post(section, "version", version(), "body", "The harbour act applies.").Want(t, 303)
	officer.Get(at+"/report/sections/legal?plan=7").Want(t, 404)
	council := c.Text(`SELECT min(authority_id)::text FROM executive_items`)
	asked := []string{"version", version(), "about", "other", "verb", "note", "what", "the tides", "authority", council}
	if p := officer.Post(at+"/report/recommendations", asked...).Want(t, 422); p.Problem("plan") == "" {
		t.Errorf("on no plan: %s", p.Words())
	}
	officer.Post(at+"/report/recommendations", append(asked, "plan", subject(c.Harbour))...).Want(t, 303)
	if p := officer.Get(at+"/report").Want(t, 200); !p.Says("The harbour act applies.") || !p.Says("Note the tides.") {
		t.Errorf("the report says %s", p.Words())
	}

	today := c.Day().String()
	clerk.Get(at+"/schedule").Want(t, 200)
	clerk.Post(at+"/schedule", "version", version(), "meets", today, "maker", "executive", "key", "no", "key_reason",
		"They are draft plans").Want(t, 303)
	form := clerk.Get(at+"/record").Want(t, 200)
	for _, words := range []string{"Plan for Castle", "Plan for Harbour", "Plan for Moor Edge",
		"All agreed as set out"} {
		if !form.Says(words) {
			t.Errorf("the form does not say %q: %s", words, form.Words())
		}
	}
	plan := c.Text(`SELECT position::text FROM executive_items WHERE about = 'plan' AND subject_id = $1`,
		subject(c.Moor))
	record := func() []string {
		return []string{"version", version(), "decided", today, "all", "yes", "item-" + plan, "not agreed",
			"reason-" + plan, "The moor is let.", "reasons", "They were asked for.", "alternatives", "None"}
	}
	check := clerk.Post(at+"/record/check", record()...).Want(t, 200)
	for _, words := range []string{"The draft plan for Moor Edge is not agreed. It goes back",
		"it was resolved – That:", "The decision is made."} {
		if !check.Says(words) {
			t.Errorf("the check does not say %q: %s", words, check.Words())
		}
	}
	clerk.Post(at+"/record", record()...).Want(t, 303)
	if p := clerk.Get("/decisions").Want(t, 200); !p.Says("Castle, Harbour and Moor Edge") ||
		!p.Says("returned: Moor Edge") {
		t.Errorf("the list says %s", p.Words())
	}
	clerk.Post(at+"/publication", "version", version(), "published", today).Want(t, 303)
	c.Move(9 * town.ADay)
	if n, err := executiveapp.TakeEffects(t.Context(), c.App); n != 1 || err != nil {
		t.Fatalf("%d took effect, %v", n, err)
	}
	clerk = c.As(c.Clerk)
	decided := clerk.Get(at).Want(t, 200)
	for _, words := range []string{"In force", "Plan for Moor Edge", "Returned", "Corporate planning feed: Harbour"} {
		if !decided.Says(words) {
			t.Errorf("the decision does not say %q: %s", words, decided.Words())
		}
	}
	for area, words := range map[domain.AreaID]string{c.Area: "In force", c.Moor: "The Executive returned the plan."} {
		if p := clerk.Get(fmt.Sprintf("/attempts/%d", c.PlanOf(area))).Want(t, 200); !p.Says(words) {
			t.Errorf("the gate of %d says %s", area, p.Words())
		}
	}
	c.Verify()
}

// Who sees one of the areas sees of the others what is published, and nothing before that (rulings, 8).
func TestWhoSeesOneOfTheAreas(t *testing.T) {
	c, at := put(t)
	officer := c.As(c.Nia)
	secret := func(area domain.AreaID) {
		t.Helper()
		officer.Post(at+"/report/sections/financial?plan="+c.Text(`
			SELECT id::text FROM decision_subjects WHERE area_id = $1`, int64(area)), "version",
			c.Text(`SELECT version::text FROM executive_decisions WHERE '/decisions/' || id = $1`, at), "body",
			"Sums of the quay.", "exempt", "A tenant is to go.", "paragraph", "3", "exempt_reason", "It is in court.").
			Want(t, 303)
	}
	secret(c.Harbour)
	lone := c.Person("Eluned Prys", policy.CLO)
	c.Assign(lone, c.Moor, policy.CLO)
	reads := func(who domain.PersonID, path string, says, not []string) {
		t.Helper()
		body := string(c.As(who).Get(path).Want(t, 200).Body)
		for _, words := range says {
			if !strings.Contains(body, words) {
				t.Errorf("%d does not read %q at %s", who, words, path)
			}
		}
		for _, words := range not {
			if strings.Contains(body, words) {
				t.Errorf("%d reads %q at %s", who, words, path)
			}
		}
	}
	others := []string{"Harbour", "lan for Castle", "Sums of the quay", "A tenant is to go"}
	both := []string{"Moor Edge", "2 plans of other areas"}
	reads(lone, at+"/report", both, others)
	reads(lone, at+"/report/file", []string{"Moor Edge"}, others)
	reads(lone, at+"/report.json", []string{"Moor Edge"}, others)
	c.As(lone).Get(at+"/report/recommendations").Want(t, 422)
	c.As(lone).Post(at+"/report/recommendations/1/removal", "version", "3").Want(t, 422)
	// A Member sees decisions on the areas of their seat from the start: Máire is of Castle and Moor Edge, not Harbour.
	reads(c.Maire, at, []string{"Moor Edge", "Castle", "1 plan of another area"},
		[]string{"Harbour", "Sums of the quay"})
	reads(c.Maire, "/decisions", []string{"Castle and Moor Edge"}, []string{"Harbour"})
	reads(c.Owen, at+"/report", append(others, "Moor Edge"), nil)
	reads(c.Clerk, at, append(others, "Moor Edge"), nil)

	d := c.DecisionOf(c.PlanOf(c.Moor))
	d = c.Must(d.ID, c.Schedule(c.Clerk, d, c.Today()))
	r := c.Agreed(d)
	r.Reasons = "The harbour is full."
	d = c.Must(d.ID, c.Record(c.Clerk, d, r))
	reads(c.Maire, at, []string{"you read them when the decision is published"},
		[]string{"Harbour", "The harbour is full"})
	c.As(lone).Get(at).Want(t, 404)
	c.Must(d.ID, c.Publish(d, c.Day()))
	for _, who := range []domain.PersonID{lone, c.Maire} {
		reads(who, at, []string{"Harbour", "Castle", "Moor Edge", "The harbour is full", "Sums of the quay"},
			[]string{"A tenant is to go"})
	}
	reads(lone, at+"/report/file", []string{"Sums of the quay"}, []string{"A tenant is to go"})
	for _, link := range c.As(c.Maire).Get(at).Want(t, 200).Links() {
		if strings.HasPrefix(link, "#") {
			continue
		}
		if p := c.As(c.Maire).Get(link); p.Status >= 400 {
			t.Errorf("%s leads Máire to %d", link, p.Status)
		}
	}
	c.Verify()
}

// The liaison officer of one of the areas takes its plan out again, and no other.
func TestOfficerTakesTheirPlanOut(t *testing.T) {
	c, at := put(t)
	lone := c.Person("Eluned Prys", policy.CLO)
	c.Assign(lone, c.Moor, policy.CLO)
	page := c.As(lone).Get(at+"/report").Want(t, 200)
	if !page.Says("Take the plan for Moor Edge out") || !page.Says("whose reports you do not write") {
		t.Errorf("the report says %s", page.Words())
	}
	out := func(area domain.AreaID) string {
		return at + "/report/plans/" + c.Text(`
			SELECT id::text FROM decision_subjects WHERE area_id = $1`, int64(area)) + "/removal"
	}
	version, _ := page.Field("version")
	c.As(lone).Post(out(c.Harbour), "version", version).Want(t, 403)
	c.As(lone).Post(out(c.Moor), "version", "1").Want(t, 409)
	c.As(lone).Post(out(c.Moor), "version", version).Want(t, 303)
	c.As(lone).Post(out(c.Moor), "version", version).Want(t, 404)
	own := fmt.Sprintf("/decisions/%d/report", c.DecisionOf(c.PlanOf(c.Moor)).ID)
	if p := c.As(lone).Get(own).Want(t, 200); !p.Says("Draft plan for Moor Edge") || !p.Says("Change (i)") {
		t.Errorf("its own report says %s", p.Words())
	}
	c.Verify()
}
