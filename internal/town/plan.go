package town

import (
	"fourgates/internal/domain"
	"fourgates/internal/plans/planapp"
	"fourgates/internal/policy"
	"fourgates/internal/solutions"
	"fourgates/internal/solutions/solutionapp"
	"fourgates/internal/solutions/solutionstore"
)

// Writes writes a section of the plan.
func (c *Town) Writes(section, body string) {
	c.T.Helper()
	version := int(c.Int(`SELECT version FROM plan_sections WHERE plan_id = $1 AND key = $2`, int64(c.Plan), section))
	if err := planapp.SavePlanSection(c.T.Context(), c.App, c.Actor(c.Nia), c.Plan, section, version,
		body); err != nil {
		c.T.Fatal(err)
	}
}

// NoBids withdraws every bid of the area.
func (c *Town) NoBids() {
	c.T.Helper()
	bids, err := solutionstore.Bids(c.T.Context(), c.App.Store.Reader, policy.EverySolution(), c.Area, 1)
	if err != nil {
		c.T.Fatal(err)
	}
	for _, b := range bids {
		if b.State == solutions.BidWithdrawn {
			continue
		}
		if err := solutionapp.MoveBid(c.T.Context(), c.App, c.Actor(c.Nia), b.ID, "withdraw", "No time",
			nil); err != nil {
			c.T.Fatal(err)
		}
	}
}

// Drafts begins to draft a bid for the chosen solution.
func (c *Town) Drafts(title string, amount domain.Pence) domain.BidID {
	c.T.Helper()
	return c.Applies(c.Area, c.Nia, title, amount, c.Chosen)
}
