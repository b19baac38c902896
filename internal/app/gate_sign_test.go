package app_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/places"
	"fourgates/internal/policy"
)

func (c *castle) signing(who domain.PersonID, s gateapp.Signature) func(context.Context) error {
	return func(ctx context.Context) error {
		_, err := gateapp.SignGate(ctx, c.App, c.Actor(who), s)
		return err
	}
}

func TestWhoMaySignAndWhoNever(t *testing.T) {
	c := newCastle(t)
	outsider := c.Person("Dilwyn", policy.Member)
	// Nia submits, and sits for a division of the area herself; the administrator sits for another.
	c.Exec(`UPDATE terms SET person_id = $1 WHERE seat_id = $2`, int64(c.nia), int64(c.lower))
	c.Exec(`UPDATE terms SET person_id = $1 WHERE seat_id = $2`, int64(c.admin), int64(c.upper))
	c.Exec(`INSERT INTO inductions (area_id, person_id, outcome, on_date, recorded_by, recorded_at) SELECT $1, id, 'done', $2, $3, $4 FROM people WHERE id IN ($3, $5)`,
		int64(c.area), c.day().Time(), int64(c.nia), c.Now(), int64(c.admin))
	id := c.submit(domain.GateAreas)[0]
	form := c.decision(id, gates.Approve)

	c.refusedFor("the officer who submitted", "own", c.signing(c.nia, form))
	c.refusedAs("an administrator who is a Member", domain.ErrForbidden, c.signing(c.admin, form))
	c.refusedAs("the planning officer", domain.ErrForbidden, c.signing(c.owen, form))
	c.refusedAs("a Member of somewhere else", domain.ErrNotFound, c.signing(outsider, form))
	c.refusedAs("an attempt that there is not", domain.ErrNotFound, c.signing(c.aneurin, gateapp.Signature{Attempt: 99999, Key: "k"}))

	other := form
	other.Digest[0]++
	c.refusedAs("content that was not shown", domain.ErrConflict, c.signing(c.aneurin, other))
	for _, d := range []gates.Decision{gates.ApproveWithConditions, gates.Defer, gates.Reject, gates.StandAside, "", "yes"} {
		empty := form
		empty.Signing = gates.Signing{Decision: d}
		if got := blockers(c.refused("nothing but "+string(d), c.signing(c.aneurin, empty))); len(got) == 0 {
			t.Errorf("%q without anything else is not refused by field", d)
		}
	}

	c.sign(c.aneurin, id, gates.Approve)
	c.refusedFor("a second form", "signed", c.signing(c.aneurin, c.decision(id, gates.Reject)))

	// Priya's ward no longer overlaps on the day of signing.
	c.Exec(`DELETE FROM area_seats WHERE seat_id = $1`, int64(c.quay))
	c.refusedAs("a Member whose ward no longer overlaps", domain.ErrNotFound, c.signing(c.priya, form))
	c.Exec(`INSERT INTO area_seats (area_id, seat_id, percent) VALUES ($1, $2, 5)`, int64(c.area), int64(c.Seat("ward", "Docks")))
	c.Term(c.priya, domain.SeatID(c.Int(`SELECT max(id) FROM seats`)))
	c.refusedFor("a Member whose asked ward no longer overlaps, though another of theirs does", "overlap", c.signing(c.priya, form))
	c.verify()
}

func TestWhatEachDecisionDoes(t *testing.T) {
	for _, d := range []struct {
		decision gates.Decision
		alone    gates.Outcome // after the first of four decides so
		last     gates.Outcome // after the other three approved before
		state    places.AreaState
	}{
		{gates.Approve, "", gates.OutcomePassed, places.AreaActive},
		{gates.ApproveWithConditions, "", gates.OutcomePassedWithConditions, places.AreaActive},
		{gates.Defer, gates.OutcomeDeferred, gates.OutcomeDeferred, places.AreaProposed},
		{gates.Reject, gates.OutcomeRejected, gates.OutcomeRejected, places.AreaProposed},
		{gates.StandAside, "", gates.OutcomePassed, places.AreaActive},
	} {
		t.Run(string(d.decision), func(t *testing.T) {
			t.Parallel()
			c := newCastle(t)
			id := c.submit(domain.GateAreas)[0]
			c.sign(c.aneurin, id, d.decision)
			got := c.wantOutcome(id, d.alone)
			if d.alone != "" {
				want := c.decision(id, d.decision)
				if got.OutcomeReason != fmt.Sprintf("Aneurin Bevan-Lloyd (%s): %s", d.decision, want.Comment) || got.ResubmitBy != want.ResubmitBy {
					t.Errorf("ended as %+v", got)
				}
				c.refusedAs("a decision afterwards", domain.ErrConflict, c.signing(c.priya, c.decision(id, gates.Approve)))
			} else if err := gateapp.WithdrawAttempt(t.Context(), c.App, c.Actor(c.nia), id, "Once more"); err != nil {
				t.Fatal(err)
			}
			id = c.submit(domain.GateAreas)[0]
			c.sign(c.priya, id, gates.Approve)
			c.sign(c.suresh, id, gates.Approve)
			c.sign(c.maire, id, gates.Approve)
			c.wantOutcome(id, gates.OutcomeOpen)
			c.wantState(places.AreaProposed)
			c.sign(c.aneurin, id, d.decision)
			c.wantOutcome(id, d.last)
			c.wantState(d.state)
			c.wantLines([]string{"submission submitted", "signature approve", "signature approve", "signature approve", "signature " + string(d.decision), "outcome " + string(d.last)},
				`SELECT kind || ' ' || (payload::jsonb ->> 'decision') FROM register_entries WHERE attempt_id = $1 ORDER BY position`, int64(id))
			c.verify()
		})
	}
}

func TestEverySignatureTellsTheOfficers(t *testing.T) {
	c := newCastle(t)
	id := c.submit(domain.GateAreas)[0]
	c.sign(c.aneurin, id, gates.StandAside)
	c.wantLines([]string{"Nia Pugh, community liaison officer", "Owen Adeyemi, community planning officer"},
		`SELECT r.name || ', ' || r.capacity FROM notice_recipients r JOIN notices n ON n.id = r.notice_id
		WHERE n.event = 'signature made' AND n.subject = 'Castle: Aneurin Bevan-Lloyd stood aside' ORDER BY 1`)
}

func TestWhenEveryoneStandsAsideThePlanningOfficerDecides(t *testing.T) {
	c := newCastle(t)
	id := c.submit(domain.GateAreas)[0]
	for _, who := range []domain.PersonID{c.aneurin, c.priya, c.suresh, c.maire} {
		c.sign(who, id, gates.StandAside)
	}
	c.wantOutcome(id, gates.OutcomeOpen)
	if n, err := gateapp.SettleAttempts(t.Context(), c.App); n != 0 || err != nil {
		t.Errorf("settled %d, %v", n, err)
	}
	override := func(who domain.PersonID, reason string) func(context.Context) error {
		return func(ctx context.Context) error {
			return gateapp.OverrideGate(ctx, c.App, c.Actor(who), c.area, domain.GateAreas, reason)
		}
	}
	c.refusedAs("by the liaison officer", domain.ErrForbidden, override(c.nia, "Nobody is left"))
	c.refusedAs("by the administrator", domain.ErrForbidden, override(c.admin, "Nobody is left"))
	c.refusedFor("without a reason", "reason", override(c.owen, ""))
	if err := override(c.owen, "Nobody is left")(t.Context()); err != nil {
		t.Fatal(err)
	}
	got := c.wantOutcome(id, gates.OutcomeOverridden)
	if got.OutcomeByName != "Owen Adeyemi" || got.OutcomeReason != "Nobody is left" {
		t.Errorf("overridden as %+v", got)
	}
	c.wantState(places.AreaActive)
	c.verify()
}

func TestFormSentTwiceCountsOnce(t *testing.T) {
	c := newCastle(t)
	id := c.submit(domain.GateAreas)[0]
	form := c.decision(id, gates.ApproveWithConditions)
	refs, err := gateapp.SignGate(t.Context(), c.App, c.Actor(c.aneurin), form)
	if err != nil || len(refs) != 1 {
		t.Fatalf("%v, %v", refs, err)
	}
	before := c.contents()
	for range 3 {
		again, err := gateapp.SignGate(t.Context(), c.App, c.Actor(c.aneurin), form)
		if err != nil || !slices.Equal(again, refs) {
			t.Errorf("sent again: %v, %v; want %v", again, err, refs)
		}
	}
	for table, rows := range c.contents() {
		if rows != before[table] {
			t.Errorf("sent again, and %s changed", table)
		}
	}
	// The same key from somebody else is another form.
	if others, err := gateapp.SignGate(t.Context(), c.App, c.Actor(c.priya), form); err != nil || slices.Equal(others, refs) {
		t.Errorf("Priya's: %v, %v", others, err)
	}
	// And it is still answered when the gate is closed.
	c.sign(c.suresh, id, gates.Reject)
	if again, err := gateapp.SignGate(t.Context(), c.App, c.Actor(c.aneurin), form); err != nil || !slices.Equal(again, refs) {
		t.Errorf("sent again after the end: %v, %v", again, err)
	}
	c.refusedFor("a form without a key", "key", c.signing(c.maire, gateapp.Signature{Attempt: id, Digest: form.Digest, Signing: form.Signing}))
}

func TestFormSentTwiceAtOnceCountsOnce(t *testing.T) {
	c := newCastle(t)
	id := c.submit(domain.GateAreas)[0]
	form, actor := c.decision(id, gates.Approve), c.Actor(c.aneurin)
	var refs [8][]string
	var errs [8]error
	var wg sync.WaitGroup
	for i := range refs {
		wg.Go(func() { refs[i], errs[i] = gateapp.SignGate(t.Context(), c.App, actor, form) })
	}
	wg.Wait()
	if err := errors.Join(errs[:]...); err != nil {
		t.Fatal(err)
	}
	for _, r := range refs {
		if len(r) != 1 || r[0] != refs[0][0] {
			t.Errorf("answers %v", refs)
		}
	}
	if n := c.Int(`SELECT count(*) FROM register_entries WHERE kind = 'signature'`); n != 1 {
		t.Errorf("%d signatures in the register", n)
	}
	if n := c.Int(`SELECT count(*) FROM audit_entries WHERE action = 'gate.sign'`); n != 1 {
		t.Errorf("%d audit entries", n)
	}
}

func TestMemberWithTwoPlacesDecidesOnceForBoth(t *testing.T) {
	c := newCastle(t)
	c.Exec(`UPDATE terms SET person_id = $1 WHERE seat_id = $2`, int64(c.aneurin), int64(c.upper))
	id := c.submit(domain.GateAreas)[0]
	refs := c.sign(c.aneurin, id, gates.ApproveWithConditions)
	if len(refs) != 2 {
		t.Fatalf("references %v, want two", refs)
	}
	c.wantLines([]string{"Member for Castle Keep, Test borough", "Member for Upper Moor, Test county"},
		`SELECT payload::jsonb ->> 'capacity' FROM register_entries WHERE reference = ANY($1) ORDER BY 1`, refs)
	c.wantLines([]string{"Light the footpath, Nia Pugh, true"}, // one item to track, not one for each place
		`SELECT text || ', ' || p.name || ', ' || before_next_gate FROM conditions c JOIN people p ON p.id = c.owner_id`)
	c.sign(c.priya, id, gates.Approve)
	c.sign(c.maire, id, gates.Approve)
	c.wantOutcome(id, gates.OutcomePassedWithConditions)
	c.verify()
}
