package placeweb

import (
	"fmt"

	"fourgates/internal/domain"
	"fourgates/internal/places"
	"fourgates/internal/policy"
	"fourgates/web/frame"
	"fourgates/web/ui"
)

// AreaTabs leads between the pages of an area: those of them that the actor may visit. Path is the one that they are
// on.
func AreaTabs(a policy.Actor, area domain.AreaID, path string) []ui.NavItem {
	tabs := []ui.NavItem{{Text: "Overview", Href: frame.To("/areas/%d", area)},
		{Text: "Boundary", Href: frame.To("/areas/%d/boundary", area)}}
	add := func(act policy.Action, text, href string) {
		if policy.CanIn(a, act, area) {
			tabs = append(tabs, ui.NavItem{Text: text, Href: href})
		}
	}
	tabs = append(tabs, ui.NavItem{Text: "Timeline", Href: frame.To("/areas/%d/timeline", area)})
	add(policy.ViewRisks, "Risks", frame.To("/areas/%d/risks", area))
	add(policy.ViewIssues, "Issues", frame.To("/areas/%d/issues", area))
	add(policy.ViewGates, "Synthesis", frame.To("/areas/%d/synthesis", area))
	add(policy.ViewIssues, "Priorities", frame.To("/areas/%d/priorities", area))
	add(policy.ViewIssues, "Review", frame.To("/areas/%d/reviews", area))
	add(policy.ViewIssues, "Quick wins", frame.To("/areas/%d/quick-wins", area))
	add(policy.ViewSolutions, "Solutions", frame.To("/areas/%d/solutions", area))
	if policy.Can(a, policy.ViewContacts) { // a partner sees those of their own organisation in it
		tabs = append(tabs, ui.NavItem{Text: "Network", Href: frame.To("/areas/%d/network", area)})
	}
	add(policy.ViewPlans, "Plan", frame.To("/areas/%d/plan", area))
	add(policy.ViewAdvice, "Advice", frame.To("/areas/%d/advice", area))
	add(policy.ViewGates, "Gate 1", frame.To("/areas/%d/gates/1", area))
	add(policy.ViewGates, "Gate 2", frame.To("/areas/%d/gates/2", area))
	add(policy.ViewGates, "Gate 3", frame.To("/areas/%d/gates/3", area))
	tabs = append(tabs, ui.NavItem{Text: "History", Href: frame.To("/areas/%d/history", area)})
	for i := range tabs {
		tabs[i].Current = tabs[i].Href == path
	}
	return tabs
}

// areaStateColour is the colour of the tag that shows an area's state.
func areaStateColour(s places.AreaState) ui.Colour {
	switch s {
	case places.AreaProposed, places.AreaSelected:
		return ui.Blue
	case places.AreaActive, places.AreaDelivering:
		return ui.Green
	case places.AreaPaused:
		return ui.Yellow
	case places.AreaRejected:
		return ui.Red
	}
	return ui.Grey
}

// phaseWords is a phase with its number: "2a Issues: network and data"; "None" where none is open.
func phaseWords(p domain.Phase, name string) string {
	if p == "" {
		return "None open"
	}
	return string(p) + " " + name
}

// EndsWords says when a phase should end: one day, or from an early to a late one.
func EndsWords(early, late domain.Date) string {
	switch {
	case late.IsZero():
		return "no date set"
	case early.String() == late.String():
		return "by " + late.Words()
	}
	return "between " + early.Words() + " and " + late.Words()
}

// percentWords is a share: "45.3%", "100%".
func percentWords(percent float64) string {
	if percent < 0.1 {
		return "under 0.1%"
	}
	s := fmt.Sprintf("%.1f", percent)
	if s[len(s)-2:] == ".0" {
		s = s[:len(s)-2]
	}
	return s + "%"
}

// seatWords names a seat as people do: "Teel Valley ward, Thornlow".
func seatWords(name string, kind places.SeatKind, authority string) string {
	return name + " " + string(kind) + ", " + authority
}

// SeatPlaceWords names a place of a seat, with its number where there are several.
func SeatPlaceWords(name string, kind places.SeatKind, place, places int) string {
	if places == 1 {
		return name + " " + string(kind)
	}
	return fmt.Sprintf("%s %s, place %d of %d", name, kind, place, places)
}

// officerRole is the role in which an officer is assigned.
func officerRole(role string) string { return policy.Role(role).Words() }

// inductionTag shows what came of a Member's induction.
func inductionTag(outcome string) (string, ui.Colour) {
	switch outcome {
	case places.InductionDone:
		return "Inducted", ui.Green
	case places.InductionDeclined:
		return "Declined", ui.Orange
	case places.InductionWaived:
		return "Waived", ui.Grey
	}
	return "Not recorded", ui.Yellow
}

// supportsTag shows what a view says of the boundary.
func supportsTag(supports string) (string, ui.Colour) {
	switch supports {
	case "yes":
		return "Supports it", ui.Green
	case "no":
		return "Does not", ui.Red
	}
	return "Partly", ui.Yellow
}

// TierOptions offers the tiers, and says which councils are single-tier.
func TierOptions() []ui.Option {
	options := make([]ui.Option, 0, len(places.Tiers()))
	for _, t := range places.Tiers() {
		options = append(options, ui.Option{Value: string(t), Text: frame.Sentence(string(t)), Hint: t.Means()})
	}
	return options
}
