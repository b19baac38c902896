package plans

import (
	"slices"

	"fourgates/internal/domain"
	"fourgates/internal/issues"
)

// LockedPlan is a plan that is with Members, with the Executive or approved, as it was frozen, with what the records
// say of the same things now. Of Now only those parts are filled that were asked for.
type LockedPlan struct {
	State       PlanState
	Frozen, Now PlanDocument
}

// Solution is the plan with one of its solutions alone.
func (p LockedPlan) Solution(id domain.SolutionID) LockedPlan {
	return p.each(func(d PlanDocument) (only PlanDocument) {
		only.Solutions = slices.DeleteFunc(slices.Clone(d.Solutions),
			func(s PlanSolution) bool { return s.ID != id })
		return only
	})
}

// Bid is the plan with one of its bids alone.
func (p LockedPlan) Bid(id domain.BidID) LockedPlan {
	return p.each(func(d PlanDocument) (only PlanDocument) {
		only.Bids = slices.DeleteFunc(slices.Clone(d.Bids), func(b PlanBid) bool { return b.ID != id })
		return only
	})
}

// Action is the plan with one of its actions alone.
func (p LockedPlan) Action(id domain.ActionID) LockedPlan {
	return p.each(func(d PlanDocument) (only PlanDocument) {
		only.Actions = slices.DeleteFunc(slices.Clone(d.Actions), func(a PlanAction) bool { return a.ID != id })
		return only
	})
}

// Issue is the plan with one of its issues alone: as a priority with its causes, and whole.
func (p LockedPlan) Issue(id domain.IssueID) LockedPlan {
	return p.each(func(d PlanDocument) (only PlanDocument) {
		only.Priorities = slices.DeleteFunc(slices.Clone(d.Priorities),
			func(x PlanPriority) bool { return x.Issue != id })
		only.Issues = slices.DeleteFunc(slices.Clone(d.Issues), func(i issues.WholeIssue) bool { return i.ID != id })
		return only
	})
}

// Open is the plan for those who may not read what is restricted: where a bid funds a solution that is restricted
// since, what it funded then and does not now is not named.
func (p LockedPlan) Open() LockedPlan {
	p.Frozen.Bids = slices.Clone(p.Frozen.Bids)
	for n := range p.Frozen.Bids {
		was := &p.Frozen.Bids[n]
		for _, now := range p.Now.Bids {
			if now.ID == was.ID && now.Restricted > was.Restricted {
				*was = was.fundsOnly(now.Solutions)
			}
		}
	}
	return p
}

// fundsOnly is the bid with no more than some of the solutions that it funds.
func (b PlanBid) fundsOnly(some []domain.SolutionID) PlanBid {
	kept := b
	kept.Solutions, kept.Funds = nil, nil
	for n, id := range b.Solutions {
		if slices.Contains(some, id) && n < len(b.Funds) {
			kept.Solutions, kept.Funds = append(kept.Solutions, id), append(kept.Funds, b.Funds[n])
		}
	}
	return kept
}

// AgreedSolution is a solution as it was frozen; ok is false where the Executive agreed nothing of it for another cost.
func (p LockedPlan) AgreedSolution(id domain.SolutionID) (s PlanSolution, ok bool) {
	for _, s := range p.Frozen.Solutions {
		if s.ID == id {
			return s, s.ProposedCost != nil
		}
	}
	return PlanSolution{}, false
}

// each narrows what was frozen and what is now in the same way.
func (p LockedPlan) each(narrow func(PlanDocument) PlanDocument) LockedPlan {
	was, now := narrow(p.Frozen), narrow(p.Now)
	was.Format, was.Withheld, now.Format = p.Frozen.Format, p.Frozen.Withheld, p.Now.Format
	return LockedPlan{State: p.State, Frozen: was, Now: now}
}

// Holds reports whether anything was frozen of what the plan was narrowed to.
func (p LockedPlan) Holds() bool {
	d := p.Frozen
	return len(d.Solutions)+len(d.Bids)+len(d.Actions)+len(d.Priorities)+len(d.Issues) > 0
}
