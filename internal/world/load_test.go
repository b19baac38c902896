package world

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"fourgates/internal/act"
	"fourgates/internal/beyond"
	"fourgates/internal/db"
	"fourgates/internal/db/dbtest"
	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
	"fourgates/internal/register/registerapp"
	"fourgates/internal/signin"
	"fourgates/internal/timelines/timelinestore"
)

// loadedAt is a Tuesday morning in winter; the months before it hold holidays and a change of the clocks.
var loadedAt = time.Date(2026, time.March, 10, 10, 0, 0, 0, time.UTC)

var everything = policy.Scope{All: true}

func newApp(pool *pgxpool.Pool, at time.Time) *act.App {
	return &act.App{Beyond: beyond.Steps(), Store: db.New(pool), Now: func() time.Time { return at },
		Log: slog.New(slog.DiscardHandler)}
}

// loaded is a database with the world in it, and the world as it is written.
func loaded(t *testing.T) (World, *act.App, *pgxpool.Pool) {
	t.Helper()
	pool := dbtest.New(t)
	a := newApp(pool, loadedAt)
	if err := Load(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	return must(t), a, pool
}

// outcome is how the data's word for a result is kept.
func outcome(result string) gates.Outcome {
	if result == "submitted" {
		return gates.OutcomeOpen
	}
	return gates.Outcome(result)
}

func TestLoadMakesWhatTheDataSays(t *testing.T) {
	w, a, pool := loaded(t)
	t.Run("areas", func(t *testing.T) { checkAreas(t, w, a.Store, pool) })
	t.Run("attempts", func(t *testing.T) { checkAttempts(t, w, a.Store, pool) })
	t.Run("snapshots", func(t *testing.T) { checkSnapshots(t, pool) })
	t.Run("issues", func(t *testing.T) { checkIssues(t, w, pool) })
	t.Run("work", func(t *testing.T) { checkWork(t, w, pool) })
	t.Run("asks", func(t *testing.T) { checkAsks(t, pool) })
	t.Run("people", func(t *testing.T) { checkPeople(t, w, a.Store) })
	t.Run("review", func(t *testing.T) { checkReview(t, pool) })
	t.Run("paper", func(t *testing.T) { checkPaper(t, a.Store.Reader, pool) })
	t.Run("records", func(t *testing.T) { checkRecords(t, a, pool) })
	t.Run("again", func(t *testing.T) {
		if err := Load(t.Context(), a); !errors.Is(err, ErrInhabited) {
			t.Errorf("a second load: %v", err)
		}
	})
}

// firstGate is the digest of the words, without their salts and when each was submitted, of what was submitted at gate
// 1. It may change with the demo's words, never with the code alone: the same area would no longer have the same bytes
// as in a database loaded before. When, to the second, depends on how much the demo does before. The head with the
// progress and what names a view's boundary are newer than the rest, and left out. Lists of texts have a line for each
// text since lines can be withheld and erased one by one; all else has the bytes that it had.
const firstGate = "fdd6d74792fbfc10d4a13ef7df641701d7012e43666e77ad128b1d703fe67b96"

func checkSnapshots(t *testing.T, pool *pgxpool.Pool) {
	const sql = `SELECT string_agg(w.words, E'\n' ORDER BY t.id, w.n) FROM attempts t
		JOIN frozen_words w ON w.digest = t.digest WHERE t.gate = 1 AND w.part NOT IN ('submitted_at', 'progress')`
	var words string
	if err := pool.QueryRow(t.Context(), sql).Scan(&words); err != nil {
		t.Fatal(err)
	}
	salt := regexp.MustCompile(`(?m)^\["[^"]*",`)
	words = regexp.MustCompile(`(?m)^\["[^"]*","validity\[[0-9]+\]\.on_boundary",.*\n?`).ReplaceAllString(words, "")
	got := fmt.Sprintf("%x", sha256.Sum256([]byte(salt.ReplaceAllString(words, ""))))
	if got != firstGate {
		t.Errorf("gate 1 was submitted with %s, want %s", got, firstGate)
	}
}

func checkAreas(t *testing.T, w World, s *db.Store, pool *pgxpool.Pool) {
	for _, a := range w.Areas {
		id := domain.AreaID(number(t, pool, `SELECT id FROM areas WHERE code = $1`, a.Code))
		is, err := placestore.Area(t.Context(), s.Reader, everything, id)
		if err != nil {
			t.Fatal(err)
		}
		phases, err := timelinestore.Phases(t.Context(), s.Reader, id, is.Cycle)
		if err != nil {
			t.Fatal(err)
		}
		if string(is.State) != a.State || string(domain.Present(phases).Phase) != a.Phase {
			t.Errorf("%s is %s in phase %s, want %s in %s", a.Name, is.State, domain.Present(phases).Phase, a.State,
				a.Phase)
		}
		for what, want := range map[string]int{
			"area_boundaries": len(a.Boundaries), "places": len(a.Places),
			"validity_views":  len(a.Validity) + a.boundaryAnswers(),
			"inductions":      len(a.Inductions),
			"network_entries": len(a.Network), "assignments": len(a.Assignments), "attempts": len(a.Attempts),
		} {
			if got := number(t, pool, `SELECT count(*) FROM `+what+` WHERE area_id = $1`, int64(id)); got != int64(
				want) {
				t.Errorf("%s: %d %s, want %d", a.Name, got, what, want)
			}
		}
	}
}

// decided is one decision as data and database both know it.
type decided struct {
	On       string
	Decision gates.Decision
}

func checkAttempts(t *testing.T, w World, s *db.Store, pool *pgxpool.Pool) {
	today := domain.DateOf(loadedAt)
	names := map[string]string{}
	for _, p := range w.People {
		names[p.Key] = p.Name
	}
	for _, a := range w.Areas {
		attempts, err := gatestore.Attempts(t.Context(), s.Reader,
			domain.AreaID(number(t, pool, `SELECT id FROM areas WHERE code = $1`, a.Code)))
		if err != nil {
			t.Fatal(err)
		}
		slices.Reverse(attempts)
		for n, try := range a.Attempts {
			is := attempts[n]
			if is.Gate != domain.Gate(try.Gate) || is.Number != try.Number || is.Outcome != outcome(try.Result) ||
				is.DueOn != today.AddDays(int(try.Due)) {
				t.Errorf("%s: gate %d attempt %d is %q and due on %s, want %+v", a.Name, is.Gate, is.Number, is.Outcome,
					is.DueOn, try)
			}
			if (try.Batch != "") != (is.Batch != 0) {
				t.Errorf("%s: batch %d, want %q", a.Name, is.Batch, try.Batch)
			}
			asked, err := gatestore.Signatories(t.Context(), s.Reader, is.ID, today)
			if err != nil {
				t.Fatal(err)
			}
			got, want, pending := map[string]decided{}, map[string]decided{}, 0
			for _, p := range asked {
				if p.Decision != "" {
					got[p.SignedByName] = decided{domain.DateOf(p.SignedAt).String(), p.Decision}
				}
				if p.Pending() {
					pending++
				}
			}
			for _, d := range try.Decisions {
				if d.LinkBy != "" {
					if !slices.ContainsFunc(asked, func(p gates.Signatory) bool {
						return p.Pending() && p.HolderName == names[d.Member] && p.UnconfirmedBy == p.Holder
					}) {
						t.Errorf("%s: the decision of %s does not wait to be confirmed", a.Name, d.Member)
					}
					continue
				}
				want[names[d.Member]] = decided{today.AddDays(int(d.Day)).String(), d.Of()}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s gate %d attempt %d, decisions (-want +got):\n%s", a.Name, try.Gate, try.Number, diff)
			}
			if try.Result == "submitted" && pending == 0 || try.Result[:4] == "pass" && pending > 0 {
				t.Errorf("%s gate %d attempt %d: %s with %d pending", a.Name, try.Gate, try.Number, try.Result, pending)
			}
		}
	}
}

// written is an issue as data and database both know it. The tier comes with triage.
type written struct {
	Area, Title, Text, State, Theme, Source, Visibility, Tier, By, For, Place, On, Into string
	Evidence                                                                            int
}

func checkIssues(t *testing.T, w World, pool *pgxpool.Pool) {
	today := domain.DateOf(loadedAt)
	rows, err := pool.Query(t.Context(), `
		SELECT a.name, i.title, i.description, i.state, h.name, i.source, i.visibility, i.tier, p.email, i.raised_for,
		COALESCE(l.name, ''),
		       to_char(i.raised_at AT TIME ZONE 'Europe/London', 'YYYY-MM-DD'),
		       COALESCE((SELECT o.title FROM issues o WHERE o.id IN (SELECT into_id FROM merges WHERE issue_id = i.id
		           UNION SELECT synthesis_id FROM syntheses WHERE issue_id = i.id)), ''),
		       (SELECT count(*) FROM issue_evidence e WHERE e.issue_id = i.id)
		FROM issues i
		JOIN areas a ON a.id = i.area_id
		JOIN people p ON p.id = i.raised_by
		JOIN themes h ON h.id = i.theme_id
		LEFT JOIN places l ON l.id = i.place_id`)
	if err != nil {
		t.Fatal(err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[written])
	if err != nil {
		t.Fatal(err)
	}
	got, want := map[string]written{}, map[string]written{}
	for _, i := range list {
		got[i.Title] = i
	}
	titles := map[string]string{}
	for _, i := range w.Issues {
		titles[i.Key] = i.Title
	}
	for _, i := range w.Issues {
		want[i.Title] = asWritten(w, i, titles, today)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("issues (-want +got):\n%s", diff)
	}
}

func asWritten(w World, i Issue, titles map[string]string, today domain.Date) written {
	a := w.Areas[slices.IndexFunc(w.Areas, func(a Area) bool { return a.Key == i.Area })]
	is := written{Area: a.Name, Title: i.Title, Text: i.Text, State: i.Stands(), Source: i.Source,
		Visibility: i.Visibility, Tier: i.Tier,
		By: i.By + "@demo.test", For: i.From, On: today.AddDays(int(i.Day)).String(), Into: titles[i.Into],
		Evidence: len(i.Evidence)}
	is.Theme = w.Themes[slices.IndexFunc(w.Themes, func(t Theme) bool { return t.Key == i.Theme })].Name
	if at := slices.IndexFunc(a.Places, func(p Place) bool { return p.Key == i.Place }); at >= 0 {
		is.Place = a.Places[at].Name
	}
	if i.State == "raised" {
		is.Tier = ""
	}
	return is
}

func checkPeople(t *testing.T, w World, s *db.Store) {
	today := domain.DateOf(loadedAt)
	for _, p := range w.People {
		account, err := signin.AccountNamed(t.Context(), s.Reader, p.Email(), p.Name)
		if p.ByLetter {
			if !errors.Is(err, domain.ErrNotFound) {
				t.Errorf("%s has an account, and is asked by letter: %v", p.Key, err)
			}
			continue
		}
		if err != nil || account.Name != p.Name || account.Hash == "" {
			t.Errorf("%s: %+v, %v", p.Key, account, err)
			continue
		}
		actor, err := signin.Actor(t.Context(), s.Reader, account.ID, today)
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range p.Grants {
			if !actor.Is(g.Of()) {
				t.Errorf("%s is no %s", p.Name, g.Of())
			}
		}
		sits := slices.ContainsFunc(p.Terms, func(term Term) bool { return term.To == nil })
		if actor.Is(policy.Member) != sits {
			t.Errorf("%s is a Member: %v, want %v", p.Name, !sits, sits)
		}
	}
}

func checkRecords(t *testing.T, a *act.App, pool *pgxpool.Pool) {
	head, err := registerapp.VerifyRegister(t.Context(), a, domain.Digest{})
	if err != nil || head.Position < 50 {
		t.Errorf("register of %d entries: %v", head.Position, err)
	}
	for what, sql := range map[string]string{
		"audit entries later than the load": fmt.Sprintf(`SELECT count(*) FROM audit_entries WHERE at > '%s'`,
			loadedAt.Format(time.RFC3339)),
		"audit entries out of order": `SELECT count(*) FROM (SELECT at < lag(at) OVER (ORDER BY id) AS back
			FROM audit_entries) e WHERE back`,
		"audit entries outside office hours": `SELECT count(*) FROM audit_entries
			WHERE (at AT TIME ZONE 'Europe/London')::time NOT BETWEEN '09:00' AND '17:30'`,
		"issues without an audit entry": `SELECT count(*) FROM issues i
			WHERE NOT EXISTS (SELECT FROM audit_entries e WHERE e.object_kind = 'issue' AND e.object_id = i.id)`,
		"attempts whose Members were not told": `SELECT count(*) FROM attempts t WHERE NOT EXISTS (SELECT FROM notices n
			WHERE n.attempt_id = t.id AND n.event = 'gate submitted')`,
		"gates passed without telling the service managers": `SELECT count(*) FROM attempts t WHERE gate < 3
			AND outcome LIKE 'passed%'
			AND NOT EXISTS (SELECT FROM notices n WHERE n.attempt_id = t.id AND n.event LIKE '%service%')`,
	} {
		if n := number(t, pool, sql); n != 0 {
			t.Errorf("%d %s", n, what)
		}
	}
}

// The load runs at any time of any day, and what it makes is never later than that.
func TestLoadThatFailsLeavesNothing(t *testing.T) {
	pool := dbtest.New(t)
	ctx, cancel := context.WithCancel(t.Context())
	a := newApp(pool, loadedAt)
	w := must(t)
	err := a.Store.InOne(ctx, func(s *db.Store) error {
		l := newLoading(w, a, s)
		l.plan(-100, ending, "somebody pulls the plug", func(context.Context) error { cancel(); return ctx.Err() })
		return l.run(ctx)
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	for _, table := range []string{"people", "seats", "areas", "audit_entries"} {
		if n := number(t, pool, `SELECT count(*) FROM `+table); n != 0 {
			t.Errorf("%d left in %s", n, table)
		}
	}
}

func number(t *testing.T, pool *pgxpool.Pool, sql string, args ...any) int64 {
	t.Helper()
	var n int64
	if err := pool.QueryRow(context.Background(), sql, args...).Scan(&n); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return n
}

// checkReview checks that a ward review is under way while a gate asks the ward's Members, which says so and goes on.
func checkReview(t *testing.T, pool *pgxpool.Pool) {
	t.Helper()
	rows, err := pool.Query(t.Context(), `SELECT c.words || ': ' || c.became FROM asked_changes c
		JOIN attempts t ON t.id = c.attempt_id AND t.outcome IS NULL ORDER BY c.id`)
	if err != nil {
		t.Fatal(err)
	}
	words, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil || !slices.ContainsFunc(words, func(line string) bool {
		return strings.HasPrefix(line, "Market is called Old Market now: ")
	}) {
		t.Errorf("the open gates say of their places: %q, %v", words, err)
	}
}

// checkPaper checks that a Member without e-mail address has decided on paper, and that a letter to them waits.
func checkPaper(t *testing.T, r db.Reader, pool *pgxpool.Pool) {
	t.Helper()
	today := domain.DateOf(loadedAt)
	var words []string
	asked, err := gatestore.Signatories(t.Context(), r,
		domain.AttemptID(number(t, pool, `SELECT attempt_id FROM papers`)), today)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range asked {
		if s.OnPaper.Paper != 0 {
			words = append(words, s.SignedByName+s.OnPaper.Beside())
		}
	}
	want := []string{"Terence Ollerenshaw (on paper, recorded by Bartholomew Nwosu-Finch)"}
	if diff := cmp.Diff(want, words); diff != "" {
		t.Errorf("on paper (-want +got):\n%s", diff)
	}
	open, err := gatestore.OpenAttempts(t.Context(), r, everything)
	if err != nil {
		t.Fatal(err)
	}
	var waits []string
	for _, is := range open {
		asked, err := gatestore.Signatories(t.Context(), r, is.ID, today)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range asked {
			if s.WaitsForLetter() {
				waits = append(waits, is.AreaName+": "+s.HolderName)
			}
		}
	}
	if diff := cmp.Diff([]string{"Marlwick Canalside: Terence Ollerenshaw"}, waits); diff != "" {
		t.Errorf("letters that wait (-want +got):\n%s", diff)
	}
}
