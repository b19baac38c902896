package app

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/store"
)

// Signature is a decision as it is sent: on which attempt, on exactly which content, and the key of the form that it came with.
type Signature struct {
	Attempt domain.AttemptID
	Digest  domain.Digest // of the snapshot that was shown
	Key     string        // a form sent twice counts once
	domain.Signing
}

// SignGate records the actor's decision for each place that they hold or stand in for, and where the rule is thereby decided
// passes or returns the gate, all in one transaction. It returns the references of the register entries.
//
// A form sent twice gives the same references again. A closed attempt or other content than was shown is domain.ErrConflict;
// whatever else stands against it is a *domain.BlockedError.
func (a *App) SignGate(ctx context.Context, actor policy.Actor, s Signature) ([]string, error) {
	return a.SignGates(ctx, actor, []Signature{s})
}

// SignGates is SignGate for several attempts at once, such as a batch of areas at gate 1: all are recorded or none.
func (a *App) SignGates(ctx context.Context, actor policy.Actor, list []Signature) ([]string, error) {
	var references []string
	err := a.do(ctx, actor, policy.SignGate, func(w store.Writer, now time.Time) (domain.Event, error) {
		references = nil
		var last domain.Event
		recorded := false
		if err := lockAttempts(ctx, w, list); err != nil {
			return domain.Event{}, err
		}
		for i, s := range list {
			refs, event, err := a.signOne(ctx, w, actor, s, now)
			if err != nil {
				return domain.Event{}, err
			}
			references = append(references, refs...)
			if event.ID == 0 {
				continue
			}
			if recorded && i > 0 {
				if err := w.AddAudit(ctx, now, actor.ID, string(policy.SignGate), requestOf(ctx), last); err != nil {
					return domain.Event{}, err
				}
			}
			last, recorded = event, true
		}
		if len(list) == 0 {
			return domain.Event{}, domain.Blocked("decision", "Choose your decision")
		}
		if !recorded {
			return domain.Event{}, errNothing
		}
		return last, nil
	})
	return references, err
}

// lockAttempts locks every attempt of the list before the first is recorded: afterwards the register is ours, and we wait for nobody.
func lockAttempts(ctx context.Context, w store.Writer, list []Signature) error {
	ids := make([]domain.AttemptID, len(list))
	for i, s := range list {
		ids[i] = s.Attempt
	}
	return w.LockAttempts(ctx, ids...)
}

// errKey refuses a form whose sending twice could not be told.
var errKey error = &domain.BlockedError{Blockers: []domain.Blocker{{ID: "key", Words: "This form is incomplete: reload the page and decide again"}}}

// signOne returns the references and the event; an event without id where the same form was recorded before.
func (a *App) signOne(ctx context.Context, w store.Writer, actor policy.Actor, s Signature, now time.Time) ([]string, domain.Event, error) {
	t, err := a.attemptFor(ctx, w, actor, policy.SignGate, s.Attempt)
	if err != nil {
		return nil, domain.Event{}, err
	}
	asked, err := w.Signatories(ctx, t.ID, domain.DateOf(now))
	if err != nil {
		return nil, domain.Event{}, err
	}
	if s.Key == "" {
		return nil, domain.Event{}, errKey
	}
	if again, err := w.SignedWithKey(ctx, t.ID, actor.ID, s.Key); err != nil || again {
		return referencesOf(asked, actor.ID), domain.Event{}, err
	}
	if err := signable(t, asked, actor, s, domain.DateOf(now)); err != nil {
		return nil, domain.Event{}, err
	}
	conditions := s.Conditions
	for i, place := range asked {
		if !place.Asks(actor.ID) {
			continue
		}
		var id domain.SignatureID
		if asked[i], id, err = recordSignature(ctx, w, actor, t, place, s, now); err != nil {
			return nil, domain.Event{}, err
		}
		for _, c := range conditions {
			if err := w.AddCondition(ctx, t.ID, id, t.SubmittedBy, c); err != nil {
				return nil, domain.Event{}, err
			}
		}
		conditions = nil // one decision sets each condition once, for however many places it is made
	}
	if err := tellSignature(ctx, w, t, actor, s.Decision, now); err != nil {
		return nil, domain.Event{}, err
	}
	event := attemptEvent(t, fmt.Sprintf("%s: %s %s", t.Gate.Title(), actor.Name, s.Decision.Did()))
	return referencesOf(asked, actor.ID), event, a.settle(ctx, w, t, asked, now)
}

func referencesOf(asked []domain.Signatory, p domain.PersonID) []string {
	var refs []string
	for _, s := range asked {
		if s.SignedBy == p {
			refs = append(refs, s.Reference)
		}
	}
	return refs
}

func signable(t domain.Attempt, asked []domain.Signatory, actor policy.Actor, s Signature, today domain.Date) error {
	signed := slices.ContainsFunc(asked, func(p domain.Signatory) bool { return p.SignedBy == actor.ID })
	if !signed && (!t.Open() || t.Digest != s.Digest) {
		return domain.ErrConflict
	}
	if blockers := t.SignBlockers(asked, actor.ID); len(blockers) > 0 {
		return &domain.BlockedError{Blockers: blockers}
	}
	if t.Digest != s.Digest {
		return domain.ErrConflict
	}
	if blockers := s.Blockers(today); len(blockers) > 0 {
		return &domain.BlockedError{Blockers: blockers}
	}
	return nil
}

// recordSignature writes the decision for one place into register and table, and returns the place as it is now.
func recordSignature(ctx context.Context, w store.Writer, actor policy.Actor, t domain.Attempt, place domain.Signatory, s Signature, now time.Time) (domain.Signatory, domain.SignatureID, error) {
	p := payloadOf(t, domain.EntrySignature)
	p.Person, p.Decision, p.Words = actor.Name, string(s.Decision), s.Comment
	p.Capacity = fmt.Sprintf("Member for %s, %s", place.SeatName, place.Authority)
	if place.Places > 1 {
		p.Capacity += fmt.Sprintf(", place %d", place.Place)
	}
	var standsFor domain.PersonID
	if place.Holder != actor.ID {
		standsFor = place.Holder
		p.Capacity = fmt.Sprintf("Substitute for %s, %s", place.HolderName, p.Capacity)
	}
	for _, c := range s.Conditions {
		words := fmt.Sprintf("%s (by %s)", c.Text, c.DueOn.Words())
		if c.BeforeNextGate {
			words += ", before the next gate"
		}
		p.Conditions = append(p.Conditions, words)
	}
	e, err := w.AppendRegister(ctx, p, t.Area, t.ID, actor.ID, now)
	if err != nil {
		return place, 0, err
	}
	id, err := w.AddSignature(ctx, t.ID, place, s.Signing, actor.ID, standsFor, now, s.Key, e.Position)
	return place.Signed(s.Signing, actor.ID, actor.Name, e), id, err
}

// settle applies the rule to what has been decided and closes the attempt where that decides it.
func (a *App) settle(ctx context.Context, w store.Writer, t domain.Attempt, asked []domain.Signatory, now time.Time) error {
	outcome := t.Rule.Evaluate(domain.Slots(asked))
	if outcome == domain.OutcomeOpen {
		return nil
	}
	var reasons []string
	var resubmitBy domain.Date
	for _, s := range asked {
		if s.Decision == domain.Reject || s.Decision == domain.Defer {
			reasons = append(reasons, fmt.Sprintf("%s (%s): %s", s.SignedByName, s.Decision, s.Comment))
		}
		if s.Decision == domain.Defer && s.ResubmitBy.After(resubmitBy) {
			resubmitBy = s.ResubmitBy
		}
	}
	if outcome.Passes() {
		reasons, resubmitBy = nil, domain.Date{}
	}
	return a.closeAttempt(ctx, w, t, outcome, policy.Actor{}, strings.Join(reasons, "\n"), resubmitBy, now)
}

// SettleAttempts applies the rules to every open attempt again. It is needed where a count changes without a signature:
// a term has ended and the seat is vacant. It returns how many attempts were closed.
func (a *App) SettleAttempts(ctx context.Context) (closed int, err error) {
	open, err := a.Store.OpenAttempts(ctx, policy.Scope{All: true})
	if err != nil {
		return 0, err
	}
	for _, t := range open {
		settled := false
		err := a.record(ctx, 0, "gate.settle", func(w store.Writer, now time.Time) (domain.Event, error) {
			settled = false
			if err := w.LockAttempts(ctx, t.ID); err != nil {
				return domain.Event{}, err
			}
			t, err := w.AttemptForUpdate(ctx, policy.Scope{All: true}, t.ID)
			if err != nil {
				return domain.Event{}, err
			}
			asked, err := w.Signatories(ctx, t.ID, domain.DateOf(now))
			if err != nil {
				return domain.Event{}, err
			}
			if !t.Open() || t.Rule.Evaluate(domain.Slots(asked)) == domain.OutcomeOpen {
				return domain.Event{}, errNothing
			}
			settled = true
			return attemptEvent(t, t.Gate.Title()+" decided after a change of seats"), a.settle(ctx, w, t, asked, now)
		})
		if err != nil {
			return closed, err
		}
		if settled {
			closed++
		}
	}
	return closed, nil
}
