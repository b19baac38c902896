package server

import (
	"strings"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// solutionsCSV is an area's solutions, those in the state that the address asks for, as a file for spreadsheets. Of the
// views only finished ones that count are in it, whoever asks.
func solutionsCSV(c *Call, area domain.Area) error {
	cycle, err := c.Read.CurrentCycle(c.Context(), area.ID)
	if err != nil {
		return err
	}
	lines, err := c.Read.Solutions(c.Context(), policy.SolutionScopeOf(c.Actor), area.ID, cycle)
	if err != nil {
		return err
	}
	_, state := decodeSolutionFilter(c)
	out := c.CSV("solutions", "Number", "Solution", "Issue number", "Issue", "Cause", "Delivered by", "Named",
		"Resources and assets", "Cost (£)", "Cost avoided (£)", "Feasible", "Feasible with changes", "Not feasible",
		"Status", "Conclusion", "Reason", "Proposed by", "On whose behalf", "Proposed")
	for _, l := range inState(lines, state) {
		_ = out.Write([]string{idText(l.ID), csvText(l.Title), idText(l.Issue), csvText(l.Names.Issue),
			csvText(l.Names.Cause), string(l.DeliveredBy), csvText(l.Deliverer()),
			csvText(l.Resources), moneyCSV(l.Cost), moneyCSV(l.Avoided), countCSV(l.Views, domain.Feasible),
			countCSV(l.Views, domain.WithChanges), countCSV(l.Views, domain.NotFeasible),
			string(l.State), csvText(l.Conclusion), csvText(l.Reason), csvText(l.Names.ProposedBy),
			csvText(l.ProposedFor), domain.DateOf(l.ProposedAt).String()})
	}
	out.Flush()
	return nil
}

// moneyCSV is an amount for spreadsheets; one that is not known is left empty, so that nothing takes it for 0.
func moneyCSV(p *domain.Pence) string {
	if p == nil {
		return ""
	}
	return p.Decimal()
}

func countCSV(views []domain.FeasibilityView, verdict domain.Verdict) string {
	n := 0
	for _, v := range views {
		if v.Counts() && v.Verdict == verdict {
			n++
		}
	}
	return idText(int64(n))
}

// bidsCSV is an area's bids as a file for spreadsheets.
func bidsCSV(c *Call, area domain.Area) error {
	lines, err := bidsOf(c, area.ID)
	if err != nil {
		return err
	}
	out := c.CSV("bids", "Number", "Bid", "Funder", "Amount (£)", "Match funding (£)", "Deadline", "Status",
		"Approved (£)", "Won (£)", "Reason", "Solutions funded")
	for _, b := range lines {
		var funds []string
		for _, x := range b.Solutions {
			funds = append(funds, x.Title)
		}
		_ = out.Write([]string{idText(b.ID), csvText(b.Title), csvText(b.Funder), b.Amount.Decimal(), b.Match.Decimal(),
			b.Deadline.String(), string(b.State), moneyCSV(b.Approved), moneyCSV(b.Won), csvText(b.Reason),
			csvText(strings.Join(funds, "; "))})
	}
	out.Flush()
	return nil
}
