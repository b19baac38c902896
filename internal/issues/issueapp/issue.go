// Package issueapp raises issues and works them, with their evidence, referrals, synthesis and quick wins.
package issueapp

import (
	"context"
	"fmt"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/places"
	"fourgates/internal/places/placeapp"
	"fourgates/internal/policy"
)

// RaiseIssue writes a new issue and returns its identifier (D1–D3). The same key sent again by the same person writes
// nothing and returns the first issue.
func RaiseIssue(ctx context.Context, a *act.App, actor policy.Actor, d issues.IssueDraft,
	key string) (id domain.IssueID,
	err error) {
	err = a.Do(ctx, actor, policy.RaiseIssue, func(s *act.Step) error {
		names, err := issuestore.LoadDraftNames(ctx, s.Writer.Reader, policy.ScopeOf(actor, policy.ViewAreas), d)
		if err != nil {
			return err
		}
		if err := policy.CheckIn(actor, policy.RaiseIssue, d.Area); err != nil {
			return err
		}
		if err := checkDraft(d, names, 0); err != nil {
			return err
		}
		if err := placeapp.CheckInside(ctx, s.Writer.Reader, d.Area, d.Point, d.Outside); err != nil {
			return err
		}
		issue := issues.Issue{Area: d.Area, RaisedBy: actor.ID, RaisedAt: s.Now(), ChangedAt: s.Now(),
			State: issues.IssueRaised}.With(d)
		fresh := false
		if id, fresh, err = issuestore.AddIssue(ctx, s.Writer, issue, KeyOf(actor, key)); err != nil {
			return err
		}
		if !fresh {
			return s.Same()
		}
		issue.ID = id
		after := issues.Said(issue.Words(namesOf(names, actor)))
		s.Record(IssueEvent(issue, "Issue raised", nil, after))
		return nil
	})
	return id, err
}

// EditIssue writes an edit over the version that was read. An issue stays in its area, whatever the draft says. It
// returns domain.ErrConflict where somebody has changed the issue in between.
func EditIssue(ctx context.Context, a *act.App, actor policy.Actor, id domain.IssueID, version int,
	d issues.IssueDraft) error {
	return a.Do(ctx, actor, policy.RaiseIssue, func(s *act.Step) error {
		was, err := issuestore.IssueForUpdate(ctx, s.Writer, policy.IssueScopeOf(actor), id)
		if err != nil {
			return err
		}
		if !issues.MayEditIssue(actor, was.Issue) {
			return domain.ErrForbidden
		}
		if was.Version != version {
			return domain.ErrConflict
		}
		if err := was.CheckEdit(); err != nil {
			return err
		}
		d.Area = was.Area
		names, err := issuestore.LoadDraftNames(ctx, s.Writer.Reader, policy.Scope{All: true}, d)
		if err != nil {
			return err
		}
		if err := checkDraft(d, names, was.Theme); err != nil {
			return err
		}
		if !domain.SamePoint(was.Point, d.Point) {
			if err := placeapp.CheckInside(ctx, s.Writer.Reader, d.Area, d.Point, d.Outside); err != nil {
				return err
			}
		}
		is := was
		is.Issue = was.With(d)
		is.Names.Place, is.Names.Theme = names.Place, names.Theme
		return ChangeIssue(ctx, s, was, is, "Issue changed")
	})
}

// ChangeIssue writes an issue that was locked, and records it.
func ChangeIssue(ctx context.Context, s *act.Step, was, is issuestore.IssueRecord, summary string) error {
	event, changed, err := WriteIssue(ctx, s, was, is, summary)
	if err != nil {
		return err
	}
	if !changed {
		return s.Same()
	}
	s.Record(event)
	return nil
}

// WriteIssue writes an issue that was locked, tells whoever raised it, and returns the entry to record and whether
// anything was different. Where nothing was, nobody is told and the entry is the summary alone.
func WriteIssue(ctx context.Context, s *act.Step, was, is issuestore.IssueRecord, summary string) (domain.Event, bool,
	error) {
	before, after := issues.Changes(was.Words(was.Names), is.Words(is.Names))
	event := IssueEvent(is.Issue, summary, before, after)
	if len(after) == 0 {
		return event, false, nil
	}
	is.ChangedAt = s.Now()
	if err := issuestore.UpdateIssue(ctx, s.Writer, is.Issue); err != nil {
		return event, true, err
	}
	return event, true, tellRaiser(ctx, s, is, summary)
}

// issueToWork loads and locks an issue. It returns domain.ErrNotFound where the actor may not see it, and
// domain.ErrForbidden where it is not theirs to work on.
func issueToWork(ctx context.Context, s *act.Step, id domain.IssueID) (issuestore.IssueRecord, error) {
	got, err := issuestore.IssueForUpdate(ctx, s.Writer, policy.IssueScopeOf(s.Actor), id)
	if err != nil {
		return issuestore.IssueRecord{}, err
	}
	return got, policy.CheckIn(s.Actor, policy.WorkIssues, got.Area)
}

func IssueEvent(i issues.Issue, summary string, before, after map[string]string) domain.Event {
	e := domain.Event{Kind: "issue", ID: int64(i.ID), Area: i.Area, Summary: summary}
	if len(before) > 0 {
		e.Before = before
	}
	if len(after) > 0 {
		e.After = after
	}
	return e
}

// checkDraft refuses an area, place or theme that the draft may not have. A retired theme can stay.
func checkDraft(d issues.IssueDraft, names issuestore.DraftNames, was domain.ThemeID) error {
	if names.State == places.AreaRejected || names.State == places.AreaClosed {
		return domain.Blocked("area", fmt.Sprintf("%s is %s: choose another area", names.Area, names.State))
	}
	if d.Place != 0 && names.Place == "" {
		return domain.Blocked("place", "Choose a place from the list")
	}
	if d.Theme != 0 && (names.Theme == "" || names.ThemeRetired && d.Theme != was) {
		return domain.Blocked("theme", "Choose a theme from the list")
	}
	return nil
}

func namesOf(n issuestore.DraftNames, by policy.Actor) issues.IssueNames {
	return issues.IssueNames{Area: n.Area, AreaCode: n.AreaCode, Theme: n.Theme, Place: n.Place, RaisedBy: by.Name}
}

// KeyOf ties an idempotency key to the person who sends it, so that two people can never share one.
func KeyOf(actor policy.Actor, key string) string {
	if key == "" {
		return ""
	}
	return fmt.Sprintf("%d:%s", actor.ID, key)
}
