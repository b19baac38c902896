package issueapp

import (
	"context"
	"slices"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/policy"
)

// AddTheme adds a theme at the end of the list (D4).
func AddTheme(ctx context.Context, a *act.App, actor policy.Actor, name string) error {
	return a.Do(ctx, actor, policy.ManageLists, func(s *act.Step) error {
		if _, err := issuestore.ThemesForUpdate(ctx, s.Writer); err != nil {
			return err
		}
		id, err := issuestore.AddTheme(ctx, s.Writer, name)
		if err != nil {
			return err
		}
		s.Record(themeEvent(id, "Theme added", nil, map[string]string{"Name": name}))
		return nil
	})
}

// RenameTheme renames a theme, on every issue that has it.
func RenameTheme(ctx context.Context, a *act.App, actor policy.Actor, id domain.ThemeID, name string) error {
	return changeTheme(ctx, a, actor, id, func(s *act.Step, t issues.Theme, _ []issues.Theme) error {
		if t.Name == name {
			return s.Same()
		}
		before := map[string]string{"Name": t.Name}
		t.Name = name
		s.Record(themeEvent(id, "Theme renamed", before, map[string]string{"Name": name}))
		return issuestore.UpdateTheme(ctx, s.Writer, t)
	})
}

// RetireTheme takes a theme off the list to choose from, or brings it back. Issues that have it keep it.
func RetireTheme(ctx context.Context, a *act.App, actor policy.Actor, id domain.ThemeID, retired bool) error {
	return changeTheme(ctx, a, actor, id, func(s *act.Step, t issues.Theme, _ []issues.Theme) error {
		if t.Retired == retired {
			return s.Same()
		}
		t.Retired = retired
		summary := "Theme brought back"
		if retired {
			summary = "Theme retired"
		}
		s.Record(themeEvent(id, summary, nil, map[string]string{"Name": t.Name}))
		return issuestore.UpdateTheme(ctx, s.Writer, t)
	})
}

// MoveTheme puts a theme one place up or down among those in use.
func MoveTheme(ctx context.Context, a *act.App, actor policy.Actor, id domain.ThemeID, up bool) error {
	return changeTheme(ctx, a, actor, id, func(s *act.Step, t issues.Theme, all []issues.Theme) error {
		used := slices.DeleteFunc(all, func(t issues.Theme) bool { return t.Retired })
		moved, err := act.Reorder(used, func(t issues.Theme) bool { return t.ID == id }, up,
			func(t *issues.Theme) *int { return &t.Position },
			func(t issues.Theme) error { return issuestore.UpdateTheme(ctx, s.Writer, t) })
		if err != nil {
			return err
		}
		if !moved {
			return s.Same()
		}
		s.Record(themeEvent(id, "Theme moved", nil, map[string]string{"Name": t.Name}))
		return nil
	})
}

func changeTheme(ctx context.Context, a *act.App, actor policy.Actor, id domain.ThemeID,
	body func(*act.Step, issues.Theme, []issues.Theme) error) error {
	return a.Do(ctx, actor, policy.ManageLists, func(s *act.Step) error {
		all, err := issuestore.ThemesForUpdate(ctx, s.Writer)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(all, func(t issues.Theme) bool { return t.ID == id })
		if at < 0 {
			return domain.ErrNotFound
		}
		return body(s, all[at], all)
	})
}

func themeEvent(id domain.ThemeID, summary string, before, after map[string]string) domain.Event {
	e := domain.Event{Kind: "theme", ID: int64(id), Summary: summary, After: after}
	if before != nil {
		e.Before = before
	}
	return e
}
