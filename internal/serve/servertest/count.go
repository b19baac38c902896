package servertest

import (
	"context"
	"strings"
	"sync/atomic"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
)

type countKey struct{}

// counting notes each statement in the request that runs it. Beginning and ending a transaction is not counted.
type counting struct{}

// TraceQueryStart counts a statement; those that begin and end transactions cost nothing.
func (counting) TraceQueryStart(ctx context.Context, _ *pgx.Conn, q pgx.TraceQueryStartData) context.Context {
	n, ok := ctx.Value(countKey{}).(*atomic.Int64)
	if !ok {
		return ctx
	}
	count(n, q.SQL)
	return ctx
}

func count(n *atomic.Int64, sql string) {
	switch strings.ToLower(strings.TrimSpace(sql)) {
	case "begin", "commit", "rollback":
	default:
		n.Add(1)
	}
}

// TraceQueryEnd has nothing to count.
func (counting) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

// TraceBatchStart counts nothing yet: a batch is counted by its statements.
func (counting) TraceBatchStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchStartData) context.Context {
	return ctx
}

// TraceBatchQuery counts a statement of a batch.
func (counting) TraceBatchQuery(ctx context.Context, _ *pgx.Conn, q pgx.TraceBatchQueryData) {
	if n, ok := ctx.Value(countKey{}).(*atomic.Int64); ok {
		count(n, q.SQL)
	}
}

// TraceBatchEnd has nothing to count.
func (counting) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData) {}

// What a page may cost. The session's own statement is not counted here: the tests keep sessions in memory.
const (
	MostStatements = 12 - 1
	MostBytes      = 100_000
)

// Lines reads one text column, as a list.
func (h *Harness) Lines(sql string, args ...any) []string {
	h.T.Helper()
	text := h.Text(`SELECT COALESCE(string_agg(line, E'\n'), '') FROM (`+sql+`) AS lines (line)`, args...)
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

// WantLines compares the rows of a query with one column.
func (h *Harness) WantLines(want []string, sql string, args ...any) {
	h.T.Helper()
	if d := cmp.Diff(want, h.Lines(sql, args...)); d != "" {
		h.T.Errorf("%s (-want +got):\n%s", sql, d)
	}
}
