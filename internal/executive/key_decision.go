package executive

import (
	"fmt"

	"fourgates/internal/domain"
	"fourgates/internal/plans"
	"fourgates/internal/procedures"
)

// KeySums are the sums of plans that can make the decision on them key. They are sums of the same work: each is
// compared alone, and they do not add up to one.
func KeySums(put ...plans.PlanDocument) []procedures.Sum {
	var actions, solutions, bids domain.MoneySum
	for _, plan := range put {
		for _, a := range plan.Actions {
			actions.Add(a.Cost)
		}
		for _, s := range plan.Solutions {
			if s.State == plans.PlanChosen {
				solutions.Add(s.Cost)
			}
		}
		for _, b := range openBids(plan) {
			sought := b.Amount + b.Match
			bids.Add(&sought)
		}
	}
	return []procedures.Sum{{What: "Proposed actions", Of: actions}, {What: "Chosen solutions", Of: solutions},
		{What: "Sought by bids, with match funding", Of: bids}}
}

// NeedsNotice reports whether the decision is a key one that is announced before it is taken. What was scheduled before
// that was computed stays under the rule that it was scheduled under.
func NeedsNotice(d ExecutiveDecision) bool {
	return d.Key == KeyYes && d.KeyAnswer.NoticeDays > 0
}

// Announce notes how a key decision was announced, and thereby from when it can be taken.
func (d ExecutiveDecision) Announce(a procedures.Announcement) (ExecutiveDecision, error) {
	if err := d.check(ToAnnounce); err != nil {
		return d, err
	}
	d.Announced = a
	return d, nil
}

// unannounced is why a key decision cannot have been taken on the day; "" where it can.
func (d ExecutiveDecision) unannounced(on domain.Date) string {
	switch {
	case !NeedsNotice(d):
		return ""
	case !d.Announced.Made():
		return "This is a key decision: its clerk has still to note when it was announced, or a general exception or " +
			"special urgency"
	case on.Before(d.Announced.From):
		return fmt.Sprintf("This is a key decision. %s", d.Announced.Words())
	}
	return ""
}

// KeyWords is the answer to the key-decision question as it is shown and published: with what was proposed and why it
// was answered otherwise, and with how it was announced.
func KeyWords(d ExecutiveDecision) string {
	words := "No"
	if d.Key == KeyYes {
		words = "Yes, forward plan " + d.ForwardPlan
	}
	if d.KeyAnswer.Reason != "" {
		words += ". Proposed: " + domain.LowerFirst(d.KeyAnswer.Words()) + ". Answered otherwise because: " +
			d.KeyAnswer.Reason
	}
	return words
}

// NoticeWords is how a key decision was announced; "" where it needs no notice.
func NoticeWords(d ExecutiveDecision) string {
	if !NeedsNotice(d) {
		return ""
	}
	return d.Announced.Words()
}

// keyRecord is what the record of a decision says of it as a key one.
type keyRecord struct {
	Proposed  *procedures.Answer       `json:"proposed,omitempty"`
	Announced *procedures.Announcement `json:"announced,omitempty"`
}

func (d ExecutiveDecision) keyRecord() *keyRecord {
	if !d.KeyAnswer.Made() {
		return nil
	}
	r := &keyRecord{Proposed: &d.KeyAnswer}
	if NeedsNotice(d) && d.Announced.Made() {
		r.Announced = &d.Announced
	}
	return r
}
