// Package risks holds an area's register of risks: what may go wrong, how likely that is, and what is done about it.
package risks

import (
	"fmt"
	"slices"
	"time"

	"fourgates/internal/domain"
)

// Kind is what an entry of the register is.
type Kind string

// The kinds.
const (
	KindRisk       Kind = "risk"
	KindAssumption Kind = "assumption"
	KindIssue      Kind = "issue"
	KindDependency Kind = "dependency"
)

// Kinds lists them.
func Kinds() []Kind { return []Kind{KindRisk, KindAssumption, KindIssue, KindDependency} }

// Level is how likely something is, or how hard it would hit.
type Level string

// The levels.
const (
	Low    Level = "low"
	Medium Level = "medium"
	High   Level = "high"
)

// Levels lists them.
func Levels() []Level { return []Level{Low, Medium, High} }

// Risk is one line of an area's register. It stays in it when it is closed.
type Risk struct {
	ID         domain.RiskID
	Area       domain.AreaID
	Kind       Kind
	Text       string
	Likelihood Level
	Impact     Level
	Owner      string // who is responsible
	Response   string // what is done about it
	OpenedOn   domain.Date
	OpenedBy   string
	ClosedOn   domain.Date // zero while it is open
	ClosedBy   string
	ClosedWhy  string
	Version    int
	At         time.Time // of its newest change
}

// Open reports whether it is not closed.
func (r Risk) Open() bool { return r.ClosedOn.IsZero() }

// Weight says how grave it is, for the order of a list: gravest first.
func (r Risk) Weight() int {
	return (slices.Index(Levels(), r.Likelihood) + 1) * (slices.Index(Levels(), r.Impact) + 1)
}

// LevelWords says likelihood and impact.
func (r Risk) LevelWords() string {
	return fmt.Sprintf("likelihood %s, impact %s", r.Likelihood, r.Impact)
}

// Check returns a *domain.BlockedError by field where the risk cannot be.
func (r Risk) Check() error {
	var list []domain.Blocker
	add := func(field, words string) { list = append(list, domain.Blocker{ID: field, Field: field, Words: words}) }
	if !slices.Contains(Kinds(), r.Kind) {
		add("kind", "Choose what it is")
	}
	if r.Text == "" {
		add("text", "Enter what may happen")
	}
	if !slices.Contains(Levels(), r.Likelihood) {
		add("likelihood", "Choose how likely it is")
	}
	if !slices.Contains(Levels(), r.Impact) {
		add("impact", "Choose how hard it would hit")
	}
	if r.Owner == "" {
		add("owner", "Enter who is responsible")
	}
	if r.Response == "" {
		add("response", "Enter what is done about it")
	}
	return domain.BlockedBy(list)
}

// CheckOpen returns a *domain.StateError where it is closed.
func (r Risk) CheckOpen() error {
	if r.Open() {
		return nil
	}
	return domain.Stands("It was closed on %s by %s", r.ClosedOn.Words(), r.ClosedBy)
}

// Gravest puts risks into order: the gravest first, then the oldest.
func Gravest(list []Risk) []Risk {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b Risk) int {
		if a.Weight() != b.Weight() {
			return b.Weight() - a.Weight()
		}
		return int(a.ID - b.ID)
	})
	return list
}
