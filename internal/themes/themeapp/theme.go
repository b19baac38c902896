// Package themeapp adds, renames, moves and retires themes.
package themeapp

import (
	"context"
	"slices"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/themes"
	"fourgates/internal/themes/themestore"
)

// AddTheme adds a theme at the end of the list (D4).
func AddTheme(ctx context.Context, a *act.App, actor policy.Actor, name string) error {
	return a.Do(ctx, actor, policy.ManageLists, func(s *act.Step) error {
		if _, err := themestore.ThemesForUpdate(ctx, s.Writer); err != nil {
			return err
		}
		id, err := themestore.AddTheme(ctx, s.Writer, name)
		if err != nil {
			return err
		}
		s.Record(themeEvent(id, "Theme added", nil, map[string]string{"Name": name}))
		return nil
	})
}

// RenameTheme renames a theme, on every issue that has it.
func RenameTheme(ctx context.Context, a *act.App, actor policy.Actor, id domain.ThemeID, name string) error {
	return changeTheme(ctx, a, actor, id, func(s *act.Step, t themes.Theme, _ []themes.Theme) error {
		if t.Name == name {
			return s.Same()
		}
		before := map[string]string{"Name": t.Name}
		t.Name = name
		s.Record(themeEvent(id, "Theme renamed", before, map[string]string{"Name": name}))
		return themestore.UpdateTheme(ctx, s.Writer, t)
	})
}

// RetireTheme takes a theme off the list to choose from, or brings it back. Issues that have it keep it.
func RetireTheme(ctx context.Context, a *act.App, actor policy.Actor, id domain.ThemeID, retired bool) error {
	return changeTheme(ctx, a, actor, id, func(s *act.Step, t themes.Theme, _ []themes.Theme) error {
		if t.Retired == retired {
			return s.Same()
		}
		t.Retired = retired
		summary := "Theme brought back"
		if retired {
			summary = "Theme retired"
		}
		s.Record(themeEvent(id, summary, nil, map[string]string{"Name": t.Name}))
		return themestore.UpdateTheme(ctx, s.Writer, t)
	})
}

// MoveTheme puts a theme one place up or down among those in use.
func MoveTheme(ctx context.Context, a *act.App, actor policy.Actor, id domain.ThemeID, up bool) error {
	return changeTheme(ctx, a, actor, id, func(s *act.Step, t themes.Theme, all []themes.Theme) error {
		used := slices.DeleteFunc(all, func(t themes.Theme) bool { return t.Retired })
		moved, err := act.Reorder(used, func(t themes.Theme) bool { return t.ID == id }, up,
			func(t *themes.Theme) *int { return &t.Position },
			func(t themes.Theme) error { return themestore.UpdateTheme(ctx, s.Writer, t) })
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
	body func(*act.Step, themes.Theme, []themes.Theme) error) error {
	return a.Do(ctx, actor, policy.ManageLists, func(s *act.Step) error {
		all, err := themestore.ThemesForUpdate(ctx, s.Writer)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(all, func(t themes.Theme) bool { return t.ID == id })
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
