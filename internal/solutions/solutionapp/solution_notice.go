package solutionapp

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/notices"
	"fourgates/internal/notices/noticestore"
	"fourgates/internal/solutions"
)

// tellProposer tells whoever proposed a solution what was decided on it. Somebody for whom it was proposed is named
// too: the notice shows that the application does not reach them.
func tellProposer(ctx context.Context, s *act.Step, was solutions.SolutionLine, is solutions.Solution,
	move string) error {
	moves := solutions.SolutionMoves()
	at := slices.IndexFunc(moves, func(m solutions.SolutionMove) bool { return m.ID == move })
	if at < 0 || !moves[at].Tells() {
		return nil
	}
	var to []notices.Recipient
	if is.ProposedBy != s.Actor.ID {
		to = append(to, notices.Recipient{Person: is.ProposedBy, Name: was.Names.ProposedBy,
			Capacity: "proposed the solution"})
	}
	if is.ProposedFor != "" {
		to = append(to, notices.Recipient{Name: is.ProposedFor, Capacity: "the solution was proposed for them"})
	}
	summary := string(is.State)
	if is.State == solutions.SolutionTesting {
		summary = "tested again"
	}
	return tellAboutSolution(ctx, s, was, "solution "+summary, summary, told(is), to)
}

// tellFinished tells the officers of the area, and whoever asked, that a view is finished.
func tellFinished(ctx context.Context, s *act.Step, l solutions.SolutionLine, v solutions.FeasibilityView,
	d solutions.ViewDraft) error {
	to, err := noticestore.AreaOfficers(ctx, s.Writer.Reader, l.Area, s.Today())
	if err != nil {
		return err
	}
	to = append(to, notices.Recipient{Person: v.AskedBy, Name: v.AskedByName, Capacity: "asked for the view"})
	slices.SortStableFunc(to, func(x, y notices.Recipient) int { return int(x.Person - y.Person) })
	to = slices.CompactFunc(to, func(x, y notices.Recipient) bool { return x.Person == y.Person })
	to = slices.DeleteFunc(to, func(r notices.Recipient) bool { return r.Person == s.Actor.ID })
	return tellAboutSolution(ctx, s, l, "feasibility finished", fmt.Sprintf("%s, says %s", d.Verdict, v.Of), d.Reason,
		to)
}

// told is the reason that goes with what was decided: for one that is not feasible, what the tests came to.
func told(is solutions.Solution) string {
	if is.State == solutions.SolutionNotFeasible {
		return is.Conclusion
	}
	return is.Reason
}

// tellAboutSolution tells people what happened to a solution. For a restricted issue the notice gives neither title nor
// area: those are behind the link, for people who may see them.
func tellAboutSolution(ctx context.Context, s *act.Step, l solutions.SolutionLine, event, summary, more string,
	to []notices.Recipient) error {
	if len(to) == 0 {
		return nil
	}
	n := notices.Notice{Event: event, Link: fmt.Sprintf("/solutions/%d", l.ID),
		Subject: fmt.Sprintf("Solution %d: %s", l.ID, event)}
	n.Body = n.Subject + "."
	if l.Names.IssueVisibility != issues.VisibleRestricted {
		n.Area = l.Area
		n.Subject = domain.Capital(event) + ": " + l.Title
		n.Body = strings.TrimSpace(fmt.Sprintf("“%s”: %s. %s", l.Title, summary, more))
	}
	noticestore.Tell(s.Writer, n, to, s.Now())
	return nil
}
