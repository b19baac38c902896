package places

import (
	"fmt"
	"time"

	"fourgates/internal/domain"
)

// ValidityView is what community or a service provider says of the area's boundary (A3).
type ValidityView struct {
	Kind     string // "community" or "service provider"
	SaidBy   string
	Supports string // "yes", "no" or "partly"
	Note     string
	SaidOn   domain.Date
	Boundary int // the version that it was given on; zero where that is not known
}

// OnBoundary says which version of the boundary the view was given on, of those that there are by now.
func (v ValidityView) OnBoundary(newest int) string {
	switch {
	case v.Boundary == 0:
		return "not recorded"
	case v.Boundary < newest:
		return fmt.Sprintf("version %d, changed since", v.Boundary)
	}
	return fmt.Sprintf("version %d", v.Boundary)
}

// RecordedView is a validity view with who recorded it.
type RecordedView struct {
	ValidityView
	By    string
	At    time.Time
	Cycle int // of the area, for which it counts
}

// Who a validity view can come from, and what it can say.
const (
	FromCommunity       = "community"
	FromServiceProvider = "service provider"
)

// ValidityKinds lists who a view can come from.
func ValidityKinds() []string { return []string{FromCommunity, FromServiceProvider} }

// ValiditySupports lists what a view can say of the boundary.
func ValiditySupports() []string { return []string{"yes", "no", "partly"} }

// Blockers lists why the view cannot be recorded: nobody has said anything in the future.
func (v ValidityView) Blockers(today domain.Date) []domain.Blocker {
	return notAhead(v.SaidOn, today, "on")
}

// Induction is what came of inducting a Member to an area (A8; 004, phase 1).
type Induction struct {
	Person   domain.PersonID
	Name     string
	Outcome  string // one of InductionOutcomes
	On       domain.Date
	Material string
	Note     string
	By       string // who recorded it
	At       time.Time
	Cycle    int // of the area, for which it counts
}

// Induction outcomes (A8): the newest for a Member and area counts.
const (
	InductionDone     = "done"
	InductionDeclined = "declined"
	InductionWaived   = "waived"
)

// InductionOutcomes lists them.
func InductionOutcomes() []string { return []string{InductionDone, InductionDeclined, InductionWaived} }

// Blockers lists why the induction cannot be recorded for the area: only an Area Member of the day has one, a waiver
// needs its reason, and none has happened in the future.
func (i Induction) Blockers(members []AreaMember, today domain.Date) []domain.Blocker {
	b := notAhead(i.On, today, "on")
	if !holdsAny(members, i.Person) {
		b = append(b, domain.Blocker{ID: "member", Field: "member", Words: "Choose a Member whose ward or division " +
			"overlaps the area today"})
	}
	if i.Outcome == InductionWaived && i.Note == "" {
		b = append(b, domain.Blocker{ID: "note", Field: "note", Words: "Enter why the induction is waived"})
	}
	return b
}

func holdsAny(members []AreaMember, person domain.PersonID) bool {
	for _, m := range members {
		if person != 0 && m.Person == person {
			return true
		}
	}
	return false
}

func notAhead(on, today domain.Date, field string) []domain.Blocker {
	if on.After(today) {
		return []domain.Blocker{{ID: field, Field: field, Words: "The date must be today or in the past"}}
	}
	return nil
}

// Assignment puts an officer to an area from the first to the last day, both included (A5).
type Assignment struct {
	ID          domain.AssignmentID
	Area        domain.AreaID
	Person      domain.PersonID
	Name        string
	Role        string        // AssignedCLO, AssignedLAC or AssignedDirector
	domain.Span `json:"Span"` // so named in the history
	By          string        // who assigned them
}

// AreaEvent is something that happened to an area, as its history tells it.
type AreaEvent struct {
	At   time.Time
	By   string // "" for the application itself
	What string
}

// The roles in which an officer is assigned to an area (000, 004). A director has an area role: who answers for the
// area among the directors. It brings no right of its own, for a director reads every area.
const (
	AssignedCLO      = "clo"
	AssignedLAC      = "lac"
	AssignedDirector = "director"
)

// AssignmentBlockers lists why an assignment cannot be made beside those that there are: one person is not twice in the
// same role of an area on one day, and the last day is not before the first.
func AssignmentBlockers(n Assignment, all []Assignment) []domain.Blocker {
	var b []domain.Blocker
	if !n.Span.To.IsZero() && n.Span.To.Before(n.Span.From) {
		b = append(b, domain.Blocker{ID: "to", Field: "to", Words: "The last day must be on or after the first"})
	}
	for _, a := range all {
		if a.Person == n.Person && a.Role == n.Role && a.Span.Overlaps(n.Span) {
			b = append(b, domain.Blocker{ID: "overlap", Field: "person",
				Words: a.Name + " is assigned in this role already, " + a.Span.Words()})
		}
	}
	return b
}

// End returns the assignment with its last day. It refuses to put an end off and a day before the first.
func (a Assignment) End(on domain.Date) (Assignment, error) {
	span, err := a.Span.End(on)
	a.Span = span
	return a, err
}

// Officer is somebody who may be assigned to areas: they hold the role today.
type Officer struct {
	Person domain.PersonID
	Name   string
	Role   string
}
