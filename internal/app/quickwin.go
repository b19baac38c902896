package app

import (
	"context"
	"fmt"
	"strings"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/store"
)

// ProposeQuickWin proposes to put an issue right soon, outside the plan (D11), with a photograph of how it is or none. The same again from
// the same person, a form sent twice, proposes nothing and returns the first one's.
func (a *App) ProposeQuickWin(ctx context.Context, actor policy.Actor, q domain.QuickWin, before *domain.File) (id domain.QuickWinID, err error) {
	if before, err = photo(before, "before"); err != nil {
		return 0, err
	}
	err = a.do(ctx, actor, policy.ProposeQuickWin, func(w store.Writer, now time.Time) (domain.Event, error) {
		issue, err := w.IssueForUpdate(ctx, policy.IssueScopeOf(actor), q.Issue)
		if err != nil {
			return domain.Event{}, err
		}
		if !policy.MayProposeQuickWin(actor, issue.Area, q.Service) {
			return domain.Event{}, domain.ErrForbidden
		}
		if err := issue.CheckQuickWin(); err != nil {
			return domain.Event{}, err
		}
		q.Area, q.ProposedBy, q.ProposedAt, q.State = issue.Area, actor.ID, now, domain.WinProposed
		if blockers := q.DraftBlockers(); len(blockers) > 0 {
			return domain.Event{}, &domain.BlockedError{Blockers: blockers}
		}
		wins, err := w.QuickWinsOf(ctx, q.Issue)
		if err != nil {
			return domain.Event{}, err
		}
		for _, there := range wins {
			if !there.State.Live() || there.Title != q.Title {
				continue
			}
			if id = there.ID; there.ProposedBy == actor.ID {
				return domain.Event{}, errNothing // the form was sent twice
			}
			return domain.Event{}, domain.Blocked("title", "That is proposed for this issue already, by "+there.Proposer)
		}
		if q.Before, err = keepPhoto(ctx, w, issue.Issue, before, "Before: "+q.Title, actor, now); err != nil {
			return domain.Event{}, err
		}
		q.ID, err = w.AddQuickWin(ctx, q)
		id = q.ID
		return quickWinEvent(q, "Quick win proposed", nil), err
	})
	return id, err
}

// ChangeQuickWin writes what a quick win says over the version that was read, as long as it is not done: domain.ErrConflict where somebody changed
// it in between.
func (a *App) ChangeQuickWin(ctx context.Context, actor policy.Actor, d domain.QuickWin) error {
	return a.do(ctx, actor, policy.AgreeQuickWin, func(w store.Writer, now time.Time) (domain.Event, error) {
		was, _, err := w.QuickWinForUpdate(ctx, policy.IssueScopeOf(actor), d.ID)
		if err != nil {
			return domain.Event{}, err
		}
		if err := policy.CheckIn(actor, policy.AgreeQuickWin, was.Area); err != nil {
			return domain.Event{}, err
		}
		if was.Version != d.Version {
			return domain.Event{}, domain.ErrConflict
		}
		if !was.Draftable() {
			return domain.Event{}, domain.Blocked("", fmt.Sprintf("This quick win is %s: it can no longer be changed", was.State))
		}
		is := was
		is.Title, is.Description, is.Service, is.Organisation = d.Title, d.Description, d.Service, d.Organisation
		is.DeliveredBy, is.WithinDuty, is.DueOn = d.DeliveredBy, d.WithinDuty, d.DueOn
		if blockers := is.DraftBlockers(); len(blockers) > 0 {
			return domain.Event{}, &domain.BlockedError{Blockers: blockers}
		}
		return quickWinEvent(is, "Quick win changed", &was), w.UpdateQuickWin(ctx, is)
	})
}

// photo makes a photograph safe to keep; nil stays nil. Anything but a picture is refused by the field.
func photo(f *domain.File, field string) (*domain.File, error) {
	if f == nil {
		return nil, nil
	}
	kept, err := keep(*f)
	if blocked, ok := err.(*domain.BlockedError); ok {
		blocked.Blockers[0].Field = field
	}
	if err != nil {
		return nil, err
	}
	if !strings.HasPrefix(kept.Type, "image/") {
		return nil, domain.Blocked(field, "Choose a photograph: a JPEG or PNG picture")
	}
	return &kept, nil
}

// keepPhoto keeps a photograph with the issue; zero where there is none.
func keepPhoto(ctx context.Context, w store.Writer, i domain.Issue, f *domain.File, caption string, actor policy.Actor, now time.Time) (domain.FileID, error) {
	if f == nil {
		return 0, nil
	}
	f.Area = i.Area
	return w.AddFile(ctx, i.ID, *f, caption, actor.ID, now)
}

func quickWinSummary(step domain.QuickWinStep) string {
	switch step {
	case domain.StepAgree:
		return "Quick win agreed"
	case domain.StepStart:
		return "Quick win begun"
	case domain.StepDone:
		return "Quick win done"
	case domain.StepBack:
		return "Quick win not done after all"
	case domain.StepConfirm:
		return "Quick win confirmed"
	case domain.StepDrop:
		return "Quick win dropped"
	}
	return "Quick win promoted to the plan"
}

// tellQuickWin tells whoever raised the issue and the Area Members that a quick win was agreed or done; whoever proposed it, that it was dropped or
// promoted (domain §5).
func tellQuickWin(ctx context.Context, w store.Writer, now time.Time, actor policy.Actor, q domain.QuickWin, i store.IssueRecord, step domain.QuickWinStep) error {
	told := map[domain.PersonID]bool{actor.ID: true}
	var to []domain.Recipient
	add := func(list ...domain.Recipient) {
		for _, r := range list {
			if !told[r.Person] {
				told[r.Person] = true
				to = append(to, r)
			}
		}
	}
	switch step {
	case domain.StepAgree, domain.StepDone:
		members, err := areaMembers(ctx, w, q.Area, domain.DateOf(now))
		if err != nil {
			return err
		}
		add(domain.Recipient{Person: i.RaisedBy, Name: i.Names.RaisedBy, Capacity: "raised the issue"})
		add(members...)
	case domain.StepDrop, domain.StepPromote:
		add(domain.Recipient{Person: q.ProposedBy, Name: q.Proposer, Capacity: "proposed the quick win"})
	default:
		return nil
	}
	summary := quickWinSummary(step)
	return tellAbout(ctx, w, now, i.Issue, lowerFirst(summary), summary, q.Title+". "+q.Proof+q.Reason, to)
}

func quickWinEvent(q domain.QuickWin, summary string, was *domain.QuickWin) domain.Event {
	e := domain.Event{Kind: "quick win", ID: int64(q.ID), Area: q.Area, Summary: summary}
	if was == nil {
		e.After = domain.Said(q.Words())
		return e
	}
	e.Before, e.After = domain.Changes(was.Words(), q.Words())
	return e
}
