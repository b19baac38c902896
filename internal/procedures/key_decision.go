package procedures

import (
	"fmt"
	"strings"

	"fourgates/internal/domain"
)

// Effects is what a decision does, as far as it makes it key: the sums that it is about, and where it is felt.
type Effects struct {
	Sums  []Sum
	Wards []string // wards or divisions of the council in which its effects are felt
}

// Sum is an amount of a decision with what it is the sum of. Sums of the same work do not add up to one.
type Sum struct {
	What string
	Of   domain.MoneySum
}

// Proposal is whether what the records know of a decision makes it key, by its council's constitution, and why.
type Proposal struct {
	Key        bool     `json:"key"`
	Why        []string `json:"why"`
	NoticeDays int      `json:"notice_days"` // how long a key decision of the council is announced before
}

// Made reports whether there is a proposal: decisions from before it was asked have none.
func (p Proposal) Made() bool { return len(p.Why) > 0 }

// Words says what is proposed.
func (p Proposal) Words() string {
	if p.Key {
		return "A key decision"
	}
	return "Not a key decision"
}

// Propose says whether a decision with such effects is key: where one of its sums reaches the council's, or where it is
// felt in as many of its wards or divisions as make it so (SI 2012/2089, regulation 8).
func (p Procedure) Propose(e Effects) Proposal {
	is := Proposal{NoticeDays: p.NoticeDays}
	if p.KeySum == nil {
		is.Why = append(is.Why, "No sum is set from which a decision of the council is key")
	}
	for _, s := range e.Sums {
		words := s.What + ": " + s.Of.Words()
		switch {
		case p.KeySum == nil:
		case s.Of.Pence >= *p.KeySum:
			is.Key = true
			words += ", which reaches " + p.KeySum.Words()
		default:
			words += ", which does not reach " + p.KeySum.Words()
		}
		is.Why = append(is.Why, words)
	}
	felt := fmt.Sprintf("It lies in %s of the council", domain.Counted(len(e.Wards), "ward or division",
		"wards or divisions"))
	if len(e.Wards) > 0 {
		felt += " (" + strings.Join(e.Wards, ", ") + ")"
	}
	if len(e.Wards) >= p.KeyWards {
		is.Key = true
		felt += fmt.Sprintf(", of the %d that make it key", p.KeyWards)
	} else {
		felt += fmt.Sprintf(", fewer than the %d that make it key", p.KeyWards)
	}
	is.Why = append(is.Why, felt)
	return is
}

// Answer is what was answered to a proposal, and why where that is otherwise than it says.
type Answer struct {
	Proposal
	Reason string `json:"reason,omitempty"`
}

// Needs reports whether answering that a decision is no key decision needs a reason.
func (p Proposal) Needs(key bool) bool { return p.Key && !key }
