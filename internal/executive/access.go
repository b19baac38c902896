package executive

import (
	"slices"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// DeciderOf is the actor as an Executive decision asks about them.
func DeciderOf(a policy.Actor) Decider {
	by := Decider{Person: a.ID, Others: a.Others, Clerk: policy.Can(a, policy.ClerkDecisions),
		Member:  policy.Can(a, policy.DecideExecutive) && a.Is(policy.ExecutiveMember),
		Sits:    slices.Contains(a.OtherRoles, policy.ExecutiveMember),
		Planner: a.Is(policy.CPO), Officer: policy.Can(a, policy.ConfirmDecisions)}
	for _, g := range a.Grants {
		if by.Officer && g.DeputyFor != 0 && g.Allows(policy.ConfirmDecisions) {
			by.DeputyFor = append(by.DeputyFor, g.DeputyFor)
		}
	}
	return by
}

// Decider is who asks for a step, with what the roles of today let them do.
type Decider struct {
	Person  domain.PersonID
	Clerk   bool // of the Executive: records its decisions
	Member  bool // an Executive Member
	Planner bool // a community planning officer
	Officer bool // one who may be named in a joint decision, or a deputy of one

	DeputyFor []domain.PersonID // the named officers whose deputy they are
	Others    []domain.PersonID // the person's other accounts
	Sits      bool              // is an Executive Member, by this account or another
}

func (by Decider) self() domain.Self { return append(domain.Self{by.Person}, by.Others...) }

// Can reports whether the person can take the step: it is theirs to take, and nothing keeps them from it.
func (d ExecutiveDecision) Can(step ExecutiveStep, by Decider) bool {
	return d.May(step, by) && len(d.Apart(step, by)) == 0
}

// Apart lists why the person takes no such step with this decision though their role has it (domain §1, separation of
// duties; §7.10): they brought the gate, or it asked them as a Member. A Member to whom the decision is delegated may
// have signed the gate before, and makes a second record. Who decides on the Executive, or confirms a decision, is not
// also its clerk. Who confirms is a second pair of eyes, so neither a clerk in another's place nor a liaison officer of
// the area, who wrote the plan.
func (d ExecutiveDecision) Apart(step ExecutiveStep, by Decider) []domain.Blocker {
	refuse := func(id, words string) []domain.Blocker {
		return []domain.Blocker{{ID: id, Words: words + ". " + instead(step)}}
	}
	if step == ToDecline {
		return nil // whoever is kept from a decision can say so
	}
	p := by.self()
	second := (step == ToRecord || step == ToCorrect) && d.Delegated && p.Is(d.MadeBy)
	confirms := p.Is(d.WithOfficer) || p.Is(d.ConfirmedBy)
	switch {
	case p.Among(d.Brought):
		return refuse("brought", "You submitted this gate or overrode it, so you take no part in the Executive’s "+
			"decision on it")
	case p.Among(d.Asked) && !second:
		return refuse("asked", "Gate 3 asked you as a Member, so you do nothing else with the Executive’s decision "+
			"on it")
	case d.forClerk(step) && (by.Member || by.Sits):
		return refuse("executive", "You sit on the Executive, so you are not also the clerk of its decision")
	case d.forClerk(step) && confirms:
		return refuse("officer", "You are the named officer of this decision, so you are not also its clerk")
	case step == ToConfirm && by.Clerk && !p.Is(d.WithOfficer):
		return refuse("clerk", "You are a clerk to the Executive, so you cannot confirm its decision as a deputy")
	case step == ToConfirm && p.Among(d.Liaison):
		return refuse("liaison", "You are a liaison officer of this area, so you cannot confirm the decision on its "+
			"plan")
	}
	return nil
}

// forClerk reports whether the step is one of the clerk's.
func (d ExecutiveDecision) forClerk(step ExecutiveStep) bool {
	return step != ToConfirm && step != ToDecline && step != ToTakeEffect && (step != ToRecord && step != ToCorrect ||
		!d.Delegated)
}

// instead says who can take a step from which somebody is kept.
func instead(step ExecutiveStep) string {
	switch step {
	case ToRecord, ToCorrect, ToSchedule, ToAnnounce, ToPublish, ToCallIn, ToSettle:
		return "Another clerk or a deputy of the clerk can; an administrator names deputies, under People"
	}
	return "A deputy of the named officer can; an administrator names deputies, under People"
}

// May reports whether the decision is the person's to take the step with. A delegated decision is recorded by the
// Executive Member alone and confirmed by the named officer alone, each from their own account (H4).
func (d ExecutiveDecision) May(step ExecutiveStep, by Decider) bool {
	if by.Person == 0 {
		return false
	}
	switch step {
	case ToRecord, ToCorrect:
		if d.Delegated {
			return by.Member && by.self().Is(d.MadeBy)
		}
		return by.Clerk
	case ToConfirm:
		named := by.self().Is(d.WithOfficer) || slices.Contains(by.DeputyFor, d.WithOfficer)
		return by.Officer && named && !by.self().Is(d.RecordedBy) && !by.self().Is(d.MadeBy)
	case ToDecline:
		return by.Officer && (by.self().Is(d.WithOfficer) || slices.Contains(by.DeputyFor, d.WithOfficer))
	case ToTakeEffect:
		return false
	}
	return by.Clerk
}

// ActsFor names whose deputy the actor is in taking the step; "" where they take it in their own right. Whoever
// confirms in the place of the named officer is a deputy, also where they are a named officer themselves.
func (d ExecutiveDecision) ActsFor(step ExecutiveStep, a policy.Actor) string {
	switch {
	case d.forClerk(step):
		return policy.DeputyFor(a, policy.ClerkDecisions, d.Area)
	case (step == ToConfirm || step == ToDecline) && !a.IsSelf(d.WithOfficer):
		return d.WithOfficerName
	case step == ToConfirm || step == ToDecline:
		return policy.DeputyFor(a, policy.ConfirmDecisions, d.Area)
	}
	return ""
}
