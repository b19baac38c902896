package scores

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/domain"
)

var twoCriteria = []Criterion{{ID: 1, Name: "Reach", Weight: 75, Scale: 5},
	{ID: 2, Name: "Depth", Weight: 25, Scale: 3}, {ID: 3, Name: "Retired", Weight: 100, Scale: 5, Retired: true}}

func given(issue domain.IssueID, person domain.PersonID, scores ...int) []Score {
	var list []Score
	for i, n := range scores {
		if n > 0 {
			list = append(list, Score{Issue: issue, Criterion: domain.CriterionID(i + 1), Person: person,
				Name: fmt.Sprintf("Person %d", person), Score: n})
		}
	}
	return list
}

// Points worked by hand: 75 × (score−1)/4 + 25 × (score−1)/2, means over people.
func TestRankByPoints(t *testing.T) {
	issues := []PriorityIssue{{ID: 1}, {ID: 2}, {ID: 3}, {ID: 4}, {ID: 5}, {ID: 6}}
	scores := slices.Concat(
		given(1, 1, 5, 3), given(1, 2, 1, 1), // 100 and 0
		given(2, 1, 3, 2),    // 37.5 + 12.5
		given(3, 1, 5, 3, 1), // the retired one does not count
		given(4, 1, 2),       // 18.75 of 75
		given(5, 1, 0, 0, 5), // by the retired one alone
	)
	var got []string
	for _, r := range Rank(issues, twoCriteria, scores) {
		got = append(got, fmt.Sprintf("%d: %s %s by %s missing %s", r.ID, r.RankWords(), r.PointsWords(),
			strings.Join(r.By, "+"), strings.Join(r.Missing, "+")))
	}
	want := []string{
		"3: 1 100.0 by Person 1 missing ",
		"1: 2= 50.0 by Person 1+Person 2 missing ",
		"2: 2= 50.0 by Person 1 missing ",
		"4: 4 25.0 by Person 1 missing Depth",
		"5:  0.0 by  missing Reach+Depth",
		"6:  0.0 by  missing Reach+Depth",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("ranked (-want +got):\n%s", d)
	}
}

func TestAChangedWeightRanksAnew(t *testing.T) {
	issues := []PriorityIssue{{ID: 1}, {ID: 2}}
	scores := slices.Concat(given(1, 1, 5, 1), given(2, 1, 1, 3))
	first := func(criteria []Criterion) domain.IssueID { return Rank(issues, criteria, scores)[0].ID }
	if first(twoCriteria) != 1 {
		t.Error("by 75 and 25 the first is not issue 1")
	}
	changed := slices.Clone(twoCriteria)
	changed[0].Weight, changed[1].Weight = 25, 75
	if first(changed) != 2 {
		t.Error("by 25 and 75 the first is not issue 2")
	}
}

func TestScoresOutOfScaleAreSaidByTheirField(t *testing.T) {
	for _, c := range []struct {
		given map[domain.CriterionID]int
		want  []string
	}{
		{map[domain.CriterionID]int{1: 5, 2: 3}, nil},
		{map[domain.CriterionID]int{1: 1, 2: 1}, nil},
		{map[domain.CriterionID]int{1: 0, 2: 3}, []string{"score-1"}},
		{map[domain.CriterionID]int{1: 6, 2: 4}, []string{"score-1", "score-2"}},
		{map[domain.CriterionID]int{1: 5}, []string{"score-2"}},
		{map[domain.CriterionID]int{1: 5, 2: 3, 3: 9}, nil}, // nobody asks for a retired one
	} {
		var got []string
		for _, b := range ScoreBlockers(twoCriteria, c.given) {
			got = append(got, b.Field)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%v: %v, want %v", c.given, got, c.want)
		}
	}
	if len(ScoreBlockers(nil, nil)) == 0 {
		t.Error("without criteria nothing says why nobody can score")
	}
}

func TestWhatACriterionMayBe(t *testing.T) {
	was := Criterion{ID: 1, Weight: 30, Scale: 5, Scores: 2}
	for _, c := range []struct {
		weight, scale int
		was           Criterion
		want          []string
	}{
		{1, 2, Criterion{}, nil}, {100, 10, Criterion{}, nil}, {40, 5, was, nil},
		{0, 5, Criterion{}, []string{"weight"}}, {101, 5, Criterion{}, []string{"weight"}},
		{30, 1, Criterion{}, []string{"scale"}}, {30, 11, Criterion{}, []string{"scale"}},
		{30, 4, was, []string{"scored"}},
	} {
		var got []string
		for _, b := range (Criterion{Weight: c.weight, Scale: c.scale}).Blockers(c.was) {
			got = append(got, b.ID)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("weight %d, scale %d: %v, want %v", c.weight, c.scale, got, c.want)
		}
	}
}
