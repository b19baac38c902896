package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/alexedwards/scs/pgxstore"
	"github.com/alexedwards/scs/v2"
	"github.com/jackc/pgx/v5"

	"fourgates/internal/db/dbtest"
	"fourgates/internal/db/schema"
	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/pgserver"
	"fourgates/internal/policy"
	"fourgates/internal/register/registerapp"
	"fourgates/internal/register/registerstore"
	"fourgates/internal/serve"
	"fourgates/internal/serve/servertest"
)

// Guarantee 3, the server: killed outright at any moment while Members sign, it has lost nothing that it acknowledged.
func TestServerKilledWhileMembersSign(t *testing.T) { killServer(t, 3, 12) }

// killServer kills the server so often while Members sign the gates of so many areas.
func killServer(t *testing.T, kills, areas int) {
	const seed = 31
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 1))
	v := newVote(t, dbtest.URL(t), areas)
	v.open(rng)
	for n := range kills {
		p := v.serve()
		v.waitFor(int64(1 + rng.IntN(2*v.left()/(kills-n)+1)))
		time.Sleep(time.Duration(rng.IntN(9000)) * time.Microsecond)
		p.signal(syscall.SIGKILL)
		p.wait()
		v.whole()
	}
	v.finish()
}

// Guarantee 3, the database: Postgres and all its processes killed outright, with the settings that a council runs it
// with.
func TestDatabaseKilledWhileMembersSign(t *testing.T) { killDatabase(t, 1, 8) }

// killDatabase kills the database so often while Members sign the gates of so many areas.
func killDatabase(t *testing.T, kills, areas int) {
	const seed = 32
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 1))
	root, err := dbtest.Checkout()
	if err != nil {
		t.Fatal(err)
	}
	options := pgserver.Options{Folder: emptyFolder(t), Checkouts: []string{root}}
	db, err := pgserver.Start(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Stop() })
	if _, err := schema.Up(t.Context(), db.URL("postgres")); err != nil {
		t.Fatal(err)
	}
	v := newVote(t, db.URL("postgres"), areas)
	v.open(rng)
	p := v.serve()
	for n := range kills {
		v.waitFor(int64(1 + rng.IntN(2*v.left()/(kills-n)+1)))
		time.Sleep(time.Duration(rng.IntN(9000)) * time.Microsecond)
		killPostgres(t, db.URL("postgres"))
		again, err := pgserver.Start(t.Context(), options)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = again.Stop() })
		v.whole()
	}
	p.signal(syscall.SIGTERM)
	if status := p.wait(); status != 0 {
		t.Errorf("after the database's deaths the server ends with status %d", status)
	}
	v.finish()
}

// killPostgres kills the postmaster and every process of it, by number.
func killPostgres(t *testing.T, address string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	rows, err := conn.Query(t.Context(), `SELECT pid FROM pg_stat_activity ORDER BY pid = pg_backend_pid()`)
	if err != nil {
		t.Fatal(err)
	}
	pids, err := pgx.CollectRows(rows, pgx.RowTo[int])
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("ps", "-o", "ppid=", "-p", strconv.Itoa(pids[0])).Output()
	if err != nil {
		t.Fatalf("the parent of %d: %v", pids[0], err)
	}
	postmaster, err := strconv.Atoi(strings.TrimSpace(string(out)))
	if err != nil || postmaster <= 1 {
		t.Fatalf("the parent of %d is %q", pids[0], out)
	}
	for _, pid := range append([]int{postmaster}, pids...) {
		if err := syscall.Kill(pid, syscall.SIGKILL); err != nil && !errors.Is(err, syscall.ESRCH) {
			t.Fatal(err)
		}
	}
}

// vote is a great many gates 1 that the same four Members sign over HTTP, each Member at two browsers.
type vote struct {
	*servertest.Harness
	t        *testing.T
	settings []string
	base     atomic.Pointer[string]
	ballots  []*ballot
	acked    atomic.Int64
	done     sync.WaitGroup
	client   *http.Client
	heads    []domain.Digest
}

// ballot is one signature to be given, with the key of its form, and what the server answered.
type ballot struct {
	who      domain.PersonID
	cookie   string
	attempt  domain.AttemptID
	form     url.Values
	accepted bool // told that it is recorded
}

func newVote(t *testing.T, address string, areas int) *vote {
	t.Helper()
	v := &vote{Harness: servertest.At(t, address), t: t, settings: []string{"DATABASE_URL=" + address}}
	v.MoveTo(time.Now())
	v.client = &http.Client{Timeout: 20 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}}
	q := v.Quarter("Model")
	for _, sql := range []string{
		`INSERT INTO areas (code, name, created_by, created_at) SELECT 'K' || n, 'Area ' || n, created_by, created_at
			FROM areas, generate_series(1, ` + strconv.Itoa(areas) + `) n WHERE id = $1`,
		`INSERT INTO area_states (area_id, state, by, at) SELECT id, 'proposed', created_by, created_at FROM areas
			WHERE id > $1`,
		`INSERT INTO area_boundaries (area_id, version, boundary, reason, by, at) SELECT a.id, 1, b.boundary, b.reason,
			b.by, b.at FROM areas a, area_boundaries b WHERE a.id > $1 AND b.area_id = $1`,
		`INSERT INTO area_seats (area_id, seat_id, percent) SELECT a.id, s.seat_id, s.percent FROM areas a, area_seats s
			WHERE a.id > $1 AND s.area_id = $1`,
		`INSERT INTO assignments (area_id, person_id, role, from_on, assigned_by) SELECT a.id, s.person_id, s.role,
			s.from_on, s.assigned_by FROM areas a, assignments s WHERE a.id > $1 AND s.area_id = $1`,
		`INSERT INTO inductions (area_id, person_id, outcome, on_date, recorded_by, recorded_at)
			SELECT a.id, i.person_id, i.outcome, i.on_date, i.recorded_by, i.recorded_at FROM areas a, inductions i WHERE a.id > $1 AND i.area_id = $1`,
		`INSERT INTO validity_views (area_id, kind, said_by, supports, said_on, recorded_by, recorded_at)
			SELECT a.id, i.kind, i.said_by, i.supports, i.said_on, i.recorded_by, i.recorded_at FROM areas a, validity_views i WHERE a.id > $1 AND i.area_id = $1`,
		`INSERT INTO network_entries (area_id, contact_id, kind, added_by, added_at) SELECT a.id, n.contact_id, n.kind,
			n.added_by, n.added_at FROM areas a, network_entries n WHERE a.id > $1 AND n.area_id = $1`,
	} {
		v.Exec(sql, int64(q.Area))
	}
	v.submit(q)
	for _, who := range q.Members {
		v.prepare(who)
	}
	return v
}

// submit sends gate 1 of every area but the model to the Members, in one batch.
func (v *vote) submit(q servertest.Quarter) {
	v.t.Helper()
	rows, err := v.Pool.Query(v.t.Context(), `SELECT id FROM areas WHERE id > $1`, int64(q.Area))
	if err != nil {
		v.t.Fatal(err)
	}
	areas, err := pgx.CollectRows(rows, pgx.RowTo[domain.AreaID])
	if err != nil {
		v.t.Fatal(err)
	}
	if _, err := gateapp.SubmitGate(v.t.Context(), v.App, v.Actor(q.Officer),
		gateapp.Submission{Areas: areas, Gate: domain.GateAreas}); err != nil {
		v.t.Fatal(err)
	}
}

// prepare signs a Member in and fills in a form for every attempt: mostly approvals, some conditions, a rejection now
// and then.
func (v *vote) prepare(who domain.PersonID) {
	v.t.Helper()
	ctx := v.t.Context()
	m := scs.New()
	m.Store, m.Codec, m.HashTokenInStore = pgxstore.NewWithCleanupInterval(v.Pool, 0), serve.SessionCodec{}, true
	session, err := m.Load(ctx, "")
	if err != nil {
		v.t.Fatal(err)
	}
	m.Put(session, "sign-in",
		domain.SignInID(v.Int(`INSERT INTO sign_ins (person_id, device, started_at, last_seen_at, proved_at)
			VALUES ($1, 'Test', $2, $2, $2) RETURNING id`, int64(who), v.Now())))
	cookie, _, err := m.Commit(session)
	if err != nil {
		v.t.Fatal(err)
	}
	open, err := gatestore.OpenAttempts(ctx, v.App.Store.Reader, policy.Scope{All: true})
	if err != nil {
		v.t.Fatal(err)
	}
	for i, a := range open {
		f := url.Values{"digest": {a.Digest.String()}, "key": {fmt.Sprintf("%016d-%d", a.ID, who)},
			"decision": {string(gates.Approve)}}
		switch (i + int(who)) % 16 {
		case 3:
			f.Set("decision", string(gates.Reject))
			f.Set("comment", "The boundary cuts the estate in two")
		case 7:
			f.Set("decision", string(gates.ApproveWithConditions))
			f.Set("condition-1", "Light the footpath")
			due := domain.DateOf(v.Now()).AddDays(40)
			for name, value := range map[string]string{"due-1": due.String(),
				"due-1-day": strconv.Itoa(due.Time().Day()), "due-1-month": strconv.Itoa(int(due.Time().Month())),
				"due-1-year": strconv.Itoa(due.Time().Year())} {
				f.Set(name, value)
			}
		}
		v.ballots = append(v.ballots, &ballot{who: who, cookie: cookie, attempt: a.ID, form: f})
	}
}

// open lets the Members loose. Each signs on until every ballot has its answer, whether a server is there or not.
func (v *vote) open(rng *rand.Rand) {
	rng.Shuffle(len(v.ballots), func(i, j int) { v.ballots[i], v.ballots[j] = v.ballots[j], v.ballots[i] })
	waiting := make(chan *ballot, len(v.ballots))
	for _, b := range v.ballots {
		waiting <- b
	}
	close(waiting)
	for range 8 {
		v.done.Go(func() {
			for b := range waiting {
				for !v.send(b) {
					time.Sleep(15 * time.Millisecond)
				}
				v.acked.Add(1)
			}
		})
	}
}

// send posts a ballot and reports whether it was answered. What is not answered is sent again, with the same key.
func (v *vote) send(b *ballot) bool {
	base := v.base.Load()
	if base == nil {
		return false
	}
	r, err := http.NewRequest(http.MethodPost, fmt.Sprintf("%s/attempts/%d/signatures", *base, b.attempt),
		strings.NewReader(b.form.Encode()))
	if err != nil {
		v.t.Error(err)
		return true
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.AddCookie(&http.Cookie{Name: "session", Value: b.cookie})
	answer, err := v.client.Do(r)
	if err != nil {
		return false
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return false // cut off: what it would have said is not known
	}
	switch answer.StatusCode {
	case http.StatusSeeOther:
		b.accepted = true
		return true
	case http.StatusConflict: // somebody has rejected the gate
		return true
	case http.StatusServiceUnavailable:
		return false
	}
	_, heading, _ := strings.Cut(string(body), "<h1")
	heading, _, _ = strings.Cut(heading, "</main>")
	v.t.Errorf("a signature is answered %d: <h1%s", answer.StatusCode, heading)
	return true
}

// serve starts the server and points the Members to it.
func (v *vote) serve() *process {
	v.t.Helper()
	p := begin(v.t, v.settings, "serve")
	base := p.address()
	v.base.Store(&base)
	return p
}

func (v *vote) left() int { return len(v.ballots) - int(v.acked.Load()) }

// waitFor waits until so many more ballots are answered, or all.
func (v *vote) waitFor(n int64) {
	v.t.Helper()
	until := min(v.acked.Load()+n, int64(len(v.ballots)))
	for began := time.Now(); v.acked.Load() < until; time.Sleep(time.Millisecond) {
		if time.Since(began) > time.Minute {
			v.t.Fatalf("%d of %d ballots answered, and no more", v.acked.Load(), len(v.ballots))
		}
	}
}

// halves lists the attempts of which a part is there and another part is not.
const halves = `
	SELECT COALESCE(string_agg(t.id || ': ' || what.is, ', '), '')
	FROM attempts t
	JOIN areas a ON a.id = t.area_id
	CROSS JOIN LATERAL (SELECT
		(SELECT count(*) FROM signatures g WHERE g.attempt_id = t.id) AS signatures,
		(SELECT count(*) FROM signatures g WHERE g.attempt_id = t.id AND g.decision = 'reject') AS rejections,
		(SELECT count(*) FROM register_entries e WHERE e.attempt_id = t.id AND e.kind = 'signature') AS entries,
		(SELECT count(*) FROM register_entries e WHERE e.attempt_id = t.id AND e.kind = 'outcome') AS ends,
		(SELECT count(*) FROM audit_entries e WHERE e.object_id = t.id AND e.action = 'gate.sign') AS audited,
		(SELECT count(*) FROM conditions c WHERE c.attempt_id = t.id) AS conditions,
		(SELECT count(*) FROM signatures g WHERE g.attempt_id = t.id AND g.decision = 'approve with conditions') AS
		conditional,
		(SELECT count(*) FROM notices n WHERE n.attempt_id = t.id AND n.event = 'signature made') AS told,
		(SELECT count(*) FROM notices n WHERE n.attempt_id = t.id AND n.event LIKE 'area selected:%') AS informed,
		(SELECT count(*) FROM notices n WHERE n.attempt_id = t.id AND n.event = 'gate ' || t.outcome) AS ended,
		(SELECT count(*) FROM area_states s WHERE s.area_id = t.area_id
		AND s.state IN ('selected', 'active')) AS states,
		(SELECT count(*) FROM phases p WHERE p.area_id = t.area_id AND p.phase = '2a') AS phases) n
	CROSS JOIN LATERAL (SELECT CASE
		WHEN n.entries <> n.signatures OR n.audited <> n.signatures
		OR n.told <> n.signatures THEN 'a signature is not everywhere'
		WHEN n.conditions <> n.conditional THEN 'a condition is lost'
		WHEN t.outcome IS NULL AND (n.signatures = 4 OR n.rejections > 0) THEN 'decided and open'
		WHEN t.outcome LIKE 'passed%' AND (n.signatures <> 4 OR n.rejections > 0) THEN 'passed and not decided'
		WHEN (t.outcome = 'passed with conditions') <> (t.outcome LIKE 'passed%'
		AND n.conditional > 0) THEN 'passed with other conditions'
		WHEN t.outcome = 'rejected' AND n.rejections <> 1 THEN 'rejected by nobody'
		WHEN (t.outcome IS NOT NULL)::int <> n.ends OR n.ends <> n.ended THEN 'an end that is not everywhere'
		WHEN t.outcome LIKE 'passed%' AND (a.state, n.states, n.phases, n.informed) <> ('active', 2, 1,
		2) THEN 'half passed'
		WHEN COALESCE(t.outcome, '') NOT LIKE 'passed%' AND (a.state, n.states, n.phases, n.informed) <> ('proposed', 0,
		0, 0) THEN 'half passed, and not decided'
		END AS is) what
	WHERE what.is IS NOT NULL`

// whole checks that no gate is half passed, and keeps the register's head as an outsider would.
func (v *vote) whole() {
	v.t.Helper()
	if got := v.text(halves); got != "" {
		v.t.Fatalf("after %d ballots: %s", v.acked.Load(), got)
	}
	head, err := registerstore.RegisterHead(v.t.Context(), v.App.Store.Reader)
	if err != nil {
		v.t.Fatal(err)
	}
	v.heads = append(v.heads, head.Hash)
}

// text is Harness.Text once the database answers again.
func (v *vote) text(sql string) string {
	v.t.Helper()
	for range 100 {
		if v.Pool.Ping(v.t.Context()) == nil {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	return v.Text(sql)
}

// finish lets the Members end on a server that nobody kills, and counts.
func (v *vote) finish() {
	v.t.Helper()
	v.serve()
	v.done.Wait()
	v.whole()
	accepted := 0
	for _, b := range v.ballots {
		n := v.Int(`SELECT count(*) FROM signatures g JOIN register_entries e ON e.position = g.position
			AND e.kind = 'signature' AND e.person_id = g.person_id
			WHERE g.attempt_id = $1 AND g.person_id = $2 AND starts_with(g.idempotency_key, $3) AND e.payload::jsonb ->> 'decision' = $4`,
			int64(b.attempt), int64(b.who), b.form.Get("key"), b.form.Get("decision"))
		if b.accepted {
			accepted++
		}
		if (n == 1) != b.accepted || n > 1 {
			v.t.Errorf("the signature of %d on attempt %d was acknowledged: %v; %d are stored", b.who, b.attempt,
				b.accepted, n)
		}
	}
	if n := v.Int(`SELECT count(*) FROM attempts WHERE outcome IS NULL`); n > 0 {
		v.t.Errorf("%d gates are open although everybody was answered", n)
	}
	for _, head := range v.heads {
		if _, err := registerapp.VerifyRegister(v.t.Context(), v.App, head); err != nil {
			v.t.Fatalf("the register does not verify: %v", err)
		}
	}
	v.t.Logf("%d ballots, %d signatures acknowledged and kept, %d gates passed", len(v.ballots), accepted,
		v.Int(`SELECT count(*) FROM attempts WHERE outcome LIKE 'passed%'`))
}
