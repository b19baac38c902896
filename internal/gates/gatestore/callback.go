package gatestore

import (
	"context"
	"errors"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/timelines/timelinestore"
)

// PassedAttempt is the attempt by which a gate of the area's present cycle stands passed, with its snapshot;
// domain.ErrNotFound where it is not passed, or was called back.
func PassedAttempt(ctx context.Context, r db.Reader, area domain.AreaID, gate domain.Gate) (gates.Attempt, error) {
	w := db.Where{Args: db.Named{"area": int64(area), "gate": int(gate)}}
	return db.One[gates.Attempt](ctx, r.DB, "passed attempt", wholeAttemptSQL(r, &w)+`
		JOIN present_cycles y ON y.area_id = t.area_id AND y.cycle = t.cycle
		WHERE t.area_id = @area AND t.gate = @gate
		  AND t.outcome IN ('passed', 'passed with conditions', 'overridden') AND t.called_back_at IS NULL`, w.Args)
}

// CallBackFacts loads what decides whether gate 2 of the area can be called back on the day, and the attempt by which
// it passed last.
func CallBackFacts(ctx context.Context, r db.Reader, area domain.AreaID,
	today domain.Date) (f gates.CallBackFacts, attempt domain.AttemptID, err error) {
	row, err := db.One[struct {
		ID           domain.AttemptID
		CalledBackBy string
		CalledBackAt time.Time
		NoticedAt    time.Time
		ThreePassed  bool
		CycleEnded   domain.Date
	}](ctx, r.DB, "call-back facts", `
		SELECT t.id, COALESCE(p.name, '') AS called_back_by, t.called_back_at,
		       (SELECT n.at FROM priority_rounds r JOIN notices n ON n.id = r.notice_id WHERE n.attempt_id = t.id
		        ORDER BY n.id DESC LIMIT 1) AS noticed_at,
		       EXISTS (SELECT FROM attempts g WHERE g.area_id = t.area_id AND g.cycle = t.cycle AND g.gate = 3
		               AND g.outcome IN ('passed', 'passed with conditions', 'overridden')
		               AND g.called_back_at IS NULL) AS three_passed,
		       (SELECT e.ended_on FROM cycle_ends e WHERE e.area_id = t.area_id AND e.cycle = t.cycle) AS cycle_ended
		FROM attempts t
		JOIN present_cycles y ON y.area_id = t.area_id AND y.cycle = t.cycle
		LEFT JOIN people p ON p.id = t.called_back_by
		WHERE t.area_id = @area AND t.gate = 2
		  AND t.outcome IN ('passed', 'passed with conditions', 'overridden')
		ORDER BY t.number DESC
		LIMIT 1`, db.Named{"area": int64(area)})
	f.Today = today
	if errors.Is(err, domain.ErrNotFound) {
		return f, 0, nil
	}
	if err != nil {
		return f, 0, err
	}
	f.CycleEnded = row.CycleEnded
	f.Passed, f.CalledBackBy, f.ThreePassed = row.CalledBackAt.IsZero(), row.CalledBackBy, row.ThreePassed
	if !row.CalledBackAt.IsZero() {
		f.CalledBackOn = domain.DateOf(row.CalledBackAt)
	}
	if !row.NoticedAt.IsZero() {
		f.NoticedOn = domain.DateOf(row.NoticedAt)
		f.Working, err = timelinestore.CalendarFor(ctx, r, area)
	}
	return f, row.ID, err
}

// CallBack records that a Member called a passed attempt back. It returns domain.ErrConflict where that was done
// before.
func CallBack(ctx context.Context, w db.Writer, id domain.AttemptID, by domain.PersonID, at time.Time,
	reason string) error {
	return w.Change(ctx, "call back", `
		UPDATE attempts SET called_back_by = @by, called_back_at = @at, called_back_reason = @reason
		WHERE id = @id AND called_back_at IS NULL AND outcome IN ('passed', 'passed with conditions', 'overridden')`,
		db.Named{"id": int64(id), "by": int64(by), "at": at, "reason": reason})
}
