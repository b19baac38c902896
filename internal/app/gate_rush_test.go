package app_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"fourgates/internal/act"
	"fourgates/internal/beyond"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/policy"
)

// rush is the castle's application on a pool like the one that serves: as many connections, the same limits.
func (c *castle) rush() *act.App {
	c.t.Helper()
	cfg, err := pgxpool.ParseConfig(c.Pool.Config().ConnString())
	if err != nil {
		c.t.Fatal(err)
	}
	cfg.MaxConns = 20
	cfg.ConnConfig.RuntimeParams["role"] = "fourgates_app"
	cfg.ConnConfig.RuntimeParams["statement_timeout"] = "5s"
	cfg.ConnConfig.RuntimeParams["lock_timeout"] = "2s"
	cfg.ConnConfig.RuntimeParams["idle_in_transaction_session_timeout"] = "10s"
	pool, err := pgxpool.NewWithConfig(c.t.Context(), cfg)
	if err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(pool.Close)
	return &act.App{Beyond: beyond.Steps(), Store: db.New(pool), Now: c.Now, Log: c.App.Log}
}

// crowd fills so many wards with a Member each, and returns an area that they all overlap, ready for gate 1.
func (c *castle) crowd(name string, n int) (domain.AreaID, []domain.PersonID) {
	c.t.Helper()
	seats := []domain.SeatID{c.upper}
	people := []domain.PersonID{c.suresh}
	for i := range n - 1 {
		seat, who := c.Seat("ward", fmt.Sprintf("%s ward %d", name, i)), c.Person(fmt.Sprintf("Member%d", i))
		c.Term(who, seat)
		seats, people = append(seats, seat), append(people, who)
	}
	return c.ready(name, seats...), people
}

// oneWhole checks that gate 1 passed once, with all that passing does and nothing twice, and that no signature is lost.
func (c *castle) oneWhole(id domain.AttemptID, area domain.AreaID, signatures int) {
	c.t.Helper()
	c.wantOutcome(id, gates.OutcomePassed)
	for what, sql := range map[string]string{
		"signatures":                 `SELECT count(*) = $2 FROM signatures WHERE attempt_id = $1`,
		"signatures in the register": `SELECT count(*) = $2 FROM register_entries WHERE kind = 'signature' AND attempt_id = $1`,
		"audit entries":              `SELECT count(*) = $2 FROM audit_entries WHERE action = 'gate.sign' AND object_id = $1`,
	} {
		if !c.holds(sql, int64(id), signatures) {
			c.t.Errorf("attempt %d has not %d %s", id, signatures, what)
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
			c.t.Errorf("attempt %d passed, but not once and whole: %s", id, what)
		}
	}
}

func (c *castle) holds(sql string, args ...any) bool {
	c.t.Helper()
	var yes bool
	if err := c.Pool.QueryRow(c.t.Context(), sql, args...).Scan(&yes); err != nil {
		c.t.Fatalf("%s: %v", sql, err)
	}
	return yes
}

// Guarantees 3 and 4: two hundred Members sign the last pending places of one gate at the same moment.
func TestTwoHundredSignAtOnceAndTheGatePassesOnce(t *testing.T) {
	const n = 200
	c := newCastle(t)
	area, people := c.crowd("Crowd", n)
	id := c.submit(domain.GateAreas, area)[0]
	rush, digest := c.rush(), c.attempt(id).Digest
	actors := make([]policy.Actor, n)
	for i, who := range people {
		actors[i] = c.Actor(who)
	}
	refs := make([][]string, n)
	errs := atOnce(n, func(i int) (err error) {
		refs[i], err = gateapp.SignGate(t.Context(), rush, actors[i], gateapp.Signature{Attempt: id, Digest: digest, Key: fmt.Sprint("rush ", i), Signing: gates.Signing{Decision: gates.Approve}})
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
	c.oneWhole(id, area, n)
	c.verify()
}

// Two hundred gates of different areas are decided at the same moment: they meet only at the register.
func TestTwoHundredGatesPassAtOnce(t *testing.T) {
	const n = 200
	c := newCastle(t)
	areas, ids := make([]domain.AreaID, n), make([]domain.AttemptID, n)
	for i := range n {
		areas[i] = c.ready(fmt.Sprint("Area ", i), c.keep, c.upper)
	}
	copy(ids, c.submit(domain.GateAreas, areas...))
	for _, id := range ids {
		c.sign(c.aneurin, id, gates.Approve)
	}
	rush, last := c.rush(), c.Actor(c.suresh)
	digests := make([]domain.Digest, n)
	for i, id := range ids {
		digests[i] = c.attempt(id).Digest
	}
	errs := atOnce(n, func(i int) error {
		_, err := gateapp.SignGate(t.Context(), rush, last, gateapp.Signature{Attempt: ids[i], Digest: digests[i], Key: "rush", Signing: gates.Signing{Decision: gates.Approve}})
		return err
	})
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	for i := range n {
		c.oneWhole(ids[i], areas[i], 2)
	}
	c.verify()
}

// Whatever comes at the same moment as the last signature, one of them is first and the other is told so.
func TestLastSignatureRaces(t *testing.T) {
	const seed = 4
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 1))
	c := newCastle(t)
	rush := c.rush()
	for name, race := range map[string]struct {
		other func(ctx context.Context, area domain.AreaID, id domain.AttemptID) error
		ends  map[gates.Outcome]bool // whether the signature was recorded
	}{
		"a withdrawal": {func(ctx context.Context, _ domain.AreaID, id domain.AttemptID) error {
			return gateapp.WithdrawAttempt(ctx, rush, c.Actor(c.nia), id, "Wrong boundary")
		}, map[gates.Outcome]bool{gates.OutcomePassed: true, gates.OutcomeWithdrawn: false}},
		"an override": {func(ctx context.Context, area domain.AreaID, _ domain.AttemptID) error {
			return gateapp.OverrideGate(ctx, rush, c.Actor(c.owen), area, domain.GateAreas, "Purdah")
		}, map[gates.Outcome]bool{gates.OutcomePassed: true, gates.OutcomeOverridden: false}},
		"a rejection": {func(ctx context.Context, _ domain.AreaID, id domain.AttemptID) error {
			_, err := gateapp.SignGate(ctx, rush, c.Actor(c.suresh), c.rejection(id))
			return err
		}, map[gates.Outcome]bool{gates.OutcomeRejected: true}},
	} {
		t.Run(name, func(t *testing.T) {
			c.t = t
			for round := range 12 {
				area := c.ready(fmt.Sprintf("%s %d", name, round), c.keep, c.upper)
				id := c.submit(domain.GateAreas, area)[0]
				if name != "a rejection" {
					c.sign(c.suresh, id, gates.Approve)
				}
				form, member, wait := c.decision(id, gates.Approve), c.Actor(c.aneurin), time.Duration(rng.IntN(8))*time.Millisecond
				var signed, other error
				atOnce(2, func(i int) error {
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
					if err != nil && !errors.Is(err, domain.ErrConflict) && len(blockers(err)) == 0 {
						t.Errorf("round %d: %v", round, err)
					}
				}
				got := c.attempt(id).Outcome
				recorded, known := race.ends[got]
				switch {
				case !known:
					t.Errorf("round %d ends %q", round, got)
				case name == "a rejection": // both may be recorded
				case recorded != (signed == nil), recorded == (other == nil):
					t.Errorf("round %d ends %q, the signature was told %v and the other %v", round, got, signed, other)
				}
				if stored := c.Int(`SELECT count(*) FROM signatures WHERE attempt_id = $1 AND person_id = $2`, int64(id), int64(c.aneurin)); (stored == 1) != (signed == nil) {
					t.Errorf("round %d: told %v, and %d signatures are stored", round, signed, stored)
				}
				if got == gates.OutcomePassed {
					c.oneWhole(id, area, 2)
				}
			}
			c.verify()
		})
	}
	c.t = t
}

func (c *castle) rejection(id domain.AttemptID) gateapp.Signature {
	t, err := gatestore.Attempt(context.Background(), c.App.Store.Reader, policy.Scope{All: true}, id)
	if err != nil {
		return gateapp.Signature{}
	}
	return gateapp.Signature{Attempt: id, Digest: t.Digest, Key: "no", Signing: gates.Signing{Decision: gates.Reject, Comment: "Wrong"}}
}

func TestTermThatEndsWhileItsMemberSigns(t *testing.T) {
	c := newCastle(t)
	rush := c.rush()
	for round := range 12 {
		area := c.ready(fmt.Sprint("Term ", round), c.keep, c.upper)
		id := c.submit(domain.GateAreas, area)[0]
		c.sign(c.suresh, id, gates.Approve)
		form, member := c.decision(id, gates.Approve), c.Actor(c.aneurin)
		var signed error
		errs := atOnce(2, func(i int) error {
			if i == 0 {
				_, signed = gateapp.SignGate(t.Context(), rush, member, form)
				return nil
			}
			if _, err := c.Pool.Exec(t.Context(), `UPDATE terms SET to_on = $2 WHERE seat_id = $1`, int64(c.keep), c.day().AddDays(-1).Time()); err != nil {
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
			if !errors.Is(signed, domain.ErrConflict) && len(blockers(signed)) == 0 {
				t.Errorf("round %d: %v", round, signed)
			}
		}
		c.oneWhole(id, area, want)
		c.Exec(`UPDATE terms SET to_on = NULL WHERE seat_id = $1`, int64(c.keep))
	}
	c.verify()
}

func TestGateSubmittedTwiceAtOnceIsOneAttempt(t *testing.T) {
	c := newCastle(t)
	moor := c.ready("Moor", c.keep, c.upper)
	rush, nia, owen := c.rush(), c.Actor(c.nia), c.Actor(c.owen)
	// Alone, in a batch, in the batch the other way round, and overridden: whoever comes first, nobody waits in a circle.
	errs := atOnce(12, func(i int) error {
		areas := [][]domain.AreaID{{c.area}, {c.area, moor}, {moor, c.area}}[i%3]
		_, err := gateapp.SubmitGate(t.Context(), rush, []policy.Actor{nia, owen}[i%2], gateapp.Submission{Areas: areas, Gate: domain.GateAreas})
		return err
	})
	for _, err := range errs {
		if err != nil && len(blockers(err)) == 0 {
			t.Error(err)
		}
	}
	for _, area := range []domain.AreaID{c.area, moor} {
		if n := c.Int(`SELECT count(*) FROM attempts WHERE area_id = $1`, int64(area)); n > 1 || (area == c.area && n == 0) {
			t.Errorf("area %d has %d attempts", area, n)
		}
	}
	if c.Int(`SELECT count(*) FROM gate_batches b`) != c.Int(`SELECT count(DISTINCT batch_id) FROM attempts`) {
		t.Error("a batch is left without its attempts")
	}
	c.verify()
}

// Batches signed in any order beside single signatures and overrides of their areas: a circle of waiting would show as a deadlock.
func TestNobodyWaitsInACircle(t *testing.T) {
	c := newCastle(t)
	var areas []domain.AreaID
	for i := range 8 {
		areas = append(areas, c.ready(fmt.Sprint("Batch ", i), c.keep, c.quay, c.upper, c.lower))
	}
	ids := c.submit(domain.GateAreas, areas...)
	forms := func(d gates.Decision, order []int) []gateapp.Signature {
		var list []gateapp.Signature
		for _, i := range order {
			list = append(list, c.decision(ids[i], d))
		}
		return list
	}
	forward, backward := forms(gates.Approve, []int{0, 1, 2, 3, 4, 5, 6, 7}), forms(gates.Approve, []int{7, 6, 5, 4, 3, 2, 1, 0})
	single := forms(gates.Approve, []int{3, 5})
	rush := c.rush()
	deadlocks := func() int64 {
		c.Exec(`SELECT pg_stat_force_next_flush()`)
		return c.Int(`SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()`)
	}
	aneurin, priya, suresh, owen := c.Actor(c.aneurin), c.Actor(c.priya), c.Actor(c.suresh), c.Actor(c.owen)
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
	for _, err := range atOnce(len(steps), func(i int) error { return steps[i]() }) {
		if err != nil && !errors.Is(err, domain.ErrConflict) {
			t.Error(err)
		}
	}
	if n := deadlocks(); n > 0 {
		t.Errorf("%d deadlocks", n)
	}
	c.verify()
}
