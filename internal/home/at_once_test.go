package home_test

import (
	"net/http"
	"net/url"
	"sync"
	"testing"
	"time"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/serve/servertest"
	"fourgates/internal/town"
)

// barrier stops every transaction that is about to write its audit entries, until two of them stand still: at it, or
// behind one another.
type barrier struct {
	*servertest.Harness
	t *testing.T
}

const gateKey = 470011

func newBarrier(t *testing.T, h *servertest.Harness) barrier {
	t.Helper()
	h.Exec(`CREATE FUNCTION stand_still() RETURNS trigger LANGUAGE plpgsql AS
		$$ BEGIN PERFORM pg_advisory_xact_lock_shared(470011); RETURN NULL; END $$`)
	h.Exec(`CREATE TRIGGER stand_still BEFORE INSERT ON audit_entries FOR EACH STATEMENT
		EXECUTE FUNCTION stand_still()`)
	return barrier{h, t}
}

// atOnce does two things so that both are under way before either ends, where each gets as far as to write.
func (b barrier) atOnce(do ...func()) {
	b.t.Helper()
	conn, err := b.Pool.Acquire(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
	defer conn.Release()
	if _, err := conn.Exec(b.t.Context(), `SELECT pg_advisory_lock($1)`, gateKey); err != nil {
		b.t.Fatal(err)
	}
	var running sync.WaitGroup
	over := make(chan bool, len(do))
	for _, one := range do {
		running.Go(func() { one(); over <- true })
	}
	for ended := 0; ended < len(do); {
		var still int
		if err := conn.QueryRow(b.t.Context(), `SELECT count(DISTINCT l.pid) FROM pg_locks l
			JOIN pg_stat_activity a ON a.pid = l.pid
			WHERE NOT l.granted AND a.datname = current_database()`).Scan(&still); err != nil {
			b.t.Fatal(err)
		}
		if still+ended >= len(do) {
			break
		}
		select {
		case <-over:
			ended++
		case <-time.After(2 * time.Millisecond):
		}
	}
	if _, err := conn.Exec(b.t.Context(), `SELECT pg_advisory_unlock($1)`, gateKey); err != nil {
		b.t.Fatal(err)
	}
	running.Wait()
}

// doubled sends a form twice at one moment, each time to a process and in a session of its own.
func (b barrier) doubled(other *servertest.Harness, who domain.PersonID, action string,
	fields url.Values) (one, two *servertest.Page) {
	b.t.Helper()
	first, second := b.As(who), other.As(who)
	b.atOnce(func() { one = first.PostForm(action, copied(fields)) },
		func() { two = second.PostForm(action, copied(fields)) })
	return one, two
}

// same reports whether both are led to the same answer.
func same(one, two *servertest.Page) bool {
	return one.Status == http.StatusSeeOther && two.Status == http.StatusSeeOther && one.Location() == two.Location()
}

// A form that is sent twice at one moment, in two sessions and to two processes, counts once, and both senders are led
// to the same answer; so is who sends it once more after signing in again, and who sends other words by it is refused.
func TestADoubleClickAtOneMomentCountsOnce(t *testing.T) {
	t.Parallel()
	c := town.NewCastle(t)
	b, other := newBarrier(t, c.Harness), servertest.At(t, c.Pool.Config().ConnString())
	area := "/areas/" + servertest.ID(c.Area)
	for round := range 8 {
		nth := servertest.ID(int64(round))
		for name, f := range map[string]struct {
			who    domain.PersonID
			page   string
			action string
			fields []string
		}{
			"a risk": {c.Nia, area + "/risks/new", area + "/risks", []string{"kind", "risk", "likelihood", "high",
				"impact", "medium", "owner", "Nia", "response", "Ask by letter", "text", "Nobody comes"}},
			"a theme":         {c.Admin, "/admin/themes", "/admin/themes", []string{"name", "Hedges " + nth}},
			"an area renamed": {c.Owen, area + "/edit", area, []string{"code", "LCA-91", "name", "Castle " + nth}},
		} {
			page := c.As(f.who).Get(f.page).Want(t, http.StatusOK)
			fields := page.Hidden(f.action)
			for i := 0; i < len(f.fields); i += 2 {
				fields.Set(f.fields[i], f.fields[i+1])
			}
			before := c.Int(`SELECT count(DISTINCT request_id) FROM audit_entries`)
			one, two := b.doubled(other, f.who, f.action, fields)
			if !same(one, two) {
				t.Errorf("%s: answered with %d, %s, %v and %d, %s, %v", name, one.Status, one.Location(),
					one.Problems(), two.Status, two.Location(), two.Problems())
				continue
			}
			if n := c.Int(`SELECT count(DISTINCT request_id) FROM audit_entries`) - before; n != 1 {
				t.Errorf("%s: recorded by %d requests", name, n)
			}
			again := other.As(f.who).PostForm(f.action, copied(fields))
			if again.Status != http.StatusSeeOther || again.Location() != one.Location() {
				t.Errorf("%s: after signing in again it leads to %d, %s", name, again.Status, again.Location())
			}
			fields.Set(f.fields[len(f.fields)-2], "Said otherwise")
			otherwise := c.As(f.who).PostForm(f.action, fields).Want(t, http.StatusConflict)
			if !otherwise.Says("Said otherwise") {
				t.Errorf("%s: what was typed is lost", name)
			}
		}
	}
}

// So does a signature, whether it counts or waits: both have the same receipt.
func TestASignatureSentTwiceAtOneMomentHasOneReceipt(t *testing.T) {
	t.Parallel()
	for name, waits := range map[string]bool{"a signature": false, "one that waits": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := town.NewCastle(t)
			id := c.Submit(domain.GateAreas)[0]
			b, other := newBarrier(t, c.Harness), servertest.At(t, c.Pool.Config().ConnString())
			for _, who := range []domain.PersonID{c.Aneurin, c.Priya, c.Suresh} {
				if waits {
					opened(t, c, who)
				}
				attempt := "/attempts/" + servertest.ID(id)
				asks := c.As(who).Get(attempt).Want(t, http.StatusOK).Hidden(attempt + "/check")
				asks.Set("decision", "approve")
				checked := c.As(who).PostForm(attempt+"/check", asks).Want(t, http.StatusOK)
				fields := checked.Hidden(attempt + "/signatures")
				fields.Set("password", servertest.Password)
				one, two := b.doubled(other, who, attempt+"/signatures", fields)
				if !same(one, two) {
					t.Errorf("answered with %d, %s, %v and %d, %s, %v", one.Status, one.Location(), one.Problems(),
						two.Status, two.Location(), two.Problems())
				}
			}
			if n := c.Int(`SELECT count(*) FROM signatures`) + c.Int(`SELECT count(*) FROM holds`); n != 3 {
				t.Errorf("three decisions were recorded as %d", n)
			}
		})
	}
}

// Forms that were sent are forgotten when nobody sends them again, in steps; the others stand.
func TestFormsThatWereSentAreForgotten(t *testing.T) {
	t.Parallel()
	c := town.NewCastle(t)
	c.Exec(`INSERT INTO sent_forms (person_id, form_key, held, try, answer, sent_at)
		SELECT $1, 'key' || n, '', '', '/', $2::timestamptz - interval '8 days' FROM generate_series(1, 2500) n`,
		int64(c.Nia), c.Now())
	c.Exec(`INSERT INTO sent_forms (person_id, form_key, held, try, answer, sent_at) VALUES ($1, 'new', '', '', '/', $2)`,
		int64(c.Nia), c.Now())
	if n, err := act.ForgetForms(t.Context(), c.App); err != nil || n != 2500 {
		t.Errorf("forgot %d: %v", n, err)
	}
	if n := c.Int(`SELECT count(*) FROM sent_forms`); n != 1 {
		t.Errorf("%d forms are left", n)
	}
}
