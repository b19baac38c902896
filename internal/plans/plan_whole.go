package plans

import (
	"io"
	"slices"

	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/register"
)

// PlanFormat is the format of new documents. Those of format 1 named the issues that they speak of and gave none of
// their words, nor all that is known of solutions, views and bids.
const PlanFormat = 2

// As is the document with no more than one of an earlier format could hold, so that what was not frozen then does not
// count as changed.
func (d PlanDocument) As(format int) PlanDocument {
	if format >= PlanFormat || d.Format < PlanFormat {
		return d
	}
	d.Format, d.Issues = format, nil
	if d.Round != nil {
		r := *d.Round
		r.VotesEach, r.Note = 0, ""
		d.Round = &r
	}
	d.Solutions, d.Bids = slices.Clone(d.Solutions), slices.Clone(d.Bids)
	for n := range d.Solutions {
		s := &d.Solutions[n]
		s.CauseText, s.Deliverers, s.Verdict, s.Conclusion, s.ProposedBy, s.ProposedFor = "", "", "", "", "", ""
		s.ProposedOn, s.Views = domain.Date{}, slices.Clone(s.Views)
		for v := range s.Views {
			s.Views[v].Question, s.Views[v].SaidBy, s.Views[v].AnsweredBy = "", "", ""
			s.Views[v].FinishedOn = domain.Date{}
		}
	}
	for n := range d.Bids {
		d.Bids[n].Restricted, d.Bids[n].Approved, d.Bids[n].Won, d.Bids[n].NotAgreed = 0, nil, nil, ""
	}
	return d
}

// Issue is an issue that the document holds whole.
func (d PlanDocument) Issue(id domain.IssueID) (issues.WholeIssue, bool) {
	for _, i := range d.Issues {
		if i.ID == id {
			return i, true
		}
	}
	return issues.WholeIssue{}, false
}

// MadeFrom lists the issues, held whole, that one was made from or that were merged into it.
func (d PlanDocument) MadeFrom(whole issues.WholeIssue) []issues.WholeIssue {
	var members []issues.WholeIssue
	for _, i := range d.Issues {
		if slices.Contains(whole.Members, i.ID) || i.MergedInto == whole.ID && whole.ID != 0 {
			members = append(members, i)
		}
	}
	return members
}

// OtherIssues lists the issues held whole that are no priorities.
func (d PlanDocument) OtherIssues() []issues.WholeIssue {
	return slices.DeleteFunc(slices.Clone(d.Issues), func(i issues.WholeIssue) bool {
		return slices.ContainsFunc(d.Priorities, func(p PlanPriority) bool { return p.Issue == i.ID })
	})
}

// Freeze freezes the document in lines, each with a salt of its own from the random source.
func (d PlanDocument) Freeze(random io.Reader) (register.Frozen, error) {
	return register.Freeze("plan", d, random)
}

// ReadPlanDocument reads a frozen document, whichever way it was frozen.
func ReadPlanDocument(f register.Frozen) (PlanDocument, error) {
	var d PlanDocument
	withheld, err := f.Read(&d)
	d.Withheld = withheld
	return d, err
}

// Same reports whether two documents say the same.
func (d PlanDocument) Same(other PlanDocument) (bool, error) {
	one, err := domain.Canonical(d)
	if err != nil {
		return false, err
	}
	two, err := domain.Canonical(other)
	return one == two, err
}
