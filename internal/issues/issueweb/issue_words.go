package issueweb

import (
	"net/url"
	"strconv"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/themes"
	"fourgates/web/frame"
	"fourgates/web/ui"
)

// StateColour is the colour of an issue's status; the words say the same.
func StateColour(s issues.IssueState) ui.Colour {
	switch s {
	case issues.IssueRaised, issues.IssueReopened:
		return ui.Blue
	case issues.IssueTriaged, issues.IssueReferred, issues.IssueAnalysed, issues.IssuePrioritised:
		return ui.Turquoise
	case issues.IssueSynthesised, issues.IssueInPlan:
		return ui.Purple
	case issues.IssueQuickWin, issues.IssueWithService, issues.IssueCommunityLed:
		return ui.Yellow
	case issues.IssueResolved, issues.IssueVerified:
		return ui.Green
	}
	return ui.Grey
}

// stateCell is the cell of an issue's status, made once for each.
func stateCell(s issues.IssueState) ui.Cell { return stateCells[s] }

var stateCells = func() map[issues.IssueState]ui.Cell {
	made := map[issues.IssueState]ui.Cell{}
	for _, s := range issues.IssueStates() {
		made[s] = ui.TagCell(frame.Sentence(string(s)), StateColour(s))
	}
	return made
}()

// idText is an identifier as it stands in an address.
func idText[T ~int64](id T) string { return strconv.FormatInt(int64(id), 10) }

// visibilityWords says who may read an issue.
func visibilityWords(v issues.Visibility) string {
	switch v {
	case issues.VisiblePublic:
		return "Everyone: may be published"
	case issues.VisibleRestricted:
		return "Only officers of the area"
	}
	return "The area’s team"
}

func visibilityChoices() []ui.Option {
	var options []ui.Option
	for _, v := range issues.Visibilities() {
		options = append(options, ui.Option{Value: string(v), Text: visibilityWords(v)})
	}
	return options
}

// themeChoices are the themes in use; the retired one that is chosen now can stay.
func themeChoices(first string, themes []themes.Theme, chosen string) []ui.Option {
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

// IssueAges are what a list can be narrowed to by age: raised in the last so many days, or below zero, longer ago than
// that.
var IssueAges = map[string]int{"week": 7, "month": 30, "quarter": 90, "older": -90}

var sortWords = map[issues.IssueSort]string{
	issues.NewestFirst: "Newest first", issues.OldestFirst: "Oldest first", issues.RecentlyChanged: "Recently changed",
	issues.ByTitle: "Title", issues.BestMatch: "Best match",
}

// With is the address of a list with one thing in it changed: "" takes it out.
func With(path string, values url.Values, name, value string) string {
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

// Instant is a moment that may not have come.
func Instant(t *time.Time) time.Time {
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

// ShortDay is a day where there is little room: "3 Mar 2026".
func ShortDay(at time.Time) string { return at.In(domain.London).Format(frame.ShortForm) }
