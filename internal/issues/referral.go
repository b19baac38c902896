package issues

import (
	"time"

	"fourgates/internal/domain"
)

// Referral asks a service or an organisation about an issue (D12).
type Referral struct {
	ID             domain.ReferralID
	Issue          domain.IssueID
	Service        domain.ServiceID      // one of the two
	Organisation   domain.OrganisationID // is set
	To             string                // the name of either
	Ask            string
	ReplyBy        domain.Date
	WasState       IssueState // of the issue, to which it goes back when the referral is withdrawn
	ReferredBy     domain.PersonID
	ReferredByName string
	ReferredAt     time.Time
	AcknowledgedBy string
	AcknowledgedAt *time.Time
	Answer         string
	AnsweredBy     string
	AnsweredAt     *time.Time
	WithdrawnBy    string
	WithdrawnAt    *time.Time
}

// Open reports whether the referral still waits for its answer.
func (r Referral) Open() bool { return r.AnsweredAt == nil && r.WithdrawnAt == nil }

// Overdue reports whether the answer should have come before the day and has not.
func (r Referral) Overdue(today domain.Date) bool { return r.Open() && today.After(r.ReplyBy) }

// Status is how the referral stands, in words.
func (r Referral) Status(today domain.Date) string {
	switch {
	case r.WithdrawnAt != nil:
		return "withdrawn"
	case r.AnsweredAt != nil:
		return "answered"
	case r.Overdue(today):
		return "overdue"
	case r.AcknowledgedAt != nil:
		return "acknowledged"
	}
	return "waiting"
}

// CheckOpen returns a *BlockedError where the referral is over: answered or withdrawn.
func (r Referral) CheckOpen() error {
	switch {
	case r.WithdrawnAt != nil:
		return domain.Blocked("", "This referral was withdrawn")
	case r.AnsweredAt != nil:
		return domain.Blocked("answer", "This referral was answered already")
	}
	return nil
}

// CheckAcknowledge returns a *BlockedError where there is nothing to acknowledge any more.
func (r Referral) CheckAcknowledge() error {
	if r.AcknowledgedAt != nil {
		return domain.Blocked("", "This referral was acknowledged already")
	}
	return r.CheckOpen()
}

// ReferralLine is a referral in the list of those asked.
type ReferralLine struct {
	Referral
	Title string // the issue's
	Area  string
}

// Asked is a service or an organisation to choose as the one to refer to. Key is "s" or "o" and its identifier.
type Asked struct{ Key, Name string }
