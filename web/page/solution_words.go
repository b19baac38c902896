package page

import (
	"strings"

	"fourgates/internal/issues"
	"fourgates/internal/rules"
	"fourgates/web/frame"
	"fourgates/web/ui"
)

// verdictColour is the colour of a verdict.
func verdictColour(v rules.Verdict) ui.Colour { return frame.SolutionColour(rules.SolutionState(v)) }

// bidColour is the colour of a bid's status.
func bidColour(s rules.BidState) ui.Colour {
	switch s {
	case rules.BidDrafting:
		return ui.Blue
	case rules.BidApproved:
		return ui.Turquoise
	case rules.BidSubmitted:
		return ui.Purple
	case rules.BidWon:
		return ui.Green
	case rules.BidLost:
		return ui.Orange
	}
	return ui.Grey
}

// viewsWords counts the views on a solution: "2 feasible, 1 not feasible; 1 not finished".
func viewsWords(views []rules.FeasibilityView) string {
	var parts []string
	open := 0
	for _, verdict := range rules.Verdicts() {
		n := 0
		for _, v := range views {
			if v.Counts() && v.Verdict == verdict {
				n++
			}
		}
		if n > 0 {
			parts = append(parts, frame.To("%d %s", n, verdict))
		}
	}
	for _, v := range views {
		if v.Open() {
			open++
		}
	}
	words := strings.Join(parts, ", ")
	if open > 0 {
		words = strings.TrimPrefix(words+frame.To("; %d not finished", open), "; ")
	}
	if words == "" {
		return "None yet"
	}
	return words
}

// delivererChoices are who would deliver a solution.
func delivererChoices() []ui.Option {
	var options []ui.Option
	for _, d := range rules.Deliverers() {
		options = append(options, ui.Option{Value: string(d), Text: d.Words()})
	}
	return options
}

func namedChoices(first string, asked []issues.Asked) []ui.Option {
	options := ui.Options("", first)
	for _, a := range asked {
		options = append(options, ui.Option{Value: a.Key, Text: a.Name})
	}
	return options
}
