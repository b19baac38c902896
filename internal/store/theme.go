package store

import (
	"context"

	"fourgates/internal/domain"
)

// Themes lists the themes in their order. Retired ones come only where asked for.
func (r Reader) Themes(ctx context.Context, retiredToo bool) (themes []domain.Theme, err error) {
	err = r.ask(ctx, askThemes(retiredToo, &themes))
	return themes, err
}

func askThemes(retiredToo bool, to *[]domain.Theme) question {
	return asking(to, "themes", `
		SELECT id, name, position, retired, 0 AS issues
		FROM themes
		WHERE @retired OR NOT retired
		ORDER BY retired, position, id`, named{"retired": retiredToo})
}

// ThemeUse lists every theme with how many issues have it.
func (r Reader) ThemeUse(ctx context.Context) ([]domain.Theme, error) {
	return list[domain.Theme](ctx, r.db, "themes", `
		SELECT t.id, t.name, t.position, t.retired, count(i.id)::int AS issues
		FROM themes t
		LEFT JOIN issues i ON i.theme_id = t.id
		GROUP BY t.id
		ORDER BY t.retired, t.position, t.id`, nil)
}

// ThemesForUpdate locks the list of themes until the transaction ends and returns it.
func (w Writer) ThemesForUpdate(ctx context.Context) ([]domain.Theme, error) {
	if err := w.exec(ctx, "lock themes", `LOCK TABLE themes IN SHARE ROW EXCLUSIVE MODE`, nil); err != nil {
		return nil, err
	}
	return w.Themes(ctx, true)
}

// AddTheme adds a theme at the end of the list. It refuses a name that is taken.
func (w Writer) AddTheme(ctx context.Context, name string) (domain.ThemeID, error) {
	id, err := value[domain.ThemeID](ctx, w.db, "add theme", `
		INSERT INTO themes (name, position)
		SELECT @name, COALESCE(max(position), 0) + 1 FROM themes
		RETURNING id`, named{"name": name})
	return id, takenTheme(err)
}

// UpdateTheme writes a theme's name, place in the order and whether it is retired.
func (w Writer) UpdateTheme(ctx context.Context, t domain.Theme) error {
	return takenTheme(w.change(ctx, "update theme", `
		UPDATE themes SET name = @name, position = @position, retired = @retired WHERE id = @id`,
		named{"id": t.ID, "name": t.Name, "position": t.Position, "retired": t.Retired}))
}

func takenTheme(err error) error {
	if violates(err, "themes_name_key") {
		return domain.Blocked("name", "There is a theme of that name already")
	}
	return err
}
