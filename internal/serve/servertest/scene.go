package servertest

import (
	"context"
	"encoding/json"
	"testing"

	"fourgates/internal/serve"
)

// Scene is a server on a database of its own that a builder has filled, and what the builder says of it. It is built
// once, kept and copied for each test. Let only code that is no test build it: its changes are noticed, a test's are
// not.
func Scene[T any](t testing.TB, kind string, build func(h *Harness) T, change ...func(*serve.Options)) (*Harness, T) {
	t.Helper()
	h := At(t, Kept(t, kind, func(ctx context.Context, url string) error {
		h := At(t, url)
		defer h.Pool.Close() // a database that somebody is connected to cannot be copied
		said, err := json.Marshal(build(h))
		if err != nil {
			return err
		}
		// What it says is kept beside the schema, where no test looks.
		_, err = h.Pool.Exec(ctx, `DO $$ BEGIN EXECUTE format('COMMENT ON SCHEMA public IS %L', '`+string(
			said)+`'); END $$`)
		return err
	}), change...)
	var said T
	if err := json.Unmarshal([]byte(h.Text(`SELECT obj_description('public'::regnamespace)`)), &said); err != nil {
		t.Fatal(err)
	}
	h.nth = 1000 // what is named next has no name of the scene's
	return h, said
}
