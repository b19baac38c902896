package server

import (
	"errors"
	"net/http"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

func timelineRoutes() []Route {
	return []Route{
		get("/areas/{area}/timeline", policy.ViewAreas, timeline),
		post("/areas/{area}/cycles", policy.EditTimeline, startCycle),
		post("/areas/{area}/phases", policy.EditTimeline, beginPhase),
		get("/areas/{area}/timeline/phases/new", policy.EditTimeline, newTimelineChange("phase")),
		post("/areas/{area}/timeline/phases", policy.EditTimeline, changeTimeline("phase")),
		get("/areas/{area}/timeline/phases/{phase}/end", policy.EditTimeline, newTimelineChange("end")),
		post("/areas/{area}/timeline/phases/{phase}/end", policy.EditTimeline, changeTimeline("end")),
		get("/areas/{area}/timeline/phases/{phase}/dates", policy.EditTimeline, newTimelineChange("dates")),
		post("/areas/{area}/timeline/phases/{phase}/dates", policy.EditTimeline, changeTimeline("dates")),
		get("/areas/{area}/timeline/phases/{phase}/skip", policy.EditTimeline, newTimelineChange("skip")),
		post("/areas/{area}/timeline/phases/{phase}/skip", policy.EditTimeline, changeTimeline("skip")),
		get("/areas/{area}/timeline/phases/{phase}/activity", policy.EditTimeline, newTimelineChange("activity")),
		post("/areas/{area}/timeline/phases/{phase}/activity", policy.EditTimeline, changeTimeline("activity")),
		get("/areas/{area}/timeline/activities/{activity}/skip", policy.EditTimeline, newTimelineChange("activity-skip")),
		post("/areas/{area}/timeline/activities/{activity}/skip", policy.EditTimeline, changeTimeline("activity-skip")),
		post("/areas/{area}/timeline/activities/{activity}/ticks", policy.EditTimeline, tickActivity),
	}
}

// timeline shows an area's timeline: as a list, a chart and a table, with the changes of the plan.
func timeline(c *Call) error {
	return timelinePage(c, http.StatusOK, form.New(nil))
}

func timelinePage(c *Call, status int, f form.Form) error {
	area, err := areaOf(c)
	if err != nil {
		return err
	}
	p := page.TimelineProps{Form: f, Area: area, Today: c.Today(), Tabs: page.AreaTabs(c.Actor, area.ID, "/areas/"+idText(area.ID)+"/timeline"),
		MayEdit: area.CheckRunning() == nil && policy.CanIn(c.Actor, policy.EditTimeline, area.ID)}
	p.Timeline, err = c.Read.Timeline(c.Context(), area.ID)
	if p.Started = err == nil; err != nil && !errors.Is(err, domain.ErrNotFound) {
		return err
	}
	p.Shell = areaShell(c, area, "Timeline")
	return c.Answer(status, page.Timeline(p))
}

// startCycle starts an area's cycle with the newest template.
func startCycle(c *Call) error {
	area, err := areaFor(policy.EditTimeline)(c)
	if err != nil {
		return err
	}
	f := c.Posted()
	on := f.OptionalDate("on")
	if f.OK() {
		err := c.App.StartCycle(c.Context(), c.Actor, area.ID, on)
		if err == nil {
			return c.Done("The timeline is started", "/areas/%d/timeline", area.ID)
		}
		if !f.Refuse(err) {
			return err
		}
	}
	return timelinePage(c, http.StatusUnprocessableEntity, f)
}

// beginPhase ends the present phase and begins the next.
func beginPhase(c *Call) error {
	area, err := areaFor(policy.EditTimeline)(c)
	if err != nil {
		return err
	}
	f := c.Posted()
	p := domain.Phase(f.Required("phase", 40, "Choose a phase"))
	if f.OK() {
		err := c.App.BeginPhase(c.Context(), c.Actor, area.ID, p)
		if err == nil {
			return c.Done("Phase "+string(p)+" has begun", "/areas/%d/timeline", area.ID)
		}
		if !f.Refuse(err) {
			return err
		}
	}
	return timelinePage(c, http.StatusUnprocessableEntity, f)
}

// tickActivity notes that an activity was done, or that it was not.
func tickActivity(c *Call) error {
	area, err := areaFor(policy.EditTimeline)(c)
	if err != nil {
		return err
	}
	id, err := pathID[domain.ActivityID](c, "activity")
	if err != nil {
		return err
	}
	f := c.Posted()
	done := form.OneOf(&f, "do", []string{"done", "undone"}, "Choose what you want to do")
	if !f.OK() {
		return timelinePage(c, http.StatusUnprocessableEntity, f)
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
