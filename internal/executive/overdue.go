package executive

import (
	"fmt"

	"fourgates/internal/domain"
)

// Within how many working days a decision is confirmed by the named officer, and published, once it is made.
const (
	ConfirmDays = 2
	PublishDays = 2
)

// What is done by a day.
const (
	ToBeDecided   = "To be decided"
	ToBeConfirmed = "To be confirmed"
	ToBePublished = "To be published"
)

// Overdue is something that was to be done with a decision by a day that is past.
type Overdue struct {
	What string
	By   domain.Date
}

// Words says what was to be done by when, and how long that is ago.
func (o Overdue) Words(today domain.Date) string {
	return fmt.Sprintf("%s by %s: %s late", o.What, o.By.Words(), domain.Counted(today.DaysSince(o.By), "day", "days"))
}

// Overdue is what is overdue of the decision on the day; the zero Overdue where nothing is.
func (d ExecutiveDecision) Overdue(today domain.Date, working domain.Calendar) Overdue {
	o := Overdue{}
	switch {
	case d.Unconfirmed() && d.Ready(ToConfirm):
		o = Overdue{ToBeConfirmed, working.AddWorkingDays(domain.DateOf(d.RecordedAt), ConfirmDays)}
	case d.State == ExecutiveScheduled:
		o = Overdue{ToBeDecided, d.MeetsOn}
	case d.Ready(ToPublish):
		o = Overdue{ToBePublished, working.AddWorkingDays(d.DecidedOn, PublishDays)}
	}
	if o.By.IsZero() || !today.After(o.By) {
		return Overdue{}
	}
	return o
}

// Answers reports whether the person is told on their home what is overdue of the decision: its clerk, the planning
// officers, and those who make it.
func (d ExecutiveDecision) Answers(by Decider) bool {
	if d.Delegated {
		return by.Clerk || by.Planner || by.Person == d.MadeBy || by.Person == d.WithOfficer
	}
	return by.Clerk || by.Planner || by.Member
}
