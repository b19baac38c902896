package db

import (
	"context"
	"fmt"
	"reflect"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"fourgates/internal/domain"
)

// queue is a transaction in which statements may wait for the next question, to go to the database along with it: over
// a slow line a command takes as long as it takes turns. It begins with its first question, in the same turn.
type queue struct {
	conn    *pgx.Conn
	tx      pgx.Tx // nil until it has begun
	waiting []statement
	atEnd   []func(context.Context) error
	own     map[reflect.Type]any
}

// statement is one that waits.
type statement struct {
	what string
	sql  string
	args Named
	must int64 // how many rows it must change; -1 for any number
	says func(error) error
}

// most is how many statements wait before they are sent by themselves.
const most = 500

// done is what became of a statement.
func (s statement) done(tag pgconn.CommandTag, err error) error {
	if err == nil && s.must >= 0 && tag.RowsAffected() != s.must {
		err = domain.ErrConflict
	}
	if err != nil && s.says != nil {
		err = s.says(err)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", s.what, err)
	}
	return nil
}

// send sends what waits and the batch after it, and returns the answers to the batch.
func (q *queue) send(ctx context.Context, asked *pgx.Batch) (pgx.BatchResults, error) {
	var all pgx.Batch
	waiting := q.waiting
	q.waiting = nil
	beginning := q.tx == nil
	if beginning {
		all.BeginTx(pgx.TxOptions{})
	}
	for _, s := range waiting {
		all.Queue(s.sql, s.args)
	}
	for _, one := range asked.QueuedQueries {
		all.Queue(one.SQL, one.Arguments...)
	}
	results := q.batch(ctx, &all)
	if beginning {
		q.tx = results.Tx()
		if _, err := results.Exec(); err != nil {
			_ = results.Close()
			return nil, err
		}
	}
	for _, s := range waiting {
		if err := s.done(results.Exec()); err != nil {
			_ = results.Close() // the first error says what was wrong
			return nil, err
		}
	}
	return results, nil
}

// batch sends a batch in the transaction, or one that begins it.
func (q *queue) batch(ctx context.Context, b *pgx.Batch) pgx.BatchResults {
	if q.tx == nil {
		return q.conn.SendBatch(ctx, b)
	}
	return q.tx.SendBatch(ctx, b)
}

// alone reports whether a statement can be sent as it is.
func (q *queue) alone() bool { return q.tx != nil && len(q.waiting) == 0 }

// one sends what waits and a statement after it.
func (q *queue) one(ctx context.Context, sql string, args []any) (pgx.BatchResults, error) {
	var b pgx.Batch
	b.Queue(sql, args...)
	return q.send(ctx, &b)
}

// flush sends what waits.
func (q *queue) flush(ctx context.Context) error {
	if len(q.waiting) == 0 {
		return nil
	}
	results, err := q.send(ctx, &pgx.Batch{})
	if err != nil {
		return err
	}
	return results.Close()
}

// run runs body in the transaction, and what it left to the end.
func (q *queue) run(ctx context.Context, body func(Writer) error) error {
	if err := body(Writer{Reader{DB: q}, q}); err != nil {
		return err
	}
	return q.end(ctx)
}

// end does what was left to the end of the transaction, and sends what waits.
func (q *queue) end(ctx context.Context) error {
	for len(q.atEnd) > 0 {
		do := q.atEnd[0]
		q.atEnd = q.atEnd[1:]
		if err := do(ctx); err != nil {
			return err
		}
	}
	return q.flush(ctx)
}

// Exec runs a statement after those that wait.
func (q *queue) Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error) {
	if q.alone() {
		return q.tx.Exec(ctx, sql, args...)
	}
	results, err := q.one(ctx, sql, args)
	if err != nil {
		return pgconn.CommandTag{}, err
	}
	tag, err := results.Exec()
	if closing := results.Close(); err == nil {
		err = closing
	}
	return tag, err
}

// Query asks after the statements that wait.
func (q *queue) Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error) {
	if q.alone() {
		return q.tx.Query(ctx, sql, args...)
	}
	results, err := q.one(ctx, sql, args)
	if err != nil {
		return nil, err
	}
	rows, err := results.Query()
	if err != nil {
		_ = results.Close()
		return nil, err
	}
	return &lastRows{Rows: rows, batch: results}, nil
}

// QueryRow asks for one row after the statements that wait.
func (q *queue) QueryRow(ctx context.Context, sql string, args ...any) pgx.Row {
	if q.alone() {
		return q.tx.QueryRow(ctx, sql, args...)
	}
	rows, err := q.Query(ctx, sql, args...)
	return onlyRow{rows, err}
}

// SendBatch sends a batch after the statements that wait.
func (q *queue) SendBatch(ctx context.Context, b *pgx.Batch) pgx.BatchResults {
	if q.alone() {
		return q.tx.SendBatch(ctx, b)
	}
	results, err := q.send(ctx, b)
	if err != nil {
		return refused{err}
	}
	return results
}

// lastRows are the rows of the last statement of a batch, which ends with them.
type lastRows struct {
	pgx.Rows
	batch  pgx.BatchResults
	closed error
}

// Next goes on to the next row; after the last one the batch has ended.
func (r *lastRows) Next() bool {
	if r.Rows.Next() {
		return true
	}
	r.Close()
	return false
}

// Close ends the rows and the batch.
func (r *lastRows) Close() {
	r.Rows.Close()
	if r.batch != nil {
		r.closed = r.batch.Close()
		r.batch = nil
	}
}

// Err is what went wrong with the rows or the end of the batch.
func (r *lastRows) Err() error {
	if err := r.Rows.Err(); err != nil {
		return err
	}
	return r.closed
}

// onlyRow is the first of the rows.
type onlyRow struct {
	rows pgx.Rows
	err  error
}

// Scan reads the row; pgx.ErrNoRows where there is none.
func (r onlyRow) Scan(to ...any) error {
	if r.err != nil {
		return r.err
	}
	defer r.rows.Close()
	if !r.rows.Next() {
		if err := r.rows.Err(); err != nil {
			return err
		}
		return pgx.ErrNoRows
	}
	if err := r.rows.Scan(to...); err != nil {
		return err
	}
	r.rows.Close()
	return r.rows.Err()
}

// refused are the answers to a batch that was not sent, because something before it was refused.
type refused struct{ err error }

// Exec returns why.
func (r refused) Exec() (pgconn.CommandTag, error) { return pgconn.CommandTag{}, r.err }

// Query returns why.
func (r refused) Query() (pgx.Rows, error) { return nil, r.err }

// QueryRow returns why.
func (r refused) QueryRow() pgx.Row { return onlyRow{err: r.err} }

// Close returns why.
func (r refused) Close() error { return r.err }

// Tx returns nothing: no batch of ours begins a transaction.
func (r refused) Tx() pgx.Tx { return nil }

// Later runs a statement that changes rows along with whatever the transaction asks next, or at its end: it takes no
// turn of its own. What the database refuses is returned there. An error of Later is about those sent before.
func (w Writer) Later(ctx context.Context, what, sql string, args Named) error {
	return w.wait(ctx, statement{what: what, sql: sql, args: args, must: -1})
}

// ChangeLater is Change as Later. Says turns the database's refusal into words, where the caller has some for it.
func (w Writer) ChangeLater(ctx context.Context, what, sql string, args Named, says func(error) error) error {
	return w.wait(ctx, statement{what: what, sql: sql, args: args, must: 1, says: says})
}

func (w Writer) wait(ctx context.Context, s statement) error {
	w.queue.waiting = append(w.queue.waiting, s)
	if len(w.queue.waiting) < most {
		return nil
	}
	return w.queue.flush(ctx)
}

// AtEnd has something done when all else of the transaction is done, before it commits.
func (w Writer) AtEnd(do func(context.Context) error) { w.queue.atEnd = append(w.queue.atEnd, do) }

// Own is the transaction's own T, zero when it is first asked for: what a package that writes wants to know until the
// transaction ends.
func Own[T any](w Writer) *T {
	key := reflect.TypeFor[T]()
	if is, ok := w.queue.own[key].(*T); ok {
		return is
	}
	if w.queue.own == nil {
		w.queue.own = map[reflect.Type]any{}
	}
	is := new(T)
	w.queue.own[key] = is
	return is
}
