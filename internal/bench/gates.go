package main

import (
	"context"
	"fmt"
	"time"

	"crypto/rand"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/places"
	"fourgates/internal/register"
	"fourgates/internal/register/registerstore"
)

// ballot is one signature that a Member can give: on which attempt, on what, in whose session.
type ballot struct {
	attempt domain.AttemptID
	digest  string
	cookie  string
}

// openGates submits gate 2 of every area and returns the signatures that its ward Members can give. The Member of the
// division never signs, so that no gate is decided.
func (l *loader) openGates(ctx context.Context, cookies []string) ([]ballot, error) {
	st := db.New(l.pool)
	var ballots []ballot
	for area := 1; area <= l.areas; area++ {
		err := st.InTx(ctx, func(w db.Writer) error {
			t, members, err := l.attempt(ctx, w, domain.AreaID(area))
			if err != nil {
				return err
			}
			if t.ID, err = gatestore.AddAttempt(ctx, w, t, members); err != nil {
				return err
			}
			p := register.RegisterPayload{Kind: register.EntrySubmission, Area: t.AreaCode, AreaName: t.AreaName,
				Gate: t.Gate, Attempt: 1,
				Snapshot: t.Digest.String(), Person: "Officer", Decision: "submitted"}
			if _, err := registerstore.AppendRegister(ctx, w, p, t.Area, t.ID, t.SubmittedBy,
				registerstore.At(l.now)); err != nil {
				return err
			}
			for _, m := range members {
				if m.Tier != places.County && m.Person != 0 {
					ballots = append(ballots, ballot{t.ID, t.Digest.String(), cookies[m.Person]})
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	if len(ballots) == 0 {
		return nil, fmt.Errorf("no Member of %d areas can sign", l.areas)
	}
	// not one area after the other
	l.r.Shuffle(len(ballots), func(i, j int) { ballots[i], ballots[j] = ballots[j], ballots[i] })
	return ballots, nil
}

func (l *loader) attempt(ctx context.Context, w db.Writer, area domain.AreaID) (gates.Attempt, []places.AreaMember,
	error) {
	facts, frozen, err := freezeGate2(ctx, w.Reader, area, l.now)
	return gates.Attempt{Area: area, AreaCode: facts.Area.Code, AreaName: facts.Area.Name, Cycle: 1,
			Gate: domain.GateIssues, Number: 1, Rule: gates.RuleAll,
			Snapshot: frozen.Text, SnapshotWords: frozen.Words, Digest: frozen.Digest(), DueOn: domain.DateOf(l.now).
					AddWorkingDays(10), SubmittedBy: domain.PersonID(officerOf(int(area))), SubmittedAt: l.now},
		facts.Members, err
}

// freezeGate2 freezes what gate 2 of an area would be submitted with.
func freezeGate2(ctx context.Context, r db.Reader, area domain.AreaID, now time.Time) (facts gates.GateFacts,
	frozen register.Frozen, err error) {
	facts, boundary, version, err := gatestore.GateFacts(ctx, r, area, domain.DateOf(now))
	if err != nil {
		return facts, frozen, err
	}
	if err := gatestore.AddWholeIssues(ctx, r, &facts); err != nil {
		return facts, frozen, err
	}
	frozen, err = gates.TakeSnapshot(gates.SnapshotHead{Gate: domain.GateIssues, Attempt: 1, Rule: gates.RuleAll,
		SubmittedBy: "Officer",
		SubmittedAt: now, Boundary: boundary, BoundaryNo: version}, facts).Freeze(rand.Reader)
	return facts, frozen, err
}
