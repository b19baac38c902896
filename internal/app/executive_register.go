package app

import (
	"context"
	"fmt"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// executivePayload is an entry in the register about an Executive decision. Like every entry, it carries the digest of
// what Members signed.
func executivePayload(d domain.ExecutiveDecision, t domain.Attempt, kind, decision string) domain.RegisterPayload {
	p := payloadOf(t, kind)
	p.Decision = decision
	if d.Record != "" {
		p.Record = d.RecordDigest.String()
	}
	return p
}

// registerStep puts a step into the register: what was recorded, confirmed, decided, published, called in, upheld or
// returned, and by whom. Scheduling decides nothing and has no entry.
func registerStep(ctx context.Context, s *Step, d domain.ExecutiveDecision, step domain.ExecutiveStep,
	by policy.Actor) error {
	decision, words := "", ""
	switch step {
	case domain.ToSchedule:
		return nil
	case domain.ToRecord, domain.ToConfirm:
		decision, words = string(d.State), d.Reasons
		if d.Recorded() {
			decision = "recorded"
		}
	case domain.ToPublish:
		decision, words = string(d.State), publishedWords(d)
	case domain.ToCallIn:
		decision, words = string(d.State), fmt.Sprintf("By %s on %s: %s", d.CalledInBy, d.CalledInOn.Words(),
			d.CallInReason)
	case domain.ToReturn:
		decision, words = string(d.State), d.ReturnReason
	default:
		decision = string(d.State)
	}
	t, err := s.Attempt(ctx, policy.Scope{All: true}, d.Attempt)
	if err != nil {
		return err
	}
	p := executivePayload(d, t, domain.EntryExecutive, decision)
	p.Person, p.Capacity, p.Words = by.Name, capacityOf(d, step), words
	_, err = s.AppendRegister(ctx, p, d.Area, d.Attempt, by.ID, s.Now())
	return err
}

func publishedWords(d domain.ExecutiveDecision) string {
	words := "Published on " + d.PublishedOn.Words()
	if !d.CallInUntil.IsZero() {
		words += ", can be called in until " + d.CallInUntil.Words()
	}
	return words + ", takes effect on " + d.EffectiveOn.Words()
}

// capacityOf says in what capacity the step is taken, and whether the maker signed the gate as an Area Member.
func capacityOf(d domain.ExecutiveDecision, step domain.ExecutiveStep) string {
	capacity := "For the Executive"
	switch {
	case step == domain.ToRecord && d.Delegated:
		capacity = "Executive Member"
		if d.WithOfficer != 0 {
			capacity += ", in conjunction with " + d.WithOfficerName
		}
	case step == domain.ToConfirm:
		capacity = "Named officer, in conjunction with " + d.MadeByName
	}
	if d.MemberInterests != "" && (step == domain.ToRecord || step == domain.ToConfirm) {
		capacity += ". Interest: " + d.MemberInterests
	}
	return capacity
}
