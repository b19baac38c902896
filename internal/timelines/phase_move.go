package timelines

import (
	"fmt"
	"slices"
	"strings"

	"fourgates/internal/domain"
	"fourgates/internal/places"
)

// following is the index of the phase that comes after the one at the index, skipped ones passed over; -1 after the
// last.
func (t Timeline) following(at int) int {
	for i := at + 1; i < len(t.Phases); i++ {
		if !t.Phases[i].Skipped && !t.Phases[i].Running() {
			return i
		}
	}
	return -1
}

// Next is the phase that would be begun next by hand, with every reason why that cannot be done now. A gate between two
// phases is passed by its Members' decisions alone (domain §3): what it opens cannot be begun by hand. ok is false
// where nothing comes after.
func (t Timeline) Next(state places.AreaState) (next PlannedPhase, blockers []domain.Blocker, ok bool) {
	at := t.PresentAt()
	if at < 0 {
		return PlannedPhase{}, []domain.Blocker{{ID: "present", Words: "No phase of this area is going on"}}, false
	}
	to := t.following(at)
	if to < 0 {
		return PlannedPhase{},
			[]domain.Blocker{{ID: "last", Words: "Phase " + string(t.Phases[at].Phase) + " is the last"}}, false
	}
	if state != places.AreaActive && state != places.AreaDelivering && state != places.AreaProposed {
		blockers = append(blockers, domain.Blocker{ID: "state", Words: "The area is " + string(state) +
			": it goes on when it is active again"})
	}
	for _, p := range t.Phases[at:to] {
		if p.Gate != 0 && !p.GatePassed {
			who := "the Members"
			if p.Gate == domain.GateDraftPlan {
				who = "the Members and the Executive"
			}
			blockers = append(blockers,
				domain.Blocker{ID: "gate",
					Words: fmt.Sprintf("Phase %s ends with gate %d: %s decide, and passing it opens phase %s",
						p.Phase, p.Gate, who, t.Phases[to].Phase)})
		}
	}
	return t.Phases[to], blockers, true
}

// CheckBegin refuses to begin a phase other than the next, or one before which a gate stands. It returns a
// *domain.StateError where the phase has begun already.
func (t Timeline) CheckBegin(p domain.Phase, state places.AreaState) error {
	if at := t.At(p); at >= 0 && t.entered(at) {
		return domain.Stands("Phase %s began on %s", p, t.Phases[at].OpenedOn.Words())
	}
	next, blockers, ok := t.Next(state)
	switch {
	case len(blockers) > 0:
		return &domain.BlockedError{Blockers: blockers}
	case !ok || next.Phase != p:
		return domain.Blocked("", fmt.Sprintf("Phase %s is not the next one", p))
	}
	return nil
}

// A cut is what is cut short where the next phase begins: as it would be, and as it then was.
type cut struct{ would, was string }

// cuts lists what beginning the next phase on the day cuts short.
func (t Timeline) cuts(today domain.Date) []cut {
	at := t.PresentAt()
	if at < 0 {
		return nil
	}
	p := t.Phases[at]
	var list []cut
	early, _ := p.ends()
	its := "its early end"
	if short, _, ok := p.days(); ok {
		if fit := p.OpenedOn.AddDays(short); fit != early {
			early, its = fit, "it has had its shortest time"
		}
	}
	if days := early.DaysSince(today); !early.IsZero() && days > 0 {
		rest := fmt.Sprintf("%s before %s, %s", domain.Counted(days, "day", "days"), its, early.Words())
		list = append(list, cut{fmt.Sprintf("Phase %s would end %s", p.Phase, rest),
			fmt.Sprintf("Phase %s ended %s", p.Phase, rest)})
	}
	if open := len(p.ToDo()); open > 0 {
		of := fmt.Sprintf("%s of phase %s", domain.Capital(domain.Counted(open, "activity", "activities")), p.Phase)
		list = append(list, cut{of + " would be left open, neither done nor skipped",
			of + " left open, neither done nor skipped"})
	}
	return list
}

// Shortfall says what beginning the next phase today cuts short: each reason why that is a deviation, which needs a
// reason of its own (F2). A phase that is left before its early end is shorter than its shortest time; an activity that
// is neither done nor skipped is left out, unless it runs alongside, into later phases.
func (t Timeline) Shortfall(today domain.Date) []string {
	var list []string
	for _, c := range t.cuts(today) {
		list = append(list, c.would)
	}
	return list
}

// Begin refuses to begin a phase where CheckBegin does and, where that cuts something short, without a reason. It
// returns the change that is kept then; ok is false where nothing is cut short.
func (t Timeline) Begin(p domain.Phase, state places.AreaState, today domain.Date, d Deviation) (c TimelineChange,
	ok bool, err error) {
	if err := t.CheckBegin(p, state); err != nil {
		return c, false, err
	}
	var was []string
	for _, c := range t.cuts(today) {
		was = append(was, c.was)
	}
	if len(was) == 0 {
		return c, false, nil
	}
	if b := d.blockers(); len(b) > 0 {
		return c, false, &domain.BlockedError{Blockers: b}
	}
	return TimelineChange{Phase: t.Phases[t.PresentAt()].Phase, Kind: d.Kind, Reason: d.Reason, Party: d.party(),
		What: fmt.Sprintf("Phase %s begun%s: %s", p, t.Phases[t.At(p)].startsWords(today),
			domain.LowerFirst(strings.Join(was, "; ")))}, true, nil
}

// startsWords says how the day stands to the planned start of the phase: " early", " 3 days late", or nothing where it
// is neither or none is planned.
func (p PlannedPhase) startsWords(on domain.Date) string {
	switch {
	case p.LateStart.IsZero():
		return ""
	case on.Before(p.EarlyStart):
		return " early"
	case on.After(p.LateStart):
		return " " + domain.Counted(on.DaysSince(p.LateStart), "day", "days") + " late"
	}
	return ""
}

// AfterGate is the phase that the passing of a gate opens: the next that is not skipped after the one that the gate
// ends. ok is false where there is none.
func (t Timeline) AfterGate(g domain.Gate) (p PlannedPhase, ok bool) {
	at := slices.IndexFunc(t.Phases, func(is PlannedPhase) bool { return is.Gate == g })
	if at < 0 {
		return PlannedPhase{}, false
	}
	for _, is := range t.Phases[at+1:] {
		if !is.Skipped {
			return is, true
		}
	}
	return PlannedPhase{}, false
}
