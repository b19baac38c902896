package job

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/riverqueue/river/rivertype"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/queues"
	"fourgates/internal/serve/servertest"
)

func optionsOf(h *servertest.Harness) Options {
	return Options{App: h.App, Pool: h.Pool, Wall: func() time.Time {
		var at time.Time
		if err := h.Pool.QueryRow(context.Background(), `SELECT clock_timestamp()`).Scan(&at); err != nil {
			h.T.Error(err)
		}
		return at
	}}
}

func lines(t *testing.T, h *servertest.Harness, sql string) string {
	t.Helper()
	rows, err := h.Pool.Query(t.Context(), sql)
	if err != nil {
		t.Fatal(err)
	}
	got, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(got, "\n")
}

func TestEveryKindThatTimeAsksForIsDoneAndWaitsOnlyOnce(t *testing.T) {
	t.Parallel()
	h := servertest.New(t)
	for range 2 {
		if err := Look(t.Context(), optionsOf(h)); err != nil {
			t.Fatal(err)
		}
	}
	if n := h.Int(`SELECT count(*) FROM river_job`); n != int64(len(queues.OfTheClock())) {
		t.Errorf("two ticks leave %d pieces of work", n)
	}
	if err := Drain(t.Context(), optionsOf(h)); err != nil {
		t.Fatal(err)
	}
	if got := lines(t, h, `SELECT DISTINCT concat_ws(' ', state, errors[1]->>'error') FROM river_job`); got != "completed" {
		t.Errorf("they are %q", got)
	}
	all := looksOf(Options{})
	if len(all) != len(queues.OfTheClock()) {
		t.Error("a kind of the clock has no look")
	}
	for _, k := range queues.OfTheClock() {
		if all[k] == nil || k.Words() == string(k) {
			t.Errorf("%s is not whole", k)
		}
	}
}

// One NUL keeps River from recording whatever finished at the same time, which is then done again and again. And what
// is kept of an error names nobody.
func TestAnErrorWithANulOrANameKeepsNothingBack(t *testing.T) {
	t.Parallel()
	h := servertest.New(t)
	o := optionsOf(h)
	var did sync.Map
	o.looks = map[queues.Kind]look{
		"speaks": func(context.Context, *act.App) (int, error) {
			return 0, errors.New("no box\x00 for berit.holm@aldermoor.test")
		},
		"panics": func(context.Context, *act.App) (int, error) { panic("Berit\x00 Holm") },
	}
	for n := range 9 {
		kind := queues.Kind(fmt.Sprintf("good_%d", n))
		o.looks[kind] = func(context.Context, *act.App) (int, error) {
			n, _ := did.LoadOrStore(kind, new(atomic.Int64))
			n.(*atomic.Int64).Add(1)
			return 1, nil
		}
	}
	for kind := range o.looks {
		h.Int(`INSERT INTO river_job (kind, args, queue, max_attempts) VALUES ($1, '{}', 'clock', 500) RETURNING id`,
			string(kind))
	}
	failed := map[string]int{}
	var mu sync.Mutex
	o.Done = func(kind string, bad bool) {
		mu.Lock()
		defer mu.Unlock()
		if bad {
			failed[kind]++
		}
	}
	if err := Drain(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	got := lines(t, h, `SELECT concat_ws(' ', kind, state, errors[1]->>'error') FROM river_job
		WHERE kind NOT LIKE 'good%' OR state <> 'completed' ORDER BY kind`)
	want := "panics retryable the program failed, and the log tells of it\n" +
		"speaks retryable an error that the log tells of"
	if got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	did.Range(func(kind, n any) bool {
		if n.(*atomic.Int64).Load() != 1 {
			t.Errorf("%s was done more than once", kind)
		}
		return true
	})
	if failed["panics"] != 1 || failed["speaks"] != 1 || len(failed) != 2 {
		t.Errorf("counted as failed: %v", failed)
	}
}

func TestWhatIsKeptOfAnErrorIsCodes(t *testing.T) {
	t.Parallel()
	blocked := domain.Blocked("name", "Berit Holm is no Member")
	unique := &pgconn.PgError{Code: "23505", ConstraintName: "seats_code", Detail: "Key (name)=(Berit) exists"}
	late := context.DeadlineExceeded
	of := func(kind string, id int64, err error) error { return act.Failed{Kind: kind, ID: id, Err: err} }
	for want, err := range map[string]error{
		"the rules refused it":                           blocked,
		"the database refused it, 23505 seats_code":      fmt.Errorf("add: %w", unique),
		"it took too long":                               fmt.Errorf("ask: %w", late),
		"what it is about is gone":                       domain.ErrNotFound,
		"seat order 7: the rules refused it":             of("seat order", 7, blocked),
		"a 1: it took too long; b 2: it took too long":   errors.Join(of("a", 1, late), of("b", 2, late)),
		"an error that the log tells of":                 errors.New("Berit"),
		"a 1: the database refused it, 23505 seats_code": fmt.Errorf("all: %w", of("a", 1, unique)),
	} {
		if got := codesOf(err); got != want {
			t.Errorf("%v: %q, want %q", err, got, want)
		}
	}
}

func TestWhatFailedIsTriedAgainWithinFiveMinutesForTwoDays(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 4, 1, 9, 0, 0, 0, time.UTC)
	var all time.Duration
	for n := range queues.MostTries - 1 {
		p := patience{func() time.Time { return at }}
		next := p.NextRetry(&rivertype.JobRow{Errors: make([]rivertype.AttemptError, n)})
		if wait := next.Sub(at); wait <= 0 || wait > 5*time.Minute {
			t.Fatalf("after %d failures: %s", n, wait)
		}
		all += next.Sub(at)
	}
	if all < 47*time.Hour || all > 50*time.Hour {
		t.Errorf("in all %s", all)
	}
}

// A machine whose clock is off leaves what time asks for to others.
func TestAClockThatIsOffDoesNothingThatTimeAsksFor(t *testing.T) {
	t.Parallel()
	h := servertest.New(t)
	for _, c := range []struct {
		by   time.Duration
		want bool
	}{{0, false}, {time.Hour, true}, {-time.Hour, true}, {5 * time.Second, false}} {
		o := optionsOf(h)
		right := o.Wall
		o.Wall = func() time.Time { return right().Add(c.by) }
		if off, err := skewed(t.Context(), o); err != nil || off != c.want {
			t.Errorf("off by %s: %v, %v", c.by, off, err)
		}
	}
	o := optionsOf(h)
	if err := Look(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	if err := drain(t.Context(), o, true); err != nil {
		t.Fatal(err)
	}
	if got := lines(t, h, `SELECT DISTINCT state::text FROM river_job`); got != "available" {
		t.Errorf("the looks are %s", got)
	}
}

// Ctrl-C lets what is under way finish, and Run returns only then.
func TestWhatIsUnderWayFinishesWhenTheServerStops(t *testing.T) {
	t.Parallel()
	h := servertest.New(t)
	o := optionsOf(h)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	begun, finish := make(chan struct{}), make(chan struct{})
	var finished atomic.Bool
	o.looks = map[queues.Kind]look{}
	for _, k := range queues.OfTheClock() {
		o.looks[k] = func(context.Context, *act.App) (int, error) { return 0, nil }
	}
	var once sync.Once
	o.looks[queues.SeatOrders] = func(ctx context.Context, _ *act.App) (int, error) {
		once.Do(func() { close(begun); <-finish })
		finished.Store(ctx.Err() == nil)
		return 1, nil
	}
	ended := make(chan struct{})
	go func() { Run(ctx, o); close(ended) }()
	select {
	case <-begun: // the leader looks at once
	case <-time.After(time.Minute):
		t.Fatal("nothing was looked at")
	}
	cancel()
	select {
	case <-ended:
		t.Error("Run returned before what was under way had finished")
	case <-time.After(200 * time.Millisecond):
	}
	close(finish)
	select {
	case <-ended:
	case <-time.After(time.Minute):
		t.Fatal("Run goes on after its context has ended")
	}
	if !finished.Load() {
		t.Error("what was under way was cut off")
	}
	if got := lines(t, h, `SELECT state::text FROM river_job WHERE kind = 'seat_orders'`); got != "completed" {
		t.Errorf("it is kept as %s", got)
	}
}
