package solutionweb

import (
	"strings"

	"fourgates/internal/domain"
	"fourgates/internal/places"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
	"fourgates/internal/solutions"
	"fourgates/internal/solutions/solutionstore"
)

// solutionsCSV is an area's solutions, those in the state that the address asks for, as a file for spreadsheets. Of the
// views only finished ones that count are in it, whoever asks.
func solutionsCSV(c *serve.Call, area places.Area) error {
	cycle, err := solutionstore.CurrentCycle(c.Context(), c.Read, area.ID)
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
		_ = out.Write([]string{serve.IdText(l.ID), serve.CsvText(l.Title), serve.IdText(l.Issue), serve.CsvText(l.Names.Issue),
			serve.CsvText(l.Names.Cause), string(l.DeliveredBy), serve.CsvText(l.Deliverer()),
			serve.CsvText(l.Resources), moneyCSV(l.Cost), moneyCSV(l.Avoided), countCSV(l.Views, solutions.Feasible),
			countCSV(l.Views, solutions.WithChanges), countCSV(l.Views, solutions.NotFeasible),
			string(l.State), serve.CsvText(l.Conclusion), serve.CsvText(l.Reason), serve.CsvText(l.Names.ProposedBy),
			serve.CsvText(l.ProposedFor), domain.DateOf(l.ProposedAt).String()})
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
	return serve.IdText(int64(n))
}

// bidsCSV is an area's bids as a file for spreadsheets.
func bidsCSV(c *serve.Call, area places.Area) error {
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
		_ = out.Write([]string{serve.IdText(b.ID), serve.CsvText(b.Title), serve.CsvText(b.Funder), b.Amount.Decimal(), b.Match.Decimal(),
			b.Deadline.String(), string(b.State), moneyCSV(b.Approved), moneyCSV(b.Won), serve.CsvText(b.Reason),
			serve.CsvText(strings.Join(funds, "; "))})
	}
	out.Flush()
	return nil
}
