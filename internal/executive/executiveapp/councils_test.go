package executiveapp_test

import (
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/executive"
	"fourgates/internal/executive/executiveapp"
	"fourgates/internal/plans"
	"fourgates/internal/town"
)

// twoCouncils is a report that asks the county about the plan and the borough about it and one of its bids: each
// council has its decision.
func twoCouncils(c *town.Town) (county, borough executive.ExecutiveDecision) {
	c.T.Helper()
	county = c.Drafted()
	of := executive.Decides{ID: domain.AuthorityID(c.Int(`
		SELECT u.id FROM authorities u WHERE u.id <> $1 AND EXISTS (
			SELECT FROM area_seats o JOIN seats s ON s.id = o.seat_id WHERE o.area_id = $2 AND s.authority_id = u.id)`,
		int64(county.Authority), int64(c.Area)))}
	for _, i := range county.Items {
		if i.About == executive.AboutBid {
			county = c.Must(county.ID, reword(c, c.Nia, county, i.Position, executive.Wording{Verb: executive.Approve,
				What: i.What(), Decides: of}))
			break
		}
	}
	county = c.Must(county.ID, recommend(c, c.Nia, county, executive.Wording{About: executive.AboutPlan,
		Verb: executive.HaveRegardTo, What: "the draft plan", Decides: of}))
	if len(county.Beside) != 1 {
		c.T.Fatalf("beside the county's decision there are %+v", county.Beside)
	}
	return c.Decision3(county.ID), c.Decision3(county.Beside[0].ID)
}

// Each council's decision is recorded and in force alone; the plan is the approved draft when the last is, without what
// one of them did not agree (rulings, 15).
func TestEachCouncilDecidesItsPart(t *testing.T) {
	c := town.NewChamber(t)
	county, borough := twoCouncils(c)
	if county.AuthorityName != "Test county" || borough.AuthorityName == "" || len(borough.Items) != 2 ||
		borough.Items[0].About != executive.AboutPlan || borough.Items[0].Position <= 1 {
		t.Errorf("the county has %+v, the borough %+v", county.Items, borough.Items)
	}
	c.Verify()
	county = c.Must(county.ID, c.Schedule(c.Clerk, county, c.Today()))
	county = c.Must(county.ID, c.Record(c.Clerk, county, c.Agreed(county)))
	if county.Maker() != "The Executive of Test county" {
		t.Errorf("made by %q", county.Maker())
	}
	borough = c.Decision3(borough.ID)
	if borough.State != executive.ExecutiveDrafted || borough.ReportOpen() {
		t.Errorf("the borough's stands %q, its report open: %v", borough.State, borough.ReportOpen())
	}
	county = c.Must(county.ID, c.Publish(county, c.Day()))
	c.Verify()
	c.Move(8 * town.ADay)
	if n, err := executiveapp.TakeEffects(t.Context(), c.App); n != 1 || err != nil {
		t.Fatalf("%d took effect, %v", n, err)
	}
	if county = c.Decision3(county.ID); county.State != executive.ExecutiveInForce {
		t.Errorf("the county's stands %q", county.State)
	}
	c.WantPlan(plans.PlanWithExecutive, "")
	c.WantLines(nil, `SELECT id::text FROM planning_feeds`)
	if words := c.Text(`SELECT payload::jsonb ->> 'words' FROM register_entries WHERE kind = 'in force'`); !strings.
		Contains(words, "once that of the Executive of "+borough.AuthorityName+" is in force too") {
		t.Errorf("in force: %s", words)
	}
	c.Verify()

	borough = c.Must(borough.ID, c.Schedule(c.Clerk, borough, c.Today()))
	r := c.Agreed(borough)
	r.Items[1] = executive.ItemOutcome{Outcome: executive.ItemNotAgreed, Reason: "There is no match funding."}
	borough = c.Must(borough.ID, c.Record(c.Clerk, borough, r))
	borough = c.Must(borough.ID, c.Publish(borough, c.Day()))
	c.WantPlan(plans.PlanWithExecutive, "")
	c.Move(8 * town.ADay)
	if n, err := executiveapp.TakeEffects(t.Context(), c.App); n != 1 || err != nil {
		t.Fatalf("%d took effect, %v", n, err)
	}
	c.WantPlan(plans.PlanApprovedDraft, "")
	feed := c.Feed(county.ID)
	if again := c.Feed(borough.ID); again.Digest != feed.Digest || !strings.Contains(feed.JSON, `"agreed":""`) {
		t.Errorf("the feed is %s", feed.JSON)
	}
	c.WantLines([]string{"1 not agreed", "1 approved"}, `
		SELECT count(*) || CASE WHEN approved_pence IS NULL THEN ' not agreed' ELSE ' approved' END
		FROM bids GROUP BY approved_pence IS NULL ORDER BY 1 DESC LIMIT 2`)
	c.Verify()
}

// What one council does not agree returns the plan, and the other's decision on it falls, whatever it stood at.
func TestPlanThatOneCouncilDoesNotAgreeFalls(t *testing.T) {
	for _, stood := range []executive.ExecutiveState{executive.ExecutiveDrafted, executive.ExecutiveScheduled,
		executive.ExecutiveDecided, executive.ExecutivePublished} {
		t.Run(string(stood), func(t *testing.T) {
			c := town.NewChamber(t)
			county, borough := twoCouncils(c)
			if stood != executive.ExecutiveDrafted {
				county = c.Must(county.ID, c.Schedule(c.Clerk, county, c.Today()))
			}
			if stood == executive.ExecutiveDecided || stood == executive.ExecutivePublished {
				county = c.Must(county.ID, c.Record(c.Clerk, county, c.Agreed(county)))
			}
			if stood == executive.ExecutivePublished {
				county = c.Must(county.ID, c.Publish(county, c.Day()))
			}
			borough = c.Must(borough.ID, c.Schedule(c.Clerk, c.Decision3(borough.ID), c.Today()))
			r := executive.Recording{DecidedOn: c.Day(), Reasons: "It costs too much.", Alternatives: "None",
				Items: []executive.ItemOutcome{{Outcome: executive.ItemNotAgreed, Reason: "Too dear."}, {}}}
			borough = c.Must(borough.ID, c.Record(c.Clerk, borough, r))
			county = c.Decision3(county.ID)
			if borough.State != executive.ExecutiveReturned || county.State != executive.ExecutiveReturned ||
				!strings.HasPrefix(county.ReturnReason, "It falls with the plan") {
				t.Errorf("the borough's stands %q, the county's %q: %s", borough.State, county.State,
					county.ReturnReason)
			}
			c.WantPlan(plans.PlanDrafting, "Returned by the Executive.\nToo dear.\nIt costs too much.")
			c.Verify()
			c.Move(20 * town.ADay)
			if n, err := executiveapp.TakeEffects(t.Context(), c.App); n != 0 || err != nil {
				t.Errorf("%d took effect, %v", n, err)
			}
			again := c.DecisionOf(c.Again(domain.GateDraftPlan))
			c.Must(again.ID, c.Schedule(c.Clerk, again, c.Today()))
			c.Verify()
		})
	}
}
