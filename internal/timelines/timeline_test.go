package timelines

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/domain"
)

func dayOf(t testing.TB, s string) domain.Date {
	t.Helper()
	if s == "" {
		return domain.Date{}
	}
	d, err := domain.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// source is the table of 004, repaired (domain §2), as phase, early weeks, late weeks, gate.
func source() Template {
	t := Template{Version: 1, Note: "As in the source"}
	for _, p := range []TemplatePhase{
		{Phase: "1", EarlyWeeks: 3, LateWeeks: 3, Gate: 1}, {Phase: "2a", EarlyWeeks: 6, LateWeeks: 8},
		{Phase: "2b", EarlyWeeks: 2, LateWeeks: 2, Gate: 2},
		{Phase: "2c", EarlyWeeks: 2, LateWeeks: 2}, {Phase: "2d", EarlyWeeks: 2, LateWeeks: 2},
		{Phase: "3", EarlyWeeks: 12, LateWeeks: 16},
		{Phase: "4", EarlyWeeks: 6, LateWeeks: 6, Gate: 3}, {Phase: "5", Gate: 4}, {Phase: "6"}, {Phase: "7"},
	} {
		p.Name = "Phase " + string(p.Phase)
		t.Phases = append(t.Phases, p)
	}
	return t
}

// dates is a plan as lines "phase: early start – late start, early end – late end".
func dates(t Timeline) []string {
	var lines []string
	for _, p := range t.Phases {
		line := string(p.Phase) + ": " + p.EarlyStart.String() + " – " + p.LateStart.String() + ", " +
			p.EarlyEnd.String() + " – " + p.LateEnd.String()
		if !p.TargetOn.IsZero() {
			line += ", target " + p.TargetOn.String()
		}
		if p.Skipped {
			line += ", skipped"
		}
		lines = append(lines, line)
	}
	return lines
}

func wantDates(t *testing.T, got Timeline, want ...string) {
	t.Helper()
	if d := cmp.Diff(want, dates(got)); d != "" {
		t.Errorf("plan (-want +got):\n%s", d)
	}
}

// Worked by hand from 5 January 2026, a Monday: weeks 3, 9–11, 11–13, 13–15, 15–17, 27–33, 33–39 on. Clocks go forward
// on 29 March and back on 25 October: every day is a Monday all the same.
func TestRangesAccumulateFromPhaseToPhase(t *testing.T) {
	line := source().Start(domain.NewDate(2026, time.January, 5), nil)
	wantDates(t, line,
		"1: 2026-01-05 – 2026-01-05, 2026-01-26 – 2026-01-26",
		"2a: 2026-01-26 – 2026-01-26, 2026-03-09 – 2026-03-23",
		"2b: 2026-03-09 – 2026-03-23, 2026-03-23 – 2026-04-06",
		"2c: 2026-03-23 – 2026-04-06, 2026-04-06 – 2026-04-20",
		"2d: 2026-04-06 – 2026-04-20, 2026-04-20 – 2026-05-04",
		"3: 2026-04-20 – 2026-05-04, 2026-07-13 – 2026-08-24",
		"4: 2026-07-13 – 2026-08-24, 2026-08-24 – 2026-10-05",
		"5: 2026-08-24 – 2026-10-05,  – ",
		"6:  – ,  – ",
		"7:  – ,  – ")
	if early, late := source().Weeks(domain.GateDraftPlan); early != 33 || late != 39 {
		t.Errorf("%d to %d weeks to the end of gate 3, want 33 to 39", early, late)
	}
}

func TestACycleOverALeapDayKeepsWholeWeeks(t *testing.T) {
	line := source().Start(domain.NewDate(2028, time.January, 10), nil)
	for _, p := range line.Phases[:7] {
		for _, d := range []domain.Date{p.EarlyEnd, p.LateEnd} {
			if d.Weekday() != time.Monday {
				t.Errorf("phase %s ends on %s, a %s", p.Phase, d, d.Weekday())
			}
		}
	}
	if got := line.Phases[1].EarlyEnd.String(); got != "2028-03-13" { // nine weeks, 29 February among them
		t.Errorf("2a ends early on %s", got)
	}
}

// A cycle that begins when phase 2a opens keeps what phase 1 was, and what follows hangs on 2a.
func TestACycleStartedLateHangsOnThePhaseThatIsOpen(t *testing.T) {
	entered := []domain.OpenPhase{
		{Phase: "1", OpenedOn: dayOf(t, "2026-01-05"), EarlyEnd: dayOf(t, "2026-01-26"),
			LateEnd: dayOf(t, "2026-01-26"), ClosedOn: dayOf(t, "2026-02-03")},
		{Phase: "2a", OpenedOn: dayOf(t, "2026-02-03"), EarlyEnd: dayOf(t, "2026-03-17"),
			LateEnd: dayOf(t, "2026-03-31")},
	}
	line := source().Start(dayOf(t, "2026-01-05"), entered)
	want := []string{
		"1: 2026-01-05 – 2026-01-05, 2026-01-26 – 2026-01-26",
		"2a: 2026-02-03 – 2026-02-03, 2026-03-17 – 2026-03-31",
		"2b: 2026-03-17 – 2026-03-31, 2026-03-31 – 2026-04-14",
	}
	if d := cmp.Diff(want, dates(line)[:3]); d != "" {
		t.Errorf("plan (-want +got):\n%s", d)
	}
	if days, ok := line.Phases[0].DaysLate(dayOf(t, "2026-03-01")); !ok || days != 8 {
		t.Errorf("phase 1 ended %d days late, want 8", days)
	}
}

var because = Deviation{Kind: Slipped, Reason: "The school hall was flooded", Party: PartyOutside}

// underWay is the source's cycle from 5 January 2026 with phases 1 and 2a past and 2b open since 30 March.
func underWay(t *testing.T) Timeline {
	line := source().Start(dayOf(t, "2026-01-05"), nil)
	for i, days := range [][2]string{{"2026-01-05", "2026-01-26"}, {"2026-01-26", "2026-03-30"}, {"2026-03-30", ""}} {
		line.Phases[i].OpenedOn, line.Phases[i].ClosedOn = dayOf(t, days[0]), dayOf(t, days[1])
	}
	line.Phases[0].GatePassed = true
	return line
}

func TestMovingAnEndShiftsWhatFollowsAndNothingBefore(t *testing.T) {
	line, change, err := underWay(t).Move("2b", dayOf(t, "2026-04-02"), dayOf(t, "2026-04-20"), dayOf(t, "2026-04-01"),
		because)
	if err != nil {
		t.Fatal(err)
	}
	wantDates(t, line, // early dates 10 days later, late ones 14
		"1: 2026-01-05 – 2026-01-05, 2026-01-26 – 2026-01-26",
		"2a: 2026-01-26 – 2026-01-26, 2026-03-09 – 2026-03-23",
		"2b: 2026-03-09 – 2026-03-23, 2026-04-02 – 2026-04-20",
		"2c: 2026-04-02 – 2026-04-20, 2026-04-16 – 2026-05-04",
		"2d: 2026-04-16 – 2026-05-04, 2026-04-30 – 2026-05-18",
		"3: 2026-04-30 – 2026-05-18, 2026-07-23 – 2026-09-07",
		"4: 2026-07-23 – 2026-09-07, 2026-09-03 – 2026-10-19",
		"5: 2026-09-03 – 2026-10-19,  – ",
		"6:  – ,  – ",
		"7:  – ,  – ")
	want := TimelineChange{Phase: "2b", What: "End of phase 2b moved to 2 April 2026 to 20 April 2026",
		Kind: Slipped, Reason: because.Reason, Party: PartyOutside, Days: 14}
	if change != want {
		t.Errorf("change %+v, want %+v", change, want)
	}
}

// The range within which a phase was planned to begin is wider than the range of its new end, and it began before both.
func TestAnEndMovedCloseKeepsItsDatesInOrder(t *testing.T) {
	line := underWay(t)
	line.Phases[2].OpenedOn = dayOf(t, "2026-03-02")
	line, _, err := line.Move("2b", dayOf(t, "2026-03-06"), dayOf(t, "2026-03-09"), dayOf(t, "2026-03-03"), because)
	if err != nil {
		t.Fatal(err)
	}
	if p := line.Phases[2]; p.EarlyEnd.Before(p.EarlyStart) || p.LateEnd.Before(p.EarlyEnd) {
		t.Errorf("from %s to %s – %s", p.EarlyStart, p.EarlyEnd, p.LateEnd)
	}
	if o := line.Phases[2].Open(dayOf(t, "2026-03-02")); o.LateEnd.Before(o.EarlyEnd) {
		t.Errorf("it is kept as %s – %s", o.EarlyEnd, o.LateEnd)
	}
}

func TestTargetsMoveWithWhatComesBeforeThem(t *testing.T) {
	today := dayOf(t, "2026-04-01")
	line, change, err := underWay(t).SetTarget("5", dayOf(t, "2027-01-15"), today, because)
	if err != nil || change.Days != 0 {
		t.Fatalf("%d days, %v", change.Days, err)
	}
	if line, _, err = line.SetTarget("6", dayOf(t, "2027-06-30"), today, because); err != nil {
		t.Fatal(err)
	}
	if line, change, err = line.SetTarget("5", dayOf(t, "2027-01-25"), today, because); err != nil ||
		change.Days != 10 {
		t.Fatalf("%d days, %v", change.Days, err)
	}
	if line, _, err = line.Move("4", dayOf(t, "2026-08-24"), dayOf(t, "2026-10-12"), today, because); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{
		"4: 2026-07-13 – 2026-08-24, 2026-08-24 – 2026-10-12",
		"5: 2026-08-24 – 2026-10-12,  – , target 2027-02-01", // 10 and 7 days on
		"6: 2027-02-01 – 2027-02-01,  – , target 2027-07-17",
		"7: 2027-07-17 – 2027-07-17,  – ",
	}, dates(line)[6:]); d != "" {
		t.Errorf("plan (-want +got):\n%s", d)
	}
}

func TestSkippingAPhaseBringsForwardWhatFollows(t *testing.T) {
	line, change, err := underWay(t).SkipPhase("3", false, because)
	if err != nil || change.Days != -112 {
		t.Fatalf("%d days, %v", change.Days, err)
	}
	if d := cmp.Diff([]string{
		"3: 2026-04-20 – 2026-05-04, 2026-07-13 – 2026-08-24, skipped",
		"4: 2026-04-20 – 2026-05-04, 2026-06-01 – 2026-06-15",
	}, dates(line)[5:7]); d != "" {
		t.Errorf("plan (-want +got):\n%s", d)
	}
	back, change, err := line.SkipPhase("3", true, because)
	if err != nil || change.Days != 112 {
		t.Fatalf("%d days, %v", change.Days, err)
	}
	wantDates(t, back, dates(underWay(t))...)
}

func TestAnAddedPhasePushesBackWhatFollows(t *testing.T) {
	line, change, err := underWay(t).AddPhase("2d", TemplatePhase{Name: "Youth assembly", EarlyWeeks: 1, LateWeeks: 2},
		because)
	if err != nil || change.Days != 14 || change.Phase != "2d.1" {
		t.Fatalf("%+v, %v", change, err)
	}
	if line, _, err = line.AddPhase("2d", TemplatePhase{Name: "Farm walk", EarlyWeeks: 1, LateWeeks: 1},
		because); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{
		"2d: 2026-04-06 – 2026-04-20, 2026-04-20 – 2026-05-04",
		"2d.2: 2026-04-20 – 2026-05-04, 2026-04-27 – 2026-05-11",
		"2d.1: 2026-04-27 – 2026-05-11, 2026-05-04 – 2026-05-25",
		"3: 2026-05-04 – 2026-05-25, 2026-07-27 – 2026-09-14",
	}, dates(line)[4:8]); d != "" {
		t.Errorf("plan (-want +got):\n%s", d)
	}
}

// By field: what is wrong with a change.
func refusals(err error) map[string]string {
	blocked, ok := errors.AsType[*domain.BlockedError](err)
	if !ok {
		return map[string]string{"error": err.Error()}
	}
	got := map[string]string{}
	for _, b := range blocked.Blockers {
		got[b.Field] += b.Words
	}
	return got
}

func TestChangesThatAreRefused(t *testing.T) {
	line, today := underWay(t), dayOf(t, "2026-04-01")
	late := source().Start(dayOf(t, "2026-01-05"), nil)
	move := func(p domain.Phase, early, late string) error {
		_, _, err := line.Move(p, dayOf(t, early), dayOf(t, late), today, because)
		return err
	}
	target := func(p domain.Phase, on string) error {
		_, _, err := line.SetTarget(p, dayOf(t, on), today, because)
		return err
	}
	correct := func(p domain.Phase, opened, closed string) error {
		_, _, err := line.Correct(p, dayOf(t, opened), dayOf(t, closed), today, because)
		return err
	}
	skip := func(line Timeline, p domain.Phase) error { _, _, err := line.SkipPhase(p, false, because); return err }
	add := func(after domain.Phase, n TemplatePhase) error {
		_, _, err := line.AddPhase(after, n, because)
		return err
	}
	withReason := func(d Deviation) error { _, _, err := line.SkipPhase("3", false, d); return err }
	for name, tt := range map[string]struct {
		err   error
		field string
		words string
	}{
		"a date before the cycle began": {move("2b", "2026-01-04", "2026-04-20"), "early",
			"The cycle began on 5 January 2026"},
		"an end before the phase begins": {move("2b", "2026-03-29", "2026-04-20"), "early",
			"begins on 30 March 2026"},
		"a late end before the early one":  {move("2b", "2026-04-20", "2026-04-13"), "late", "before the early end"},
		"an end that is past":              {move("2b", "2026-03-31", "2026-03-31"), "late", "is past"},
		"the end that it has":              {move("2b", "2026-03-23", "2026-04-06"), "late", "already"},
		"no end at all":                    {move("2b", "", "2026-04-20"), "early", "Enter a day"},
		"the end of a past phase":          {move("2a", "2026-05-01", "2026-05-01"), "", "is past"},
		"an end where there is a target":   {move("5", "2026-12-01", "2026-12-01"), "", "has no weeks"},
		"a phase that there is not":        {move("9", "2026-12-01", "2026-12-01"), "", "no such phase"},
		"a target before its start":        {target("5", "2026-08-23"), "target", "begins on 24 August 2026"},
		"a target before an unknown start": {target("7", "2026-08-23"), "target", "begins on 24 August 2026"},
		"a target before the cycle began":  {target("5", "2025-12-31"), "target", "The cycle began on"},
		"a target where there are weeks":   {target("2c", "2026-12-01"), "", "has weeks"},
		"a start before the cycle began": {correct("1", "2026-01-04", "2026-01-26"), "opened",
			"The cycle began on 5 January 2026"},
		"a start in the future":               {correct("2b", "2026-04-02", ""), "opened", "not come yet"},
		"an end of what goes on":              {correct("2b", "2026-03-30", "2026-04-01"), "closed", "goes on"},
		"no end of what is past":              {correct("2a", "2026-01-26", ""), "closed", "Enter the day"},
		"an end before the start":             {correct("2a", "2026-02-10", "2026-02-09"), "closed", "before it began"},
		"a start before the one before began": {correct("2b", "2026-01-20", ""), "opened", "Phase 2a went on"},
		"the dates that it has":               {correct("2a", "2026-01-26", "2026-03-30"), "opened", "already"},
		"dates of what has not begun":         {correct("2c", "2026-03-30", ""), "", "has not begun"},
		"skipping a gate's phase":             {skip(late, "2b"), "", "gates cannot be removed"},
		"skipping the present phase":          {skip(line, "2a"), "", "has begun"},
		"no reason":                           {withReason(Deviation{Kind: Fitted}), "reason", "Enter the reason"},
		"no party": {withReason(Deviation{Kind: Slipped, Reason: "x"}), "party",
			"Choose whom"},
		"another party": {withReason(Deviation{Kind: Slipped, Reason: "x", Party: "the weather"}), "party",
			"Choose whom"},
		"a phase after one that is past": {add("1", TemplatePhase{Name: "x", EarlyWeeks: 1, LateWeeks: 1}),
			"after", "is past"},
		"a phase without weeks before gate 3": {add("2d", TemplatePhase{Name: "x"}), "early", "needs weeks"},
		"a phase without a name": {add("2d", TemplatePhase{EarlyWeeks: 1, LateWeeks: 1}), "name",
			"needs a name"},
		"a phase that shrinks": {add("2d", TemplatePhase{Name: "x", EarlyWeeks: 3, LateWeeks: 2}), "late",
			"would end late"},
		"weeks after a phase without an end": {add("6", TemplatePhase{Name: "x", EarlyWeeks: 3, LateWeeks: 3}), "early",
			"has no end yet"},
	} {
		if tt.err == nil {
			t.Errorf("%s is not refused", name)
		} else if got := refusals(tt.err)[tt.field]; !strings.Contains(got, tt.words) {
			t.Errorf("%s: refused with %q by %q, want %q", name, refusals(tt.err), tt.field, tt.words)
		}
	}
	wantDates(t, line, dates(underWay(t))...) // a refusal changed nothing
}

func TestCorrectedDatesStayJoined(t *testing.T) {
	line, change, err := underWay(t).Correct("2a", dayOf(t, "2026-01-28"), dayOf(t, "2026-03-26"),
		dayOf(t, "2026-04-01"), because)
	if err != nil || change.Days != 0 {
		t.Fatalf("%+v, %v", change, err)
	}
	var got []string
	for _, p := range line.Phases[:3] {
		got = append(got, p.OpenedOn.String()+" "+p.ClosedOn.String())
	}
	if want := []string{"2026-01-05 2026-01-28", "2026-01-28 2026-03-26", "2026-03-26 "}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	wantDates(t, line, dates(underWay(t))...) // the plan stays
}

func TestATemplateAtFaultNamesTheLineAndTheField(t *testing.T) {
	for name, tt := range map[string]struct {
		fault func(*Template)
		field string
		words string
	}{
		"two of one number": {func(t *Template) { t.Phases[3].Phase = "2b" }, "phase-4-number",
			"Line 4 is number 2b as line 3 is"},
		"late before early": {func(t *Template) { t.Phases[1].LateWeeks = 5 }, "phase-2-late",
			"Line 2 would end late before"},
		"no weeks before 3": {func(t *Template) { t.Phases[5].EarlyWeeks, t.Phases[5].LateWeeks = 0, 0 },
			"phase-6-early", "Line 6 needs weeks"},
		"no early weeks": {func(t *Template) { t.Phases[5].EarlyWeeks = 0 }, "phase-6-early", "no early"},
		"no late weeks":  {func(t *Template) { t.Phases[5].LateWeeks = 0 }, "phase-6-late", "no late"},
		"too many weeks": {func(t *Template) { t.Phases[5].LateWeeks = 261 }, "phase-6-late", "from 1 to 260"},
		"weeks after none": {func(t *Template) { t.Phases[9].EarlyWeeks, t.Phases[9].LateWeeks = 4, 4 },
			"phase-10-early", "comes after line 8"},
		"a gate lost":        {func(t *Template) { t.Phases[2].Gate = 0 }, "phase-2-gate", "must end with gate 2"},
		"the last gate lost": {func(t *Template) { t.Phases[7].Gate = 0 }, "phase-8-gate", "must end with gate 4"},
		"a gate doubled": {func(t *Template) { t.Phases[3].Gate = 2 }, "phase-4-gate",
			"doubles gate 2, which ends line 3"},
		"gates out of order": {func(t *Template) { t.Phases[0].Gate, t.Phases[2].Gate = 2, 1 }, "phase-3-gate",
			"gate 1 after gate 2"},
		"a gate there is not": {func(t *Template) { t.Phases[8].Gate = 5 }, "phase-9-gate", "there is not"},
		"no name":             {func(t *Template) { t.Phases[8].Name = "" }, "phase-9-name", "needs a name"},
		"a number with a slash": {func(t *Template) { t.Phases[8].Phase = "6/7" }, "phase-9-number",
			"letters, digits and dots"},
		"nothing": {func(t *Template) { t.Phases = nil }, "", "from 1 to 30 phases"},
	} {
		template := source()
		tt.fault(&template)
		if got := refusals(&domain.BlockedError{Blockers: template.Blockers()})[tt.field]; !strings.Contains(got,
			tt.words) {
			t.Errorf("%s: %v, want %q by %s", name, template.Blockers(), tt.words, tt.field)
		}
	}
	if b := source().Blockers(); len(b) > 0 {
		t.Errorf("the source's own template is refused: %v", b)
	}
}
