//go:build long

package registerapp_test

import (
	"encoding/json"
	"fmt"
	"runtime"
	"testing"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/places"
	"fourgates/internal/register"
	"fourgates/internal/register/registerapp"
	"fourgates/internal/register/registerstore"
	"fourgates/internal/town"
)

// Issue 10, 3: a register of 100,000 entries is verified in steps, by statements within the application's time-out and
// with bounded memory; a receipt from it has a few kB.
func TestARegisterOfAnySizeIsVerified(t *testing.T) {
	const attempts, seats = 1000, 98
	c := town.NewCastle(t)
	base := c.Attempt(c.Submit(domain.GateAreas)[0])
	if err := gateapp.WithdrawAttempt(t.Context(), c.App, c.Actor(c.Nia), base.ID, "Too early"); err != nil {
		t.Fatal(err)
	}
	seat := c.Seat("ward", "Hundred")
	members := make([]places.AreaMember, seats)
	for i := range members {
		members[i].Seat, members[i].Place, members[i].Tier = seat, i+1, places.Borough
	}
	for n := range attempts {
		a := base
		a.Number = n + 2
		clerk := registerstore.At(c.Now())
		frozen, err := register.Freeze("gate", map[string]any{"number": n, "rule": string(a.Rule)}, clerk.Random())
		if err != nil {
			t.Fatal(err)
		}
		a.Snapshot, a.SnapshotWords, a.Digest = frozen.Text, frozen.Words, frozen.Digest()
		err = c.App.Store.InTx(t.Context(), func(w db.Writer) (err error) {
			if a.ID, err = gatestore.AddAttempt(t.Context(), w, a, members); err != nil {
				return err
			}
			p := gateapp.PayloadOf(a, register.EntrySubmission)
			_, err = registerstore.AppendRegister(t.Context(), w, p, c.Area, a.ID, a.SubmittedBy, clerk)
			if err != nil {
				return err
			}
			for _, m := range members {
				p := gateapp.PayloadOf(a, register.EntrySignature)
				p.Person, p.Decision = "Aneurin", "approve"
				e, err := registerstore.AppendRegister(t.Context(), w, p, c.Area, a.ID, c.Aneurin, clerk)
				if err != nil {
					return err
				}
				place := gates.Signatory{}
				place.Seat, place.Place = m.Seat, m.Place
				if err := gatestore.AddSignature(t.Context(), w, a.ID, place, gates.Signing{Decision: gates.Approve},
					c.Aneurin, 0, e.At, fmt.Sprint(n, m.Place), e.Position, 0); err != nil {
					return err
				}
			}
			p = gateapp.PayloadOf(a, register.EntryOutcome)
			p.Decision = string(gates.OutcomeWithdrawn)
			e, err := registerstore.AppendRegister(t.Context(), w, p, c.Area, a.ID, a.SubmittedBy, clerk)
			if err != nil {
				return err
			}
			return gatestore.CloseAttempt(t.Context(), w, a.ID, gates.OutcomeWithdrawn, a.SubmittedBy, e.At, "",
				domain.Date{})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	runtime.GC()
	var before, now runtime.MemStats
	runtime.ReadMemStats(&before)
	most, calls := uint64(0), 0
	app := c.Rush() // the application's own role, with its time-outs
	head, err := registerapp.VerifyInSteps(t.Context(), app, domain.Digest{}, func(_ string, done, all int64) {
		if done > all {
			t.Errorf("%d of %d", done, all)
		}
		if calls++; calls%20 == 0 {
			runtime.GC()
			runtime.ReadMemStats(&now)
			most = max(most, now.HeapAlloc)
		}
	})
	if err != nil || head.Position < 100_000 || calls < 200 {
		t.Fatalf("verified to %d in %d steps: %v", head.Position, calls, err)
	}
	if grown := int64(most) - int64(before.HeapAlloc); grown > 64<<20 {
		t.Errorf("it holds %d MB", grown>>20)
	}
	e, err := registerstore.RegisterEntry(t.Context(), app.Store.Reader, everyEntry, "FG-000050")
	if err != nil {
		t.Fatal(err)
	}
	r, err := registerapp.LogReceipt(t.Context(), c.App, "Aldermoor", e)
	if err != nil {
		t.Fatal(err)
	}
	if file, err := json.Marshal(r); err != nil || len(file) > 8000 {
		t.Errorf("a receipt weighs %d bytes, %v", len(file), err)
	}
}
