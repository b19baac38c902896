package priorities

import (
	"fmt"
	"slices"

	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/issues"
)

// The kinds of difference between the list signed at gate 2 and what the community confirmed (domain §3).
const (
	PriorityAdded   = "added"         // a priority that was not on the signed list
	PriorityDropped = "dropped"       // on the signed list, and not a priority
	PriorityMoved   = "changed order" // a priority at another place than on the signed list
	PriorityState   = "changed state" // on the signed list, and sent another way since
	PriorityWords   = "changed words" // on the signed list, and otherwise in its words, theme, place or evidence since
)

// SignedIssue is an issue as it stood for itself on the list that Members signed.
type SignedIssue struct {
	ID    domain.IssueID
	Title string
	Place int // by its points when the list was signed; 0: it had none
}

// ConfirmedIssue is an issue as it stands after a round: whether the community confirmed it as a priority, and at which
// place.
type ConfirmedIssue struct {
	ID       domain.IssueID
	Title    string
	State    issues.IssueState
	Priority bool
	Place    int // by votes, equal places shared
}

// PriorityChange is one line of the difference. Was and Is are in words for the reader.
type PriorityChange struct {
	Kind    string
	Issue   domain.IssueID
	Title   string
	Was, Is string
}

// SignedList is what stood for itself on the list that was signed: synthesised, and no part of another issue.
func SignedList(s gates.Snapshot) []SignedIssue {
	part := map[domain.IssueID]bool{}
	for _, i := range s.Issues {
		for _, m := range i.Members {
			part[m] = true
		}
	}
	var list []SignedIssue
	for _, i := range s.Issues {
		if i.State.Stands() && !part[i.ID] {
			list = append(list, SignedIssue{ID: i.ID, Title: i.Title, Place: i.Place})
		}
	}
	return list
}

// PriorityDifference compares what the community confirmed with the list that Members signed at gate 2: first what was
// added, then by the signed list what was dropped, went another way or has another place among those on both. The order
// is compared only where the signed list had one. Now holds every issue of the signed list that is still there and
// every one that the round counted.
func PriorityDifference(signed []SignedIssue, now []ConfirmedIssue) []PriorityChange {
	var changes []PriorityChange
	stands := map[domain.IssueID]ConfirmedIssue{}
	for _, c := range now {
		stands[c.ID] = c
	}
	for _, c := range now {
		if c.Priority && !slices.ContainsFunc(signed, func(s SignedIssue) bool { return s.ID == c.ID }) {
			changes = append(changes, PriorityChange{PriorityAdded, c.ID, c.Title, "not on the list of gate 2",
				fmt.Sprintf("priority %d", c.Place)})
		}
	}
	before, after := commonOrder(signed, stands)
	for _, s := range signed {
		c, known := stands[s.ID]
		switch {
		case known && c.Priority:
			if before[s.ID] != after[s.ID] {
				changes = append(changes, PriorityChange{PriorityMoved, s.ID, s.Title, place(before[s.ID]),
					place(after[s.ID])})
			}
		case known && !c.State.Stands():
			changes = append(changes, PriorityChange{PriorityState, s.ID, s.Title, "on the list of gate 2",
				string(c.State)})
		default:
			changes = append(changes, PriorityChange{PriorityDropped, s.ID, s.Title, "on the list of gate 2",
				"not a priority"})
		}
	}
	return changes
}

// WordsChanged lists what is otherwise with the issues that still stand than Members signed it, an entry for each text.
// What was sent another way is a change of state, and gone issues have no words to compare.
func WordsChanged(s gates.Snapshot, signed []SignedIssue, now []gates.SnapshotIssue) []PriorityChange {
	var changes []PriorityChange
	for _, on := range signed {
		was, _ := s.Issue(on.ID)
		at := slices.IndexFunc(now, func(i gates.SnapshotIssue) bool { return i.ID == on.ID })
		if at < 0 || !now[at].State.Stands() {
			continue
		}
		for _, c := range (gates.SignedIssue{Format: s.Format, Issue: was, Withheld: s.Withheld}).Changed(&now[at]) {
			changes = append(changes, PriorityChange{PriorityWords, on.ID, on.Title, orNothing(c.Before),
				orNothing(c.After)})
		}
	}
	return changes
}

func orNothing(words string) string {
	if words == "" {
		return "nothing"
	}
	return words
}

func place(n int) string { return fmt.Sprintf("place %d of those on both lists", n) }

// commonOrder gives the issues that are on both lists their places among each other, before and after: an issue that
// was added or dropped moves nobody. Both are empty where the signed list had no order.
func commonOrder(signed []SignedIssue, now map[domain.IssueID]ConfirmedIssue) (before, after map[domain.IssueID]int) {
	was, is := map[domain.IssueID]int{}, map[domain.IssueID]int{}
	for _, s := range signed {
		if c := now[s.ID]; c.Priority {
			if s.Place == 0 {
				return nil, nil
			}
			was[s.ID], is[s.ID] = s.Place, c.Place
		}
	}
	return among(was), among(is)
}

// among is each one's place when only those in the map are counted; equal places stay equal.
func among(places map[domain.IssueID]int) map[domain.IssueID]int {
	dense := map[domain.IssueID]int{}
	for id, p := range places {
		dense[id] = 1
		for _, other := range places {
			if other < p {
				dense[id]++
			}
		}
	}
	return dense
}

// Confirmed says of issues, as they stand, which a round made priorities and at which place by its votes; equal votes
// share a place.
func Confirmed(stands []ConfirmedIssue, r PriorityRound, priorities []domain.IssueID) []ConfirmedIssue {
	list := slices.Clone(stands)
	for i, c := range list {
		if !slices.Contains(priorities, c.ID) {
			continue
		}
		list[i].Priority, list[i].Place = true, 1
		for _, other := range priorities {
			if r.Votes[other] > r.Votes[c.ID] {
				list[i].Place++
			}
		}
	}
	return list
}
