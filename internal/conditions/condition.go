// Package conditions holds the rules of the life of a condition that a Member set: reported met, agreed, decided.
package conditions

import (
	"fmt"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/gates"
)

// Kind is a step in the life of a condition.
type Kind string

// The steps. Discharged is from before agreement was asked: an officer said that the condition was met, and it counted.
const (
	Discharged    Kind = "discharged"
	ReportedMet   Kind = "reported met"
	Agreed        Kind = "agreed"
	NotAgreed     Kind = "not agreed"
	DecidedMet    Kind = "decided met"
	DecidedNotMet Kind = "decided not met"
	OwnerNamed    Kind = "owner named"
)

// Words is the step as a page tells it.
func (k Kind) Words() string {
	switch k {
	case Discharged:
		return "Discharged before agreement was asked"
	case ReportedMet:
		return "Reported met"
	case Agreed:
		return "Agreed that it is met"
	case NotAgreed:
		return "Not agreed: open again"
	case DecidedMet:
		return "Decided that it is met"
	case DecidedNotMet:
		return "Decided that it is not met: open again"
	}
	return "Made responsible"
}

// Did is the step as what somebody did with a condition, for a notice or the audit trail.
func (k Kind) Did() string {
	switch k {
	case ReportedMet:
		return "reported met"
	case Agreed:
		return "agreed to be met"
	case NotAgreed:
		return "not agreed to be met"
	case DecidedMet:
		return "decided to be met"
	case DecidedNotMet:
		return "decided not to be met"
	}
	return string(k)
}

// Step is one step of a condition's life, with who took it.
type Step struct {
	ID        domain.StepID
	Kind      Kind
	By        domain.PersonID
	ByName    string
	Capacity  string
	Words     string // how it was met, or why it is not; "" for agreement without a word
	Owner     domain.PersonID
	OwnerName string // who was made responsible
	At        time.Time
	Position  int64
	Reference string // of its register entry; "" where it has none
}

// Sent is a step as somebody sends it: from the condition as it was shown to them, whose newest step was Seen.
type Sent struct {
	Kind  Kind
	Words string
	Seen  domain.StepID
}

// Is reports whether the condition's newest step is this one of the person's, sent before.
func (s Sent) Is(c gates.Condition, by domain.PersonID) bool {
	return c.Step != 0 && c.StepKind == string(s.Kind) && c.StepBy == by && c.StepWords == s.Words
}

// Blockers lists what is missing from the step, by field.
func (s Sent) Blockers() []domain.Blocker {
	if s.Words != "" {
		return nil
	}
	switch s.Kind {
	case ReportedMet:
		return missing("how", "Enter how the condition was met: the Member who set it reads it")
	case NotAgreed:
		return missing("reasons", "Enter what is still to be done: whoever is responsible works from it")
	case DecidedMet, DecidedNotMet:
		return missing("reason", "Enter the reason for your decision: the Member who set the condition reads it")
	}
	return nil
}

func missing(field, words string) []domain.Blocker {
	return []domain.Blocker{{ID: field, Field: field, Words: words}}
}

// AnswerWorkingDays is how long a report waits for the Member's answer before the community planning officer may decide
// (domain §7, ruling 5).
const AnswerWorkingDays = 10

// AnswerBy is the last day on which the Member's answer alone counts, of a condition that is reported met.
func AnswerBy(c gates.Condition, working domain.Calendar) domain.Date {
	return working.AddWorkingDays(domain.DateOf(c.StepAt), AnswerWorkingDays)
}

// Unanswered reports whether the condition is reported met and nobody has answered in time.
func Unanswered(c gates.Condition, today domain.Date, working domain.Calendar) bool {
	return c.State == gates.ConditionReported && today.After(AnswerBy(c, working))
}

// Answerers is who holds the place for which a condition was set on the day, and its substitute: they answer for it.
type Answerers struct {
	Holder         domain.PersonID // zero where the place is vacant
	HolderName     string
	Substitute     domain.PersonID // named for the day; zero for none
	SubstituteName string
}

// Capacity is in what capacity the person answers for the condition.
func (a Answerers) Capacity(c gates.Condition, p domain.Self) string {
	place := fmt.Sprintf("Member for %s", c.SeatName)
	switch {
	case p.Is(a.Holder) && !p.Is(c.Setter):
		return place + ", successor of " + c.SetBy
	case p.Is(a.Substitute) && !p.Is(a.Holder):
		return "Substitute for " + a.HolderName + ", " + place
	}
	return place
}
