package gateapp_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/places"
	"fourgates/internal/timelines"
	"fourgates/internal/timelines/timelineapp"
	"fourgates/internal/town"
)

func TestOpenSignOffPassesToTheSuccessorAndSignedOnesKeepTheirAuthor(t *testing.T) {
	c := town.NewCastle(t)
	id := c.Submit(domain.GateAreas)[0]
	c.Sign(c.Aneurin, id, gates.Approve)
	c.Leaves(c.Keep)
	c.Leaves(c.Quay)
	form := c.Decision(id, gates.Approve)
	c.Move(town.ADay)
	zahra, ieuan := c.Person("Zahra Al-Farsi"), c.Person("Ieuan")
	c.Comes(zahra, c.Keep)
	c.Comes(ieuan, c.Quay)

	c.RefusedAs("Priya after her term", domain.ErrForbidden, c.Signing(c.Priya, form))
	c.RefusedFor("the successor in a seat that has decided", "decided", c.Signing(zahra, form))
	c.Sign(ieuan, id, gates.Approve)
	c.Sign(c.Suresh, id, gates.Approve)
	c.Sign(c.Maire, id, gates.Approve)
	c.WantOutcome(id, gates.OutcomePassed)
	asked, err := gatestore.Signatories(t.Context(), c.App.Store.Reader, id, c.Day())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range asked {
		got = append(got, fmt.Sprintf("%s: held by %s, signed by %s", s.SeatName, s.HolderName, s.SignedByName))
	}
	want := []string{"Castle Keep: held by Zahra Al-Farsi, signed by Aneurin Bevan-Lloyd",
		"Old Quay: held by Ieuan, signed by Ieuan",
		"Lower Moor: held by Máire Ní Dhomhnaill, signed by Máire Ní Dhomhnaill",
		"Upper Moor: held by Suresh, signed by Suresh"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	c.Verify()
}

func TestVacancySettlesWhatIsDecidedWithoutIt(t *testing.T) {
	c := town.NewCastle(t)
	id := c.Submit(domain.GateAreas)[0]
	c.Sign(c.Aneurin, id, gates.Approve)
	c.Sign(c.Priya, id, gates.Approve)
	c.Sign(c.Suresh, id, gates.Approve)
	c.Leaves(c.Lower)
	settle := func(want int) {
		t.Helper()
		if n, err := gateapp.SettleAttempts(t.Context(), c.App); n != want || err != nil {
			t.Fatalf("settled %d, %v; want %d", n, err, want)
		}
	}
	settle(0) // the last day of a term is a day of it
	c.WantOutcome(id, gates.OutcomeOpen)
	c.Move(town.ADay)
	settle(1)
	settle(0)
	got := c.WantOutcome(id, gates.OutcomePassed)
	if got.OutcomeByName != "" {
		t.Errorf("decided by %q, want by nobody", got.OutcomeByName)
	}
	c.WantState(places.AreaActive)
	c.WantLines([]string{"system: Gate 1: agreement on selected areas, who is asked: Máire Ní Dhomhnaill does not " +
		"hold this place any more", "system: Gate 1: agreement on selected areas decided after a change of seats"},
		`SELECT COALESCE(actor_id::text, 'system') || ': ' || summary FROM audit_entries WHERE action = 'gate.settle'`)
	c.Verify()
}

func TestVacancyOfEveryPendingSeatIsNoApproval(t *testing.T) {
	c := town.NewCastle(t)
	id := c.Submit(domain.GateAreas)[0]
	c.Sign(c.Aneurin, id, gates.StandAside)
	for _, seat := range []domain.SeatID{c.Quay, c.Upper, c.Lower} {
		c.Leaves(seat)
	}
	c.Move(town.ADay)
	if n, err := gateapp.SettleAttempts(t.Context(), c.App); n != 0 || err != nil {
		t.Errorf("settled %d, %v", n, err)
	}
	c.WantOutcome(id, gates.OutcomeOpen)
	c.WantState(places.AreaProposed)
}

func TestSubstituteIsAlwaysShownAsSuch(t *testing.T) {
	c := town.NewCastle(t)
	stand := c.Person("Bronagh Tiernan")
	c.Term(stand, c.Seat("division", "Far Moor"))
	c.StandsIn(stand, c.Upper, 2, 9)
	id := c.Submit(domain.GateAreas)[0]
	form := c.Decision(id, gates.Approve)
	c.RefusedAs("before the first day", domain.ErrNotFound, c.Signing(stand, form))
	c.Move(2 * town.ADay)
	refs := c.Sign(stand, id, gates.Approve)
	c.WantLines([]string{"Bronagh Tiernan: Substitute for Suresh, Member for Upper Moor, Test county"},
		`SELECT (payload::jsonb ->> 'person') || ': ' || (payload::jsonb ->> 'capacity') FROM register_entries
			WHERE reference = ANY($1)`, refs)
	asked, err := gatestore.Signatories(t.Context(), c.App.Store.Reader, id, c.Day())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range asked {
		if s.Seat == c.Upper && (s.SignedByName != "Bronagh Tiernan" || s.SubstituteFor != "Suresh" ||
			s.HolderName != "Suresh") {
			t.Errorf("shown as %+v", s)
		}
	}
	c.RefusedFor("the Member stood in for", "decided", c.Signing(c.Suresh, form))
	c.RefusedFor("the substitute again", "signed", c.Signing(stand, c.Decision(id, gates.Reject)))
	c.Verify()
}

func TestSubstituteOfAVacantSeatStandsInForNobody(t *testing.T) {
	c := town.NewCastle(t)
	stand := c.Person("Bronagh Tiernan")
	c.Term(stand, c.Seat("division", "Far Moor"))
	c.StandsIn(stand, c.Upper, 0, 9)
	id := c.Submit(domain.GateAreas)[0]
	c.Leaves(c.Upper)
	form := c.Decision(id, gates.Approve)
	c.Move(town.ADay)
	c.RefusedFor("for a seat that has fallen vacant", "seat", c.Signing(stand, form))
}

func TestRemindersClimbTheLadderOnce(t *testing.T) {
	c := town.NewCastle(t)
	id := c.Submit(domain.GateAreas)[0] // due on Tuesday 24 March
	c.Sign(c.Aneurin, id, gates.Approve)
	remind := func(day string, want int) {
		t.Helper()
		at, err := time.Parse(time.DateTime, day+" 08:00:00")
		if err != nil {
			t.Fatal(err)
		}
		c.MoveTo(at)
		for _, want := range []int{want, 0} {
			if n, err := gateapp.RemindSignatories(t.Context(), c.App); n != want || err != nil {
				t.Errorf("%s: %d reminders, %v; want %d", day, n, err, want)
			}
		}
	}
	remind("2026-03-16", 0)
	remind("2026-03-17", 3)
	c.WantTold("reminder: before", "Máire Ní Dhomhnaill, Member for Lower Moor: shown in app",
		"Priya Raghunathan, Member for Old Quay: shown in app", "Suresh, Member for Upper Moor: shown in app")
	remind("2026-03-20", 0)
	c.Sign(c.Priya, id, gates.Approve)
	remind("2026-03-24", 2)
	c.WantTold("reminder: due", "Máire Ní Dhomhnaill, Member for Lower Moor: shown in app",
		"Suresh, Member for Upper Moor: shown in app")
	remind("2026-03-30", 0)
	c.Sign(c.Suresh, id, gates.Approve)
	// The server was down on 31 March: the rung after is climbed late, and none below it.
	remind("2026-04-01", 1)
	c.WantTold("reminder: after")
	c.WantTold("reminder: escalated", "Owen Adeyemi, community planning officer: shown in app")
	if body := c.Text(
		`SELECT body FROM notices WHERE event = 'reminder: escalated'`); body != "Gate 1: agreement on selected "+
		"areas for Castle was submitted on 10 March 2026 and is due on 24 March 2026.\nPending: Máire Ní Dhomhnaill, "+
		"Lower Moor" {
		t.Errorf("the planning officer reads %q", body)
	}
	remind("2026-05-01", 0)
	c.Sign(c.Maire, id, gates.Approve)
	c.WantOutcome(id, gates.OutcomePassed)
	remind("2026-05-02", 0)
	if n := c.Int(`SELECT count(*) FROM audit_entries WHERE action = 'gate.remind' AND actor_id IS NULL`); n != 3 {
		t.Errorf("%d audit entries of reminders, want 3", n)
	}
}

// Guarantee 7: no change without its entry.
func TestEveryGateCommandHasOneAuditEntry(t *testing.T) {
	c := town.NewCastle(t)
	before := c.Int(`SELECT max(id) FROM audit_entries`)
	id := c.Submit(domain.GateAreas)[0]
	c.Sign(c.Aneurin, id, gates.Approve)
	if err := gateapp.WithdrawAttempt(t.Context(), c.App, c.Actor(c.Nia), id, "Wrong"); err != nil {
		t.Fatal(err)
	}
	again := c.Submit(domain.GateAreas)[0]
	c.Sign(c.Aneurin, again, gates.ApproveWithConditions)
	if err := gateapp.OverrideGate(t.Context(), c.App, c.Actor(c.Owen), c.Area, domain.GateAreas,
		"Purdah"); err != nil {
		t.Fatal(err)
	}
	town.Meets(c, c.Aneurin)
	if err := timelineapp.BeginPhase(t.Context(), c.App, c.Actor(c.Nia), c.Area, domain.PhaseSynthesis,
		timelines.Deviation{Kind: timelines.Fitted, Reason: "The two ran together"}); err != nil {
		t.Fatal(err)
	}
	c.WantLines([]string{
		"Nia Pugh gate.submit Gate 1: agreement on selected areas submitted to Area Members",
		"Aneurin Bevan-Lloyd gate.sign Gate 1: agreement on selected areas: Aneurin Bevan-Lloyd approved",
		"Nia Pugh gate.submit Gate 1: agreement on selected areas withdrawn: Wrong",
		"Nia Pugh gate.submit Gate 1: agreement on selected areas submitted to Area Members",
		"Aneurin Bevan-Lloyd gate.sign Gate 1: agreement on selected areas: Aneurin Bevan-Lloyd approved with " +
			"conditions",
		"Owen Adeyemi gate.override Gate 1: agreement on selected areas overridden: Purdah",
		"Nia Pugh condition.report Condition reported met: Light the footpath",
		"Aneurin Bevan-Lloyd condition.answer Condition agreed to be met: Light the footpath",
		"Nia Pugh timeline.edit Phase 2b begun early: phase 2a ended 42 days before its early end, 21 April " +
			"2026; 3 activities of phase 2a left open, neither done nor skipped: The two ran together",
	}, `SELECT p.name || ' ' || e.action || ' ' || e.summary FROM audit_entries e JOIN people p ON p.id = e.actor_id
		WHERE e.id > $1 ORDER BY e.id`, before)
	c.Verify()
}
