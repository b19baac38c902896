package gatestore

import (
	"context"
	"slices"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/issues"
	"fourgates/internal/partners"
	"fourgates/internal/partners/partnerstore"
	"fourgates/internal/places"
	"fourgates/internal/places/placestore"
	"fourgates/internal/scores"
	"fourgates/internal/syntheses"
	"fourgates/internal/syntheses/synthesisstore"
	"fourgates/internal/timelines"
)

// gateFactsRow is what gates ask of an area that fits in one row.
type gateFactsRow struct {
	places.Area
	Boundary        string
	BoundaryVersion int
	Officers        []string
	Passed          []domain.Gate
	OpenAttempt     bool
	InForce         bool
	NotAsked        []string // requirements
	Sessions        []syntheses.Session
	Validity        []places.ValidityView
	Statements      []partners.Statement
	QuickWins       []issues.QuickWin
	Criteria        []scores.Criterion
	Scores          []scores.Score
	GatePhases      []timelines.GatePhase
}

func (row gateFactsRow) facts(today domain.Date) gates.GateFacts {
	f := gates.GateFacts{Area: row.Area, Cycle: row.Area.Cycle, HasBoundary: row.Boundary != "", Officers: row.Officers,
		OpenAttempt: row.OpenAttempt,
		InForce:     row.InForce, SessionNotAsked: slices.Contains(row.NotAsked, "session"), Sessions: row.Sessions,
		Validity: row.Validity, QuickWins: row.QuickWins, Today: today,
		Phases: row.GatePhases, Passed: map[domain.Gate]bool{}, Statements: map[string]partners.Statement{}}
	f.Draft.ReviewNotAsked = slices.Contains(row.NotAsked, "reviewed")
	for _, g := range row.Passed {
		f.Passed[g] = true
	}
	for _, s := range row.Statements {
		f.Statements[s.About] = s
	}
	return f
}

// gateFactsSQL asks for lists as JSON with the names of the domain's fields: one statement in place of six.
const gateFactsSQL = `
	SELECT a.id, a.code, a.name, a.rationale, a.state, a.version, a.created_by, a.created_at, NULL::json AS overrides,
	       COALESCE(b.boundary, '') AS boundary, COALESCE(b.version, 0) AS boundary_version, c.cycle,
	       (SELECT e.ended_on FROM cycle_ends e WHERE e.area_id = a.id AND e.cycle = c.cycle) AS cycle_ended,
	       ARRAY(SELECT DISTINCT p.name COLLATE by_name
	             FROM assignments s
	             JOIN people p ON p.id = s.person_id
	             WHERE s.area_id = a.id AND s.role = 'clo' AND s.from_on <= @day
	               AND (s.to_on IS NULL OR s.to_on >= @day)
	             ORDER BY 1) AS officers,
	       ARRAY(SELECT t.gate
	             FROM attempts t
	             WHERE t.area_id = a.id AND t.cycle = c.cycle AND t.called_back_at IS NULL
	               AND t.outcome IN ('passed', 'passed with conditions', 'overridden')) AS passed,
	       EXISTS (SELECT FROM attempts t WHERE t.area_id = a.id AND t.outcome IS NULL) AS open_attempt,
	       EXISTS (SELECT
	               FROM plans_in_force d
	               JOIN attempts t ON t.id = d.attempt_id
	               WHERE t.area_id = a.id AND t.cycle = c.cycle) AS in_force,
	       ARRAY(SELECT n.requirement
	             FROM not_asked_of n
	             WHERE n.area_id = a.id AND n.cycle = c.cycle) AS not_asked,
	       ` + synthesisstore.SessionsJSON + ` AS sessions,
	       (SELECT json_agg(json_build_object('Kind', v.kind, 'SaidBy', v.said_by, 'Supports', v.supports,
	                                          'Note', v.note, 'SaidOn', v.said_on,
	                                          'Boundary', COALESCE(v.boundary, 0))
	                        ORDER BY v.id)
	        FROM validity_views v
	        WHERE v.area_id = a.id AND v.cycle = c.cycle) AS validity,
	       (SELECT json_agg(json_build_object('About', s.about, 'Text', s.text))
	        FROM (SELECT DISTINCT ON (about) about, text
	              FROM area_statements
	              WHERE area_id = a.id AND cycle = c.cycle
	              ORDER BY about, id DESC) s) AS statements,
	       (SELECT json_agg(json_build_object('ID', q.id, 'Issue', q.issue_id, 'Title', q.title,
	                                          'Description', q.description, 'WithinDuty', q.within_duty,
	                                          'Deliverer', COALESCE(v.name, o.name, ''),
	                                          'DeliveredBy', q.delivered_by, 'DueOn', COALESCE(q.due_on::text, ''))
	                        ORDER BY q.id)
	        FROM quick_wins q
	        JOIN issues i ON i.id = q.issue_id AND i.visibility <> 'restricted'
	        LEFT JOIN services v ON v.id = q.service_id
	        LEFT JOIN organisations o ON o.id = q.organisation_id
	        WHERE q.area_id = a.id AND q.state = 'agreed' AND q.released_at IS NULL) AS quick_wins,
	       (SELECT json_agg(json_build_object('ID', k.id, 'Weight', k.weight, 'Scale', k.scale) ORDER BY k.id)
	        FROM criteria k
	        WHERE NOT k.retired) AS criteria,
	       (SELECT json_agg(json_build_object('Issue', s.issue_id, 'Criterion', s.criterion_id, 'Person', s.person_id,
	                                          'Score', s.score))
	        FROM scores s
	        JOIN issue_cycles i ON i.issue_id = s.issue_id AND i.cycle = c.cycle
	        WHERE i.area_id = a.id) AS scores,
	       (SELECT json_agg(json_build_object('Gate', p.gate, 'Phase', p.phase, 'Begun', h.phase IS NOT NULL,
	                                          'Open', (SELECT count(*)
	                                                   FROM cycle_activities x
	                                                   WHERE x.area_id = p.area_id AND x.cycle = p.cycle
	                                                     AND x.phase = p.phase AND NOT x.alongside AND NOT x.skipped
	                                                     AND x.done_on IS NULL))
	                        ORDER BY p.gate)
	        FROM cycle_phases p
	        LEFT JOIN phases h ON h.area_id = p.area_id AND h.cycle = p.cycle AND h.phase = p.phase
	        WHERE p.area_id = a.id AND p.cycle = c.cycle AND p.gate IS NOT NULL) AS gate_phases
	FROM areas a
	JOIN present_cycles c ON c.area_id = a.id
	LEFT JOIN LATERAL (SELECT boundary, version FROM area_boundaries WHERE area_id = a.id ORDER BY version DESC
	                   LIMIT 1) b ON true
	WHERE a.id = @area`

// GateFacts loads everything that the gates of an area ask about on the day, with the boundary that a snapshot freezes.
// In a transaction, call LockAreas first. It returns domain.ErrNotFound where there is no such area.
func GateFacts(ctx context.Context, r db.Reader, area domain.AreaID,
	today domain.Date) (f gates.GateFacts, boundary string, version int, err error) {
	row, err := db.One[gateFactsRow](ctx, r.DB, "gate facts", gateFactsSQL, db.Named{"area": int64(area),
		"day": today.Time()})
	if err != nil {
		return f, "", 0, err
	}
	f = row.facts(today)
	if err := gateLists(ctx, r, &f, today); err != nil {
		return f, "", 0, err
	}
	scores.PlaceIssues(f.Issues, row.Criteria, row.Scores)
	return f, row.Boundary, row.BoundaryVersion, nil
}

func gateLists(ctx context.Context, r db.Reader, f *gates.GateFacts, today domain.Date) (err error) {
	area := f.Area.ID
	if f.Members, f.NoMembers, err = placestore.AreaMembersAndNone(ctx, r, area, today); err != nil {
		return err
	}
	if f.ServiceManagers, err = partnerstore.ServiceManagersFor(ctx, r, area, today); err != nil {
		return err
	}
	if f.Network, err = partnerstore.Network(ctx, r, area, today); err != nil {
		return err
	}
	if f.Issues, err = AreaIssues(ctx, r, area, f.Cycle); err != nil {
		return err
	}
	if f.Conditions, err = areaConditions(ctx, r, area); err != nil {
		return err
	}
	for _, c := range f.Conditions {
		if c.State != gates.ConditionMet {
			f.OpenConditions = append(f.OpenConditions, c)
		}
	}
	return nil
}
