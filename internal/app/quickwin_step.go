package app

import (
	"context"
	"fmt"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/store"
)

// QuickWinAct is a step of a quick win as somebody takes it.
type QuickWinAct struct {
	Step          domain.QuickWinStep
	Version       int    // that was read
	Words         string // the proof, who confirmed it, or the reason
	Before, After *domain.File
}

// TakeQuickWin takes a quick win a step further. Who may: agree, promote, drop and back, an officer of the area; start
// and done, who delivers it as well; confirm, whoever raised the issue as well. A step that is not open, or lacks its
// words, is a *domain.BlockedError; another version domain.ErrConflict.
func (a *App) TakeQuickWin(ctx context.Context, actor policy.Actor, id domain.QuickWinID, act QuickWinAct) error {
	var err error
	if act.Before, err = photo(act.Before, "before"); err != nil {
		return err
	}
	if act.After, err = photo(act.After, "after"); err != nil {
		return err
	}
	return a.Do(ctx, actor, actionOf(actor, act.Step), func(s *Step) error {
		was, issue, err := s.QuickWinForUpdate(ctx, policy.IssueScopeOf(actor), id)
		if err != nil {
			return err
		}
		if !mayTake(actor, was, issue.Issue, act.Step) {
			return domain.ErrForbidden
		}
		if was.Version != act.Version {
			return domain.ErrConflict
		}
		is, err := takeStep(ctx, s, was, issue, act)
		if err != nil {
			return err
		}
		if err := s.UpdateQuickWin(ctx, is); err != nil {
			return err
		}
		if err := issueFollows(ctx, s, is, issue); err != nil {
			return err
		}
		s.Record(quickWinEvent(is, quickWinSummary(act.Step), &was))
		return tellQuickWin(ctx, s, is, issue, act.Step)
	})
}

// MayTakeQuickWin lists the steps that the actor may take the quick win by, where its state opens them.
func MayTakeQuickWin(actor policy.Actor, q domain.QuickWin, raisedBy domain.PersonID,
	gateTwoPassed bool) []domain.QuickWinStep {
	var steps []domain.QuickWinStep
	for _, step := range domain.QuickWinSteps() {
		if len(q.StepBlockers(step, gateTwoPassed)) == 0 && mayTake(actor, q, domain.Issue{RaisedBy: raisedBy}, step) {
			steps = append(steps, step)
		}
	}
	return steps
}

// actionOf is the right that a step needs. Whoever raised the issue may confirm with the right to propose.
func actionOf(actor policy.Actor, step domain.QuickWinStep) policy.Action {
	switch step {
	case domain.StepStart, domain.StepDone:
		return policy.DeliverQuickWin
	case domain.StepConfirm, domain.StepBack:
		if !policy.Can(actor, policy.AgreeQuickWin) {
			return policy.ProposeQuickWin
		}
	}
	return policy.AgreeQuickWin
}

func mayTake(actor policy.Actor, q domain.QuickWin, issue domain.Issue, step domain.QuickWinStep) bool {
	switch step {
	case domain.StepStart, domain.StepDone:
		return policy.MayDeliverQuickWin(actor, q)
	case domain.StepConfirm, domain.StepBack:
		return policy.CanIn(actor, policy.AgreeQuickWin, q.Area) || issue.RaisedBy == actor.ID
	}
	return policy.CanIn(actor, policy.AgreeQuickWin, q.Area)
}

// takeStep keeps the photographs and takes the step.
func takeStep(ctx context.Context, s *Step, was domain.QuickWin, issue store.IssueRecord,
	act QuickWinAct) (domain.QuickWin, error) {
	q := was
	var err error
	if act.Step == domain.StepDone {
		if act.Before != nil {
			if q.Before, err = keepPhoto(ctx, s, issue.Issue, act.Before, "Before: "+q.Title); err != nil {
				return q, err
			}
		}
		if act.After != nil {
			if q.After, err = keepPhoto(ctx, s, issue.Issue, act.After, "After: "+q.Title); err != nil {
				return q, err
			}
		}
	}
	return q.Take(act.Step, act.Words, issue.Ties.GateTwoPassed(), s.Now())
}

// issueFollows moves an issue that stands as a quick win once nothing of that is left to be done: confirmed makes it
// verified; dropped or promoted puts it back on the list of issues.
func issueFollows(ctx context.Context, s *Step, q domain.QuickWin, was store.IssueRecord) error {
	if was.State != domain.IssueQuickWin || q.State.Live() {
		return nil
	}
	wins, err := s.QuickWinsOf(ctx, q.Issue)
	if err != nil {
		return err
	}
	for _, other := range wins {
		if other.ID != q.ID && other.State.Live() {
			return nil
		}
	}
	is, move, reason := was, domain.MoveLeaveLane, q.Reason
	if q.State == domain.WinConfirmed {
		move, reason = domain.MoveWon, "Confirmed by "+q.SaidBy
	}
	if is.Issue, err = was.Move(move, reason, was.Ties); err != nil {
		return err
	}
	event, _, err := writeIssue(ctx, s, was, is, movedSummary(is.State))
	if err != nil {
		return err
	}
	s.RecordAs(policy.AgreeQuickWin, event)
	return nil
}

// laneFollows keeps the lane in step with an issue that an officer moved by hand: marked as a quick win it gets one,
// agreed, since the same officers agree them; sent another way before anything was done, those not begun are dropped.
func laneFollows(ctx context.Context, s *Step, was, is store.IssueRecord) error {
	if was.State == is.State || (was.State != domain.IssueQuickWin && is.State != domain.IssueQuickWin) {
		return nil
	}
	wins, err := s.QuickWinsOf(ctx, is.ID)
	if err != nil {
		return err
	}
	live := false
	for _, q := range wins {
		live = live || q.State.Live()
		if is.State == domain.IssueQuickWin || (q.State != domain.WinProposed && q.State != domain.WinAgreed) {
			continue
		}
		before := q
		if q, err = q.Take(domain.StepDrop, fmt.Sprintf("The issue is %s", is.State), is.Ties.GateTwoPassed(),
			s.Now()); err != nil {
			return err
		}
		if err := s.UpdateQuickWin(ctx, q); err != nil {
			return err
		}
		s.RecordAs(policy.AgreeQuickWin, quickWinEvent(q, "Quick win dropped", &before))
	}
	if live || is.State != domain.IssueQuickWin {
		return nil
	}
	q := domain.QuickWin{Area: is.Area, Issue: is.ID, Title: is.Title, State: domain.WinAgreed, ProposedBy: s.Actor.ID,
		ProposedAt: s.Now(), AgreedAt: s.Now()}
	if is.Ties.GateTwoPassed() {
		q.ReleasedAt = s.Now()
	}
	if q.ID, err = s.AddQuickWin(ctx, q); err != nil {
		return err
	}
	s.RecordAs(policy.AgreeQuickWin, quickWinEvent(q, "Quick win agreed", nil))
	return nil
}
