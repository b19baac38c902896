// Package calendars writes the calendar address that a person subscribes to: phases and gates as iCalendar text.
package calendars

import (
	"fmt"

	"fourgates/internal/domain"
	"fourgates/internal/gates"
)

// DatedPhase is a phase of a running area that has not ended, as a calendar address shows it.
type DatedPhase struct {
	Area     domain.AreaID
	Code     string
	AreaName string
	Cycle    int
	Phase    domain.Phase
	Name     string
	Gate     domain.Gate // that ends it; 0 for none
	EarlyEnd domain.Date
	LateEnd  domain.Date
	TargetOn domain.Date
}

// Events are the days on which the phase is planned to end: its early and its late end, one where they are the same, or
// its target. What a gate ends is that gate's due day. base is what links begin with.
func (p DatedPhase) Events(base string) []CalendarEvent {
	what, verb := fmt.Sprintf("Phase %s", p.Phase), "ends"
	if p.Gate != 0 {
		what, verb = fmt.Sprintf("Gate %d", p.Gate), "due"
	}
	event := func(kind, when string, on domain.Date) CalendarEvent {
		return CalendarEvent{
			UID: fmt.Sprintf("area-%d-cycle-%d-phase-%s-%s@fourgates", p.Area, p.Cycle, p.Phase, kind), On: on,
			Summary: fmt.Sprintf("%s %s%s: %s", what, verb, when, p.AreaName),
			Words:   fmt.Sprintf("Phase %s, %s, of %s %s as it is planned now.", p.Phase, p.Name, p.Code, p.AreaName),
			Link:    fmt.Sprintf("%s/areas/%d/timeline", base, p.Area),
		}
	}
	switch {
	case p.LateEnd.IsZero() && p.TargetOn.IsZero():
		return nil
	case p.LateEnd.IsZero():
		return []CalendarEvent{event("late", " (target)", p.TargetOn)}
	case p.EarlyEnd == p.LateEnd:
		return []CalendarEvent{event("late", "", p.LateEnd)}
	}
	return []CalendarEvent{event("early", " at the earliest", p.EarlyEnd), event("late", " at the latest", p.LateEnd)}
}

// DeadlineEvent is the day by which Members are to decide on an attempt; mine says that the reader is one of those
// still asked.
func DeadlineEvent(a gates.Attempt, mine bool, base string) CalendarEvent {
	summary := fmt.Sprintf("Members’ decisions due on gate %d: %s", a.Gate, a.AreaName)
	if mine {
		summary = fmt.Sprintf("Your decision is due on gate %d: %s", a.Gate, a.AreaName)
	}
	return CalendarEvent{
		UID:     fmt.Sprintf("attempt-%d@fourgates", a.ID),
		On:      a.DueOn,
		Summary: summary,
		Words:   a.Gate.Title(),
		Link:    fmt.Sprintf("%s/attempts/%d", base, a.ID),
	}
}

// ConditionEvent is the day by which a condition that a Member set is to be met; mine says that the reader is
// responsible for it.
func ConditionEvent(c gates.Condition, mine bool, base string) CalendarEvent {
	summary := "A condition is due: " + c.AreaName
	if mine {
		summary = "Your condition is due: " + c.AreaName
	}
	return CalendarEvent{
		UID:     fmt.Sprintf("condition-%d@fourgates", c.ID),
		On:      c.DueOn,
		Summary: summary,
		Words:   c.Text,
		Link:    fmt.Sprintf("%s/conditions/%d", base, c.ID),
	}
}
