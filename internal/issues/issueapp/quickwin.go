package issueapp

import (
	"context"
	"fmt"
	"strings"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/notices"
	"fourgates/internal/notices/noticeapp"
	"fourgates/internal/policy"
)

// ProposeQuickWin proposes to put an issue right soon, outside the plan (D11), with or without a photograph of how it
// is now. Sent twice by the same person, it proposes nothing and returns the first quick win.
func ProposeQuickWin(ctx context.Context, a *act.App, actor policy.Actor, q issues.QuickWin,
	before *issues.File) (id domain.QuickWinID, err error) {
	if before, err = photo(before, "before"); err != nil {
		return 0, err
	}
	err = a.Do(ctx, actor, policy.ProposeQuickWin, func(s *act.Step) error {
		issue, err := issuestore.IssueForUpdate(ctx, s.Writer, policy.IssueScopeOf(actor), q.Issue)
		if err != nil {
			return err
		}
		if !issues.MayProposeQuickWin(actor, issue.Area, q.Service) {
			return domain.ErrForbidden
		}
		if err := issue.CheckQuickWin(); err != nil {
			return err
		}
		q.Area, q.ProposedBy, q.ProposedAt, q.State = issue.Area, actor.ID, s.Now(), issues.WinProposed
		if blockers := q.DraftBlockers(); len(blockers) > 0 {
			return &domain.BlockedError{Blockers: blockers}
		}
		wins, err := issuestore.QuickWinsOf(ctx, s.Writer.Reader, q.Issue)
		if err != nil {
			return err
		}
		for _, there := range wins {
			if !there.State.Live() || there.Title != q.Title {
				continue
			}
			if id = there.ID; there.ProposedBy == actor.ID {
				return s.Same() // the form was sent twice
			}
			return domain.Blocked("title", "That is proposed for this issue already, by "+there.Proposer)
		}
		if q.Before, err = keepPhoto(ctx, s, issue.Issue, before, "Before: "+q.Title); err != nil {
			return err
		}
		if q.ID, err = issuestore.AddQuickWin(ctx, s.Writer, q); err != nil {
			return err
		}
		id = q.ID
		s.Record(quickWinEvent(q, "Quick win proposed", nil))
		return nil
	})
	return id, err
}

// ChangeQuickWin writes an edit of a quick win that is not done over the version that was read. It returns
// domain.ErrConflict where somebody has changed it in between.
func ChangeQuickWin(ctx context.Context, a *act.App, actor policy.Actor, d issues.QuickWin) error {
	return a.Do(ctx, actor, policy.AgreeQuickWin, func(s *act.Step) error {
		was, _, err := issuestore.QuickWinForUpdate(ctx, s.Writer, policy.IssueScopeOf(actor), d.ID)
		if err != nil {
			return err
		}
		if !issues.MayChangeQuickWin(actor, was) {
			return domain.ErrForbidden
		}
		if was.Version != d.Version {
			return domain.ErrConflict
		}
		if !was.Draftable() {
			return domain.Blocked("", fmt.Sprintf("This quick win is %s: it can no longer be changed", was.State))
		}
		is := was
		is.Title, is.Description, is.Service, is.Organisation = d.Title, d.Description, d.Service, d.Organisation
		is.DeliveredBy, is.WithinDuty, is.DueOn = d.DeliveredBy, d.WithinDuty, d.DueOn
		if blockers := is.DraftBlockers(); len(blockers) > 0 {
			return &domain.BlockedError{Blockers: blockers}
		}
		s.Record(quickWinEvent(is, "Quick win changed", &was))
		return issuestore.UpdateQuickWin(ctx, s.Writer, is)
	})
}

// photo makes a photograph safe to keep; nil stays nil. It refuses anything but a picture, for the field.
func photo(f *issues.File, field string) (*issues.File, error) {
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

// keepPhoto keeps a photograph with the issue. It returns zero for none.
func keepPhoto(ctx context.Context, s *act.Step, i issues.Issue, f *issues.File, caption string) (domain.FileID,
	error) {
	if f == nil {
		return 0, nil
	}
	f.Area = i.Area
	return issuestore.AddFile(ctx, s.Writer, i.ID, *f, caption, s.Actor.ID, s.Now())
}

func quickWinSummary(step issues.QuickWinStep) string {
	switch step {
	case issues.StepAgree:
		return "Quick win agreed"
	case issues.StepStart:
		return "Quick win begun"
	case issues.StepDone:
		return "Quick win done"
	case issues.StepBack:
		return "Quick win not done after all"
	case issues.StepConfirm:
		return "Quick win confirmed"
	case issues.StepDrop:
		return "Quick win dropped"
	}
	return "Quick win promoted to the plan"
}

// tellQuickWin tells whoever raised the issue and the Area Members that a quick win was agreed or done, and whoever
// proposed it that it was dropped or promoted (domain §5). That it was confirmed, whoever raised the issue hears with
// the issue, where that moves.
func tellQuickWin(ctx context.Context, s *act.Step, q issues.QuickWin, i issuestore.IssueRecord,
	step issues.QuickWinStep) error {
	told := map[domain.PersonID]bool{s.Actor.ID: true}
	var to []notices.Recipient
	add := func(list ...notices.Recipient) {
		for _, r := range list {
			if !told[r.Person] {
				told[r.Person] = true
				to = append(to, r)
			}
		}
	}
	switch step {
	case issues.StepAgree, issues.StepDone:
		members, err := noticeapp.AreaMembers(ctx, s.Writer, q.Area, s.Today())
		if err != nil {
			return err
		}
		add(notices.Recipient{Person: i.RaisedBy, Name: i.Names.RaisedBy, Capacity: "raised the issue"})
		add(members...)
	case issues.StepConfirm:
		add(notices.Recipient{Person: i.RaisedBy, Name: i.Names.RaisedBy, Capacity: "raised the issue"})
	case issues.StepDrop, issues.StepPromote:
		add(notices.Recipient{Person: q.ProposedBy, Name: q.Proposer, Capacity: "proposed the quick win"})
	default:
		return nil
	}
	summary := quickWinSummary(step)
	return tellAbout(ctx, s, i.Issue, domain.LowerFirst(summary), summary, q.Title+". "+quickWinMore(q), to)
}

func quickWinMore(q issues.QuickWin) string {
	if q.State == issues.WinConfirmed {
		return strings.TrimSpace(q.Proof + " Confirmed by " + q.SaidBy)
	}
	return q.Proof + q.Reason
}

func quickWinEvent(q issues.QuickWin, summary string, was *issues.QuickWin) domain.Event {
	e := domain.Event{Kind: "quick win", ID: int64(q.ID), Area: q.Area, Summary: summary}
	if was == nil {
		e.After = issues.Said(q.Words())
		return e
	}
	e.Before, e.After = issues.Changes(was.Words(), q.Words())
	return e
}
