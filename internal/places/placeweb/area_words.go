package placeweb

import (
	"fmt"

	"fourgates/internal/domain"
	"fourgates/internal/places"
	"fourgates/internal/policy"
	"fourgates/web/frame"
	"fourgates/web/ui"
)

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
