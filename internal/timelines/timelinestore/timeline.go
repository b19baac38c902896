// Package timelinestore keeps timelines, their templates and holidays in Postgres.
package timelinestore

import (
	"context"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/timelines"
)

// plannedRow is a phase with the cycle that it is of.
type plannedRow struct {
	Cycle     int
	Template  int
	Version   int
	StartedOn domain.Date
	timelines.PlannedPhase
}

// passedGate says whether the gate of a cycle's phase (as p) is passed and was not called back. Gate 3 has two parts:
// it is passed once the decision of every council's Executive is in force.
const passedGate = `EXISTS (SELECT FROM attempts t WHERE t.area_id = p.area_id AND t.cycle = p.cycle AND t.gate = p.gate
	AND t.outcome IN ('passed', 'passed with conditions', 'overridden') AND t.called_back_at IS NULL
	AND (t.gate <> 3 OR EXISTS (SELECT FROM plans_in_force e WHERE e.attempt_id = t.id)))`

// ofCycle is the cycle asked for; the newest that was started, for none.
const ofCycle = `COALESCE(NULLIF(@cycle::int, 0), (SELECT max(cycle) FROM cycles WHERE area_id = @area))`

// plannedSQL asks for a cycle of an area with its phases.
const plannedSQL = `
	SELECT c.cycle, c.template, c.version, c.started_on, p.phase, p.name, p.description,
	       COALESCE(p.gate, 0) AS gate, p.early_start, p.late_start, p.early_end, p.late_end, p.target_on,
	       p.skipped, h.opened_on, h.closed_on, ` + passedGate + ` AS gate_passed
	FROM cycles c
	JOIN cycle_phases p ON p.area_id = c.area_id AND p.cycle = c.cycle
	LEFT JOIN phases h ON h.area_id = p.area_id AND h.cycle = p.cycle AND h.phase = p.phase
	WHERE c.area_id = @area AND c.cycle = ` + ofCycle + `
	ORDER BY p.position`

// Planned is Timeline without activities and changes.
func Planned(ctx context.Context, r db.Reader, area domain.AreaID) (timelines.Timeline, error) {
	phases, err := db.List[plannedRow](ctx, r.DB, "planned phases", plannedSQL,
		db.Named{"area": int64(area), "cycle": 0})
	if err != nil {
		return timelines.Timeline{}, err
	}
	if len(phases) == 0 {
		return timelines.Timeline{}, domain.ErrNotFound
	}
	first := phases[0]
	t := timelines.Timeline{Area: area, Cycle: first.Cycle, Template: first.Template, Version: first.Version,
		StartedOn: first.StartedOn}
	for _, row := range phases {
		t.Phases = append(t.Phases, row.PlannedPhase)
	}
	return t, nil
}

// Timeline loads the newest cycle of an area with its phases, activities and changes. The caller has loaded the area
// within scope. It returns domain.ErrNotFound where no cycle was started.
func Timeline(ctx context.Context, r db.Reader, area domain.AreaID) (timelines.Timeline, error) {
	return TimelineOf(ctx, r, area, 0)
}

// TimelineOf is Timeline of a cycle of the area. It returns domain.ErrNotFound where that was not started.
func TimelineOf(ctx context.Context, r db.Reader, area domain.AreaID, cycle int) (timelines.Timeline, error) {
	t := timelines.Timeline{Area: area}
	var phases []plannedRow
	var activities []timelines.Activity
	asked := db.Named{"area": int64(area), "cycle": cycle}
	err := r.Ask(ctx,
		db.Asking(&phases, "cycle", plannedSQL, asked),
		db.Asking(&activities, "activities", `
			SELECT a.id, a.phase, a.text, a.alongside, a.skipped, a.done_on, COALESCE(p.name, '') AS done_by
			FROM cycle_activities a
			LEFT JOIN people p ON p.id = a.done_by
			WHERE a.area_id = @area AND a.cycle = `+ofCycle+`
			ORDER BY a.phase, a.position, a.id`, asked),
		db.Asking(&t.Changes, "timeline changes", `
			SELECT x.phase, x.what, COALESCE(x.kind, '') AS kind, x.reason, COALESCE(x.party, '') AS party,
			       x.days, p.name AS by, x.at
			FROM timeline_changes x
			JOIN people p ON p.id = x.by
			WHERE x.area_id = @area AND x.cycle = `+ofCycle+`
			ORDER BY x.id DESC`, asked))
	if err != nil {
		return t, err
	}
	if len(phases) == 0 {
		return t, domain.ErrNotFound
	}
	first := phases[0]
	t.Cycle, t.Template, t.Version, t.StartedOn = first.Cycle, first.Template, first.Version, first.StartedOn
	for _, row := range phases {
		p := row.PlannedPhase
		for _, a := range activities {
			if a.Phase == p.Phase {
				p.Activities = append(p.Activities, a)
			}
		}
		t.Phases = append(t.Phases, p)
	}
	return t, nil
}

// Proposed is the cycle that an area would have if it were started on the day: with the phases that it has entered, as
// starting it would take them. For the zero Date it is the day on which the first phase was opened, or today.
func Proposed(ctx context.Context, r db.Reader, area domain.AreaID, on, today domain.Date) (timelines.Timeline,
	error) {
	template, err := Template(ctx, r, 0)
	if err != nil {
		return timelines.Timeline{}, err
	}
	entered, err := db.List[domain.OpenPhase](ctx, r.DB, "phases of the present cycle", `
		SELECT h.phase, h.opened_on, h.early_end, h.late_end, h.closed_on
		FROM present_cycles c
		JOIN phases h ON h.area_id = c.area_id AND h.cycle = c.cycle
		WHERE c.area_id = @area
		ORDER BY h.opened_on, h.phase`, db.Named{"area": int64(area)})
	if err != nil {
		return timelines.Timeline{}, err
	}
	t, _ := template.Propose(on, today, entered)
	t.Area = area
	return t, nil
}

// Afresh is the cycle that would be started on the day by the newest template, with nothing entered yet.
func Afresh(ctx context.Context, r db.Reader, on domain.Date) (timelines.Timeline, error) {
	template, err := Template(ctx, r, 0)
	if err != nil {
		return timelines.Timeline{}, err
	}
	t, _ := template.Propose(on, on, nil)
	return t, nil
}

// AddCycle stores a cycle that was started, with its phases and activities. It returns domain.ErrConflict where it is
// there already.
func AddCycle(ctx context.Context, w db.Writer, t timelines.Timeline, by domain.PersonID) error {
	cycle := db.Named{"area": int64(t.Area), "cycle": t.Cycle, "template": t.Template, "on": t.StartedOn.Time(),
		"by": int64(by)}
	if err := w.ChangeLater(ctx, "add cycle", `
		INSERT INTO cycles (area_id, cycle, template, started_on, started_by) VALUES (@area, @cycle, @template, @on,
		    @by)
		ON CONFLICT DO NOTHING`, cycle, nil); err != nil {
		return err
	}
	if err := savePlan(ctx, w, t); err != nil {
		return err
	}
	for _, p := range t.Phases {
		for _, a := range p.Activities {
			if err := AddActivity(ctx, w, t, a); err != nil {
				return err
			}
		}
	}
	return nil
}

// savePlan writes what is planned for each phase, in its place, over what was planned before.
func savePlan(ctx context.Context, w db.Writer, t timelines.Timeline) error {
	for i, p := range t.Phases {
		if err := w.Later(ctx, "save planned phase", `
			INSERT INTO cycle_phases (area_id, cycle, position, phase, name, description, gate, early_start, late_start,
			                          early_end, late_end, target_on, skipped)
			VALUES (@area, @cycle, @position, @phase, @name, @description, NULLIF(@gate, 0::bigint), @early_start,
			        @late_start, @early_end, @late_end, @target, @skipped)
			ON CONFLICT (area_id, cycle, phase) DO UPDATE
			SET position = @position, early_start = @early_start, late_start = @late_start, early_end = @early_end,
			    late_end = @late_end, target_on = @target, skipped = @skipped`,
			db.Named{"area": int64(t.Area), "cycle": t.Cycle, "position": i + 1, "phase": string(p.Phase),
				"name":        p.Name,
				"description": p.Description, "gate": int(p.Gate), "early_start": db.DayOrNull(p.EarlyStart),
				"late_start": db.DayOrNull(p.LateStart), "early_end": db.DayOrNull(p.EarlyEnd),
				"late_end": db.DayOrNull(p.LateEnd), "target": db.DayOrNull(p.TargetOn),
				"skipped": p.Skipped}); err != nil {
			return err
		}
	}
	return nil
}

// AddActivity adds an activity at the end of its phase.
func AddActivity(ctx context.Context, w db.Writer, t timelines.Timeline, a timelines.Activity) error {
	return w.Later(ctx, "add activity", `
		INSERT INTO cycle_activities (area_id, cycle, phase, position, text, alongside)
		SELECT @area, @cycle, @phase, COALESCE(max(position), 0) + 1, @text, @alongside
		FROM cycle_activities
		WHERE area_id = @area AND cycle = @cycle AND phase = @phase`,
		db.Named{"area": int64(t.Area), "cycle": t.Cycle, "phase": string(a.Phase), "text": a.Text,
			"alongside": a.Alongside})
}

// SkipActivity writes whether an activity is skipped.
func SkipActivity(ctx context.Context, w db.Writer, a timelines.Activity) error {
	return w.Change(ctx, "skip activity", `
		UPDATE cycle_activities SET skipped = @skipped WHERE id = @id`,
		db.Named{"id": int64(a.ID), "skipped": a.Skipped})
}

// TickActivity notes that an activity was done on the day, or with the zero day that it was not. It returns
// domain.ErrConflict where that is so already.
func TickActivity(ctx context.Context, w db.Writer, id domain.ActivityID, on domain.Date, by domain.PersonID) error {
	return w.Change(ctx, "tick activity", `
		UPDATE cycle_activities SET done_on = @on, done_by = CASE WHEN @on::date IS NOT NULL THEN @by::bigint END
		WHERE id = @id AND (done_on IS NULL) <> (@on::date IS NULL)`, db.Named{"id": int64(id), "on": db.DayOrNull(on),
		"by": int64(by)})
}

// ChangeTimeline writes a changed plan, what really happened where that was corrected, and the change with its reason.
// It returns domain.ErrConflict where somebody changed the timeline since the version that the change was made from.
func ChangeTimeline(ctx context.Context, w db.Writer, t timelines.Timeline, c timelines.TimelineChange,
	by domain.PersonID,
	at time.Time) error {
	cycle := db.Named{"area": int64(t.Area), "cycle": t.Cycle, "version": t.Version}
	if err := w.Change(ctx, "change timeline", `
		UPDATE cycles SET version = version + 1 WHERE area_id = @area AND cycle = @cycle AND version = @version`,
		cycle); err != nil {
		return err
	}
	if err := savePlan(ctx, w, t); err != nil {
		return err
	}
	for _, p := range t.Phases {
		if !p.Begun() {
			continue
		}
		o := p.Open(p.OpenedOn)
		if err := w.Exec(ctx, "save phase", `
			UPDATE phases SET opened_on = @opened, closed_on = @closed, early_end = @early, late_end = @late
			WHERE area_id = @area AND cycle = @cycle AND phase = @phase`,
			db.Named{"area": int64(t.Area), "cycle": t.Cycle, "phase": string(p.Phase), "opened": p.OpenedOn.Time(),
				"closed": db.DayOrNull(p.ClosedOn), "early": db.DayOrNull(o.EarlyEnd),
				"late": db.DayOrNull(o.LateEnd)}); err != nil {
			return err
		}
	}
	return AddChange(ctx, w, t.Area, t.Cycle, c, by, at)
}

// AddChange keeps a deviation that leaves the plan as it was.
func AddChange(ctx context.Context, w db.Writer, area domain.AreaID, cycle int, c timelines.TimelineChange,
	by domain.PersonID, at time.Time) error {
	return w.Exec(ctx, "add timeline change", `
		INSERT INTO timeline_changes (area_id, cycle, phase, what, kind, reason, party, days, by, at)
		VALUES (@area, @cycle, @phase, @what, @kind, @reason, NULLIF(@party, ''), @days, @by, @at)`,
		db.Named{"area": int64(area), "cycle": cycle, "phase": string(c.Phase), "what": c.What, "reason": c.Reason,
			"kind": string(c.Kind), "party": string(c.Party), "days": c.Days, "by": int64(by), "at": at})
}

// AreaCycle is which round of the production model the area is in, from 1.
func AreaCycle(ctx context.Context, r db.Reader, area domain.AreaID) (int, error) {
	return db.Value[int](ctx, r.DB, "cycle", `
		SELECT cycle FROM present_cycles WHERE area_id = @area`, db.Named{"area": int64(area)})
}
