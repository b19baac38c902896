// Package holdapp keeps decisions that wait, and counts or refuses them.
package holdapp

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"fourgates/internal/act"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/holds"
	"fourgates/internal/holds/holdstore"
	"fourgates/internal/policy"
	"fourgates/internal/register"
	"fourgates/internal/register/registerstore"
	"fourgates/internal/signin"
)

// Holds are what an act.App takes, to keep decisions that wait.
func Holds() act.Holds {
	return act.Holds{
		Own:  own,
		Keep: keep,
	}
}

func own(ctx context.Context, w db.Writer, person domain.PersonID) ([]act.Entry, error) {
	first := registerstore.FirstAppended(w)
	if first == 0 {
		return nil, nil
	}
	if err := registerstore.Seal(ctx, w); err != nil {
		return nil, err
	}
	entries, err := holdstore.OwnEntries(ctx, w.Reader, first, person)
	list := make([]act.Entry, len(entries))
	for i, e := range entries {
		list[i] = act.Entry(e)
	}
	return list, err
}

// keep registers that the actor's decisions wait, and asks those who may confirm them. The same sent twice has the same
// reference; a decision on the same submission that still waits is replaced.
func keep(ctx context.Context, s *act.Step, list []act.Held) (reference string, err error) {
	if err := holdstore.LockHoldsOf(ctx, s.Writer, s.Actor.ID); err != nil {
		return "", err
	}
	link, err := holdstore.LinkOf(ctx, s.Writer.Reader, s.Actor.ID)
	if err != nil {
		return "", err
	}
	for _, one := range list {
		h := holds.Sent{Kind: one.Kind, Sent: one.Sent}
		for _, e := range one.Entries {
			h.Entries = append(h.Entries, holds.Entry(e))
		}
		same, err := holdstore.Same(ctx, s.Writer.Reader, s.Actor.ID, h)
		if err != nil {
			return "", err
		}
		if same == "" {
			if same, err = keepOne(ctx, s, link, h); err != nil {
				return "", err
			}
		} else if err := s.Same(); err != nil {
			return "", err
		}
		if reference == "" {
			reference = same
		}
	}
	return reference, nil
}

func keepOne(ctx context.Context, s *act.Step, link holdstore.Link, h holds.Sent) (reference string, err error) {
	older, err := holdstore.Older(ctx, s.Writer.Reader, s.Actor.ID, h)
	if err != nil {
		return "", err
	}
	id, err := holdstore.Add(ctx, s.Writer, s.Actor.ID, link.ID, h, s.Now())
	if err != nil {
		return "", err
	}
	said := register.Waiting{Link: holds.LinkWords(link.Maker, link.Handed), UsedAt: register.Stamp(link.UsedAt),
		Sent: digest(h.Sent)}
	what := ""
	var entered []holds.Entered
	for _, e := range h.Entries {
		var p register.RegisterPayload
		if err := json.Unmarshal([]byte(e.Payload), &p); err != nil {
			return "", fmt.Errorf("entry that waits: %w", err)
		}
		if what = fmt.Sprintf("gate %d of %s", p.Gate, p.AreaName); p.AreaName == "" {
			what = "a gate"
		}
		p.Kind, p.Waits, p.Rows = register.Waits(e.Kind), &said, nil
		if stands, err := holdstore.Submitted(ctx, s.Writer.Reader, e.Attempt); err != nil {
			return "", err
		} else if !stands {
			e.Attempt = 0 // an override without a submission makes one, once it counts
		}
		entry, err := registerstore.AppendRegister(ctx, s.Writer, p, e.Area, e.Attempt, s.Actor.ID, s)
		if err != nil {
			return "", err
		}
		entered = append(entered, holds.Entered{Position: entry.Position, Attempt: e.Attempt})
		if reference == "" {
			reference = entry.Reference
		}
	}
	if err := registerstore.Seal(ctx, s.Writer); err != nil {
		return "", err
	}
	if err := holdstore.AddEntries(ctx, s.Writer, id, entered); err != nil {
		return "", err
	}
	for _, was := range older {
		if err := end(ctx, s, was, holds.Replaced, policy.Actor{}, "Replaced by "+reference, nil); err != nil {
			return "", err
		}
	}
	s.Record(event(id, "Decision waits until somebody confirms whose it is ("+reference+")"))
	return reference, tellWaits(ctx, s, id, link, what, reference)
}

// digest is the SHA-256 of what was sent, as its entry says it.
func digest(sent string) string { return domain.Digest(sha256.Sum256([]byte(sent))).String() }

func event(id domain.HoldID, summary string) domain.Event {
	return domain.Event{Kind: "hold", ID: int64(id), Summary: summary}
}

// Confirm says that the actor spoke with whoever made the decision, which counts from now on: it is taken again as it
// was sent, with all that follows from it, in this transaction. It refuses what holds.Hold's ConfirmBlockers list, a
// decision that waits no longer, and one that cannot be counted any more, with the reason.
func Confirm(ctx context.Context, a *act.App, actor policy.Actor, id domain.HoldID, words string) error {
	return settle(ctx, a, actor, id, holds.Confirmed, words)
}

// Refuse says that the decision is not to be counted, and why. It is refused to whom Confirm is.
func Refuse(ctx context.Context, a *act.App, actor policy.Actor, id domain.HoldID, words string) error {
	return settle(ctx, a, actor, id, holds.Refused, words)
}

func settle(ctx context.Context, a *act.App, actor policy.Actor, id domain.HoldID, o holds.Outcome,
	words string) error {
	return a.Do(ctx, actor, policy.ConfirmHolds, func(s *act.Step) error {
		h, err := holdstore.HoldForUpdate(ctx, s.Writer, id)
		if err != nil {
			return err
		}
		blockers := h.SettleBlockers(actor)
		if o == holds.Confirmed {
			blockers = h.ConfirmBlockers(actor)
		}
		if words = strings.TrimSpace(words); words == "" {
			blockers = append(blockers, domain.Blocker{ID: "words", Field: "words",
				Words: "Enter when and how you spoke with them"})
		}
		if err := domain.BlockedBy(blockers); err != nil {
			return err
		}
		if h.Outcome == o {
			return s.Same()
		}
		if err := h.CheckOpen(); err != nil {
			return err
		}
		again := func() error {
			decider, err := signin.Actor(ctx, s.Writer.Reader, h.Person, domain.DateOf(a.Now()))
			if err != nil {
				return err
			}
			if said, err := saidSent(ctx, s, id); err != nil || said != digest(h.Sent) {
				return errors.Join(err, domain.Blocked("", "What was sent is not what the register says: refuse it, "+
					"and have the register verified"))
			}
			return cannot(s.TakeAgain(ctx, a, decider, h.Kind, h.Sent))
		}
		if o != holds.Confirmed {
			again = nil
		}
		if err := end(ctx, s, id, o, actor, words, again); err != nil {
			return err
		}
		s.Record(event(id, fmt.Sprintf("Decision of %s %s (%s): %s", h.Name, o, h.Reference, words)))
		return tellSettled(ctx, s, h, o, actor.Name, words)
	})
}

// saidSent is what the register says of what was sent.
func saidSent(ctx context.Context, s *act.Step, id domain.HoldID) (string, error) {
	entries, err := holdstore.Positions(ctx, s.Writer.Reader, id)
	if err != nil || len(entries) == 0 {
		return "", err
	}
	var p register.RegisterPayload
	if err := json.Unmarshal([]byte(entries[0].Payload), &p); err != nil || p.Waits == nil {
		return "", err
	}
	return p.Waits.Sent, nil
}

// cannot says of a decision that cannot be counted any more why not.
func cannot(err error) error {
	if blocked, ok := errors.AsType[*domain.BlockedError](err); ok {
		return domain.Blocked("", "It can no longer be counted: "+blocked.Blockers[0].Words+". Refuse it, or leave it")
	}
	if stands, ok := errors.AsType[*domain.StateError](err); ok {
		return domain.Blocked("", "It can no longer be counted: "+stands.Words+". Refuse it, or leave it")
	}
	if errors.Is(err, domain.ErrConflict) || errors.Is(err, domain.ErrForbidden) || errors.Is(err, domain.ErrNotFound) {
		return domain.Blocked("", "It can no longer be counted: what it was about has changed since, or is no longer "+
			"theirs to decide. Refuse it, and ask them to decide again")
	}
	return err
}

// end notes what became of a decision that waited, counts it where again does, and then enters that into the register:
// whoever decides about gates locks those first, and the register last.
func end(ctx context.Context, s *act.Step, id domain.HoldID, o holds.Outcome, by policy.Actor, words string,
	again func() error) error {
	entries, err := holdstore.Positions(ctx, s.Writer.Reader, id)
	if err != nil {
		return err
	}
	if err := holdstore.End(ctx, s.Writer, id, o, by.ID, words, s.Now()); err != nil {
		return err
	}
	if again != nil {
		if err := again(); err != nil {
			return err
		}
	}
	for _, e := range entries {
		var p register.RegisterPayload
		if err := json.Unmarshal([]byte(e.Payload), &p); err != nil {
			return fmt.Errorf("entry that waited: %w", err)
		}
		p.Kind, p.Settles, p.Waits = register.Settled(e.Kind), p.Reference, nil
		p.Person, p.Capacity, p.Decision, p.Words = by.Name, "", string(o), words
		p.Replaces, p.Conditions, p.Paper, p.Record, p.Rows = "", nil, nil, "", nil
		if _, err := registerstore.AppendRegister(ctx, s.Writer, p, e.Area, e.Attempt, by.ID, s); err != nil {
			return err
		}
	}
	return nil
}

// EndOvertaken ends what waits on submissions that are closed by now, or on which whoever made it has decided since.
func EndOvertaken(ctx context.Context, s *act.Step, attempts []int64) error {
	attempts = slices.DeleteFunc(slices.Clone(attempts), func(id int64) bool {
		return !holdstore.MayWait(s.Writer, domain.AttemptID(id))
	})
	if len(attempts) == 0 {
		return nil
	}
	ids, err := holdstore.OvertakenBy(ctx, s.Writer.Reader, attempts)
	if err != nil {
		return err
	}
	for _, id := range ids {
		h, err := holdstore.HoldForUpdate(ctx, s.Writer, id)
		if err != nil {
			return err
		}
		if err := end(ctx, s, id, holds.Overtaken, policy.Actor{}, "", nil); err != nil {
			return err
		}
		s.Record(event(id, "Decision that waited never counted: what it was about ended before"))
		if err := tellSettled(ctx, s, h, holds.Overtaken, "", ""); err != nil {
			return err
		}
	}
	return nil
}
