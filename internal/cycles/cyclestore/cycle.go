// Package cyclestore keeps how areas' cycles end and what is carried over in Postgres.
package cyclestore

import (
	"context"
	"slices"
	"time"

	"fourgates/internal/asks"
	"fourgates/internal/cycles"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/places"
	"fourgates/internal/plans"
)

// standingSQL asks for the open issues as JSON with the names of the domain's fields: one statement in place of two.
const standingSQL = `
	SELECT (SELECT min(h.opened_on) FROM phases h WHERE h.area_id = a.id AND h.cycle = y.cycle) AS began,
	       GREATEST((SELECT max(GREATEST(h.opened_on, h.closed_on)) FROM phases h
	                 WHERE h.area_id = a.id AND h.cycle = y.cycle),
	                (SELECT (max(t.outcome_at) AT TIME ZONE 'Europe/London')::date FROM attempts t
	                 WHERE t.area_id = a.id AND t.cycle = y.cycle),
	                (SELECT (max(d.in_force_at) AT TIME ZONE 'Europe/London')::date FROM executive_decisions d
	                 JOIN executive_matters m ON m.decision_id = d.id
	                 JOIN attempts t ON t.id = m.attempt_id
	                 WHERE t.area_id = a.id AND t.cycle = y.cycle)) AS newest,
	       COALESCE((SELECT p.name FROM cycle_ends e JOIN people p ON p.id = e.ended_by
	                 WHERE e.area_id = a.id AND e.cycle = y.cycle), '') AS ended_by,
	       COALESCE(o.gate, 0) AS open_gate, COALESCE(o.id, 0) AS attempt,
	       COALESCE((SELECT p.state FROM plans p WHERE p.area_id = a.id AND p.cycle = y.cycle), '') AS plan,
	       COALESCE((SELECT m.state FROM executive_matters m JOIN attempts t ON t.id = m.attempt_id
	                 WHERE t.area_id = a.id AND t.cycle = y.cycle AND m.state NOT IN ('in force', 'returned')
	                 ORDER BY m.decision_id LIMIT 1), '') AS decision,
	       (SELECT max(o.closes_on) FROM online_rounds o
	        WHERE o.area_id = a.id AND o.cycle = y.cycle AND o.cancelled_at IS NULL AND o.round_id IS NULL
	          AND o.closes_on >= @today) AS online,
	       (SELECT count(*)::int FROM quick_wins q
	        WHERE q.area_id = a.id AND q.state IN ('proposed', 'agreed', 'in progress', 'done')) AS quick_wins,
	       k.asks, k.asks_end,
	       COALESCE((SELECT json_agg(json_build_object('ID', i.id, 'Title', i.title, 'State', i.state,
	                                                   'Restricted', i.visibility = 'restricted')
	                                 ORDER BY i.raised_at, i.id)
	                 FROM issue_cycles n JOIN issues i ON i.id = n.issue_id
	                 WHERE n.area_id = a.id AND n.cycle = y.cycle AND COALESCE(n.went, 'carried over') = 'carried over'
	                   AND i.state <> ALL(@over)), '[]'::json) AS open,
	       (SELECT count(*)::int FROM issue_cycles n JOIN issues i ON i.id = n.issue_id
	        WHERE n.area_id = a.id AND n.cycle = y.cycle AND i.state = ANY(@over)) AS over,
	       (SELECT count(*)::int FROM issue_cycles n WHERE n.area_id = a.id AND n.cycle > y.cycle) AS waiting
	FROM areas a
	JOIN present_cycles y ON y.area_id = a.id
	LEFT JOIN attempts o ON o.area_id = a.id AND o.outcome IS NULL
	CROSS JOIN LATERAL (
	    SELECT count(*) FILTER (WHERE k.kind <> ALL(@of_cycle))::int AS asks,
	           count(*) FILTER (WHERE k.kind = ANY(@of_cycle))::int AS asks_end
	    FROM asks k
	    LEFT JOIN feasibility_views v ON v.id = k.view_id
	    LEFT JOIN solutions s ON s.id = v.solution_id
	    LEFT JOIN quick_wins q ON q.id = k.quick_win_id
	    LEFT JOIN reviews r ON r.id = k.review_id
	    LEFT JOIN issues i ON i.id = COALESCE(k.issue_id, s.issue_id, q.issue_id, r.issue_id)
	    WHERE COALESCE(k.area_id, i.area_id) = a.id AND k.answered_at IS NULL AND k.withdrawn_at IS NULL) k
	WHERE a.id = @area`

type standingRow struct {
	Began, Newest domain.Date
	EndedBy       string
	OpenGate      domain.Gate
	Attempt       domain.AttemptID
	Plan          plans.PlanState
	Decision      string
	Online        domain.Date
	QuickWins     int
	Asks          int
	AsksEnd       int
	Open          []cycles.OpenIssue
	Over          int
	Waiting       int
}

func overStates() []string {
	var over []string
	for _, s := range issues.IssueStates() {
		if s.Over() {
			over = append(over, string(s))
		}
	}
	return over
}

// Standing loads where the present cycle of an area stands on the day. The caller has loaded the area within scope, and
// in a transaction locked it first.
func Standing(ctx context.Context, r db.Reader, area places.Area, today domain.Date) (cycles.Standing, error) {
	row, err := db.One[standingRow](ctx, r.DB, "cycle's standing", standingSQL,
		db.Named{"area": int64(area.ID), "over": overStates(), "today": today.Time(),
			"of_cycle": asks.OfCycle()})
	return cycles.Standing{Area: area, Began: row.Began, Newest: row.Newest, EndedBy: row.EndedBy,
		OpenGate: row.OpenGate, Attempt: row.Attempt, Plan: row.Plan, Decision: row.Decision, Online: row.Online,
		QuickWins: row.QuickWins,
		Asks:      row.Asks, AsksEnd: row.AsksEnd, Open: row.Open, Over: row.Over, Waiting: row.Waiting}, err
}

// End ends the present cycle of an area: its open phase ends, each of its issues gets its place, and a plan that was
// still drafted is closed. It returns domain.ErrConflict where the cycle has ended.
func End(ctx context.Context, w db.Writer, area domain.AreaID, cycle int, e cycles.End, by domain.PersonID,
	at time.Time) error {
	if err := w.Change(ctx, "end cycle", `
		INSERT INTO cycle_ends (area_id, cycle, ended_on, how, reason, ended_by, ended_at)
		VALUES (@area, @cycle, @on, @how, @reason, @by, @at)
		ON CONFLICT DO NOTHING`,
		db.Named{"area": int64(area), "cycle": cycle, "on": e.On.Time(), "how": string(e.How), "reason": e.Reason,
			"by": int64(by), "at": at}); err != nil {
		return err
	}
	if err := w.Exec(ctx, "end phases", `
		UPDATE phases SET closed_on = @on WHERE area_id = @area AND cycle = @cycle AND closed_on IS NULL`,
		db.Named{"area": int64(area), "cycle": cycle, "on": e.On.Time()}); err != nil {
		return err
	}
	if err := w.Exec(ctx, "close plan", `
		UPDATE plans SET state = 'closed', state_reason = @reason
		WHERE area_id = @area AND cycle = @cycle AND state = 'drafting'`,
		db.Named{"area": int64(area), "cycle": cycle, "reason": e.Reason}); err != nil {
		return err
	}
	var left []int64
	var why []string
	for id, reason := range e.LeftOut {
		left, why = append(left, int64(id)), append(why, reason)
	}
	return w.Exec(ctx, "place issues", `
		UPDATE issue_cycles n
		SET went = CASE WHEN i.state = ANY(@over) THEN 'closed' WHEN l.id IS NOT NULL THEN 'left out'
		           ELSE 'carried over' END,
		    reason = CASE WHEN i.state = ANY(@over) THEN '' ELSE COALESCE(l.why, '') END
		FROM issues i
		LEFT JOIN unnest(@left::bigint[], @why::text[]) AS l (id, why) ON l.id = i.id
		WHERE i.id = n.issue_id AND n.area_id = @area AND n.cycle = @cycle`,
		db.Named{"area": int64(area), "cycle": cycle, "over": overStates(), "left": left, "why": why})
}

// Carry brings what is still open of a cycle that has ended into the next: what was put right in between is closed with
// the one that ended.
func Carry(ctx context.Context, w db.Writer, area domain.AreaID, from int) error {
	if err := w.Exec(ctx, "close what is over", `
		UPDATE issue_cycles n SET went = 'closed'
		FROM issues i
		WHERE i.id = n.issue_id AND n.area_id = @area AND n.cycle = @cycle AND n.went = 'carried over'
		  AND i.state = ANY(@over)`,
		db.Named{"area": int64(area), "cycle": from, "over": overStates()}); err != nil {
		return err
	}
	return w.Exec(ctx, "carry issues", `
		INSERT INTO issue_cycles (issue_id, cycle, area_id, came)
		SELECT issue_id, @cycle::int + 1, area_id, 'carried over'
		FROM issue_cycles
		WHERE area_id = @area AND cycle = @cycle AND went = 'carried over'
		ON CONFLICT (issue_id, cycle) DO UPDATE SET came = 'carried over'`,
		db.Named{"area": int64(area), "cycle": from})
}

// List lists the cycles of an area, the newest first. The caller has loaded the area within scope.
func List(ctx context.Context, r db.Reader, area domain.AreaID) ([]cycles.Cycle, error) {
	list, err := db.List[cycles.Cycle](ctx, r.DB, "cycles", `
		SELECT c.number, (SELECT min(h.opened_on) FROM phases h WHERE h.area_id = @area AND h.cycle = c.number) AS began,
		       e.ended_on, COALESCE(e.how, '') AS how, COALESCE(e.reason, '') AS reason,
		       COALESCE(b.name, '') AS ended_by, COALESCE(p.id, 0) AS plan, COALESCE(p.state, '') AS state,
		       ARRAY(SELECT t.gate FROM attempts t
		             WHERE t.area_id = @area AND t.cycle = c.number AND t.called_back_at IS NULL
		               AND t.outcome IN ('passed', 'passed with conditions', 'overridden')
		             ORDER BY t.gate) AS gates,
		       n.new, n.again, n.brought, n.carried_over, n.left_out, n.closed
		FROM (SELECT generate_series(1, y.cycle) AS number FROM present_cycles y WHERE y.area_id = @area) c
		LEFT JOIN cycle_ends e ON e.area_id = @area AND e.cycle = c.number
		LEFT JOIN people b ON b.id = e.ended_by
		LEFT JOIN plans p ON p.area_id = @area AND p.cycle = c.number
		CROSS JOIN LATERAL (
		    SELECT count(*) FILTER (WHERE came = 'new')::int AS new,
		           count(*) FILTER (WHERE came = 'taken up again')::int AS again,
		           count(*) FILTER (WHERE came = 'carried over')::int AS brought,
		           count(*) FILTER (WHERE went = 'carried over')::int AS carried_over,
		           count(*) FILTER (WHERE went = 'left out')::int AS left_out,
		           count(*) FILTER (WHERE went = 'closed')::int AS closed
		    FROM issue_cycles
		    WHERE area_id = @area AND cycle = c.number) n
		ORDER BY c.number`, db.Named{"area": int64(area)})
	slices.Reverse(list)
	return list, err
}
