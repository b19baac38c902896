package timelineapp_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/places/placeapp"
	"fourgates/internal/policy"
	"fourgates/internal/timelines"
	"fourgates/internal/timelines/timelineapp"
	"fourgates/internal/timelines/timelinestore"
	"fourgates/internal/town"
)

var flooded = timelines.Deviation{Kind: timelines.Slipped, Reason: "The school hall was flooded",
	Party: timelines.PartyOutside}

// Gate 1 is passed on 10 March 2026; worked by hand from then.
func TestACycleStartsInTheTransactionThatPassesGateOne(t *testing.T) {
	c := town.NewCastle(t)
	one := c.Submit(domain.GateAreas)[0]
	if n := c.Int(`SELECT count(*) FROM cycles`); n != 0 {
		t.Fatalf("%d cycles before gate 1", n)
	}
	c.EveryoneApproves(one)
	c.WantCycle("1", "2a 2026-04-21 2026-05-05", "2b 2026-05-05 2026-05-19", "2c 2026-05-19 2026-06-02",
		"2d 2026-06-02 2026-06-16",
		"3 2026-08-25 2026-10-06", "4 2026-10-06 2026-11-17", "5", "6", "7")
	if n := c.Int(`SELECT count(*) FROM cycle_activities`); n != 25 {
		t.Errorf("%d activities, want the 25 of the template", n)
	}
	if line := c.Timeline(); line.Template != 1 || line.StartedOn.String() != "2026-03-10" ||
		line.Phases[line.PresentAt()].Phase != "2a" {
		t.Errorf("started from version %d on %s, now in %s", line.Template, line.StartedOn,
			line.Phases[line.PresentAt()].Phase)
	}
}

func TestACycleStartsByHandWhileTheAreaIsProposed(t *testing.T) {
	c := town.NewCastle(t)
	start := func(who domain.PersonID, on domain.Date) func(context.Context) error {
		return func(ctx context.Context) error { return timelineapp.StartCycle(ctx, c.App, c.Actor(who), c.Area, on) }
	}
	c.RefusedFor("a day to come", "on", start(c.Nia, c.Day().AddDays(1)))
	c.RefusedAs("by a Member", domain.ErrForbidden, start(c.Aneurin, c.Day()))
	if err := start(c.Nia, c.Day().AddDays(-7))(t.Context()); err != nil {
		t.Fatal(err)
	}
	c.RefusedAs("twice", domain.ErrConflict, start(c.Nia, c.Day()))
	c.WantPhases("1 2026-03-03 2026-03-24 2026-03-24")
	c.WantCycle("1 2026-03-24 2026-03-24", "2a 2026-05-05 2026-05-19", "2b 2026-05-19 2026-06-02",
		"2c 2026-06-02 2026-06-16", "2d 2026-06-16 2026-06-30",
		"3 2026-09-08 2026-10-20", "4 2026-10-20 2026-12-01", "5", "6", "7")
	c.EveryoneApproves(c.Submit(domain.GateAreas)[0]) // two weeks before its time: the plan stays
	c.WantPhases("1 2026-03-03 2026-03-24 2026-03-24 2026-03-10", "2a 2026-03-10 2026-04-21 2026-05-05")
	if got := c.Timeline().Phases[1].EarlyEnd.String(); got != "2026-05-05" {
		t.Errorf("2a is planned to end early on %s", got)
	}
}

func TestAProposedAreasPhaseBeginsAgainOnTheDayGiven(t *testing.T) {
	c := town.NewCastle(t)
	area, err := placeapp.ProposeArea(t.Context(), c.App, c.Actor(c.Nia),
		placeapp.Proposal{Code: "LCA-77", Name: "Priory"})
	if err != nil {
		t.Fatal(err)
	}
	if err := timelineapp.StartCycle(t.Context(), c.App, c.Actor(c.Nia), area, c.Day().AddDays(-3)); err != nil {
		t.Fatal(err)
	}
	c.Area = area
	c.WantPhases("1 2026-03-07 2026-03-28 2026-03-28")
}

// Two browser tabs: the step is done once and the other is told so.
func TestTheSamePhaseBegunFromTwoTabsBeginsOnce(t *testing.T) {
	c := town.NewCastle(t)
	c.EveryoneApproves(c.Submit(domain.GateAreas)[0])
	actor := c.Actor(c.Nia)
	var wg sync.WaitGroup
	errs := make([]error, 4)
	for i := range errs {
		wg.Go(func() {
			errs[i] = timelineapp.BeginPhase(context.Background(), c.App, actor, c.Area, domain.PhaseSynthesis,
				flooded)
		})
	}
	wg.Wait()
	done := 0
	for _, err := range errs {
		switch {
		case err == nil:
			done++
		case !errors.Is(err, domain.ErrConflict):
			t.Error(err)
		}
	}
	if n := c.Int(`SELECT count(*) FROM phases WHERE phase = '2b'`); done != 1 || n != 1 {
		t.Errorf("%d succeeded, %d rows", done, n)
	}
}

func TestTheSameChangeFromTwoTabsIsMadeOnce(t *testing.T) {
	c := town.NewCastle(t)
	c.EveryoneApproves(c.Submit(domain.GateAreas)[0])
	edit := timelineapp.TimelineEdit{Area: c.Area, Version: c.Timeline().Version, Deviation: flooded}
	move := func(ctx context.Context) error {
		return timelineapp.MovePhase(ctx, c.App, c.Actor(c.Nia), edit, "2a", c.Day().AddDays(50), c.Day().AddDays(63))
	}
	if err := move(t.Context()); err != nil {
		t.Fatal(err)
	}
	c.RefusedAs("from a second tab", domain.ErrConflict, move)
	c.WantLines([]string{"2a|End of phase 2a moved to 29 April 2026 to 12 May 2026|The school hall was " +
		"flooded|slipped|outside|7|Nia Pugh"},
		`SELECT concat_ws('|', x.phase, what, reason, kind, party, days, p.name) FROM timeline_changes x
			JOIN people p ON p.id = x.by`)
	c.WantCycle("1", "2a 2026-04-29 2026-05-12", "2b 2026-05-13 2026-05-26", "2c 2026-05-27 2026-06-09",
		"2d 2026-06-10 2026-06-23",
		"3 2026-09-02 2026-10-13", "4 2026-10-14 2026-11-24", "5", "6", "7")
	c.WantPhases("2a 2026-03-10 2026-04-29 2026-05-12")
}

func TestWhoMayChangeATimeline(t *testing.T) {
	c := town.NewCastle(t)
	c.EveryoneApproves(c.Submit(domain.GateAreas)[0])
	elsewhere := c.Person("Bríd", policy.CLO)
	edit := timelineapp.TimelineEdit{Area: c.Area, Deviation: flooded}
	skip := func(who domain.PersonID) func(context.Context) error {
		return func(ctx context.Context) error {
			return timelineapp.SkipPhase(ctx, c.App, c.Actor(who), edit, "2d", false)
		}
	}
	c.RefusedAs("a Member", domain.ErrForbidden, skip(c.Aneurin))
	c.RefusedAs("an administrator", domain.ErrForbidden, skip(c.Admin))
	c.RefusedAs("the officer of another area", domain.ErrForbidden, skip(elsewhere))
	c.RefusedFor("a change without a party", "party", func(ctx context.Context) error {
		return timelineapp.SkipPhase(ctx, c.App, c.Actor(c.Nia), timelineapp.TimelineEdit{Area: c.Area,
			Deviation: timelines.Deviation{Kind: timelines.Slipped, Reason: "x"}}, "2d", false)
	})
	if err := skip(c.Owen)(t.Context()); err != nil {
		t.Fatal(err)
	}
	c.Forced("without the years before it", `UPDATE areas SET state = 'closed'`)
	c.Refused("in an area that is closed", skip(c.Owen))
}

func TestASkippedPhaseIsPassedOverByTheGateBeforeIt(t *testing.T) {
	c := town.NewCastle(t)
	c.EveryoneApproves(c.Submit(domain.GateAreas)[0])
	edit := timelineapp.TimelineEdit{Area: c.Area, Deviation: flooded}
	if err := timelineapp.SkipPhase(t.Context(), c.App, c.Actor(c.Nia), edit, "2c", false); err != nil {
		t.Fatal(err)
	}
	if err := timelineapp.BeginPhase(t.Context(), c.App, c.Actor(c.Nia), c.Area, "2b", flooded); err != nil {
		t.Fatal(err)
	}
	c.Refused("2d before gate 2", func(ctx context.Context) error {
		return timelineapp.BeginPhase(ctx, c.App, c.Actor(c.Nia), c.Area, "2d", flooded)
	})
	c.ReadyForIssues()
	c.EveryoneApproves(c.Submit(domain.GateIssues)[0])
	if got := c.Timeline(); got.Phases[got.PresentAt()].Phase != "2d" {
		t.Errorf("gate 2 opened %s", got.Phases[got.PresentAt()].Phase)
	}
	for _, p := range []domain.Phase{"3", "4"} {
		if err := timelineapp.BeginPhase(t.Context(), c.App, c.Actor(c.Nia), c.Area, p, flooded); err != nil {
			t.Fatal(err)
		}
	}
	c.Refused("phase 5 before gate 3", func(ctx context.Context) error {
		return timelineapp.BeginPhase(ctx, c.App, c.Actor(c.Nia), c.Area, "5", flooded)
	})
}

func TestActivitiesAreTickedAndSkipped(t *testing.T) {
	c := town.NewCastle(t)
	c.EveryoneApproves(c.Submit(domain.GateAreas)[0])
	edit := timelineapp.TimelineEdit{Area: c.Area, Deviation: flooded}
	if err := timelineapp.AddActivity(t.Context(), c.App, c.Actor(c.Nia), edit, "2a", "Walk the towpath",
		true); err != nil {
		t.Fatal(err)
	}
	find := func(text string) timelines.Activity {
		for _, p := range c.Timeline().Phases {
			for _, a := range p.Activities {
				if strings.HasPrefix(a.Text, text) {
					return a
				}
			}
		}
		t.Fatalf("no activity %q", text)
		return timelines.Activity{}
	}
	walk, patch := find("Walk the towpath"), find("Patch workers")
	tick := func(id domain.ActivityID, done bool) func(context.Context) error {
		return func(ctx context.Context) error {
			return timelineapp.TickActivity(ctx, c.App, c.Actor(c.Nia), c.Area, id, done)
		}
	}
	if err := tick(walk.ID, true)(t.Context()); err != nil {
		t.Fatal(err)
	}
	c.RefusedAs("ticked twice", domain.ErrConflict, tick(walk.ID, true))
	c.RefusedAs("an activity of nowhere", domain.ErrNotFound, tick(987654, true))
	if got := find("Walk"); got.DoneBy != "Nia Pugh" || got.DoneOn != c.Day() || !got.Alongside || got.Phase != "2a" {
		t.Errorf("%+v", got)
	}
	skip := func(id domain.ActivityID, back bool) func(context.Context) error {
		return func(ctx context.Context) error {
			return timelineapp.SkipActivity(ctx, c.App, c.Actor(c.Nia), edit, id, back)
		}
	}
	c.Refused("skipping what is done", skip(walk.ID, false))
	if err := tick(walk.ID, false)(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := skip(patch.ID, false)(t.Context()); err != nil {
		t.Fatal(err)
	}
	c.Refused("ticking what is skipped", tick(patch.ID, true))
	if err := skip(patch.ID, true)(t.Context()); err != nil || find("Patch").Skipped || !find("Walk").DoneOn.IsZero() {
		t.Errorf("%v, %+v, %+v", err, find("Patch"), find("Walk"))
	}
	if n := len(c.Timeline().Changes); n != 3 {
		t.Errorf("%d changes with a reason, want 3", n)
	}
}

func TestANewVersionOfTheTemplateIsForCyclesStartedFromThenOn(t *testing.T) {
	c := town.NewCastle(t)
	c.EveryoneApproves(c.Submit(domain.GateAreas)[0])
	template, err := timelinestore.Template(t.Context(), c.App.Store.Reader, 0)
	if err != nil {
		t.Fatal(err)
	}
	if early, late := template.Weeks(domain.GateDraftPlan); template.Version != 1 || early != 33 || late != 39 ||
		len(template.Blockers()) > 0 {
		t.Errorf("version %d has %d to %d weeks to the end of gate 3, and %v", template.Version, early, late,
			template.Blockers())
	}
	template.Note = "Outreach takes longer here"
	template.Phases[0].EarlyWeeks, template.Phases[0].LateWeeks = 4, 5
	add := func(who domain.PersonID, from int) func(context.Context) error {
		return func(ctx context.Context) error {
			_, err := timelineapp.AddTemplate(ctx, c.App, c.Actor(who), from, template)
			return err
		}
	}
	c.RefusedAs("by a liaison officer", domain.ErrForbidden, add(c.Nia, 1))
	if err := add(c.Owen, 1)(t.Context()); err != nil {
		t.Fatal(err)
	}
	c.RefusedAs("from a version that is not the newest", domain.ErrConflict, add(c.Owen, 1))
	template.Phases[2].Gate = 0
	c.RefusedFor("a template that loses a gate", "gate", add(c.Owen, 2))
	if got := c.Timeline().Template; got != 1 {
		t.Errorf("a cycle under way has moved to version %d", got)
	}
	area := c.Ready("Priory", c.Keep, c.Quay, c.Upper, c.Lower)
	if err := timelineapp.StartCycle(t.Context(), c.App, c.Actor(c.Nia), area, domain.Date{}); err != nil {
		t.Fatal(err)
	}
	c.Area = area
	c.WantPhases("1 2026-03-10 2026-04-07 2026-04-14")
}

func TestDeadlinesPassOverImportedHolidays(t *testing.T) {
	c := town.NewCastle(t)
	for text, want := range map[string]string{"": "Choose a file", "BEGIN:VCARD": "no calendar", "{": "not JSON",
		"{}": "no day", "25 December": "the year is missing",
		"day,name\n2026-13-01,x": "Line 2", "1999-12-31,x": "out of all reach", "2029-12-25,": "has no name"} {
		c.RefusedFor(text, "file", func(ctx context.Context) error {
			_, _, err := timelineapp.ImportHolidays(ctx, c.App, c.Actor(c.Owen), text, "")
			if err != nil && !strings.Contains(err.Error(), want) {
				t.Errorf("%q: %v, want %q", text, err, want)
			}
			return err
		})
	}
	for _, text := range []string{
		"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260312\r\nSUMMARY:St Piran\\, moved\r\n  by the " +
			"council\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
		`{"england-and-wales": {"events": [{"title": "Jubilee", "date": "2026-03-16"}, {"title": "Good Friday", "date": "2026-04-03"}]}}`,
		"Date,Name\n2026-03-12,again\n",
	} {
		if _, _, err := timelineapp.ImportHolidays(t.Context(), c.App, c.Actor(c.Admin), text, ""); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
	c.WantLines([]string{"2026-03-12 St Piran, moved by the council", "2026-03-16 Jubilee"},
		`SELECT day || ' ' || name FROM bank_holidays ORDER BY day`)
	id := c.Submit(domain.GateAreas)[0]
	if got := c.Attempt(id).DueOn.String(); got != "2026-03-26" { // ten working days after 10 March, two of them closed
		t.Errorf("due on %s", got)
	}
	if err := timelineapp.RemoveHoliday(t.Context(), c.App, c.Actor(c.Owen), domain.NewDate(2026, 3, 16),
		""); err != nil {
		t.Fatal(err)
	}
	c.RefusedAs("removing it twice", domain.ErrConflict, func(ctx context.Context) error {
		return timelineapp.RemoveHoliday(ctx, c.App, c.Actor(c.Owen), domain.NewDate(2026, 3, 16), "")
	})
}
