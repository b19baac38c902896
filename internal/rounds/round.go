// Package rounds holds the rules of online rounds, in which the community says which issues of an area matter most.
package rounds

import (
	"fmt"
	"slices"
	"time"

	"fourgates/internal/domain"
)

// Round is one time that the community is asked online (D9), from one day to another.
type Round struct {
	ID           domain.OnlineRoundID
	Area         domain.AreaID
	AreaName     string
	Cycle        int
	OpensOn      domain.Date
	ClosesOn     domain.Date
	VotesEach    int    // how many issues each person may choose
	Note         string // said to whoever answers
	Offered      []Offer
	WithAccount  int // people who answered
	WithCode     int
	Version      int
	MadeBy       string
	MadeAt       time.Time
	CancelledBy  string
	CancelledAt  time.Time
	CancelledWhy string
	Count        domain.RoundID // its count among the rounds of priorities; zero: not counted
}

// Offer is an issue that people can choose, in the words in which it was offered.
type Offer struct {
	Issue  domain.IssueID
	Title  string
	Public bool // it still may be shown to all; else nobody is asked about it any more
}

// State is where a round is in its life.
type State string

// The states.
const (
	Planned   State = "planned"
	Open      State = "open"
	Closed    State = "closed"
	Counted   State = "counted"
	Cancelled State = "cancelled"
)

// State is where the round is on a day.
func (r Round) State(today domain.Date) State {
	switch {
	case !r.CancelledAt.IsZero():
		return Cancelled
	case r.Count != 0:
		return Counted
	case today.Before(r.OpensOn):
		return Planned
	case today.After(r.ClosesOn):
		return Closed
	}
	return Open
}

// Answers is how many people answered, whichever way.
func (r Round) Answers() int { return r.WithAccount + r.WithCode }

// ByMethod says in words how many answered which way.
func (r Round) ByMethod() string {
	return fmt.Sprintf("%s with an account and %s with a code", domain.Counted(r.WithAccount, "person", "people"),
		domain.Counted(r.WithCode, "person", "people"))
}

// Shown lists what people are asked about now.
func (r Round) Shown() []Offer {
	return slices.DeleteFunc(slices.Clone(r.Offered), func(o Offer) bool { return !o.Public })
}

// Same reports whether the other asks the same.
func (r Round) Same(other Round) bool {
	return r.OpensOn == other.OpensOn && r.ClosesOn == other.ClosesOn && r.VotesEach == other.VotesEach &&
		r.Note == other.Note && slices.Equal(issuesOf(r.Offered), issuesOf(other.Offered))
}

func issuesOf(offered []Offer) []domain.IssueID {
	ids := make([]domain.IssueID, len(offered))
	for i, o := range offered {
		ids[i] = o.Issue
	}
	return ids
}

// LongestDays is how many days a round may be open.
const LongestDays = 120

// Blockers lists by field why the round cannot be held as it is. Listed are the public issues of the area's list, in
// whose words people are asked.
func (r Round) Blockers(listed []Offer, today domain.Date) []domain.Blocker {
	var found []domain.Blocker
	add := func(field, words string) {
		found = append(found, domain.Blocker{ID: field, Field: field, Words: words})
	}
	if len(r.Offered) < 2 {
		add("issue", "Choose two issues or more")
	}
	for _, o := range r.Offered {
		if !slices.ContainsFunc(listed, func(l Offer) bool { return l.Issue == o.Issue }) {
			add("issue", fmt.Sprintf("Issue %d is no public issue of the area’s list any more", o.Issue))
		}
	}
	if r.VotesEach < 1 || r.VotesEach > max(len(r.Offered), 1) {
		add("votes_each", "Enter a number from 1 to the number of issues that are offered")
	}
	if r.OpensOn.Before(today) {
		add("opens", "Choose today or a day to come")
	}
	return append(found, r.closing(today)...)
}

// closing lists why the round cannot close on its day.
func (r Round) closing(today domain.Date) []domain.Blocker {
	words := ""
	switch {
	case r.ClosesOn.Before(r.OpensOn):
		words = "The last day cannot be before the first"
	case r.ClosesOn.Before(today):
		words = "Choose today or a day to come"
	case r.ClosesOn.After(r.OpensOn.AddDays(LongestDays)):
		words = fmt.Sprintf("It can be open for %d days at most", LongestDays)
	default:
		return nil
	}
	return []domain.Blocker{{ID: "closes", Field: "closes", Words: words}}
}

// ChangeBlockers lists why the round cannot become like that. Once it is open, only its last day can change: people
// have answered what they were asked.
func (r Round) ChangeBlockers(to Round, listed []Offer, today domain.Date) []domain.Blocker {
	if r.State(today) == Planned {
		return to.Blockers(listed, today)
	}
	found := to.closing(today)
	to.ClosesOn = r.ClosesOn
	if !r.Same(to) {
		found = append(found, domain.Blocker{ID: "open", Words: "The round is open: only its last day can be changed"})
	}
	return found
}

// CheckState returns a *domain.StateError where the round is not in one of the states on a day.
func (r Round) CheckState(today domain.Date, in ...State) error {
	is := r.State(today)
	switch {
	case slices.Contains(in, is):
		return nil
	case is == Planned:
		return domain.Stands("This round opens on %s", r.OpensOn.Words())
	case is == Cancelled:
		return domain.Stands("This round was cancelled by %s on %s", r.CancelledBy,
			domain.DateOf(r.CancelledAt).Words())
	case is == Open:
		return domain.Stands("This round is open until the end of %s", r.ClosesOn.Words())
	case is == Counted:
		return domain.Stands("This round is counted already")
	}
	return domain.Stands("This round closed on %s", r.ClosesOn.Words())
}

// Answer is what one person says: the issues that matter most to them, and a word if they like.
type Answer struct {
	Votes []domain.IssueID
	Words string
}

// MostWords is how long a word may be, in characters.
const MostWords = 500

// Same reports whether the other says the same.
func (a Answer) Same(other Answer) bool {
	mine, theirs := slices.Sorted(slices.Values(a.Votes)), slices.Sorted(slices.Values(other.Votes))
	return a.Words == other.Words && slices.Equal(mine, theirs)
}

// Blockers lists by field why the answer does not count in the round.
func (a Answer) Blockers(r Round) []domain.Blocker {
	words := ""
	shown := issuesOf(r.Shown())
	switch {
	case len(a.Votes) == 0:
		words = "Choose at least one"
	case len(a.Votes) > r.VotesEach:
		words = fmt.Sprintf("Choose %d at most; you chose %d", r.VotesEach, len(a.Votes))
	case slices.ContainsFunc(a.Votes, func(id domain.IssueID) bool { return !slices.Contains(shown, id) }):
		words = "Choose from the list as it is now"
	default:
		return nil
	}
	return []domain.Blocker{{ID: "vote", Field: "vote", Words: words}}
}

// Votes is how many people chose an issue, by how they took part. They are two counts: who has an account may hold a
// slip as well.
type Votes struct {
	Issue       domain.IssueID
	WithAccount int
	WithCode    int
}
