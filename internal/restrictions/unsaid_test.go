package restrictions_test

import (
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/restrictions"
)

// A free text about an area is withheld where it says a title, an action, a solution, a cause or other words of a
// restricted issue of that area, as they are or as they were frozen, on whole words and whatever the case.
func TestTextsThatSayWordsOfARestrictedIssueAreWithheld(t *testing.T) {
	unsaid := restrictions.Unsaid{}
	unsaid.Add([]restrictions.Issue{{ID: 4, Area: 7, Title: "House on Mill Lane",
		Words:  []string{"Visits by two wardens", "no"},
		Frozen: []string{`["s","issues[4].title","Mill Lane house"]`}}})
	unsaid.Add([]restrictions.Issue{{ID: 5, Area: 8, Title: "Weir"}})
	for _, c := range []struct {
		area domain.AreaID
		text string
		want bool
	}{
		{7, "Condition due: House on Mill Lane", true},
		{7, "Solution told: VISITS by two  wardens, from May", true},
		{7, "Reported: “Mill Lane house”: done.", true},
		{7, "No Member has answered", false},
		{7, "Warehouse on Mill Lane", false},
		{8, "House on Mill Lane", false},
		{8, "Gate 2: the weir", true},
		{0, "House on Mill Lane", false},
	} {
		if got := unsaid.In(c.area, "Gate 1", c.text); got != c.want {
			t.Errorf("area %d: %q is withheld: %v", c.area, c.text, got)
		}
	}
	if (restrictions.Unsaid)(nil).In(7, "House on Mill Lane") {
		t.Error("who sees every issue is not told")
	}
}
