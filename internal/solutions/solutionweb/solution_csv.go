package solutionweb

import (
	"strings"

	"fourgates/internal/domain"
	"fourgates/internal/places"
	"fourgates/internal/places/placeweb"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
	"fourgates/internal/solutions"
	"fourgates/internal/solutions/solutionstore"
)

// solutionsCSV is an area's solutions, those in the state that the address asks for, as a file for spreadsheets. Of the
// views only finished ones that count are in it, whoever asks.
func solutionsCSV(c *serve.Call, area places.Area) error {
	cycle, err := placeweb.CycleOf(c, area)
	if err != nil {
		return err
	}
	lines, err := solutionstore.Solutions(c.Context(), c.Read, policy.SolutionScopeOf(c.Actor), area.ID, cycle)
	if err != nil {
		return err
	}
	_, state := decodeSolutionFilter(c)
	out := c.CSV("solutions", "Number", "Solution", "Issue number", "Issue", "Cause", "Delivered by", "Named",
		"Resources and assets", "Cost (£)", "Cost avoided (£)", "Feasible", "Feasible with changes", "Not feasible",
		"Status", "Conclusion", "Reason", "Proposed by", "On whose behalf", "Proposed")
	for _, l := range inState(lines, state) {
		_ = out.Write([]string{serve.IDText(l.ID), serve.CSVText(l.Title), serve.IDText(l.Issue),
			serve.CSVText(l.Names.Issue),
			serve.CSVText(l.Names.Cause), string(l.DeliveredBy), serve.CSVText(l.Deliverer()),
			serve.CSVText(l.Resources), moneyCSV(l.Cost), moneyCSV(l.Avoided), countCSV(l.Views, solutions.Feasible),
			countCSV(l.Views, solutions.WithChanges), countCSV(l.Views, solutions.NotFeasible),
			string(l.State), serve.CSVText(l.Conclusion), serve.CSVText(l.Reason), serve.CSVText(l.Names.ProposedBy),
			serve.CSVText(l.ProposedFor), domain.DateOf(l.ProposedAt).String()})
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

func countCSV(views []solutions.FeasibilityView, verdict solutions.Verdict) string {
	n := 0
	for _, v := range views {
		if v.Counts() && v.Verdict == verdict {
			n++
		}
	}
	return serve.IDText(int64(n))
}

// bidsCSV is an area's bids as a file for spreadsheets.
func bidsCSV(c *serve.Call, area places.Area) error {
	lines, _, err := bidsOf(c, area)
	if err != nil {
		return err
	}
	out := c.CSV("bids", "Number", "Bid", "Funder", "Amount (£)", "Match funding (£)", "Deadline", "Status",
		"Approved (£)", "Won (£)", "Reason", "Solutions funded", "Not agreed by the Executive")
	for _, b := range lines {
		var funds []string
		for _, x := range b.Solutions {
			funds = append(funds, x.Title)
		}
		_ = out.Write([]string{serve.IDText(b.ID), serve.CSVText(b.Title), serve.CSVText(b.Funder), b.Amount.Decimal(),
			b.Match.Decimal(),
			b.Deadline.String(), string(b.State), moneyCSV(b.Approved), moneyCSV(b.Won), serve.CSVText(b.Reason),
			serve.CSVText(strings.Join(funds, "; ")), serve.CSVText(b.NotAgreed)})
	}
	out.Flush()
	return nil
}
