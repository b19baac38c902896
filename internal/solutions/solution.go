// Package solutions holds the rules of solutions: whether they can be done, which are chosen, and bids for them.
package solutions

import (
	"strings"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/issues"
)

// SolutionState is where a solution stands (E5).
type SolutionState string

// idea → testing → feasible | feasible with changes | not feasible → chosen | not chosen.
const (
	SolutionIdea        SolutionState = "idea"
	SolutionTesting     SolutionState = "testing"
	SolutionFeasible    SolutionState = "feasible"
	SolutionWithChanges SolutionState = "feasible with changes"
	SolutionNotFeasible SolutionState = "not feasible"
	SolutionChosen      SolutionState = "chosen"
	SolutionNotChosen   SolutionState = "not chosen"
)

// SolutionStates lists every state in the order of life.
func SolutionStates() []SolutionState {
	return []SolutionState{SolutionIdea, SolutionTesting, SolutionFeasible, SolutionWithChanges, SolutionNotFeasible,
		SolutionChosen, SolutionNotChosen}
}

// Fundable reports whether a bid can be made for a solution in the state: it was found feasible.
func (s SolutionState) Fundable() bool {
	return s == SolutionFeasible || s == SolutionWithChanges || s == SolutionChosen
}

// Deliverer is who would carry a solution out (E4).
type Deliverer string

// The four that the source speaks of: what communities do themselves, what the council does, what partners do, what
// they do together.
const (
	ByCommunity Deliverer = "community"
	ByCouncil   Deliverer = "council"
	ByPartner   Deliverer = "partner"
	ByJointly   Deliverer = "jointly"
)

// Deliverers lists them.
func Deliverers() []Deliverer { return []Deliverer{ByCommunity, ByCouncil, ByPartner, ByJointly} }

// Words is the deliverer as a sentence begins with it.
func (d Deliverer) Words() string {
	switch d {
	case ByCommunity:
		return "The community itself"
	case ByCouncil:
		return "The council"
	case ByPartner:
		return "A partner"
	case ByJointly:
		return "Several together"
	}
	return string(d)
}

// Solution is one way to deal with an issue, or with a cause of it (E4).
type Solution struct {
	ID           domain.SolutionID
	Area         domain.AreaID
	Cycle        int
	Issue        domain.IssueID
	Cause        domain.CauseID // zero: the issue as a whole
	Title        string
	Description  string
	DeliveredBy  Deliverer
	Service      domain.ServiceID      // zero: none is named
	Organisation domain.OrganisationID // zero: none is named
	Others       string                // who else takes part, in words
	Resources    string                // resources and assets that it draws on
	Cost         *domain.Pence         // nil: not known
	Avoided      *domain.Pence         // cost that it avoids; nil: not known
	State        SolutionState
	Verdict      Verdict // what testing came to; stays when it is chosen or not. "" until then
	Conclusion   string  // the officer's words to the verdict
	Reason       string  // why it was chosen, not chosen, or is tested again
	Version      int
	ProposedBy   domain.PersonID
	ProposedFor  string // on whose behalf, in words; they have no account
	ProposedAt   time.Time
	ToldOn       domain.Date // when whoever it was proposed for was told what became of it; zero: not yet
	ToldHow      string
}

// SolutionDraft is what somebody types of a solution.
type SolutionDraft struct {
	Issue        domain.IssueID
	Cause        domain.CauseID
	Title        string
	Description  string
	DeliveredBy  Deliverer
	Service      domain.ServiceID
	Organisation domain.OrganisationID
	Others       string
	Resources    string
	Cost         *domain.Pence
	Avoided      *domain.Pence
	ProposedBy   domain.PersonID // whose account; zero: who enters it. Only as it is proposed
	ProposedFor  string
}

// Draft is the part of the solution that can be typed.
func (s Solution) Draft() SolutionDraft {
	return SolutionDraft{Issue: s.Issue, Cause: s.Cause, Title: s.Title, Description: s.Description,
		DeliveredBy: s.DeliveredBy, Service: s.Service,
		Organisation: s.Organisation, Others: s.Others, Resources: s.Resources, Cost: s.Cost, Avoided: s.Avoided,
		ProposedBy: s.ProposedBy, ProposedFor: s.ProposedFor}
}

// With is the solution with what was typed in place of what it said. Who proposed it stays.
func (s Solution) With(d SolutionDraft) Solution {
	s.Issue, s.Cause, s.Title, s.Description, s.DeliveredBy = d.Issue, d.Cause, d.Title, d.Description, d.DeliveredBy
	s.Service, s.Organisation, s.Others, s.Resources = d.Service, d.Organisation, d.Others, d.Resources
	s.Cost, s.Avoided, s.ProposedFor = d.Cost, d.Avoided, d.ProposedFor
	return s
}

// Check refuses a deliverer that does not go with those who are named: by the field.
func (d SolutionDraft) Check() error {
	var found []domain.Blocker
	add := func(field, words string) {
		found = append(found, domain.Blocker{ID: field, Field: field, Words: words})
	}
	named := 0
	for _, is := range []bool{d.Service != 0, d.Organisation != 0, d.Others != ""} {
		if is {
			named++
		}
	}
	switch d.DeliveredBy {
	case ByCommunity:
		if d.Service != 0 {
			add("service", "The community delivers it: leave the service out, or choose several together")
		}
	case ByCouncil:
		if d.Organisation != 0 {
			add("organisation", "The council delivers it: leave the organisation out, or choose several together")
		}
	case ByPartner:
		if d.Service != 0 {
			add("service", "A partner delivers it: leave the service out, or choose several together")
		}
		if d.Organisation == 0 && d.Others == "" {
			add("organisation", "Say which partner delivers it")
		}
	case ByJointly:
		if named < 2 {
			add("delivered_by", "Name at least two of those who would deliver it together")
		}
	default:
		add("delivered_by", "Choose who would deliver it")
	}
	return domain.BlockedBy(found)
}

// SolutionNames are the names behind a solution's identifiers, and what else of its surroundings it is read and judged
// with.
type SolutionNames struct {
	Area            string `db:"area_name"`
	AreaCode        string
	Issue           string `db:"issue_title"`
	IssueState      issues.IssueState
	IssueVisibility issues.Visibility
	Cause           string `db:"cause_text"`
	Service         string `db:"service_name"`
	Organisation    string `db:"organisation_name"`
	ProposedBy      string `db:"proposed_by_name"`
	PlanLocked      bool   // the plan of its area and cycle is with the Members or beyond
	CycleOver       bool   // its cycle has ended
}

// DelivererWords is who would deliver the solution, by name: "The council: Highways, Aldermoor County Council".
func (s Solution) DelivererWords(n SolutionNames) string {
	var named []string
	for _, name := range []string{n.Service, n.Organisation, s.Others} {
		if name != "" {
			named = append(named, name)
		}
	}
	if len(named) == 0 {
		return s.DeliveredBy.Words()
	}
	return s.DeliveredBy.Words() + ": " + strings.Join(named, "; ")
}

// Words is the solution field by field as people read it: for its history and to set two versions side by side.
func (s Solution) Words(n SolutionNames) []domain.FieldWords {
	return []domain.FieldWords{
		{Name: "Solution", Words: s.Title},
		{Name: "What would be done", Words: s.Description},
		{Name: "Issue", Words: n.Issue},
		{Name: "Cause", Words: n.Cause},
		{Name: "Who would deliver it", Words: string(s.DeliveredBy)},
		{Name: "Service", Words: n.Service},
		{Name: "Organisation", Words: n.Organisation},
		{Name: "Others who take part", Words: s.Others},
		{Name: "Resources and assets", Words: s.Resources},
		{Name: "Cost", Words: domain.MoneyWords(s.Cost)},
		{Name: "Cost avoided", Words: domain.MoneyWords(s.Avoided)},
		{Name: "On whose behalf", Words: s.ProposedFor},
		{Name: "Status", Words: string(s.State)},
		{Name: "Conclusion", Words: s.Conclusion},
		{Name: "Reason", Words: s.Reason},
	}
}

// ToBeTold reports whether somebody without an account is still to be told what became of what they proposed.
func (s Solution) ToBeTold() bool {
	return s.ProposedFor != "" && s.ToldOn.IsZero() && (s.State == SolutionChosen ||
		s.State == SolutionNotChosen || s.State == SolutionNotFeasible)
}

// Named is a service or an organisation to name in a form. Key is its identifier.
type Named struct{ Key, Name string }

// SolutionLine is a solution with the names behind it and the views on its feasibility that its reader may see.
type SolutionLine struct {
	Solution
	Names SolutionNames
	Views []FeasibilityView
}

// Deliverer is who would deliver the solution, by name.
func (l SolutionLine) Deliverer() string { return l.DelivererWords(l.Names) }

// SolutionTotals adds up what the chosen ones among solutions cost and avoid (E4).
func SolutionTotals(lines []SolutionLine) (chosen int, cost, avoided domain.MoneySum) {
	for _, l := range lines {
		if l.State == SolutionChosen {
			chosen++
			cost.Add(l.Cost)
			avoided.Add(l.Avoided)
		}
	}
	return chosen, cost, avoided
}

// SolvableIssue is an issue beside which its solutions are set.
type SolvableIssue struct {
	ID         domain.IssueID
	Title      string
	State      issues.IssueState
	Visibility issues.Visibility
	Priority   bool // confirmed with the community
	Votes      *int // in the newest confirmed round; nil: it was not in it
}

// CauseChoice is a cause of an issue to choose from.
type CauseChoice struct {
	ID    domain.CauseID
	Issue domain.IssueID
	Text  string
}
