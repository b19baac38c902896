package procedures

import (
	"fmt"

	"fourgates/internal/domain"
)

// Announcing is how a key decision was announced before it is taken (SI 2012/2089, regulations 9 to 11).
type Announcing string

// In full; where that is impracticable by telling the chair of overview and scrutiny; where that is impracticable too,
// with the chair's agreement that it is urgent.
const (
	InFull           Announcing = "notice"
	GeneralException Announcing = "general exception"
	SpecialUrgency   Announcing = "special urgency"
)

// Announcings lists them.
func Announcings() []Announcing { return []Announcing{InFull, GeneralException, SpecialUrgency} }

// exceptionDays is how many clear working days pass between what is published on a general exception and the decision.
const exceptionDays = 5

// Announcement is how and when a key decision was announced, and from which day it can be taken by that.
type Announcement struct {
	How  Announcing  `json:"how"`
	On   domain.Date `json:"on"`            // published, or agreed
	Who  string      `json:"who,omitempty"` // of overview and scrutiny was told, or agreed: without full notice
	Why  string      `json:"why,omitempty"` // full notice was impracticable
	From domain.Date `json:"from"`          // the first day on which the decision can be taken
}

// Made reports whether the decision was announced.
func (a Announcement) Made() bool { return a.How != "" }

// Announce checks an announcement and says from which day the decision can be taken: after so many clear days, neither
// the day of the notice nor that of the decision counted. A notice that is published while the offices are closed
// counts from the next day on which they are open, for it can be inspected there. It returns a *BlockedError by field.
func (p Procedure) Announce(a Announcement, working domain.Calendar, today domain.Date) (Announcement, error) {
	var list []domain.Blocker
	add := func(field, words string) { list = append(list, domain.Blocker{ID: field, Field: field, Words: words}) }
	switch a.How {
	case InFull:
		a.Who, a.Why = "", ""
	case GeneralException, SpecialUrgency:
		if a.Who == "" && a.How == SpecialUrgency {
			add("who", "Enter who agreed that it is urgent, such as the chair of overview and scrutiny by name")
		} else if a.Who == "" {
			add("who", "Enter who was told, such as the chair of overview and scrutiny by name")
		}
		if a.Why == "" {
			add("why", "Enter why full notice is impracticable")
		}
	default:
		add("how", "Choose how it was announced")
	}
	switch {
	case a.On.IsZero():
		add("on", "Enter the day")
	case a.On.After(today):
		add("on", "The day must be today or in the past")
	}
	if len(list) > 0 {
		return a, &domain.BlockedError{Blockers: list}
	}
	a.From = p.from(a, working)
	return a, nil
}

func (p Procedure) from(a Announcement, working domain.Calendar) domain.Date {
	switch a.How {
	case GeneralException:
		return working.AddWorkingDays(a.On, exceptionDays+1)
	case SpecialUrgency:
		return a.On
	}
	if p.NoticeDays == 0 {
		return a.On
	}
	on := a.On
	for !working.WorkingDay(on) {
		on = on.AddDays(1)
	}
	return on.AddDays(p.NoticeDays + 1)
}

// NoticeBy is the last day on which a key decision of the day can be announced in full: one on which the offices are
// open, with so many clear days between.
func (p Procedure) NoticeBy(meets domain.Date, working domain.Calendar) domain.Date {
	if p.NoticeDays == 0 {
		return meets
	}
	by := meets.AddDays(-p.NoticeDays - 1)
	for !working.WorkingDay(by) {
		by = by.AddDays(-1)
	}
	return by
}

// Words says how it was announced, and from which day the decision can be taken.
func (a Announcement) Words() string {
	if !a.Made() {
		return "Not announced yet"
	}
	return a.HowWords() + ". It can be taken from " + a.From.Words()
}

// HowWords says how it was announced.
func (a Announcement) HowWords() string {
	switch a.How {
	case InFull:
		return "Announced on " + a.On.Words()
	case GeneralException:
		return fmt.Sprintf("General exception: %s was told, and notice published, on %s: %s", a.Who, a.On.Words(),
			a.Why)
	case SpecialUrgency:
		return fmt.Sprintf("Special urgency: %s agreed on %s: %s", a.Who, a.On.Words(), a.Why)
	}
	return "Not announced"
}
