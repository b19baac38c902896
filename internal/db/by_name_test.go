package db_test

import (
	"slices"
	"testing"

	"fourgates/internal/db"
	"fourgates/internal/db/dbtest"
	"fourgates/internal/domain"
)

// The database sorts names as people do, and as we do.
func TestNamesStandInOneOrder(t *testing.T) {
	t.Parallel()
	want := []string{"apple", "Apple", "Bryn y Môr", "Bryn-y-mor", "Éclair", "eclipse", "Llŷn", "öst", "Øster Road",
		"Ozone", "St Ann’s", "St. Ann's", "Ward 2", "Ward 10", "Ŵyn", "Wynne", "Zoë", "Zofia", "李"}
	mixed := slices.Clone(want)
	slices.Sort(mixed)
	sorted := slices.SortedFunc(slices.Values(mixed), domain.CompareNames)
	got, err := db.Values[string](t.Context(), dbtest.New(t), "names", `
		SELECT n FROM unnest(@names::text[]) n ORDER BY n COLLATE by_name`, db.Named{"names": mixed})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got, sorted) {
		t.Errorf("the database has %q, we have %q", got, sorted)
	}
	if !slices.Equal(got, want) {
		t.Errorf("the database has %q, want %q", got, want)
	}
}
