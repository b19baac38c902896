package page

import (
	"strings"

	"fourgates/internal/domain"
	"fourgates/web/ui"
)

// solutionColour is the colour of a solution's status; the words say the same.
func solutionColour(s domain.SolutionState) ui.Colour {
	switch s {
	case domain.SolutionTesting:
		return ui.Blue
	case domain.SolutionFeasible:
		return ui.Turquoise
	case domain.SolutionWithChanges:
		return ui.Yellow
	case domain.SolutionNotFeasible:
		return ui.Orange
	case domain.SolutionChosen:
		return ui.Green
	}
	return ui.Grey
}

// verdictColour is the colour of a verdict.
func verdictColour(v domain.Verdict) ui.Colour { return solutionColour(domain.SolutionState(v)) }

// bidColour is the colour of a bid's status.
func bidColour(s domain.BidState) ui.Colour {
	switch s {
	case domain.BidDrafting:
		return ui.Blue
	case domain.BidApproved:
		return ui.Turquoise
	case domain.BidSubmitted:
		return ui.Purple
	case domain.BidWon:
		return ui.Green
	case domain.BidLost:
		return ui.Orange
	}
	return ui.Grey
}

// viewsWords counts the views on a solution: "2 feasible, 1 not feasible; 1 not finished".
func viewsWords(views []domain.FeasibilityView) string {
	var parts []string
	open := 0
	for _, verdict := range domain.Verdicts() {
		n := 0
		for _, v := range views {
			if v.Counts() && v.Verdict == verdict {
				n++
			}
		}
		if n > 0 {
			parts = append(parts, to("%d %s", n, verdict))
		}
	}
	for _, v := range views {
		if v.Open() {
			open++
		}
	}
	words := strings.Join(parts, ", ")
	if open > 0 {
		words = strings.TrimPrefix(words+to("; %d not finished", open), "; ")
	}
	if words == "" {
		return "None yet"
	}
	return words
}

// clipped is the start of a long text, for a table.
func clipped(s string, most int) string {
	runes := []rune(s)
	if len(runes) <= most {
		return s
	}
	return strings.TrimSpace(string(runes[:most])) + "…"
}

// delivererChoices are who would deliver a solution.
func delivererChoices() []ui.Option {
	var options []ui.Option
	for _, d := range domain.Deliverers() {
		options = append(options, ui.Option{Value: string(d), Text: d.Words()})
	}
	return options
}

func namedChoices(first string, asked []domain.Asked) []ui.Option {
	options := ui.Options("", first)
	for _, a := range asked {
		options = append(options, ui.Option{Value: a.Key, Text: a.Name})
	}
	return options
}
