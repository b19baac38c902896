package app

import (
	"context"
	"slices"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/store"
)

// AddTheme adds a theme at the end of the list (D4).
func (a *App) AddTheme(ctx context.Context, actor policy.Actor, name string) error {
	return a.do(ctx, actor, policy.ManageLists, func(w store.Writer, _ time.Time) (domain.Event, error) {
		if _, err := w.ThemesForUpdate(ctx); err != nil {
			return domain.Event{}, err
		}
		id, err := w.AddTheme(ctx, name)
		return themeEvent(id, "Theme added", nil, map[string]string{"Name": name}), err
	})
}

// RenameTheme gives a theme another name, on every issue that has it.
func (a *App) RenameTheme(ctx context.Context, actor policy.Actor, id domain.ThemeID, name string) error {
	return a.changeTheme(ctx, actor, id, func(w store.Writer, t domain.Theme, _ []domain.Theme) (domain.Event, error) {
		if t.Name == name {
			return domain.Event{}, errNothing
		}
		before := map[string]string{"Name": t.Name}
		t.Name = name
		return themeEvent(id, "Theme renamed", before, map[string]string{"Name": name}), w.UpdateTheme(ctx, t)
	})
}

// RetireTheme takes a theme out of the choice, or brings it back. Issues that have it keep it.
func (a *App) RetireTheme(ctx context.Context, actor policy.Actor, id domain.ThemeID, retired bool) error {
	return a.changeTheme(ctx, actor, id, func(w store.Writer, t domain.Theme, _ []domain.Theme) (domain.Event, error) {
		if t.Retired == retired {
			return domain.Event{}, errNothing
		}
		t.Retired = retired
		summary := "Theme brought back"
		if retired {
			summary = "Theme retired"
		}
		return themeEvent(id, summary, nil, map[string]string{"Name": t.Name}), w.UpdateTheme(ctx, t)
	})
}

// MoveTheme puts a theme one place up or down among those in use.
func (a *App) MoveTheme(ctx context.Context, actor policy.Actor, id domain.ThemeID, up bool) error {
	return a.changeTheme(ctx, actor, id, func(w store.Writer, t domain.Theme, all []domain.Theme) (domain.Event, error) {
		used := slices.DeleteFunc(all, func(t domain.Theme) bool { return t.Retired })
		err := reorder(used, func(t domain.Theme) bool { return t.ID == id }, up, func(t *domain.Theme) *int { return &t.Position },
			func(t domain.Theme) error { return w.UpdateTheme(ctx, t) })
		return themeEvent(id, "Theme moved", nil, map[string]string{"Name": t.Name}), err
	})
}

func (a *App) changeTheme(ctx context.Context, actor policy.Actor, id domain.ThemeID,
	body func(store.Writer, domain.Theme, []domain.Theme) (domain.Event, error)) error {
	return a.do(ctx, actor, policy.ManageLists, func(w store.Writer, _ time.Time) (domain.Event, error) {
		all, err := w.ThemesForUpdate(ctx)
		if err != nil {
			return domain.Event{}, err
		}
		at := slices.IndexFunc(all, func(t domain.Theme) bool { return t.ID == id })
		if at < 0 {
			return domain.Event{}, domain.ErrNotFound
		}
		return body(w, all[at], all)
	})
}

func themeEvent(id domain.ThemeID, summary string, before, after map[string]string) domain.Event {
	e := domain.Event{Kind: "theme", ID: int64(id), Summary: summary, After: after}
	if before != nil {
		e.Before = before
	}
	return e
}
