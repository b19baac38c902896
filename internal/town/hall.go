package town

import (
	"context"
	"fmt"

	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/people"
	"fourgates/internal/places"
	"fourgates/internal/policy"
	"fourgates/internal/seats/seatapp"
	"fourgates/internal/timelines"
)

// hall is the town with what officers and Members do at its gates.
type hall struct {
	look
	keys int
}

// Submission is a step in which somebody submits a gate.
func (c *hall) Submission(who domain.PersonID, sub gateapp.Submission) func(context.Context) error {
	if sub.Reason == "" {
		sub.Deviation = AllTheSame()
	}
	return func(ctx context.Context) error {
		_, err := gateapp.SubmitGate(ctx, c.App, c.Actor(who), sub)
		return err
	}
}

// Submit submits a gate of the areas, or of the castle's own, and returns the attempts.
func (c *hall) Submit(gate domain.Gate, areas ...domain.AreaID) []domain.AttemptID {
	c.T.Helper()
	if len(areas) == 0 {
		areas = []domain.AreaID{c.Area}
	}
	ids, err := gateapp.SubmitGate(c.T.Context(), c.App, c.Actor(c.Nia), gateapp.Submission{Areas: areas, Gate: gate,
		Deviation: AllTheSame()})
	if err != nil {
		c.T.Fatalf("submit gate %d: %v", gate, err)
	}
	return ids
}

// AllTheSame is why a step is made ahead of its timeline, where it is.
func AllTheSame() timelines.Deviation {
	return timelines.Deviation{Kind: timelines.Fitted, Reason: "The two ran together"}
}

// Decision is a form with what the decision needs, a key of its own and the digest of what is frozen.
func (c *hall) Decision(id domain.AttemptID, d gates.Decision) gateapp.Signature {
	c.T.Helper()
	c.keys++
	s := gateapp.Signature{Attempt: id, Key: fmt.Sprintf("key-%d", c.keys), Digest: c.Attempt(id).Digest,
		Signing: gates.Signing{Decision: d}}
	switch d {
	case gates.ApproveWithConditions:
		s.Conditions = []gates.NewCondition{{Text: "Light the footpath", DueOn: c.Day().AddDays(30),
			BeforeNextGate: true}}
	case gates.Defer:
		s.Comment, s.ResubmitBy = "The costs are missing", c.Day().AddDays(60)
	case gates.Reject:
		s.Comment = "The boundary cuts the estate in two"
	case gates.StandAside:
		s.Comment = "I own the chandlery"
	}
	return s
}

// Rejection is a signature that rejects an attempt, with the content as it stands.
func (c *hall) Rejection(id domain.AttemptID) gateapp.Signature {
	t, err := gatestore.Attempt(context.Background(), c.App.Store.Reader, policy.Scope{All: true}, id)
	if err != nil {
		return gateapp.Signature{}
	}
	return gateapp.Signature{Attempt: id, Digest: t.Digest, Key: "no", Signing: gates.Signing{Decision: gates.Reject,
		Comment: "Wrong"}}
}

// Signing is a step in which somebody signs.
func (c *hall) Signing(who domain.PersonID, s gateapp.Signature) func(context.Context) error {
	return func(ctx context.Context) error {
		_, err := gateapp.SignGate(ctx, c.App, c.Actor(who), s)
		return err
	}
}

// Sign records a Member's decision and returns the register's references.
func (c *hall) Sign(who domain.PersonID, id domain.AttemptID, d gates.Decision) []string {
	c.T.Helper()
	refs, err := gateapp.SignGate(c.T.Context(), c.App, c.Actor(who), c.Decision(id, d))
	if err != nil {
		c.T.Fatalf("%s by %d: %v", d, who, err)
	}
	return refs
}

// Changing is a form by which somebody changes the decision that stands as theirs.
func (c *hall) Changing(who domain.PersonID, id domain.AttemptID, d gates.Decision) gateapp.Signature {
	c.T.Helper()
	asked, err := gatestore.Signatories(c.T.Context(), c.App.Store.Reader, id, c.Day())
	if err != nil {
		c.T.Fatal(err)
	}
	form := c.Decision(id, d)
	for _, s := range asked {
		if s.SignedBy == who {
			form.Replaces = append(form.Replaces, s.Reference)
		}
	}
	return form
}

// EveryoneApproves has every Member of the area approve.
func (c *hall) EveryoneApproves(id domain.AttemptID) {
	c.T.Helper()
	for _, who := range []domain.PersonID{c.Aneurin, c.Priya, c.Suresh, c.Maire} {
		c.Sign(who, id, gates.Approve)
	}
}

// Leaves ends the term in a seat with today.
func (c *hall) Leaves(seat domain.SeatID) {
	c.T.Helper()
	c.leaves(seat, c.Day())
}

func (c *hall) leaves(seat domain.SeatID, on domain.Date) {
	c.T.Helper()
	term := domain.TermID(c.Int(`SELECT id FROM terms WHERE seat_id = $1 AND to_on IS NULL`, int64(seat)))
	if err := seatapp.EndTerm(c.T.Context(), c.App, c.Actor(c.Admin), seat, term, on, "Retired"); err != nil {
		c.T.Fatal(err)
	}
}

// Comes begins a term in a seat today.
func (c *hall) Comes(who domain.PersonID, seat domain.SeatID) {
	c.T.Helper()
	by := c.Admin
	if who == by { // nobody gives a seat to themselves
		by = c.Person("Ottoline Achebe", policy.Admin)
	}
	term := places.Term{Seat: seat, Place: 1, Span: domain.Span{From: c.Day()}}
	if err := seatapp.BeginTerm(c.T.Context(), c.App, c.Actor(by), term, c.known(who)); err != nil {
		c.T.Fatal(err)
	}
}

// TakesOver has somebody hold a seat from today, whose Member held it until yesterday.
func (c *hall) TakesOver(who domain.PersonID, seat domain.SeatID) {
	c.T.Helper()
	c.leaves(seat, c.Day().AddDays(-1))
	c.Comes(who, seat)
}

// StandsIn names a substitute for a seat's Member, from so many days from now to so many: the council allows it.
func (c *hall) StandsIn(who domain.PersonID, seat domain.SeatID, from, to int) {
	c.T.Helper()
	c.App.Rules.SubstitutesAllowed = true
	n := places.Substitute{Seat: seat, Place: 1, Span: domain.Span{From: c.Day().AddDays(from),
		To: c.Day().AddDays(to)}, Reason: "Leave"}
	if err := seatapp.NameSubstitute(c.T.Context(), c.App, c.Actor(c.Admin), n, c.known(who)); err != nil {
		c.T.Fatal(err)
	}
}

func (c *hall) known(who domain.PersonID) people.Somebody {
	c.T.Helper()
	return people.Somebody{Email: c.Text(`SELECT email FROM people WHERE id = $1`, int64(who))}
}
