package issueapp

import (
	"context"
	"fmt"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/notices"
	"fourgates/internal/policy"
)

// ReferIssue asks a service or an organisation about an issue, by a day (D12), and tells the people who answer for it.
func ReferIssue(ctx context.Context, a *act.App, actor policy.Actor, id domain.IssueID, f issues.Referral) error {
	return a.Do(ctx, actor, policy.WorkIssues, func(s *act.Step) error {
		was, err := issueToWork(ctx, s, id)
		if err != nil {
			return err
		}
		if f.ReplyBy.Before(s.Today()) {
			return domain.Blocked("reply_by", "Choose a day that is not past")
		}
		is := was
		if is.Issue, err = was.Move(issues.MoveRefer, "", was.Ties); err != nil {
			return err
		}
		f.Issue, f.WasState, f.ReferredBy, f.ReferredAt = id, was.State, actor.ID, s.Now()
		if f.ID, err = issuestore.AddReferral(ctx, s.Writer, f); err != nil {
			return err
		}
		if f, err = issuestore.ReferralForUpdate(ctx, s.Writer, id, f.ID); err != nil {
			return err
		}
		if err := tellAsked(ctx, s, is.Issue, f); err != nil {
			return err
		}
		event, _, err := WriteIssue(ctx, s, was, is,
			"Referred to "+f.To) // a second one beside an open one changes nothing
		if err != nil {
			return err
		}
		event.After = withAsk(event.After, f)
		s.Record(event)
		return nil
	})
}

// AcknowledgeReferral notes that the service or organisation has seen what is asked of it.
func AcknowledgeReferral(ctx context.Context, a *act.App, actor policy.Actor, issue domain.IssueID,
	id domain.ReferralID) error {
	return answering(ctx, a, actor, issue, id, func(s *act.Step, i issuestore.IssueRecord, f issues.Referral) error {
		if err := f.CheckAcknowledge(); err != nil {
			return err
		}
		summary := "Referral acknowledged by " + f.To
		if err := issuestore.AcknowledgeReferral(ctx, s.Writer, id, actor.ID, s.Now()); err != nil {
			return err
		}
		s.Record(IssueEvent(i.Issue, summary, nil, nil))
		return tellReferrer(ctx, s, i.Issue, f, summary, "")
	})
}

// AnswerReferral writes the answer of the service or organisation and tells who asked.
func AnswerReferral(ctx context.Context, a *act.App, actor policy.Actor, issue domain.IssueID, id domain.ReferralID,
	answer string) error {
	return answering(ctx, a, actor, issue, id, func(s *act.Step, i issuestore.IssueRecord, f issues.Referral) error {
		if err := f.CheckOpen(); err != nil {
			return err
		}
		summary := "Referral answered by " + f.To
		if err := issuestore.AnswerReferral(ctx, s.Writer, id, answer, actor.ID, s.Now()); err != nil {
			return err
		}
		s.Record(IssueEvent(i.Issue, summary, nil, map[string]string{"Answer": answer}))
		return tellReferrer(ctx, s, i.Issue, f, summary, answer)
	})
}

// answering loads an issue and its referral for those who were asked. It returns domain.ErrNotFound where the actor may
// not see the issue, and domain.ErrForbidden where another service or organisation was asked.
func answering(ctx context.Context, a *act.App, actor policy.Actor, issue domain.IssueID, id domain.ReferralID,
	body func(*act.Step, issuestore.IssueRecord, issues.Referral) error) error {
	return a.Do(ctx, actor, policy.AnswerReferral, func(s *act.Step) error {
		i, err := issuestore.IssueForUpdate(ctx, s.Writer, policy.IssueScopeOf(actor), issue)
		if err != nil {
			return err
		}
		f, err := issuestore.ReferralForUpdate(ctx, s.Writer, issue, id)
		if err != nil {
			return err
		}
		if !issues.MayAnswer(actor, f) {
			return domain.ErrForbidden
		}
		return body(s, i, f)
	})
}

// WithdrawReferral takes a question back. Where all are withdrawn, the issue stands again as it did before.
func WithdrawReferral(ctx context.Context, a *act.App, actor policy.Actor, issue domain.IssueID,
	id domain.ReferralID) error {
	return a.Do(ctx, actor, policy.WorkIssues, func(s *act.Step) error {
		was, err := issueToWork(ctx, s, issue)
		if err != nil {
			return err
		}
		f, err := issuestore.ReferralForUpdate(ctx, s.Writer, issue, id)
		if err != nil {
			return err
		}
		if err := f.CheckOpen(); err != nil {
			return err
		}
		if err := issuestore.WithdrawReferral(ctx, s.Writer, id, actor.ID, s.Now()); err != nil {
			return err
		}
		summary := "Referral withdrawn: " + f.To
		all, err := issuestore.IssueReferrals(ctx, s.Writer.Reader, issue)
		if err != nil {
			return err
		}
		if was.State == issues.IssueReferred && len(all) > 0 && onlyWithdrawn(all) {
			is := was
			is.State = all[len(all)-1].WasState // before the first of them
			return ChangeIssue(ctx, s, was, is, summary)
		}
		s.Record(IssueEvent(was.Issue, summary, nil, nil))
		return nil
	})
}

func onlyWithdrawn(all []issues.ReferralLine) bool {
	for _, f := range all {
		if f.WithdrawnAt == nil {
			return false
		}
	}
	return true
}

func tellAsked(ctx context.Context, s *act.Step, i issues.Issue, f issues.Referral) error {
	to, err := issuestore.AskedPeople(ctx, s.Writer.Reader, f.Service, f.Organisation, s.Today())
	if err != nil {
		return err
	}
	return tellAbout(ctx, s, i, "issue referred",
		fmt.Sprintf("referred to %s, reply asked by %s", f.To, f.ReplyBy.Words()), f.Ask, to)
}

func tellReferrer(ctx context.Context, s *act.Step, i issues.Issue, f issues.Referral, summary, more string) error {
	to := []notices.Recipient{{Person: f.ReferredBy, Name: f.ReferredByName, Capacity: "referred the issue"}}
	return tellAbout(ctx, s, i, "referral answered", summary, more, to)
}

func withAsk(after any, f issues.Referral) map[string]string {
	fields, _ := after.(map[string]string)
	if fields == nil {
		fields = map[string]string{}
	}
	fields["Asked"], fields["Reply by"] = f.Ask, f.ReplyBy.Words()
	return fields
}
