package app_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/issues"
	"fourgates/internal/partners"
	"fourgates/internal/places"
	"fourgates/internal/policy"
	"fourgates/internal/register"
	"fourgates/internal/register/registerapp"
	"fourgates/internal/serve/servertest"
)

// castle is an area that two wards and two divisions overlap, ready for gate 1, with the people around it.
type castle struct {
	*servertest.Harness
	t                             *testing.T
	area                          domain.AreaID
	nia, owen, admin              domain.PersonID // liaison officer, planning officer, administrator
	keep, quay, upper, lower      domain.SeatID   // wards, divisions
	aneurin, priya, suresh, maire domain.PersonID // their Members
	keys                          int
}

func newCastle(t *testing.T) *castle {
	t.Helper()
	c := &castle{Harness: servertest.New(t), t: t}
	c.nia, c.owen, c.admin = c.Person("Nia Pugh", policy.CLO), c.Person("Owen Adeyemi", policy.CPO), c.Person("Zoë Featherstonehaugh-Cholmondeley", policy.Admin)
	c.aneurin, c.priya, c.suresh, c.maire = c.Person("Aneurin Bevan-Lloyd"), c.Person("Priya Raghunathan"), c.Person("Suresh"), c.Person("Máire Ní Dhomhnaill")
	c.keep, c.quay, c.upper, c.lower = c.Seat("ward", "Castle Keep"), c.Seat("ward", "Old Quay"), c.Seat("division", "Upper Moor"), c.Seat("division", "Lower Moor")
	for seat, who := range map[domain.SeatID]domain.PersonID{c.keep: c.aneurin, c.quay: c.priya, c.upper: c.suresh, c.lower: c.maire} {
		c.Term(who, seat)
	}
	manager := c.Service("Highways")
	c.Exec(`INSERT INTO service_managers (service_id, name, email, from_on) VALUES ($1, 'Wojciech Zając', 'w.zajac@aldermoor.test', $2)`, int64(manager), c.day().AddDays(-9).Time())
	c.area = c.ready("Castle", c.keep, c.quay, c.upper, c.lower)
	return c
}

func (c *castle) day() domain.Date { return domain.DateOf(c.Now()) }

// ready adds an area over the seats, with all that gate 1 asks for.
func (c *castle) ready(name string, seats ...domain.SeatID) domain.AreaID {
	c.t.Helper()
	area := c.Area(name, seats...)
	c.Assign(c.nia, area, policy.CLO)
	c.Exec(`INSERT INTO inductions (area_id, person_id, outcome, on_date, recorded_by, recorded_at)
		SELECT $1, person_id, 'done', $2, $3, $4 FROM terms WHERE seat_id IN (SELECT seat_id FROM area_seats WHERE area_id = $1)`,
		int64(area), c.day().Time(), int64(c.nia), c.Now())
	for _, kind := range places.ValidityKinds() {
		c.Exec(`INSERT INTO validity_views (area_id, kind, said_by, supports, said_on, recorded_by, recorded_at) VALUES ($1, $2, 'Residents of the Quay', 'yes', $3, $4, $5)`,
			int64(area), kind, c.day().Time(), int64(c.nia), c.Now())
	}
	c.contact(area, partners.Stakeholder, name+" Traders", false)
	c.contact(area, partners.Stakeholder, name+" Angling Club", true)
	return area
}

// contact adds somebody to an area's network.
func (c *castle) contact(area domain.AreaID, kind, name string, doNotContact bool) domain.ContactID {
	c.t.Helper()
	id := c.Int(`INSERT INTO contacts (name, email, lawful_basis, channel, do_not_contact, created_by, created_at)
		VALUES ($1, 'contact@aldermoor.test', 'public task', 'email', $2, $3, $4) RETURNING id`, name, doNotContact, int64(c.nia), c.Now())
	c.Exec(`INSERT INTO network_entries (area_id, contact_id, kind, patch, engaged_on, added_by, added_at) VALUES ($1, $2, $3, 'Quay Street', $4, $5, $6)`,
		int64(area), id, kind, c.day().Time(), int64(c.nia), c.Now())
	return domain.ContactID(id)
}

// readyForIssues adds all that gate 2 asks for, and returns the issues.
func (c *castle) readyForIssues() (synthesis, quickWin, restricted domain.IssueID) {
	c.t.Helper()
	c.Exec(`INSERT INTO themes (name) VALUES ('Roads') ON CONFLICT DO NOTHING`)
	c.contact(c.area, partners.PatchWorker, "Rhian ap Gwilym", false)
	for _, about := range []string{partners.StatedRepresentativeness, partners.StatedAbsence(domain.FromDeskResearch)} {
		c.Exec(`INSERT INTO area_statements (area_id, about, text, by, at) VALUES ($1, $2, 'As the network says.', $3, $4)`, int64(c.area), about, int64(c.nia), c.Now())
	}
	synthesis = c.issue("Speed on the quay", domain.FromAreaMember, issues.IssueSynthesised, issues.VisiblePublic)
	quickWin = c.issue("A lamp is out", domain.FromServiceOfficer, issues.IssueQuickWin, issues.VisiblePublic)
	restricted = c.issue("A named family", domain.FromTheCommunity, issues.IssueReferred, issues.VisibleRestricted)
	return synthesis, quickWin, restricted
}

func (c *castle) issue(title string, source domain.Source, state issues.IssueState, seen issues.Visibility) domain.IssueID {
	c.t.Helper()
	return domain.IssueID(c.Int(`INSERT INTO issues (area_id, title, theme_id, source, state, visibility, raised_by, raised_at, changed_at)
		VALUES ($1, $2, (SELECT min(id) FROM themes), $3, $4, $5, $6, $7, $7) RETURNING id`,
		int64(c.area), title, string(source), string(state), string(seen), int64(c.nia), c.Now()))
}

func (c *castle) submit(gate domain.Gate, areas ...domain.AreaID) []domain.AttemptID {
	c.t.Helper()
	if len(areas) == 0 {
		areas = []domain.AreaID{c.area}
	}
	ids, err := gateapp.SubmitGate(c.t.Context(), c.App, c.Actor(c.nia), gateapp.Submission{Areas: areas, Gate: gate})
	if err != nil {
		c.t.Fatalf("submit gate %d: %v", gate, err)
	}
	return ids
}

// decision is a form with what the decision needs, a key of its own and the digest of what is frozen.
func (c *castle) decision(id domain.AttemptID, d gates.Decision) gateapp.Signature {
	c.t.Helper()
	c.keys++
	s := gateapp.Signature{Attempt: id, Key: fmt.Sprintf("key-%d", c.keys), Digest: c.attempt(id).Digest, Signing: gates.Signing{Decision: d}}
	switch d {
	case gates.ApproveWithConditions:
		s.Conditions = []gates.NewCondition{{Text: "Light the footpath", DueOn: c.day().AddDays(30), BeforeNextGate: true}}
	case gates.Defer:
		s.Comment, s.ResubmitBy = "The costs are missing", c.day().AddDays(60)
	case gates.Reject:
		s.Comment = "The boundary cuts the estate in two"
	case gates.StandAside:
		s.Comment = "I own the chandlery"
	}
	return s
}

func (c *castle) sign(who domain.PersonID, id domain.AttemptID, d gates.Decision) []string {
	c.t.Helper()
	refs, err := gateapp.SignGate(c.t.Context(), c.App, c.Actor(who), c.decision(id, d))
	if err != nil {
		c.t.Fatalf("%s by %d: %v", d, who, err)
	}
	return refs
}

func (c *castle) everyoneApproves(id domain.AttemptID) {
	c.t.Helper()
	for _, who := range []domain.PersonID{c.aneurin, c.priya, c.suresh, c.maire} {
		c.sign(who, id, gates.Approve)
	}
}

func (c *castle) attempt(id domain.AttemptID) gates.Attempt {
	c.t.Helper()
	t, err := gatestore.Attempt(c.t.Context(), c.App.Store.Reader, policy.Scope{All: true}, id)
	if err != nil {
		c.t.Fatal(err)
	}
	return t
}

func (c *castle) wantOutcome(id domain.AttemptID, want gates.Outcome) gates.Attempt {
	c.t.Helper()
	t := c.attempt(id)
	if t.Outcome != want {
		c.t.Fatalf("attempt %d is %q, want %q", id, t.Outcome, want)
	}
	return t
}

func (c *castle) wantState(want places.AreaState) {
	c.t.Helper()
	if got := c.Text(`SELECT state FROM areas WHERE id = $1`, int64(c.area)); got != string(want) {
		c.t.Fatalf("the area is %s, want %s", got, want)
	}
}

// lines reads one text column, as a list.
func (c *castle) lines(sql string, args ...any) []string {
	c.t.Helper()
	text := c.Text(`SELECT COALESCE(string_agg(line, E'\n'), '') FROM (`+sql+`) AS lines (line)`, args...)
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

func (c *castle) wantLines(want []string, sql string, args ...any) {
	c.t.Helper()
	if d := cmp.Diff(want, c.lines(sql, args...)); d != "" {
		c.t.Errorf("%s (-want +got):\n%s", sql, d)
	}
}

// contents is every row of every table.
func (c *castle) contents() map[string]string {
	c.t.Helper()
	got := map[string]string{}
	for _, table := range c.lines(`SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`) {
		got[table] = c.Text(`SELECT COALESCE(string_agg(r::text, E'\n' ORDER BY r::text), '') FROM ` + table + ` AS r`)
	}
	return got
}

// refused runs a step that must be refused and must change no row of any table (guarantee 2), and returns the error.
func (c *castle) refused(step string, do func(ctx context.Context) error) error {
	c.t.Helper()
	before := c.contents()
	err := do(c.t.Context())
	if err == nil {
		c.t.Errorf("%s: not refused", step)
	}
	if d := cmp.Diff(before, c.contents()); d != "" {
		c.t.Errorf("%s: refused, and changed (-before +after):\n%s", step, d)
	}
	return err
}

func (c *castle) refusedAs(step string, want error, do func(ctx context.Context) error) {
	c.t.Helper()
	if err := c.refused(step, do); !errors.Is(err, want) {
		c.t.Errorf("%s: %v, want %v", step, err, want)
	}
}

func (c *castle) refusedFor(step, blocker string, do func(ctx context.Context) error) {
	c.t.Helper()
	if got := blockers(c.refused(step, do)); len(got) != 1 || got[0] != blocker {
		c.t.Errorf("%s: blocked by %q, want %q", step, got, blocker)
	}
}

// blockers are the ids, or else the fields or words, of what blocks.
func blockers(err error) []string {
	var got []string
	if blocked, ok := errors.AsType[*domain.BlockedError](err); ok {
		for _, b := range blocked.Blockers {
			switch {
			case b.ID != "":
				got = append(got, b.ID)
			case b.Field != "":
				got = append(got, b.Field)
			default:
				got = append(got, b.Words)
			}
		}
	}
	return got
}

// verify walks the register and returns its head.
func (c *castle) verify() register.Head {
	c.t.Helper()
	head, err := registerapp.VerifyRegister(c.t.Context(), c.App, domain.Digest{})
	if err != nil {
		c.t.Fatalf("the register does not verify: %v", err)
	}
	return head
}

const aDay = 24 * time.Hour
