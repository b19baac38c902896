package calendars

import (
	"strings"
	"testing"
	"time"

	"fourgates/internal/domain"
)

func TestICalendarIsWrittenAsTheStandardSays(t *testing.T) {
	at := time.Date(2026, time.March, 29, 0, 30, 0, 0, time.UTC)
	long := strings.Repeat("Pont-y-tŷ ", 12)
	text := ICalendar("Fourgates", []CalendarEvent{{UID: "a@b", On: domain.NewDate(2026, time.October, 25),
		Summary: "Due; early, \\ or\nlate", Words: long, Link: "https://x.test/a"}}, at)
	for _, want := range []string{"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:", "\r\nUID:a@b\r\n",
		"\r\nDTSTAMP:20260329T003000Z\r\n", "\r\nDTSTART;VALUE=DATE:20261025\r\n",
		"\r\nDTEND;VALUE=DATE:20261026\r\n", "\r\nSUMMARY:Due\\; early\\, \\\\ or\\nlate\r\n",
		"\r\nURL:https://x.test/a\r\n", "END:VEVENT\r\nEND:VCALENDAR\r\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	for line := range strings.SplitSeq(text, "\r\n") {
		if len(line) > 75 || strings.ContainsAny(line, "\r\n") || strings.ToValidUTF8(line, "") != line {
			t.Errorf("line of %d octets, or broken within a character: %q", len(line), line)
		}
	}
	if unfolded := strings.ReplaceAll(text, "\r\n ", ""); !strings.Contains(unfolded, "DESCRIPTION:"+long+"\r\n") {
		t.Errorf("folding lost something:\n%s", unfolded)
	}
	if strings.Contains(ICalendar("x", []CalendarEvent{{Summary: "a\x07b\x7f"}}, at), "\x07") {
		t.Error("a control character is written")
	}
}

func TestAPhaseGivesItsEndsAndGatesAsDays(t *testing.T) {
	phase := DatedPhase{Area: 3, Code: "A1", AreaName: "Castle", Cycle: 1, Phase: "2a", Name: "Issues",
		EarlyEnd: domain.NewDate(2026, 4, 21), LateEnd: domain.NewDate(2026, 5, 5)}
	gate := phase
	gate.Phase, gate.Gate, gate.EarlyEnd = "2b", 2, gate.LateEnd
	target := DatedPhase{Area: 3, AreaName: "Castle", Cycle: 1, Phase: "5", Gate: 4,
		TargetOn: domain.NewDate(2027, 1, 15)}
	var got []string
	for _, p := range []DatedPhase{phase, gate, target, {Phase: "7"}} {
		for _, e := range p.Events("https://x.test") {
			got = append(got, e.On.String()+" "+e.Summary+" "+e.UID+" "+e.Link)
		}
	}
	want := []string{
		"2026-04-21 Phase 2a ends at the earliest: Castle area-3-cycle-1-phase-2a-early@fourgates " +
			"https://x.test/areas/3/timeline",
		"2026-05-05 Phase 2a ends at the latest: Castle area-3-cycle-1-phase-2a-late@fourgates " +
			"https://x.test/areas/3/timeline",
		"2026-05-05 Gate 2 due: Castle area-3-cycle-1-phase-2b-late@fourgates https://x.test/areas/3/timeline",
		"2027-01-15 Gate 4 due (target): Castle area-3-cycle-1-phase-5-late@fourgates https://x.test/areas/3/timeline",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
