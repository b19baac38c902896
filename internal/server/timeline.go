package server

import (
	"errors"
	"net/http"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

func (s *Server) timelineRoutes() []Route {
	return []Route{
		get("/areas/{area}/timeline", policy.ViewAreas, s.timeline),
		post("/areas/{area}/cycles", policy.EditTimeline, s.startCycle),
		post("/areas/{area}/phases", policy.EditTimeline, s.beginPhase),
		get("/areas/{area}/timeline/phases/new", policy.EditTimeline, s.newTimelineChange("phase")),
		post("/areas/{area}/timeline/phases", policy.EditTimeline, s.changeTimeline("phase")),
		get("/areas/{area}/timeline/phases/{phase}/end", policy.EditTimeline, s.newTimelineChange("end")),
		post("/areas/{area}/timeline/phases/{phase}/end", policy.EditTimeline, s.changeTimeline("end")),
		get("/areas/{area}/timeline/phases/{phase}/dates", policy.EditTimeline, s.newTimelineChange("dates")),
		post("/areas/{area}/timeline/phases/{phase}/dates", policy.EditTimeline, s.changeTimeline("dates")),
		get("/areas/{area}/timeline/phases/{phase}/skip", policy.EditTimeline, s.newTimelineChange("skip")),
		post("/areas/{area}/timeline/phases/{phase}/skip", policy.EditTimeline, s.changeTimeline("skip")),
		get("/areas/{area}/timeline/phases/{phase}/activity", policy.EditTimeline, s.newTimelineChange("activity")),
		post("/areas/{area}/timeline/phases/{phase}/activity", policy.EditTimeline, s.changeTimeline("activity")),
		get("/areas/{area}/timeline/activities/{activity}/skip", policy.EditTimeline, s.newTimelineChange("activity-skip")),
		post("/areas/{area}/timeline/activities/{activity}/skip", policy.EditTimeline, s.changeTimeline("activity-skip")),
		post("/areas/{area}/timeline/activities/{activity}/ticks", policy.EditTimeline, s.tickActivity),
	}
}

// timeline shows an area's timeline: as a list, a chart and a table, with the changes of the plan.
func (s *Server) timeline(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.timelinePage(w, r, actor, http.StatusOK, form.New(nil))
}

func (s *Server) timelinePage(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, f form.Form) error {
	area, err := s.areaOf(r, actor)
	if err != nil {
		return err
	}
	p := page.TimelineProps{Form: f, Area: area, Today: s.today(), Tabs: page.AreaTabs(actor, area.ID, "/areas/"+idText(area.ID)+"/timeline"),
		MayEdit: area.CheckRunning() == nil && policy.CanIn(actor, policy.EditTimeline, area.ID)}
	p.Timeline, err = s.read.Timeline(r.Context(), area.ID)
	if p.Started = err == nil; err != nil && !errors.Is(err, domain.ErrNotFound) {
		return err
	}
	p.Shell = s.areaShell(r, actor, area, "Timeline")
	if !f.OK() {
		p.Shell = p.WithErrors()
	}
	return s.render(w, r, status, page.Timeline(p))
}

// startCycle starts an area's cycle with the newest template.
func (s *Server) startCycle(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	area, err := s.areaFor(r, actor, policy.EditTimeline)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	on := f.OptionalDate("on")
	if f.OK() {
		err := s.app.StartCycle(r.Context(), actor, area.ID, on)
		if err == nil {
			return s.done(w, r, "The timeline is started", "/areas/%d/timeline", area.ID)
		}
		if !f.Refuse(err) {
			return err
		}
	}
	return s.timelinePage(w, r, actor, http.StatusUnprocessableEntity, f)
}

// beginPhase ends the present phase and begins the next.
func (s *Server) beginPhase(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	area, err := s.areaFor(r, actor, policy.EditTimeline)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	p := domain.Phase(f.Required("phase", 40, "Choose a phase"))
	if f.OK() {
		err := s.app.BeginPhase(r.Context(), actor, area.ID, p)
		if err == nil {
			return s.done(w, r, "Phase "+string(p)+" has begun", "/areas/%d/timeline", area.ID)
		}
		if !f.Refuse(err) {
			return err
		}
	}
	return s.timelinePage(w, r, actor, http.StatusUnprocessableEntity, f)
}

// tickActivity notes that an activity was done, or that it was not.
func (s *Server) tickActivity(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	area, err := s.areaFor(r, actor, policy.EditTimeline)
	if err != nil {
		return err
	}
	id, err := pathID[domain.ActivityID](r, "activity")
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	done := form.OneOf(&f, "do", []string{"done", "undone"}, "Choose what you want to do")
	if !f.OK() {
		return s.timelinePage(w, r, actor, http.StatusUnprocessableEntity, f)
	}
	if err := s.app.TickActivity(r.Context(), actor, area.ID, id, done == "done"); err != nil {
		return err
	}
	message := "Marked as done"
	if done == "undone" {
		message = "Marked as not done"
	}
	return s.done(w, r, message, "/areas/%d/timeline", area.ID)
}
