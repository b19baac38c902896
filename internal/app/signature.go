package app

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/store"
)

// Signature is a decision as it is sent: on which attempt and exactly which content, with the key of its form.
type Signature struct {
	Attempt domain.AttemptID
	Digest  domain.Digest // of the snapshot that was shown
	Key     string        // a form sent twice counts once
	domain.Signing
}

// SignGate records the actor's decision for each place that they hold or stand in for, and where the rule is thereby
// decided passes or returns the gate, all in one transaction. It returns the references of the register entries.
//
// A form sent twice gives the same references again. A closed attempt or other content than was shown is
// domain.ErrConflict; whatever else stands against it is a *domain.BlockedError.
func (a *App) SignGate(ctx context.Context, actor policy.Actor, s Signature) ([]string, error) {
	return a.SignGates(ctx, actor, []Signature{s})
}

// SignGates is SignGate for several attempts at once, such as a batch of areas at gate 1: all are recorded or none.
func (a *App) SignGates(ctx context.Context, actor policy.Actor, list []Signature) ([]string, error) {
	var references []string
	err := a.Do(ctx, actor, policy.SignGate, func(s *Step) error {
		references = nil
		if err := lockAttempts(ctx, s.Writer, list); err != nil {
			return err
		}
		for _, sent := range list {
			refs, err := signOne(ctx, s, sent)
			if err != nil {
				return err
			}
			references = append(references, refs...)
		}
		if len(list) == 0 {
			return domain.Blocked("decision", "Choose your decision")
		}
		return nil
	})
	return references, err
}

// lockAttempts locks every attempt of the list before the first is recorded. From then on the register is ours and we
// wait for nobody.
func lockAttempts(ctx context.Context, w store.Writer, list []Signature) error {
	ids := make([]domain.AttemptID, len(list))
	for i, s := range list {
		ids[i] = s.Attempt
	}
	return w.LockAttempts(ctx, ids...)
}

// errKey refuses a form that could not be recognised if it were sent twice.
var errKey error = &domain.BlockedError{Blockers: []domain.Blocker{{ID: "key",
	Words: "This form is incomplete: reload the page and decide again"}}}

// signOne signs one attempt and returns the references. For a form that was recorded before, they are the same again.
func signOne(ctx context.Context, s *Step, sent Signature) ([]string, error) {
	t, err := attemptFor(ctx, s, policy.SignGate, sent.Attempt)
	if err != nil {
		return nil, err
	}
	asked, err := s.Signatories(ctx, t.ID, s.Today())
	if err != nil {
		return nil, err
	}
	if sent.Key == "" {
		return nil, errKey
	}
	again, err := s.SignedWithKey(ctx, t.ID, s.Actor.ID, sent.Key)
	if err != nil {
		return nil, err
	}
	if again {
		return referencesOf(asked, s.Actor.ID), s.Same()
	}
	if err := signable(t, asked, s.Actor, sent, s.Today()); err != nil {
		return nil, err
	}
	conditions := sent.Conditions
	for i, place := range asked {
		if !place.Asks(s.Actor.ID) {
			continue
		}
		var id domain.SignatureID
		if asked[i], id, err = recordSignature(ctx, s, t, place, sent); err != nil {
			return nil, err
		}
		for _, c := range conditions {
			if err := s.AddCondition(ctx, t.ID, id, t.SubmittedBy, c); err != nil {
				return nil, err
			}
		}
		conditions = nil // one decision sets each condition once, for however many places it is made
	}
	if err := tellSignature(ctx, s, t, sent.Decision); err != nil {
		return nil, err
	}
	s.Record(attemptEvent(t, fmt.Sprintf("%s: %s %s", t.Gate.Title(), s.Actor.Name, sent.Decision.Did())))
	return referencesOf(asked, s.Actor.ID), settle(ctx, s, t, asked)
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
func recordSignature(ctx context.Context, s *Step, t domain.Attempt, place domain.Signatory,
	sent Signature) (domain.Signatory, domain.SignatureID, error) {
	p := payloadOf(t, domain.EntrySignature)
	p.Person, p.Decision, p.Words = s.Actor.Name, string(sent.Decision), sent.Comment
	p.Capacity = fmt.Sprintf("Member for %s, %s", place.SeatName, place.Authority)
	if place.Places > 1 {
		p.Capacity += fmt.Sprintf(", place %d", place.Place)
	}
	var standsFor domain.PersonID
	if place.Holder != s.Actor.ID {
		standsFor = place.Holder
		p.Capacity = fmt.Sprintf("Substitute for %s, %s", place.HolderName, p.Capacity)
	}
	for _, c := range sent.Conditions {
		words := fmt.Sprintf("%s (by %s)", c.Text, c.DueOn.Words())
		if c.BeforeNextGate {
			words += ", before the next gate"
		}
		p.Conditions = append(p.Conditions, words)
	}
	e, err := s.AppendRegister(ctx, p, t.Area, t.ID, s.Actor.ID, s.Now())
	if err != nil {
		return place, 0, err
	}
	id, err := s.AddSignature(ctx, t.ID, place, sent.Signing, s.Actor.ID, standsFor, s.Now(), sent.Key, e.Position)
	return place.Signed(sent.Signing, s.Actor.ID, s.Actor.Name, e), id, err
}

// settle applies the rule to the decisions made so far, and closes the attempt where they decide it.
func settle(ctx context.Context, s *Step, t domain.Attempt, asked []domain.Signatory) error {
	outcome := t.Rule.Evaluate(domain.Slots(asked))
	if outcome == domain.OutcomeOpen {
		return nil
	}
	var reasons []string
	var resubmitBy domain.Date
	for _, place := range asked {
		if place.Decision == domain.Reject || place.Decision == domain.Defer {
			reasons = append(reasons, fmt.Sprintf("%s (%s): %s", place.SignedByName, place.Decision, place.Comment))
		}
		if place.Decision == domain.Defer && place.ResubmitBy.After(resubmitBy) {
			resubmitBy = place.ResubmitBy
		}
	}
	if outcome.Passes() {
		reasons, resubmitBy = nil, domain.Date{}
	}
	return closeAttempt(ctx, s, t, outcome, policy.Actor{}, strings.Join(reasons, "\n"), resubmitBy)
}

// SettleAttempts applies the rules to every open attempt again. That is needed where the count changes without a
// signature: a term has ended and the seat is vacant. It returns how many attempts were closed.
func (a *App) SettleAttempts(ctx context.Context) (closed int, err error) {
	open, err := a.Store.OpenAttempts(ctx, policy.Scope{All: true})
	if err != nil {
		return 0, err
	}
	for _, t := range open {
		settled := false
		err := a.DoFor(ctx, 0, "gate.settle", func(s *Step) error {
			settled = false
			if err := s.LockAttempts(ctx, t.ID); err != nil {
				return err
			}
			t, err := s.AttemptForUpdate(ctx, policy.Scope{All: true}, t.ID)
			if err != nil {
				return err
			}
			asked, err := s.Signatories(ctx, t.ID, s.Today())
			if err != nil {
				return err
			}
			if !t.Open() || t.Rule.Evaluate(domain.Slots(asked)) == domain.OutcomeOpen {
				return s.Same()
			}
			settled = true
			s.Record(attemptEvent(t, t.Gate.Title()+" decided after a change of seats"))
			return settle(ctx, s, t, asked)
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
