// Package scores holds the criteria by which officers score issues, and the ranks that follow.
package scores

import (
	"fmt"
	"math"
	"slices"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/issues"
)

// Score is what one person gave an issue by one criterion (D8).
type Score struct {
	Issue     domain.IssueID
	Criterion domain.CriterionID
	Person    domain.PersonID
	Name      string
	Score     int
	At        time.Time
}

// ScoreBlockers lists by field ("score-" and the criterion's number) what is missing from one person's scores or out of
// scale.
func ScoreBlockers(criteria []Criterion, given map[domain.CriterionID]int) []domain.Blocker {
	var found []domain.Blocker
	for _, c := range InUse(criteria) {
		if n, ok := given[c.ID]; !ok || n < 1 || n > c.Scale {
			field := ScoreField(c.ID)
			found = append(found, domain.Blocker{ID: field, Field: field,
				Words: fmt.Sprintf("%s: must be a whole number from 1 to %d", c.Name, c.Scale)})
		}
	}
	if len(InUse(criteria)) == 0 {
		found = append(found, domain.Blocker{ID: "criteria", Words: "There are no criteria in use to score by"})
	}
	return found
}

// ScoreField is the name of the form's field for a criterion.
func ScoreField(id domain.CriterionID) string { return fmt.Sprintf("score-%d", id) }

// PriorityIssue is an issue that stands for itself after synthesis: what is scored, ranked and put to the community.
type PriorityIssue struct {
	ID     domain.IssueID
	Title  string
	Theme  string
	Source domain.Source
	State  issues.IssueState
	Causes int
}

// Ranked is an issue with its place among those of its area.
type Ranked struct {
	PriorityIssue
	Points  float64 // 0 to 100, to one decimal; meaningless unless Scored
	Rank    int     // 1 is the first; equal points have equal ranks; 0: not scored
	Tied    bool    // another issue has the same rank
	By      []string
	Missing []string // criteria in use by which nobody has scored it
}

// Scored reports whether anybody has scored the issue by a criterion in use.
func (r Ranked) Scored() bool { return r.Rank > 0 }

// RankWords is the rank as it is shown: "2", "2=" where it is shared, "" where it is not scored.
func (r Ranked) RankWords() string {
	switch {
	case r.Rank == 0:
		return ""
	case r.Tied:
		return fmt.Sprintf("%d=", r.Rank)
	}
	return fmt.Sprint(r.Rank)
}

// PointsWords is the points as they are shown: "62.5".
func (r Ranked) PointsWords() string { return fmt.Sprintf("%.1f", r.Points) }

// Rank orders issues by their points: the mean over the criteria in use, by weight, of the mean over people, the lowest
// score of a scale counting 0 and the highest 100. A criterion by which nobody has scored an issue is left out of that
// issue's mean, and named. Points equal to the decimal that is shown are a tie. Issues that nobody has scored come
// last, in the order given.
func Rank(issues []PriorityIssue, criteria []Criterion, scores []Score) []Ranked {
	of := map[domain.IssueID][]Score{}
	for _, s := range scores {
		of[s.Issue] = append(of[s.Issue], s)
	}
	list := make([]Ranked, len(issues))
	for i, issue := range issues {
		list[i] = rate(issue, InUse(criteria), of[issue.ID])
	}
	slices.SortStableFunc(list, func(a, b Ranked) int {
		switch {
		case a.Scored() != b.Scored():
			return map[bool]int{true: -1, false: 1}[a.Scored()]
		case a.Points != b.Points:
			return map[bool]int{true: -1, false: 1}[a.Points > b.Points]
		}
		return 0
	})
	for i := range list {
		if !list[i].Scored() {
			break
		}
		list[i].Rank = i + 1
		if i > 0 && list[i].Points == list[i-1].Points {
			list[i].Rank, list[i].Tied, list[i-1].Tied = list[i-1].Rank, true, true
		}
	}
	return list
}

// rate works out an issue's points. Rank 1 marks it as scored until Rank gives the real one.
func rate(issue PriorityIssue, criteria []Criterion, scores []Score) Ranked {
	r := Ranked{PriorityIssue: issue}
	total, weight := 0.0, 0
	for _, c := range criteria {
		sum, n := 0, 0
		for _, s := range scores {
			if s.Criterion != c.ID {
				continue
			}
			sum, n = sum+min(s.Score, c.Scale)-1, n+1
			if !slices.Contains(r.By, s.Name) {
				r.By = append(r.By, s.Name)
			}
		}
		if n == 0 {
			r.Missing = append(r.Missing, c.Name)
			continue
		}
		total += float64(c.Weight) * float64(sum) / float64(n*(c.Scale-1))
		weight += c.Weight
	}
	slices.SortFunc(r.By, domain.CompareNames)
	if weight == 0 {
		return r
	}
	r.Rank, r.Points = 1, math.Round(1000*total/float64(weight))/10
	return r
}

// PlaceIssues gives those of an area's issues that stand for themselves their place by points, as gate 2 freezes it;
// the others keep none.
func PlaceIssues(lines []issues.IssueLine, criteria []Criterion, scores []Score) {
	part := map[domain.IssueID]bool{}
	for _, l := range lines {
		for _, m := range l.Members {
			part[m] = true
		}
	}
	var standing []PriorityIssue
	for _, l := range lines {
		if l.State.Stands() && l.Visibility != issues.VisibleRestricted && !part[l.ID] {
			standing = append(standing, PriorityIssue{ID: l.ID})
		}
	}
	places := map[domain.IssueID]int{}
	for _, r := range Rank(standing, criteria, scores) {
		places[r.ID] = r.Rank
	}
	for i := range lines {
		lines[i].Place = places[lines[i].ID]
	}
}
