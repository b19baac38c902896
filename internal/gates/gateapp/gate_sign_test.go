package gateapp_test

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
	"fourgates/internal/town"
)

func TestWhoMaySignAndWhoNever(t *testing.T) {
	c := town.NewCastle(t)
	outsider := c.Person("Dilwyn", policy.Member)
	// Nia submits, and then sits for a division of the area herself; the administrator sits for another.
	c.TakesOver(c.Admin, c.Upper)
	c.Inducted(c.Area, c.Nia, c.Admin)
	id := c.Submit(domain.GateAreas)[0]
	c.TakesOver(c.Nia, c.Lower)
	form := c.Decision(id, gates.Approve)

	c.RefusedFor("the officer who submitted", "own", c.Signing(c.Nia, form))
	c.RefusedAs("an administrator who is a Member", domain.ErrForbidden, c.Signing(c.Admin, form))
	c.RefusedAs("the planning officer", domain.ErrForbidden, c.Signing(c.Owen, form))
	c.RefusedAs("a Member of somewhere else", domain.ErrNotFound, c.Signing(outsider, form))
	c.RefusedAs("an attempt that there is not", domain.ErrNotFound,
		c.Signing(c.Aneurin, gateapp.Signature{Attempt: 99999, Key: "k"}))

	other := form
	other.Digest[0]++
	c.RefusedAs("content that was not shown", domain.ErrConflict, c.Signing(c.Aneurin, other))
	for _, d := range []gates.Decision{gates.ApproveWithConditions, gates.Defer, gates.Reject, gates.StandAside, "",
		"yes"} {
		empty := form
		empty.Signing = gates.Signing{Decision: d}
		if got := town.Blockers(c.Refused("nothing but "+string(d), c.Signing(c.Aneurin, empty))); len(got) == 0 {
			t.Errorf("%q without anything else is not refused by field", d)
		}
	}

	c.Sign(c.Aneurin, id, gates.Approve)
	c.RefusedFor("a second form", "signed", c.Signing(c.Aneurin, c.Decision(id, gates.Reject)))

	// Priya's ward no longer overlaps on the day of signing, and another does that was not asked.
	c.Forced("a boundary stays while Members have its gate", `DELETE FROM area_seats WHERE seat_id = $1`, int64(c.Quay))
	docks := c.Seat("ward", "Docks")
	c.Forced("likewise", `INSERT INTO area_seats (area_id, seat_id, percent) VALUES ($1, $2, 5)`, int64(c.Area),
		int64(docks))
	stranger := c.Person("Ottilie Brackenbury")
	c.Comes(stranger, docks)
	c.RefusedFor("a Member whose ward overlaps by now, and was not asked", "seat", c.Signing(stranger, form))
	c.Sign(c.Priya, id, gates.Approve) // whoever was asked can answer (domain §7.1)
	c.Verify()
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
			c := town.NewCastle(t)
			id := c.Submit(domain.GateAreas)[0]
			c.Sign(c.Aneurin, id, d.decision)
			got := c.WantOutcome(id, d.alone)
			if d.alone != "" {
				want := c.Decision(id, d.decision)
				if got.OutcomeReason != fmt.Sprintf("Aneurin Bevan-Lloyd (%s): %s", d.decision, want.Comment) ||
					got.ResubmitBy != want.ResubmitBy {
					t.Errorf("ended as %+v", got)
				}
				c.RefusedAs("a decision afterwards", domain.ErrConflict,
					c.Signing(c.Priya, c.Decision(id, gates.Approve)))
			} else if err := gateapp.WithdrawAttempt(t.Context(), c.App, c.Actor(c.Nia), id, "Once more"); err != nil {
				t.Fatal(err)
			}
			id = c.Submit(domain.GateAreas)[0]
			c.Sign(c.Priya, id, gates.Approve)
			c.Sign(c.Suresh, id, gates.Approve)
			c.Sign(c.Maire, id, gates.Approve)
			c.WantOutcome(id, gates.OutcomeOpen)
			c.WantState(places.AreaProposed)
			c.Sign(c.Aneurin, id, d.decision)
			c.WantOutcome(id, d.last)
			c.WantState(d.state)
			c.WantLines([]string{"submission submitted", "signature approve", "signature approve", "signature approve",
				"signature " + string(d.decision), "outcome " + string(d.last)},
				`SELECT kind || ' ' || (payload::jsonb ->> 'decision') FROM register_entries WHERE attempt_id = $1
					ORDER BY position`, int64(id))
			c.Verify()
		})
	}
}

func TestEverySignatureTellsTheOfficers(t *testing.T) {
	c := town.NewCastle(t)
	id := c.Submit(domain.GateAreas)[0]
	c.Sign(c.Aneurin, id, gates.StandAside)
	c.WantLines([]string{"Nia Pugh, community liaison officer", "Owen Adeyemi, community planning officer"},
		`SELECT r.name || ', ' || r.capacity FROM notice_recipients r JOIN notices n ON n.id = r.notice_id
		WHERE n.event = 'signature made' AND n.subject = 'Castle: Aneurin Bevan-Lloyd stood aside' ORDER BY 1`)
}

func TestWhenEveryoneStandsAsideThePlanningOfficerDecides(t *testing.T) {
	c := town.NewCastle(t)
	id := c.Submit(domain.GateAreas)[0]
	for _, who := range []domain.PersonID{c.Aneurin, c.Priya, c.Suresh, c.Maire} {
		c.Sign(who, id, gates.StandAside)
	}
	c.WantOutcome(id, gates.OutcomeOpen)
	if n, err := gateapp.SettleAttempts(t.Context(), c.App); n != 0 || err != nil {
		t.Errorf("settled %d, %v", n, err)
	}
	override := func(who domain.PersonID, reason string) func(context.Context) error {
		return func(ctx context.Context) error {
			return gateapp.OverrideGate(ctx, c.App, c.Actor(who), c.Area, domain.GateAreas, reason)
		}
	}
	c.RefusedAs("by the liaison officer", domain.ErrForbidden, override(c.Nia, "Nobody is left"))
	c.RefusedAs("by the administrator", domain.ErrForbidden, override(c.Admin, "Nobody is left"))
	c.RefusedFor("without a reason", "reason", override(c.Owen, ""))
	if err := override(c.Owen, "Nobody is left")(t.Context()); err != nil {
		t.Fatal(err)
	}
	got := c.WantOutcome(id, gates.OutcomeOverridden)
	if got.OutcomeByName != "Owen Adeyemi" || got.OutcomeReason != "Nobody is left" {
		t.Errorf("overridden as %+v", got)
	}
	c.WantState(places.AreaActive)
	c.Verify()
}

func TestFormSentTwiceCountsOnce(t *testing.T) {
	c := town.NewCastle(t)
	id := c.Submit(domain.GateAreas)[0]
	form := c.Decision(id, gates.ApproveWithConditions)
	refs, err := gateapp.SignGate(t.Context(), c.App, c.Actor(c.Aneurin), form)
	if err != nil || len(refs) != 1 {
		t.Fatalf("%v, %v", refs, err)
	}
	before := c.Contents()
	for range 3 {
		again, err := gateapp.SignGate(t.Context(), c.App, c.Actor(c.Aneurin), form)
		if err != nil || !slices.Equal(again, refs) {
			t.Errorf("sent again: %v, %v; want %v", again, err, refs)
		}
	}
	for table, rows := range c.Contents() {
		if rows != before[table] {
			t.Errorf("sent again, and %s changed", table)
		}
	}
	// The same key from somebody else is another form.
	if others, err := gateapp.SignGate(t.Context(), c.App, c.Actor(c.Priya), form); err != nil ||
		slices.Equal(others, refs) {
		t.Errorf("Priya's: %v, %v", others, err)
	}
	// And it is still answered when the gate is closed.
	c.Sign(c.Suresh, id, gates.Reject)
	if again, err := gateapp.SignGate(t.Context(), c.App, c.Actor(c.Aneurin), form); err != nil ||
		!slices.Equal(again, refs) {
		t.Errorf("sent again after the end: %v, %v", again, err)
	}
	c.RefusedFor("a form without a key", "key",
		c.Signing(c.Maire, gateapp.Signature{Attempt: id, Digest: form.Digest, Signing: form.Signing}))
}

// A key is bound to what was sent with it: with another decision it is another form, and nothing is "recorded already".
func TestAKeyIsBoundToWhatWasSentWithIt(t *testing.T) {
	c := town.NewCastle(t)
	id := c.Submit(domain.GateAreas)[0]
	form := c.Decision(id, gates.Approve)
	refs, err := gateapp.SignGate(t.Context(), c.App, c.Actor(c.Aneurin), form)
	if err != nil {
		t.Fatal(err)
	}
	other := c.Rejection(id)
	other.Key = form.Key
	c.RefusedAs("the key of another decision", domain.ErrConflict, c.Signing(c.Aneurin, other))
	other.Replaces = refs
	c.RefusedAs("likewise, to change it", domain.ErrConflict, c.Signing(c.Aneurin, other))
	if _, err := gateapp.CheckSignature(t.Context(), c.App, c.Actor(c.Aneurin), other); !errors.Is(err,
		domain.ErrConflict) {
		t.Errorf("the check of it: %v", err)
	}
	// As forms were kept before: by their key alone.
	c.Forced("signatures are never changed", `ALTER TABLE signatures DISABLE TRIGGER USER`)
	c.Forced("likewise", `UPDATE signatures SET idempotency_key = $1`, form.Key)
	if again, err := gateapp.SignGate(t.Context(), c.App, c.Actor(c.Aneurin), form); err != nil ||
		!slices.Equal(again, refs) {
		t.Errorf("a form that was kept before, sent again: %v, %v", again, err)
	}
}

func TestFormSentTwiceAtOnceCountsOnce(t *testing.T) {
	c := town.NewCastle(t)
	id := c.Submit(domain.GateAreas)[0]
	form, actor := c.Decision(id, gates.Approve), c.Actor(c.Aneurin)
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
	c := town.NewCastle(t)
	c.TakesOver(c.Aneurin, c.Upper)
	id := c.Submit(domain.GateAreas)[0]
	refs := c.Sign(c.Aneurin, id, gates.ApproveWithConditions)
	if len(refs) != 2 {
		t.Fatalf("references %v, want two", refs)
	}
	c.WantLines([]string{"Member for Castle Keep, Test borough", "Member for Upper Moor, Test county"},
		`SELECT payload::jsonb ->> 'capacity' FROM register_entries WHERE reference = ANY($1) ORDER BY 1`, refs)
	c.WantLines([]string{"Light the footpath, Nia Pugh, true"}, // one item to track, not one for each place
		`SELECT text || ', ' || p.name || ', ' || before_next_gate FROM conditions c JOIN people p ON p.id = c.owner_id`)
	c.Sign(c.Priya, id, gates.Approve)
	c.Sign(c.Maire, id, gates.Approve)
	c.WantOutcome(id, gates.OutcomePassedWithConditions)
	c.Verify()
}
