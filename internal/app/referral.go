package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/store"
)

// ReferIssue asks a service or an organisation about an issue, by a day (D12), and tells the people who answer for it.
func (a *App) ReferIssue(ctx context.Context, actor policy.Actor, id domain.IssueID, f domain.Referral) error {
	return a.do(ctx, actor, policy.WorkIssues, func(w store.Writer, now time.Time) (domain.Event, error) {
		was, err := issueToWork(ctx, w, actor, id)
		if err != nil {
			return domain.Event{}, err
		}
		if f.ReplyBy.Before(domain.DateOf(now)) {
			return domain.Event{}, domain.Blocked("reply_by", "Choose a day that is not past")
		}
		is := was
		if is.Issue, err = was.Move(domain.MoveRefer, "", was.Ties); err != nil {
			return domain.Event{}, err
		}
		f.Issue, f.WasState, f.ReferredBy, f.ReferredAt = id, was.State, actor.ID, now
		if f.ID, err = w.AddReferral(ctx, f); err != nil {
			return domain.Event{}, err
		}
		if f, err = w.ReferralForUpdate(ctx, id, f.ID); err != nil {
			return domain.Event{}, err
		}
		if err := a.tellAsked(ctx, w, now, is.Issue, f); err != nil {
			return domain.Event{}, err
		}
		summary := "Referred to " + f.To
		event, err := a.writeIssue(ctx, w, now, actor, was, is, summary)
		if errors.Is(err, errNothing) { // a second referral beside an open one
			event, err = issueEvent(was.Issue, summary, nil, nil), nil
		}
		event.After = withAsk(event.After, f)
		return event, err
	})
}

// AcknowledgeReferral notes that the service or organisation has seen what is asked of it.
func (a *App) AcknowledgeReferral(ctx context.Context, actor policy.Actor, issue domain.IssueID, id domain.ReferralID) error {
	return a.answering(ctx, actor, issue, id, func(w store.Writer, now time.Time, i store.IssueRecord, f domain.Referral) (domain.Event, error) {
		if err := f.CheckAcknowledge(); err != nil {
			return domain.Event{}, err
		}
		summary := "Referral acknowledged by " + f.To
		if err := w.AcknowledgeReferral(ctx, id, actor.ID, now); err != nil {
			return domain.Event{}, err
		}
		return issueEvent(i.Issue, summary, nil, nil), a.tellReferrer(ctx, w, now, i.Issue, f, summary, "")
	})
}

// AnswerReferral writes the answer of the service or organisation and tells who asked.
func (a *App) AnswerReferral(ctx context.Context, actor policy.Actor, issue domain.IssueID, id domain.ReferralID, answer string) error {
	return a.answering(ctx, actor, issue, id, func(w store.Writer, now time.Time, i store.IssueRecord, f domain.Referral) (domain.Event, error) {
		if err := f.CheckOpen(); err != nil {
			return domain.Event{}, err
		}
		summary := "Referral answered by " + f.To
		if err := w.AnswerReferral(ctx, id, answer, actor.ID, now); err != nil {
			return domain.Event{}, err
		}
		return issueEvent(i.Issue, summary, nil, map[string]string{"Answer": answer}), a.tellReferrer(ctx, w, now, i.Issue, f, summary, answer)
	})
}

// answering loads an issue and its referral for somebody who answers for those asked: domain.ErrNotFound where they may not see it,
// domain.ErrForbidden where another service or organisation was asked.
func (a *App) answering(ctx context.Context, actor policy.Actor, issue domain.IssueID, id domain.ReferralID,
	body func(store.Writer, time.Time, store.IssueRecord, domain.Referral) (domain.Event, error)) error {
	return a.do(ctx, actor, policy.AnswerReferral, func(w store.Writer, now time.Time) (domain.Event, error) {
		i, err := w.IssueForUpdate(ctx, policy.IssueScopeOf(actor), issue)
		if err != nil {
			return domain.Event{}, err
		}
		f, err := w.ReferralForUpdate(ctx, issue, id)
		if err != nil {
			return domain.Event{}, err
		}
		if !policy.MayAnswer(actor, f) {
			return domain.Event{}, domain.ErrForbidden
		}
		return body(w, now, i, f)
	})
}

// WithdrawReferral takes a question back. Where no other is open, the issue stands again as it did before.
func (a *App) WithdrawReferral(ctx context.Context, actor policy.Actor, issue domain.IssueID, id domain.ReferralID) error {
	return a.do(ctx, actor, policy.WorkIssues, func(w store.Writer, now time.Time) (domain.Event, error) {
		was, err := issueToWork(ctx, w, actor, issue)
		if err != nil {
			return domain.Event{}, err
		}
		f, err := w.ReferralForUpdate(ctx, issue, id)
		if err != nil {
			return domain.Event{}, err
		}
		if err := f.CheckOpen(); err != nil {
			return domain.Event{}, err
		}
		if err := w.WithdrawReferral(ctx, id, actor.ID, now); err != nil {
			return domain.Event{}, err
		}
		summary := "Referral withdrawn: " + f.To
		all, err := w.IssueReferrals(ctx, issue)
		if err != nil {
			return domain.Event{}, err
		}
		if was.State == domain.IssueReferred && len(all) > 0 && onlyWithdrawn(all) {
			is := was
			is.State = all[len(all)-1].WasState // before the first of them
			return a.writeIssue(ctx, w, now, actor, was, is, summary)
		}
		return issueEvent(was.Issue, summary, nil, nil), nil
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

func (a *App) tellAsked(ctx context.Context, w store.Writer, now time.Time, i domain.Issue, f domain.Referral) error {
	to, err := w.AskedPeople(ctx, f.Service, f.Organisation, domain.DateOf(now))
	if err != nil {
		return err
	}
	return tellAbout(ctx, w, now, i, "issue referred", fmt.Sprintf("referred to %s, reply asked by %s", f.To, f.ReplyBy.Words()), f.Ask, to)
}

func (a *App) tellReferrer(ctx context.Context, w store.Writer, now time.Time, i domain.Issue, f domain.Referral, summary, more string) error {
	to := []domain.Recipient{{Person: f.ReferredBy, Name: f.ReferredByName, Capacity: "referred the issue"}}
	return tellAbout(ctx, w, now, i, "referral answered", summary, more, to)
}

func withAsk(after any, f domain.Referral) map[string]string {
	fields, _ := after.(map[string]string)
	if fields == nil {
		fields = map[string]string{}
	}
	fields["Asked"], fields["Reply by"] = f.Ask, f.ReplyBy.Words()
	return fields
}
