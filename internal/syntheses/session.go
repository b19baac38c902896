// Package syntheses holds sessions in which an area's issues are synthesised with its Area Members.
package syntheses

import (
	"time"

	"fourgates/internal/domain"
)

// Session is a session of an area's cycle, as it is planned and as it went (004, 2b: issues are synthesised with Area
// Members).
type Session struct {
	ID       domain.SynthesisID
	Area     domain.AreaID
	AreaName string
	Cycle    int
	Plan
	Version       int
	PlannedByName string
	PlannedAt     time.Time
	Invited       []Place  // the places asked, as they were held when it was planned
	Records       []Record // what it came to, the newest first: a correction is one more
	Cancelled
}

// Plan is when and where a session is held.
type Plan struct {
	HeldOn domain.Date
	HeldAt string // the time of day, as "18:30"; "" where it is not known
	Venue  string // a place, or the link of a meeting on line
	Agenda string // what Members are told besides; "" for nothing
}

// Cancelled says why a session is not held. The zero Cancelled is of one that stands.
type Cancelled struct {
	CancelledReason string
	CancelledByName string
	CancelledAt     time.Time
}

// The states of a session, in words.
const (
	Planned     = "planned"
	NotRecorded = "not recorded yet" // its day has come
	Held        = "held"
	CalledOff   = "called off"
)

// Held reports whether its record is there.
func (s Session) Held() bool { return len(s.Records) > 0 }

// CalledOff reports whether it is not held.
func (s Session) CalledOff() bool { return !s.CancelledAt.IsZero() }

// Status is how the session stands on the day.
func (s Session) Status(today domain.Date) string {
	switch {
	case s.Held():
		return Held
	case s.CalledOff():
		return CalledOff
	case today.Before(s.HeldOn):
		return Planned
	}
	return NotRecorded
}

// When says on which day a session is, and at what time: "3 May 2026 at 18:30".
func (p Plan) When() string {
	if p.HeldAt == "" {
		return p.HeldOn.Words()
	}
	return p.HeldOn.Words() + " at " + p.HeldAt
}

// Blockers lists by field what a plan lacks.
func (p Plan) Blockers() []domain.Blocker {
	var found []domain.Blocker
	add := func(field, words string) {
		found = append(found, domain.Blocker{ID: field, Field: field, Words: words})
	}
	if p.HeldOn.IsZero() {
		add("held_on", "Enter the day of the session")
	}
	if _, err := domain.ReadTimeOfDay(p.HeldAt); p.HeldAt != "" && err != nil {
		add("held_at", "Enter the time as in 18:30, or leave it empty")
	}
	if p.Venue == "" {
		add("venue", "Enter the place, or the link of a meeting on line")
	}
	return found
}

// Tidy is the plan with its time as everybody writes it: "6.30 pm" is "18:30".
func (p Plan) Tidy() Plan {
	if at, err := domain.ReadTimeOfDay(p.HeldAt); err == nil {
		p.HeldAt = at
	}
	return p
}

// CheckOpen returns a *domain.StateError where the plan can no longer be changed: the session was held or called off.
func (s Session) CheckOpen() error {
	switch {
	case s.Held():
		return domain.Stands("This session was held, and %s recorded it on %s", s.Records[len(s.Records)-1].ByName,
			domain.DateOf(s.Records[len(s.Records)-1].At).Words())
	case s.CalledOff():
		return domain.Stands("This session was called off by %s on %s", s.CancelledByName,
			domain.DateOf(s.CancelledAt).Words())
	}
	return nil
}

// CheckRecord refuses to record a session that was called off, or whose day is still to come.
func (s Session) CheckRecord(today domain.Date) error {
	switch {
	case s.CalledOff():
		return s.CheckOpen()
	case today.Before(s.HeldOn):
		return domain.Stands("This session is on %s: who came is recorded from that day on", s.HeldOn.Words())
	}
	return nil
}
