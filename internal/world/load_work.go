package world

import (
	"context"
	"slices"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// working is a load of what became of an area after gate 2.
type working struct {
	*loading
	Work
	area Area

	causes    map[string]domain.CauseID
	solutions map[string]domain.SolutionID
	bids      map[string]domain.BidID
	comments  map[string]domain.PlanCommentID
	planID    domain.PlanID
}

func (l *loading) planWork(k Work) {
	w := &working{loading: l, Work: k, area: l.Areas[slices.IndexFunc(l.Areas, func(a Area) bool { return a.Key == k.Area })],
		causes: map[string]domain.CauseID{}, solutions: map[string]domain.SolutionID{}, bids: map[string]domain.BidID{}, comments: map[string]domain.PlanCommentID{}}
	if w.Timeline != nil {
		w.planTimeline()
	}
	if w.Profile != nil {
		w.planProfile()
	}
	w.planPriorities()
	w.planMoves()
	w.planQuickWins()
	w.planSolutions()
	if w.Plan != nil {
		w.planPlan()
	}
	w.planFeedback()
	if w.Executive != nil {
		w.planExecutive()
	}
}

// on plans a step of the work on the area.
func (w *working) on(who string, day Day, what string, do func(context.Context, policy.Actor) error) {
	w.by(who, day, workingOn, what+" of "+w.area.Name, do)
}

// id is the area's.
func (w *working) id() domain.AreaID { return w.areas[w.Area] }

// pounds is whole pounds as money is kept.
func pounds(n int64) domain.Pence { return domain.Pence(100 * n) }

// money is the money of an amount of whole pounds; 0 is none known.
func money(n int64) *domain.Pence {
	if n == 0 {
		return nil
	}
	p := pounds(n)
	return &p
}
