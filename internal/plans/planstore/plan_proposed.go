package planstore

import "fourgates/internal/plans"

// settled keeps the solutions that the plan tells and counts the rest.
func settled(all []plans.PlanSolution) (told []plans.PlanSolution, unsettled int) {
	told = []plans.PlanSolution{}
	for _, s := range all {
		switch s.State {
		case plans.PlanChosen, plans.PlanNotChosen, plans.PlanNotFeasible:
			told = append(told, s)
		default:
			unsettled++
		}
	}
	return told, unsettled
}

const planSolutionsSQL = `
	SELECT json_build_object('id', s.id, 'issue', s.issue_id, 'issue_title', i.title, 'cause', COALESCE(s.cause_id, 0),
	                         'title', s.title, 'cause_text', COALESCE(ca.text, ''),
	           'description', s.description, 'delivered_by', s.delivered_by, 'resources', s.resources,
	           'deliverers', concat_ws('; ', sv.name || ', ' || au.name, og.name, NULLIF(s.others, '')),
	           'verdict', s.verdict, 'conclusion', s.conclusion,
	           'proposed_by', pb.name, 'proposed_for', s.proposed_for,
	           'proposed_on', (s.proposed_at AT TIME ZONE 'Europe/London')::date,
	           'cost', s.cost_pence, 'cost_avoided', s.cost_avoided_pence, 'state', s.state,
	           'reason', CASE s.state WHEN 'not feasible' THEN s.conclusion ELSE s.reason END,
	           'views', COALESCE((SELECT json_agg(json_build_object('asked_of', v.asked_of, 'verdict', v.verdict,
	                                                       'cost', v.cost_pence, 'reason', v.reason,
	                                                       'question', v.question, 'said_by', v.said_by,
	                                                       'answered_by', COALESCE(nb.name, ''), 'finished_on',
	                                                       (v.finished_at AT TIME ZONE 'Europe/London')::date,
	                                                       'name', COALESCE(e.name || ', ' || u.name, o.name,
	                                                                        m.name, v.said_by))
	                                              ORDER BY v.finished_at, v.id)
	                              FROM feasibility_views v
	                              JOIN view_standings st ON st.view_id = v.id
	                              LEFT JOIN services e ON e.id = v.service_id
	                              LEFT JOIN authorities u ON u.id = e.authority_id
	                              LEFT JOIN organisations o ON o.id = v.organisation_id
	                              LEFT JOIN people m ON m.id = v.member_id
	                              LEFT JOIN people nb ON nb.id = v.answered_by
	                              WHERE v.solution_id = s.id AND v.finished_at IS NOT NULL AND NOT st.replaced),
	                              '[]'::json)) AS object
	FROM solutions s
	JOIN issues i ON i.id = s.issue_id
	JOIN people pb ON pb.id = s.proposed_by
	LEFT JOIN causes ca ON ca.id = s.cause_id
	LEFT JOIN services sv ON sv.id = s.service_id
	LEFT JOIN authorities au ON au.id = sv.authority_id
	LEFT JOIN organisations og ON og.id = s.organisation_id
	WHERE s.area_id = @area AND s.cycle = @cycle AND i.visibility <> 'restricted'
	ORDER BY array_position(ARRAY['chosen', 'not chosen', 'not feasible'], s.state), s.id`

// actionProposedSQL is an action c as it was proposed, where the Executive agreed it otherwise.
const actionProposedSQL = `CASE WHEN c.amended_by IS NOT NULL THEN json_build_object('title', c.proposed_title,
	                                         'due_on', c.proposed_due_on, 'cost', c.proposed_cost_pence) END`

const planActionsSQL = `
	SELECT json_build_object('id', c.id, 'solution', COALESCE(s.id, 0), 'solution_title', COALESCE(s.title, ''),
	                         'issue', COALESCE(i.id, 0),
	           'issue_title', COALESCE(i.title, ''), 'title', c.title, 'description', c.description,
	           'lead', COALESCE(e.name || ', ' || u.name, o.name, ''), 'supporters', c.supporters, 'due_on', c.due_on,
	           'cost', c.cost_pence, 'state', c.state, 'proposed', ` + actionProposedSQL + `) AS object
	FROM actions c
	JOIN plans p ON p.id = c.plan_id
	LEFT JOIN solutions s ON s.id = c.solution_id
	LEFT JOIN issues i ON i.id = COALESCE(s.issue_id, c.issue_id)
	LEFT JOIN services e ON e.id = c.lead_service_id
	LEFT JOIN authorities u ON u.id = e.authority_id
	LEFT JOIN organisations o ON o.id = c.lead_organisation_id
	WHERE p.area_id = @area AND p.cycle = @cycle AND c.removed_at IS NULL AND i.visibility IS DISTINCT FROM 'restricted'
	ORDER BY c.position, c.id`

const planBidsSQL = `
	SELECT json_build_object('id', b.id, 'title', b.title, 'funder', b.funder, 'amount', b.amount_pence,
	                         'match', b.match_pence,
	           'deadline', b.deadline, 'state', b.state, 'reason', b.reason,
	           'approved', b.approved_pence, 'won', b.won_pence,
	           'not_agreed', COALESCE((SELECT CASE n.outcome WHEN 'not agreed' THEN n.reason END FROM executive_items n
	                                   JOIN executive_decisions d ON d.id = n.decision_id AND d.state = 'in force'
	                                   WHERE n.bid_id = b.id ORDER BY d.id DESC LIMIT 1), ''),
	           'restricted_solutions', (SELECT count(*) FROM bid_solutions n
	                                    JOIN solutions x ON x.id = n.solution_id
	                                    JOIN issues i ON i.id = x.issue_id AND i.visibility = 'restricted'
	                                    WHERE n.bid_id = b.id),
	           'solutions', COALESCE(json_agg(s.id ORDER BY s.id) FILTER (WHERE s.id IS NOT NULL), '[]'::json),
	           'funds', COALESCE(json_agg(s.title ORDER BY s.id) FILTER (WHERE s.id IS NOT NULL), '[]'::json)) AS object
	FROM bids b
	LEFT JOIN (SELECT n.bid_id, x.id, x.title
	           FROM bid_solutions n
	           JOIN solutions x ON x.id = n.solution_id
	           JOIN issues i ON i.id = x.issue_id AND i.visibility <> 'restricted') s ON s.bid_id = b.id
	WHERE b.area_id = @area AND b.cycle = @cycle
	GROUP BY b.id
	ORDER BY b.deadline, b.id`
