package issueapp

import (
	"context"
	"fmt"
	"slices"

	"fourgates/internal/act"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/policy"
	"fourgates/internal/themes"
	"fourgates/internal/themes/themestore"
)

// TriageIssue sets an issue's theme and responsible tier (D4, D13), and accepts an issue that was only raised. It
// returns domain.ErrConflict where somebody has changed the issue since that version.
func TriageIssue(ctx context.Context, a *act.App, actor policy.Actor, id domain.IssueID, version int,
	theme domain.ThemeID,
	tier string) error {
	return a.Do(ctx, actor, policy.WorkIssues, func(s *act.Step) error {
		was, err := issueToWork(ctx, s, id)
		if err != nil {
			return err
		}
		if was.Version != version {
			return domain.ErrConflict
		}
		if err := was.CheckEdit(); err != nil {
			return err
		}
		is := was
		if is.Theme, is.Names.Theme, err = themeFor(ctx, s.Writer, theme, was); err != nil {
			return err
		}
		is.Tier = tier
		summary := "Issue categorised"
		if was.CanMove(issues.MoveAccept, was.Ties) {
			summary = "Issue accepted"
			if is.Issue, err = is.Move(issues.MoveAccept, "", was.Ties); err != nil {
				return err
			}
		}
		return ChangeIssue(ctx, s, was, is, summary)
	})
}

// MoveIssue takes an issue a step further. It returns a *domain.BlockedError with every reason why the step is not
// open.
func MoveIssue(ctx context.Context, a *act.App, actor policy.Actor, id domain.IssueID, move, reason string) error {
	return a.Do(ctx, actor, policy.WorkIssues, func(s *act.Step) error {
		was, err := issueToWork(ctx, s, id)
		if err != nil {
			return err
		}
		is := was
		if is.Issue, err = was.Move(move, reason, was.Ties); err != nil {
			return err
		}
		if err := laneFollows(ctx, s, was, is); err != nil {
			return err
		}
		return ChangeIssue(ctx, s, was, is, MovedSummary(is.State))
	})
}

// CategoriseIssues gives many issues one theme (D4). Nothing is changed unless every issue is the actor's to work on.
func CategoriseIssues(ctx context.Context, a *act.App, actor policy.Actor, ids []domain.IssueID,
	theme domain.ThemeID) error {
	return a.Do(ctx, actor, policy.WorkIssues, func(s *act.Step) error {
		issues, err := issuesToWork(ctx, s, ids)
		if err != nil {
			return err
		}
		for _, was := range issues {
			is := was
			if err := was.CheckEdit(); err != nil {
				return err
			}
			if is.Theme, is.Names.Theme, err = themeFor(ctx, s.Writer, theme, was); err != nil {
				return err
			}
			if err := ChangeIssue(ctx, s, was, is, "Issue categorised"); err != nil {
				return err
			}
		}
		return nil
	})
}

// issuesToWork is issueToWork for several.
func issuesToWork(ctx context.Context, s *act.Step, ids []domain.IssueID) ([]issuestore.IssueRecord, error) {
	if len(ids) == 0 {
		return nil, domain.Blocked("issue", "Choose issues first")
	}
	issues, err := issuestore.IssuesForUpdate(ctx, s.Writer, policy.IssueScopeOf(s.Actor), ids)
	if err != nil {
		return nil, err
	}
	for _, i := range issues {
		if err := policy.CheckIn(s.Actor, policy.WorkIssues, i.Area); err != nil {
			return nil, err
		}
	}
	return issues, nil
}

// themeFor checks a theme to be set on an issue and returns it with its name. Zero removes the theme; a retired one can
// stay.
func themeFor(ctx context.Context, w db.Writer, theme domain.ThemeID, was issuestore.IssueRecord) (domain.ThemeID,
	string,
	error) {
	if theme == was.Theme {
		return theme, was.Names.Theme, nil
	}
	if theme == 0 {
		return 0, "", nil
	}
	all, err := themestore.Themes(ctx, w.Reader, false)
	if err != nil {
		return 0, "", err
	}
	at := slices.IndexFunc(all, func(t themes.Theme) bool { return t.ID == theme })
	if at < 0 {
		return 0, "", domain.Blocked("theme", "Choose a theme from the list")
	}
	return theme, all[at].Name, nil
}

func MovedSummary(to issues.IssueState) string { return fmt.Sprintf("Status: %s", to) }
