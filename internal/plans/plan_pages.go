package plans

import (
	"fmt"
	"strings"

	"fourgates/internal/domain"
	"fourgates/internal/issues"
)

// PlanPage is a part of a plan in plain words, to be compared with what it said before.
type PlanPage struct {
	Key   string
	Title string
	Text  string
}

// Pages are the parts of the document in plain words: each written section with what the records say in it, then links.
func (d PlanDocument) Pages() []PlanPage {
	var pages []PlanPage
	for _, s := range d.Sections {
		text := s.Body
		if composed := d.composed(s.Key); composed != "" {
			text = strings.TrimLeft(text+"\n\n"+composed, "\n")
		}
		pages = append(pages, PlanPage{s.Key, s.Title, text})
	}
	var links []string
	for _, l := range d.Links {
		links = append(links, line(l.Title, l.Kind, l.Reference, l.Link))
	}
	return append(pages, PlanPage{"links", "Plans and objectives that it serves", strings.Join(links, "\n")})
}

func (d PlanDocument) composed(key string) string {
	switch key {
	case "people":
		return d.peopleWords()
	case "said":
		return d.Said.words()
	case "priorities":
		return d.priorityWords()
	case "solutions":
		return d.solutionWords()
	case "bids":
		return d.bidWords()
	}
	return ""
}

func (d PlanDocument) peopleWords() string {
	lines := []string{"Why this area: " + d.About, fmt.Sprintf("Wards and divisions: %d", d.Profile.Seats),
		fmt.Sprintf("Contacts in the network: %d", d.Profile.Network),
		fmt.Sprintf("Patch workers: %d", d.Profile.PatchWorkers)}
	for _, g := range d.Profile.Groups {
		lines = append(lines, fmt.Sprintf("%s: %d people", g.Name, g.People))
	}
	return strings.Join(lines, "\n")
}

func (s PlanSaid) words() string {
	lines := []string{fmt.Sprintf("Issues raised: %d", s.Issues)}
	for _, c := range append(append([]PlanCount{}, s.Sources...), s.Themes...) {
		if c.Name == "" {
			c.Name = "no theme yet"
		}
		lines = append(lines, fmt.Sprintf("%s: %d", c.Name, c.Count))
	}
	for _, q := range s.Quotes {
		lines = append(lines, "“"+q.Text+"” "+line(q.Source, q.On.Words()))
	}
	return strings.Join(lines, "\n")
}

func (d PlanDocument) priorityWords() string {
	var lines []string
	if d.Round != nil {
		lines = append(lines, line("Confirmed by "+d.Round.Method+" on "+d.Round.HeldOn.Words(), d.Round.Place,
			domain.Counted(d.Round.TakingPart, "person", "people"), d.Round.Note))
	}
	for _, p := range d.Priorities {
		lines = append(lines,
			fmt.Sprintf("%d. %s", p.Rank, line(p.Title, p.Theme, domain.Counted(p.Votes, "vote", "votes"),
				string(p.State), p.Reason)))
		for _, c := range p.Causes {
			lines = append(lines, strings.Repeat("  ", c.Depth+1)+"because: "+c.Text+" (found with "+c.TakenPart+")")
		}
	}
	for _, i := range d.Issues {
		lines = append(lines, issueWords(i)...)
	}
	if d.RestrictedPriorities > 0 {
		lines = append(lines, fmt.Sprintf("Restricted priorities, not named: %d", d.RestrictedPriorities))
	}
	return strings.Join(lines, "\n")
}

// issueWords are an issue that is held whole.
func issueWords(i issues.WholeIssue) []string {
	made := ""
	if len(i.Members) > 0 {
		made = "made from " + domain.Counted(len(i.Members), "issue", "issues")
	}
	lines := []string{"", fmt.Sprintf("Issue %d: ", i.ID) + line(i.Title, i.Theme, string(i.Source), i.Tier,
		string(i.State), i.Reason, i.PlaceWords, domain.Prefixed("raised for ", i.RaisedFor), made)}
	if i.Words != "" {
		lines = append(lines, i.Words)
	}
	for _, e := range i.Evidence {
		lines = append(lines, "Evidence: "+line(e.Words, e.Kind, e.Source, e.On.Words(),
			issues.StrengthWords(e.Strength), e.Link, e.File))
	}
	return lines
}

func (d PlanDocument) solutionWords() string {
	var lines []string
	for _, s := range d.Solutions {
		lines = append(lines, "", "Solution: "+line(s.Title, "for "+s.IssueTitle, s.State, s.Reason), s.Description,
			line("Delivered by "+s.DeliveredBy, "cost "+s.CostWords(),
				"cost avoided "+domain.MoneyWords(s.CostAvoided), s.Resources,
				s.Deliverers, domain.Prefixed("deals with ", s.CauseText),
				domain.Prefixed("tested: ", line(s.Verdict, s.Conclusion)),
				domain.Prefixed("proposed for ", s.ProposedFor)))
		for _, v := range s.Views {
			lines = append(lines, "View: "+line(v.AskedOf, v.Name, v.Verdict, domain.MoneyWords(v.Cost), v.Reason,
				domain.Prefixed("asked: ", v.Question), v.SaidBy))
		}
	}
	for _, a := range d.Actions {
		under := a.SolutionTitle
		if under == "" {
			under = a.IssueTitle
		}
		lines = append(lines, "", "Action: "+line(a.Title, "for "+under, "led by "+a.Lead, a.Supporters,
			"due "+a.DueOn.Words(), "cost "+domain.MoneyWords(a.Cost), a.Proposed.Words(a), a.State), a.Description)
	}
	lines = append(lines, "", fmt.Sprintf("Still being worked up: %s", domain.Counted(d.Unsettled, "solution",
		"solutions")))
	return strings.TrimLeft(strings.Join(lines, "\n"), "\n")
}

func (d PlanDocument) bidWords() string {
	var lines []string
	for _, b := range d.Bids {
		lines = append(lines, "Bid: "+line(b.Title, b.Funder, b.SumWords(), "match "+b.Match.Words(),
			"by "+b.Deadline.Words(), b.State, b.Reason, domain.Prefixed("not agreed: ", b.NotAgreed),
			strings.Join(b.Funds, ", ")))
	}
	if len(d.Bids) == 0 && d.NoBids != "" {
		lines = append(lines, "No bid is made: "+d.NoBids)
	}
	return strings.Join(lines, "\n")
}

// line joins what is not empty.
func line(parts ...string) string {
	var kept []string
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, "; ")
}
