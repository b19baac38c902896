package rules_test

import (
	"fmt"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/rules"
)

// TestEveryStepOfABidInEveryState holds the state machine of bids to a table. That one may be submitted is the Executive's to approve: no step of
// an officer's leads there.
func TestEveryStepOfABidInEveryState(t *testing.T) {
	want := map[string]string{
		"idea draft":                  "drafting",
		"idea withdraw":               "withdrawn",
		"drafting withdraw":           "withdrawn",
		"approved to submit submit":   "submitted",
		"approved to submit withdraw": "withdrawn",
		"submitted won":               "won",
		"submitted lost":              "lost",
		"submitted withdraw":          "withdrawn",
	}
	won := domain.Pence(90000)
	for _, state := range rules.BidStates() {
		for _, move := range rules.BidMoves() {
			l := rules.BidLine{Bid: rules.Bid{State: state, Amount: 100000}, Solutions: []rules.BidSolution{{ID: 1}}}
			key := fmt.Sprintf("%s %s", state, move.ID)
			got, err := l.Move(move.ID, " Because ", &won)
			if string(got.State) != want[key] || (err == nil) != (want[key] != "") {
				t.Errorf("%s: %q, %v; want %q", key, got.State, err, want[key])
			}
			if move.To == rules.BidApproved {
				t.Errorf("%s leads past the Executive", move.ID)
			}
			if err != nil {
				continue
			}
			if _, err := l.Move(move.ID, " ", &won); (err == nil) != (move.Reason == "") {
				t.Errorf("%s without a reason: %v", key, err)
			}
			for _, amount := range []*domain.Pence{nil, new(domain.Pence)} {
				if _, err := l.Move(move.ID, "Because", amount); (err == nil) != !move.Amount {
					t.Errorf("%s without an amount: %v", key, err)
				}
			}
			l.PlanLocked = true
			if _, err := l.Move(move.ID, "Because", &won); (err == nil) != (state == rules.BidApproved || state == rules.BidSubmitted) {
				t.Errorf("%s while the plan is with the Members: %v", key, err)
			}
		}
	}
	if _, err := (rules.BidLine{Bid: rules.Bid{State: rules.BidIdea}}).Move("draft", "", nil); err == nil {
		t.Error("drafting begins although the bid funds nothing")
	}
}

func TestTheExecutiveApprovesABidInWholeOrPart(t *testing.T) {
	for _, state := range rules.BidStates() {
		b := rules.Bid{State: state, Amount: 100000}
		for amount, fits := range map[domain.Pence]bool{0: false, -1: false, 1: true, 60000: true, 100000: true, 100001: false} {
			want := fits && (state == rules.BidIdea || state == rules.BidDrafting)
			if got := b.CheckApprove(amount) == nil; got != want {
				t.Errorf("%s, %d of %d: %v", state, amount, b.Amount, got)
			}
		}
	}
}

func TestADeadlineIsMissedWhileTheBidIsNotSent(t *testing.T) {
	day := domain.NewDate(2026, 3, 10)
	for _, state := range rules.BidStates() {
		waiting := state == rules.BidIdea || state == rules.BidDrafting || state == rules.BidApproved
		b := rules.Bid{State: state, Deadline: day}
		if b.Missed(day) || b.Missed(day.AddDays(1)) != waiting {
			t.Errorf("%s: missed on the day %v, a day later %v", state, b.Missed(day), b.Missed(day.AddDays(1)))
		}
		if (rules.BidLine{Bid: b}).CheckEdit() == nil != (state == rules.BidIdea || state == rules.BidDrafting) {
			t.Errorf("%s: may be edited is wrong", state)
		}
	}
}

func TestBidsAreAddedUpByWhatStands(t *testing.T) {
	p := func(n domain.Pence) *domain.Pence { return &n }
	bids := []rules.BidLine{
		{Bid: rules.Bid{State: rules.BidDrafting, Amount: 100, Match: 10}},
		{Bid: rules.Bid{State: rules.BidApproved, Amount: 1000, Approved: p(800), Match: 20}},
		{Bid: rules.Bid{State: rules.BidWon, Amount: 5000, Approved: p(5000), Won: p(4000)}},
		{Bid: rules.Bid{State: rules.BidLost, Amount: 70000, Approved: p(70000), Match: 70}},
		{Bid: rules.Bid{State: rules.BidWithdrawn, Amount: 70000, Match: 70}},
	}
	if n, amount, match := rules.BidTotals(bids); n != 3 || amount != 4900 || match != 30 {
		t.Errorf("%d bids for %d with %d", n, amount, match)
	}
}
