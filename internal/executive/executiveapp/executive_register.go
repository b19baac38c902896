package executiveapp

import (
	"context"
	"fmt"

	"fourgates/internal/act"
	"fourgates/internal/executive"
	"fourgates/internal/executive/executivestore"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/policy"
	"fourgates/internal/register"
	"fourgates/internal/register/registerstore"
)

// executivePayload is an entry in the register about an Executive decision. Like every entry, it carries the digest of
// what Members signed.
func executivePayload(d executive.ExecutiveDecision, t gates.Attempt, kind, decision string) register.RegisterPayload {
	p := gateapp.PayloadOf(t, kind)
	p.Decision = decision
	if d.Record != "" {
		p.Record = d.RecordDigest.String()
	}
	return p
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
	case executive.ToRecord, executive.ToConfirm, executive.ToCorrect:
		words = d.Reasons
		if d.Recorded() {
			decision = "recorded"
		}
		if replaces {
			words = replacedWords(d) + "\n" + words
		}
	case executive.ToPublish:
		if words = publishedWords(d); d.State == executive.ExecutiveReturned {
			decision = "returned, published"
		}
	case executive.ToCallIn:
		words = d.CallIns[len(d.CallIns)-1].Words()
	case executive.ToSettle:
		last := d.Settled[len(d.Settled)-1]
		if words = last.Line() + "\n" + last.Words; d.State == executive.ExecutiveUpheld {
			words += "\nThe decision takes effect on " + d.EffectiveOn.Words()
		}
	}
	t, err := gatestore.Attempt(ctx, s.Writer.Reader, policy.Scope{All: true}, d.Attempt)
	if err != nil {
		return err
	}
	p := executivePayload(d, t, register.EntryExecutive, decision)
	p.Person, p.Capacity, p.Words = by.Name, capacityOf(d, step, by), words
	if replaces {
		if p.Replaces, err = executivestore.LastRecord(ctx, s.Writer.Reader, d.Attempt); err != nil {
			return err
		}
	}
	e, err := registerstore.AppendRegister(ctx, s.Writer, p, d.Area, d.Attempt, by.ID, s.Now())
	switch {
	case err != nil:
		return err
	case step == executive.ToCallIn:
		return executivestore.AddCallIn(ctx, s.Writer, d.ID, d.CallIns[len(d.CallIns)-1], e.Position)
	case step == executive.ToSettle:
		return executivestore.AddSettlement(ctx, s.Writer, d.ID, d.Settled[len(d.Settled)-1], e.Position)
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
	if d.EffectiveOn.IsZero() {
		return words
	}
	return words + ", takes effect on " + d.EffectiveOn.Words()
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
	case step == executive.ToConfirm:
		capacity = policy.DeputyName("Named officer, in conjunction with "+d.MadeByName, d.ActsFor(step, by))
	}
	if d.MemberInterests != "" && (step == executive.ToRecord || step == executive.ToConfirm ||
		step == executive.ToCorrect) {
		capacity += ". Earlier signature: " + d.MemberInterests
	}
	return capacity
}
