package app

import (
	"context"
	"fmt"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/rules"
	"fourgates/internal/store"
)

// QuickWinAct is a step of a quick win as somebody takes it.
type QuickWinAct struct {
	Step          rules.QuickWinStep
	Version       int    // that was read
	Words         string // the proof, who confirmed it, or the reason
	Before, After *rules.File
}

// TakeQuickWin takes a quick win a step further, for those whom policy.MayTakeQuickWin allows. It returns a
// *domain.BlockedError for a step that is not open or lacks its words, and domain.ErrConflict for another version.
func TakeQuickWin(ctx context.Context, a *act.App, actor policy.Actor, id domain.QuickWinID, taken QuickWinAct) error {
	var err error
	if taken.Before, err = photo(taken.Before, "before"); err != nil {
		return err
	}
	if taken.After, err = photo(taken.After, "after"); err != nil {
		return err
	}
	return a.Do(ctx, actor, policy.QuickWinAction(actor, taken.Step), func(s *act.Step) error {
		was, issue, err := store.QuickWinForUpdate(ctx, s.Writer, policy.IssueScopeOf(actor), id)
		if err != nil {
			return err
		}
		if !policy.MayTakeQuickWin(actor, was, issue.RaisedBy, taken.Step) {
			return domain.ErrForbidden
		}
		if was.Version != taken.Version {
			return domain.ErrConflict
		}
		is, err := takeStep(ctx, s, was, issue, taken)
		if err != nil {
			return err
		}
		if err := store.UpdateQuickWin(ctx, s.Writer, is); err != nil {
			return err
		}
		if err := issueFollows(ctx, s, is, issue); err != nil {
			return err
		}
		s.Record(quickWinEvent(is, quickWinSummary(taken.Step), &was))
		return tellQuickWin(ctx, s, is, issue, taken.Step)
	})
}

func takeStep(ctx context.Context, s *act.Step, was rules.QuickWin, issue store.IssueRecord,
	taken QuickWinAct) (rules.QuickWin, error) {
	q := was
	var err error
	if taken.Step == rules.StepDone {
		if taken.Before != nil {
			if q.Before, err = keepPhoto(ctx, s, issue.Issue, taken.Before, "Before: "+q.Title); err != nil {
				return q, err
			}
		}
		if taken.After != nil {
			if q.After, err = keepPhoto(ctx, s, issue.Issue, taken.After, "After: "+q.Title); err != nil {
				return q, err
			}
		}
	}
	return q.Take(taken.Step, taken.Words, issue.Ties.GateTwoPassed(), s.Now())
}

// issueFollows moves an issue that stands as a quick win on, once none of its quick wins is under way: confirmed makes
// it verified; dropped or promoted puts it back on the list of issues.
func issueFollows(ctx context.Context, s *act.Step, q rules.QuickWin, was store.IssueRecord) error {
	if was.State != rules.IssueQuickWin || q.State.Live() {
		return nil
	}
	wins, err := store.QuickWinsOf(ctx, s.Writer.Reader, q.Issue)
	if err != nil {
		return err
	}
	for _, other := range wins {
		if other.ID != q.ID && other.State.Live() {
			return nil
		}
	}
	is, move, reason := was, rules.MoveLeaveLane, q.Reason
	if q.State == rules.WinConfirmed {
		move, reason = rules.MoveWon, "Confirmed by "+q.SaidBy
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

// laneFollows keeps quick wins in step with an issue that an officer moved by hand. An issue marked as a quick win gets
// one, agreed at once, since the same officers agree them. One sent another way loses those that are not begun.
func laneFollows(ctx context.Context, s *act.Step, was, is store.IssueRecord) error {
	if was.State == is.State || (was.State != rules.IssueQuickWin && is.State != rules.IssueQuickWin) {
		return nil
	}
	wins, err := store.QuickWinsOf(ctx, s.Writer.Reader, is.ID)
	if err != nil {
		return err
	}
	live := false
	for _, q := range wins {
		live = live || q.State.Live()
		if is.State == rules.IssueQuickWin || (q.State != rules.WinProposed && q.State != rules.WinAgreed) {
			continue
		}
		before := q
		why := fmt.Sprintf("The issue is %s", is.State)
		if q, err = q.Take(rules.StepDrop, why, is.Ties.GateTwoPassed(), s.Now()); err != nil {
			return err
		}
		if err := store.UpdateQuickWin(ctx, s.Writer, q); err != nil {
			return err
		}
		s.RecordAs(policy.AgreeQuickWin, quickWinEvent(q, "Quick win dropped", &before))
	}
	if live || is.State != rules.IssueQuickWin {
		return nil
	}
	q := rules.QuickWin{Area: is.Area, Issue: is.ID, Title: is.Title, State: rules.WinAgreed, ProposedBy: s.Actor.ID,
		ProposedAt: s.Now(), AgreedAt: s.Now()}
	if is.Ties.GateTwoPassed() {
		q.ReleasedAt = s.Now()
	}
	if q.ID, err = store.AddQuickWin(ctx, s.Writer, q); err != nil {
		return err
	}
	s.RecordAs(policy.AgreeQuickWin, quickWinEvent(q, "Quick win agreed", nil))
	return nil
}
