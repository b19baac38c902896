package executiveapp_test

import (
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/executive"
	"fourgates/internal/executive/executiveapp"
	"fourgates/internal/gates"
	"fourgates/internal/plans"
	"fourgates/internal/plans/planstore"
	"fourgates/internal/town"
)

// amended is a record that agrees the plan with two actions otherwise and one left out, one bid in part and one not.
func amended(c *town.Town, d executive.ExecutiveDecision) executive.Recording {
	r := c.Agreed(d)
	cost, part := domain.Pence(900_000), domain.Pence(3_000_000)
	r.Items[0] = executive.ItemOutcome{Outcome: executive.ItemAmended, Resolved: "The plan be approved with changes.",
		Actions: []plans.AgreedAction{
			{Title: "Build a zebra crossing", DueOn: c.Day().AddDays(150), Cost: &cost}, {},
			{LeftOut: true, Title: "No matter"},
		}}
	r.Items[1] = executive.ItemOutcome{Outcome: executive.ItemAmended, Resolved: "The bid be approved for £30,000.",
		Approved: &part}
	r.Items[2] = executive.ItemOutcome{Outcome: executive.ItemNotAgreed, Reason: "Signs are in the budget."}
	return r
}

// What the Executive agreed otherwise reaches plan, actions, bids and planning feed, each with what was proposed
// (rulings, 7).
func TestWhatIsAmendedIsCarriedOn(t *testing.T) {
	c := town.NewChamber(t)
	c.Grant(c.Person("Wanjirũ"), "service", int64(c.Roads))
	d := c.Drafted()
	d = c.Must(d.ID, c.Schedule(c.Clerk, d, c.Today()))
	d = c.Must(d.ID, c.Record(c.Clerk, d, amended(c, d)))
	before := []string{"Build the crossing 2026-09-26 1200050 ", "Watch the crossing 2026-09-26 ",
		"=Count cars 2026-09-26 0 "}
	const lines = `SELECT concat_ws(' ', title, due_on, cost_pence, '') FROM actions
		WHERE removed_at IS NULL ORDER BY id`
	c.WantLines(before, lines)
	d = c.Must(d.ID, c.Publish(d, c.Day()))
	c.WantLines(before, lines) // nothing is carried on before it is in force
	c.Move(8 * town.ADay)
	if n, err := executiveapp.TakeEffects(t.Context(), c.App); n != 1 || err != nil {
		t.Fatalf("%d took effect, %v", n, err)
	}
	c.WantLines([]string{
		"Build a zebra crossing 2026-08-07 900000 asked, proposed Build the crossing 2026-09-26 1200050",
		"Watch the crossing 2026-09-26 asked, proposed"},
		`SELECT concat_ws(' ', title, due_on, cost_pence, state || ', proposed', proposed_title, proposed_due_on,
			proposed_cost_pence) FROM actions WHERE removed_at IS NULL ORDER BY id`)
	c.WantLines([]string{"=Count cars"}, `SELECT title FROM actions WHERE removed_at IS NOT NULL AND amended_by = $1`,
		int64(d.ID))
	c.WantLines([]string{"5000000 3000000 approved to submit", "120050 drafting"},
		`SELECT concat_ws(' ', amount_pence, approved_pence, state) FROM bids ORDER BY id`)

	locked, err := planstore.LockedPlan(t.Context(), c.App.Store.Reader, c.Area, planstore.PartActions,
		planstore.PartBids, planstore.PartSolutions)
	if err != nil {
		t.Fatal(err)
	}
	p := locked.Frozen
	agreed, match := p.BidTotals()
	if len(p.Actions) != 2 || p.Actions[0].Title != "Build a zebra crossing" || p.Actions[0].Proposed == nil ||
		p.Actions[0].Proposed.Title != "Build the crossing" || p.Bids[0].SumWords() != "£30,000 (proposed £50,000)" ||
		p.Bids[1].NotAgreed != "Signs are in the budget." || agreed != 3_000_000 || match != 10_000 {
		t.Errorf("the approved plan says %+v, %+v, %s", p.Actions, p.Bids, agreed.Words())
	}
	for n, changed := range [][]gates.Change{gates.ThingChanged(locked.Action(p.Actions[0].ID)),
		gates.ThingChanged(locked.Bid(p.Bids[0].ID))} {
		if len(changed) > 0 {
			t.Errorf("%d: what was agreed is marked as changed since: %v", n, changed)
		}
	}
	if got := c.Text(`SELECT string_agg(number || ' ' || note, '; ' ORDER BY number) FROM plan_versions`); got !=
		"1 Submitted to Area Members at gate 3, attempt 1; 2 As the Executive agreed it on 10 March 2026: "+
			"The plan be approved with changes." {
		t.Errorf("versions: %s", got)
	}
	feed := c.Feed(d.ID)
	if feed.Rows != 2 || !strings.Contains(feed.CSV, ",9000.00,2026-08-07,") ||
		!strings.Contains(feed.CSV, ",Build the crossing,12000.50,2026-09-26") ||
		!strings.Contains(feed.JSON, `"agreed":"30000.00"`) || !strings.Contains(feed.JSON, `"proposed":"50000.00"`) ||
		!strings.Contains(feed.JSON, `"agreed":""`) {
		t.Errorf("the feed is %s %s", feed.CSV, feed.JSON)
	}
	// What its actions were agreed for otherwise is carried on to the solution, beside what was proposed.
	var costs []string
	for _, s := range p.Solutions {
		if s.ProposedCost == nil {
			continue
		}
		costs = append(costs, s.Title+": "+s.CostWords())
		if want := "," + s.Cost.Decimal() + "," + s.ProposedCost.Decimal() + "\r\n"; !strings.Contains(feed.CSV, want) {
			t.Errorf("the feed has no %q: %s", want, feed.CSV)
		}
		if changed := gates.ThingChanged(locked.Solution(s.ID)); len(changed) > 0 {
			t.Errorf("what was agreed of %s is marked as changed since: %v", s.Title, changed)
		}
	}
	if len(costs) != 1 || !strings.Contains(costs[0], "(proposed £") {
		t.Errorf("solutions that cost otherwise: %q of %+v", costs, p.Solutions)
	}
	if told := c.Text(`SELECT body FROM notices WHERE event = 'actions to lead' AND body LIKE '%zebra%'`); !strings.
		Contains(told, "Build a zebra crossing, due 7 August 2026") {
		t.Errorf("the lead is asked: %s", told)
	}
	c.Verify()
}

// A plan that is agreed as it was put keeps its version.
func TestWhatIsAgreedAsItWasPutMakesNoVersion(t *testing.T) {
	c := town.NewChamber(t)
	c.App.Rules.CallInKeyOnly = true
	d := c.Decided()
	c.Must(d.ID, c.Publish(d, c.Day()))
	if n := c.Int(`SELECT count(*) FROM plan_versions`); n != 1 {
		t.Errorf("%d versions", n)
	}
	c.WantLines([]string{"0"}, `SELECT count(*)::text FROM actions WHERE amended_by IS NOT NULL`)
}
