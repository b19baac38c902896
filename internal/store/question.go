package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// question is a query and where its rows go. A page that asks several at once pays for one round trip.
type question struct {
	what string
	sql  string
	args named
	read func(pgx.Rows) error
}

// asking is a question whose rows are collected into structs by column name.
func asking[T any](to *[]T, what, sql string, args named) question {
	return askingBy(to, pgx.RowToStructByName[T], what, sql, args)
}

// askingBy is asking with a reader of its own for the rows.
func askingBy[T any](to *[]T, scan pgx.RowToFunc[T], what, sql string, args named) question {
	return question{what, sql, args, func(rows pgx.Rows) (err error) {
		*to, err = pgx.CollectRows(rows, scan)
		return err
	}}
}

// askingFor is asking with each row turned into what the domain knows.
func askingFor[R, T any](to *[]T, turn func(R) T, what, sql string, args named) question {
	return question{what, sql, args, func(rows pgx.Rows) error {
		got, err := pgx.CollectRows(rows, pgx.RowToStructByName[R])
		*to = make([]T, len(got))
		for i, row := range got {
			(*to)[i] = turn(row)
		}
		return err
	}}
}

// ask puts the questions to the database, all in one round trip, and reads the answers in their order.
func (r Reader) ask(ctx context.Context, questions ...question) error {
	if len(questions) == 1 {
		q := questions[0]
		rows, err := r.db.Query(ctx, q.sql, q.args)
		return q.answer(rows, err)
	}
	var batch pgx.Batch
	for _, q := range questions {
		batch.Queue(q.sql, q.args)
	}
	results := r.db.SendBatch(ctx, &batch)
	for _, q := range questions {
		rows, err := results.Query()
		if err := q.answer(rows, err); err != nil {
			_ = results.Close() // the first error says what was wrong
			return err
		}
	}
	return results.Close()
}

func (q question) answer(rows pgx.Rows, err error) error {
	if err == nil {
		err = q.read(rows)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", q.what, err)
	}
	return nil
}
