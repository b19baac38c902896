package timelines_test

import (
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/timelines"
)

// Each phase says in a few words when it was, is, or is expected; an area whose time stands still is never late.
func TestPhasesSayWhen(t *testing.T) {
	on := func(s string) domain.Date {
		d, err := domain.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	line := timelines.Timeline{StartedOn: on("2026-01-05"), Phases: []timelines.PlannedPhase{
		{Phase: "1", OpenedOn: on("2026-01-05"), ClosedOn: on("2026-02-02")},
		{Phase: "2a", Skipped: true},
		{Phase: "2b", OpenedOn: on("2026-02-02"), EarlyStart: on("2026-02-02"), LateStart: on("2026-02-02"),
			EarlyEnd: on("2026-02-20"), LateEnd: on("2026-03-01")},
		{Phase: "2c", EarlyStart: on("2026-02-20"), LateStart: on("2026-03-01"), EarlyEnd: on("2026-03-20"),
			LateEnd: on("2026-04-01")},
		{Phase: "3"},
	}}
	for today, want := range map[string]string{
		"2026-02-25": "ended 2 February 2026; skipped; until 1 March 2026; from 25 February 2026; from 25 March 2026",
		"2026-03-02": "ended 2 February 2026; skipped; 1 day late; from 2 March 2026; from 30 March 2026",
		"":           "ended 2 February 2026; skipped; until 1 March 2026; from 20 February 2026; no date yet",
	} {
		var day domain.Date
		if today != "" {
			day = on(today)
		}
		if got := strings.Join(line.Whens(day), "; "); got != want {
			t.Errorf("on %q: %s, want %s", today, got, want)
		}
	}
}
