package town

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/places"
	"fourgates/internal/places/placestore"
	"fourgates/internal/plans"
	"fourgates/internal/policy"
	"fourgates/internal/register"
	"fourgates/internal/register/registerapp"
	"fourgates/internal/serve/servertest"
	"fourgates/internal/solutions"
	"fourgates/internal/solutions/solutionstore"
	"fourgates/internal/timelines"
	"fourgates/internal/timelines/timelinestore"
)

// look is the town as a test looks at it: what stands in it, and who was told.
type look struct {
	under
	T *testing.T
	Who
}

// under keeps the harness a step further down than Who, whose Area is the town's.
type under struct{ *servertest.Harness }

// ADay is as far as a clock is moved on for the next day.
const ADay = 24 * time.Hour

// SameDays lets cmp compare dates.
var SameDays = cmp.Options{cmp.Comparer(func(a, b domain.Date) bool { return a.String() == b.String() }),
	cmpopts.EquateEmpty()}

// Day is the day by the town's clock.
func (c *look) Day() domain.Date { return domain.DateOf(c.Now()) }

// Attempt is an attempt as it is now.
func (c *look) Attempt(id domain.AttemptID) gates.Attempt {
	c.T.Helper()
	t, err := gatestore.Attempt(c.T.Context(), c.App.Store.Reader, policy.Scope{All: true}, id)
	if err != nil {
		c.T.Fatal(err)
	}
	return t
}

// Solution is a solution as it is now.
func (c *look) Solution(id domain.SolutionID) solutions.SolutionLine {
	c.T.Helper()
	l, err := solutionstore.Solution(c.T.Context(), c.App.Store.Reader, policy.SolutionScopeOf(c.Actor(c.Owen)), id)
	if err != nil {
		c.T.Fatal(err)
	}
	return l
}

// Timeline is the area's timeline as it is now.
func (c *look) Timeline() timelines.Timeline {
	c.T.Helper()
	t, err := timelinestore.Timeline(c.T.Context(), c.App.Store.Reader, c.Area)
	if err != nil {
		c.T.Fatal(err)
	}
	return t
}

// Told lists whom notices of an event told, and what became of it.
func (c *look) Told(event string) []string {
	c.T.Helper()
	return c.Lines(`SELECT r.name || ', ' || r.capacity || ': ' || r.result FROM notice_recipients r
		JOIN notices n ON n.id = r.notice_id WHERE n.event = $1 ORDER BY 1`, event)
}

// WasTold is who was told of an event, each as "name: result".
func (c *look) WasTold(event string) string {
	c.T.Helper()
	return c.Text(`SELECT COALESCE(string_agg(r.name || ': ' || r.result, ', ' ORDER BY r.id), '')
		FROM notice_recipients r JOIN notices n ON n.id = r.notice_id WHERE n.event = $1`, event)
}

// History is the summaries of the audit entries of an object, the newest first.
func (c *look) History(kind string, id int64) []string {
	c.T.Helper()
	entries, err := c.App.Store.History(c.T.Context(), kind, id)
	if err != nil {
		c.T.Fatal(err)
	}
	var words []string
	for _, e := range entries {
		words = append(words, e.Summary)
	}
	return words
}

// Shares is the percentage of an area in each seat that it overlaps, by code.
func (c *look) Shares(area domain.AreaID) map[string]float64 {
	c.T.Helper()
	seats, err := placestore.AreaSeats(c.T.Context(), c.App.Store.Reader, area)
	if err != nil {
		c.T.Fatal(err)
	}
	shares := map[string]float64{}
	for _, s := range seats {
		shares[s.Code] = s.Percent
	}
	return shares
}

// Count is the number that a query counts.
func (c *look) Count(sql string, args ...any) (n int) {
	c.T.Helper()
	if err := c.Pool.QueryRow(c.T.Context(), sql, args...).Scan(&n); err != nil {
		c.T.Fatal(err)
	}
	return n
}

// Contents is every row of every table.
func (c *look) Contents() map[string]string {
	c.T.Helper()
	got := map[string]string{}
	for _, table := range c.Lines(`SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`) {
		got[table] = c.Text(`SELECT COALESCE(string_agg(r::text, E'\n' ORDER BY r::text), '') FROM ` + table + ` AS r`)
	}
	return got
}

// WantTold checks who was told of an event.
func (c *look) WantTold(event string, want ...string) {
	c.T.Helper()
	if d := cmp.Diff(want, c.Told(event)); d != "" {
		c.T.Errorf("told of %q (-want +got):\n%s", event, d)
	}
}

// WantPhases checks the area's phases, each as "phase opened early end late end closed".
func (c *look) WantPhases(want ...string) {
	c.T.Helper()
	c.WantLines(want, `SELECT concat_ws(' ', phase, opened_on, early_end, late_end, closed_on) FROM phases
		WHERE area_id = $1 ORDER BY phase`, int64(c.Area))
}

// WantOutcome checks the outcome of an attempt and returns the attempt.
func (c *look) WantOutcome(id domain.AttemptID, want gates.Outcome) gates.Attempt {
	c.T.Helper()
	t := c.Attempt(id)
	if t.Outcome != want {
		c.T.Fatalf("attempt %d is %q, want %q", id, t.Outcome, want)
	}
	return t
}

// WantState checks the state of the area.
func (c *look) WantState(want places.AreaState) {
	c.T.Helper()
	if got := c.Text(`SELECT state FROM areas WHERE id = $1`, int64(c.Area)); got != string(want) {
		c.T.Fatalf("the area is %s, want %s", got, want)
	}
}

// WantCycle checks the days of the cycle’s phases, each as "phase early end late end".
func (c *look) WantCycle(want ...string) {
	c.T.Helper()
	c.WantLines(want, `SELECT concat_ws(' ', phase, early_end, late_end, target_on) FROM cycle_phases WHERE area_id = $1
		ORDER BY position`, int64(c.Area))
}

// WantPlan checks the state of the plan and its reason.
func (c *look) WantPlan(state plans.PlanState, reason string) {
	c.T.Helper()
	if got := c.Text(`SELECT state || '|' || state_reason FROM plans WHERE id = $1`, int64(c.Plan)); got != string(
		state)+"|"+reason {
		c.T.Errorf("the plan is %q, want %q", got, string(state)+"|"+reason)
	}
}

// Verify walks the register and returns its head.
func (c *look) Verify() register.Head {
	c.T.Helper()
	head, err := registerapp.VerifyRegister(c.T.Context(), c.App, domain.Digest{})
	if err != nil {
		c.T.Fatalf("the register does not verify: %v", err)
	}
	return head
}
