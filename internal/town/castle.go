package town

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5/pgxpool"

	"fourgates/internal/act"
	"fourgates/internal/beyond"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/issues"
	"fourgates/internal/partners"
	"fourgates/internal/places"
	"fourgates/internal/policy"
	"fourgates/internal/priorities"
	"fourgates/internal/priorities/priorityapp"
	"fourgates/internal/register"
	"fourgates/internal/register/registerapp"
	"fourgates/internal/serve/servertest"
	"fourgates/internal/solutions"
	"fourgates/internal/solutions/solutionapp"
	"fourgates/internal/solutions/solutionstore"
	"fourgates/internal/timelines"
	"fourgates/internal/timelines/timelinestore"
)

// Told lists whom notices of an event told, and what became of it.
func (c *Castle) Told(event string) []string {
	c.T.Helper()
	return c.Lines(`SELECT r.name || ', ' || r.capacity || ': ' || r.result FROM notice_recipients r JOIN notices n ON n.id = r.notice_id WHERE n.event = $1 ORDER BY 1`, event)
}

// WantTold checks who was told of an event.
func (c *Castle) WantTold(event string, want ...string) {
	c.T.Helper()
	if d := cmp.Diff(want, c.Told(event)); d != "" {
		c.T.Errorf("told of %q (-want +got):\n%s", event, d)
	}
}

// WantPhases checks the area's phases, each as "phase opened early end late end closed".
func (c *Castle) WantPhases(want ...string) {
	c.T.Helper()
	c.WantLines(want, `SELECT concat_ws(' ', phase, opened_on, early_end, late_end, closed_on) FROM phases WHERE area_id = $1 ORDER BY phase`, int64(c.Area))
}

// Rush is the castle's application on a pool like the one that serves: as many connections, the same limits.
func (c *Castle) Rush() *act.App {
	c.T.Helper()
	cfg, err := pgxpool.ParseConfig(c.Pool.Config().ConnString())
	if err != nil {
		c.T.Fatal(err)
	}
	cfg.MaxConns = 20
	cfg.ConnConfig.RuntimeParams["role"] = "fourgates_app"
	cfg.ConnConfig.RuntimeParams["statement_timeout"] = "5s"
	cfg.ConnConfig.RuntimeParams["lock_timeout"] = "2s"
	cfg.ConnConfig.RuntimeParams["idle_in_transaction_session_timeout"] = "10s"
	pool, err := pgxpool.NewWithConfig(c.T.Context(), cfg)
	if err != nil {
		c.T.Fatal(err)
	}
	c.T.Cleanup(pool.Close)
	return &act.App{Beyond: beyond.Steps(), Store: db.New(pool), Now: c.Now, Log: c.App.Log}
}

// Crowd fills so many wards with a Member each, and returns an area that they all overlap, ready for gate 1.
func (c *Castle) Crowd(name string, n int) (domain.AreaID, []domain.PersonID) {
	c.T.Helper()
	seats := []domain.SeatID{c.Upper}
	people := []domain.PersonID{c.Suresh}
	for i := range n - 1 {
		seat, who := c.Seat("ward", fmt.Sprintf("%s ward %d", name, i)), c.Person(fmt.Sprintf("Member%d", i))
		c.Term(who, seat)
		seats, people = append(seats, seat), append(people, who)
	}
	return c.Ready(name, seats...), people
}

// OneWhole checks that gate 1 passed once, with all that passing does and nothing twice, and that no signature is lost.
func (c *Castle) OneWhole(id domain.AttemptID, area domain.AreaID, signatures int) {
	c.T.Helper()
	c.WantOutcome(id, gates.OutcomePassed)
	for what, sql := range map[string]string{
		"signatures":                 `SELECT count(*) = $2 FROM signatures WHERE attempt_id = $1`,
		"signatures in the register": `SELECT count(*) = $2 FROM register_entries WHERE kind = 'signature' AND attempt_id = $1`,
		"audit entries":              `SELECT count(*) = $2 FROM audit_entries WHERE action = 'gate.sign' AND object_id = $1`,
	} {
		if !c.holds(sql, int64(id), signatures) {
			c.T.Errorf("attempt %d has not %d %s", id, signatures, what)
		}
	}
	for what, sql := range map[string]string{
		"outcome":  `SELECT count(*) = 1 FROM register_entries WHERE kind = 'outcome' AND attempt_id = $1 AND area_id = $2`,
		"notices":  `SELECT count(*) = 2 FROM notices WHERE attempt_id = $1 AND area_id = $2 AND event LIKE 'area selected:%'`,
		"told":     `SELECT count(*) = 1 FROM notices WHERE attempt_id = $1 AND area_id = $2 AND event = 'gate passed'`,
		"states":   `SELECT string_agg(state, ' ' ORDER BY id) = 'proposed selected active' AND $1 > 0 FROM area_states WHERE area_id = $2`,
		"phase 2a": `SELECT count(*) = 1 AND $1 > 0 FROM phases WHERE area_id = $2 AND phase = '2a'`,
	} {
		if !c.holds(sql, int64(id), int64(area)) {
			c.T.Errorf("attempt %d passed, but not once and whole: %s", id, what)
		}
	}
}

func (c *Castle) holds(sql string, args ...any) bool {
	c.T.Helper()
	var yes bool
	if err := c.Pool.QueryRow(c.T.Context(), sql, args...).Scan(&yes); err != nil {
		c.T.Fatalf("%s: %v", sql, err)
	}
	return yes
}

// Rejection is a signature that rejects an attempt, with the content as it stands.
func (c *Castle) Rejection(id domain.AttemptID) gateapp.Signature {
	t, err := gatestore.Attempt(context.Background(), c.App.Store.Reader, policy.Scope{All: true}, id)
	if err != nil {
		return gateapp.Signature{}
	}
	return gateapp.Signature{Attempt: id, Digest: t.Digest, Key: "no", Signing: gates.Signing{Decision: gates.Reject, Comment: "Wrong"}}
}

// Leaves ends the term in a seat with today.
func (c *Castle) Leaves(seat domain.SeatID) {
	c.T.Helper()
	c.Exec(`UPDATE terms SET to_on = $2, end_reason = 'Retired' WHERE seat_id = $1 AND to_on IS NULL`, int64(seat), c.Day().Time())
}

// Comes begins a term in a seat today.
func (c *Castle) Comes(who domain.PersonID, seat domain.SeatID) {
	c.T.Helper()
	c.Exec(`INSERT INTO terms (seat_id, person_id, from_on) VALUES ($1, $2, $3)`, int64(seat), int64(who), c.Day().Time())
}

// Signing is a step in which somebody signs.
func (c *Castle) Signing(who domain.PersonID, s gateapp.Signature) func(context.Context) error {
	return func(ctx context.Context) error {
		_, err := gateapp.SignGate(ctx, c.App, c.Actor(who), s)
		return err
	}
}

// Submission is a step in which somebody submits a gate.
func (c *Castle) Submission(who domain.PersonID, sub gateapp.Submission) func(context.Context) error {
	return func(ctx context.Context) error {
		_, err := gateapp.SubmitGate(ctx, c.App, c.Actor(who), sub)
		return err
	}
}

// Castle is an area that two wards and two divisions overlap, ready for gate 1, with the people around it.
type Castle struct {
	*servertest.Harness
	T                             *testing.T
	Area                          domain.AreaID
	Nia, Owen, Admin              domain.PersonID // liaison officer, planning officer, administrator
	Keep, Quay, Upper, Lower      domain.SeatID   // wards, divisions
	Aneurin, Priya, Suresh, Maire domain.PersonID // their Members
	keys                          int
}

// Day is the day by the castle's clock.
func (c *Castle) Day() domain.Date { return domain.DateOf(c.Now()) }

// Ready adds an area over the seats, with all that gate 1 asks for.
func (c *Castle) Ready(name string, seats ...domain.SeatID) domain.AreaID {
	c.T.Helper()
	area := c.Harness.Area(name, seats...)
	c.Assign(c.Nia, area, policy.CLO)
	c.Exec(`INSERT INTO inductions (area_id, person_id, outcome, on_date, recorded_by, recorded_at)
		SELECT $1, person_id, 'done', $2, $3, $4 FROM terms WHERE seat_id IN (SELECT seat_id FROM area_seats WHERE area_id = $1)`,
		int64(area), c.Day().Time(), int64(c.Nia), c.Now())
	for _, kind := range places.ValidityKinds() {
		c.Exec(`INSERT INTO validity_views (area_id, kind, said_by, supports, said_on, recorded_by, recorded_at) VALUES ($1, $2, 'Residents of the Quay', 'yes', $3, $4, $5)`,
			int64(area), kind, c.Day().Time(), int64(c.Nia), c.Now())
	}
	c.Contact(area, partners.Stakeholder, name+" Traders", false)
	c.Contact(area, partners.Stakeholder, name+" Angling Club", true)
	return area
}

// Contact adds somebody to an area's network.
func (c *Castle) Contact(area domain.AreaID, kind, name string, doNotContact bool) domain.ContactID {
	c.T.Helper()
	id := c.Int(`INSERT INTO contacts (name, email, lawful_basis, channel, do_not_contact, created_by, created_at)
		VALUES ($1, 'contact@aldermoor.test', 'public task', 'email', $2, $3, $4) RETURNING id`, name, doNotContact, int64(c.Nia), c.Now())
	c.Exec(`INSERT INTO network_entries (area_id, contact_id, kind, patch, engaged_on, added_by, added_at) VALUES ($1, $2, $3, 'Quay Street', $4, $5, $6)`,
		int64(area), id, kind, c.Day().Time(), int64(c.Nia), c.Now())
	return domain.ContactID(id)
}

// ReadyForIssues adds all that gate 2 asks for, and returns the issues.
func (c *Castle) ReadyForIssues() (synthesis, quickWin, restricted domain.IssueID) {
	c.T.Helper()
	c.Exec(`INSERT INTO themes (name) VALUES ('Roads') ON CONFLICT DO NOTHING`)
	c.Contact(c.Area, partners.PatchWorker, "Rhian ap Gwilym", false)
	for _, about := range []string{partners.StatedRepresentativeness, partners.StatedAbsence(domain.FromDeskResearch)} {
		c.Exec(`INSERT INTO area_statements (area_id, about, text, by, at) VALUES ($1, $2, 'As the network says.', $3, $4)`, int64(c.Area), about, int64(c.Nia), c.Now())
	}
	synthesis = c.Issue("Speed on the quay", domain.FromAreaMember, issues.IssueSynthesised, issues.VisiblePublic)
	quickWin = c.Issue("A lamp is out", domain.FromServiceOfficer, issues.IssueQuickWin, issues.VisiblePublic)
	restricted = c.Issue("A named family", domain.FromTheCommunity, issues.IssueReferred, issues.VisibleRestricted)
	return synthesis, quickWin, restricted
}

// Issue adds an issue to the area.
func (c *Castle) Issue(title string, source domain.Source, state issues.IssueState, seen issues.Visibility) domain.IssueID {
	c.T.Helper()
	return domain.IssueID(c.Int(`INSERT INTO issues (area_id, title, theme_id, source, state, visibility, raised_by, raised_at, changed_at)
		VALUES ($1, $2, (SELECT min(id) FROM themes), $3, $4, $5, $6, $7, $7) RETURNING id`,
		int64(c.Area), title, string(source), string(state), string(seen), int64(c.Nia), c.Now()))
}

// Submit submits a gate of the areas, or of the castle's own, and returns the attempts.
func (c *Castle) Submit(gate domain.Gate, areas ...domain.AreaID) []domain.AttemptID {
	c.T.Helper()
	if len(areas) == 0 {
		areas = []domain.AreaID{c.Area}
	}
	ids, err := gateapp.SubmitGate(c.T.Context(), c.App, c.Actor(c.Nia), gateapp.Submission{Areas: areas, Gate: gate})
	if err != nil {
		c.T.Fatalf("submit gate %d: %v", gate, err)
	}
	return ids
}

// Decision is a form with what the decision needs, a key of its own and the digest of what is frozen.
func (c *Castle) Decision(id domain.AttemptID, d gates.Decision) gateapp.Signature {
	c.T.Helper()
	c.keys++
	s := gateapp.Signature{Attempt: id, Key: fmt.Sprintf("key-%d", c.keys), Digest: c.Attempt(id).Digest, Signing: gates.Signing{Decision: d}}
	switch d {
	case gates.ApproveWithConditions:
		s.Conditions = []gates.NewCondition{{Text: "Light the footpath", DueOn: c.Day().AddDays(30), BeforeNextGate: true}}
	case gates.Defer:
		s.Comment, s.ResubmitBy = "The costs are missing", c.Day().AddDays(60)
	case gates.Reject:
		s.Comment = "The boundary cuts the estate in two"
	case gates.StandAside:
		s.Comment = "I own the chandlery"
	}
	return s
}

// Sign records a Member's decision and returns the register's references.
func (c *Castle) Sign(who domain.PersonID, id domain.AttemptID, d gates.Decision) []string {
	c.T.Helper()
	refs, err := gateapp.SignGate(c.T.Context(), c.App, c.Actor(who), c.Decision(id, d))
	if err != nil {
		c.T.Fatalf("%s by %d: %v", d, who, err)
	}
	return refs
}

// Changing is a form by which somebody changes the decision that stands as theirs.
func (c *Castle) Changing(who domain.PersonID, id domain.AttemptID, d gates.Decision) gateapp.Signature {
	c.T.Helper()
	asked, err := gatestore.Signatories(c.T.Context(), c.App.Store.Reader, id, c.Day())
	if err != nil {
		c.T.Fatal(err)
	}
	form := c.Decision(id, d)
	for _, s := range asked {
		if s.SignedBy == who {
			form.Replaces = append(form.Replaces, s.Reference)
		}
	}
	return form
}

// EveryoneApproves has every Member of the area approve.
func (c *Castle) EveryoneApproves(id domain.AttemptID) {
	c.T.Helper()
	for _, who := range []domain.PersonID{c.Aneurin, c.Priya, c.Suresh, c.Maire} {
		c.Sign(who, id, gates.Approve)
	}
}

// Attempt is an attempt as it is now.
func (c *Castle) Attempt(id domain.AttemptID) gates.Attempt {
	c.T.Helper()
	t, err := gatestore.Attempt(c.T.Context(), c.App.Store.Reader, policy.Scope{All: true}, id)
	if err != nil {
		c.T.Fatal(err)
	}
	return t
}

// WantOutcome checks the outcome of an attempt and returns the attempt.
func (c *Castle) WantOutcome(id domain.AttemptID, want gates.Outcome) gates.Attempt {
	c.T.Helper()
	t := c.Attempt(id)
	if t.Outcome != want {
		c.T.Fatalf("attempt %d is %q, want %q", id, t.Outcome, want)
	}
	return t
}

// WantState checks the state of the area.
func (c *Castle) WantState(want places.AreaState) {
	c.T.Helper()
	if got := c.Text(`SELECT state FROM areas WHERE id = $1`, int64(c.Area)); got != string(want) {
		c.T.Fatalf("the area is %s, want %s", got, want)
	}
}

// Contents is every row of every table.
func (c *Castle) Contents() map[string]string {
	c.T.Helper()
	got := map[string]string{}
	for _, table := range c.Lines(`SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`) {
		got[table] = c.Text(`SELECT COALESCE(string_agg(r::text, E'\n' ORDER BY r::text), '') FROM ` + table + ` AS r`)
	}
	return got
}

// Refused runs a step that must be refused and must change no row of any table (guarantee 2), and returns the error.
func (c *Castle) Refused(step string, do func(ctx context.Context) error) error {
	c.T.Helper()
	before := c.Contents()
	err := do(c.T.Context())
	if err == nil {
		c.T.Errorf("%s: not refused", step)
	}
	if d := cmp.Diff(before, c.Contents()); d != "" {
		c.T.Errorf("%s: refused, and changed (-before +after):\n%s", step, d)
	}
	return err
}

// RefusedAs checks that a step is refused with an error and changes nothing.
func (c *Castle) RefusedAs(step string, want error, do func(ctx context.Context) error) {
	c.T.Helper()
	if err := c.Refused(step, do); !errors.Is(err, want) {
		c.T.Errorf("%s: %v, want %v", step, err, want)
	}
}

// RefusedFor checks that a step is refused for one blocker and changes nothing.
func (c *Castle) RefusedFor(step, blocker string, do func(ctx context.Context) error) {
	c.T.Helper()
	if got := Blockers(c.Refused(step, do)); len(got) != 1 || got[0] != blocker {
		c.T.Errorf("%s: blocked by %q, want %q", step, got, blocker)
	}
}

// Verify walks the register and returns its head.
func (c *Castle) Verify() register.Head {
	c.T.Helper()
	head, err := registerapp.VerifyRegister(c.T.Context(), c.App, domain.Digest{})
	if err != nil {
		c.T.Fatalf("the register does not verify: %v", err)
	}
	return head
}

// InPhase puts the area into a phase.
func (c *Castle) InPhase(phase string) {
	c.T.Helper()
	c.Exec(`UPDATE areas SET state = 'active' WHERE id = $1`, int64(c.Area))
	c.Exec(`DELETE FROM phases WHERE area_id = $1`, int64(c.Area))
	c.Exec(`INSERT INTO phases (area_id, phase, opened_on, opened_by) VALUES ($1, $2, $3, $4)`, int64(c.Area), phase, c.Day().Time(), int64(c.Nia))
}

// Round enters a round with its votes.
func (c *Castle) Round(votes map[domain.IssueID]int) domain.RoundID {
	c.T.Helper()
	id, err := priorityapp.EnterRound(c.T.Context(), c.App, c.Actor(c.Nia), priorities.PriorityRound{Area: c.Area, Method: priorities.PaperCount, HeldOn: c.Day(), TakingPart: 30, VotesEach: 3, Votes: votes})
	if err != nil {
		c.T.Fatal(err)
	}
	return id
}

// Confirmed confirms a round with its priorities.
func (c *Castle) Confirmed(id domain.RoundID, priorities ...domain.IssueID) {
	c.T.Helper()
	if err := priorityapp.ConfirmRound(c.T.Context(), c.App, c.Actor(c.Nia), c.Area, id, 1, priorities); err != nil {
		c.T.Fatal(err)
	}
}

// ByHand runs SQL as somebody with every right over the database, past the triggers that keep the register.
func (c *Castle) ByHand(sql string, args ...any) {
	c.T.Helper()
	tx, err := c.Pool.Begin(c.T.Context())
	if err != nil {
		c.T.Fatal(err)
	}
	defer tx.Rollback(context.Background())
	if _, err := tx.Exec(c.T.Context(), `SET LOCAL session_replication_role = replica`); err != nil {
		c.T.Fatal(err)
	}
	if _, err := tx.Exec(c.T.Context(), sql, args...); err != nil {
		c.T.Fatalf("%s: %v", sql, err)
	}
	if err := tx.Commit(c.T.Context()); err != nil {
		c.T.Fatal(err)
	}
}

// Proposed is a solution for an issue of the castle's that was synthesised.
func (c *Castle) Proposed(by domain.PersonID, change ...func(*solutions.SolutionDraft)) domain.SolutionID {
	c.T.Helper()
	c.Exec(`INSERT INTO themes (name) VALUES ('Roads') ON CONFLICT DO NOTHING`)
	d := solutions.SolutionDraft{Issue: c.Issue("Speed on the quay", domain.FromAreaMember, issues.IssueSynthesised, issues.VisiblePublic), Title: "Bollards", DeliveredBy: solutions.ByCouncil}
	for _, f := range change {
		f(&d)
	}
	id, err := solutionapp.ProposeSolution(c.T.Context(), c.App, c.Actor(by), c.Area, d, "")
	if err != nil {
		c.T.Fatal(err)
	}
	return id
}

// Solution is a solution as it is now.
func (c *Castle) Solution(id domain.SolutionID) solutions.SolutionLine {
	c.T.Helper()
	l, err := solutionstore.Solution(c.T.Context(), c.App.Store.Reader, policy.SolutionScopeOf(c.Actor(c.Owen)), id)
	if err != nil {
		c.T.Fatal(err)
	}
	return l
}

// CommunitySays asks the community and writes down a finished view.
func (c *Castle) CommunitySays(id domain.SolutionID, verdict solutions.Verdict) {
	c.T.Helper()
	if err := solutionapp.AskFeasibility(c.T.Context(), c.App, c.Actor(c.Nia), id, solutionapp.FeasibilityAsk{Community: true}); err != nil {
		c.T.Fatal(err)
	}
	l := c.Solution(id)
	said := solutions.ViewDraft{Verdict: verdict, Reason: "So they say", SaidBy: "The forum"}
	if err := solutionapp.SaveView(c.T.Context(), c.App, c.Actor(c.Nia), id, l.Views[len(l.Views)-1].ID, 1, said, true); err != nil {
		c.T.Fatal(err)
	}
}

// MoveSolution moves a solution.
func (c *Castle) MoveSolution(id domain.SolutionID, move, reason string) {
	c.T.Helper()
	if err := solutionapp.MoveSolution(c.T.Context(), c.App, c.Actor(c.Nia), id, move, reason); err != nil {
		c.T.Fatalf("%s: %v", move, err)
	}
}

// WasTold is who was told of an event, each as "name: result".
func (c *Castle) WasTold(event string) string {
	c.T.Helper()
	return c.Text(`SELECT COALESCE(string_agg(r.name || ': ' || r.result, ', ' ORDER BY r.id), '') FROM notice_recipients r JOIN notices n ON n.id = r.notice_id WHERE n.event = $1`, event)
}

// Timeline is the area's timeline as it is now.
func (c *Castle) Timeline() timelines.Timeline {
	c.T.Helper()
	t, err := timelinestore.Timeline(c.T.Context(), c.App.Store.Reader, c.Area)
	if err != nil {
		c.T.Fatal(err)
	}
	return t
}

// WantPlan compares the plan of the phases, each as "phase early end late end".
func (c *Castle) WantPlan(want ...string) {
	c.T.Helper()
	c.WantLines(want, `SELECT concat_ws(' ', phase, early_end, late_end, target_on) FROM cycle_phases WHERE area_id = $1 ORDER BY position`, int64(c.Area))
}
