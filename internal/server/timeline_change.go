package server

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"github.com/go-chi/chi/v5"

	"fourgates/internal/app"
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

// newTimelineChange shows the form of one kind of change to a timeline.
func (s *Server) newTimelineChange(kind string) handler {
	return func(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
		p, err := s.timelineChangeOf(r, actor, kind)
		if err != nil {
			return err
		}
		phase := p.Phase
		p.Form = form.With("early", phase.EarlyEnd.String(), "late", phase.LateEnd.String(), "target", phase.TargetOn.String(),
			"opened", phase.OpenedOn.String(), "closed", phase.ClosedOn.String())
		if kind == "phase" {
			p.Form = form.New(nil)
		}
		return s.timelineChangePage(w, r, actor, http.StatusOK, p)
	}
}

// timelineChangeOf loads what a change is of: the area, its timeline, and the phase or activity of the address. Where there is none
// such, it returns domain.ErrNotFound.
func (s *Server) timelineChangeOf(r *http.Request, actor policy.Actor, kind string) (p page.TimelineChangeProps, err error) {
	p.Kind, p.Action = kind, r.URL.Path
	if p.Area, err = s.areaFor(r, actor, policy.EditTimeline); err != nil {
		return p, err
	}
	if p.Timeline, err = s.read.Timeline(r.Context(), p.Area.ID); err != nil {
		return p, err
	}
	switch kind {
	case "phase":
		p.Action = "/areas/" + idText(p.Area.ID) + "/timeline/phases"
		p.Title = "Add a phase"
		return p, nil
	case "activity-skip":
		id, err := pathID[domain.ActivityID](r, "activity")
		if err != nil {
			return p, err
		}
		if p.Activity, err = p.Timeline.Activity(id); err != nil {
			return p, err
		}
		p.Title = "Skip an activity"
		if p.Activity.Skipped {
			p.Title = "Bring an activity back"
		}
		return p, nil
	}
	at := p.Timeline.At(domain.Phase(chi.URLParam(r, "phase")))
	if at < 0 {
		return p, domain.ErrNotFound
	}
	p.Phase = p.Timeline.Phases[at]
	p.Title = changeTitle(kind, p.Phase)
	return p, nil
}

func changeTitle(kind string, phase domain.PlannedPhase) string {
	of := "phase " + string(phase.Phase)
	switch {
	case kind == "end" && phase.LateEnd.IsZero():
		return "Set the target date of " + of
	case kind == "end":
		return "Move the end of " + of
	case kind == "dates":
		return "Correct the dates of " + of
	case kind == "activity":
		return "Add an activity to " + of
	case phase.Skipped:
		return "Bring " + of + " back"
	}
	return "Skip " + of
}

func (s *Server) timelineChangePage(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, p page.TimelineChangeProps) error {
	at := "/areas/" + idText(p.Area.ID)
	p.Shell = s.shell(r, actor, p.Title+" – "+p.Area.Name).Under("Areas", "/areas", p.Area.Name, at, "Timeline", at+"/timeline", p.Title).Overridden(p.Area.Overrides)
	if !p.OK() {
		p.Shell = p.WithErrors()
	}
	return s.render(w, r, status, page.TimelineChange(p))
}

// changeTimeline makes one kind of change. Where somebody else changed the timeline meanwhile, it shows the form again with what was typed.
func (s *Server) changeTimeline(kind string) handler {
	return func(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
		p, err := s.timelineChangeOf(r, actor, kind)
		if err != nil {
			return err
		}
		p.Form = form.New(r.PostForm)
		f := &p.Form
		edit := app.TimelineEdit{Area: p.Area.ID, Version: f.Int("version", 1, 1<<30, "Reload the page and try again"), Deviation: domain.Deviation{
			Reason: f.Required("reason", 1000, "Enter the reason"), Party: form.OneOf(f, "party", domain.Parties(), "Choose whom it is down to")}}
		change := s.decodeChange(f, kind, p, actor, edit)
		if f.OK() {
			err := change(r.Context())
			if err == nil {
				return s.done(w, r, "The timeline is changed", "/areas/%d/timeline", p.Area.ID)
			}
			if errors.Is(err, domain.ErrConflict) {
				return s.staleTimeline(w, r, actor, p)
			}
			if !f.Refuse(err) {
				return err
			}
		}
		return s.timelineChangePage(w, r, actor, http.StatusUnprocessableEntity, p)
	}
}

func (s *Server) staleTimeline(w http.ResponseWriter, r *http.Request, actor policy.Actor, p page.TimelineChangeProps) error {
	now, err := s.read.Timeline(r.Context(), p.Area.ID)
	if err != nil {
		return err
	}
	p.Timeline, p.Stale = now, true
	return s.timelineChangePage(w, r, actor, http.StatusConflict, p)
}

// decodeChange reads the fields of a kind of change and returns the command that makes it.
func (s *Server) decodeChange(f *form.Form, kind string, p page.TimelineChangeProps, actor policy.Actor, e app.TimelineEdit) func(context.Context) error {
	phase := p.Phase.Phase
	switch kind {
	case "end":
		if p.Phase.LateEnd.IsZero() {
			target := f.Date("target", "Enter the target date")
			return func(ctx context.Context) error { return s.app.SetTarget(ctx, actor, e, phase, target) }
		}
		early, late := f.Date("early", "Enter the early end"), f.Date("late", "Enter the late end")
		return func(ctx context.Context) error { return s.app.MovePhase(ctx, actor, e, phase, early, late) }
	case "dates":
		opened, closed := f.Date("opened", "Enter the day on which it began"), f.OptionalDate("closed")
		return func(ctx context.Context) error { return s.app.CorrectPhase(ctx, actor, e, phase, opened, closed) }
	case "skip":
		return func(ctx context.Context) error { return s.app.SkipPhase(ctx, actor, e, phase, p.Phase.Skipped) }
	case "activity":
		text := f.Required("text", 300, "Enter what is to be done")
		return func(ctx context.Context) error {
			return s.app.AddActivity(ctx, actor, e, phase, text, f.Has("alongside", "yes"))
		}
	case "activity-skip":
		return func(ctx context.Context) error {
			return s.app.SkipActivity(ctx, actor, e, p.Activity.ID, p.Activity.Skipped)
		}
	}
	after := domain.Phase(f.Required("after", 40, "Choose a phase"))
	n := domain.TemplatePhase{Name: f.Required("name", 120, "Enter a name"), EarlyWeeks: weeks(f, "early"), LateWeeks: weeks(f, "late")}
	return func(ctx context.Context) error { return s.app.AddPhase(ctx, actor, e, after, n) }
}

// weeks reads a whole number of weeks; an empty field is 0, for none.
func weeks(f *form.Form, name string) int {
	text := f.Text(name)
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > domain.MostWeeks {
		f.Add(name, "Must be a whole number of weeks from 1 to "+strconv.Itoa(domain.MostWeeks)+", or empty")
	}
	return n
}
