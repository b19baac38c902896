package app

import (
	"context"
	"fmt"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/store"
)

// RaiseIssue writes a new issue and returns its identifier (D1–D3). The same key again from the same person, a form sent twice, writes
// nothing and returns the first one's.
func (a *App) RaiseIssue(ctx context.Context, actor policy.Actor, d domain.IssueDraft, key string) (id domain.IssueID, err error) {
	err = a.do(ctx, actor, policy.RaiseIssue, func(w store.Writer, now time.Time) (domain.Event, error) {
		names, err := w.DraftNames(ctx, policy.ScopeOf(actor, policy.ViewAreas), d)
		if err != nil {
			return domain.Event{}, err
		}
		if err := policy.CheckIn(actor, policy.RaiseIssue, d.Area); err != nil {
			return domain.Event{}, err
		}
		if err := checkDraft(d, names, 0); err != nil {
			return domain.Event{}, err
		}
		issue := domain.Issue{Area: d.Area, RaisedBy: actor.ID, RaisedAt: now, ChangedAt: now, State: domain.IssueRaised}.With(d)
		fresh := false
		if id, fresh, err = w.AddIssue(ctx, issue, keyOf(actor, key)); err != nil {
			return domain.Event{}, err
		}
		if !fresh {
			return domain.Event{}, errNothing
		}
		issue.ID = id
		after := domain.Said(issue.Words(namesOf(names, actor)))
		return issueEvent(issue, "Issue raised", nil, after), nil
	})
	return id, err
}

// EditIssue writes what was typed over the version that was read. It returns domain.ErrConflict where somebody changed the issue
// in between; what is typed in its area is passed over: an issue stays where it is.
func (a *App) EditIssue(ctx context.Context, actor policy.Actor, id domain.IssueID, version int, d domain.IssueDraft) error {
	return a.do(ctx, actor, policy.RaiseIssue, func(w store.Writer, now time.Time) (domain.Event, error) {
		was, err := w.IssueForUpdate(ctx, policy.IssueScopeOf(actor), id)
		if err != nil {
			return domain.Event{}, err
		}
		if !policy.MayEditIssue(actor, was.Issue) {
			return domain.Event{}, domain.ErrForbidden
		}
		if was.Version != version {
			return domain.Event{}, domain.ErrConflict
		}
		if err := was.CheckEdit(); err != nil {
			return domain.Event{}, err
		}
		d.Area = was.Area
		names, err := w.DraftNames(ctx, policy.Scope{All: true}, d)
		if err != nil {
			return domain.Event{}, err
		}
		if err := checkDraft(d, names, was.Theme); err != nil {
			return domain.Event{}, err
		}
		is := was
		is.Issue = was.With(d)
		is.Names.Place, is.Names.Theme = names.Place, names.Theme
		return a.writeIssue(ctx, w, now, actor, was, is, "Issue changed")
	})
}

// writeIssue writes an issue that was locked, tells whoever raised it, and returns the event. Nothing different is errNothing.
func (a *App) writeIssue(ctx context.Context, w store.Writer, now time.Time, actor policy.Actor, was, is store.IssueRecord, summary string) (domain.Event, error) {
	before, after := domain.Changes(was.Words(was.Names), is.Words(is.Names))
	if len(after) == 0 {
		return domain.Event{}, errNothing
	}
	is.ChangedAt = now
	if err := w.UpdateIssue(ctx, is.Issue); err != nil {
		return domain.Event{}, err
	}
	return issueEvent(is.Issue, summary, before, after), a.tellRaiser(ctx, w, now, actor, is, summary)
}

// issueToWork loads and locks an issue that the actor works on: domain.ErrNotFound where they may not see it, domain.ErrForbidden
// where it is not theirs to work on.
func issueToWork(ctx context.Context, w store.Writer, actor policy.Actor, id domain.IssueID) (store.IssueRecord, error) {
	got, err := w.IssueForUpdate(ctx, policy.IssueScopeOf(actor), id)
	if err != nil {
		return store.IssueRecord{}, err
	}
	return got, policy.CheckIn(actor, policy.WorkIssues, got.Area)
}

// also writes the audit entry of a further record that a command changed, beside the one that it returns.
func (a *App) also(ctx context.Context, w store.Writer, now time.Time, actor policy.Actor, act policy.Action, e domain.Event) error {
	return w.AddAudit(ctx, now, actor.ID, string(act), requestOf(ctx), e)
}

func issueEvent(i domain.Issue, summary string, before, after map[string]string) domain.Event {
	e := domain.Event{Kind: "issue", ID: int64(i.ID), Area: i.Area, Summary: summary}
	if len(before) > 0 {
		e.Before = before
	}
	if len(after) > 0 {
		e.After = after
	}
	return e
}

// checkDraft refuses what the draft refers to and may not. A theme that was retired can stay where it was.
func checkDraft(d domain.IssueDraft, names store.DraftNames, was domain.ThemeID) error {
	if names.State == domain.AreaRejected || names.State == domain.AreaClosed {
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

func namesOf(n store.DraftNames, by policy.Actor) domain.IssueNames {
	return domain.IssueNames{Area: n.Area, AreaCode: n.AreaCode, Theme: n.Theme, Place: n.Place, RaisedBy: by.Name}
}

// keyOf ties an idempotency key to the person who sends it, so that nobody meets another's.
func keyOf(actor policy.Actor, key string) string {
	if key == "" {
		return ""
	}
	return fmt.Sprintf("%d:%s", actor.ID, key)
}
