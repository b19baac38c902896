package gateapp_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/places/placeapp"
	"fourgates/internal/policy"
	"fourgates/internal/register"
	"fourgates/internal/register/registerapp"
	"fourgates/internal/register/registerstore"
	"fourgates/internal/town"
)

// A decision can be changed while the attempt is open, by a new register entry; the old one stays and says so, counts
// no longer, and its conditions are void (rulings, 4).
func TestDecisionIsChangedByANewEntry(t *testing.T) {
	c := town.NewCastle(t)
	id := c.Submit(domain.GateAreas)[0]
	first := c.Sign(c.Aneurin, id, gates.ApproveWithConditions)
	before := receiptOf(t, c, first[0])
	c.Move(town.ADay)
	form := c.Changing(c.Aneurin, id, gates.Approve)
	form.Comment = "The path is lit by now"
	second, err := gateapp.SignGate(t.Context(), c.App, c.Actor(c.Aneurin), form)
	if err != nil || len(second) != 1 || second[0] == first[0] {
		t.Fatalf("%v, %v", second, err)
	}
	c.WantLines([]string{first[0] + " approve with conditions ", second[0] + " approve " + first[0]},
		`SELECT reference || ' ' || (payload::jsonb ->> 'decision') || ' ' || COALESCE(payload::jsonb ->> 'replaces',
			'')
		FROM register_entries WHERE kind = 'signature' ORDER BY position`)
	asked, err := gatestore.Signatories(t.Context(), c.App.Store.Reader, id, c.Day())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range asked {
		if s.Holder == c.Aneurin && (s.Decision != gates.Approve || s.Reference != second[0] ||
			s.Comment != form.Comment) {
			t.Errorf("what stands is %+v", s)
		}
	}
	replaced, err := gatestore.ReplacedDecisions(t.Context(), c.App.Store.Reader, id)
	if err != nil || len(replaced) != 1 {
		t.Fatalf("%+v, %v", replaced, err)
	}
	if r := replaced[0]; r.Decision != gates.ApproveWithConditions || r.Reference != first[0] ||
		r.ReplacedBy != second[0] ||
		!r.ReplacedAt.Equal(c.Now()) || !slices.Equal(r.Conditions, []string{"Light the footpath"}) {
		t.Errorf("the replaced one is %+v", r)
	}
	for _, who := range []domain.PersonID{c.Priya, c.Suresh, c.Maire} {
		c.Sign(who, id, gates.Approve)
	}
	c.WantOutcome(id, gates.OutcomePassed) // without conditions: the one that was set is void
	if open, err := gatestore.OpenConditions(t.Context(), c.App.Store.Reader, policy.Scope{All: true}); err != nil ||
		len(open) != 0 {
		t.Errorf("open conditions %v, %v", open, err)
	}
	head := c.Verify().Hash
	for name, receipt := range map[string]register.Receipt{"as it was given": before,
		"of the old": receiptOf(t, c, first[0]), "of the new": receiptOf(t, c, second[0])} {
		published := head
		if name == "as it was given" {
			published = domain.Digest{}
		}
		if _, err := receipt.Verify(published); err != nil {
			t.Errorf("the receipt %s: %v", name, err)
		}
	}
}

func receiptOf(t *testing.T, c *town.Castle, reference string) register.Receipt {
	t.Helper()
	all := policy.Scope{All: true}
	e, err := registerstore.RegisterEntry(t.Context(), c.App.Store.Reader,
		policy.RegisterScope{Areas: all, Unpublished: all}, reference)
	if err != nil {
		t.Fatal(err)
	}
	receipt, err := registerapp.Receipt(t.Context(), c.App, "Aldermoor", e)
	if err != nil {
		t.Fatal(err)
	}
	return receipt
}

// Only who made a decision changes it, and only as long as they decide for the place: it is their own word.
func TestWhoMayChangeADecision(t *testing.T) {
	c := town.NewCastle(t)
	stand, successor := c.Person("Bronagh Tiernan"), c.Person("Ffion Oyelaran")
	c.Term(stand, c.Harness.Seat("division", "Far Moor")) // a substitute is a Member of the same council
	c.StandsIn(stand, c.Upper, 0, 2)
	id := c.Submit(domain.GateAreas)[0]
	c.RefusedFor("before any was made", "none",
		c.Signing(c.Priya, changing(c.Decision(id, gates.Approve), "FG-000001")))
	own, stood := c.Sign(c.Aneurin, id, gates.Approve), c.Sign(stand, id, gates.Approve)
	theirs := func(who domain.PersonID, d gates.Decision) gateapp.Signature { return c.Changing(who, id, d) }

	c.RefusedFor("the Member for whom a substitute decided", "none",
		c.Signing(c.Suresh, changing(c.Decision(id, gates.StandAside), stood...)))
	c.RefusedFor("another Member", "none", c.Signing(c.Priya, changing(c.Decision(id, gates.StandAside), own...)))
	c.RefusedAs("the officer who submitted", domain.ErrForbidden,
		c.Signing(c.Nia, changing(c.Decision(id, gates.StandAside), own...)))
	c.RefusedAs("the administrator", domain.ErrForbidden,
		c.Signing(c.Admin, changing(c.Decision(id, gates.StandAside), own...)))
	c.RefusedAs("another decision than stands", domain.ErrConflict,
		c.Signing(c.Aneurin, changing(c.Decision(id, gates.StandAside), stood...)))
	other := theirs(c.Aneurin, gates.StandAside)
	other.Digest[0]++
	c.RefusedAs("content that was not shown", domain.ErrConflict, c.Signing(c.Aneurin, other))
	c.RefusedFor("aside without an interest", "comment",
		c.Signing(c.Aneurin, gateapp.Signature{Attempt: id, Key: "k", Replaces: own,
			Digest: c.Attempt(id).Digest, Signing: gates.Signing{Decision: gates.StandAside}}))

	if _, err := gateapp.SignGate(t.Context(), c.App, c.Actor(stand),
		theirs(stand, gates.ApproveWithConditions)); err != nil {
		t.Errorf("the substitute, while named: %v", err)
	}
	c.WantLines([]string{"Substitute for Suresh, Member for Upper Moor, Test county"},
		`SELECT DISTINCT payload::jsonb ->> 'capacity' FROM register_entries WHERE person_id = $1`, int64(stand))
	form := theirs(stand, gates.StandAside)
	c.Move(3 * town.ADay)
	c.RefusedAs("the substitute, when no longer named", domain.ErrNotFound, c.Signing(stand, form))

	form = theirs(c.Aneurin, gates.StandAside)
	c.Leaves(c.Keep)
	c.Move(town.ADay)
	c.Comes(successor, c.Keep)
	c.RefusedAs("who has left", domain.ErrForbidden, c.Signing(c.Aneurin, form))
	c.RefusedFor("the successor", "none", c.Signing(successor, changing(c.Decision(id, gates.StandAside), own...)))
	c.Sign(c.Priya, id, gates.Approve)
	form = theirs(c.Priya, gates.StandAside)
	c.Sign(c.Maire, id, gates.Approve)
	c.WantOutcome(id, gates.OutcomePassedWithConditions) // the predecessor's and the substitute's decisions stand
	c.RefusedAs("after the gate has passed", domain.ErrConflict, c.Signing(c.Priya, form))
	c.Verify()
}

func changing(s gateapp.Signature, replaces ...string) gateapp.Signature {
	s.Replaces = replaces
	return s
}

// Each form counts once, whichever decision stands by now; whoever stood aside may decide after all; one who decides
// for two places changes both; and who was told of the first decision is told of the change.
func TestChangeIsRecordedOnceAndTold(t *testing.T) {
	c := town.NewCastle(t)
	c.TakesOver(c.Aneurin, c.Upper)
	id := c.Submit(domain.GateAreas)[0]
	form := c.Decision(id, gates.StandAside)
	first, err := gateapp.SignGate(t.Context(), c.App, c.Actor(c.Aneurin), form)
	if err != nil || len(first) != 2 {
		t.Fatalf("%v, %v", first, err)
	}
	c.Move(town.ADay)
	// Nia was told of the first, and is gone.
	assigned := domain.AssignmentID(c.Int(`SELECT id FROM assignments WHERE person_id = $1`, int64(c.Nia)))
	if err := placeapp.EndAssignment(t.Context(), c.App, c.Actor(c.Owen), c.Area, assigned,
		c.Day().AddDays(-1)); err != nil {
		t.Fatal(err)
	}
	change := c.Changing(c.Aneurin, id, gates.ApproveWithConditions)
	second, err := gateapp.SignGate(t.Context(), c.App, c.Actor(c.Aneurin), change)
	if err != nil || len(second) != 2 {
		t.Fatalf("%v, %v", second, err)
	}
	before := c.Contents()
	for _, again := range []struct {
		form gateapp.Signature
		want []string
	}{{form, first}, {change, second}} {
		if got, err := gateapp.SignGate(t.Context(), c.App, c.Actor(c.Aneurin), again.form); err != nil ||
			!slices.Equal(got, again.want) {
			t.Errorf("sent again: %v, %v; want %v", got, err, again.want)
		}
	}
	for table, rows := range c.Contents() {
		if rows != before[table] {
			t.Errorf("sent again, and %s changed", table)
		}
	}
	c.WantTold("signature changed", "Nia Pugh, community liaison officer: shown in app",
		"Owen Adeyemi, community planning officer: shown in app")
	c.WantLines([]string{"Castle: Aneurin Bevan-Lloyd changed a decision and approved with conditions. Gate 1: " +
		"agreement on selected areas, attempt 1. Before: stood aside. The earlier decision (" +
		first[0] + ", " + first[1] + ") stays in the register and no longer counts."},
		`SELECT subject || '. ' || body FROM notices WHERE event = 'signature changed'`)
	if n := c.Int(`SELECT count(*) FROM conditions`); n != 1 {
		t.Errorf("%d conditions for one decision", n)
	}
	c.Verify()
}

// Guarantees 3 and 4 with changed minds: Members decide and decide otherwise at the same moment, by every rule. Each
// place has one decision that stands, none is lost, and the gate is as its rule says of those. All but Suresh first
// stand aside, which ends no gate, and he waits until one of them has changed their mind: on a fair machine some do.
func TestGatePassesExactlyOnTheDecisionsThatStand(t *testing.T) {
	const seed = 20261129
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 1))
	c := town.NewCastle(t)
	rush, members := c.Rush(), []domain.PersonID{c.Aneurin, c.Priya, c.Suresh, c.Maire}
	ways := []gates.Decision{gates.Approve, gates.Approve, gates.ApproveWithConditions, gates.StandAside,
		gates.StandAside, gates.Defer, gates.Reject}
	outcomes, changed := map[gates.Outcome]int{}, int64(0)
	for round := range 16 {
		if err := gateapp.SetGateRule(t.Context(), c.App, c.Actor(c.Admin), domain.GateAreas,
			gates.Rules()[round%len(gates.Rules())]); err != nil {
			t.Fatal(err)
		}
		id := c.Submit(domain.GateAreas, c.Ready(fmt.Sprint("Changing ", round), c.Keep, c.Quay, c.Upper, c.Lower))[0]
		forms := make([][]gateapp.Signature, len(members))
		for i := range members {
			for n := range 3 {
				way := ways[rng.IntN(len(ways))]
				if n == 0 && members[i] != c.Suresh {
					way = gates.StandAside
				}
				forms[i] = append(forms[i], c.Decision(id, way))
			}
		}
		actors := make([]policy.Actor, len(members))
		for i, who := range members {
			actors[i] = c.Actor(who)
		}
		var release sync.Once
		minds := make(chan struct{}) // closed when one has changed, or nobody will
		var deciding sync.WaitGroup
		deciding.Add(2 * (len(members) - 1))
		go func() { deciding.Wait(); release.Do(func() { close(minds) }) }()
		for _, err := range town.AtOnce(2*len(members), func(i int) error { // each in two windows at once
			var mine []string
			if members[i%len(members)] == c.Suresh {
				<-minds
			} else {
				defer deciding.Done()
			}
			for _, form := range forms[i%len(members)] {
				form.Key = fmt.Sprint(form.Key, " ", i)
				refs, err := gateapp.SignGate(t.Context(), rush, actors[i%len(members)], changing(form, mine...))
				if err != nil && !errors.Is(err, domain.ErrConflict) && len(town.Blockers(err)) == 0 {
					return err
				}
				if err == nil && len(mine) > 0 {
					release.Do(func() { close(minds) })
				}
				if err == nil {
					mine = refs
				}
			}
			return nil
		}) {
			if err != nil {
				t.Errorf("round %d: %v", round, err)
			}
		}
		got := c.Attempt(id)
		asked, err := gatestore.Signatories(t.Context(), c.App.Store.Reader, id, c.Day())
		if err != nil {
			t.Fatal(err)
		}
		if want := got.Rule.Evaluate(gates.Slots(asked)); got.Outcome != want || len(asked) != len(members) {
			t.Errorf("round %d ends %q, and the rule %q says %q of %d places", round, got.Outcome, got.Rule, want,
				len(asked))
		}
		outcomes[got.Outcome]++
		changed += c.Int(`SELECT count(*) FROM signatures WHERE attempt_id = $1 AND replaces IS NOT NULL`, int64(id))
	}
	c.WantLines(nil, `SELECT attempt_id || ' ' || seat_id FROM standing_signatures GROUP BY attempt_id, seat_id,
		place HAVING count(*) > 1`)
	if changed < 16 || len(outcomes) < 2 {
		t.Errorf("%d changes, ends %v: too tame", changed, outcomes)
	}
	t.Logf("%d changes, ends %v", changed, outcomes)
	c.Verify()
}

// The database itself keeps one decision standing for each place, whatever a program does.
func TestDatabaseKeepsOneDecisionStanding(t *testing.T) {
	c := town.NewCastle(t)
	id := c.Submit(domain.GateAreas)[0]
	c.Sign(c.Aneurin, id, gates.Approve)
	c.Sign(c.Priya, id, gates.Approve)
	if _, err := gateapp.SignGate(t.Context(), c.App, c.Actor(c.Aneurin),
		c.Changing(c.Aneurin, id, gates.StandAside)); err != nil {
		t.Fatal(err)
	}
	for name, replaces := range map[string]string{
		"a second first one":         `NULL`,
		"a replaced one again":       `(SELECT min(id) FROM signatures)`,
		"one of another place":       `(SELECT id FROM signatures WHERE person_id <> g.person_id)`,
		"itself":                     `(SELECT max(id) + 1 FROM signatures)`,
		"one that there is not (FK)": `987654`,
	} {
		_, err := c.Pool.Exec(t.Context(), `INSERT INTO signatures (attempt_id, seat_id, place, person_id, decision,
			signed_at, idempotency_key, position, replaces)
			SELECT attempt_id, seat_id, place, person_id, 'approve', signed_at, 'x', position + 1000, `+replaces+
			` FROM signatures g ORDER BY id LIMIT 1`)
		if err == nil {
			t.Errorf("%s is stored", name)
		}
	}
}
