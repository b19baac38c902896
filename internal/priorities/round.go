// Package priorities holds the community's rounds of priorities and how they differ from what was signed.
package priorities

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/issues"
)

// The ways in which the community sets priorities (D9).
const (
	WorkshopTally = "workshop tally"
	PaperCount    = "paper count"
	Online        = "online" // counted here, and entered by nobody
)

// RoundMethods lists those whose count an officer enters.
func RoundMethods() []string { return []string{WorkshopTally, PaperCount} }

// PriorityRound is one time that the community was asked which issues matter most, as an officer enters it (D9).
type PriorityRound struct {
	ID          domain.RoundID
	Area        domain.AreaID
	Cycle       int
	Method      string
	HeldOn      domain.Date
	Place       string
	TakingPart  int // people
	VotesEach   int // how many votes each of them had
	Note        string
	Votes       map[domain.IssueID]int
	Version     int
	EnteredBy   string
	EnteredAt   time.Time
	ConfirmedBy string
	ConfirmedAt time.Time       // zero: not confirmed, and can be changed
	Notice      domain.NoticeID // of the difference from what was signed; zero: there was none
}

// Confirmed reports whether the round's result stands.
func (r PriorityRound) Confirmed() bool { return !r.ConfirmedAt.IsZero() }

// Total is how many votes were cast.
func (r PriorityRound) Total() int {
	total := 0
	for _, n := range r.Votes {
		total += n
	}
	return total
}

// Same reports whether the other is the same count of the same meeting.
func (r PriorityRound) Same(other PriorityRound) bool {
	return r.Method == other.Method && r.HeldOn == other.HeldOn && r.Place == other.Place &&
		r.TakingPart == other.TakingPart && r.VotesEach == other.VotesEach &&
		maps.Equal(r.Votes, other.Votes)
}

// MostTakingPart is more people than a round can have.
const MostTakingPart = 1_000_000

// VotesField is the name of the form's field for an issue's votes.
func VotesField(id domain.IssueID) string { return fmt.Sprintf("votes-%d", id) }

// Blockers lists by field why the round cannot be entered as it is: a day to come, more votes than people had, an issue
// that is not on the list.
func (r PriorityRound) Blockers(listed []domain.IssueID, today domain.Date) []domain.Blocker {
	var found []domain.Blocker
	add := func(field, words string) {
		found = append(found, domain.Blocker{ID: field, Field: field, Words: words})
	}
	if !slices.Contains(RoundMethods(), r.Method) {
		add("method", "Choose how it was counted")
	}
	if r.HeldOn.IsZero() || r.HeldOn.After(today) {
		add("held", "Enter a day that is not to come")
	}
	if r.TakingPart < 1 || r.TakingPart > MostTakingPart {
		add("taking_part", "Enter how many people took part")
	}
	if r.VotesEach < 1 || r.VotesEach > 100 {
		add("votes_each", "Enter how many votes each person had, from 1 to 100")
	}
	for id, n := range r.Votes {
		if n < 0 {
			add(VotesField(id), "Must be a whole number, 0 or more")
		}
		if !slices.Contains(listed, id) {
			add("", fmt.Sprintf("Issue %d is not on the area's list any more: load the page again", id))
		}
	}
	if len(found) > 0 {
		return found
	}
	switch most := r.TakingPart * r.VotesEach; {
	case r.Total() == 0:
		add("", "Enter the votes of at least one issue")
	case r.Total() > most:
		add("taking_part", fmt.Sprintf("%d votes are more than %d people with %s each can have cast", r.Total(),
			r.TakingPart, domain.Counted(r.VotesEach, "vote", "votes")))
	}
	return found
}

// ConfirmBlockers lists why the round cannot be confirmed with those priorities. Once the Members have the draft plan,
// and when they have signed it, its priorities stay as they are.
func (r PriorityRound) ConfirmBlockers(priorities, listed []domain.IssueID, atGate bool,
	threePassed bool) []domain.Blocker {
	var found []domain.Blocker
	if atGate {
		found = append(found, domain.Blocker{ID: "at-gate", Words: "A gate of this area is with its Members: confirm " +
			"the round when they have decided"})
	}
	if threePassed {
		found = append(found, domain.Blocker{ID: "gate-3", Words: "Gate 3 is passed with the priorities as they are"})
	}
	if r.Confirmed() {
		found = append(found, domain.Blocker{ID: "confirmed", Words: "This round was confirmed already, by " +
			r.ConfirmedBy})
	}
	if len(priorities) == 0 {
		found = append(found, domain.Blocker{ID: "priority", Field: "priority",
			Words: "Choose at least one issue as a priority"})
	}
	for _, id := range priorities {
		if !slices.Contains(listed, id) {
			found = append(found, domain.Blocker{ID: "listed", Field: "priority",
				Words: fmt.Sprintf("Issue %d is not on the area's list any more", id)})
		}
	}
	return found
}

// Tally is one issue of a round with its votes.
type Tally struct {
	Issue    domain.IssueID
	Title    string // "" where the reader may not see the issue
	State    issues.IssueState
	Votes    int
	Rank     int
	Tied     bool
	Priority bool
}

// RankWords is the place by votes: "2", or "2=" where it is shared.
func (t Tally) RankWords() string {
	if t.Tied {
		return fmt.Sprintf("%d=", t.Rank)
	}
	return fmt.Sprint(t.Rank)
}

// RankTallies orders the issues of a round by their votes; equal votes have equal ranks.
func RankTallies(list []Tally) []Tally {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b Tally) int { return b.Votes - a.Votes })
	for i := range list {
		list[i].Rank, list[i].Tied = i+1, false
		if i > 0 && list[i].Votes == list[i-1].Votes {
			list[i].Rank, list[i].Tied, list[i-1].Tied = list[i-1].Rank, true, true
		}
	}
	return list
}
