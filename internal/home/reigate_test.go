package home_test

import (
	"net/url"
	"strings"
	"testing"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/executive/executiveapp"
	"fourgates/internal/serve/servertest"
	"fourgates/internal/town"
)

// Short of the whole of Reigate 2005: the plans of three areas in one report, no key decision, resolved to have regard
// to them.
func TestThreePlansAreHadRegardTo(t *testing.T) {
	c := town.NewNeighbours(t)
	hadRegardTo(c, c.Area, c.Harbour, c.Moor)
}

// hadRegardTo takes three plans, which their Members have passed, to a decision in force: put in one report by the
// officer, who asks the Executive to have regard to each; scheduled, recorded and published by the clerk.
func hadRegardTo(c *town.Town, areas ...domain.AreaID) {
	t := c.T
	t.Helper()
	officer, clerk := c.As(c.Nia), c.As(c.Clerk)
	first := c.DecisionOf(c.PlanOf(areas[0]))
	at := servertest.Path("/decisions/#", first.ID)
	version := func() string {
		t.Helper()
		return c.Text(`SELECT version::text FROM executive_decisions WHERE id = $1`, int64(first.ID))
	}
	form := url.Values{"version": {version()}}
	names := make([]string, len(areas))
	for n, area := range areas {
		names[n] = c.Text(`SELECT name FROM areas WHERE id = $1`, int64(area))
		if n > 0 {
			form.Add("plans", servertest.ID(c.DecisionOf(c.PlanOf(area)).ID))
		}
	}
	officer.PostForm(at+"/report/plans", form).Want(t, 303)
	council := c.Text(`SELECT min(authority_id)::text FROM executive_items WHERE decision_id = $1`, int64(first.ID))
	for n, name := range names {
		position := c.Text(`
			SELECT i.position::text FROM executive_items i JOIN decision_subjects s ON s.id = i.subject_id
			WHERE s.area_id = $1 AND i.about = 'plan'`, int64(areas[n]))
		officer.Post(at+"/report/recommendations/"+position, "version", version(), "verb", "have regard to", "what",
			"the draft Local Community Action Plan for "+name, "authority", council).Want(t, 303)
	}

	today := c.Day().String()
	proposed := clerk.Get(at+"/schedule").Want(t, 200)
	if !proposed.Says("Proposed: a key decision") {
		t.Errorf("of three areas there is no word of a key decision: %s", proposed.Words())
	}
	asked := []string{"version", version(), "meets", today, "maker", "executive", "key", "no"}
	if p := clerk.Post(at+"/schedule", asked...).Want(t, 422); p.Problem("key_reason") == "" {
		t.Errorf("no reason is asked for: %s", p.Words())
	}
	clerk.Post(at+"/schedule", append(asked, "key_reason", "Regard is had to the plans, and nothing is committed")...).
		Want(t, 303)
	recorded := []string{"version", version(), "decided", today, "all", "yes", "reasons", "As set out in the report.",
		"alternatives", "None"}
	check := clerk.Post(at+"/record/check", recorded...).Want(t, 200)
	for _, name := range names {
		if words := "Regard be had to the draft Local Community Action Plan for " + name; !check.Says(words) {
			t.Errorf("the check does not say %q: %s", words, check.Words())
		}
	}
	clerk.Post(at+"/record", recorded...).Want(t, 303)
	clerk.Post(at+"/publication", "version", version(), "published", today).Want(t, 303)
	c.Move(10 * town.ADay)
	if n, err := executiveapp.TakeEffects(t.Context(), c.App); n != 1 || err != nil {
		t.Fatalf("%d took effect, %v", n, err)
	}
	c.Verify()
	wantInForce(c, at, names, areas)
}

// wantInForce asks everyone's pages what became of the plans.
func wantInForce(c *town.Town, at string, names []string, areas []domain.AreaID) {
	t := c.T
	t.Helper()
	says := func(who domain.PersonID, path string, words ...string) {
		t.Helper()
		p := c.As(who).Get(path).Want(t, 200)
		for _, w := range words {
			if !p.Says(w) {
				t.Errorf("%s does not read %q at %s: %s", c.Actor(who).Name, w, path, p.Words())
			}
		}
	}
	all := strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
	for _, who := range []domain.PersonID{c.Clerk, c.Member, c.Owen, c.Nia} {
		says(who, at, "Draft plans for "+all, "In force", "Answered otherwise because: Regard is had to the plans")
		says(who, "/decisions", all, "In force")
	}
	for n, area := range areas {
		member := domain.PersonID(c.Int(`
			SELECT person_id FROM signatures WHERE attempt_id = $1 ORDER BY id LIMIT 1`, int64(c.PlanOf(area))))
		here := servertest.Path("/areas/#", area)
		for _, who := range []domain.PersonID{c.Nia, c.Clerk, member} {
			says(who, here+"/plan", "Approved draft")
			says(who, here+"/timeline", "Delivery planning")
			says(who, servertest.Path("/attempts/#", c.PlanOf(area)), "In force", "One report puts the plans for "+all)
			says(who, at, "Regard be had to the draft Local Community Action Plan for "+names[n])
			priority := c.Text(`SELECT max(id)::text FROM issues WHERE area_id = $1 AND state = 'in plan'`, int64(area))
			says(who, "/issues/"+priority+"/thread", "It was fed into corporate planning on",
				"Regard be had to the draft Local Community Action Plan for "+names[n])
		}
		says(member, "/notices", "In force: decision on the plan for "+names[n])
	}
	want := make([]string, len(areas))
	for n := range areas {
		want[n] = "approved draft 1"
	}
	c.WantLines(want, `
		SELECT p.state || ' ' || count(f.id) FROM plans p LEFT JOIN planning_feeds f ON f.area_id = p.area_id
		WHERE p.area_id = ANY($1::bigint[]) GROUP BY p.id, p.state ORDER BY p.id`, db.Numbers(areas))
}
