package gates

import (
	"fmt"
	"strings"

	"fourgates/internal/diff"
	"fourgates/internal/domain"
	"fourgates/internal/plans"
)

// planLines are the readable lines of a plan, for the difference between two attempts at gate 3 (G5). The gates that it
// names were signed before.
func planLines(d plans.PlanDocument, add func(section, key string, words ...string)) {
	add("Plan", "Title", d.Title)
	for _, s := range d.Sections {
		add("Plan text", s.Title, s.Body)
	}
	groundLines(d, add)
	if r := d.Round; r != nil {
		add("Priorities", "Confirmed with the community", r.Method, "held on "+r.HeldOn.Words(),
			domain.Prefixed("at ", r.Place), domain.Counted(r.TakingPart, "person", "people"),
			"confirmed on "+r.ConfirmedOn.Words(), votesEach(r.VotesEach), r.Note)
	}
	for _, i := range d.Priorities {
		add("Priorities", fmt.Sprintf("Issue %d", i.Issue), fmt.Sprintf("%d. %s", i.Rank, i.Title),
			domain.Prefixed("theme ", i.Theme), domain.Prefixed("for ", i.Tier),
			domain.Counted(i.Votes, "vote", "votes"), string(i.State), i.Reason, madeFrom(false, i.Members))
		for _, c := range i.Causes {
			add("Causes", fmt.Sprintf("Issue %d: cause %d", i.Issue, c.ID), c.Text,
				domain.Prefixed("found with ", c.TakenPart))
		}
	}
	if d.RestrictedPriorities > 0 {
		add("Priorities", "Restricted priorities", fmt.Sprintf("%d, not listed", d.RestrictedPriorities))
	}
	for _, i := range d.Issues {
		issueLines(i, add)
	}
	proposalLines(d, add)
}

func votesEach(n int) string {
	if n == 0 {
		return ""
	}
	return domain.Counted(n, "vote", "votes") + " each"
}

// groundLines are what the plan says of the area and what people said there.
func groundLines(d plans.PlanDocument, add func(section, key string, words ...string)) {
	add("The area in numbers", "Seats and network", domain.Counted(d.Profile.Seats, "seat", "seats"),
		domain.Counted(d.Profile.Network, "contact", "contacts"),
		domain.Counted(d.Profile.PatchWorkers, "patch worker", "patch workers"),
		domain.Prefixed("source: ", d.Profile.Source))
	for _, g := range d.Profile.Groups {
		add("The area in numbers", g.Name, domain.Counted(g.People, "person", "people"))
	}
	add("What people said", "Issues", domain.Counted(d.Said.Issues, "issue", "issues"))
	for _, c := range d.Said.Sources {
		add("What people said", "From "+c.Name, domain.Counted(c.Count, "issue", "issues"))
	}
	for _, c := range d.Said.Themes {
		add("What people said", "Theme "+c.Name, domain.Counted(c.Count, "issue", "issues"))
	}
	for _, q := range d.Said.Quotes {
		add("What people said", "Quotation from "+q.Source+", "+q.On.Words(), q.Text)
	}
}

// proposalLines are what the plan proposes: solutions, actions, bids, and what they serve.
func proposalLines(d plans.PlanDocument, add func(section, key string, words ...string)) {
	for _, s := range d.Solutions {
		solutionLines(s, add)
	}
	if d.Unsettled > 0 {
		add("Solutions", "Still worked up", domain.Counted(d.Unsettled, "solution", "solutions"))
	}
	for _, a := range d.Actions {
		add("Actions", fmt.Sprintf("Action %d", a.ID), a.Title, a.Description, domain.Prefixed("for ", a.IssueTitle),
			domain.Prefixed("by ", a.SolutionTitle), domain.Prefixed("led by ", a.Lead),
			domain.Prefixed("with ", a.Supporters), domain.Prefixed("due ", a.DueOn.Words()),
			"cost "+domain.MoneyWords(a.Cost), a.Proposed.Words(a), a.State)
	}
	for _, b := range d.Bids {
		add("Bids", fmt.Sprintf("Bid %d", b.ID), b.Title, "to "+b.Funder, b.Amount.Words(), "match "+b.Match.Words(),
			domain.Prefixed("deadline ", b.Deadline.Words()),
			domain.Prefixed("funds ", strings.Join(b.Funds, ", ")), restrictedFunded(b.Restricted), b.State, b.Reason,
			sum("approved ", b.Approved), sum("won ", b.Won), domain.Prefixed("not agreed: ", b.NotAgreed))
	}
	if d.NoBids != "" {
		add("Bids", "Why there are none", d.NoBids)
	}
	for _, l := range d.Links {
		add("Links", l.Kind+": "+l.Title, "listed", l.Reference, l.Link)
	}
}

func solutionLines(s plans.PlanSolution, add func(section, key string, words ...string)) {
	s = s.AsProposed() // what was agreed of its actions is said of them
	key := fmt.Sprintf("Solution %d", s.ID)
	add("Solutions", key, s.Title, s.Description, domain.Prefixed("for ", s.IssueTitle),
		domain.Prefixed("by ", s.DeliveredBy), domain.Prefixed("that is ", s.Deliverers),
		domain.Prefixed("deals with ", s.CauseText), s.State, s.Reason, domain.Prefixed("draws on ", s.Resources),
		"cost "+domain.MoneyWords(s.Cost),
		"cost avoided "+domain.MoneyWords(s.CostAvoided))
	if tested := joinWords(s.Verdict, s.Conclusion); tested != "" {
		add("Solutions", key+": what testing came to", tested)
	}
	if proposed := joinWords(s.ProposedBy, domain.Prefixed("for ", s.ProposedFor),
		domain.Prefixed("on ", s.ProposedOn.Words())); proposed != "" {
		add("Solutions", key+": proposed by", proposed)
	}
	for _, v := range s.Views {
		add("Feasibility", fmt.Sprintf("%s: %s, %s", key, v.AskedOf, v.Name), v.Verdict, v.Reason,
			"cost "+domain.MoneyWords(v.Cost), domain.Prefixed("asked: ", v.Question),
			domain.Prefixed("said by ", v.SaidBy), domain.Prefixed("finished by ", v.AnsweredBy),
			domain.Prefixed("on ", v.FinishedOn.Words()))
	}
}

func restrictedFunded(n int) string {
	if n == 0 {
		return ""
	}
	return domain.Counted(n, "restricted solution", "restricted solutions") + ", not listed"
}

func sum(what string, p *domain.Pence) string {
	if p == nil {
		return ""
	}
	return what + p.Words()
}

// Long texts are compared by excerpt: what is different, with some words around it.
const (
	longText     = 600 // characters beyond which a text is long
	excerptWords = 8   // kept on either side of what differs
)

// Excerpts are two texts as a difference shows them: whole where both are short, else the passages in which they
// differ.
func Excerpts(earlier, later string) (before, after string) {
	if len(earlier) <= longText && len(later) <= longText || earlier == "" || later == "" {
		return earlier, later
	}
	runs := diff.Words(earlier, later)
	return excerpt(runs, diff.Removed), excerpt(runs, diff.Added)
}

// excerpt keeps the runs of one kind, with the words that stand beside any run that differs.
func excerpt(runs []diff.Run, kind diff.Kind) string {
	var out strings.Builder
	for n, run := range runs {
		switch run.Kind {
		case kind:
			out.WriteString(run.Text)
		case diff.Same:
			out.WriteString(shortened(run.Text, n > 0, n < len(runs)-1))
		}
	}
	return strings.TrimSpace(out.String())
}

// shortened keeps the first words of a passage, its last ones, or both.
func shortened(text string, head, tail bool) string {
	words := diff.SplitWords(text)
	keep := 0
	if head {
		keep += excerptWords
	}
	if tail {
		keep += excerptWords
	}
	if len(words) <= keep {
		return text
	}
	var out strings.Builder
	if head {
		out.WriteString(strings.Join(words[:excerptWords], ""))
	}
	out.WriteString("… ")
	if tail {
		out.WriteString(strings.Join(words[len(words)-excerptWords:], ""))
	}
	return out.String()
}
