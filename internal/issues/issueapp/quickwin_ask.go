package issueapp

import (
	"context"
	"fmt"

	"fourgates/internal/act"
	"fourgates/internal/asks"
	"fourgates/internal/asks/askapp"
	"fourgates/internal/asks/askstore"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/policy"
)

// AskAboutQuickWin asks a service or an organisation whether it does a quick win, or has done it (D11).
func AskAboutQuickWin(ctx context.Context, a *act.App, actor policy.Actor, id domain.QuickWinID, k asks.Ask) error {
	return a.Do(ctx, actor, policy.AgreeQuickWin, func(s *act.Step) error {
		q, i, err := issuestore.QuickWinForUpdate(ctx, s.Writer, policy.IssueScopeOf(actor), id)
		if err != nil {
			return err
		}
		if !issues.MayChangeQuickWin(actor, q) {
			return domain.ErrForbidden
		}
		if !q.Draftable() {
			return domain.Blocked("", fmt.Sprintf("This quick win is %s: nobody has to be asked", q.State))
		}
		if i.Visibility == issues.VisibleRestricted {
			return domain.Blocked("to", "The issue is restricted: refer the issue to them instead")
		}
		k.Kind, k.QuickWin, k.Area = asks.QuickWin, id, q.Area
		if k, err = askapp.Put(ctx, s, k); err != nil {
			return err
		}
		e := quickWinEvent(q, "Asked whether they do it: "+askapp.PutWords(k), nil)
		e.After = map[string]string{"Asked": k.Question, "Reply by": k.DueOn.Words()}
		s.Record(e)
		return nil
	})
}

// FollowQuickWins moves quick wins on with the answers of those asked whether they do them, as far as their lane lets
// it; whoever is told of such a step is told.
func FollowQuickWins(ctx context.Context, s *act.Step, ids []int64) error {
	for _, id := range ids {
		k, err := askstore.ForUpdate(ctx, s.Writer, domain.AskID(id), s.Today())
		if err != nil {
			return err
		}
		if k.Kind != asks.QuickWin || k.AnsweredAt == nil || !k.AnsweredAt.Equal(s.Now()) {
			continue
		}
		was, issue, err := issuestore.QuickWinForUpdate(ctx, s.Writer, policy.EveryIssue(), k.QuickWin)
		if err != nil {
			return err
		}
		is, steps := was.Answered(k, issue.Ties.GateTwoPassed(), s.Now())
		if len(steps) == 0 {
			continue
		}
		if err := issuestore.UpdateQuickWin(ctx, s.Writer, is); err != nil {
			return err
		}
		last := steps[len(steps)-1]
		s.RecordAs(policy.AgreeQuickWin, quickWinEvent(is, quickWinSummary(last)+": "+k.To+" "+k.Outcome, &was))
		if err := tellQuickWin(ctx, s, is, issue, last); err != nil {
			return err
		}
	}
	return nil
}
