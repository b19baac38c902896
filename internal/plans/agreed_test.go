package plans_test

import (
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/plans"
)

// What was agreed of a solution's actions for more or less is what the solution costs more or less, with what was
// proposed beside it; where that cannot be known, the solution costs what was proposed (rulings, 7).
func TestSolutionCostsWhatWasAgreedOfItsActions(t *testing.T) {
	p := func(n int64) *domain.Pence { is := domain.Pence(100 * n); return &is }
	for name, x := range map[string]struct {
		cost   *domain.Pence
		put    []*domain.Pence // costs of its actions
		agreed []plans.AgreedAction
		want   string
	}{
		"as proposed": {p(46000), []*domain.Pence{p(11000), p(35000)},
			nil, "£46,000"},
		"for less": {p(46000), []*domain.Pence{p(11000), p(35000)},
			[]plans.AgreedAction{{Action: 2, Cost: p(30000)}}, "£41,000 (proposed £46,000)"},
		"for more": {p(46000), []*domain.Pence{p(11000)},
			[]plans.AgreedAction{{Action: 1, Cost: p(12000)}}, "£47,000 (proposed £46,000)"},
		"one left out": {p(46000), []*domain.Pence{p(11000), p(35000)},
			[]plans.AgreedAction{{Action: 1, LeftOut: true}}, "£35,000 (proposed £46,000)"},
		"another title only": {p(46000), []*domain.Pence{p(11000)},
			[]plans.AgreedAction{{Action: 1, Title: "Fence"}}, "£46,000"},
		"up and down alike": {p(46000), []*domain.Pence{p(11000), p(35000)}, []plans.AgreedAction{
			{Action: 1, Cost: p(12000)},
			{Action: 2, Cost: p(34000)}}, "£46,000"},
		"its own not known": {nil, []*domain.Pence{p(11000)},
			[]plans.AgreedAction{{Action: 1, Cost: p(1)}}, "not known"},
		"the action’s not known": {p(46000), []*domain.Pence{nil},
			[]plans.AgreedAction{{Action: 1, Cost: p(9)}}, "£46,000"},
		"left out, cost not known": {p(46000), []*domain.Pence{nil},
			[]plans.AgreedAction{{Action: 1, LeftOut: true}}, "£46,000"},
		"actions for more than all": {p(10), []*domain.Pence{p(500)},
			[]plans.AgreedAction{{Action: 1, LeftOut: true}}, "£10"},
	} {
		t.Run(name, func(t *testing.T) {
			d := plans.PlanDocument{Solutions: []plans.PlanSolution{{ID: 7, Cost: x.cost}, {ID: 8, Cost: p(5)}}}
			for n, cost := range x.put {
				d.Actions = append(d.Actions, plans.PlanAction{ID: domain.ActionID(n + 1), Solution: 7, Cost: cost})
			}
			is, _ := d.Agreed(x.agreed, nil)
			if got := is.Solutions[0].CostWords(); got != x.want {
				t.Errorf("it costs %s, want %s", got, x.want)
			}
			if got := domain.MoneyWords(is.Solutions[0].AsProposed().Cost); got != domain.MoneyWords(x.cost) {
				t.Errorf("it was proposed for %s", got)
			}
			if is.Solutions[1].CostWords() != "£5" || d.Solutions[0].ProposedCost != nil {
				t.Errorf("another solution costs %s, the plan put says %v", is.Solutions[1].CostWords(),
					d.Solutions[0].ProposedCost)
			}
		})
	}
}
