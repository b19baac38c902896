package schema_test

import (
	"context"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"fourgates/internal/db/dbtest"
	"fourgates/internal/erasures"
)

// Whose words each text column holds, and whether they are erased where the law asks, is said in one place: a new
// column joins it.
func TestEveryTextColumnIsInTheCatalogue(t *testing.T) {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, dbtest.URL(t))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	rows, err := conn.Query(ctx, `
		SELECT c.table_name || '.' || c.column_name
		FROM information_schema.columns c
		JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
		WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.is_generated = 'NEVER'
		  AND c.table_name <> 'goose_db_version' AND c.table_name NOT LIKE 'river%'
		  AND c.data_type IN ('text', 'character varying', 'json', 'jsonb', 'ARRAY', 'bytea')
		  AND c.udt_name NOT IN ('_int8', '_int4', '_float8')
		ORDER BY 1`)
	if err != nil {
		t.Fatal(err)
	}
	columns, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]int{}
	for _, table := range erasures.Catalogue {
		for _, list := range []string{table.Names, table.Words, table.Frozen, table.Held, table.Codes} {
			for name := range strings.FieldsSeq(list) {
				known[table.Name+"."+name]++
			}
		}
	}
	for _, column := range columns {
		if known[column] != 1 {
			t.Errorf("%s is %d times in the catalogue, internal/erasures/catalogue.go", column, known[column])
		}
		delete(known, column)
	}
	for column := range known {
		t.Errorf("%s is in the catalogue and not in the schema", column)
	}
}
