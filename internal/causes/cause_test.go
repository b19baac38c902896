package causes

import (
	"fmt"
	"slices"
	"testing"

	"fourgates/internal/domain"
)

// forest is 1 over 2 over 4, 1 over 3, and 5 beside 1.
func forest() []CauseNode {
	return CauseTree([]Cause{{ID: 5, Position: 2, Text: "five"}, {ID: 1, Position: 1}, {ID: 3, Parent: 1, Position: 2},
		{ID: 2, Parent: 1, Position: 1}, {ID: 4, Parent: 2, Position: 1, Solutions: 2, Text: "four"}})
}

func causeIDs(list []Cause) []domain.CauseID {
	var got []domain.CauseID
	for _, c := range list {
		got = append(got, c.ID)
	}
	return got
}

func TestCausesStandUnderWhatTheyBringAbout(t *testing.T) {
	tree := forest()
	if got := fmt.Sprint(causeIDs(Siblings(tree, 0)), causeIDs(tree[0].Whole()), tree[0].Height(), LastUnder(tree, 1),
		LastUnder(tree, 4)); got != "[1 5] [1 2 4 3] 3 2 0" {
		t.Errorf("the tree is %s", got)
	}
	if _, depth, ok := FindCause(tree, 4); !ok || depth != 3 {
		t.Errorf("cause 4 is at depth %d, %v", depth, ok)
	}
	circle := CauseTree([]Cause{{ID: 1, Parent: 2}, {ID: 2, Parent: 1}})
	if len(circle) != 0 {
		t.Errorf("rows in a circle make a tree: %v", circle)
	}
}

func TestWhereACauseMayBePut(t *testing.T) {
	deep := forest()
	for i := range 4 { // 6, 7, 8, 9, one under the other, on 5
		deep = append(deep, CauseNode{})
		deep = CauseTree(append(wholeOf(deep[:len(deep)-1]),
			Cause{ID: domain.CauseID(6 + i), Parent: domain.CauseID(5 + i)}))
	}
	for _, c := range []struct {
		id, under domain.CauseID
		want      string
	}{
		{5, 1, ""}, {5, 0, ""}, {4, 0, ""}, {4, 3, ""},
		{1, 1, "itself"}, {1, 2, "itself"}, {1, 4, "itself"}, {1, 99, "parent"}, {99, 1, "gone"},
		{2, 8, ""},     // two levels under the fourth
		{2, 9, "deep"}, // two under the fifth
	} {
		got := ""
		if b := MoveCauseBlockers(deep, c.id, c.under); len(b) > 0 {
			got = b[0].ID
		}
		if got != c.want {
			t.Errorf("%d under %d: %q, want %q", c.id, c.under, got, c.want)
		}
	}
	if b := AddCauseBlockers(deep, 9); len(b) > 0 {
		t.Errorf("a sixth level: %v", b)
	}
	var many []Cause
	for i := range MostCauses {
		many = append(many, Cause{ID: domain.CauseID(i + 1)})
	}
	if len(AddCauseBlockers(CauseTree(many[1:]), 0)) != 0 || len(AddCauseBlockers(CauseTree(many), 0)) == 0 {
		t.Errorf("the limit of %d causes does not hold", MostCauses)
	}
}

func wholeOf(tree []CauseNode) []Cause {
	var list []Cause
	for _, n := range tree {
		list = append(list, n.Whole()...)
	}
	return list
}

func TestACauseWithASolutionStays(t *testing.T) {
	tree := forest()
	for id, want := range map[domain.CauseID]int{1: 1, 2: 1, 4: 1, 3: 0, 5: 0} {
		node, _, _ := FindCause(tree, id)
		if got := len(RemoveCauseBlockers(node)); got != want {
			t.Errorf("cause %d: %d reasons, want %d", id, got, want)
		}
	}
}

func TestSwapCauses(t *testing.T) {
	list := []Cause{{ID: 1, Position: 1}, {ID: 2, Position: 4}, {ID: 3, Position: 9}}
	for _, c := range []struct {
		id   domain.CauseID
		up   bool
		want string
	}{
		{1, true, "[]"}, {3, false, "[]"}, {9, true, "[]"}, {2, true, "[{2 1} {1 2} {3 3}]"},
		{2, false, "[{3 2} {2 3}]"},
	} {
		got := []string{}
		for _, m := range Swap(list, c.id, c.up) {
			got = append(got, fmt.Sprintf("{%d %d}", m.ID, m.Position))
		}
		if fmt.Sprint(got) != c.want {
			t.Errorf("%d up %v: %v, want %s", c.id, c.up, got, c.want)
		}
	}
	if !slices.Equal(causeIDs(list), []domain.CauseID{1, 2, 3}) {
		t.Error("the list given was changed")
	}
}
