package executive

import (
	"time"

	"fourgates/internal/domain"
)

// Declined is that the named officer of a joint decision declined to take part in it.
type Declined struct {
	Reason string
	By     domain.PersonID // the officer or a deputy of theirs
	ByName string
	At     time.Time
}

// Made reports whether the named officer declined.
func (x Declined) Made() bool { return x.Reason != "" }

// Words says who declined, when and why.
func (x Declined) Words() string {
	return x.ByName + " declined on " + domain.DateOf(x.At).Words() + ": " + x.Reason
}

// Decline takes the named officer out of a joint decision: what is recorded and not confirmed is void, and nothing is
// recorded until its clerk has named somebody else or put it to another maker. It returns a *BlockedError by field
// without a reason.
func Decline(d ExecutiveDecision, x Declined) (ExecutiveDecision, error) {
	if err := d.check(ToDecline); err != nil {
		return d, err
	}
	if x.Reason == "" {
		return d, domain.Blocked("reason", "Enter why you decline")
	}
	d.unrecord()
	d.Declined, d.Why = x, x.Reason
	return d, nil
}
