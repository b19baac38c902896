package timelines

import (
	"fmt"
	"slices"

	"fourgates/internal/domain"
)

// DeviationKind says what a deviation is (domain §2).
type DeviationKind string

// The kinds. Only what slipped is down to somebody.
const (
	Fitted    DeviationKind = "fitted"
	Slipped   DeviationKind = "slipped"
	Corrected DeviationKind = "corrected"
)

// DeviationKinds lists them.
func DeviationKinds() []DeviationKind { return []DeviationKind{Fitted, Slipped, Corrected} }

// Words says the kind as people do. What was changed before kinds were asked has none.
func (k DeviationKind) Words() string {
	switch k {
	case Fitted:
		return "fitted to the place"
	case "":
		return "not said"
	}
	return string(k)
}

// Deviation is what a change of the timeline is and why it is made and, where something slipped, whom that is down to.
// Every change has one (004: "deviations could and should occur").
type Deviation struct {
	Kind   DeviationKind
	Reason string
	Party  Party // of what slipped; of the other kinds it is not kept
}

func (d Deviation) blockers() []domain.Blocker {
	var b []domain.Blocker
	if !slices.Contains(DeviationKinds(), d.Kind) {
		b = append(b, domain.Blocker{ID: "kind", Field: "kind", Words: sayWhich})
	}
	if d.Reason == "" {
		b = append(b, domain.Blocker{ID: "reason", Field: "reason", Words: "Enter the reason"})
	}
	if d.Kind == Slipped && !slices.Contains(Parties(), d.Party) {
		b = append(b, domain.Blocker{ID: "party", Field: "party", Words: "Choose whom it is down to"})
	}
	return b
}

const sayWhich = "Say whether it is fitted to the place, slipped or corrected"

// party is whom it is down to; nobody, unless it slipped.
func (d Deviation) party() Party {
	if d.Kind != Slipped {
		return ""
	}
	return d.Party
}

// A planChange is a change of a timeline in the making: a copy, and what is wrong with it so far.
type planChange struct {
	Timeline
	at       int // the phase; -1 where there is none such
	blockers []domain.Blocker
}

func (t Timeline) change(p domain.Phase, d Deviation) planChange {
	c := planChange{Timeline: t, at: t.At(p), blockers: d.blockers()}
	c.Phases = slices.Clone(t.Phases)
	if c.at < 0 {
		c.refuse("", "There is no such phase in this timeline")
	}
	return c
}

func (c *planChange) refuse(field, words string) {
	c.blockers = append(c.blockers, domain.Blocker{ID: field, Field: field, Words: words})
}

// coming refuses a phase that is past, or skipped.
func (c *planChange) coming() bool {
	switch {
	case c.at < 0:
		return false
	case c.Past(c.at):
		c.refuse("", fmt.Sprintf("Phase %s is past: its plan stays as it was", c.Phases[c.at].Phase))
		return false
	case c.Phases[c.at].Skipped:
		c.refuse("", fmt.Sprintf("Phase %s is skipped: bring it back first", c.Phases[c.at].Phase))
		return false
	}
	return true
}

func (c *planChange) done(d Deviation, days int, what string) (Timeline, TimelineChange, error) {
	if len(c.blockers) > 0 {
		return Timeline{}, TimelineChange{}, &domain.BlockedError{Blockers: c.blockers}
	}
	return c.Timeline, TimelineChange{Phase: c.Phases[c.at].Phase, What: what, Kind: d.Kind, Reason: d.Reason,
		Party: d.party(), Days: days}, nil
}

// begins is the first day on which the phase at the index begins as planned, or the latest day before it that is
// planned at all.
func (t Timeline) begins(at int) domain.Date {
	if t.entered(at) {
		return t.Phases[at].OpenedOn
	}
	for i := at; i >= 0; i-- {
		p := t.Phases[i]
		switch {
		case !p.EarlyStart.IsZero():
			return p.EarlyStart
		case i < at && !p.Skipped && !p.TargetOn.IsZero():
			return p.TargetOn
		}
	}
	return t.StartedOn
}

// checkEnd refuses a planned end before the cycle or the phase begins, or one that is past.
func (c *planChange) checkEnd(field string, end, begins, today domain.Date) {
	switch {
	case end.IsZero():
		c.refuse(field, "Enter a day")
	case end.Before(c.StartedOn):
		c.refuse(field, "The cycle began on "+c.StartedOn.Words()+": enter a later day")
	case end.Before(begins):
		c.refuse(field, "The phase begins on "+begins.Words()+": it cannot end before that")
	case end.Before(today) && field != "early":
		c.refuse(field, "That day is past: enter today or a later day")
	}
}

// Move gives a phase another early and late end. What follows moves by the same days, early dates by those of the early
// end and late ones by those of the late end; what has begun before it or is past stays. It refuses a phase without
// weeks: SetTarget is for those.
func (t Timeline) Move(p domain.Phase, early, late, today domain.Date, d Deviation) (Timeline, TimelineChange, error) {
	c := t.change(p, d)
	if !c.coming() {
		return c.done(d, 0, "")
	}
	is := &c.Phases[c.at]
	if is.LateEnd.IsZero() {
		c.refuse("", fmt.Sprintf("Phase %s has no weeks: it has a target date", p))
		return c.done(d, 0, "")
	}
	c.checkEnd("early", early, t.begins(c.at), today)
	c.checkEnd("late", late, later(t.begins(c.at), is.startsLate()), today)
	switch {
	case !early.IsZero() && !late.IsZero() && late.Before(early):
		c.refuse("late", "The late end cannot be before the early end")
	case early == is.EarlyEnd && late == is.LateEnd:
		c.refuse("late", "That is when it ends already")
	}
	days := 0
	if len(c.blockers) == 0 {
		days = late.DaysSince(is.LateEnd)
		is.EarlyEnd, is.LateEnd = early, late
		if early.Before(is.EarlyStart) {
			is.EarlyStart = is.OpenedOn // it began before it was planned to
		}
		c.chain(c.at)
		c.shiftTargets(days)
	}
	return c.done(d, days, fmt.Sprintf("End of phase %s moved to %s", p, rangeWords(early, late)))
}

// startsLate is the late start of a phase that has not begun.
func (p PlannedPhase) startsLate() domain.Date {
	if p.Begun() {
		return domain.Date{}
	}
	return p.LateStart
}

// shiftTargets moves the target dates of the phases after the changed one.
func (c *planChange) shiftTargets(days int) {
	for i := c.at + 1; i < len(c.Phases); i++ {
		if p := &c.Phases[i]; !c.entered(i) && p.LateEnd.IsZero() && !p.TargetOn.IsZero() {
			p.TargetOn = p.TargetOn.AddDays(days)
		}
	}
	c.chain(c.at)
}

// SetTarget sets or moves the date by which a phase without weeks is to end; targets of later phases move by the same
// days.
func (t Timeline) SetTarget(p domain.Phase, on, today domain.Date, d Deviation) (Timeline, TimelineChange, error) {
	c := t.change(p, d)
	if !c.coming() {
		return c.done(d, 0, "")
	}
	is := &c.Phases[c.at]
	if !is.LateEnd.IsZero() {
		c.refuse("", fmt.Sprintf("Phase %s has weeks: move its early and late end", p))
		return c.done(d, 0, "")
	}
	c.checkEnd("target", on, t.begins(c.at), today)
	if on == is.TargetOn && !on.IsZero() {
		c.refuse("target", "That is its target already")
	}
	days := 0
	if len(c.blockers) == 0 {
		if !is.TargetOn.IsZero() {
			days = on.DaysSince(is.TargetOn)
		}
		is.TargetOn = on
		c.shiftTargets(days)
	}
	return c.done(d, days, fmt.Sprintf("Target of phase %s set to %s", p, on.Words()))
}

// Correct puts right when a phase really began and ended. The phase before it ends, and the one after it begins, on the
// same day as before where they did. The plan stays. It refuses days before the cycle began, in the future, or in the
// wrong order.
func (t Timeline) Correct(p domain.Phase, opened, closed, today domain.Date, d Deviation) (Timeline, TimelineChange,
	error) {
	c := t.change(p, d)
	if c.at < 0 {
		return c.done(d, 0, "")
	}
	was, is := t.Phases[c.at], &c.Phases[c.at]
	switch {
	case !was.Begun():
		c.refuse("", fmt.Sprintf("Phase %s has not begun", p))
		return c.done(d, 0, "")
	case opened.IsZero():
		c.refuse("opened", "Enter the day on which it began")
	case opened.Before(c.StartedOn):
		c.refuse("opened", "The cycle began on "+c.StartedOn.Words()+": enter that day or a later one")
	case opened.After(today):
		c.refuse("opened", "That day has not come yet")
	}
	switch {
	case was.Running() && !closed.IsZero():
		c.refuse("closed", "The phase goes on: begin the next one to end it")
	case was.Ended() && closed.IsZero():
		c.refuse("closed", "Enter the day on which it ended")
	case was.Ended() && closed.Before(opened):
		c.refuse("closed", "It cannot end before it began")
	case closed.After(today):
		c.refuse("closed", "That day has not come yet")
	case opened == was.OpenedOn && closed == was.ClosedOn:
		c.refuse("opened", "These are the dates already")
	}
	if len(c.blockers) == 0 {
		is.OpenedOn, is.ClosedOn = opened, closed
		c.join(was)
	}
	return c.done(d, 0, fmt.Sprintf("Dates of phase %s corrected: %s", p, happened(opened, closed)))
}

func rangeWords(early, late domain.Date) string {
	if early == late {
		return late.Words()
	}
	return early.Words() + " to " + late.Words()
}

func happened(opened, closed domain.Date) string {
	if closed.IsZero() {
		return "from " + opened.Words()
	}
	return opened.Words() + " to " + closed.Words()
}
