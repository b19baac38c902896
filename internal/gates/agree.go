package gates

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/plans"
)

// Asks is what a gate asks its Members to agree, to stand after "You are asked to agree" (000; 004, the gates).
func Asks(g domain.Gate) string {
	switch g {
	case domain.GateAreas:
		return "this area and its boundary"
	case domain.GateIssues:
		return "which issues go forward"
	case domain.GateDraftPlan:
		return "the draft plan and its bids"
	case domain.GatePublication:
		return "the plan for publication"
	}
	return g.Title()
}

// Figure is one number of what a gate submits: how many of what, with the part of the papers that tells them all.
type Figure struct {
	Count int
	Words string // what is counted, in the number's form, such as "actions, which cost"
	Sum   string // what they come to, in pounds; "" for nothing
	Note  string // what is to be known of them besides; "" for nothing
	Lacks string // what is not there yet; "" for nothing
	Part  string // of the papers
}

// The parts of the papers to which figures and the list of papers lead, beside the sections of a plan, which go by
// their keys.
const (
	PartProgress       = "progress"
	PartSynthesis      = "synthesis"
	PartIssues         = "issues"
	PartOtherIssues    = "other-issues"
	PartQuickWins      = "quick-wins"
	PartSources        = "sources"
	PartRepresentative = "representativeness"
	PartActions        = "actions"
	PartReviews        = "reviews"
	PartArea           = "area"
	PartMembers        = "members"
	PartViews          = "views"
	PartManagers       = "managers"
	PartNetwork        = "network"
	PartReadiness      = "readiness"
)

// Figures are the numbers of what is submitted, those that the gate is about first.
func (s Snapshot) Figures() []Figure {
	switch {
	case s.Plan != nil:
		return s.planFigures()
	case s.Gate == domain.GateIssues:
		return s.issueFigures()
	}
	return s.areaFigures()
}

// figure counts something in the number's form.
func figure(n int, one, many, part string) Figure {
	words := many
	if n == 1 {
		words = one
	}
	return Figure{Count: n, Words: words, Part: part}
}

func (s Snapshot) areaFigures() []Figure {
	vacant, authorities := 0, map[string]bool{}
	for _, m := range s.Members {
		authorities[m.Authority] = true
		if m.Name == "" {
			vacant++
		}
	}
	members := figure(len(s.Members)-vacant, "Area Member", "Area Members", PartMembers)
	members.Words += " of " + domain.Counted(len(authorities), "council", "councils")
	if vacant > 0 {
		members.Lacks = domain.Counted(vacant, "place is", "places are") + " vacant"
	}
	views := figure(len(s.Validity), "view on whether it is one community", "views on whether it is one community",
		PartViews)
	views.Note = s.supporting()
	return []Figure{members, views, figure(len(s.Network), "contact in the network", "contacts in the network",
		PartNetwork)}
}

// supporting counts the views on the area by what they say, in the order in which each was first said.
func (s Snapshot) supporting() string {
	var order []string
	counts := map[string]int{}
	for _, v := range s.Validity {
		if counts[v.Supports]++; counts[v.Supports] == 1 {
			order = append(order, v.Supports)
		}
	}
	said := map[string]string{"yes": "for it", "partly": "for it in part", "no": "against it"}
	var parts []string
	for _, v := range order {
		parts = append(parts, fmt.Sprintf("%d %s", counts[v], cmp.Or(said[v], v)))
	}
	return strings.Join(parts, ", ")
}

func (s Snapshot) issueFigures() []Figure {
	forward, other := s.Forward()
	list := []Figure{figure(len(forward), "issue to carry forward", "issues to carry forward", PartIssues),
		figure(len(other), "other issue, and where it went", "other issues, and where each went", PartOtherIssues)}
	if s.RestrictedIssues > 0 {
		list[1].Note = domain.Counted(s.RestrictedIssues, "restricted issue is", "restricted issues are") +
			" counted and not listed"
	}
	wins := figure(len(s.AgreedWins), "quick win that this releases", "quick wins that this releases", PartQuickWins)
	undated := 0
	for _, q := range s.AgreedWins {
		if q.DueOn.IsZero() {
			undated++
		}
	}
	switch {
	case undated > 0 && undated == len(s.AgreedWins):
		wins.Lacks = "none has a day yet"
	case undated > 0:
		wins.Lacks = fmt.Sprintf("%d without a day yet", undated)
	}
	list = append(list, wins)
	silent := 0
	for _, c := range s.Sources {
		if c.Count == 0 {
			silent++
		}
	}
	sources := figure(len(s.Sources)-silent, "kind of source heard", "kinds of source heard", PartSources)
	if silent > 0 {
		sources.Note = fmt.Sprintf("%d not, and why", silent)
	}
	return append(list, sources)
}

// Forward parts the issues of gate 2 into those that it agrees, the synthesised ones and those that stand on their own,
// and all others.
func (s Snapshot) Forward() (forward, other []SnapshotIssue) {
	part := s.PartOf()
	for _, i := range s.Issues {
		if i.IsSynthesis || i.State.Stands() && part[i.ID] == 0 {
			forward = append(forward, i)
		} else {
			other = append(other, i)
		}
	}
	return forward, other
}

func (s Snapshot) planFigures() []Figure {
	d := s.Plan
	priorities := figure(len(d.Priorities), "priority", "priorities", "priorities")
	if d.RestrictedPriorities > 0 {
		priorities.Note = fmt.Sprintf("%d more restricted, counted and not named", d.RestrictedPriorities)
	}
	var costs domain.MoneySum
	for _, a := range d.Actions {
		costs.Add(a.Cost)
	}
	actions := figure(len(d.Actions), "action, which costs", "actions, which cost", PartActions)
	if actions.Sum = costs.Words(); len(d.Actions) == 0 {
		actions.Words, actions.Sum = "actions", ""
	}
	asked, match := d.BidTotals()
	bids := figure(len(d.Bids), "bid, which asks for", "bids, which ask for", "bids")
	bids.Sum = asked.Words()
	switch {
	case len(d.Bids) == 0:
		bids.Words, bids.Sum = "bids", ""
	case match > 0:
		bids.Note = "with match from others of " + match.Words()
	}
	return []Figure{priorities, figure(s.chosen(), "solution chosen", "solutions chosen", "solutions"), actions,
		bids}
}

// chosen counts the solutions that the plan takes up.
func (s Snapshot) chosen() int {
	n := 0
	for _, x := range s.Plan.Solutions {
		if x.State == plans.PlanChosen {
			n++
		}
	}
	return n
}

// Earlier is an attempt that its reader decided on before, and when.
type Earlier struct {
	Attempt
	SignedAt time.Time
}

// SinceSigned says in sentences what is new since the reader decided on another gate of the area: what came of it,
// what is asked for the first time, and which conditions of all are met since. Two attempts of one gate are compared
// line by line, by Changes.
func (e Earlier) SinceSigned(before, now Snapshot, conditions []Condition) []string {
	var list []string
	if now.Plan != nil {
		list = sincePlanned(before, *now.Plan)
	} else {
		forward, _ := now.Forward()
		if now.Gate == domain.GateIssues {
			list = append(list, fmt.Sprintf("%s raised, and %d of them go forward.", domain.Counted(len(now.Issues)+
				now.RestrictedIssues, "issue was", "issues were"), len(forward)))
		}
		list = append(list, sinceDrawn(before, now))
	}
	for _, c := range conditions {
		if c.Met() && c.StepAt.After(e.SignedAt) {
			list = append(list, fmt.Sprintf("The condition of gate %d was met on %s: %s", c.Gate,
				domain.DateOf(c.StepAt).Words(), stopped(c.Text)))
		}
	}
	return list
}

// sincePlanned says what a plan makes of the issues, and what it brings that was never asked.
func sincePlanned(before Snapshot, d plans.PlanDocument) []string {
	var list []string
	if d.Round != nil {
		words := fmt.Sprintf("%s took part in setting the priorities", domain.Counted(d.Round.TakingPart, "person",
			"people"))
		if forward, _ := before.Forward(); len(forward) > 0 {
			words += fmt.Sprintf(", and the plan takes up %d of the %s", planned(forward, d),
				domain.Counted(len(forward), "issue that you decided on", "issues that you decided on"))
		}
		list = append(list, words+".")
	}
	words := "%s, %s and %s are new."
	if before.Plan != nil { // of an earlier cycle: those are others, and it is not said how they differ
		words = "The plan has %s, %s and %s."
	}
	return append(list, fmt.Sprintf(words, domain.Counted(len(d.Solutions), "solution", "solutions"),
		domain.Counted(len(d.Actions), "action", "actions"), domain.Counted(len(d.Bids), "bid", "bids")))
}

// planned counts the issues that the plan has as priorities.
func planned(list []SnapshotIssue, d plans.PlanDocument) int {
	n := 0
	for _, i := range list {
		if slices.ContainsFunc(d.Priorities, func(p plans.PlanPriority) bool { return p.Issue == i.ID }) {
			n++
		}
	}
	return n
}

// sinceDrawn says whether the area is the one that was decided on.
func sinceDrawn(before, now Snapshot) string {
	if before.BoundaryNo == now.BoundaryNo {
		return "The boundary is the same."
	}
	return fmt.Sprintf("The boundary was drawn anew: it is version %d, and was version %d.", now.BoundaryNo,
		before.BoundaryNo)
}

// Unmet lists those of the conditions that bind still.
func Unmet(list []Condition) []Condition {
	return slices.DeleteFunc(slices.Clone(list), Condition.Met)
}
