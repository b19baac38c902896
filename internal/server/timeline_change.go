package server

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"fourgates/internal/app"
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

// newTimelineChange shows the form of one kind of change to a timeline.
func newTimelineChange(kind string) Handler {
	return func(c *Call) error {
		p, err := timelineChangeOf(c, kind)
		if err != nil {
			return err
		}
		phase := p.Phase
		p.Form = form.With("early", phase.EarlyEnd.String(), "late", phase.LateEnd.String(), "target", phase.TargetOn.String(),
			"opened", phase.OpenedOn.String(), "closed", phase.ClosedOn.String())
		if kind == "phase" {
			p.Form = form.New(nil)
		}
		return timelineChangePage(c, http.StatusOK, p)
	}
}

// timelineChangeOf loads what a change is of: the area, its timeline, and the phase or activity of the address. Where there is none
// such, it returns domain.ErrNotFound.
func timelineChangeOf(c *Call, kind string) (p page.TimelineChangeProps, err error) {
	p.Kind, p.Action = kind, c.URL.Path
	if p.Area, err = areaFor(policy.EditTimeline)(c); err != nil {
		return p, err
	}
	if p.Timeline, err = c.Read.Timeline(c.Context(), p.Area.ID); err != nil {
		return p, err
	}
	switch kind {
	case "phase":
		p.Action = "/areas/" + idText(p.Area.ID) + "/timeline/phases"
		p.Title = "Add a phase"
		return p, nil
	case "activity-skip":
		id, err := pathID[domain.ActivityID](c, "activity")
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
	at := p.Timeline.At(domain.Phase(c.Param("phase")))
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

func timelineChangePage(c *Call, status int, p page.TimelineChangeProps) error {
	at := "/areas/" + idText(p.Area.ID)
	p.Shell = c.Shell(p.Title+" – "+p.Area.Name).Under("Areas", "/areas", p.Area.Name, at, "Timeline", at+"/timeline", p.Title).Overridden(p.Area.Overrides)
	if !p.OK() {
		p.Shell = p.WithErrors()
	}
	return c.Answer(status, page.TimelineChange(p))
}

// changeTimeline makes one kind of change. Where somebody else changed the timeline meanwhile, it shows the form again with what was typed.
func changeTimeline(kind string) Handler {
	return func(c *Call) error {
		p, err := timelineChangeOf(c, kind)
		if err != nil {
			return err
		}
		p.Form = c.Posted()
		f := &p.Form
		edit := app.TimelineEdit{Area: p.Area.ID, Version: f.Int("version", 1, 1<<30, "Reload the page and try again"), Deviation: domain.Deviation{
			Reason: f.Required("reason", 1000, "Enter the reason"), Party: form.OneOf(f, "party", domain.Parties(), "Choose whom it is down to")}}
		change := decodeChange(c, f, kind, p, c.Actor, edit)
		if f.OK() {
			err := change(c.Context())
			if err == nil {
				return c.Done("The timeline is changed", "/areas/%d/timeline", p.Area.ID)
			}
			if errors.Is(err, domain.ErrConflict) {
				return staleTimeline(c, p)
			}
			if !f.Refuse(err) {
				return err
			}
		}
		return timelineChangePage(c, http.StatusUnprocessableEntity, p)
	}
}

func staleTimeline(c *Call, p page.TimelineChangeProps) error {
	now, err := c.Read.Timeline(c.Context(), p.Area.ID)
	if err != nil {
		return err
	}
	p.Timeline, p.Stale = now, true
	return timelineChangePage(c, http.StatusConflict, p)
}

// decodeChange reads the fields of a kind of change and returns the command that makes it.
func decodeChange(c *Call, f *form.Form, kind string, p page.TimelineChangeProps, actor policy.Actor, e app.TimelineEdit) func(context.Context) error {
	phase := p.Phase.Phase
	switch kind {
	case "end":
		if p.Phase.LateEnd.IsZero() {
			target := f.Date("target", "Enter the target date")
			return func(ctx context.Context) error { return c.App.SetTarget(ctx, actor, e, phase, target) }
		}
		early, late := f.Date("early", "Enter the early end"), f.Date("late", "Enter the late end")
		return func(ctx context.Context) error { return c.App.MovePhase(ctx, actor, e, phase, early, late) }
	case "dates":
		opened, closed := f.Date("opened", "Enter the day on which it began"), f.OptionalDate("closed")
		return func(ctx context.Context) error { return c.App.CorrectPhase(ctx, actor, e, phase, opened, closed) }
	case "skip":
		return func(ctx context.Context) error { return c.App.SkipPhase(ctx, actor, e, phase, p.Phase.Skipped) }
	case "activity":
		text := f.Required("text", 300, "Enter what is to be done")
		return func(ctx context.Context) error {
			return c.App.AddActivity(ctx, actor, e, phase, text, f.Has("alongside", "yes"))
		}
	case "activity-skip":
		return func(ctx context.Context) error {
			return c.App.SkipActivity(ctx, actor, e, p.Activity.ID, p.Activity.Skipped)
		}
	}
	after := domain.Phase(f.Required("after", 40, "Choose a phase"))
	n := domain.TemplatePhase{Name: f.Required("name", 120, "Enter a name"), EarlyWeeks: weeks(f, "early"), LateWeeks: weeks(f, "late")}
	return func(ctx context.Context) error { return c.App.AddPhase(ctx, actor, e, after, n) }
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
