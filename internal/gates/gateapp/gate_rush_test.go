package gateapp_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/policy"
	"fourgates/internal/town"
)

// Guarantees 3 and 4: two hundred Members sign the last pending places of one gate at the same moment.
func TestSixtySignAtOnceAndTheGatePassesOnce(t *testing.T) { signAtOnce(t, 60) }

func signAtOnce(t *testing.T, n int) {
	t.Helper()
	c := town.NewCastle(t)
	area, people := c.Crowd("Crowd", n)
	id := c.Submit(domain.GateAreas, area)[0]
	rush, digest := c.Rush(), c.Attempt(id).Digest
	actors := make([]policy.Actor, n)
	for i, who := range people {
		actors[i] = c.Actor(who)
	}
	refs := make([][]string, n)
	errs := town.AtOnce(n, func(i int) (err error) {
		refs[i], err = gateapp.SignGate(t.Context(), rush, actors[i], gateapp.Signature{Attempt: id, Digest: digest,
			Key: fmt.Sprint("rush ", i), Signing: gates.Signing{Decision: gates.Approve}})
		return err
	})
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, r := range refs {
		if len(r) != 1 || seen[r[0]] {
			t.Errorf("references %v are not one of its own", r)
			continue
		}
		seen[r[0]] = true
	}
	c.OneWhole(id, area, n)
	c.Verify()
}

// Two hundred gates of different areas are decided at the same moment: they meet only at the register.
func TestFortyGatesPassAtOnce(t *testing.T) { gatesPassAtOnce(t, 40) }

func gatesPassAtOnce(t *testing.T, n int) {
	t.Helper()
	c := town.NewCastle(t)
	areas, ids := make([]domain.AreaID, n), make([]domain.AttemptID, n)
	for i := range n {
		areas[i] = c.Ready(fmt.Sprint("Area ", i), c.Keep, c.Upper)
	}
	copy(ids, c.Submit(domain.GateAreas, areas...))
	for _, id := range ids {
		c.Sign(c.Aneurin, id, gates.Approve)
	}
	rush, last := c.Rush(), c.Actor(c.Suresh)
	digests := make([]domain.Digest, n)
	for i, id := range ids {
		digests[i] = c.Attempt(id).Digest
	}
	errs := town.AtOnce(n, func(i int) error {
		_, err := gateapp.SignGate(t.Context(), rush, last, gateapp.Signature{Attempt: ids[i], Digest: digests[i],
			Key: "rush", Signing: gates.Signing{Decision: gates.Approve}})
		return err
	})
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	for i := range n {
		c.OneWhole(ids[i], areas[i], 2)
	}
	c.Verify()
}

// Whatever comes at the same moment as the last signature, one of them is first and the other is told so.
func TestLastSignatureRaces(t *testing.T) {
	const seed = 4
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 1))
	c := town.NewCastle(t)
	rush := c.Rush()
	for name, race := range map[string]struct {
		other func(ctx context.Context, area domain.AreaID, id domain.AttemptID) error
		ends  map[gates.Outcome]bool // whether the signature was recorded
	}{
		"a withdrawal": {func(ctx context.Context, _ domain.AreaID, id domain.AttemptID) error {
			return gateapp.WithdrawAttempt(ctx, rush, c.Actor(c.Nia), id, "Wrong boundary")
		}, map[gates.Outcome]bool{gates.OutcomePassed: true, gates.OutcomeWithdrawn: false}},
		"an override": {func(ctx context.Context, area domain.AreaID, _ domain.AttemptID) error {
			return gateapp.OverrideGate(ctx, rush, c.Actor(c.Owen), area, domain.GateAreas, "Purdah")
		}, map[gates.Outcome]bool{gates.OutcomePassed: true, gates.OutcomeOverridden: false}},
		"a rejection": {func(ctx context.Context, _ domain.AreaID, id domain.AttemptID) error {
			_, err := gateapp.SignGate(ctx, rush, c.Actor(c.Suresh), c.Rejection(id))
			return err
		}, map[gates.Outcome]bool{gates.OutcomeRejected: true}},
	} {
		t.Run(name, func(t *testing.T) {
			c.T = t
			for round := range 12 {
				area := c.Ready(fmt.Sprintf("%s %d", name, round), c.Keep, c.Upper)
				id := c.Submit(domain.GateAreas, area)[0]
				if name != "a rejection" {
					c.Sign(c.Suresh, id, gates.Approve)
				}
				form, member, wait := c.Decision(id, gates.Approve), c.Actor(c.Aneurin),
					time.Duration(rng.IntN(8))*time.Millisecond
				var signed, other error
				town.AtOnce(2, func(i int) error {
					if i == 0 {
						time.Sleep(wait / 2)
						_, signed = gateapp.SignGate(t.Context(), rush, member, form)
						return nil
					}
					time.Sleep(wait % (4 * time.Millisecond))
					other = race.other(t.Context(), area, id)
					return nil
				})
				for _, err := range []error{signed, other} {
					if err != nil && !errors.Is(err, domain.ErrConflict) && len(town.Blockers(err)) == 0 {
						t.Errorf("round %d: %v", round, err)
					}
				}
				got := c.Attempt(id).Outcome
				recorded, known := race.ends[got]
				switch {
				case !known:
					t.Errorf("round %d ends %q", round, got)
				case name == "a rejection": // both may be recorded
				case recorded != (signed == nil), recorded == (other == nil):
					t.Errorf("round %d ends %q, the signature was told %v and the other %v", round, got, signed, other)
				}
				if stored := c.Int(`SELECT count(*) FROM signatures WHERE attempt_id = $1 AND person_id = $2`,
					int64(id), int64(c.Aneurin)); (stored == 1) != (signed == nil) {
					t.Errorf("round %d: told %v, and %d signatures are stored", round, signed, stored)
				}
				if got == gates.OutcomePassed {
					c.OneWhole(id, area, 2)
				}
			}
			c.Verify()
		})
	}
	c.T = t
}

func TestTermThatEndsWhileItsMemberSigns(t *testing.T) {
	c := town.NewCastle(t)
	rush := c.Rush()
	for round := range 12 { // by hand, for one term ends and goes on in every round
		area := c.Ready(fmt.Sprint("Term ", round), c.Keep, c.Upper)
		id := c.Submit(domain.GateAreas, area)[0]
		c.Sign(c.Suresh, id, gates.Approve)
		form, member := c.Decision(id, gates.Approve), c.Actor(c.Aneurin)
		var signed error
		errs := town.AtOnce(2, func(i int) error {
			if i == 0 {
				_, signed = gateapp.SignGate(t.Context(), rush, member, form)
				return nil
			}
			if _, err := c.Pool.Exec(t.Context(), `UPDATE terms SET to_on = $2 WHERE seat_id = $1`, int64(c.Keep),
				c.Day().AddDays(-1).Time()); err != nil {
				return err
			}
			_, err := gateapp.SettleAttempts(t.Context(), rush)
			return err
		})
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
		want := 2
		if signed != nil {
			want = 1 // the seat was vacant by then, and the gate passed without it
			if !errors.Is(signed, domain.ErrConflict) && len(town.Blockers(signed)) == 0 {
				t.Errorf("round %d: %v", round, signed)
			}
		}
		c.OneWhole(id, area, want)
		c.Forced("a term that has ended stays so", `UPDATE terms SET to_on = NULL WHERE seat_id = $1`, int64(c.Keep))
	}
	c.Verify()
}

func TestGateSubmittedTwiceAtOnceIsOneAttempt(t *testing.T) {
	c := town.NewCastle(t)
	moor := c.Ready("Moor", c.Keep, c.Upper)
	rush, nia, owen := c.Rush(), c.Actor(c.Nia), c.Actor(c.Owen)
	// Alone, in a batch, in the batch the other way round, and overridden: whoever comes first, nobody waits in a
	// circle.
	errs := town.AtOnce(12, func(i int) error {
		areas := [][]domain.AreaID{{c.Area}, {c.Area, moor}, {moor, c.Area}}[i%3]
		_, err := gateapp.SubmitGate(t.Context(), rush, []policy.Actor{nia, owen}[i%2],
			gateapp.Submission{Areas: areas, Gate: domain.GateAreas})
		return err
	})
	for _, err := range errs {
		if err != nil && len(town.Blockers(err)) == 0 {
			t.Error(err)
		}
	}
	for _, area := range []domain.AreaID{c.Area, moor} {
		if n := c.Int(`SELECT count(*) FROM attempts WHERE area_id = $1`, int64(area)); n > 1 ||
			(area == c.Area && n == 0) {
			t.Errorf("area %d has %d attempts", area, n)
		}
	}
	if c.Int(`SELECT count(*) FROM gate_batches b`) != c.Int(`SELECT count(DISTINCT batch_id) FROM attempts`) {
		t.Error("a batch is left without its attempts")
	}
	c.Verify()
}

// Batches signed in any order beside single signatures and overrides of their areas: a circle of waiting would show as
// a deadlock.
func TestNobodyWaitsInACircle(t *testing.T) {
	c := town.NewCastle(t)
	var areas []domain.AreaID
	for i := range 8 {
		areas = append(areas, c.Ready(fmt.Sprint("Batch ", i), c.Keep, c.Quay, c.Upper, c.Lower))
	}
	ids := c.Submit(domain.GateAreas, areas...)
	forms := func(d gates.Decision, order []int) []gateapp.Signature {
		var list []gateapp.Signature
		for _, i := range order {
			list = append(list, c.Decision(ids[i], d))
		}
		return list
	}
	forward, backward := forms(gates.Approve, []int{0, 1, 2, 3, 4, 5, 6, 7}),
		forms(gates.Approve, []int{7, 6, 5, 4, 3, 2, 1, 0})
	single := forms(gates.Approve, []int{3, 5})
	rush := c.Rush()
	deadlocks := func() int64 {
		c.Exec(`SELECT pg_stat_force_next_flush()`)
		return c.Int(`SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()`)
	}
	aneurin, priya, suresh, owen := c.Actor(c.Aneurin), c.Actor(c.Priya), c.Actor(c.Suresh), c.Actor(c.Owen)
	steps := []func() error{
		func() error { _, err := gateapp.SignGates(t.Context(), rush, aneurin, forward); return err },
		func() error { _, err := gateapp.SignGates(t.Context(), rush, priya, backward); return err },
		func() error { _, err := gateapp.SignGate(t.Context(), rush, suresh, single[0]); return err },
		func() error { _, err := gateapp.SignGate(t.Context(), rush, suresh, single[1]); return err },
		func() error {
			return gateapp.OverrideGate(t.Context(), rush, owen, areas[6], domain.GateAreas, "Purdah")
		},
		func() error {
			return gateapp.OverrideGate(t.Context(), rush, owen, areas[1], domain.GateAreas, "Purdah")
		},
	}
	for _, err := range town.AtOnce(len(steps), func(i int) error { return steps[i]() }) {
		if err != nil && !errors.Is(err, domain.ErrConflict) {
			t.Error(err)
		}
	}
	if n := deadlocks(); n > 0 {
		t.Errorf("%d deadlocks", n)
	}
	c.Verify()
}
