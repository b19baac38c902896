package profiles

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/domain"
	"fourgates/internal/partners"
)

func lines(list ...[]string) []ProfileRow {
	rows := make([]ProfileRow, len(list))
	for i, cells := range list {
		rows[i] = ProfileRow{Line: i + 1, Cells: cells}
	}
	return rows
}

func TestReadProfile(t *testing.T) {
	got, asks, err := ReadProfile(lines([]string{"Group", "People"}, []string{" Carers ", "1,200"},
		[]string{"Under 16", "0"}), nil)
	if err != nil || len(asks) > 0 {
		t.Fatal(err)
	}
	if d := cmp.Diff([]ProfileGroup{{"Carers", 1200}, {"Under 16", 0}}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	for name, c := range map[string]struct {
		rows []ProfileRow
		want string
	}{
		"nothing":              {nil, "no groups"},
		"a number in the head": {lines([]string{"Carers", "1x"}), "line 1: “1x” is not a whole number"},
		"too many people":      {lines([]string{"Carers", "10000001"}), "line 1"},
		"twice": {lines([]string{"Carers", "1"}, []string{"CARERS", "2"}),
			"line 2: “CARERS” is on line 1 already"},
		"long name": {lines([]string{strings.Repeat("é", LongestGroup+1), "1"}), "line 1: the group's name is longer"},
	} {
		_, _, err := ReadProfile(c.rows, nil)
		blocked, ok := err.(*domain.BlockedError)
		if !ok || len(blocked.Blockers) != 1 || !strings.Contains(blocked.Blockers[0].Words, c.want) ||
			blocked.Blockers[0].Field != "file" {
			t.Errorf("%s: %v, want %q by the file", name, err, c.want)
		}
	}
	var many, bad [][]string
	for i := range MostGroups + 1 {
		many = append(many, []string{strings.Repeat("a", i%90+1) + strings.Repeat("b", i/90), "1"})
		bad = append(bad, []string{"x", "y1"})
	}
	if _, _, err := ReadProfile(lines(many...), nil); err == nil {
		t.Error("too many groups are not refused")
	}
	if _, _, err := ReadProfile(lines(bad...), nil); len(err.(*domain.BlockedError).Blockers) != mostBadGroups {
		t.Errorf("%d bad lines are named, want %d", len(err.(*domain.BlockedError).Blockers), mostBadGroups)
	}
}

func TestWhoSpeaksForAGroup(t *testing.T) {
	groups := []ProfileGroup{{"Carers", 10}, {"Under 16", 20}, {"Farmers", 30}}
	network := []partners.NetworkEntry{{ID: 1, Name: "Nia", Represents: "carers"},
		{ID: 2, Name: "Suresh", Represents: "Under 16; CARERS and tenants"},
		{ID: 3, Name: "Chidi", Represents: "Young farmers"}, {ID: 4, Name: "Ffion"}}
	got := Cover(groups, network, []ChosenSpeaker{{"under 16", 4}, {"carers", 1}, {"gone", 4}})
	want := []GroupCover{
		{groups[0], []Speaker{{1, "Nia", true}, {2, "Suresh", false}}},
		{groups[1], []Speaker{{2, "Suresh", false}, {4, "Ffion", true}}},
		{groups[2], nil},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if !got[2].Gap() || got[0].Gap() {
		t.Error("the gap is not named")
	}
}
