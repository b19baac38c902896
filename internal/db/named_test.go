package db

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestNamedArgumentsAreNumbered(t *testing.T) {
	const sql = `SELECT '@none', @b::int + @a + @b`
	for range 2 { // read, then remembered
		got, args, err := Named{"a": 1, "b": 2}.RewriteQuery(t.Context(), nil, sql, nil)
		if err != nil || got != `SELECT '@none', $1::int + $2 + $1` || !cmp.Equal(args, []any{2, 1}) {
			t.Errorf("got %s with %v, %v", got, args, err)
		}
		for _, wrong := range []Named{nil, {"a": 1}, {"a": 1, "c": 2}, {"a": 1, "b": 2, "c": 3}} {
			if _, _, err := wrong.RewriteQuery(t.Context(), nil, sql, nil); err == nil {
				t.Errorf("%v was taken", wrong)
			}
		}
	}
	if got, args, err := Named(nil).RewriteQuery(t.Context(), nil, `SELECT 1`, nil); got != `SELECT 1` ||
		len(args) != 0 || err != nil {
		t.Errorf("got %s with %v, %v", got, args, err)
	}
}
