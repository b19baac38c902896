package issueapp

import (
	"context"

	"fourgates/internal/act"
	"fourgates/internal/asks"
	"fourgates/internal/asks/askapp"
	"fourgates/internal/asks/askstore"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/policy"
)

// ReferIssue asks a service or an organisation about an issue, by a day (D12).
func ReferIssue(ctx context.Context, a *act.App, actor policy.Actor, id domain.IssueID, k asks.Ask) error {
	return a.Do(ctx, actor, policy.WorkIssues, func(s *act.Step) error {
		return Refer(ctx, s, id, func(was issues.Issue) (string, asks.Ask, error) {
			k := About(was, k)
			k, err := askapp.Put(ctx, s, k)
			return "Referred to " + askapp.PutWords(k), k, err
		})
	})
}

// About is the ask as one about an issue that stands as it does before it is referred.
func About(was issues.Issue, k asks.Ask) asks.Ask {
	k.Kind, k.Issue, k.Area, k.WasState = asks.Referral, was.ID, was.Area, string(was.State)
	return k
}

// Refer moves an issue to those who are asked about it, in a step that puts the question; put says for the record of
// whom, and what.
func Refer(ctx context.Context, s *act.Step, id domain.IssueID,
	put func(was issues.Issue) (summary string, asked asks.Ask, err error)) error {
	was, err := issueToWork(ctx, s, id)
	if err != nil {
		return err
	}
	is := was
	if is.Issue, err = was.Move(issues.MoveRefer, "", was.Ties); err != nil {
		return err
	}
	summary, k, err := put(was.Issue)
	if err != nil {
		return err
	}
	event, _, err := WriteIssue(ctx, s, was, is, summary) // a second one beside an open one changes nothing
	if err != nil {
		return err
	}
	event.After = withAsk(event.After, k)
	s.Record(event)
	return nil
}

// FollowAsks lets issues stand again as they did, where nobody is left who was asked about them: every ask was
// withdrawn, or is not theirs to answer.
func FollowAsks(ctx context.Context, s *act.Step, ids []int64) error {
	for _, id := range ids {
		k, err := askstore.ForUpdate(ctx, s.Writer, domain.AskID(id), s.Today())
		if err != nil {
			return err
		}
		if k.Kind != asks.Referral || k.Open() || k.WithdrawnAt == nil && !k.NotOurs {
			continue
		}
		if err := nobodyLeft(ctx, s, k.Issue); err != nil {
			return err
		}
	}
	return nil
}

func nobodyLeft(ctx context.Context, s *act.Step, id domain.IssueID) error {
	was, err := issuestore.IssueForUpdate(ctx, s.Writer, policy.EveryIssue(), id)
	if err != nil || was.State != issues.IssueReferred {
		return err
	}
	all, err := askstore.List(ctx, s.Writer.Reader, asks.Referral, int64(id), s.Today())
	if err != nil {
		return err
	}
	for _, k := range all {
		if k.WithdrawnAt == nil && !k.NotOurs {
			return nil
		}
	}
	is := was
	is.State = issues.IssueState(all[len(all)-1].WasState) // before the first of them
	return ChangeIssue(ctx, s, was, is, "Nobody is asked any more: "+MovedSummary(is.State))
}

func withAsk(after any, k asks.Ask) map[string]string {
	fields, _ := after.(map[string]string)
	if fields == nil {
		fields = map[string]string{}
	}
	fields["Asked"], fields["Reply by"] = k.Question, k.DueOn.Words()
	return fields
}
