package main

import (
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"fourgates/internal/db/dbtest"
)

// The pages and the work in the background can be had apart: serve --no-workers leaves the queues alone, and
// fourgates work works them and ends when asked.
func TestPagesAndWorkCanBeApart(t *testing.T) {
	t.Parallel()
	url := dbtest.URL(t)
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	looked := func() (n int) {
		if err := conn.QueryRow(t.Context(), `SELECT count(*) FROM river_job WHERE state = 'completed'`).
			Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	pages := begin(t, []string{"DATABASE_URL=" + url}, "serve", "--no-workers")
	pages.address()
	worker := begin(t, []string{"DATABASE_URL=" + url}, "work")
	worker.says("Working in the background")
	if n := looked(); n > 7 {
		t.Errorf("%d looks were done at once", n)
	}
	for waited := 0; looked() < 7; waited++ {
		if waited > 600 {
			t.Fatalf("%d of 7 looks are done after a minute:\n%s", looked(), worker.out.String())
		}
		time.Sleep(100 * time.Millisecond)
	}
	for _, p := range []*process{worker, pages} {
		p.signal(syscall.SIGTERM)
		if status := p.wait(); status != 0 {
			t.Errorf("exit status %d, want 0:\n%s", status, p.out.String())
		}
	}
}
