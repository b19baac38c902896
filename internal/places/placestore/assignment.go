package placestore

import (
	"context"
	"errors"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/places"
)

const assignmentSQL = `
	SELECT a.id, a.area_id AS area, a.person_id AS person, p.name, a.role, a.from_on, a.to_on, b.name AS by
	FROM assignments a
	JOIN people p ON p.id = a.person_id
	JOIN people b ON b.id = a.assigned_by`

// Assignments lists who is and was assigned to an area, the present first (A5). The caller has loaded the area within
// scope.
func Assignments(ctx context.Context, r db.Reader, area domain.AreaID) ([]places.Assignment, error) {
	return db.List[places.Assignment](ctx, r.DB, "assignments", assignmentSQL+`
		WHERE a.area_id = @area
		ORDER BY a.to_on DESC NULLS FIRST, a.from_on DESC, a.id DESC`, db.Named{"area": int64(area)})
}

// Assignment loads one of an area. It returns domain.ErrNotFound where the area has none of that id.
func Assignment(ctx context.Context, r db.Reader, area domain.AreaID, id domain.AssignmentID) (places.Assignment,
	error) {
	return db.One[places.Assignment](ctx, r.DB, "assignment", assignmentSQL+` WHERE a.area_id = @area AND a.id = @id`,
		db.Named{"area": int64(area), "id": int64(id)})
}

// Officers lists those who hold the role of a liaison officer, coordinator or director on the day, by name.
func Officers(ctx context.Context, r db.Reader, on domain.Date) ([]places.Officer, error) {
	return db.List[places.Officer](ctx, r.DB, "officers", `
		SELECT DISTINCT p.id AS person, p.name COLLATE by_name AS name, g.role
		FROM role_grants g
		JOIN people p ON p.id = g.person_id AND p.disabled_at IS NULL
		WHERE g.role IN ('clo', 'lac', 'director') AND g.from_on <= @on AND (g.to_on IS NULL OR g.to_on >= @on)
		  AND g.ended_at IS NULL
		ORDER BY p.name COLLATE by_name, p.id, g.role`, db.Named{"on": on.Time()})
}

// AddAssignment puts an officer to an area. The caller has locked the area.
func AddAssignment(ctx context.Context, w db.Writer, a places.Assignment, by domain.PersonID) error {
	err := w.Exec(ctx, "add assignment", `
		INSERT INTO assignments (area_id, person_id, role, from_on, to_on, assigned_by)
		VALUES (@area, @person, @role, @from, @to, @by)`,
		db.Named{"area": int64(a.Area), "person": int64(a.Person), "role": a.Role, "from": a.Span.From.Time(),
			"to": db.DayOrNull(a.Span.To), "by": int64(by)})
	if db.Violates(err, "assignments_open") {
		return errors.Join(domain.ErrConflict, err)
	}
	return err
}

// EndAssignment sets the last day of an assignment. The caller has locked the area.
func EndAssignment(ctx context.Context, w db.Writer, a places.Assignment) error {
	return w.Change(ctx, "end assignment", `UPDATE assignments SET to_on = @to WHERE id = @id`,
		db.Named{"id": int64(a.ID), "to": a.Span.To.Time()})
}
