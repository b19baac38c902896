package db_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"

	"fourgates/internal/db"
	"fourgates/internal/db/dbtest"
	"fourgates/internal/domain"
)

// notes is a store with a table of words, each of which may stand there once.
func notes(t *testing.T) *db.Store {
	t.Helper()
	pool, err := pgxpool.New(t.Context(), dbtest.EmptyURL(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	if _, err := pool.Exec(t.Context(), `CREATE TABLE notes (
		id int GENERATED ALWAYS AS IDENTITY, word text CONSTRAINT notes_word UNIQUE)`); err != nil {
		t.Fatal(err)
	}
	return db.New(pool)
}

func add(ctx context.Context, w db.Writer, word string) error {
	return w.Later(ctx, "add "+word, `INSERT INTO notes (word) VALUES (@word)`, db.Named{"word": word})
}

func words(ctx context.Context, r db.Reader) ([]string, error) {
	return db.Values[string](ctx, r.DB, "words", `SELECT word FROM notes ORDER BY id`, db.Named{})
}

func kept(t *testing.T, s *db.Store, want ...string) {
	t.Helper()
	got, err := words(t.Context(), s.Reader)
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("kept %v, %v; want %v", got, err, want)
	}
}

// Whatever is asked sees what waited before it, in every way to ask, and all is kept in the order in which it was said.
func TestWhatWaitsIsThereWhenSomethingIsAsked(t *testing.T) {
	t.Parallel()
	s := notes(t)
	err := s.InTx(t.Context(), func(w db.Writer) error {
		ctx := t.Context()
		if err := add(ctx, w, "one"); err != nil {
			return err
		}
		if got, err := words(ctx, w.Reader); err != nil || len(got) != 1 {
			t.Errorf("asked for rows: %v, %v", got, err)
		}
		_ = add(ctx, w, "two")
		if n, err := db.Value[int](ctx, w.DB, "count", `SELECT count(*)::int FROM notes`, db.Named{}); n != 2 {
			t.Errorf("asked for a value: %d, %v; want 2", n, err)
		}
		_ = add(ctx, w, "three")
		var first, all []string
		if err := w.Ask(ctx,
			db.Asking(&[]struct{ Word string }{}, "first", `SELECT word FROM notes LIMIT 1`, db.Named{}),
			db.AskingFor(&all, func(r struct{ Word string }) string { return r.Word }, "all",
				`SELECT word FROM notes`, db.Named{})); err != nil || len(all) != 3 {
			t.Errorf("asked several: %v %v, %v", first, all, err)
		}
		_ = add(ctx, w, "four")
		if err := w.Change(ctx, "rename", `UPDATE notes SET word = 'vier' WHERE word = 'four'`,
			db.Named{}); err != nil {
			t.Errorf("changed: %v", err)
		}
		if _, err := db.Value[int](ctx, w.DB, "none", `SELECT id FROM notes WHERE word = ''`,
			db.Named{}); !errors.Is(err, domain.ErrNotFound) {
			t.Errorf("no row: %v", err)
		}
		w.AtEnd(func(ctx context.Context) error {
			w.AtEnd(func(ctx context.Context) error { return add(ctx, w, "six") })
			return add(ctx, w, "five")
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	kept(t, s, "one", "two", "three", "vier", "five", "six")
}

// What the database refuses fails the transaction under its own name, wherever it is said, and keeps nothing.
func TestWhatWaitsAndIsRefusedKeepsNothing(t *testing.T) {
	t.Parallel()
	s := notes(t)
	twice := func(w db.Writer) error {
		_ = add(t.Context(), w, "one")
		return add(t.Context(), w, "one")
	}
	for name, c := range map[string]struct {
		body func(db.Writer) error
		want func(error) bool
	}{
		"at the end": {twice, func(err error) bool { return db.Violates(err, "notes_word") }},
		"at a question": {func(w db.Writer) error {
			_ = twice(w)
			_, err := words(t.Context(), w.Reader)
			return err
		}, nil},
		"at a statement": {func(w db.Writer) error { _ = twice(w); return w.Exec(t.Context(), "x", `SELECT 1`, nil) }, nil},
		"at several": {func(w db.Writer) error {
			_ = twice(w)
			q := db.Asking(&[]struct{ Word string }{}, "q", `SELECT word FROM notes`, db.Named{})
			return w.Ask(t.Context(), q, q)
		}, nil},
		"no row to change": {func(w db.Writer) error {
			_ = add(t.Context(), w, "one")
			return w.ChangeLater(t.Context(), "rename", `UPDATE notes SET word = 'x' WHERE word = 'y'`, db.Named{}, nil)
		}, func(err error) bool { return errors.Is(err, domain.ErrConflict) }},
		"in words of the caller's": {func(w db.Writer) error {
			_ = add(t.Context(), w, "one")
			return w.ChangeLater(t.Context(), "add", `INSERT INTO notes (word) VALUES ('one')`, db.Named{},
				func(error) error { return domain.ErrForbidden })
		}, func(err error) bool { return errors.Is(err, domain.ErrForbidden) }},
		"in what is left to the end": {func(w db.Writer) error {
			w.AtEnd(func(context.Context) error { return domain.ErrForbidden })
			return add(t.Context(), w, "one")
		}, func(err error) bool { return errors.Is(err, domain.ErrForbidden) }},
	} {
		if c.want == nil {
			c.want = func(err error) bool { return db.Violates(err, "notes_word") }
		}
		if err := s.InTx(t.Context(), c.body); err == nil || !c.want(err) {
			t.Errorf("%s: %v", name, err)
		}
		kept(t, s)
	}
}

// A transaction in which nothing is asked is none; parts of one load are kept together or not at all.
func TestTransactionsWithinOne(t *testing.T) {
	t.Parallel()
	s := notes(t)
	if err := s.InTx(t.Context(), func(db.Writer) error { return nil }); err != nil {
		t.Error(err)
	}
	load := func(end error) error {
		return s.InOne(t.Context(), func(in *db.Store) error {
			for _, word := range []string{"one", "two"} {
				err := in.InTx(t.Context(), func(w db.Writer) error { return add(t.Context(), w, word) })
				if err != nil {
					return err
				}
			}
			return end
		})
	}
	if err := load(domain.ErrForbidden); !errors.Is(err, domain.ErrForbidden) {
		t.Error(err)
	}
	kept(t, s)
	if err := load(nil); err != nil {
		t.Error(err)
	}
	kept(t, s, "one", "two")
}

// What a package keeps of a transaction is there until that ends, and not in the next.
func TestOwnIsTheTransactions(t *testing.T) {
	t.Parallel()
	s := notes(t)
	for range 2 {
		if err := s.InTx(t.Context(), func(w db.Writer) error {
			n := db.Own[int](w)
			*n++
			if again := db.Own[int](w); *again != 1 {
				t.Errorf("own is %d, want 1", *again)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
}

// More statements than wait at once are sent by themselves, and all are kept.
func TestManyWait(t *testing.T) {
	t.Parallel()
	s := notes(t)
	const many = 1203
	if err := s.InTx(t.Context(), func(w db.Writer) error {
		for n := range many {
			if err := w.Later(t.Context(), "add", `INSERT INTO notes (word) VALUES (@n)`,
				db.Named{"n": string(rune('a'+n%26)) + string(rune('0'+n/26))}); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if got, err := words(t.Context(), s.Reader); err != nil || len(got) != many {
		t.Errorf("%d kept, %v; want %d", len(got), err, many)
	}
}
