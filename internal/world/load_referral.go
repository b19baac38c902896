package world

import (
	"context"

	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issueapp"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/policy"
)

// planReferral plans that a service or organisation is asked about an issue. Where somebody there can sign in, they acknowledge it
// three days later.
func (l *loading) planReferral(i Issue, who string, day Day, ask string) {
	l.by(who, day, moving, "refers "+i.Key, func(ctx context.Context, by policy.Actor) error {
		return issueapp.ReferIssue(ctx, l.app, by, l.issues[i.Key], issues.Referral{Service: l.services[i.To], Organisation: l.organisations[i.To],
			Ask: ask, ReplyBy: l.date(day).AddWorkingDays(10)})
	})
	if answerer, ok := l.answerer(i.To); ok && day+3 < 0 {
		l.by(answerer, day+3, moving, "acknowledges "+i.Key, func(ctx context.Context, by policy.Actor) error {
			id, err := l.referral(ctx, i)
			if err != nil {
				return err
			}
			return issueapp.AcknowledgeReferral(ctx, l.app, by, l.issues[i.Key], id)
		})
	}
}

// planAnswered plans that a service or organisation is asked on the day and answers with the reason for which the issue settles.
func (l *loading) planAnswered(i Issue, answerer string, day Day) {
	l.by(officer(l.areaOf(i), day), day, moving, "refers "+i.Key, func(ctx context.Context, by policy.Actor) error {
		return issueapp.ReferIssue(ctx, l.app, by, l.issues[i.Key], issues.Referral{Service: l.services[i.To], Organisation: l.organisations[i.To],
			Ask: "Can this be put right soon, outside the plan?", ReplyBy: l.date(i.Settled)})
	})
	l.by(answerer, i.Settled, triaging, "answers "+i.Key, func(ctx context.Context, by policy.Actor) error {
		id, err := l.referral(ctx, i)
		if err != nil {
			return err
		}
		return issueapp.AnswerReferral(ctx, l.app, by, l.issues[i.Key], id, i.Reason)
	})
}

func (l *loading) referral(ctx context.Context, i Issue) (domain.ReferralID, error) {
	all, err := issuestore.IssueReferrals(ctx, l.store.Reader, l.issues[i.Key])
	if err != nil {
		return 0, err
	}
	if len(all) == 0 {
		return 0, domain.ErrNotFound
	}
	return all[0].ID, nil
}

// answerer is somebody who can sign in and answers for a service or organisation.
func (l *loading) answerer(of string) (person string, ok bool) {
	for _, p := range l.People {
		for _, g := range p.Grants {
			if of != "" && (g.Service == of || g.Organisation == of) {
				return p.Key, true
			}
		}
	}
	return "", false
}
