package timelineapp

import (
	"context"

	"fourgates/internal/act"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/places/placeapp"
	"fourgates/internal/policy"
	"fourgates/internal/timelines"
	"fourgates/internal/timelines/timelinestore"
)

// TimelineEdit says which timeline is changed, and why. With a Version, the change returns domain.ErrConflict where
// somebody else has changed the timeline since; 0 takes it as it is.
type TimelineEdit struct {
	Area    domain.AreaID
	Version int
	timelines.Deviation
}

// MovePhase gives a phase that has weeks other ends, early and late; what follows moves too (F2). It refuses what
// timelines.Timeline.Move does.
func MovePhase(ctx context.Context, a *act.App, actor policy.Actor, e TimelineEdit, p domain.Phase, early,
	late domain.Date) error {
	return changePlan(ctx, a, actor, e, func(t timelines.Timeline, today domain.Date) (timelines.Timeline,
		timelines.TimelineChange, error) {
		return t.Move(p, early, late, today, e.Deviation)
	})
}

// SetTarget sets or moves the target date of a phase that has no weeks. It refuses what timelines.Timeline.SetTarget
// does.
func SetTarget(ctx context.Context, a *act.App, actor policy.Actor, e TimelineEdit, p domain.Phase,
	on domain.Date) error {
	return changePlan(ctx, a, actor, e, func(t timelines.Timeline, today domain.Date) (timelines.Timeline,
		timelines.TimelineChange, error) {
		return t.SetTarget(p, on, today, e.Deviation)
	})
}

// CorrectPhase corrects when a phase began and ended; closed is zero for one that is still open. It refuses what
// timelines.Timeline.Correct does.
func CorrectPhase(ctx context.Context, a *act.App, actor policy.Actor, e TimelineEdit, p domain.Phase, opened,
	closed domain.Date) error {
	return changePlan(ctx, a, actor, e, func(t timelines.Timeline, today domain.Date) (timelines.Timeline,
		timelines.TimelineChange, error) {
		return t.Correct(p, opened, closed, today, e.Deviation)
	})
}

// SkipPhase skips a phase that has not begun, or brings it back. It refuses what timelines.Timeline.SkipPhase does.
func SkipPhase(ctx context.Context, a *act.App, actor policy.Actor, e TimelineEdit, p domain.Phase, back bool) error {
	return changePlan(ctx, a, actor, e, func(t timelines.Timeline, _ domain.Date) (timelines.Timeline,
		timelines.TimelineChange,
		error) {
		return t.SkipPhase(p, back, e.Deviation)
	})
}

// AddPhase adds a phase of the area's own after another. It refuses what timelines.Timeline.AddPhase does.
func AddPhase(ctx context.Context, a *act.App, actor policy.Actor, e TimelineEdit, after domain.Phase,
	n timelines.TemplatePhase) error {
	return changePlan(ctx, a, actor, e, func(t timelines.Timeline, _ domain.Date) (timelines.Timeline,
		timelines.TimelineChange,
		error) {
		return t.AddPhase(after, n, e.Deviation)
	})
}

// AddActivity adds an activity to a phase that is not past.
func AddActivity(ctx context.Context, a *act.App, actor policy.Actor, e TimelineEdit, p domain.Phase, text string,
	alongside bool) error {
	return changeTimeline(ctx, a, actor, e, func(w db.Writer, t timelines.Timeline, _ domain.Date) (timelines.Timeline,
		timelines.TimelineChange, error) {
		added, change, err := t.AddActivity(p, timelines.Activity{Text: text, Alongside: alongside}, e.Deviation)
		if err == nil {
			err = timelinestore.AddActivity(ctx, w, t, added)
		}
		return t, change, err
	})
}

// SkipActivity skips an activity that is not done, or brings it back.
func SkipActivity(ctx context.Context, a *act.App, actor policy.Actor, e TimelineEdit, id domain.ActivityID,
	back bool) error {
	return changeTimeline(ctx, a, actor, e, func(w db.Writer, t timelines.Timeline, _ domain.Date) (timelines.Timeline,
		timelines.TimelineChange, error) {
		skipped, change, err := t.SkipActivity(id, back, e.Deviation)
		if err == nil {
			err = timelinestore.SkipActivity(ctx, w, skipped)
		}
		return t, change, err
	})
}

type planned func(t timelines.Timeline, today domain.Date) (timelines.Timeline, timelines.TimelineChange, error)

func changePlan(ctx context.Context, a *act.App, actor policy.Actor, e TimelineEdit, change planned) error {
	return changeTimeline(ctx, a, actor, e, func(_ db.Writer, t timelines.Timeline, today domain.Date) (
		timelines.Timeline,
		timelines.TimelineChange, error) {
		return change(t, today)
	})
}

func changeTimeline(ctx context.Context, a *act.App, actor policy.Actor, e TimelineEdit,
	change func(db.Writer, timelines.Timeline, domain.Date) (timelines.Timeline, timelines.TimelineChange,
		error)) error {
	return a.Do(ctx, actor, policy.EditTimeline, func(s *act.Step) error {
		if _, err := placeapp.CycleArea(ctx, s, policy.EditTimeline, e.Area); err != nil {
			return err
		}
		was, err := timelinestore.Timeline(ctx, s.Writer.Reader, e.Area)
		if err != nil {
			return err
		}
		if e.Version != 0 && e.Version != was.Version {
			return domain.ErrConflict
		}
		is, c, err := change(s.Writer, was, s.Today())
		if err != nil {
			return err
		}
		s.Record(placeapp.AreaEvent(e.Area, c.What+": "+c.Reason, timelineDates(was), timelineDates(is)))
		return timelinestore.ChangeTimeline(ctx, s.Writer, is, c, actor.ID, s.Now())
	})
}

// TickActivity notes that an activity was done today, or that it is not done after all. It returns a *domain.StateError
// where that is so already, and refuses one that is skipped.
func TickActivity(ctx context.Context, a *act.App, actor policy.Actor, area domain.AreaID, id domain.ActivityID,
	done bool) error {
	return a.Do(ctx, actor, policy.EditTimeline, func(s *act.Step) error {
		if _, err := placeapp.CycleArea(ctx, s, policy.EditTimeline, area); err != nil {
			return err
		}
		t, err := timelinestore.Timeline(ctx, s.Writer.Reader, area)
		if err != nil {
			return err
		}
		activity, err := t.Activity(id)
		if err != nil {
			return err
		}
		if activity.Skipped {
			return domain.Blocked("", "This activity is skipped: bring it back first")
		}
		if done != activity.DoneOn.IsZero() {
			return activityStands(activity)
		}
		summary, on := "Activity not done after all: ", domain.Date{}
		if done {
			summary, on = "Activity done: ", s.Today()
		}
		s.Record(placeapp.AreaEvent(area, summary+activity.Text, nil, nil))
		return timelinestore.TickActivity(ctx, s.Writer, id, on, actor.ID)
	})
}

func activityStands(a timelines.Activity) error {
	if a.DoneOn.IsZero() {
		return domain.Stands("“%s” is not noted as done", a.Text)
	}
	return domain.Stands("“%s” is noted as done on %s", a.Text, a.DoneOn.Words())
}
