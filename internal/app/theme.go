package app

import (
	"context"
	"slices"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// AddTheme adds a theme at the end of the list (D4).
func (a *App) AddTheme(ctx context.Context, actor policy.Actor, name string) error {
	return a.Do(ctx, actor, policy.ManageLists, func(s *Step) error {
		if _, err := s.ThemesForUpdate(ctx); err != nil {
			return err
		}
		id, err := s.AddTheme(ctx, name)
		if err != nil {
			return err
		}
		s.Record(themeEvent(id, "Theme added", nil, map[string]string{"Name": name}))
		return nil
	})
}

// RenameTheme renames a theme, on every issue that has it.
func (a *App) RenameTheme(ctx context.Context, actor policy.Actor, id domain.ThemeID, name string) error {
	return a.changeTheme(ctx, actor, id, func(s *Step, t domain.Theme, _ []domain.Theme) error {
		if t.Name == name {
			return s.Same()
		}
		before := map[string]string{"Name": t.Name}
		t.Name = name
		s.Record(themeEvent(id, "Theme renamed", before, map[string]string{"Name": name}))
		return s.UpdateTheme(ctx, t)
	})
}

// RetireTheme takes a theme off the list to choose from, or brings it back. Issues that have it keep it.
func (a *App) RetireTheme(ctx context.Context, actor policy.Actor, id domain.ThemeID, retired bool) error {
	return a.changeTheme(ctx, actor, id, func(s *Step, t domain.Theme, _ []domain.Theme) error {
		if t.Retired == retired {
			return s.Same()
		}
		t.Retired = retired
		summary := "Theme brought back"
		if retired {
			summary = "Theme retired"
		}
		s.Record(themeEvent(id, summary, nil, map[string]string{"Name": t.Name}))
		return s.UpdateTheme(ctx, t)
	})
}

// MoveTheme puts a theme one place up or down among those in use.
func (a *App) MoveTheme(ctx context.Context, actor policy.Actor, id domain.ThemeID, up bool) error {
	return a.changeTheme(ctx, actor, id, func(s *Step, t domain.Theme, all []domain.Theme) error {
		used := slices.DeleteFunc(all, func(t domain.Theme) bool { return t.Retired })
		moved, err := reorder(used, func(t domain.Theme) bool { return t.ID == id }, up,
			func(t *domain.Theme) *int { return &t.Position },
			func(t domain.Theme) error { return s.UpdateTheme(ctx, t) })
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

func (a *App) changeTheme(ctx context.Context, actor policy.Actor, id domain.ThemeID,
	body func(*Step, domain.Theme, []domain.Theme) error) error {
	return a.Do(ctx, actor, policy.ManageLists, func(s *Step) error {
		all, err := s.ThemesForUpdate(ctx)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(all, func(t domain.Theme) bool { return t.ID == id })
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
