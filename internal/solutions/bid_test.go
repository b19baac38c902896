package solutions_test

import (
	"fmt"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/solutions"
)

// TestEveryStepOfABidInEveryState holds the state machine of bids to a table. That one may be submitted is the
// Executive's to approve: no step of an officer's leads there.
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
	for _, state := range solutions.BidStates() {
		for _, move := range solutions.BidMoves() {
			l := solutions.BidLine{Bid: solutions.Bid{State: state, Amount: 100000}, Solutions: []solutions.BidSolution{
				{ID: 1}}}
			key := fmt.Sprintf("%s %s", state, move.ID)
			got, err := l.Move(move.ID, " Because ", &won)
			if string(got.State) != want[key] || (err == nil) != (want[key] != "") {
				t.Errorf("%s: %q, %v; want %q", key, got.State, err, want[key])
			}
			if move.To == solutions.BidApproved {
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
			if _, err := l.Move(move.ID, "Because", &won); (err == nil) != (state == solutions.BidApproved ||
				state == solutions.BidSubmitted) {
				t.Errorf("%s while the plan is with the Members: %v", key, err)
			}
		}
	}
	if _, err := (solutions.BidLine{Bid: solutions.Bid{State: solutions.BidIdea}}).Move("draft", "", nil); err == nil {
		t.Error("drafting begins although the bid funds nothing")
	}
}

func TestTheExecutiveApprovesABidInWholeOrPart(t *testing.T) {
	for _, state := range solutions.BidStates() {
		b := solutions.Bid{State: state, Amount: 100000}
		for amount, fits := range map[domain.Pence]bool{0: false, -1: false, 1: true, 60000: true, 100000: true,
			100001: false} {
			want := fits && (state == solutions.BidIdea || state == solutions.BidDrafting)
			if got := b.CheckApprove(amount) == nil; got != want {
				t.Errorf("%s, %d of %d: %v", state, amount, b.Amount, got)
			}
		}
	}
}

func TestADeadlineIsMissedWhileTheBidIsNotSent(t *testing.T) {
	day := domain.NewDate(2026, 3, 10)
	for _, state := range solutions.BidStates() {
		waiting := state == solutions.BidIdea || state == solutions.BidDrafting || state == solutions.BidApproved
		b := solutions.Bid{State: state, Deadline: day}
		if b.Missed(day) || b.Missed(day.AddDays(1)) != waiting {
			t.Errorf("%s: missed on the day %v, a day later %v", state, b.Missed(day), b.Missed(day.AddDays(1)))
		}
		if (solutions.BidLine{Bid: b}).CheckEdit() == nil != (state == solutions.BidIdea ||
			state == solutions.BidDrafting) {
			t.Errorf("%s: may be edited is wrong", state)
		}
	}
}

func TestBidsAreAddedUpByWhatStands(t *testing.T) {
	p := func(n domain.Pence) *domain.Pence { return &n }
	bids := []solutions.BidLine{
		{Bid: solutions.Bid{State: solutions.BidDrafting, Amount: 100, Match: 10}},
		{Bid: solutions.Bid{State: solutions.BidApproved, Amount: 1000, Approved: p(800), Match: 20}},
		{Bid: solutions.Bid{State: solutions.BidWon, Amount: 5000, Approved: p(5000), Won: p(4000)}},
		{Bid: solutions.Bid{State: solutions.BidLost, Amount: 70000, Approved: p(70000), Match: 70}},
		{Bid: solutions.Bid{State: solutions.BidWithdrawn, Amount: 70000, Match: 70}},
	}
	if n, amount, match := solutions.BidTotals(bids); n != 3 || amount != 4900 || match != 30 {
		t.Errorf("%d bids for %d with %d", n, amount, match)
	}
}
