package issues

import (
	"fmt"
	"slices"
	"time"

	"fourgates/internal/domain"
)

// TiedIssue is an issue with what binds it to others.
type TiedIssue struct {
	Issue
	Ties IssueTies
}

// CheckSynthesis returns a *BlockedError with every reason why the issues cannot be made into one synthesised issue, or
// be added to the synthesis among them (D5). There is at most one synthesis among them, and then one other issue is
// enough.
func CheckSynthesis(chosen []TiedIssue) error {
	var found []domain.Blocker
	if len(chosen) < 2 {
		found = append(found, domain.Blocker{ID: "few", Field: "issue", Words: "Choose two issues or more"})
	}
	syntheses := 0
	for _, c := range chosen {
		if c.IsSynthesis {
			syntheses++
			if c.State.Over() {
				found = append(found, domain.Blocker{ID: "over", Field: "issue",
					Words: fmt.Sprintf("The synthesised issue %d is %s: reopen it first", c.ID, c.State)})
			}
			continue
		}
		found = append(found, Reasons(c.CheckMove(MoveSynthesise, c.Ties))...)
	}
	if syntheses > 1 {
		found = append(found, domain.Blocker{ID: "syntheses", Field: "issue",
			Words: "Choose at most one synthesised issue: the others are added to it"})
	}
	return domain.BlockedBy(append(found, sameArea(chosen)...))
}

// SynthesisAmong returns the synthesis among the issues; ok is false where there is none.
func SynthesisAmong(chosen []TiedIssue) (TiedIssue, bool) {
	at := slices.IndexFunc(chosen, func(c TiedIssue) bool { return c.IsSynthesis })
	if at < 0 {
		return TiedIssue{}, false
	}
	return chosen[at], true
}

// CheckMerge returns a *BlockedError with every reason why the issues cannot be merged into the one of them that stays
// (D6).
func CheckMerge(chosen []TiedIssue, into domain.IssueID) error {
	var found []domain.Blocker
	if len(chosen) < 2 {
		found = append(found, domain.Blocker{ID: "few", Field: "issue", Words: "Choose two issues or more"})
	}
	at := slices.IndexFunc(chosen, func(c TiedIssue) bool { return c.ID == into })
	if at < 0 {
		found = append(found, domain.Blocker{ID: "into", Field: "into", Words: "Choose which issue stays"})
	} else if chosen[at].State == IssueMerged {
		found = append(found, domain.Blocker{ID: "into", Field: "into",
			Words: fmt.Sprintf("Issue %d is itself merged into another: choose one that is not", into)})
	}
	for _, c := range chosen {
		if c.ID != into {
			found = append(found, Reasons(c.CheckMove(MoveMerge, c.Ties))...)
		}
	}
	return domain.BlockedBy(append(found, sameArea(chosen)...))
}

// CheckLeaveSynthesis returns a *BlockedError where what has stood since then, a synthesis or a member in it, is in the
// list of issues that is signed: it stays as it was signed. What was added later can be taken out.
func CheckLeaveSynthesis(ties IssueTies, since time.Time) error {
	if ties.GateTwoPassed() && !since.After(ties.SignedAt) {
		return domain.Blocked("", "Gate 2 has passed with this in it, so it stays as it is")
	}
	return nil
}

// Narrowest is the narrowest of visibilities: what a synthesis of issues starts with, so that nothing gets wider by it
// unasked.
func Narrowest(seen ...Visibility) Visibility {
	narrowest := 0
	for _, v := range seen {
		narrowest = max(narrowest, slices.Index(Visibilities(), v))
	}
	return Visibilities()[narrowest]
}

func sameArea(chosen []TiedIssue) []domain.Blocker {
	for _, c := range chosen {
		if c.Area != chosen[0].Area {
			return []domain.Blocker{{ID: "area", Field: "issue", Words: "Choose issues of one area"}}
		}
	}
	return nil
}

func Reasons(err error) []domain.Blocker {
	if blocked, ok := err.(*domain.BlockedError); ok {
		return blocked.Blockers
	}
	return nil
}
