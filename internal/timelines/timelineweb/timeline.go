// Package timelineweb serves the pages of timelines, their templates and holidays.
package timelineweb

import (
	"errors"

	"fourgates/internal/diaries/diarystore"
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/places"
	"fourgates/internal/places/placeweb"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
	"fourgates/internal/timelines/timelineapp"
	"fourgates/internal/timelines/timelinestore"
)

func TimelineRoutes() []serve.Route {
	edit := placeweb.AreaFor(policy.EditTimeline)
	return []serve.Route{
		serve.Get("/areas/{area}/timeline", policy.ViewAreas, serve.On(placeweb.AreaOf, timeline)),
		serve.Post("/areas/{area}/cycles", policy.EditTimeline, serve.On(edit, startCycle)),
		serve.Post("/areas/{area}/phases", policy.EditTimeline, serve.On(edit, beginPhase)),
		serve.Get("/areas/{area}/timeline/phases/new", policy.EditTimeline,
			serve.On(changeOf("phase"), newTimelineChange)),
		serve.Post("/areas/{area}/timeline/phases", policy.EditTimeline, serve.On(changeOf("phase"), changeTimeline)),
		serve.Get("/areas/{area}/timeline/phases/{phase}/end", policy.EditTimeline,
			serve.On(changeOf("end"), newTimelineChange)),
		serve.Post("/areas/{area}/timeline/phases/{phase}/end", policy.EditTimeline,
			serve.On(changeOf("end"), changeTimeline)),
		serve.Get("/areas/{area}/timeline/phases/{phase}/dates", policy.EditTimeline,
			serve.On(changeOf("dates"), newTimelineChange)),
		serve.Post("/areas/{area}/timeline/phases/{phase}/dates", policy.EditTimeline,
			serve.On(changeOf("dates"), changeTimeline)),
		serve.Get("/areas/{area}/timeline/phases/{phase}/skip", policy.EditTimeline,
			serve.On(changeOf("skip"), newTimelineChange)),
		serve.Post("/areas/{area}/timeline/phases/{phase}/skip", policy.EditTimeline,
			serve.On(changeOf("skip"), changeTimeline)),
		serve.Get("/areas/{area}/timeline/phases/{phase}/activity", policy.EditTimeline,
			serve.On(changeOf("activity"), newTimelineChange)),
		serve.Post("/areas/{area}/timeline/phases/{phase}/activity", policy.EditTimeline,
			serve.On(changeOf("activity"), changeTimeline)),
		serve.Get("/areas/{area}/timeline/activities/{activity}/skip", policy.EditTimeline,
			serve.On(changeOf("activity-skip"), newTimelineChange)),
		serve.Post("/areas/{area}/timeline/activities/{activity}/skip", policy.EditTimeline,
			serve.On(changeOf("activity-skip"), changeTimeline)),
		serve.Post("/areas/{area}/timeline/activities/{activity}/ticks", policy.EditTimeline,
			serve.On(edit, tickActivity)),
	}
}

// timeline shows an area's timeline: as a list, a chart and a table, with the changes of the plan.
func timeline(c *serve.Call, area places.Area) error {
	return timelinePage(c, area, form.New(nil))
}

func timelinePage(c *serve.Call, area places.Area, f form.Form) error {
	p := TimelineProps{Form: f, Area: area, Today: c.Today(),
		Tabs:    placeweb.AreaTabs(c.Actor, area.ID, "/areas/"+serve.IDText(area.ID)+"/timeline"),
		MayEdit: places.MayWork(c.Actor, policy.EditTimeline, area) && area.CheckCycle() == nil}
	var err error
	if p.Cycle, err = placeweb.CycleOf(c, area); err != nil {
		return err
	}
	p.MayEdit = p.MayEdit && !p.earlier()
	p.Timeline, err = timelinestore.TimelineOf(c.Context(), c.Read, area.ID, p.Cycle)
	if p.Started = err == nil; err != nil && !errors.Is(err, domain.ErrNotFound) {
		return err
	}
	if !p.over() {
		if err := addCalendar(c, &p); err != nil {
			return err
		}
	}
	p.Shell = placeweb.AreaShell(c, area, "Timeline")
	return c.Page(f, Timeline(p))
}

// addCalendar adds where the gates fall in the councils' calendars: of the cycle, or of the one that would be started
// on the day that was typed.
func addCalendar(c *serve.Call, p *TimelineProps) (err error) {
	t := p.Timeline
	if !p.Started {
		read := p.Form
		on := read.OptionalDate("on")
		if !read.OK() {
			on = domain.Date{}
		}
		if t, err = timelinestore.Proposed(c.Context(), c.Read, p.Area.ID, on, p.Today); err != nil {
			return err
		}
		p.StartsOn = t.StartedOn
	}
	p.Gates = t.GateDates(p.Today)
	p.Calendar, err = diarystore.AreaCalendar(c.Context(), c.Read, p.Area.ID, p.Today)
	return err
}

// startCycle starts an area's cycle with the newest template. Where the form was shown for another day than is typed,
// it shows first where the gates fall for that one: nobody agrees to what was not shown.
func startCycle(c *serve.Call, area places.Area) error {
	f := c.Posted()
	on := f.OptionalDate("on", "Phase 1 began")
	if shown := f.Text("shown"); f.OK() && shown != "" && !on.After(c.Today()) {
		t, err := timelinestore.Proposed(c.Context(), c.Read, area.ID, on, c.Today())
		if err != nil {
			return err
		}
		if shown != t.StartedOn.String() || f.Text("do") == "show" {
			return timelinePage(c, area, f)
		}
	}
	if err := f.Take(func() error {
		return timelineapp.StartCycle(c.Context(), c.App, c.Actor, area.ID,
			on)
	}); err != nil {
		return err
	}
	if !f.OK() {
		return timelinePage(c, area, f)
	}
	return c.Done("The timeline is started", "/areas/%d/timeline", area.ID)
}

// beginPhase ends the present phase and begins the next.
func beginPhase(c *serve.Call, area places.Area) error {
	f := c.Posted()
	p := domain.Phase(f.Required("phase", 40, "Choose a phase"))
	d := DecodeDeviationIfAny(&f)
	if err := f.Take(func() error {
		return timelineapp.BeginPhase(c.Context(), c.App, c.Actor, area.ID, p, d)
	}); err != nil {
		return err
	}
	if !f.OK() {
		return timelinePage(c, area, f)
	}
	return c.Done("Phase "+string(p)+" has begun", "/areas/%d/timeline", area.ID)
}

// tickActivity notes that an activity was done, or that it was not.
func tickActivity(c *serve.Call, area places.Area) error {
	id, err := serve.PathID[domain.ActivityID](c, "activity")
	if err != nil {
		return err
	}
	f := c.Posted()
	done := form.OneOf(&f, "do", []string{"done", "undone"}, "Choose what you want to do")
	if !f.OK() {
		return timelinePage(c, area, f)
	}
	if err := timelineapp.TickActivity(c.Context(), c.App, c.Actor, area.ID, id, done == "done"); err != nil {
		return err
	}
	message := "Marked as done"
	if done == "undone" {
		message = "Marked as not done"
	}
	return c.Done(message, "/areas/%d/timeline", area.ID)
}
