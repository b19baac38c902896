package restrictionstore

import (
	"context"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/restrictions"
)

// Unsaid are the words that the reader may not be told about some areas: whatever free text is shown or sent to them is
// asked by it. It asks nothing for who sees every issue, and for the application itself.
func Unsaid(ctx context.Context, r db.Reader, areas ...domain.AreaID) (restrictions.Unsaid, error) {
	if r.For == nil || r.For.Restricted.All || len(areas) == 0 {
		return nil, nil
	}
	w := db.Where{Args: db.Named{"areas": db.Numbers(areas)}}
	sql := "SELECT " + UnsaidSQL(r, &w, "@areas::bigint[]") + " AS hidden"
	got, err := db.One[struct{ Hidden []restrictions.Issue }](ctx, r.DB, "hidden issues", sql, w.Args)
	unsaid := restrictions.Unsaid{}
	unsaid.Add(got.Hidden)
	return unsaid, err
}

// UnsaidSQL is, as a value of a statement, the restricted issues of some areas, SQL for an array, whose words the
// reader may not be told: a JSON list of restrictions.Issue, with its arguments given to w.
func UnsaidSQL(r db.Reader, w *db.Where, areas string) string {
	return HiddenSQL(r, w, areas, "'-infinity'::timestamptz")
}

// BesideSQL is the rows of a statement, in an order, where the first has beside it, in the column hidden, the issues of
// the areas in all their columns area_id whose words the reader may not be told; the others have none.
func BesideSQL(r db.Reader, w *db.Where, rows, order string) string {
	return `
		WITH listed AS (` + rows + `)
		SELECT listed.*, CASE WHEN row_number() OVER () = 1
		                      THEN ` + UnsaidSQL(r, w, "ARRAY(SELECT area_id FROM listed)") + `
		                      ELSE '[]' END AS hidden
		FROM listed
		ORDER BY ` + order
}
