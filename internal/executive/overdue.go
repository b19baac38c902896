package executive

import (
	"fmt"

	"fourgates/internal/domain"
	"fourgates/internal/procedures"
)

// Within how many working days a decision is confirmed by the named officer, and published, once it is made.
const (
	ConfirmDays = 2
	PublishDays = 2
)

// What is done by a day.
const (
	ToBeAnnounced = "To be announced as a key decision"
	ToBeDecided   = "To be decided"
	ToBeConfirmed = "To be confirmed"
	ToBePublished = "To be published"
)

// Overdue is something that was to be done with a decision by a day that is past.
type Overdue struct {
	What string
	By   domain.Date
	Then string // what was done too late, and what that leads to; "" where nothing was done
}

// Words says what was to be done by when, and how long that is ago or what was done too late.
func (o Overdue) Words(today domain.Date) string {
	if o.Then != "" {
		return fmt.Sprintf("%s by %s. %s", o.What, o.By.Words(), o.Then)
	}
	return fmt.Sprintf("%s by %s: %s late", o.What, o.By.Words(), domain.Counted(today.DaysSince(o.By), "day", "days"))
}

// Overdue is what is overdue of the decision on the day; the zero Overdue where nothing is.
func (d ExecutiveDecision) Overdue(today domain.Date, working domain.Calendar) Overdue {
	o := Overdue{}
	switch {
	case MayBeUnannounced(d):
		if o = d.announcedLate(working); !o.By.IsZero() && today.After(o.By) {
			return o
		}
		o = Overdue{ToBeDecided, d.MeetsOn, ""}
	case d.Unconfirmed() && d.Ready(ToConfirm):
		o = Overdue{ToBeConfirmed, working.AddWorkingDays(domain.DateOf(d.RecordedAt), ConfirmDays), ""}
	case d.State == ExecutiveScheduled:
		o = Overdue{ToBeDecided, d.MeetsOn, ""}
	case d.Ready(ToPublish):
		o = Overdue{ToBePublished, working.AddWorkingDays(d.DecidedOn, PublishDays), ""}
	}
	if o.By.IsZero() || !today.After(o.By) {
		return Overdue{}
	}
	return o
}

// MayBeUnannounced reports whether a key decision is scheduled for a day for which it is not announced, or not in time.
func MayBeUnannounced(d ExecutiveDecision) bool {
	return d.Ready(ToAnnounce) && (!d.Announced.Made() || d.MeetsOn.Before(d.Announced.From))
}

// announcedLate is until when a key decision that is not announced in time was to be.
func (d ExecutiveDecision) announcedLate(working domain.Calendar) Overdue {
	o := Overdue{What: ToBeAnnounced,
		By: procedures.Procedure{NoticeDays: d.KeyAnswer.NoticeDays}.NoticeBy(d.MeetsOn, working)}
	if d.Announced.Made() {
		o.Then = d.Announced.Words() + ", not on " + d.MeetsOn.Words()
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
