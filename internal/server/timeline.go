package server

import (
	"errors"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

func timelineRoutes() []Route {
	edit := areaFor(policy.EditTimeline)
	return []Route{
		get("/areas/{area}/timeline", policy.ViewAreas, on(areaOf, timeline)),
		post("/areas/{area}/cycles", policy.EditTimeline, on(edit, startCycle)),
		post("/areas/{area}/phases", policy.EditTimeline, on(edit, beginPhase)),
		get("/areas/{area}/timeline/phases/new", policy.EditTimeline, on(changeOf("phase"), newTimelineChange)),
		post("/areas/{area}/timeline/phases", policy.EditTimeline, on(changeOf("phase"), changeTimeline)),
		get("/areas/{area}/timeline/phases/{phase}/end", policy.EditTimeline, on(changeOf("end"), newTimelineChange)),
		post("/areas/{area}/timeline/phases/{phase}/end", policy.EditTimeline, on(changeOf("end"), changeTimeline)),
		get("/areas/{area}/timeline/phases/{phase}/dates", policy.EditTimeline, on(changeOf("dates"), newTimelineChange)),
		post("/areas/{area}/timeline/phases/{phase}/dates", policy.EditTimeline, on(changeOf("dates"), changeTimeline)),
		get("/areas/{area}/timeline/phases/{phase}/skip", policy.EditTimeline, on(changeOf("skip"), newTimelineChange)),
		post("/areas/{area}/timeline/phases/{phase}/skip", policy.EditTimeline, on(changeOf("skip"), changeTimeline)),
		get("/areas/{area}/timeline/phases/{phase}/activity", policy.EditTimeline,
			on(changeOf("activity"), newTimelineChange)),
		post("/areas/{area}/timeline/phases/{phase}/activity", policy.EditTimeline, on(changeOf("activity"), changeTimeline)),
		get("/areas/{area}/timeline/activities/{activity}/skip", policy.EditTimeline,
			on(changeOf("activity-skip"), newTimelineChange)),
		post("/areas/{area}/timeline/activities/{activity}/skip", policy.EditTimeline,
			on(changeOf("activity-skip"), changeTimeline)),
		post("/areas/{area}/timeline/activities/{activity}/ticks", policy.EditTimeline, on(edit, tickActivity)),
	}
}

// timeline shows an area's timeline: as a list, a chart and a table, with the changes of the plan.
func timeline(c *Call, area domain.Area) error {
	return timelinePage(c, area, form.New(nil))
}

func timelinePage(c *Call, area domain.Area, f form.Form) error {
	p := page.TimelineProps{Form: f, Area: area, Today: c.Today(),
		Tabs:    page.AreaTabs(c.Actor, area.ID, "/areas/"+idText(area.ID)+"/timeline"),
		MayEdit: area.CheckRunning() == nil && policy.CanIn(c.Actor, policy.EditTimeline, area.ID)}
	var err error
	p.Timeline, err = c.Read.Timeline(c.Context(), area.ID)
	if p.Started = err == nil; err != nil && !errors.Is(err, domain.ErrNotFound) {
		return err
	}
	p.Shell = areaShell(c, area, "Timeline")
	return c.Page(f, page.Timeline(p))
}

// startCycle starts an area's cycle with the newest template.
func startCycle(c *Call, area domain.Area) error {
	f := c.Posted()
	on := f.OptionalDate("on")
	if err := f.Take(func() error { return c.App.StartCycle(c.Context(), c.Actor, area.ID, on) }); err != nil {
		return err
	}
	if !f.OK() {
		return timelinePage(c, area, f)
	}
	return c.Done("The timeline is started", "/areas/%d/timeline", area.ID)
}

// beginPhase ends the present phase and begins the next.
func beginPhase(c *Call, area domain.Area) error {
	f := c.Posted()
	p := domain.Phase(f.Required("phase", 40, "Choose a phase"))
	if err := f.Take(func() error { return c.App.BeginPhase(c.Context(), c.Actor, area.ID, p) }); err != nil {
		return err
	}
	if !f.OK() {
		return timelinePage(c, area, f)
	}
	return c.Done("Phase "+string(p)+" has begun", "/areas/%d/timeline", area.ID)
}

// tickActivity notes that an activity was done, or that it was not.
func tickActivity(c *Call, area domain.Area) error {
	id, err := pathID[domain.ActivityID](c, "activity")
	if err != nil {
		return err
	}
	f := c.Posted()
	done := form.OneOf(&f, "do", []string{"done", "undone"}, "Choose what you want to do")
	if !f.OK() {
		return timelinePage(c, area, f)
	}
	if err := c.App.TickActivity(c.Context(), c.Actor, area.ID, id, done == "done"); err != nil {
		return err
	}
	message := "Marked as done"
	if done == "undone" {
		message = "Marked as not done"
	}
	return c.Done(message, "/areas/%d/timeline", area.ID)
}
