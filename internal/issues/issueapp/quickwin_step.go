package issueapp

import (
	"context"
	"fmt"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/policy"
)

// QuickWinAct is a step of a quick win as somebody takes it.
type QuickWinAct struct {
	Step          issues.QuickWinStep
	Version       int    // that was read
	Words         string // the proof, who confirmed it, or the reason
	Before, After *issues.File
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
	return a.Do(ctx, actor, issues.QuickWinAction(actor, taken.Step), func(s *act.Step) error {
		was, issue, err := issuestore.QuickWinForUpdate(ctx, s.Writer, policy.IssueScopeOf(actor), id)
		if err != nil {
			return err
		}
		if !issues.MayTakeQuickWin(actor, was, issue.RaisedBy, taken.Step) {
			return domain.ErrForbidden
		}
		if was.Version != taken.Version {
			return domain.ErrConflict
		}
		is, err := takeStep(ctx, s, was, issue, taken)
		if err != nil {
			return err
		}
		if err := issuestore.UpdateQuickWin(ctx, s.Writer, is); err != nil {
			return err
		}
		moved, err := issueFollows(ctx, s, is, issue)
		if err != nil {
			return err
		}
		s.Record(quickWinEvent(is, quickWinSummary(taken.Step), &was))
		if moved && taken.Step == issues.StepConfirm {
			return nil // whoever raised the issue is told of that
		}
		return tellQuickWin(ctx, s, is, issue, taken.Step)
	})
}

func takeStep(ctx context.Context, s *act.Step, was issues.QuickWin, issue issuestore.IssueRecord,
	taken QuickWinAct) (issues.QuickWin, error) {
	q := was
	var err error
	if taken.Step == issues.StepDone {
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

// issueFollows moves an issue on, once none of its quick wins is under way, and reports whether it did: confirmed makes
// it verified, wherever it stood before it became a priority; dropped or promoted puts one that stands as a quick win
// back on the list of issues.
func issueFollows(ctx context.Context, s *act.Step, q issues.QuickWin, was issuestore.IssueRecord) (moved bool,
	err error) {
	move, reason := issues.MoveLeaveLane, q.Reason
	if q.State == issues.WinConfirmed {
		move, reason = issues.MoveWon, "Confirmed by "+q.SaidBy
	}
	if q.State.Live() || !was.CanMove(move, was.Ties) {
		return false, nil
	}
	wins, err := issuestore.QuickWinsOf(ctx, s.Writer.Reader, q.Issue)
	if err != nil {
		return false, err
	}
	for _, other := range wins {
		if other.ID != q.ID && other.State.Live() {
			return false, nil
		}
	}
	is := was
	if is.Issue, err = was.Move(move, reason, was.Ties); err != nil {
		return false, err
	}
	event, _, err := WriteIssue(ctx, s, was, is, MovedSummary(is.State))
	if err != nil {
		return false, err
	}
	s.RecordAs(policy.AgreeQuickWin, event)
	return true, nil
}

// laneFollows keeps quick wins in step with an issue that an officer moved by hand. An issue marked as a quick win gets
// one, agreed at once, since the same officers agree them. One sent another way loses those that are not begun.
func laneFollows(ctx context.Context, s *act.Step, was, is issuestore.IssueRecord) error {
	if was.State == is.State || (was.State != issues.IssueQuickWin && is.State != issues.IssueQuickWin) {
		return nil
	}
	wins, err := issuestore.QuickWinsOf(ctx, s.Writer.Reader, is.ID)
	if err != nil {
		return err
	}
	live := false
	for _, q := range wins {
		live = live || q.State.Live()
		if is.State == issues.IssueQuickWin || (q.State != issues.WinProposed && q.State != issues.WinAgreed) {
			continue
		}
		before := q
		why := fmt.Sprintf("The issue is %s", is.State)
		if q, err = q.Take(issues.StepDrop, why, is.Ties.GateTwoPassed(), s.Now()); err != nil {
			return err
		}
		if err := issuestore.UpdateQuickWin(ctx, s.Writer, q); err != nil {
			return err
		}
		s.RecordAs(policy.AgreeQuickWin, quickWinEvent(q, "Quick win dropped", &before))
	}
	if live || is.State != issues.IssueQuickWin {
		return nil
	}
	q := issues.QuickWin{Area: is.Area, Issue: is.ID, Title: is.Title, State: issues.WinAgreed, ProposedBy: s.Actor.ID,
		ProposedAt: s.Now(), AgreedAt: s.Now()}
	if is.Ties.GateTwoPassed() {
		q.ReleasedAt = s.Now()
	}
	if q.ID, err = issuestore.AddQuickWin(ctx, s.Writer, q); err != nil {
		return err
	}
	s.RecordAs(policy.AgreeQuickWin, quickWinEvent(q, "Quick win agreed", nil))
	return nil
}
