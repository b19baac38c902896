package solutions

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fourgates/internal/domain"
)

// BidState is where a bid stands (E6).
type BidState string

// idea → drafting → approved to submit → submitted → won | lost | withdrawn.
const (
	BidIdea      BidState = "idea"
	BidDrafting  BidState = "drafting"
	BidApproved  BidState = "approved to submit"
	BidSubmitted BidState = "submitted"
	BidWon       BidState = "won"
	BidLost      BidState = "lost"
	BidWithdrawn BidState = "withdrawn"
)

// BidStates lists every state in the order of life.
func BidStates() []BidState {
	return []BidState{BidIdea, BidDrafting, BidApproved, BidSubmitted, BidWon, BidLost, BidWithdrawn}
}

// Waiting reports whether a bid in the state has still to be sent, so that its deadline matters.
func (s BidState) Waiting() bool { return s == BidIdea || s == BidDrafting || s == BidApproved }

// Bid asks a funder for money for solutions of an area.
type Bid struct {
	ID         domain.BidID
	Area       domain.AreaID
	Cycle      int
	Title      string
	Funder     string
	Amount     domain.Pence // what is asked for
	Match      domain.Pence // what others put in beside it
	Deadline   domain.Date
	State      BidState
	Approved   *domain.Pence // what the Executive approved to ask for, the whole or a part; nil until then
	ApprovedAt *time.Time
	Won        *domain.Pence // what the funder gave; nil until then
	NotAgreed  string        // why the Executive did not agree it, in a decision in force
	Reason     string        // why it was lost or withdrawn
	Version    int
	CreatedBy  domain.PersonID
	CreatedAt  time.Time
}

// Stands is the sum that counts: what the funder gave, before that what the Executive agreed, and before that what is
// proposed.
func (b Bid) Stands() domain.Pence {
	switch {
	case b.Won != nil:
		return *b.Won
	case b.Approved != nil:
		return *b.Approved
	}
	return b.Amount
}

// BidDraft is what somebody types of a bid.
type BidDraft struct {
	Title     string
	Funder    string
	Amount    domain.Pence
	Match     domain.Pence
	Deadline  domain.Date
	Solutions []domain.SolutionID
}

// With is the bid with what was typed in place of what it said.
func (b Bid) With(d BidDraft) Bid {
	b.Title, b.Funder, b.Amount, b.Match, b.Deadline = d.Title, d.Funder, d.Amount, d.Match, d.Deadline
	return b
}

// BidSolution is a solution that a bid funds.
type BidSolution struct {
	ID    domain.SolutionID
	Title string
	State SolutionState
}

// BidLine is a bid with the names behind it and those of its solutions that its reader may see.
type BidLine struct {
	Bid
	AreaName      string
	AreaCode      string
	CreatedByName string
	PlanLocked    bool // the plan of its area and cycle is with the Members or beyond
	CycleOver     bool // its cycle has ended
	Solutions     []BidSolution
	Unseen        int // how many more it funds that the reader may not see
}

// Draft is the part of the bid that can be typed.
func (l BidLine) Draft() BidDraft {
	d := BidDraft{Title: l.Title, Funder: l.Funder, Amount: l.Amount, Match: l.Match, Deadline: l.Deadline}
	for _, s := range l.Solutions {
		d.Solutions = append(d.Solutions, s.ID)
	}
	return d
}

// FundedBefore is the field under which the histories of bids once named the titles of what they fund. A solution whose
// issue was restricted later stands there still, so it is for those who see restricted issues.
const FundedBefore = "Solutions funded"

// Words is the bid field by field as its history keeps it. What it funds is named by number: a title would stay after
// its issue is restricted.
func (l BidLine) Words() []domain.FieldWords {
	var funds []string
	for _, s := range l.Solutions {
		funds = append(funds, fmt.Sprintf("solution %d", s.ID))
	}
	return []domain.FieldWords{
		{Name: "Bid", Words: l.Title},
		{Name: "Funder", Words: l.Funder},
		{Name: "Amount", Words: l.Amount.Words()},
		{Name: "Match funding", Words: l.Match.Words()},
		{Name: "Deadline", Words: l.Deadline.Words()},
		{Name: "Funds", Words: strings.Join(funds, "; ")},
		{Name: "Status", Words: string(l.State)},
		{Name: "Reason", Words: l.Reason},
	}
}

// BidMove is one step that an officer of the area may take a bid by. That it may be submitted is the Executive's to
// approve (gate 3).
type BidMove struct {
	ID     string
	Words  string
	Hint   string
	From   []BidState
	To     BidState
	Reason string // the message where none is given; "" where none is asked for
	Amount bool   // the amount that was won is asked for
}

var bidMoves = []BidMove{
	{ID: "draft", Words: "Begin drafting", Hint: "It goes to the Executive with the plan.", From: []BidState{BidIdea},
		To: BidDrafting},
	{ID: "submit", Words: "Submitted to the funder", Hint: "For the amount that the Executive approved.",
		From: []BidState{BidApproved}, To: BidSubmitted},
	{ID: "won", Words: "Won", Hint: "Enter what the funder gives.", From: []BidState{BidSubmitted}, To: BidWon,
		Amount: true},
	{ID: "lost", Words: "Lost", Hint: "Say why, as far as the funder said.", From: []BidState{BidSubmitted},
		To: BidLost, Reason: "Say why it was lost"},
	{ID: "withdraw", Words: "Withdraw", Hint: "It is not pursued: say why.", From: []BidState{BidIdea, BidDrafting,
		BidApproved, BidSubmitted}, To: BidWithdrawn, Reason: "Say why it is withdrawn"},
}

// BidMoves lists every step.
func BidMoves() []BidMove { return slices.Clone(bidMoves) }

// MovesNow lists the steps that are open to the bid now.
func (l BidLine) MovesNow() []BidMove {
	var open []BidMove
	for _, m := range bidMoves {
		if len(l.blockers(m)) == 0 {
			open = append(open, m)
		}
	}
	return open
}

// Move returns the bid after the step, or a *BlockedError with every reason why it cannot be taken. Won is what the
// funder gives, where the step asks for it.
func (l BidLine) Move(id, reason string, won *domain.Pence) (Bid, error) {
	at := slices.IndexFunc(bidMoves, func(m BidMove) bool { return m.ID == id })
	if at < 0 {
		return Bid{}, domain.Blocked("move", "Choose a step")
	}
	m, reason := bidMoves[at], strings.TrimSpace(reason)
	found := l.blockers(m)
	if m.Reason != "" && reason == "" {
		found = append(found, domain.Blocker{ID: "reason", Field: "reason", Words: m.Reason})
	}
	if m.Amount && (won == nil || *won <= 0) {
		found = append(found, domain.Blocker{ID: "won", Field: "won", Words: "Enter the amount that the funder gives"})
	}
	if len(found) > 0 {
		return Bid{}, &domain.BlockedError{Blockers: found}
	}
	b := l.Bid
	b.State, b.Reason = m.To, reason
	if m.Amount {
		b.Won = won
	}
	return b, nil
}

func (l BidLine) blockers(m BidMove) []domain.Blocker {
	var found []domain.Blocker
	add := func(id, words string) { found = append(found, domain.Blocker{ID: id, Field: "move", Words: words}) }
	if !slices.Contains(m.From, l.State) {
		add("state", fmt.Sprintf("This bid is %s, so this step is not open to it: %s", l.State, m.Words))
		return found
	}
	if m.To == BidDrafting && len(l.Solutions)+l.Unseen == 0 {
		add("solutions", "Say first which solutions the bid would fund")
	}
	if l.CycleOver && (l.State == BidIdea || l.State == BidDrafting) {
		add("cycle", cycleOver)
	} else if l.PlanLocked && (l.State == BidIdea || l.State == BidDrafting) {
		add("plan", "The plan of this area was put to its Members, so its bids stay as they are")
	}
	return found
}

// CheckEdit returns a *BlockedError where what the bid says can no longer be changed: what the Executive approved is
// what is submitted.
func (l BidLine) CheckEdit() error {
	switch {
	case l.State != BidIdea && l.State != BidDrafting:
		return domain.Blocked("", fmt.Sprintf("This bid is %s: what it says stays as it is", l.State))
	case l.CycleOver:
		return domain.Blocked("", cycleOver)
	case l.PlanLocked:
		return domain.Blocked("", "The plan of this area was put to its Members, so its bids stay as they are")
	}
	return nil
}

// CheckApprove returns a *BlockedError where the Executive cannot approve the bid for the amount: it is no longer being
// prepared, or the amount is none or more than is asked for. A part of it can be approved (gate 3).
func (b Bid) CheckApprove(amount domain.Pence) error {
	switch {
	case b.State != BidIdea && b.State != BidDrafting:
		return domain.Blocked("", fmt.Sprintf("The bid “%s” is %s already", b.Title, b.State))
	case amount <= 0 || amount > b.Amount:
		return domain.Blocked("approved", fmt.Sprintf("The bid “%s” can be approved for up to %s", b.Title,
			b.Amount.Words()))
	}
	return nil
}

// Missed reports whether the bid's deadline went by with the bid not sent.
func (b Bid) Missed(today domain.Date) bool { return b.State.Waiting() && b.Deadline.Before(today) }

// BidTotals adds up bids that are not lost or withdrawn, nor refused by the Executive: the sum that counts of each, and
// what is put in beside it.
func BidTotals(lines []BidLine) (bids int, amount, match domain.Pence) {
	for _, l := range lines {
		if l.State == BidLost || l.State == BidWithdrawn || l.NotAgreed != "" {
			continue
		}
		amount, match = amount+l.Stands(), match+l.Match
		bids++
	}
	return bids, amount, match
}

// StatedNoBids is the statement that an area makes no bids (gate 3: bids listed or "no bids" stated).
const StatedNoBids = "no bids"
