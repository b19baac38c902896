package conditions

import (
	"errors"
	"fmt"

	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/policy"
)

// CheckReport reports whether the actor may report the condition met: who is responsible for it, and the officers who
// look after the area's conditions. It returns domain.ErrForbidden for others, and a *domain.StateError where it is not
// open.
func CheckReport(a policy.Actor, c gates.Condition) error {
	owns := a.IsSelf(c.Owner) && policy.Can(a, policy.ReportCondition)
	if !owns && !policy.CanIn(a, policy.AssignCondition, c.Area) {
		return domain.ErrForbidden
	}
	return stands(c, gates.ConditionOpen)
}

// stands returns a *domain.StateError where the condition is in another state than the step needs.
func stands(c gates.Condition, needs gates.ConditionState) error {
	switch {
	case c.State == needs:
		return nil
	case c.State == gates.ConditionReported:
		return domain.Stands("This condition is reported met: it is for the Member who set it to agree, or not")
	case c.State == gates.ConditionOpen:
		return domain.Stands("This condition is open: it has to be reported met before anybody can agree that it is. " +
			"Whoever is responsible for it reports that")
	}
	return domain.Stands("This condition is %s: nothing more is to be done with it", c.State)
}

// answersFor reports whether the person answers for the condition on the day: the Member or successor in the place for
// which it was set, their substitute of the day, and the Member who set it where they sit for another place by now.
func answersFor(p domain.Self, c gates.Condition, who Answerers) bool {
	return p.Is(who.Holder) || (p.Is(who.Substitute) && who.Holder != 0) || (p.Is(c.Setter) && c.SetFor == "")
}

// CheckAnswer reports whether the actor may agree that the condition is met, or not. It returns domain.ErrForbidden for
// whom it does not ask, a *domain.BlockedError for who reported it met or is responsible for it, whatever seat they
// hold, and a *domain.StateError where it is not reported met.
func CheckAnswer(a policy.Actor, c gates.Condition, who Answerers) error {
	if !policy.CanOn(a, policy.AnswerCondition, c.Area, c.Attempt) || !answersFor(a.Self(), c, who) {
		return domain.ErrForbidden
	}
	if err := stands(c, gates.ConditionReported); err != nil {
		return err
	}
	return ownWork(a, c, "agree")
}

// CheckDecide reports whether the actor may decide in the Member's place whether the condition is met. Beside the
// reasons of CheckAnswer, it returns a *domain.BlockedError where they are asked to answer as a Member, and as long as
// the Member has time to.
func CheckDecide(a policy.Actor, c gates.Condition, who Answerers, today domain.Date, working domain.Calendar) error {
	if !policy.CanIn(a, policy.DecideCondition, c.Area) {
		return domain.ErrForbidden
	}
	if err := stands(c, gates.ConditionReported); err != nil {
		return err
	}
	if err := ownWork(a, c, "decide"); err != nil {
		return err
	}
	if answersFor(a.Self(), c, who) || a.IsSelf(c.Setter) {
		return blocked("seat",
			"You are asked as a Member whether this condition is met, so you cannot decide as planning officer")
	}
	if !Unanswered(c, today, working) {
		return blocked("early", fmt.Sprintf("The Member has until %s to answer. Without an answer, the community "+
			"planning "+
			"officer decides after that", AnswerBy(c, working).Words()))
	}
	return nil
}

// CheckAssign reports whether the actor may name who is responsible for the condition: domain.ErrForbidden where not,
// a *domain.StateError where it is not open. Reported met, it stays with whom it is, so that nobody hands it on in
// order to decide on it.
func CheckAssign(a policy.Actor, c gates.Condition) error {
	if err := policy.CheckIn(a, policy.AssignCondition, c.Area); err != nil {
		return err
	}
	return stands(c, gates.ConditionOpen)
}

// ownWork keeps apart who says that a condition is met and who agrees to it.
func ownWork(a policy.Actor, c gates.Condition, verb string) error {
	switch {
	case a.IsSelf(c.StepBy):
		return blocked("own", "You reported this condition met, so you cannot "+verb+" on it")
	case a.IsSelf(c.Owner):
		return blocked("owner", "You are responsible for this condition, so you cannot "+verb+" on it")
	}
	return nil
}

func blocked(id, words string) error {
	return &domain.BlockedError{Blockers: []domain.Blocker{{ID: id, Words: words}}}
}

// Why is the reason of a refusal to somebody who would be asked; "" where there is none, or they are not asked at all.
func Why(err error) string {
	if b, ok := errors.AsType[*domain.BlockedError](err); ok {
		return b.Blockers[0].Words
	}
	return ""
}
