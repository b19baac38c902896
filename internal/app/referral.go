package app

import (
	"context"
	"fmt"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/store"
)

// ReferIssue asks a service or an organisation about an issue, by a day (D12), and tells the people who answer for it.
func (a *App) ReferIssue(ctx context.Context, actor policy.Actor, id domain.IssueID, f domain.Referral) error {
	return a.Do(ctx, actor, policy.WorkIssues, func(s *Step) error {
		was, err := issueToWork(ctx, s, id)
		if err != nil {
			return err
		}
		if f.ReplyBy.Before(s.Today()) {
			return domain.Blocked("reply_by", "Choose a day that is not past")
		}
		is := was
		if is.Issue, err = was.Move(domain.MoveRefer, "", was.Ties); err != nil {
			return err
		}
		f.Issue, f.WasState, f.ReferredBy, f.ReferredAt = id, was.State, actor.ID, s.Now()
		if f.ID, err = s.AddReferral(ctx, f); err != nil {
			return err
		}
		if f, err = s.ReferralForUpdate(ctx, id, f.ID); err != nil {
			return err
		}
		if err := tellAsked(ctx, s, is.Issue, f); err != nil {
			return err
		}
		event, _, err := writeIssue(ctx, s, was, is,
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
func (a *App) AcknowledgeReferral(ctx context.Context, actor policy.Actor, issue domain.IssueID,
	id domain.ReferralID) error {
	return a.answering(ctx, actor, issue, id, func(s *Step, i store.IssueRecord, f domain.Referral) error {
		if err := f.CheckAcknowledge(); err != nil {
			return err
		}
		summary := "Referral acknowledged by " + f.To
		if err := s.AcknowledgeReferral(ctx, id, actor.ID, s.Now()); err != nil {
			return err
		}
		s.Record(issueEvent(i.Issue, summary, nil, nil))
		return tellReferrer(ctx, s, i.Issue, f, summary, "")
	})
}

// AnswerReferral writes the answer of the service or organisation and tells who asked.
func (a *App) AnswerReferral(ctx context.Context, actor policy.Actor, issue domain.IssueID, id domain.ReferralID,
	answer string) error {
	return a.answering(ctx, actor, issue, id, func(s *Step, i store.IssueRecord, f domain.Referral) error {
		if err := f.CheckOpen(); err != nil {
			return err
		}
		summary := "Referral answered by " + f.To
		if err := s.AnswerReferral(ctx, id, answer, actor.ID, s.Now()); err != nil {
			return err
		}
		s.Record(issueEvent(i.Issue, summary, nil, map[string]string{"Answer": answer}))
		return tellReferrer(ctx, s, i.Issue, f, summary, answer)
	})
}

// answering loads an issue and its referral for those who were asked. It returns domain.ErrNotFound where the actor may
// not see the issue, and domain.ErrForbidden where another service or organisation was asked.
func (a *App) answering(ctx context.Context, actor policy.Actor, issue domain.IssueID, id domain.ReferralID,
	body func(*Step, store.IssueRecord, domain.Referral) error) error {
	return a.Do(ctx, actor, policy.AnswerReferral, func(s *Step) error {
		i, err := s.IssueForUpdate(ctx, policy.IssueScopeOf(actor), issue)
		if err != nil {
			return err
		}
		f, err := s.ReferralForUpdate(ctx, issue, id)
		if err != nil {
			return err
		}
		if !policy.MayAnswer(actor, f) {
			return domain.ErrForbidden
		}
		return body(s, i, f)
	})
}

// WithdrawReferral takes a question back. Where all are withdrawn, the issue stands again as it did before.
func (a *App) WithdrawReferral(ctx context.Context, actor policy.Actor, issue domain.IssueID,
	id domain.ReferralID) error {
	return a.Do(ctx, actor, policy.WorkIssues, func(s *Step) error {
		was, err := issueToWork(ctx, s, issue)
		if err != nil {
			return err
		}
		f, err := s.ReferralForUpdate(ctx, issue, id)
		if err != nil {
			return err
		}
		if err := f.CheckOpen(); err != nil {
			return err
		}
		if err := s.WithdrawReferral(ctx, id, actor.ID, s.Now()); err != nil {
			return err
		}
		summary := "Referral withdrawn: " + f.To
		all, err := s.IssueReferrals(ctx, issue)
		if err != nil {
			return err
		}
		if was.State == domain.IssueReferred && len(all) > 0 && onlyWithdrawn(all) {
			is := was
			is.State = all[len(all)-1].WasState // before the first of them
			return changeIssue(ctx, s, was, is, summary)
		}
		s.Record(issueEvent(was.Issue, summary, nil, nil))
		return nil
	})
}

func onlyWithdrawn(all []domain.ReferralLine) bool {
	for _, f := range all {
		if f.WithdrawnAt == nil {
			return false
		}
	}
	return true
}

func tellAsked(ctx context.Context, s *Step, i domain.Issue, f domain.Referral) error {
	to, err := s.AskedPeople(ctx, f.Service, f.Organisation, s.Today())
	if err != nil {
		return err
	}
	return tellAbout(ctx, s, i, "issue referred",
		fmt.Sprintf("referred to %s, reply asked by %s", f.To, f.ReplyBy.Words()), f.Ask, to)
}

func tellReferrer(ctx context.Context, s *Step, i domain.Issue, f domain.Referral, summary, more string) error {
	to := []domain.Recipient{{Person: f.ReferredBy, Name: f.ReferredByName, Capacity: "referred the issue"}}
	return tellAbout(ctx, s, i, "referral answered", summary, more, to)
}

func withAsk(after any, f domain.Referral) map[string]string {
	fields, _ := after.(map[string]string)
	if fields == nil {
		fields = map[string]string{}
	}
	fields["Asked"], fields["Reply by"] = f.Ask, f.ReplyBy.Words()
	return fields
}
