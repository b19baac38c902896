package db

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
)

// Question is a query and where its rows go. A page that asks several at once pays for one round trip.
type Question struct {
	What string
	SQL  string
	Args Named
	Read func(pgx.Rows) error
}

// Asking is a question whose rows are collected into structs by column name.
func Asking[T any](to *[]T, what, sql string, args Named) Question {
	return AskingBy(to, rowOf[T], what, sql, args)
}

// AskingBy is asking with a reader of its own for the rows.
func AskingBy[T any](to *[]T, scan pgx.RowToFunc[T], what, sql string, args Named) Question {
	return Question{what, sql, args, func(rows pgx.Rows) (err error) {
		*to, err = pgx.CollectRows(rows, scan)
		return err
	}}
}

// AskingFor is asking with each row turned into what the domain knows.
func AskingFor[R, T any](to *[]T, turn func(R) T, what, sql string, args Named) Question {
	return Question{what, sql, args, func(rows pgx.Rows) error {
		got, err := pgx.CollectRows(rows, rowOf[R])
		*to = make([]T, len(got))
		for i, row := range got {
			(*to)[i] = turn(row)
		}
		return err
	}}
}

// Ask puts the questions to the database, all in one round trip, and reads the answers in their order.
func (r Reader) Ask(ctx context.Context, questions ...Question) error {
	if len(questions) == 1 {
		q := questions[0]
		rows, err := r.DB.Query(ctx, q.SQL, q.Args)
		return q.Answer(rows, err)
	}
	var batch pgx.Batch
	for _, q := range questions {
		batch.Queue(q.SQL, q.Args)
	}
	results := r.DB.SendBatch(ctx, &batch)
	for _, q := range questions {
		rows, err := results.Query()
		if err := q.Answer(rows, err); err != nil {
			_ = results.Close() // the first error says what was wrong
			return err
		}
	}
	return results.Close()
}

// rowOf reads a row into a struct by column name. An instant that is NULL is the zero time, as a day that is NULL is
// the zero Date.
func rowOf[T any](row pgx.CollectableRow) (T, error) {
	return pgx.RowToStructByName[T](lenientRow{row})
}

// lenientRow is a row whose NULL may be read into an instant, which pgx refuses.
type lenientRow struct{ pgx.CollectableRow }

// Scan reads the row's columns, and takes NULL for an instant as the zero one.
func (r lenientRow) Scan(to ...any) error {
	for i, target := range to {
		to[i] = lenient(target)
	}
	return r.CollectableRow.Scan(to...)
}

// lenient is the target, or where it is an instant one that takes NULL too.
func lenient(target any) any {
	if t, ok := target.(*time.Time); ok {
		return (*instant)(t)
	}
	return target
}

// instant is a time that may not have come.
type instant time.Time

// ScanTimestamptz implements pgtype.TimestamptzScanner.
func (i *instant) ScanTimestamptz(v pgtype.Timestamptz) error {
	*i = instant(v.Time)
	return nil
}

// Answer reads the rows that the database gave to the question; an error says which question it was.
func (q Question) Answer(rows pgx.Rows, err error) error {
	if err == nil {
		err = q.Read(rows)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", q.What, err)
	}
	return nil
}
