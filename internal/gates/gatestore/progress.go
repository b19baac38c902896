package gatestore

import (
	"context"
	"errors"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/risks/riskstore"
	"fourgates/internal/timelines/timelinestore"
)

// AddProgress adds to the facts what the head of a snapshot says: what happened since the last gate, conditions and
// risks. The caller has loaded them with GateFacts.
func AddProgress(ctx context.Context, r db.Reader, f *gates.GateFacts, gate domain.Gate) (err error) {
	area, p := f.Area.ID, &gates.ProgressFacts{Cycle: f.Cycle}
	p.Timeline, err = timelinestore.Timeline(ctx, r, area)
	if p.Started = err == nil && p.Timeline.Cycle == f.Cycle; !p.Started && (err == nil ||
		errors.Is(err, domain.ErrNotFound)) {
		p.Timeline, err = timelinestore.Proposed(ctx, r, area, domain.Date{}, f.Today)
	}
	if err != nil {
		return err
	}
	type passed struct {
		Gate domain.Gate
		On   domain.Date
	}
	last, err := db.One[passed](ctx, r.DB, "last gate passed", `
		SELECT gate, (outcome_at AT TIME ZONE 'Europe/London')::date AS on
		FROM attempts
		WHERE area_id = @area AND cycle = @cycle AND gate < @gate AND called_back_at IS NULL
		  AND outcome IN ('passed', 'passed with conditions', 'overridden')
		ORDER BY gate DESC
		LIMIT 1`, db.Named{"area": int64(area), "cycle": f.Cycle, "gate": int(gate)})
	switch {
	case err == nil:
		p.Since, p.SinceOf = last.On, last.Gate
	case !errors.Is(err, domain.ErrNotFound):
		return err
	}
	for _, c := range f.Conditions {
		if c.Cycle == f.Cycle || c.Concerns(gate, f.Cycle) {
			p.Conditions = append(p.Conditions, c)
		}
	}
	all, err := riskstore.Risks(ctx, r, area)
	for _, is := range all {
		if is.Open() {
			p.Risks = append(p.Risks, is)
		}
	}
	f.Progress = p
	return err
}
