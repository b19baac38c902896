package timelines

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/domain"
	"fourgates/internal/places"
)

// forecast is what is left, as "phase: early end – late end".
func forecast(t *testing.T, line Timeline, today string) []string {
	var lines []string
	for i, e := range line.Forecast(dayOf(t, today)) {
		lines = append(lines, string(line.Phases[i].Phase)+": "+e.EarlyEnd.String()+" – "+e.LateEnd.String())
	}
	return lines
}

func TestForecastGoesOnFromToday(t *testing.T) {
	for name, tt := range map[string]struct {
		today string
		want  []string // 2b, 2c, 3, 4
	}{
		// 2b began seven days after its late start and has 14 days.
		"in time": {"2026-04-01", []string{"2026-04-13 – 2026-04-13", "2026-04-27 – 2026-04-27",
			"2026-08-03 – 2026-08-31", "2026-09-14 – 2026-10-12"}},
		// Overrun by a week, it ends today at the earliest and pushes on what follows.
		"overrun": {"2026-04-20", []string{"2026-04-20 – 2026-04-20", "2026-05-04 – 2026-05-04",
			"2026-08-10 – 2026-09-07", "2026-09-21 – 2026-10-19"}},
	} {
		all := forecast(t, underWay(t), tt.today)
		var got []string
		for _, at := range []int{2, 3, 5, 6} {
			_, dates, _ := strings.Cut(all[at], ": ")
			got = append(got, dates)
		}
		if d := cmp.Diff(tt.want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
		if all[0] != "1: 2026-01-26 – 2026-01-26" || all[7] != "5:  – " {
			t.Errorf("%s: what is past is %q, what nobody dated %q", name, all[0], all[7])
		}
	}
	if early, late, ok := underWay(t).ForecastGate(domain.GateDraftPlan, dayOf(t, "2026-04-01")); !ok ||
		early.String() != "2026-09-14" || late.String() != "2026-10-12" {
		t.Errorf("gate 3 between %s and %s", early, late)
	}
	if _, _, ok := underWay(t).ForecastGate(domain.GatePublication, dayOf(t, "2026-04-01")); ok {
		t.Error("gate 4 is forecast without a target")
	}
}

func TestOnlyTheNextPhaseBeginsAndNoGateIsPassedByIt(t *testing.T) {
	at2b := underWay(t)
	at2c := underWay(t)
	at2c.Phases[2].ClosedOn, at2c.Phases[2].GatePassed = dayOf(t, "2026-04-06"), true
	at2c.Phases[3].OpenedOn = dayOf(t, "2026-04-06")
	without2d := at2c
	without2d.Phases = slices.Clone(at2c.Phases)
	without2d.Phases[4].Skipped = true
	calledBack := at2c
	calledBack.Phases = slices.Clone(at2c.Phases)
	calledBack.Phases[2].ClosedOn, calledBack.Phases[2].GatePassed = domain.Date{}, false
	calledBack.Phases[3].ClosedOn = dayOf(t, "2026-04-10")
	for name, tt := range map[string]struct {
		line  Timeline
		begin domain.Phase
		state places.AreaState
		want  string // "" for none
	}{
		"the next":                     {at2c, "2d", places.AreaActive, ""},
		"past a gate":                  {at2b, "2c", places.AreaActive, "ends with gate 2"},
		"not the next":                 {at2c, "3", places.AreaActive, "is not the next"},
		"the next that is not skipped": {without2d, "3", places.AreaActive, ""},
		"one that is skipped":          {without2d, "2d", places.AreaActive, "is not the next"},
		"one that goes on":             {at2c, "2c", places.AreaActive, "Phase 2c began on 6 April 2026"},
		"one that is past":             {at2c, "2a", places.AreaActive, "Phase 2a began on 26 January 2026"},
		"in a paused area":             {at2c, "2d", places.AreaPaused, "The area is paused"},
		"after a gate was called back": {calledBack, "2c", places.AreaActive, "ends with gate 2"},
		"where no phase goes on": {source().Start(dayOf(t, "2026-01-05"), nil), "1", places.AreaActive,
			"No phase"},
		"one that the area has no plan": {at2c, "9", places.AreaActive, "is not the next"},
	} {
		err := tt.line.CheckBegin(tt.begin, tt.state)
		switch {
		case tt.want == "" && err != nil:
			t.Errorf("%s: %v", name, err)
		case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
			t.Errorf("%s: %v, want %q", name, err, tt.want)
		}
	}
	for name, tt := range map[string]struct {
		line Timeline
		gate domain.Gate
		want domain.Phase
	}{
		"gate 2": {at2b, domain.GateIssues, "2c"}, "gate 2 again": {calledBack, domain.GateIssues, "2c"},
		"gate 3": {at2c, domain.GateDraftPlan, "5"}, "gate 1": {source().Start(dayOf(t, "2026-01-05"), nil),
			domain.GateAreas, "2a"},
	} {
		if p, ok := tt.line.AfterGate(tt.gate); !ok || p.Phase != tt.want {
			t.Errorf("%s opens %q, want %q", name, p.Phase, tt.want)
		}
	}
}

func TestSlippageIsSummedByParty(t *testing.T) {
	line := Timeline{Changes: []TimelineChange{{Party: PartyService, Days: 14}, {Party: PartyTeam, Days: -7},
		{Party: PartyService, Days: 7}}}
	if d := cmp.Diff([]Slippage{{PartyTeam, -7, 1}, {PartyService, 21, 2}}, line.Slippages()); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}
