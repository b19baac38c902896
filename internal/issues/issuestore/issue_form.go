package issuestore

import (
	"context"
	"strconv"

	"github.com/jackc/pgx/v5"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/places"
	"fourgates/internal/policy"
)

// askAreaChoices asks for the areas of a scope in whatever state, by name, unless there are more than so many.
func askAreaChoices(s policy.Scope, most int, to *IssueIndex) db.Question {
	var w db.Where
	w.InScope("a.id", s)
	scope := w.String()
	w.And("(SELECT offered FROM few)")
	sql := `
		WITH few AS MATERIALIZED (SELECT count(*) <= ` + strconv.Itoa(most) + ` AS offered
		                          FROM (SELECT FROM areas a ` + scope + ` LIMIT ` + strconv.Itoa(most+1) + `) a)
		SELECT a.id, a.name COLLATE by_name FROM areas a ` + w.String() + `
		UNION ALL
		SELECT 0, '' FROM few WHERE NOT offered
		ORDER BY 2, 1`
	return db.Question{What: "area names", SQL: sql, Args: w.Args, Read: func(rows pgx.Rows) error {
		var a places.AreaName
		_, err := pgx.ForEachRow(rows, []any{(*int64)(&a.ID), &a.Name}, func() error {
			if to.ManyAreas = a.ID == 0; !to.ManyAreas {
				to.Areas = append(to.Areas, a)
			}
			return nil
		})
		return err
	}}
}

// PlaceNames lists the places of an area, by name.
func PlaceNames(ctx context.Context, r db.Reader, area domain.AreaID) ([]issues.PlaceName, error) {
	return db.List[issues.PlaceName](ctx, r.DB, "place names", `
		SELECT id, name FROM places WHERE area_id = @area ORDER BY name COLLATE by_name`, db.Named{"area": area})
}

// DraftNames are the names of what a draft refers to; "" where it is not there or does not belong to the area.
type DraftNames struct {
	Area, AreaCode string
	State          places.AreaState
	Place          string
	Theme          string
	ThemeRetired   bool
}

// LoadDraftNames loads the names of what the draft refers to. It returns domain.ErrNotFound where the area is outside
// the scope.
func LoadDraftNames(ctx context.Context, r db.Reader, s policy.Scope, d issues.IssueDraft) (DraftNames, error) {
	var w db.Where
	w.And("a.id = @area", "area", d.Area)
	w.InScope("a.id", s)
	w.Set("place", int64(d.Place))
	w.Set("theme", int64(d.Theme))
	return db.One[DraftNames](ctx, r.DB, "area of draft", `
		SELECT a.name AS area, a.code AS area_code, a.state, COALESCE(pl.name, '') AS place,
		       COALESCE(t.name, '') AS theme, COALESCE(t.retired, false) AS theme_retired
		FROM areas a
		LEFT JOIN places pl ON pl.id = @place AND pl.area_id = a.id
		LEFT JOIN themes t ON t.id = @theme
		`+w.String(), w.Args)
}

// LikelyDuplicates lists up to five issues of the area that may be the one about to be raised, likeliest first (D7):
// those that say one of its title's words at least, and either most of them or nearly the same title by trigrams,
// misspelt as it may be. Those that the reader may not see are not among them.
func LikelyDuplicates(ctx context.Context, r db.Reader, s policy.IssueScope, area domain.AreaID,
	title string) ([]issues.LikelyDuplicate, error) {
	w := db.Where{}
	Visible(&w, s)
	w.And("i.area_id = @area", "area", area)
	w.And("i.state NOT IN ('merged', 'not taken forward')")
	w.Set("title", domain.Unmarked(title))
	// The title's words joined by OR: with a weight of 1 wherever a word stands, ts_rank is 0.6 of the share of the
	// words that an issue says, and a little more where it repeats them. 0.36 is three words in five. OFFSET 0 has them
	// made once and not for each row, and IS TRUE looks through the area's issues: the index of all issues' words is
	// slower where a word is common or many issues are new.
	return db.List[issues.LikelyDuplicate](ctx, r.DB, "likely duplicates", `
		SELECT i.id, i.title, i.state, COALESCE(t.name, '') AS theme, i.raised_at, left(i.description, 160) AS start
		FROM (SELECT i.*, greatest(similarity(unmarked(i.title), @title), ts_rank('{1, 1, 1, 1}', i.search, q.words))
		             AS likeness
		      FROM issues i,
		           (SELECT replace(plainto_tsquery('english', searched(@title))::text, ' & ', ' | ')::tsquery AS words
		            OFFSET 0) q
		      `+w.String()+`
		        AND (i.search @@ q.words) IS TRUE
		        AND (ts_rank('{1, 1, 1, 1}', i.search, q.words) >= 0.36
		             OR similarity(unmarked(i.title), @title) >= 0.35)) i
		LEFT JOIN themes t ON t.id = i.theme_id
		ORDER BY i.likeness DESC, i.id DESC
		LIMIT 5`, w.Args)
}
