package cyclestore

import (
	"context"

	"fourgates/internal/cycles"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/places"
	"fourgates/internal/policy"
	"fourgates/internal/solutions/solutionstore"
)

// Figures counts what an area has in its present cycle: what the reader may see of it, so that each number is that of
// the list it leads to; and lists what is to be done in the phase. The caller has loaded the area within scope.
func Figures(ctx context.Context, r db.Reader, s policy.SolutionScope, area places.Area,
	p domain.Phase) (cycles.Figures, error) {
	inCycle := 0 // every issue of the area, as its list does before the second cycle
	if area.Cycle > 1 && area.CycleEnded.IsZero() {
		inCycle = area.Cycle
	}
	var seen, solved db.Where
	seen.And("i.area_id = @area", "area", int64(area.ID), "cycle", area.Cycle, "in_cycle", inCycle,
		"raised", string(issues.IssueRaised), "priority", []string{string(issues.IssuePrioritised),
			string(issues.IssueInPlan)}, "live", liveWins(), "phase", string(p))
	issuestore.Visible(&seen, s.Issues)
	solved.Args = seen.Args
	solved.And("s.area_id = @area AND s.cycle = @cycle")
	solutionstore.SolutionInScope(&solved, s)
	return db.One[cycles.Figures](ctx, r.DB, "figures of an area", `
		WITH seen AS MATERIALIZED (SELECT i.id, i.state, i.visibility FROM issues i `+seen.String()+`),
		counted AS (
			SELECT count(*) FILTER (WHERE @in_cycle::int = 0 OR n.here)::int AS issues,
			       count(*) FILTER (WHERE i.state = @raised AND (@in_cycle::int = 0 OR n.here))::int AS to_triage,
			       count(*) FILTER (WHERE p.priority)::int AS priorities,
			       count(*) FILTER (WHERE p.priority AND NOT EXISTS (
			           SELECT FROM causes c WHERE c.issue_id = i.id AND c.removed_at IS NULL))::int AS without_cause
			FROM seen i
			CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM issue_cycles n WHERE n.issue_id = i.id AND n.area_id = @area
			                                   AND n.cycle = @cycle) AS here) n
			CROSS JOIN LATERAL (SELECT n.here AND i.visibility <> 'restricted'
			                           AND i.state = ANY(@priority) AS priority) p),
		wins AS (
			SELECT count(*)::int AS quick_wins,
			       count(*) FILTER (WHERE q.state = ANY(@live) AND q.due_on IS NULL)::int AS without_day
			FROM quick_wins q JOIN seen ON seen.id = q.issue_id
			WHERE q.area_id = @area),
		solved AS (
			SELECT count(*)::int AS solutions,
			       count(*) FILTER (WHERE s.state IN ('feasible', 'feasible with changes', 'chosen'))::int AS feasible
			FROM solutions s JOIN issues i ON i.id = s.issue_id `+solved.String()+`)
		SELECT counted.*, wins.*, solved.*,
		       ARRAY(SELECT d.text FROM cycle_activities d
		             WHERE d.area_id = @area AND d.cycle = @cycle AND d.phase = @phase AND d.done_on IS NULL
		               AND NOT d.skipped AND NOT d.alongside
		             ORDER BY d.position, d.id) AS to_do
		FROM counted, wins, solved`, solved.Args)
}

func liveWins() []string {
	var live []string
	for _, s := range issues.QuickWinStates() {
		if s.Live() {
			live = append(live, string(s))
		}
	}
	return live
}
