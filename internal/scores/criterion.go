package scores

import (
	"fmt"
	"strings"
	"time"

	"fourgates/internal/domain"
)

// Criterion is one question by which issues are scored (D8). A council changes its weight and scale.
type Criterion struct {
	ID       domain.CriterionID
	Name     string
	Hint     string // what the lowest and the highest score mean
	Weight   int    // 1 to 100, against the other criteria
	Scale    int    // scores go from 1 to this
	Position int
	Retired  bool
	Scores   int // how many were given
}

// Limits of a criterion.
const (
	MostWeight = 100
	LeastScale = 2
	MostScale  = 10
)

// Blockers lists by field why the criterion cannot stand in the place of what it was. The zero was is a new one.
func (c Criterion) Blockers(was Criterion) []domain.Blocker {
	var found []domain.Blocker
	if c.Weight < 1 || c.Weight > MostWeight {
		found = append(found, domain.Blocker{ID: "weight", Field: "weight",
			Words: fmt.Sprintf("Weight must be a whole number from 1 to %d", MostWeight)})
	}
	if c.Scale < LeastScale || c.Scale > MostScale {
		found = append(found, domain.Blocker{ID: "scale", Field: "scale",
			Words: fmt.Sprintf("The highest score must be a whole number from %d to %d", LeastScale, MostScale)})
	}
	if was.Scores > 0 && c.Scale != was.Scale {
		found = append(found, domain.Blocker{ID: "scored", Field: "scale",
			Words: fmt.Sprintf("It has been scored from 1 to %d already: retire it and add another with the new scale",
				was.Scale)})
	}
	return found
}

// InUse lists the criteria that are not retired.
func InUse(all []Criterion) []Criterion {
	var used []Criterion
	for _, c := range all {
		if !c.Retired {
			used = append(used, c)
		}
	}
	return used
}

// Weights says the criteria in use with their weights, as a rank names what it was made by.
func Weights(all []Criterion) string {
	var words []string
	for _, c := range InUse(all) {
		words = append(words, fmt.Sprintf("%s %d", c.Name, c.Weight))
	}
	return strings.Join(words, ", ")
}

// CriteriaVersion is one state that the criteria were in.
type CriteriaVersion struct {
	Version int
	Weights string
	By      string // "" as shipped
	At      time.Time
}
