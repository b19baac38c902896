package act

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// Again says how a decision is taken again, once somebody has confirmed whose it is: by which of Beyond.Again, and with
// what was sent. A command that takes several decisions at once, such as on a batch of areas, has a part for each.
type Again struct {
	Kind  string
	Parts []Part
}

// Part is what was sent about one thing.
type Part struct {
	Attempt domain.AttemptID // the submission that it decides on; zero for all that the command enters
	Sent    any
}

// AgainWith is how a decision on one thing is taken again.
func AgainWith(kind string, sent any) Again { return Again{kind, []Part{{Sent: sent}}} }

// TakenAgain takes a decision again, from what was sent as JSON.
type TakenAgain func(ctx context.Context, a *App, actor policy.Actor, sent []byte) error

// Taking takes decisions of one kind again by the command that took them first.
func Taking[T any](do func(ctx context.Context, a *App, actor policy.Actor, sent T) error) TakenAgain {
	return func(ctx context.Context, a *App, actor policy.Actor, sent []byte) error {
		var is T
		if err := json.Unmarshal(sent, &is); err != nil {
			return fmt.Errorf("what waits cannot be read: %w", err)
		}
		return do(ctx, a, actor, is)
	}
}

// Entry is what a step that waits would have entered into the register as the actor's own.
type Entry struct {
	Kind    string
	Area    domain.AreaID
	Attempt domain.AttemptID
	Payload string
}

// Held is a decision that waits: what was sent, and what it would have entered.
type Held struct {
	Kind    string
	Sent    string // JSON
	Entries []Entry
}

// Holds keep decisions that wait. They are composed above the register.
type Holds struct {
	// Own lists what the transaction has entered as the person's own decisions.
	Own  func(ctx context.Context, w db.Writer, person domain.PersonID) ([]Entry, error)
	Keep func(ctx context.Context, s *Step, list []Held) (reference string, err error)
}

// Decide is Do for a command whose decision the register holds as the actor's own. Where the actor's password was set
// within the last day with a link that somebody else had in hand, it refuses what it would refuse, changes nothing,
// registers that the decision waits, and returns a *domain.WaitsError.
func (a *App) Decide(ctx context.Context, actor policy.Actor, act policy.Action, again Again,
	body func(*Step) error) error {
	if !policy.Can(actor, act) {
		return fmt.Errorf("%s: %w", act, domain.ErrForbidden)
	}
	return a.step(ctx, Step{Actor: actor, by: actor.ID, act: act, again: again, beyond: a.Beyond, random: a.Random},
		body)
}

type joined struct{}

// TakeAgain takes a decision that waited, as part of this step and as whoever made it.
func (s *Step) TakeAgain(ctx context.Context, a *App, decider policy.Actor, kind, sent string) error {
	again, ok := s.beyond.Again[kind]
	if !ok {
		return fmt.Errorf("nothing says how a decision of the kind %q is taken again", kind)
	}
	return again(context.WithValue(ctx, joined{}, s), a, decider, []byte(sent))
}

// within runs the step as part of another that takes a decision again.
func (a *App) within(ctx context.Context, outer, begun *Step, body func(*Step) error) error {
	begun.Writer, begun.clock = outer.Writer, outer.Now
	if err := body(begun); err != nil {
		return err
	}
	if err := begun.end(ctx); err != nil {
		return fmt.Errorf("%s: %w", begun.act, err)
	}
	return nil
}

// errHeld rolls back a step that waits.
var errHeld = errors.New("waits")

// hold runs the step of an actor whose decisions wait. What enters nothing of theirs into the register is done as ever.
func (a *App) hold(ctx context.Context, begun Step, body func(*Step) error) error {
	var own []Entry
	err := a.inTx(ctx, func(w db.Writer) error {
		s := begun
		s.Writer, s.clock = w, a.Instant
		if err := body(&s); err != nil {
			return err
		}
		var err error
		if own, err = a.Beyond.Holds.Own(ctx, w, s.Actor.ID); err != nil {
			return err
		}
		if err := s.end(ctx); err != nil {
			return err
		}
		if len(own) > 0 {
			return errHeld
		}
		return nil
	})
	switch {
	case err == nil, errors.Is(err, errSame):
		return nil
	case !errors.Is(err, errHeld):
		return fmt.Errorf("%s: %w", begun.act, err)
	case begun.again.Kind == "":
		return domain.Blocked("", "Your password was set with a link that somebody else had in hand, so you can do "+
			"this from "+domain.Moment(begun.Actor.WaitsUntil())+" on. A colleague can do it before")
	}
	held, err := begun.again.held(own)
	if err != nil {
		return err
	}
	var reference string
	err = a.inTx(ctx, func(w db.Writer) (err error) {
		s := begun
		s.Writer, s.clock = w, a.Instant
		if reference, err = a.Beyond.Holds.Keep(ctx, &s, held); err != nil {
			return err
		}
		return s.end(ctx)
	})
	if err != nil && !errors.Is(err, errSame) {
		return fmt.Errorf("%s: %w", begun.act, err)
	}
	return &domain.WaitsError{Reference: reference}
}

// held are the parts with what each would have entered.
func (g Again) held(own []Entry) ([]Held, error) {
	var list []Held
	for _, p := range g.Parts {
		sent, err := json.Marshal(p.Sent)
		if err != nil {
			return nil, fmt.Errorf("what waits cannot be kept: %w", err)
		}
		h := Held{Kind: g.Kind, Sent: string(sent)}
		for _, e := range own {
			if p.Attempt == 0 || p.Attempt == e.Attempt {
				h.Entries = append(h.Entries, e)
			}
		}
		if len(h.Entries) > 0 {
			list = append(list, h)
		}
	}
	return list, nil
}
