package store

import (
	"context"

	"fourgates/internal/domain"
)

// areaFactsRow is an area with what gates ask of it, in one row.
type areaFactsRow struct {
	ID             domain.AreaID
	Code           string
	Name           string
	Rationale      string
	State          domain.AreaState
	Version        int
	Boundary       string
	BoundaryNo     int
	Cycle          int
	Officers       []string
	PassedGates    []int
	OpenAttempt    bool
	InForce        bool
	ValidityKinds  []string
	ValiditySaidBy []string
	ValiditySays   []string
	ValidityNotes  []string
	ValidityOn     []string
	StatedAbout    []string
	StatedText     []string
	QuickWins      []domain.QuickWin
	Criteria       []domain.Criterion
	Scores         []domain.Score
}

// GateFacts loads everything that the gates of an area ask about on the day, with the boundary that a snapshot freezes.
// In a transaction, call LockAreas first. It returns domain.ErrNotFound where there is no such area.
func (r Reader) GateFacts(ctx context.Context, area domain.AreaID, today domain.Date) (f domain.GateFacts, boundary string, version int, err error) {
	row, err := one[areaFactsRow](ctx, r.db, "gate facts", `
		SELECT a.id, a.code, a.name, a.rationale, a.state, a.version, COALESCE(b.boundary, '') AS boundary, COALESCE(b.version, 0) AS boundary_no,
		       c.cycle,
		       ARRAY(SELECT DISTINCT p.name FROM assignments s JOIN people p ON p.id = s.person_id
		             WHERE s.area_id = a.id AND s.role = 'clo' AND s.from_on <= @day AND (s.to_on IS NULL OR s.to_on >= @day)
		             ORDER BY 1) AS officers,
		       ARRAY(SELECT gate FROM attempts WHERE area_id = a.id AND cycle = c.cycle AND outcome IN ('passed', 'passed with conditions', 'overridden') AND called_back_at IS NULL) AS passed_gates,
		       EXISTS (SELECT FROM attempts WHERE area_id = a.id AND outcome IS NULL) AS open_attempt,
		       EXISTS (SELECT FROM executive_decisions d JOIN attempts t ON t.id = d.attempt_id
		               WHERE d.area_id = a.id AND t.cycle = c.cycle AND d.state = 'in force') AS in_force,
		       ARRAY(SELECT kind FROM validity_views WHERE area_id = a.id ORDER BY id) AS validity_kinds,
		       ARRAY(SELECT said_by FROM validity_views WHERE area_id = a.id ORDER BY id) AS validity_said_by,
		       ARRAY(SELECT supports FROM validity_views WHERE area_id = a.id ORDER BY id) AS validity_says,
		       ARRAY(SELECT note FROM validity_views WHERE area_id = a.id ORDER BY id) AS validity_notes,
		       ARRAY(SELECT said_on::text FROM validity_views WHERE area_id = a.id ORDER BY id) AS validity_on,
		       ARRAY(SELECT DISTINCT ON (about) about FROM area_statements WHERE area_id = a.id ORDER BY about, id DESC) AS stated_about,
		       ARRAY(SELECT t.text FROM (SELECT DISTINCT ON (about) about, text FROM area_statements WHERE area_id = a.id
		             ORDER BY about, id DESC) t ORDER BY t.about) AS stated_text,
		       (SELECT json_agg(json_build_object('ID', q.id, 'Issue', q.issue_id, 'Title', q.title, 'Deliverer', COALESCE(v.name, o.name, ''),
		               'DeliveredBy', q.delivered_by, 'DueOn', COALESCE(q.due_on::text, '')) ORDER BY q.id)
		        FROM quick_wins q
		        JOIN issues i ON i.id = q.issue_id AND i.visibility <> 'restricted'
		        LEFT JOIN services v ON v.id = q.service_id
		        LEFT JOIN organisations o ON o.id = q.organisation_id
		        WHERE q.area_id = a.id AND q.state = 'agreed' AND q.released_at IS NULL) AS quick_wins,
		       (SELECT json_agg(json_build_object('ID', k.id, 'Weight', k.weight, 'Scale', k.scale) ORDER BY k.id) FROM criteria k WHERE NOT k.retired) AS criteria,
		       (SELECT json_agg(json_build_object('Issue', s.issue_id, 'Criterion', s.criterion_id, 'Person', s.person_id, 'Score', s.score))
		        FROM scores s
		        JOIN issues i ON i.id = s.issue_id
		        WHERE i.area_id = a.id) AS scores
		FROM areas a
		JOIN present_cycles c ON c.area_id = a.id
		LEFT JOIN LATERAL (SELECT boundary, version FROM area_boundaries WHERE area_id = a.id ORDER BY version DESC LIMIT 1) b ON true
		WHERE a.id = @area`, named{"area": int64(area), "day": today.Time()})
	if err != nil {
		return f, "", 0, err
	}
	f.Area = domain.Area{ID: row.ID, Code: row.Code, Name: row.Name, Rationale: row.Rationale, State: row.State, Version: row.Version}
	f.Cycle, f.HasBoundary, f.Officers, f.OpenAttempt = row.Cycle, row.Boundary != "", row.Officers, row.OpenAttempt
	f.InForce, f.Today = row.InForce, today
	f.Passed = map[domain.Gate]bool{}
	for _, g := range row.PassedGates {
		f.Passed[domain.Gate(g)] = true
	}
	for i, kind := range row.ValidityKinds {
		on, err := domain.ParseDate(row.ValidityOn[i])
		if err != nil {
			return f, "", 0, err
		}
		f.Validity = append(f.Validity, domain.ValidityView{Kind: kind, SaidBy: row.ValiditySaidBy[i], Supports: row.ValiditySays[i],
			Note: row.ValidityNotes[i], SaidOn: on})
	}
	f.Statements = map[string]domain.Statement{}
	for i, about := range row.StatedAbout {
		f.Statements[about] = domain.Statement{About: about, Text: row.StatedText[i]}
	}
	if err := r.gateLists(ctx, &f, today); err != nil {
		return f, "", 0, err
	}
	f.QuickWins = row.QuickWins
	domain.PlaceIssues(f.Issues, row.Criteria, row.Scores)
	return f, row.Boundary, row.BoundaryNo, nil
}

func (r Reader) gateLists(ctx context.Context, f *domain.GateFacts, today domain.Date) (err error) {
	area := f.Area.ID
	if f.Members, err = r.AreaMembers(ctx, area, today); err != nil {
		return err
	}
	if f.ServiceManagers, err = r.ServiceManagersFor(ctx, area, today); err != nil {
		return err
	}
	if f.Network, err = r.Network(ctx, area, today); err != nil {
		return err
	}
	if f.Issues, err = r.AreaIssues(ctx, area); err != nil {
		return err
	}
	f.OpenConditions, err = r.openConditionsOf(ctx, area)
	return err
}

func (r Reader) openConditionsOf(ctx context.Context, area domain.AreaID) ([]domain.Condition, error) {
	var w where
	w.and("c.discharged_at IS NULL AND t.outcome IN ('passed', 'passed with conditions', 'overridden') AND t.called_back_at IS NULL")
	w.and("t.area_id = @area", "area", int64(area))
	return r.conditions(ctx, "area's open conditions", w, "c.due_on, c.id")
}
