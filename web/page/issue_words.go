package page

import (
	"net/url"
	"strconv"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/rules"
	"fourgates/web/frame"
	"fourgates/web/ui"
)

// stateColour is the colour of an issue's status; the words say the same.
func stateColour(s rules.IssueState) ui.Colour {
	switch s {
	case rules.IssueRaised, rules.IssueReopened:
		return ui.Blue
	case rules.IssueTriaged, rules.IssueReferred, rules.IssueAnalysed, rules.IssuePrioritised:
		return ui.Turquoise
	case rules.IssueSynthesised, rules.IssueInPlan:
		return ui.Purple
	case rules.IssueQuickWin, rules.IssueWithService, rules.IssueCommunityLed:
		return ui.Yellow
	case rules.IssueResolved, rules.IssueVerified:
		return ui.Green
	}
	return ui.Grey
}

// stateCell is the cell of an issue's status, made once for each.
func stateCell(s rules.IssueState) ui.Cell { return stateCells[s] }

var stateCells = func() map[rules.IssueState]ui.Cell {
	made := map[rules.IssueState]ui.Cell{}
	for _, s := range rules.IssueStates() {
		made[s] = ui.TagCell(frame.Sentence(string(s)), stateColour(s))
	}
	return made
}()

// idText is an identifier as it stands in an address.
func idText[T ~int64](id T) string { return strconv.FormatInt(int64(id), 10) }

// visibilityWords says who may read an issue.
func visibilityWords(v rules.Visibility) string {
	switch v {
	case rules.VisiblePublic:
		return "Everyone: may be published"
	case rules.VisibleRestricted:
		return "Only officers of the area"
	}
	return "The area’s team"
}

func visibilityChoices() []ui.Option {
	var options []ui.Option
	for _, v := range rules.Visibilities() {
		options = append(options, ui.Option{Value: string(v), Text: visibilityWords(v)})
	}
	return options
}

// themeChoices are the themes in use; the retired one that is chosen now can stay.
func themeChoices(first string, themes []rules.Theme, chosen string) []ui.Option {
	options := []ui.Option{{Text: first}}
	for _, t := range themes {
		id := strconv.FormatInt(int64(t.ID), 10)
		if t.Retired && id != chosen {
			continue
		}
		name := t.Name
		if t.Retired {
			name += " (retired)"
		}
		options = append(options, ui.Option{Value: id, Text: name})
	}
	return options
}

// IssueAges are what a list can be narrowed to by age: raised in the last so many days, or below zero, longer ago than that.
var IssueAges = map[string]int{"week": 7, "month": 30, "quarter": 90, "older": -90}

var sortWords = map[rules.IssueSort]string{
	rules.NewestFirst: "Newest first", rules.OldestFirst: "Oldest first", rules.RecentlyChanged: "Recently changed", rules.ByTitle: "Title", rules.BestMatch: "Best match",
}

// with is the address of a list with one thing in it changed: "" takes it out.
func with(path string, values url.Values, name, value string) string {
	v := url.Values{}
	for k, list := range values {
		v[k] = list
	}
	v.Del(name)
	if value != "" {
		v.Set(name, value)
	}
	if len(v) == 0 {
		return path
	}
	return path + "?" + v.Encode()
}

// instant is a moment that may not have come.
func instant(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}

// sizeWords is a file's size: "340 kB", "2.1 MB".
func sizeWords(bytes int) string {
	if bytes < 1_000_000 {
		return strconv.Itoa(max(1, bytes/1000)) + " kB"
	}
	return strconv.FormatFloat(float64(bytes)/1e6, 'f', 1, 64) + " MB"
}

// shortDay is a day where there is little room: "3 Mar 2026".
func shortDay(at time.Time) string { return at.In(domain.London).Format(ShortForm) }

// shortForm is a day for a table's column, which breaks in no place.
const ShortForm = "2\u00a0Jan\u00a02006"
