package solutionweb

import (
	"strings"

	"fourgates/internal/solutions"
	"fourgates/web/frame"
	"fourgates/web/ui"
)

// verdictColour is the colour of a verdict.
func verdictColour(v solutions.Verdict) ui.Colour { return SolutionColour(solutions.SolutionState(v)) }

// bidColour is the colour of a bid's status.
func bidColour(s solutions.BidState) ui.Colour {
	switch s {
	case solutions.BidDrafting:
		return ui.Blue
	case solutions.BidApproved:
		return ui.Turquoise
	case solutions.BidSubmitted:
		return ui.Purple
	case solutions.BidWon:
		return ui.Green
	case solutions.BidLost:
		return ui.Orange
	}
	return ui.Grey
}

// viewsWords counts the views on a solution: "2 feasible, 1 not feasible; 1 not finished".
func viewsWords(views []solutions.FeasibilityView) string {
	var parts []string
	open := 0
	for _, verdict := range solutions.Verdicts() {
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
	for _, d := range solutions.Deliverers() {
		options = append(options, ui.Option{Value: string(d), Text: d.Words()})
	}
	return options
}

func namedChoices(first string, asked []solutions.Named) []ui.Option {
	options := ui.Options("", first)
	for _, a := range asked {
		options = append(options, ui.Option{Value: a.Key, Text: a.Name})
	}
	return options
}

// SolutionColour is the colour of a solution's status; the words say the same.
func SolutionColour(s solutions.SolutionState) ui.Colour {
	switch s {
	case solutions.SolutionTesting:
		return ui.Blue
	case solutions.SolutionFeasible:
		return ui.Turquoise
	case solutions.SolutionWithChanges:
		return ui.Yellow
	case solutions.SolutionNotFeasible:
		return ui.Orange
	case solutions.SolutionChosen:
		return ui.Green
	}
	return ui.Grey
}
