package placestore

import (
	"context"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/places"
	"fourgates/internal/policy"
)

// Areas lists at most so many areas by name after the cursor, as they stand on the day.
func Areas(ctx context.Context, r db.Reader, s policy.Scope, f places.AreaFilter, after places.AreaCursor, most int,
	on domain.Date) ([]places.AreaLine, error) {
	var w db.Where
	w.InScope("a.id", s)
	if f.State != "" {
		w.And("a.state = @state", "state", string(f.State))
	}
	if cond := standing[f.Standing]; cond != "" {
		w.And(cond)
	}
	if f.Text != "" {
		w.Finds(f.Text, "a.name", "a.code")
	}
	if f.Own {
		w.And("a.id = ANY(@mine)", "mine", f.Mine)
	}
	if after.ID != 0 {
		w.And("(a.name COLLATE by_name, a.id) > (@after_name, @after_id)", "after_name", after.Name, "after_id",
			int64(after.ID))
	}
	w.Set("most", most)
	w.Set("on", on.Time())
	return db.List[places.AreaLine](ctx, r.DB, "areas", `
		SELECT a.id, a.code, a.name, a.state, COALESCE(h.phase, '') AS phase, COALESCE(h.name, '') AS phase_name,
		       COALESCE(h.position, 0) AS phase_position, h.early_end, h.late_end, COALESCE(o.officers, '') AS officers,
		       COALESCE(t.gate, 0) AS gate, COALESCE(t.id, 0) AS attempt, t.due_on AS gate_due,
		       COALESCE(e.attempt_id, 0) AS executive
		FROM (SELECT a.* FROM areas a `+w.String()+` ORDER BY a.name COLLATE by_name, a.id LIMIT @most) a
		LEFT JOIN LATERAL (`+presentSQL+`) h ON true
		LEFT JOIN attempts t ON t.area_id = a.id AND t.outcome IS NULL
		LEFT JOIN LATERAL (SELECT d.attempt_id FROM executive_matters d WHERE d.area_id = a.id
		                   AND d.state NOT IN ('in force', 'returned')
		                   ORDER BY d.decision_id DESC LIMIT 1) e ON true
		LEFT JOIN LATERAL (
			SELECT string_agg(p.name, ', ' ORDER BY p.name COLLATE by_name, p.id) AS officers
			FROM assignments n
			JOIN people p ON p.id = n.person_id
			WHERE n.area_id = a.id AND n.role = 'clo' AND n.from_on <= @on AND (n.to_on IS NULL OR n.to_on >= @on)
		) o ON true
		ORDER BY a.name COLLATE by_name, a.id`, w.Args)
}

// presentSQL is the phase that goes on in an area (as a), with its name and place and when its cycle plans it to end:
// where it has no weeks, that is its target. An area without a cycle has the names of the newest template and no
// dates: its timeline is not started, so it is not late.
const presentSQL = `
	SELECT h.phase, COALESCE(c.name, m.name, '') AS name, COALESCE(c.position, m.position, 0) AS position,
	       COALESCE(c.early_end, c.target_on) AS early_end, COALESCE(c.late_end, c.target_on) AS late_end
	FROM phases h
	LEFT JOIN cycle_phases c ON c.area_id = h.area_id AND c.cycle = h.cycle AND c.phase = h.phase
	LEFT JOIN template_phases m ON m.version = (SELECT max(version) FROM timeline_templates) AND m.phase = h.phase
	WHERE h.area_id = a.id AND h.closed_on IS NULL
	ORDER BY h.cycle DESC, position
	LIMIT 1`

// standing is what places.AreaLine.Stands says, for areas (as a) on the day.
var standing = map[places.Standing]string{
	places.StandsLate: `a.state IN ('proposed', 'selected', 'active', 'delivering')
		AND EXISTS (SELECT FROM (` + presentSQL + `) h WHERE h.late_end < @on)`,
	places.StandsWithMembers: `EXISTS (SELECT FROM attempts t WHERE t.area_id = a.id AND t.outcome IS NULL)`,
	places.StandsExecutive: `EXISTS (SELECT FROM executive_matters d WHERE d.area_id = a.id
	                                   AND d.state NOT IN ('in force', 'returned'))`,
	places.StandsOverdue: `EXISTS (SELECT FROM attempts t WHERE t.area_id = a.id AND t.outcome IS NULL
	                                   AND t.due_on < @on)`,
}

// AreaNames lists the areas of a scope in which issues can be raised, by name.
func AreaNames(ctx context.Context, r db.Reader, s policy.Scope) ([]places.AreaName, error) {
	var w db.Where
	w.And("a.state NOT IN ('rejected', 'closed')")
	w.InScope("a.id", s)
	return db.List[places.AreaName](ctx, r.DB, "area names", `
		SELECT a.id, a.name FROM areas a `+w.String()+` ORDER BY a.name COLLATE by_name, a.id`, w.Args)
}
