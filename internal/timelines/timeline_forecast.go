package timelines

import (
	"fourgates/internal/diaries"
	"fourgates/internal/domain"
)

// Expected is when a phase began or is expected to begin and to end: a range, closed where it is past. Zero days are
// not known.
type Expected struct {
	EarlyStart, LateStart domain.Date
	EarlyEnd, LateEnd     domain.Date
}

// Known reports whether there is an end to speak of.
func (e Expected) Known() bool { return !e.LateEnd.IsZero() }

// Forecast says for each phase when it ends as things stand today: what is past as it was; the present one with the
// time that it has from the day on which it began, and never before today; each later one after the one before it, with
// the time that it has. Skipped phases, and what comes after a phase that nobody gave a date, are not known.
func (t Timeline) Forecast(today domain.Date) []Expected {
	out := make([]Expected, len(t.Phases))
	early, late := t.StartedOn, t.StartedOn
	for i, p := range t.Phases {
		switch {
		case p.Skipped:
			continue
		case t.entered(i) && p.Ended():
			out[i] = Expected{p.OpenedOn, p.OpenedOn, p.ClosedOn, p.ClosedOn}
		case t.Past(i):
			continue
		case t.entered(i):
			out[i] = p.expect(p.OpenedOn, p.OpenedOn, today)
		case early.IsZero():
			out[i] = p.expect(domain.Date{}, domain.Date{}, today)
		default:
			out[i] = p.expect(later(early, today), later(late, today), today)
		}
		early, late = out[i].EarlyEnd, out[i].LateEnd
	}
	return out
}

// expect is the phase from a range of starts on: its time from then, or its target where it has none of its own.
func (p PlannedPhase) expect(early, late, today domain.Date) Expected {
	e := Expected{EarlyStart: early, LateStart: late}
	short, long, ok := p.days()
	switch {
	case ok && !early.IsZero():
		e.EarlyEnd, e.LateEnd = later(early.AddDays(short), today), later(late.AddDays(long), today)
	case !ok && !p.TargetOn.IsZero():
		e.EarlyEnd = later(later(p.TargetOn, early), today)
		e.LateEnd = later(later(p.TargetOn, late), today)
	}
	return e
}

func later(a, b domain.Date) domain.Date {
	if a.Before(b) {
		return b
	}
	return a
}

// ForecastGate is the range in which a gate is expected; ok is false where that is not known.
func (t Timeline) ForecastGate(g domain.Gate, today domain.Date) (early, late domain.Date, ok bool) {
	for i, e := range t.Forecast(today) {
		if t.Phases[i].Gate == g {
			return e.EarlyEnd, e.LateEnd, e.Known()
		}
	}
	return domain.Date{}, domain.Date{}, false
}

// GateDates lists the gates that are not passed, with the range in which each is expected: no days where that is not
// known.
func (t Timeline) GateDates(today domain.Date) []diaries.GateDate {
	var list []diaries.GateDate
	for _, p := range t.Phases {
		if p.Gate == 0 || p.GatePassed {
			continue
		}
		is := diaries.GateDate{Gate: p.Gate}
		if early, late, ok := t.ForecastGate(p.Gate, today); ok {
			is.Early, is.Late = early, late
		}
		list = append(list, is)
	}
	return list
}
