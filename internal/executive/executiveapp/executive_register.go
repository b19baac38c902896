package executiveapp

import (
	"context"
	"fmt"

	"fourgates/internal/act"
	"fourgates/internal/executive"
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

// registerStep puts a step into the register: what was recorded, confirmed, decided, published, called in, upheld or
// returned, and by whom. Scheduling decides nothing and has no entry.
func registerStep(ctx context.Context, s *act.Step, d executive.ExecutiveDecision, step executive.ExecutiveStep,
	by policy.Actor) error {
	decision, words := "", ""
	switch step {
	case executive.ToSchedule:
		return nil
	case executive.ToRecord, executive.ToConfirm:
		decision, words = string(d.State), d.Reasons
		if d.Recorded() {
			decision = "recorded"
		}
	case executive.ToPublish:
		decision, words = string(d.State), publishedWords(d)
	case executive.ToCallIn:
		decision, words = string(d.State), fmt.Sprintf("By %s on %s: %s", d.CalledInBy, d.CalledInOn.Words(),
			d.CallInReason)
	case executive.ToReturn:
		decision, words = string(d.State), d.ReturnReason
	default:
		decision = string(d.State)
	}
	t, err := gatestore.Attempt(ctx, s.Writer.Reader, policy.Scope{All: true}, d.Attempt)
	if err != nil {
		return err
	}
	p := executivePayload(d, t, register.EntryExecutive, decision)
	p.Person, p.Capacity, p.Words = by.Name, capacityOf(d, step, by), words
	_, err = registerstore.AppendRegister(ctx, s.Writer, p, d.Area, d.Attempt, by.ID, s.Now())
	return err
}

func publishedWords(d executive.ExecutiveDecision) string {
	words := "Published on " + d.PublishedOn.Words()
	if !d.CallInUntil.IsZero() {
		words += ", can be called in until " + d.CallInUntil.Words()
	}
	return words + ", takes effect on " + d.EffectiveOn.Words()
}

// capacityOf says in what capacity the step is taken, and whether the maker signed the gate as an Area Member.
func capacityOf(d executive.ExecutiveDecision, step executive.ExecutiveStep, by policy.Actor) string {
	capacity := policy.DeputyName("For the Executive", d.ActsFor(step, by))
	switch {
	case step == executive.ToRecord && d.Delegated:
		capacity = "Executive Member"
		if d.WithOfficer != 0 {
			capacity += ", in conjunction with " + d.WithOfficerName
		}
	case step == executive.ToConfirm:
		capacity = policy.DeputyName("Named officer, in conjunction with "+d.MadeByName, d.ActsFor(step, by))
	}
	if d.MemberInterests != "" && (step == executive.ToRecord || step == executive.ToConfirm) {
		capacity += ". Earlier signature: " + d.MemberInterests
	}
	return capacity
}
