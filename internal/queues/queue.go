// Package queues holds what is worked in the background: which kinds of work there are, and how each piece stands.
package queues

import (
	"fmt"
	"time"

	"fourgates/internal/domain"
)

// Name is of a queue: each has its own workers, so that none waits for another.
type Name string

// The queues.
const (
	Clock Name = "clock" // what time alone asks for
	Mail  Name = "mail"
)

// Names lists the queues.
func Names() []Name { return []Name{Clock, Mail} }

// Words says what is in the queue.
func (n Name) Words() string {
	switch n {
	case Clock:
		return "What is due by its date"
	case Mail:
		return "E-mail"
	}
	return string(n)
}

// MostTries is how often a piece of work is tried, over some two days. Then it has failed, until somebody has it tried
// again.
const MostTries = 580

// Kind is a kind of work, as the tables have it.
type Kind string

// What time asks for, every few minutes.
const (
	SeatOrders    Kind = "seat_orders"
	MergerOrders  Kind = "merger_orders"
	OpenGates     Kind = "open_gates"
	Effects       Kind = "decision_effects"
	GateReminders Kind = "gate_reminders"
	Conditions    Kind = "condition_reminders"
	OverdueAsks   Kind = "overdue_asks"
	Comments      Kind = "comment_notices"
	AuditDays     Kind = "audit_days"
	MailFates     Kind = "mail_fates"
	SentForms     Kind = "sent_forms"
)

// What events leave to be done: the e-mails of a notice are made, and each is sent.
const (
	NoticeMails Kind = "notice_mails"
	SendMail    Kind = "send_mail"
	LinkMail    Kind = "link_mail"
)

var kindWords = map[Kind]string{
	SeatOrders:    "Change wards and divisions as it was recorded ahead",
	MergerOrders:  "Merge councils as it was recorded ahead",
	OpenGates:     "Look again at whom open gates ask",
	Effects:       "Bring Executive decisions into force",
	GateReminders: "Remind Members of gates that wait for them",
	Conditions:    "Remind of conditions",
	OverdueAsks:   "Tell of asks that nobody has answered in time",
	Comments:      "Tell of comments on issues, and of answers",
	AuditDays:     "Put the audit trail of days that are over into the register",
	MailFates:     "Ask what became of e-mails that were sent",
	SentForms:     "Forget forms that were sent long ago",
	NoticeMails:   "Make the e-mails of a notice",
	SendMail:      "Send an e-mail",
	LinkMail:      "Make the e-mail of a link to set a password",
}

// OfTheClock lists the kinds that time asks for, in the order in which they are looked at: what changes whom a gate
// asks comes before what is told about it.
func OfTheClock() []Kind {
	return []Kind{SeatOrders, MergerOrders, OpenGates, Effects, GateReminders, Conditions, OverdueAsks, Comments,
		AuditDays, MailFates, SentForms}
}

// Words says what is done.
func (k Kind) Words() string {
	if w, ok := kindWords[k]; ok {
		return w
	}
	return string(k)
}

// State is how a piece of work stands.
type State string

// The states, as the tables have them.
const (
	Available State = "available"
	Scheduled State = "scheduled"
	Running   State = "running"
	Retryable State = "retryable"
	Completed State = "completed"
	Discarded State = "discarded"
	Cancelled State = "cancelled"
)

// Words says how it stands.
func (s State) Words() string {
	switch s {
	case Available:
		return "Waiting"
	case Scheduled:
		return "Waiting for its time"
	case Running:
		return "Being done"
	case Retryable:
		return "Failed, is tried again"
	case Completed:
		return "Done"
	case Discarded:
		return "Failed too often"
	}
	return "Given up"
}

// Over reports whether nothing more happens to it by itself.
func (s State) Over() bool { return s == Completed || s == Discarded || s == Cancelled }

// Job is a piece of work.
type Job struct {
	ID      domain.JobID
	Kind    Kind
	Queue   Name
	State   State
	About   int64 // the id of what it is about; 0 where it is about no single thing
	Tries   int
	NextAt  time.Time // when it is tried, or tried again
	LastAt  time.Time // of the last try; zero where there was none
	Error   string    // of the last try that failed
	Created time.Time
}

// Retry refuses to try a piece of work again that is done, being done, or about to be.
func (j Job) Retry() error {
	if j.State == Retryable || j.State == Scheduled || j.State == Discarded || j.State == Cancelled {
		return nil
	}
	return domain.Blocked("", "It cannot be tried again: it is "+j.stands())
}

// GiveUp refuses to give up what is over, or being done.
func (j Job) GiveUp() error {
	if !j.State.Over() && j.State != Running {
		return nil
	}
	return domain.Blocked("", "It cannot be given up: it is "+j.stands())
}

func (j Job) stands() string {
	return map[State]string{Available: "next in the queue already", Running: "being done just now", Completed: "done",
		Discarded: "over, having failed too often", Cancelled: "given up already", Scheduled: "waiting for its time",
		Retryable: "waiting to be tried again"}[j.State]
}

// Standing is how a queue stands.
type Standing struct {
	Queue   Name
	Waiting int // now, for their time, or to be tried again
	Failing int // of those, failed at least once
	Running int
	GivenUp int // given up, or failed too often
	Oldest  int // for how many seconds the oldest waits that could be worked; 0 where none does
}

// Age says how long the oldest that could be worked waits: "" where none does.
func (s Standing) Age() string {
	switch age := time.Duration(s.Oldest) * time.Second; {
	case s.Oldest == 0:
		return ""
	case age < time.Minute:
		return "Less than a minute"
	case age < time.Hour:
		return domain.Counted(int(age/time.Minute), "minute", "minutes")
	case age < 48*time.Hour:
		return domain.Counted(int(age/time.Hour), "hour", "hours")
	default:
		return domain.Counted(int(age/(24*time.Hour)), "day", "days")
	}
}

// Looked is when a kind of the clock was done the last time.
type Looked struct {
	Kind Kind
	At   time.Time
}

// Event is the audit entry of what an administrator did with a piece of work.
func (j Job) Event(did string) domain.Event {
	return domain.Event{Kind: "job", ID: int64(j.ID), Summary: fmt.Sprintf("%s: %s", did, j.Kind.Words())}
}
