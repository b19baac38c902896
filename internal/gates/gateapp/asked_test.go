package gateapp_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/people/peopleapp"
	"fourgates/internal/places"
	"fourgates/internal/policy"
	"fourgates/internal/seats"
	"fourgates/internal/seats/seatapp"
	"fourgates/internal/town"
)

// elsewhere is ground that no area of the town has.
const elsewhere = `{"type":"MultiPolygon","coordinates":[[[[-1.5,52.3],[-1.4,52.3],[-1.4,52.4],[-1.5,52.4],[-1.5,52.3]]]]}`

// moves are what can happen while a gate asks Old Quay ward, whose Member is Priya and has not decided: what becomes of
// the place, and who answers for it, "" for nobody.
var moves = []struct {
	name    string
	happens func(t *testing.T, c *town.Town)
	event   gates.Event
	became  gates.Became
	answers string
}{
	{"ward renamed", change(seats.Change{Kind: seats.Renamed, Name: "New Quay"}), gates.EventRenamed,
		gates.BecameAsked, "Priya Raghunathan"},
	{"ward recoded", change(seats.Change{Kind: seats.Recoded, Code: "E05990909"}), gates.EventRecoded,
		gates.BecameAsked, "Priya Raghunathan"},
	{"ward redrawn out of the area", change(seats.Change{Kind: seats.Redrawn, Boundary: elsewhere}),
		gates.EventRedrawn, gates.BecameAsked, "Priya Raghunathan"},
	{"ward merged into another", func(t *testing.T, c *town.Town) {
		change(seats.Change{Kind: seats.Merged, Into: []domain.SeatID{c.Keep}})(t, c)
	}, gates.EventMerged, gates.BecameAsked, "Priya Raghunathan"},
	{"ward split", func(t *testing.T, c *town.Town) {
		parts := []domain.SeatID{c.Seat("ward", "Quay North"), c.Seat("ward", "Quay South")}
		change(seats.Change{Kind: seats.Split, Into: parts})(t, c)
	}, gates.EventSplit, gates.BecameAsked, "Priya Raghunathan"},
	{"ward merged as recorded ahead", func(t *testing.T, c *town.Town) {
		change(seats.Change{Kind: seats.Merged, Into: []domain.SeatID{c.Keep}, On: c.Day().AddDays(1)})(t, c)
		c.Move(town.ADay)
		if n, err := seatapp.TakeOrders(t.Context(), c.App); n != 1 || err != nil {
			t.Fatal(n, err)
		}
	}, gates.EventMerged, gates.BecameAsked, "Priya Raghunathan"},
	{"ward ended", change(seats.Change{Kind: seats.Ended}), gates.EventEnded, gates.BecameAsked, "Priya Raghunathan"},
	{"council merged into another", func(t *testing.T, c *town.Town) {
		from := domain.AuthorityID(c.Int(`SELECT authority_id FROM seats WHERE id = $1`, int64(c.Quay)))
		if _, err := seatapp.MergeCouncils(t.Context(), c.App, c.Actor(c.Admin), seats.Merger{From: from, On: c.Day(),
			Name: "Greater Moor", Tier: places.Unitary}); err != nil {
			t.Fatal(err)
		}
	}, gates.EventMoved, gates.BecameAsked, "Priya Raghunathan"},
	{"tier of the council corrected", func(t *testing.T, c *town.Town) {
		id := domain.AuthorityID(c.Int(`SELECT authority_id FROM seats WHERE id = $1`, int64(c.Quay)))
		if err := seatapp.CorrectTier(t.Context(), c.App, c.Actor(c.Admin), id, places.Unitary,
			"It is single-tier"); err != nil {
			t.Fatal(err)
		}
	}, gates.EventTier, gates.BecameAsked, "Priya Raghunathan"},
	{"term ended", func(t *testing.T, c *town.Town) {
		c.Leaves(c.Quay)
		c.Move(town.ADay)
	}, gates.EventTermEnded, gates.BecameDropped, ""},
	{"successor", func(t *testing.T, c *town.Town) { c.TakesOver(c.Person("Ieuan"), c.Quay) }, gates.EventSucceeded,
		gates.BecamePassed, "Ieuan"},
	{"account disabled", func(t *testing.T, c *town.Town) {
		if err := peopleapp.DisablePerson(t.Context(), c.App, c.Actor(c.Admin), c.Priya); err != nil {
			t.Fatal(err)
		}
	}, gates.EventDisabled, gates.BecameDropped, ""},
	{"role ended by another", func(t *testing.T, c *town.Town) { c.Grant(c.Priya, policy.Admin, 0) },
		gates.EventRoleEnded, gates.BecameDropped, ""},
	{"substitute ended", func(t *testing.T, c *town.Town) {
		if err := seatapp.EndSubstitute(t.Context(), c.App, c.Actor(c.Admin), c.Quay,
			domain.SubstituteID(c.Int(`SELECT id FROM substitutes`))); err != nil {
			t.Fatal(err)
		}
	}, gates.EventSubstitute, gates.BecameAsked, "Priya Raghunathan"},
}

// change has something happen to Old Quay ward today.
func change(is seats.Change) func(t *testing.T, c *town.Town) {
	return func(t *testing.T, c *town.Town) {
		t.Helper()
		if err := seatapp.ChangeSeat(t.Context(), c.App, c.Actor(c.Admin), c.Quay, is); err != nil {
			t.Fatal(err)
		}
	}
}

// atGate is the town with a gate that is with its Members; where a substitute is needed, named before.
func atGate(t *testing.T, gate domain.Gate, substitute bool) (*town.Town, domain.AttemptID) {
	t.Helper()
	stage := map[domain.Gate]town.Stage{domain.GateAreas: town.ReadyForGate1, domain.GateIssues: town.ReadyForGate1,
		domain.GateDraftPlan: town.PlanDrafted}[gate]
	c := town.At(t, stage)
	if gate == domain.GateIssues {
		c.PassGate(domain.GateAreas)
		c.ReadyForIssues()
	}
	if substitute {
		stand := c.Person("Bronagh Tiernan")
		c.Term(stand, c.Seat("ward", "Far Moor"))
		c.StandsIn(stand, c.Quay, 0, 9)
	}
	return c, c.Submit(gate)[0]
}

// The table of domain §7.1: a gate at each stage, each thing that can happen while it is open, and what comes of it.
// The other gates are met by a long test.
func TestWhoeverIsAskedAtGateTwoCanAnswerWhateverHappens(t *testing.T) {
	whoeverIsAsked(t, domain.GateIssues)
}

func whoeverIsAsked(t *testing.T, at ...domain.Gate) {
	t.Helper()
	for _, gate := range at {
		for _, m := range moves {
			t.Run(string('0'+rune(gate))+"/"+m.name+"/"+string(m.became), func(t *testing.T) {
				c, id := atGate(t, gate, m.event == gates.EventSubstitute)
				m.happens(t, c)
				if _, err := gateapp.SettleAttempts(t.Context(), c.App); err != nil {
					t.Fatal(err)
				}
				changes, err := gatestore.AskedChanges(t.Context(), c.App.Store.Reader, id)
				if err != nil || len(changes) == 0 {
					t.Fatalf("nothing is kept of it: %v", err)
				}
				last := changes[len(changes)-1]
				for _, is := range changes { // a council's merger happens to its other wards as well
					if is.Seat == c.Quay {
						last = is
					}
				}
				if got := []string{string(last.Event), string(last.Became), last.ToName}; !cmp.Equal(got,
					[]string{string(m.event), string(m.became), m.answers}) || len(last.Told) == 0 {
					t.Errorf("kept: %v, told %v", got, last.Told)
				}
				asked, err := gatestore.Signatories(t.Context(), c.App.Store.Reader, id, c.Day())
				if err != nil {
					t.Fatal(err)
				}
				waits := ""
				for _, s := range asked {
					if s.Seat == c.Quay && s.Pending() {
						waits = s.Answers()
					}
				}
				if waits != m.answers {
					t.Errorf("waits for %q, want %q", waits, m.answers)
				}
				for _, who := range []domain.PersonID{c.Aneurin, c.Suresh, c.Maire} {
					c.Sign(who, id, gates.Approve)
				}
				if m.answers != "" {
					c.WantOutcome(id, gates.OutcomeOpen)
					c.Sign(last.To, id, gates.Approve)
				}
				c.WantOutcome(id, gates.OutcomePassed)
				if _, err := gateapp.SettleAttempts(t.Context(), c.App); err != nil {
					t.Fatal(err)
				}
				c.Verify()
			})
		}
	}
}
