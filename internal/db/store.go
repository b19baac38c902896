// Package db asks Postgres and changes it: readers, writers in transactions, named arguments and rows that scan
// straight in.
package db

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// db is what a query needs; a pool and a transaction both satisfy it.
type db interface {
	Exec(context.Context, string, ...any) (pgconn.CommandTag, error)
	Query(context.Context, string, ...any) (pgx.Rows, error)
	QueryRow(context.Context, string, ...any) pgx.Row
	SendBatch(context.Context, *pgx.Batch) pgx.BatchResults
}

// Reader has queries only. Lists and loads take the reader's Scope first and see nothing outside it.
//
// For is which issues somebody sees, where the Reader is theirs: what was frozen before one was restricted is read
// through it without the lines that are about such an issue. The application itself reads all, with nil.
type Reader struct {
	DB  db
	For *policy.IssueScope
}

// ReadFor is the Reader as somebody's who sees some issues.
func (r Reader) ReadFor(s policy.IssueScope) Reader {
	r.For = &s
	return r
}

// Writer changes rows. It exists only inside a transaction of Store.InTx.
type Writer struct {
	Reader
	queue *queue
}

// Store hands out Readers on the pool and Writers in transactions.
type Store struct {
	Reader
	pool   *pgxpool.Pool
	within pgx.Tx // whose part each transaction is; nil for transactions of their own
}

// New returns a store on the pool.
func New(pool *pgxpool.Pool) *Store { return &Store{Reader: Reader{DB: pool}, pool: pool} }

// Ready asks whether the database takes changes: one that can only be read does not, nor one that cannot write its log.
// It changes nothing.
func (s *Store) Ready(ctx context.Context) error {
	return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `DELETE FROM sessions WHERE false`)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `SELECT pg_logical_emit_message(true, 'fourgates', 'ready')`)
		return err
	})
}

// InTx runs body in one transaction and commits it if body returns nil. A serialization failure or deadlock is tried
// again, three times in all, so body must not change anything but the database.
func (s *Store) InTx(ctx context.Context, body func(Writer) error) error {
	for try := 1; ; try++ {
		err := s.begin(ctx, body)
		if err == nil || try == 3 || !passing(err) {
			return err
		}
	}
}

// begin runs body in one transaction, once.
func (s *Store) begin(ctx context.Context, body func(Writer) error) error {
	if s.within != nil {
		return pgx.BeginFunc(ctx, s.within, func(tx pgx.Tx) error { return (&queue{tx: tx}).run(ctx, body) })
	}
	return s.pool.AcquireFunc(ctx, func(conn *pgxpool.Conn) error {
		q := &queue{conn: conn.Conn()}
		err := q.run(ctx, body)
		switch {
		case q.tx == nil: // it asked nothing
			return err
		case err != nil:
			_ = q.tx.Rollback(ctx) // what went wrong before says more
			return err
		}
		return q.tx.Commit(ctx)
	})
}

// InOne runs body with a store that does all its work in one transaction: each transaction of body's is a part of it,
// and all of them are kept or none. It is for loads that must be there whole or not at all. While another one runs, it
// returns domain.ErrConflict.
func (s *Store) InOne(ctx context.Context, body func(*Store) error) error {
	var in interface {
		Begin(context.Context) (pgx.Tx, error)
	} = s.pool
	if s.within != nil {
		in = s.within
	}
	return pgx.BeginFunc(ctx, in, func(tx pgx.Tx) error {
		r := Reader{DB: tx}
		alone, err := Value[bool](ctx, r.DB, "lock the load", `
			SELECT pg_try_advisory_xact_lock(hashtextextended('load', 0))`, Named{})
		if err == nil && !alone {
			err = domain.ErrConflict
		}
		if err != nil {
			return err
		}
		return body(&Store{Reader: r, pool: s.pool, within: tx})
	})
}

// passing reports whether the database asks to try again: serialization_failure or deadlock_detected.
func passing(err error) bool {
	e, ok := errors.AsType[*pgconn.PgError](err)
	return ok && (e.Code == "40001" || e.Code == "40P01")
}

// Violates reports whether err is the database refusing because of the named constraint or unique index.
func Violates(err error, constraint string) bool {
	e, ok := errors.AsType[*pgconn.PgError](err)
	return ok && e.ConstraintName == constraint
}

// List collects the rows of a query into structs by column name.
func List[T any](ctx context.Context, q db, what, sql string, args Named) ([]T, error) {
	rows, err := q.Query(ctx, sql, args)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	got, err := pgx.CollectRows(rows, rowOf[T])
	if err != nil {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	return got, nil
}

// Values collects the only column of the rows.
func Values[T any](ctx context.Context, q db, what, sql string, args Named) ([]T, error) {
	rows, err := q.Query(ctx, sql, args)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	got, err := pgx.CollectRows(rows, pgx.RowTo[T])
	if err != nil {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	return got, nil
}

// One collects the only row of a query into a struct by column name; no row is domain.ErrNotFound.
func One[T any](ctx context.Context, q db, what, sql string, args Named) (T, error) {
	rows, err := q.Query(ctx, sql, args)
	if err != nil {
		var zero T
		return zero, fmt.Errorf("%s: %w", what, err)
	}
	got, err := pgx.CollectExactlyOneRow(rows, rowOf[T])
	if errors.Is(err, pgx.ErrNoRows) {
		return got, fmt.Errorf("%s: %w", what, domain.ErrNotFound)
	}
	if err != nil {
		return got, fmt.Errorf("%s: %w", what, err)
	}
	return got, nil
}

// Value scans the only column of the only row; no row is domain.ErrNotFound.
func Value[T any](ctx context.Context, q db, what, sql string, args Named) (T, error) {
	var v T
	err := q.QueryRow(ctx, sql, args).Scan(lenient(&v))
	if errors.Is(err, pgx.ErrNoRows) {
		return v, fmt.Errorf("%s: %w", what, domain.ErrNotFound)
	}
	if err != nil {
		return v, fmt.Errorf("%s: %w", what, err)
	}
	return v, nil
}

// Exec runs a statement that changes rows.
func (w Writer) Exec(ctx context.Context, what, sql string, args Named) error {
	if _, err := w.DB.Exec(ctx, sql, args); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

// Change runs a statement that must change exactly one row; none is domain.ErrConflict (somebody else was quicker).
func (w Writer) Change(ctx context.Context, what, sql string, args Named) error {
	tag, err := w.DB.Exec(ctx, sql, args)
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	if tag.RowsAffected() != 1 {
		return fmt.Errorf("%s: %w", what, domain.ErrConflict)
	}
	return nil
}

// DayOrNull is a date column's argument for a day that may be none.
func DayOrNull(d domain.Date) any {
	if d.IsZero() {
		return nil
	}
	return d.Time()
}
