package app

import (
	"context"
	"fmt"
	"slices"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/store"
)

// TriageIssue sets an issue's theme and responsible tier (D4, D13), and accepts it where it was only raised. It returns
// domain.ErrConflict where somebody changed the issue after that version was read.
func (a *App) TriageIssue(ctx context.Context, actor policy.Actor, id domain.IssueID, version int, theme domain.ThemeID, tier string) error {
	return a.do(ctx, actor, policy.WorkIssues, func(w store.Writer, now time.Time) (domain.Event, error) {
		was, err := issueToWork(ctx, w, actor, id)
		if err != nil {
			return domain.Event{}, err
		}
		if was.Version != version {
			return domain.Event{}, domain.ErrConflict
		}
		if err := was.CheckEdit(); err != nil {
			return domain.Event{}, err
		}
		is := was
		if is.Theme, is.Names.Theme, err = themeFor(ctx, w, theme, was); err != nil {
			return domain.Event{}, err
		}
		is.Tier = tier
		summary := "Issue categorised"
		if was.CanMove(domain.MoveAccept, was.Ties) {
			summary = "Issue accepted"
			if is.Issue, err = is.Move(domain.MoveAccept, "", was.Ties); err != nil {
				return domain.Event{}, err
			}
		}
		return a.writeIssue(ctx, w, now, actor, was, is, summary)
	})
}

// MoveIssue takes an issue a step further. It returns a *domain.BlockedError with every reason why the step is not open.
func (a *App) MoveIssue(ctx context.Context, actor policy.Actor, id domain.IssueID, move, reason string) error {
	return a.do(ctx, actor, policy.WorkIssues, func(w store.Writer, now time.Time) (domain.Event, error) {
		was, err := issueToWork(ctx, w, actor, id)
		if err != nil {
			return domain.Event{}, err
		}
		is := was
		if is.Issue, err = was.Move(move, reason, was.Ties); err != nil {
			return domain.Event{}, err
		}
		if err := a.laneFollows(ctx, w, now, actor, was, is); err != nil {
			return domain.Event{}, err
		}
		return a.writeIssue(ctx, w, now, actor, was, is, movedSummary(is.State))
	})
}

// CategoriseIssues gives one theme to many issues at once (D4). Every one must be the actor's to work on, or nothing is changed.
func (a *App) CategoriseIssues(ctx context.Context, actor policy.Actor, ids []domain.IssueID, theme domain.ThemeID) error {
	return a.do(ctx, actor, policy.WorkIssues, func(w store.Writer, now time.Time) (domain.Event, error) {
		issues, err := issuesToWork(ctx, w, actor, ids)
		if err != nil {
			return domain.Event{}, err
		}
		var events []domain.Event
		for _, was := range issues {
			is := was
			if err := was.CheckEdit(); err != nil {
				return domain.Event{}, err
			}
			if is.Theme, is.Names.Theme, err = themeFor(ctx, w, theme, was); err != nil {
				return domain.Event{}, err
			}
			event, err := a.writeIssue(ctx, w, now, actor, was, is, "Issue categorised")
			if err == errNothing {
				continue
			}
			if err != nil {
				return domain.Event{}, err
			}
			events = append(events, event)
		}
		return a.lastOf(ctx, w, now, actor, policy.WorkIssues, events)
	})
}

// issuesToWork is issueToWork for several.
func issuesToWork(ctx context.Context, w store.Writer, actor policy.Actor, ids []domain.IssueID) ([]store.IssueRecord, error) {
	if len(ids) == 0 {
		return nil, domain.Blocked("issue", "Choose issues first")
	}
	issues, err := w.IssuesForUpdate(ctx, policy.IssueScopeOf(actor), ids)
	if err != nil {
		return nil, err
	}
	for _, i := range issues {
		if err := policy.CheckIn(actor, policy.WorkIssues, i.Area); err != nil {
			return nil, err
		}
	}
	return issues, nil
}

// lastOf writes all but the last event itself and returns that for the command to write.
func (a *App) lastOf(ctx context.Context, w store.Writer, now time.Time, actor policy.Actor, act policy.Action, events []domain.Event) (domain.Event, error) {
	if len(events) == 0 {
		return domain.Event{}, errNothing
	}
	for _, e := range events[:len(events)-1] {
		if err := a.also(ctx, w, now, actor, act, e); err != nil {
			return domain.Event{}, err
		}
	}
	return events[len(events)-1], nil
}

// themeFor checks a theme to be set on an issue and returns it with its name. Zero takes the theme away; a retired one can stay.
func themeFor(ctx context.Context, w store.Writer, theme domain.ThemeID, was store.IssueRecord) (domain.ThemeID, string, error) {
	if theme == was.Theme {
		return theme, was.Names.Theme, nil
	}
	if theme == 0 {
		return 0, "", nil
	}
	themes, err := w.Themes(ctx, false)
	if err != nil {
		return 0, "", err
	}
	at := slices.IndexFunc(themes, func(t domain.Theme) bool { return t.ID == theme })
	if at < 0 {
		return 0, "", domain.Blocked("theme", "Choose a theme from the list")
	}
	return theme, themes[at].Name, nil
}

func movedSummary(to domain.IssueState) string { return fmt.Sprintf("Status: %s", to) }
