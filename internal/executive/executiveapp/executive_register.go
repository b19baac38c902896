package executiveapp

import (
	"context"
	"fmt"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/executive"
	"fourgates/internal/executive/executivestore"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/policy"
	"fourgates/internal/procedures"
	"fourgates/internal/register"
	"fourgates/internal/register/registerstore"
)

// enter puts an entry about a decision on one subject into the register. Like every entry, it carries the digest of
// what Members signed. It returns its position.
func enter(ctx context.Context, s *act.Step, d executive.ExecutiveDecision, on executive.Subject,
	p register.RegisterPayload, by domain.PersonID) (int64, error) {
	t, err := gatestore.Attempt(ctx, s.Writer.Reader, policy.Scope{All: true}, on.Attempt)
	if err != nil {
		return 0, err
	}
	of := gateapp.PayloadOf(t, p.Kind)
	of.Person, of.Capacity, of.Decision, of.Words, of.Replaces = p.Person, p.Capacity, p.Decision, p.Words, p.Replaces
	of.Record, of.Of, of.Authority = p.Record, int64(d.ID), d.AuthorityName
	e, err := registerstore.AppendRegister(ctx, s.Writer, of, on.Area, on.Attempt, by, s)
	if err != nil {
		return 0, err
	}
	return e.Position, executivestore.AddEntry(ctx, s.Writer, d.ID, e.Position)
}

// registerStep puts a step into the register: what was recorded, confirmed, decided, corrected, published, called in,
// upheld or returned, and by whom. What takes the place of a record, or makes it void, names it and says why.
// Scheduling decides nothing and has no entry of its own.
func registerStep(ctx context.Context, s *act.Step, was, d executive.ExecutiveDecision, step executive.ExecutiveStep,
	by policy.Actor) error {
	decision, words := string(d.State), ""
	replaces := step == executive.ToCorrect || was.Recorded() && step != executive.ToConfirm
	switch step {
	case executive.ToSchedule:
		if !was.Recorded() {
			return nil
		}
		decision, words = "voided", fmt.Sprintf("The decision was scheduled again, so this record is void. %s", d.Why)
	case executive.ToAnnounce:
		if decision, words = string(d.Announced.How), d.Announced.Words(); d.Announced.How == procedures.InFull {
			decision = "announced"
		}
	case executive.ToDecline:
		decision, words = "declined", "Declined: "+d.Declined.Reason
	case executive.ToRecord, executive.ToConfirm, executive.ToCorrect:
		words = d.Reasons
		if d.Recorded() {
			decision = "recorded"
		}
		if replaces {
			words = replacedWords(d) + "\n" + words
		}
	case executive.ToPublish:
		words = publishedWords(d)
	case executive.ToCallIn:
		words = d.CallIns[len(d.CallIns)-1].Words()
	case executive.ToSettle:
		last := d.Settled[len(d.Settled)-1]
		if words = last.Line() + "\n" + last.Words; d.State == executive.ExecutiveUpheld {
			words += "\nThe decision takes effect on " + d.EffectiveOn.Words()
		}
	}
	p := register.RegisterPayload{Kind: register.EntryExecutive, Person: by.Name, Capacity: capacityOf(d, step, by),
		Words: words}
	if d.Record != "" {
		p.Record = d.RecordDigest.String()
	}
	var first int64
	for _, on := range d.Subjects {
		refused := d.On(on).Refused() && d.State != executive.ExecutiveScheduled
		over := on.Void && !was.On(on).Refused() || refused && step == executive.ToCallIn
		if over && d.State != executive.ExecutiveReturned || refused && step == executive.ToSettle {
			continue // another council did not agree the plan, or this one, and that is in the register
		}
		if p.Decision = decision; refused {
			p.Decision = string(executive.ExecutiveReturned)
		}
		if step == executive.ToPublish && p.Decision == string(executive.ExecutiveReturned) {
			p.Decision = "returned, published"
		}
		if replaces {
			var err error
			if p.Replaces, err = executivestore.LastRecord(ctx, s.Writer.Reader, d.ID, on.Attempt); err != nil {
				return err
			}
		}
		position, err := enter(ctx, s, d, on, p, by.ID)
		if err != nil {
			return err
		}
		if first == 0 {
			first = position
		}
	}
	switch step {
	case executive.ToCallIn:
		return executivestore.AddCallIn(ctx, s.Writer, d.ID, d.CallIns[len(d.CallIns)-1], first)
	case executive.ToSettle:
		return executivestore.AddSettlement(ctx, s.Writer, d.ID, d.Settled[len(d.Settled)-1], first)
	}
	return nil
}

// replacedWords say why a record takes the place of another, and whether that counts already.
func replacedWords(d executive.ExecutiveDecision) string {
	words := "Corrected: " + d.Why
	if d.Unconfirmed() {
		words += "\nTo be confirmed by " + d.WithOfficerName + "."
	}
	return words
}

func publishedWords(d executive.ExecutiveDecision) string {
	words := "Published on " + d.PublishedOn.Words()
	if !d.CallInUntil.IsZero() {
		words += ", can be called in until " + d.CallInUntil.Words()
	}
	if !d.EffectiveOn.IsZero() {
		words += ", takes effect on " + d.EffectiveOn.Words()
	}
	if d.KeyAnswer.Made() {
		words += "\nKey decision: " + executive.KeyWords(d)
	}
	if notice := executive.NoticeWords(d); notice != "" {
		words += "\n" + notice
	}
	return words
}

// capacityOf says in what capacity the step is taken, and whether the maker signed the gate as an Area Member.
func capacityOf(d executive.ExecutiveDecision, step executive.ExecutiveStep, by policy.Actor) string {
	capacity := policy.DeputyName("For the Executive", d.ActsFor(step, by))
	switch {
	case (step == executive.ToRecord || step == executive.ToCorrect) && d.Delegated:
		capacity = "Executive Member"
		if d.WithOfficer != 0 {
			capacity += ", in conjunction with " + d.WithOfficerName
		}
	case step == executive.ToConfirm || step == executive.ToDecline:
		capacity = policy.DeputyName("Named officer, in conjunction with "+d.MadeByName, d.ActsFor(step, by))
	}
	if d.MemberInterests != "" && (step == executive.ToRecord || step == executive.ToConfirm ||
		step == executive.ToCorrect) {
		capacity += ". Earlier signature: " + d.MemberInterests
	}
	return capacity
}
