package gateapp

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"fourgates/internal/act"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/policy"
	"fourgates/internal/register"
	"fourgates/internal/register/registerstore"
)

// Signature is a decision as it is sent: on which attempt and exactly which content, with the key of its form.
type Signature struct {
	Attempt  domain.AttemptID
	Digest   domain.Digest // of the snapshot that was shown
	Key      string        // a form sent twice counts once
	Replaces []string      // references of the decision of the same person that this one changes; none for a first one
	Paper    *Paper        // where it was made on paper and is recorded by an officer; nil where the sender decides
	gates.Signing
}

// SignGate records the actor's decision for each place that they hold or stand in for, and where the rule is thereby
// decided passes or returns the gate, all in one transaction. It returns the references of the register entries.
//
// Where it replaces an earlier decision of theirs, a new entry names the old one, which stays and no longer counts; its
// conditions are void. Any decision may be changed for any other, as long as the attempt is open: whoever withdraws the
// interest for which they stood aside decides after all.
//
// A form sent twice gives the same references again. A closed attempt, other content than was shown or another decision
// than the one to be replaced is domain.ErrConflict; whatever else stands against it is a *domain.BlockedError.
func SignGate(ctx context.Context, a *act.App, actor policy.Actor, s Signature) ([]string, error) {
	return SignGates(ctx, a, actor, []Signature{s})
}

// SignGates is SignGate for several attempts at once, such as a batch of areas at gate 1: all are recorded or none.
func SignGates(ctx context.Context, a *act.App, actor policy.Actor, list []Signature) ([]string, error) {
	var references []string
	err := a.Decide(ctx, actor, policy.SignGate, againSigning(list), func(s *act.Step) error {
		references = nil
		if err := lockAttempts(ctx, s.Writer, list); err != nil {
			return err
		}
		for _, sent := range list {
			sent.Signing = sent.Chosen()
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
func lockAttempts(ctx context.Context, w db.Writer, list []Signature) error {
	ids := make([]domain.AttemptID, len(list))
	for i, s := range list {
		ids[i] = s.Attempt
	}
	return gatestore.LockAttempts(ctx, w, ids...)
}

// errKey refuses a form that could not be recognised if it were sent twice.
var errKey error = &domain.BlockedError{Blockers: []domain.Blocker{{ID: "key",
	Words: "This form is incomplete: reload the page and decide again"}}}

// signOne signs one attempt and returns the references. For a form that was recorded before, they are the same again.
func signOne(ctx context.Context, s *act.Step, sent Signature) ([]string, error) {
	if err := sent.know(ctx, s.Writer.Reader); err != nil {
		return nil, err
	}
	who, _ := sent.by(s.Actor)
	t, asked, found, err := gatestore.ToSign(ctx, s.Writer, policy.ScopeOf(s.Actor, policy.ViewGates), sent.Attempt,
		s.Today(), who[0], sent.Key)
	if err != nil {
		return nil, err
	}
	if err := gates.CheckAttempt(s.Actor, sent.action(), t); err != nil {
		return nil, err
	}
	if sent.Key == "" {
		return nil, errKey
	}
	if again, err := sent.recorded(found); err != nil || len(again) > 0 {
		return again, cmp.Or(err, s.Same())
	}
	sent.Key = sent.bound()
	if sent.Paper != nil {
		m, err := gatestore.Matter(ctx, s.Writer.Reader, t.Area, t.Gate, s.Today())
		if err != nil {
			return nil, err
		}
		if err := paperFits(sent.Paper, t, asked, m, s.Actor, s.Today()); err != nil {
			return nil, err
		}
	}
	if err := signable(t, asked, who, sent, s.Today()); err != nil {
		return nil, err
	}
	if sent.Paper != nil {
		if err := keepPaper(ctx, s, t, sent.Paper); err != nil {
			return nil, err
		}
	}
	if sent.Conditions, err = ownedConditions(ctx, s.Writer.Reader, t, sent.Conditions, s.Today()); err != nil {
		return nil, err
	}
	conditions, was := sent.Conditions, gates.Changeable(asked, who)
	var references []string
	for i, place := range asked {
		if !sent.decides(place, who) {
			continue
		}
		if asked[i], err = recordSignature(ctx, s, t, place, sent); err != nil {
			return nil, err
		}
		if err := setConditions(ctx, s, t, asked[i].Position, conditions); err != nil {
			return nil, err
		}
		references = append(references, asked[i].Reference)
		conditions = nil // one decision sets each condition once, for however many places it is made
	}
	if !sent.Changes() {
		was = nil
	}
	_, name := sent.by(s.Actor)
	summary := fmt.Sprintf("%s: %s %s", t.Gate.Title(), name, sent.Decision.Did())
	if len(was) > 0 {
		summary += ", and had " + was[0].Decision.Did() + " before"
	}
	how, _ := sent.onPaper(s.Actor, t)
	if how.Paper != 0 {
		summary += ", " + domain.LowerFirst(how.Words())
	}
	s.Record(attemptEvent(t, summary))
	tellSignature(s, t, sent.Decision, name, how, was)
	return references, settle(ctx, s, t, asked)
}

// Changes reports whether it replaces a decision that the sender made before.
func (s Signature) Changes() bool { return len(s.Replaces) > 0 }

// decides reports whether it is a decision of the person for the place.
func (s Signature) decides(place gates.Signatory, p domain.Self) bool {
	if s.Changes() {
		return place.MayChange(p)
	}
	return place.Asks(p)
}

// changeable checks that the attempt is open and that the decision to be replaced is the one that stands.
func changeable(t gates.Attempt, asked []gates.Signatory, who domain.Self, s Signature,
	today domain.Date) error {
	if err := standing(t, s); err != nil {
		return err
	}
	if blockers := t.ChangeBlockers(asked, who); len(blockers) > 0 {
		return &domain.BlockedError{Blockers: blockers}
	}
	if !slices.Equal(gates.References(gates.Changeable(asked, who)), s.Replaces) {
		return domain.Stands("Your decision on this gate is another than when you opened the form: look at it on the " +
			"gate's page before you change it")
	}
	if blockers := s.Blockers(today); len(blockers) > 0 {
		return &domain.BlockedError{Blockers: blockers}
	}
	return nil
}

// standing checks that Members are asked and that the decision is about the content of the attempt.
func standing(t gates.Attempt, s Signature) error {
	if err := t.CheckOpen(); err != nil {
		return err
	}
	return ofContent(t, s)
}

func ofContent(t gates.Attempt, s Signature) error {
	if t.Digest == s.Digest {
		return nil
	}
	return domain.Stands("The form was about other content than gate %d, attempt %d, holds: open the gate's page again",
		t.Gate, t.Number)
}

func signable(t gates.Attempt, asked []gates.Signatory, who domain.Self, s Signature, today domain.Date) error {
	if s.Changes() {
		return changeable(t, asked, who, s, today)
	}
	signed := slices.ContainsFunc(asked, func(p gates.Signatory) bool { return who.Is(p.SignedBy) })
	if err := standing(t, s); err != nil && !signed {
		return err
	}
	if blockers := t.SignBlockers(asked, who); len(blockers) > 0 {
		return &domain.BlockedError{Blockers: blockers}
	}
	if err := ofContent(t, s); err != nil {
		return err
	}
	if blockers := s.Blockers(today); len(blockers) > 0 {
		return &domain.BlockedError{Blockers: blockers}
	}
	return nil
}

// recordSignature writes the decision for one place into register and table, and returns the place as it is now.
func recordSignature(ctx context.Context, s *act.Step, t gates.Attempt, place gates.Signatory,
	sent Signature) (gates.Signatory, error) {
	p := PayloadOf(t, register.EntrySignature)
	who, name := sent.by(s.Actor)
	p.Person, p.Decision, p.Words, p.Replaces = name, string(sent.Decision), sent.Comment, place.Reference
	p.Capacity = fmt.Sprintf("Member for %s, %s", place.SeatName, place.Authority)
	if place.Places > 1 {
		p.Capacity += fmt.Sprintf(", place %d", place.Place)
	}
	var standsFor domain.PersonID
	if !who.Is(place.Holder) {
		standsFor = place.Holder
		p.Capacity = fmt.Sprintf("Substitute for %s, %s", place.HolderName, p.Capacity)
	}
	how, paper := sent.onPaper(s.Actor, t)
	if p.Paper = paper; paper != nil {
		p.Capacity += ", " + domain.LowerFirst(how.Words())
	}
	for _, c := range sent.Conditions {
		words := fmt.Sprintf("%s (by %s)", c.Text, c.DueOn.Words())
		if c.BeforeNextGate {
			words += ", before the next gate"
		}
		p.Conditions = append(p.Conditions, words)
	}
	e, err := registerstore.AppendRegister(ctx, s.Writer, p, t.Area, t.ID, who[0], s)
	if err != nil {
		return place, err
	}
	err = gatestore.AddSignature(ctx, s.Writer, t.ID, place, sent.Signing, who[0], standsFor, e.At, sent.Key,
		e.Position, how.Paper)
	place.OnPaper = how
	return place.Signed(sent.Signing, who, name, e), err
}

// decided is what the decisions made so far make of the attempt, as the area's conditions stand.
func decided(ctx context.Context, s *act.Step, t gates.Attempt, asked []gates.Signatory) (gates.Outcome, error) {
	open, err := gatestore.OpenConditions(ctx, s.Writer.Reader, policy.Scope{Areas: []domain.AreaID{t.Area}})
	outcome, _ := t.Settled(asked, open)
	return outcome, err
}

// settle applies the rule to the decisions made so far, and closes the attempt where they decide it.
func settle(ctx context.Context, s *act.Step, t gates.Attempt, asked []gates.Signatory) error {
	outcome, err := decided(ctx, s, t, asked)
	if err != nil || outcome == gates.OutcomeOpen {
		return err
	}
	var reasons []string
	var resubmitBy domain.Date
	for _, place := range asked {
		if place.Decision == gates.Reject || place.Decision == gates.Defer {
			reasons = append(reasons, fmt.Sprintf("%s (%s)%s: %s", place.SignedByName, place.Decision,
				place.OnPaper.Beside(), place.Comment))
		}
		if place.Decision == gates.Defer && place.ResubmitBy.After(resubmitBy) {
			resubmitBy = place.ResubmitBy
		}
	}
	if outcome.Passes() {
		reasons, resubmitBy = nil, domain.Date{}
	}
	return closeAttempt(ctx, s, t, outcome, policy.Actor{}, strings.Join(reasons, "\n"), resubmitBy)
}
