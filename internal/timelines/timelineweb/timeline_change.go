package timelineweb

import (
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/places/placeweb"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
	"fourgates/internal/timelines"
	"fourgates/internal/timelines/timelineapp"
	"fourgates/internal/timelines/timelinestore"
)

// newTimelineChange shows the form of one kind of change to a timeline.
func newTimelineChange(c *serve.Call, p TimelineChangeProps) error {
	f := form.New(nil)
	if p.Kind != "phase" {
		f = form.With("early", p.Phase.EarlyEnd.String(), "late", p.Phase.LateEnd.String(),
			"target", p.Phase.TargetOn.String(), "opened", p.Phase.OpenedOn.String(), "closed",
			p.Phase.ClosedOn.String())
	}
	return timelineChangePage(c, p, f)
}

// changeOf loads what a kind of change is of: the area, its timeline, and the phase or activity of the address. Where
// there is none such, it returns domain.ErrNotFound.
func changeOf(kind string) func(c *serve.Call) (TimelineChangeProps, error) {
	return func(c *serve.Call) (p TimelineChangeProps, err error) {
		p.Kind, p.Action = kind, c.URL.Path
		if p.Area, err = placeweb.AreaFor(policy.EditTimeline)(c); err != nil {
			return p, err
		}
		if p.Timeline, err = timelinestore.Timeline(c.Context(), c.Read, p.Area.ID); err != nil {
			return p, err
		}
		switch kind {
		case "phase":
			p.Action, p.Title = "/areas/"+serve.IDText(p.Area.ID)+"/timeline/phases", "Add a phase"
			return p, nil
		case "activity-skip":
			return activityChangeOf(c, p)
		}
		at := p.Timeline.At(domain.Phase(c.Param("phase")))
		if at < 0 {
			return p, domain.ErrNotFound
		}
		p.Phase = p.Timeline.Phases[at]
		p.Title = changeTitle(kind, p.Phase)
		return p, nil
	}
}

func activityChangeOf(c *serve.Call, p TimelineChangeProps) (TimelineChangeProps, error) {
	id, err := serve.PathID[domain.ActivityID](c, "activity")
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

func changeTitle(kind string, phase timelines.PlannedPhase) string {
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

func timelineChangePage(c *serve.Call, p TimelineChangeProps, f form.Form) error {
	at := "/areas/" + serve.IDText(p.Area.ID)
	p.Form = f
	p.Shell = c.Shell(p.Title+" – "+p.Area.Name).
		Under("Areas", "/areas", p.Area.Name, at, "Timeline", at+"/timeline", p.Title).Overridden(p.Area.Overrides)
	return c.Page(f, TimelineChange(p))
}

// changeTimeline makes the change. Where somebody else changed the timeline meanwhile, it shows the form again, over
// the timeline as it is now, with what was typed.
func changeTimeline(c *serve.Call, p TimelineChangeProps) error {
	f := c.Posted()
	edit := timelineapp.TimelineEdit{Area: p.Area.ID, Version: f.Version("Reload the page and try again"),
		Deviation: decodeDeviation(&f)}
	if err := f.Save(decodeChange(c, &f, p, edit)); err != nil {
		return err
	}
	if f.Stale() {
		var err error
		if p.Timeline, err = timelinestore.Timeline(c.Context(), c.Read, p.Area.ID); err != nil {
			return err
		}
	}
	if !f.OK() {
		return timelineChangePage(c, p, f)
	}
	var days []domain.Date
	if p.Kind == "end" {
		days = []domain.Date{f.OptionalDate("target"), f.OptionalDate("early"), f.OptionalDate("late")}
	}
	return c.Done(Closed(c, "The timeline is changed", p.Area.ID, days...), "/areas/%d/timeline", p.Area.ID)
}

// decodeDeviation reads what a change is and why. Whom it is down to is asked of what slipped alone.
func decodeDeviation(f *form.Form) timelines.Deviation {
	return timelines.Deviation{
		Kind: form.OneOf(f, "kind", timelines.DeviationKinds(),
			"Say whether it is fitted to the place, slipped or corrected"),
		Reason: f.Required("reason", 1000, "Enter the reason"),
		Party: form.OneOf(f.Branch("kind", string(timelines.Slipped)), "party", timelines.Parties(),
			"Choose whom it is down to")}
}

// DecodeDeviationIfAny reads what a step is and why, where it may be a deviation: its command says whether it is.
func DecodeDeviationIfAny(f *form.Form) timelines.Deviation {
	return timelines.Deviation{Kind: form.OptionalOneOf(f, "kind", timelines.DeviationKinds()),
		Reason: f.Optional("reason", 1000),
		Party:  form.OptionalOneOf(f.Branch("kind", string(timelines.Slipped)), "party", timelines.Parties())}
}

// decodeChange reads the fields of a kind of change and returns the command that makes it.
func decodeChange(c *serve.Call, f *form.Form, p TimelineChangeProps, e timelineapp.TimelineEdit) func() error {
	phase := p.Phase.Phase
	switch p.Kind {
	case "end":
		if p.Phase.LateEnd.IsZero() {
			target := f.Date("target", "Enter the target date")
			return func() error { return timelineapp.SetTarget(c.Context(), c.App, c.Actor, e, phase, target) }
		}
		early, late := f.Date("early", "Enter the early end"), f.Date("late", "Enter the late end")
		return func() error { return timelineapp.MovePhase(c.Context(), c.App, c.Actor, e, phase, early, late) }
	case "dates":
		opened, closed := f.Date("opened", "Enter the day on which it began"), f.OptionalDate("closed", "When it ended")
		return func() error { return timelineapp.CorrectPhase(c.Context(), c.App, c.Actor, e, phase, opened, closed) }
	case "skip":
		return func() error { return timelineapp.SkipPhase(c.Context(), c.App, c.Actor, e, phase, p.Phase.Skipped) }
	case "activity":
		text, alongside := f.Required("text", 300, "Enter what is to be done"), f.Has("alongside", "yes")
		return func() error { return timelineapp.AddActivity(c.Context(), c.App, c.Actor, e, phase, text, alongside) }
	case "activity-skip":
		return func() error {
			return timelineapp.SkipActivity(c.Context(), c.App, c.Actor, e, p.Activity.ID, p.Activity.Skipped)
		}
	}
	after := domain.Phase(f.Required("after", 40, "Choose a phase"))
	n := timelines.TemplatePhase{Name: f.Required("name", 120, "Enter a name"),
		EarlyWeeks: weeks(f, "early"), LateWeeks: weeks(f, "late")}
	return func() error { return timelineapp.AddPhase(c.Context(), c.App, c.Actor, e, after, n) }
}

// weeks reads a whole number of weeks; an empty field is 0, for none.
func weeks(f *form.Form, name string) int {
	text := f.Text(name)
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > timelines.MostWeeks {
		f.Add(name, "Must be a whole number of weeks from 1 to "+strconv.Itoa(timelines.MostWeeks)+", or empty")
	}
	return n
}
