package db

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/jackc/pgx/v5"
)

// Named are the arguments of a statement by their names, each of which stands in it as @name and none of which is
// missing or too many.
type Named map[string]any

// numbered is a statement with $1, $2 … and the names of its arguments in that order.
type numbered struct {
	sql   string
	names []any
}

// Statements are made of few parts, so that few differ. Those met are kept: reading one anew for its names takes as
// long as rendering a table.
const mostKept = 2000

var (
	kept      sync.Map // numbered by statement
	keptCount atomic.Int64
)

// RewriteQuery implements pgx.QueryRewriter.
func (n Named) RewriteQuery(ctx context.Context, conn *pgx.Conn, sql string, _ []any) (string, []any, error) {
	found, ok := kept.Load(sql)
	if !ok {
		var err error
		if found, err = n.number(ctx, conn, sql); err != nil {
			return "", nil, err
		}
	}
	s := found.(numbered)
	args := make([]any, len(s.names))
	for i, name := range s.names {
		v, ok := n[name.(string)]
		if !ok {
			return "", nil, fmt.Errorf("argument %s is missing", name)
		}
		args[i] = v
	}
	if len(n) != len(args) {
		return "", nil, fmt.Errorf("%d arguments are given and %d asked for", len(n), len(args))
	}
	return s.sql, args, nil
}

// number has pgx read the statement, with each argument's name as its value.
func (n Named) number(ctx context.Context, conn *pgx.Conn, sql string) (numbered, error) {
	names := pgx.StrictNamedArgs{}
	for name := range n {
		names[name] = name
	}
	text, order, err := names.RewriteQuery(ctx, conn, sql, nil)
	s := numbered{text, order}
	if err == nil && keptCount.Add(1) <= mostKept {
		kept.Store(sql, s)
	}
	return s, err
}
