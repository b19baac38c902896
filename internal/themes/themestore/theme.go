// Package themestore keeps themes in Postgres.
package themestore

import (
	"context"

	"github.com/jackc/pgx/v5"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/themes"
)

// Themes lists the themes in their order. Retired ones come only where asked for.
func Themes(ctx context.Context, r db.Reader, retiredToo bool) (themes []themes.Theme, err error) {
	err = r.Ask(ctx, AskThemes(retiredToo, &themes))
	return themes, err
}

// AskThemes asks what Themes lists.
func AskThemes(retiredToo bool, to *[]themes.Theme) db.Question {
	return db.AskingBy(to, scanTheme, "themes", `
		SELECT id, name, position, retired
		FROM themes
		WHERE @retired OR NOT retired
		ORDER BY retired, position, id`, db.Named{"retired": retiredToo})
}

// scanTheme reads the columns of AskThemes in their order, which is quicker than by their names: every list asks.
func scanTheme(row pgx.CollectableRow) (t themes.Theme, err error) {
	err = row.Scan((*int64)(&t.ID), &t.Name, &t.Position, &t.Retired)
	return t, err
}

// ThemeUse lists every theme with how many issues have it.
func ThemeUse(ctx context.Context, r db.Reader) ([]themes.Theme, error) {
	return db.List[themes.Theme](ctx, r.DB, "themes", `
		SELECT t.id, t.name, t.position, t.retired, count(i.id)::int AS issues
		FROM themes t
		LEFT JOIN issues i ON i.theme_id = t.id
		GROUP BY t.id
		ORDER BY t.retired, t.position, t.id`, nil)
}

// ThemesForUpdate locks the list of themes until the transaction ends and returns it.
func ThemesForUpdate(ctx context.Context, w db.Writer) ([]themes.Theme, error) {
	if err := w.Exec(ctx, "lock themes", `LOCK TABLE themes IN SHARE ROW EXCLUSIVE MODE`, nil); err != nil {
		return nil, err
	}
	return Themes(ctx, w.Reader, true)
}

// AddTheme adds a theme at the end of the list. It refuses a name that is taken.
func AddTheme(ctx context.Context, w db.Writer, name string) (domain.ThemeID, error) {
	id, err := db.Value[domain.ThemeID](ctx, w.DB, "add theme", `
		INSERT INTO themes (name, position)
		SELECT @name, COALESCE(max(position), 0) + 1 FROM themes
		RETURNING id`, db.Named{"name": name})
	return id, takenTheme(err)
}

// UpdateTheme writes a theme's name, place in the order and whether it is retired.
func UpdateTheme(ctx context.Context, w db.Writer, t themes.Theme) error {
	return takenTheme(w.Change(ctx, "update theme", `
		UPDATE themes SET name = @name, position = @position, retired = @retired WHERE id = @id`,
		db.Named{"id": t.ID, "name": t.Name, "position": t.Position, "retired": t.Retired}))
}

func takenTheme(err error) error {
	if db.Violates(err, "themes_name_key") {
		return domain.Blocked("name", "There is a theme of that name already")
	}
	return err
}
