package reviews

import (
	"fmt"
	"slices"
	"strings"

	"fourgates/internal/domain"
)

// Priority is a priority of an area with those who were asked to review it, oldest first.
type Priority struct {
	Issue      domain.IssueID
	Title      string // "" where the reader may not see the issue
	Restricted bool
	Reviews    []Review
}

// Name is the priority's title as everybody may read it.
func (p Priority) Name() string {
	if p.Restricted || p.Title == "" {
		return "a restricted issue"
	}
	return p.Title
}

// ByPriority files the reviews under the priorities; those of issues that are no priorities come last, each under an
// entry of its own.
func ByPriority(priorities []Priority, all []Review) []Priority {
	at := map[domain.IssueID]int{}
	list := make([]Priority, len(priorities))
	for i, p := range priorities {
		list[i], at[p.Issue] = p, i
	}
	for _, r := range all {
		i, ok := at[r.Issue]
		if !ok {
			i = len(list)
			at[r.Issue] = i
			list = append(list, Priority{Issue: r.Issue, Title: r.Title, Restricted: r.Restricted})
		}
		list[i].Reviews = append(list[i].Reviews, r)
	}
	return list
}

// Reviewed reports whether every priority was reviewed: somebody was asked about it, and nobody's answer is awaited any
// more. It says what there is, or what is missing.
func Reviewed(list []Priority) (bool, string) {
	var unasked, awaited []string
	answers, closed := 0, 0
	for _, p := range list {
		theirs := func(r Review) bool { return !r.NotOurs }
		if !slices.ContainsFunc(p.Reviews, theirs) {
			unasked = append(unasked, p.Name())
		}
		for _, r := range p.Reviews {
			switch {
			case r.Answered():
				answers++
			case r.NotOurs: // somebody else is to be asked
			case r.Closed():
				closed++
			default:
				awaited = append(awaited, fmt.Sprintf("%s on %s", r.Of, p.Name()))
			}
		}
	}
	var missing []string
	if len(list) == 0 {
		missing = append(missing, "there is no priority yet")
	}
	if len(unasked) > 0 {
		missing = append(missing, "nobody is asked about "+domain.SomeOf(unasked))
	}
	if len(awaited) > 0 {
		missing = append(missing, "no answer yet from "+domain.SomeOf(awaited))
	}
	if len(missing) > 0 {
		return false, strings.Join(missing, "; ")
	}
	words := domain.Counted(answers, "answer", "answers") + " on " + domain.Counted(len(list), "priority", "priorities")
	if closed > 0 {
		words += fmt.Sprintf(", %d closed without an answer", closed)
	}
	return true, words
}
