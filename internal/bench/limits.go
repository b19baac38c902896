package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"regexp"
	"strings"
	"sync/atomic"
	"time"

	"github.com/alexedwards/scs/pgxstore"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"fourgates/internal/act"
	"fourgates/internal/beyond"
	"fourgates/internal/db"
	"fourgates/internal/home"
	"fourgates/internal/serve"
)

// limit is a figure with what it may be at most.
type limit struct {
	name    string
	is, max float64
	unit    string
}

func (l limit) kept() bool { return l.is <= l.max }

// limits measures what has a limit of its own.
func (b *bench) limits(ctx context.Context) ([]limit, error) {
	statements, err := b.countStatements(ctx)
	if err != nil {
		return nil, err
	}
	transfer, err := b.weigh(ctx)
	if err != nil {
		return nil, err
	}
	memory, err := b.memory(ctx)
	return append(append(statements, transfer...), memory), err
}

// counter counts the statements of the request that is under way.
type counter struct{ n atomic.Int64 }

func (c *counter) TraceQueryStart(ctx context.Context, _ *pgx.Conn, q pgx.TraceQueryStartData) context.Context {
	switch strings.ToLower(strings.TrimSpace(q.SQL)) {
	case "begin", "commit", "rollback":
	default:
		c.n.Add(1)
	}
	return ctx
}

func (c *counter) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

func (c *counter) TraceBatchStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchStartData) context.Context {
	return ctx
}

func (c *counter) TraceBatchQuery(context.Context, *pgx.Conn, pgx.TraceBatchQueryData) { c.n.Add(1) }

func (c *counter) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData) {}

// statementsAtMost is how many SQL statements a page may run.
const statementsAtMost = 12

// countStatements asks the application's own handler, in this process, for each kind of page and counts what it asks of
// the database.
func (b *bench) countStatements(ctx context.Context) ([]limit, error) {
	cfg, err := pgxpool.ParseConfig(b.appDatabase)
	if err != nil {
		return nil, err
	}
	c := &counter{}
	cfg.ConnConfig.Tracer = c
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, err
	}
	defer pool.Close()
	quiet := slog.New(slog.NewTextHandler(io.Discard, nil))
	_, handler := serve.New(serve.Options{
		Table: home.Table(),
		App:   &act.App{Store: db.New(pool), Beyond: beyond.Steps(), Now: time.Now, Log: quiet}, Now: time.Now,
		Log:      quiet,
		Sessions: pgxstore.NewWithCleanupInterval(pool, 0), Assets: http.NotFoundHandler(),
	})
	var limits []limit
	for _, path := range []string{
		"/issues", "/areas/1/issues", "/issues?q=bus", "/issues/40", "/issues/new", "/areas", "/areas/1", "/attempts/1",
		"/gates", "/register",
	} {
		r := httptest.NewRequestWithContext(ctx, http.MethodGet, "http://localhost"+path, nil)
		r.Header.Set("Cookie", "session="+b.cookies[officerOf(1)])
		w := httptest.NewRecorder()
		c.n.Store(0)
		handler.ServeHTTP(w, r)
		if w.Code != http.StatusOK {
			return nil, fmt.Errorf("GET %s is answered with %d", path, w.Code)
		}
		limits = append(limits, limit{"SQL statements, " + path, float64(c.n.Load()), statementsAtMost, ""})
	}
	return limits, nil
}

// The addresses in a page or stylesheet of what a browser fetches with it.
var (
	linked = regexp.MustCompile(`<(?:link|script|img)[^>]*(?:href|src)="([^"]+)"`)
	styled = regexp.MustCompile(`url\(["']?(/[^"')]+)`)
)

// weigh counts what a browser transfers for the issue list, headers included, with and without its assets.
func (b *bench) weigh(ctx context.Context) ([]limit, error) {
	later, text, err := b.fetch(ctx, "/issues")
	if err != nil {
		return nil, err
	}
	first, seen := later, map[string]bool{}
	queue := linked.FindAllStringSubmatch(text, -1)
	for len(queue) > 0 {
		path := queue[0][1]
		queue = queue[1:]
		if seen[path] {
			continue
		}
		seen[path] = true
		n, text, err := b.fetch(ctx, path)
		if err != nil {
			return nil, err
		}
		first += n
		if strings.HasSuffix(path, ".css") {
			queue = append(queue, styled.FindAllStringSubmatch(text, -1)...)
		}
	}
	return []limit{
		{fmt.Sprintf("first visit to the issue list, with %d assets", len(seen)), float64(first) / 1000, 60, "kB"},
		{"later visits", float64(later) / 1000, 15, "kB"},
	}, nil
}

// fetch returns how many bytes come, compressed as a browser has them, and the text that they stand for.
func (b *bench) fetch(ctx context.Context, path string) (int, string, error) {
	q := request{path: path, cookie: b.anOfficer()}
	got, body, err := ask(ctx, b.app.base, q)
	if err != nil {
		return 0, "", err
	}
	head, err := httputil.DumpResponse(got, false)
	if err != nil {
		return 0, "", err
	}
	q.plain = true
	_, text, err := ask(ctx, b.app.base, q)
	return len(head) + len(body), string(text), err
}

// memory lets the application answer until it has answered so many, and reads what it holds then.
func (b *bench) memory(ctx context.Context) (limit, error) {
	pages := b.reading()
	for b.answered < b.total {
		requests := make([]request, min(1000, b.total-b.answered))
		for i := range requests {
			requests[i] = pages[i%len(pages)].nth(i)
		}
		if _, err := b.drive(ctx, b.app, requests); err != nil {
			return limit{}, err
		}
	}
	held, err := resident(b.app.cmd.Process.Pid)
	return limit{fmt.Sprintf("memory after %d requests", b.answered), float64(held) / 1e6, 100, "MB"}, err
}
