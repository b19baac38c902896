package plans

import (
	"cmp"
	"slices"
	"strings"

	"fourgates/internal/domain"
)

// AgreedAction is an action of a plan as the Executive agreed it, where that is otherwise than it was proposed. What is
// empty stays as proposed.
type AgreedAction struct {
	Action  domain.ActionID `json:"action"`
	Was     string          `json:"was"` // its title as proposed
	Title   string          `json:"title,omitempty"`
	DueOn   domain.Date     `json:"due_on"`
	Cost    *domain.Pence   `json:"cost_pence"`
	LeftOut bool            `json:"left_out,omitempty"` // not agreed: no part of the plan any more
}

// Then is what was agreed of an action where it is agreed again: what the later one says, left out where either does.
func (g AgreedAction) Then(later AgreedAction) AgreedAction {
	if g.LeftOut || later.LeftOut {
		return AgreedAction{Action: g.Action, Was: g.Was, LeftOut: true}
	}
	g.Title = cmp.Or(later.Title, g.Title)
	if !later.DueOn.IsZero() {
		g.DueOn = later.DueOn
	}
	g.Cost = cmp.Or(later.Cost, g.Cost)
	return g
}

// Otherwise reports whether anything is agreed otherwise than the action was proposed.
func (g AgreedAction) Otherwise(a PlanAction) bool {
	return g.LeftOut || g.Of(a).Proposed != nil
}

// Of is the action as it was agreed, with what was proposed kept beside it.
func (g AgreedAction) Of(a PlanAction) PlanAction {
	was := PlanProposed{Title: a.Title, DueOn: a.DueOn, Cost: a.Cost}
	if g.Title != "" {
		a.Title = g.Title
	}
	if !g.DueOn.IsZero() {
		a.DueOn = g.DueOn
	}
	if g.Cost != nil {
		a.Cost = g.Cost
	}
	if a.Title != was.Title || a.DueOn != was.DueOn || !was.Costs(a.Cost) {
		a.Proposed = &was
	}
	return a
}

// Words says what was agreed of an action instead of what was proposed.
func (g AgreedAction) Words() string {
	if g.LeftOut {
		return "“" + g.Was + "” is left out"
	}
	return "“" + g.Was + "”: " + line(domain.Prefixed("as ", quoted(g.Title)), domain.Prefixed("due ", g.DueOn.Words()),
		sumWords("for ", g.Cost))
}

func quoted(s string) string {
	if s == "" {
		return ""
	}
	return "“" + s + "”"
}

func sumWords(lead string, p *domain.Pence) string {
	if p == nil {
		return ""
	}
	return lead + p.Words()
}

// Costs reports whether the action was proposed for the same cost.
func (p PlanProposed) Costs(cost *domain.Pence) bool {
	if p.Cost == nil || cost == nil {
		return p.Cost == cost
	}
	return *p.Cost == *cost
}

// Words says what was proposed of the action where that was otherwise; "" for nil.
func (p *PlanProposed) Words(a PlanAction) string {
	if p == nil {
		return ""
	}
	var list []string
	if p.Title != a.Title {
		list = append(list, "as "+quoted(p.Title))
	}
	if p.DueOn != a.DueOn {
		list = append(list, "due "+orNoDay(p.DueOn))
	}
	if !p.Costs(a.Cost) {
		list = append(list, "cost "+domain.MoneyWords(p.Cost))
	}
	return "proposed " + strings.Join(list, ", ")
}

func orNoDay(d domain.Date) string {
	if d.IsZero() {
		return "on no day"
	}
	return d.Words()
}

// AgreedBid is what the Executive decided on a bid of a plan.
type AgreedBid struct {
	Bid       domain.BidID
	Approved  *domain.Pence
	NotAgreed string // why not; "" where it is agreed
}

// Agreed is the plan as the Executive agreed it: actions and bids with what was agreed and what was proposed, without
// the actions that were not agreed. It reports whether that is otherwise than the plan was put to it.
func (d PlanDocument) Agreed(actions []AgreedAction, bids []AgreedBid) (agreed PlanDocument, otherwise bool) {
	agreed = d
	agreed.Actions, agreed.Bids = nil, nil
	agreed.Solutions = agreedSolutions(d, actions)
	for _, a := range d.Actions {
		g := agreedActionOf(actions, a.ID)
		otherwise = otherwise || g.Otherwise(a)
		if !g.LeftOut {
			agreed.Actions = append(agreed.Actions, g.Of(a))
		}
	}
	for _, b := range d.Bids {
		for _, g := range bids {
			if g.Bid == b.ID {
				b.Approved, b.NotAgreed = g.Approved, g.NotAgreed
			}
		}
		otherwise = otherwise || b.NotAgreed != "" || b.Stands() != b.Amount
		agreed.Bids = append(agreed.Bids, b)
	}
	return agreed, otherwise
}

// agreedSolutions are the solutions of the plan, each with what it costs by the actions that were agreed of it: what
// was proposed, and by how much its actions were agreed for more or less. Where a cost is not known, or would come to
// less than nothing, it stays as proposed.
func agreedSolutions(d PlanDocument, actions []AgreedAction) []PlanSolution {
	list := slices.Clone(d.Solutions)
	for n := range list {
		s := &list[n]
		if s.Cost == nil {
			continue
		}
		cost, known := *s.Cost, true
		for _, a := range d.ActionsOf(s.ID) {
			by, ok := agreedActionOf(actions, a.ID).by(a)
			cost, known = cost+by, known && ok
		}
		if known && cost >= 0 && cost != *s.Cost {
			s.ProposedCost, s.Cost = s.Cost, &cost
		}
	}
	return list
}

// by is by how much more than proposed the action was agreed for. It is not known where a cost is not.
func (g AgreedAction) by(a PlanAction) (by domain.Pence, known bool) {
	switch {
	case g.LeftOut && a.Cost != nil:
		return -*a.Cost, true
	case g.LeftOut:
		return 0, false
	case g.Cost == nil:
		return 0, true
	case a.Cost == nil:
		return 0, false
	}
	return *g.Cost - *a.Cost, true
}

func agreedActionOf(list []AgreedAction, id domain.ActionID) AgreedAction {
	for _, g := range list {
		if g.Action == id {
			return g
		}
	}
	return AgreedAction{Action: id}
}
