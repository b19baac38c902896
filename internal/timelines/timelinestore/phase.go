package timelinestore

import (
	"context"

	"fourgates/internal/db"
	"fourgates/internal/domain"
)

// Phases lists the phases that an area's cycle has entered, in the order in which they were. The caller has loaded the
// area within scope.
func Phases(ctx context.Context, r db.Reader, area domain.AreaID, cycle int) ([]domain.OpenPhase, error) {
	return db.List[domain.OpenPhase](ctx, r.DB, "phases", `
		SELECT phase, opened_on, early_end, late_end, closed_on FROM phases
		WHERE area_id = @area AND cycle = @cycle
		ORDER BY opened_on, phase`, db.Named{"area": int64(area), "cycle": cycle})
}

// OpenPhase closes the phase that is open and opens another on the day. One that is open already stays as it is; one
// that was closed is open again, with new ends, from the day on which it was opened first: an area goes back when a
// gate is called back.
func OpenPhase(ctx context.Context, w db.Writer, area domain.AreaID, cycle int, p domain.OpenPhase,
	by domain.PersonID) error {
	if err := w.Later(ctx, "close phase", `
		UPDATE phases SET closed_on = @day WHERE area_id = @area AND cycle = @cycle AND closed_on IS NULL
		AND phase <> @phase`, db.Named{"area": int64(area), "cycle": cycle, "day": p.OpenedOn.Time(),
		"phase": string(p.Phase)}); err != nil {
		return err
	}
	return w.Later(ctx, "open phase", `
		INSERT INTO phases (area_id, cycle, phase, opened_on, early_end, late_end, opened_by)
		VALUES (@area, @cycle, @phase, @day, @early, @late, @by)
		ON CONFLICT (area_id, cycle, phase) DO UPDATE
		SET closed_on = NULL, early_end = EXCLUDED.early_end, late_end = EXCLUDED.late_end
		WHERE phases.closed_on IS NOT NULL`,
		db.Named{"area": int64(area), "cycle": cycle, "phase": string(p.Phase), "day": p.OpenedOn.Time(),
			"early": db.DayOrNull(p.EarlyEnd), "late": db.DayOrNull(p.LateEnd), "by": int64(by)})
}

// RestartPhase gives a phase another first day, with the ends that follow from it.
func RestartPhase(ctx context.Context, w db.Writer, area domain.AreaID, cycle int, p domain.OpenPhase) error {
	return w.Change(ctx, "restart phase", `
		UPDATE phases SET opened_on = @day, early_end = @early, late_end = @late WHERE area_id = @area
		AND cycle = @cycle AND phase = @phase`, db.Named{"area": int64(area), "cycle": cycle, "phase": string(p.Phase),
		"day": p.OpenedOn.Time(), "early": db.DayOrNull(p.EarlyEnd), "late": db.DayOrNull(p.LateEnd)})
}
