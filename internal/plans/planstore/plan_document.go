package planstore

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/plans"
	"fourgates/internal/policy"
)

// PlanDocument composes the plan of an area's cycle from the records (E7), in one round trip. It returns
// domain.ErrNotFound where there is no plan or the area is outside scope.
func PlanDocument(ctx context.Context, r db.Reader, scope policy.Scope, area domain.AreaID,
	cycle int) (plans.PlanDocument, error) {
	if !scope.Has(area) {
		return plans.PlanDocument{}, fmt.Errorf("plan document: %w", domain.ErrNotFound)
	}
	args := db.Named{"area": int64(area), "cycle": cycle}
	var heads []planHead
	var said []saidRow
	var priorities []priorityRow
	var solutions []plans.PlanSolution
	var actions []plans.PlanAction
	var bids []plans.PlanBid
	err := r.Ask(ctx,
		db.Asking(&heads, "plan head", planHeadSQL, args),
		db.Asking(&said, "what people said", saidSQL, args),
		db.Asking(&priorities, "plan priorities", prioritiesSQL, args),
		askJSON(&solutions, "plan solutions", planSolutionsSQL, args),
		askJSON(&actions, "plan actions", planActionsSQL, args),
		askJSON(&bids, "plan bids", planBidsSQL, args))
	if err != nil {
		return plans.PlanDocument{}, err
	}
	if len(heads) == 0 {
		return plans.PlanDocument{}, fmt.Errorf("plan document: %w", domain.ErrNotFound)
	}
	d := heads[0].document()
	d.Said = said[0].said()
	d.Actions, d.Bids = actions, bids
	d.Priorities, d.RestrictedPriorities = ranked(priorities)
	d.Solutions, d.Unsettled = settled(solutions)
	return d, nil
}

// askJSON is a question each of whose rows is one column of JSON, with the names of T's tags.
func askJSON[T any](to *[]T, what, sql string, args db.Named) db.Question {
	return db.AskingBy(to, pgx.RowTo[T], what, sql, args)
}

type planHead struct {
	Code       string
	Name       string
	Rationale  string
	AreaID     domain.AreaID
	Cycle      int
	ID         domain.PlanID
	Title      string
	NoBids     string
	Profile    plans.PlanProfile
	Round      *plans.PlanRound
	Sections   []plans.PlanSection
	Links      []plans.PlanLink
	Signatures []plans.PlanSignature
}

func (h planHead) document() plans.PlanDocument {
	return plans.PlanDocument{Format: 1, Area: h.AreaID, AreaCode: h.Code, AreaName: h.Name, About: h.Rationale,
		Cycle: h.Cycle, Plan: h.ID, Title: h.Title, NoBids: h.NoBids, Profile: h.Profile, Round: h.Round,
		Sections: h.Sections, Links: h.Links, Signatures: h.Signatures}
}

const planHeadSQL = `
	SELECT a.code, a.name, a.rationale, a.id AS area_id, p.cycle, p.id, p.title,
	       COALESCE((SELECT text FROM area_statements WHERE area_id = a.id AND about = 'no bids' ORDER BY id DESC
	                 LIMIT 1), '') AS no_bids,
	       json_build_object(
	           'seats', (SELECT count(*) FROM area_seats s JOIN seats e ON e.id = s.seat_id
	                     JOIN authorities u ON u.id = e.authority_id
	                     WHERE s.area_id = a.id AND u.tier <> 'parish'),
	           'network', (SELECT count(DISTINCT contact_id) FROM network_entries WHERE area_id = a.id
	                       AND removed_at IS NULL),
	           'patch_workers', (SELECT count(*) FROM network_entries WHERE area_id = a.id AND removed_at IS NULL
	                             AND kind = 'patch worker'),
	           'source', COALESCE(f.source, ''),
	           'groups', COALESCE((SELECT json_agg(json_build_object('name', g.name, 'people', g.people)
	                                               ORDER BY g.people DESC, g.name)
	                               FROM profile_groups g WHERE g.profile_id = f.id), '[]'::json)) AS profile,
	       (SELECT json_build_object('method', r.method, 'held_on', r.held_on, 'place', r.place,
	                                 'taking_part', r.taking_part,
	                                 'confirmed_on', (r.confirmed_at AT TIME ZONE 'Europe/London')::date)
	        FROM newest_rounds n
	        JOIN priority_rounds r ON r.id = n.round_id
	        WHERE n.area_id = a.id AND n.cycle = p.cycle) AS round,
	       COALESCE((SELECT json_agg(json_build_object('key', s.key, 'title', s.title, 'body', s.body)
	                                 ORDER BY s.position,
	                                 s.key)
	                 FROM plan_sections s WHERE s.plan_id = p.id), '[]'::json) AS sections,
	       COALESCE((SELECT json_agg(json_build_object('id', l.id, 'kind', l.kind, 'title', l.title,
	                                                   'reference', l.reference, 'link', l.link,
	                                                   'issue', COALESCE(l.issue_id, 0)) ORDER BY l.id)
	                 FROM plan_links l WHERE l.plan_id = p.id), '[]'::json) AS links,
	       COALESCE((SELECT json_agg(json_build_object('gate', t.gate, 'attempt', t.number, 'outcome', t.outcome,
	                                                   'on', (t.outcome_at AT TIME ZONE 'Europe/London')::date,
	                                                   'digest', encode(t.digest, 'hex'), 'signed', ` + signersSQL + `)
	                                 ORDER BY t.gate, t.number)
	                 FROM attempts t
	                 WHERE t.area_id = a.id AND t.cycle = p.cycle AND t.called_back_at IS NULL
	                   AND t.outcome IN ('passed', 'passed with conditions', 'overridden')), '[]'::json) AS signatures
	FROM plans p
	JOIN areas a ON a.id = p.area_id
	LEFT JOIN LATERAL (SELECT id, source FROM area_profiles WHERE area_id = a.id ORDER BY id DESC LIMIT 1) f ON true
	WHERE p.area_id = @area AND p.cycle = @cycle`

type saidRow struct {
	Sources []plans.PlanCount
	Themes  []plans.PlanCount
	Quotes  []plans.PlanQuote
}

func (r saidRow) said() plans.PlanSaid {
	counts := map[string]int{}
	s := plans.PlanSaid{Themes: r.Themes, Quotes: r.Quotes}
	for _, c := range r.Sources {
		counts[c.Name] = c.Count
		s.Issues += c.Count
	}
	for _, source := range domain.Sources() {
		s.Sources = append(s.Sources, plans.PlanCount{Name: string(source), Count: counts[string(source)]})
	}
	return s
}

// saidSQL counts the issues as they were raised; a member of a synthesis without a theme has the synthesis's.
const saidSQL = `
	WITH raised AS MATERIALIZED (
	    SELECT i.id, i.source, i.visibility, COALESCE(t.name, wt.name, '') AS theme
	    FROM issues i
	    LEFT JOIN themes t ON t.id = i.theme_id
	    LEFT JOIN syntheses s ON s.issue_id = i.id
	    LEFT JOIN issues whole ON whole.id = s.synthesis_id
	    LEFT JOIN themes wt ON wt.id = whole.theme_id
	    WHERE i.area_id = @area AND NOT i.is_synthesis)
	SELECT COALESCE((SELECT json_agg(json_build_object('name', c.source, 'count', c.n) ORDER BY c.source)
	                 FROM (SELECT source, count(*) AS n FROM raised GROUP BY source) c), '[]'::json) AS sources,
	       COALESCE((SELECT json_agg(json_build_object('name', c.theme, 'count', c.n) ORDER BY c.theme = '', c.n DESC,
	                                 c.theme)
	                 FROM (SELECT theme, count(*) AS n FROM raised GROUP BY theme) c), '[]'::json) AS themes,
	       COALESCE((SELECT json_agg(json_build_object('text', q.text, 'source', q.source, 'on', q.on_date)
	                                 ORDER BY q.strength DESC, q.on_date DESC, q.id)
	                 FROM (SELECT e.id, e.text, e.source, e.on_date, e.strength
	                       FROM evidence e
	                       WHERE e.area_id = @area AND e.kind = 'quote'
	                         AND EXISTS (SELECT FROM issue_evidence b JOIN issues i ON i.id = b.issue_id
	                                     WHERE b.evidence_id = e.id AND i.visibility = 'public')
	                         AND NOT EXISTS (SELECT FROM issue_evidence b JOIN issues i ON i.id = b.issue_id
	                                         WHERE b.evidence_id = e.id AND i.visibility = 'restricted')
	                       ORDER BY e.strength DESC, e.on_date DESC, e.id
	                       LIMIT 40) q), '[]'::json) AS quotes
	WHERE @cycle > 0`

type priorityRow struct {
	Restricted bool
	plans.PlanPriority
}

// ranked leaves out the restricted priorities, which keep their rank to themselves, and counts them.
func ranked(rows []priorityRow) (list []plans.PlanPriority, restricted int) {
	list = []plans.PlanPriority{}
	for _, row := range rows {
		if row.Restricted {
			restricted++
			continue
		}
		row.Causes = plans.OrderCauses(row.Causes)
		list = append(list, row.PlanPriority)
	}
	return list, restricted
}

// prioritiesSQL ranks the priorities by their votes; equal votes share a rank.
const prioritiesSQL = `
	SELECT rank() OVER (ORDER BY y.votes DESC) AS rank, i.id AS issue, i.visibility = 'restricted' AS restricted,
	       i.title, COALESCE(t.name, '') AS theme, i.tier, i.state, i.state_reason AS reason, y.votes,
	       ARRAY(SELECT m.issue_id FROM syntheses m WHERE m.synthesis_id = i.id ORDER BY m.issue_id) AS members,
	       COALESCE((SELECT json_agg(json_build_object('id', c.id, 'parent', COALESCE(c.parent_id, 0), 'text', c.text,
	                                                   'taken_part', c.taken_part)
	                                 ORDER BY c.position, c.id)
	                 FROM causes c WHERE c.issue_id = i.id AND c.removed_at IS NULL), '[]'::json) AS causes
	FROM newest_rounds r
	JOIN priority_tallies y ON y.round_id = r.round_id AND y.priority
	JOIN issues i ON i.id = y.issue_id
	LEFT JOIN themes t ON t.id = i.theme_id
	WHERE r.area_id = @area AND r.cycle = @cycle
	ORDER BY y.votes DESC, i.id`

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
	                         'title', s.title,
	           'description', s.description, 'delivered_by', s.delivered_by, 'resources', s.resources,
	           'cost', s.cost_pence, 'cost_avoided', s.cost_avoided_pence, 'state', s.state,
	           'reason', CASE s.state WHEN 'not feasible' THEN s.conclusion ELSE s.reason END,
	           'views', COALESCE((SELECT json_agg(json_build_object('asked_of', v.asked_of, 'verdict', v.verdict,
	                                                       'cost', v.cost_pence, 'reason', v.reason,
	                                                       'name', COALESCE(e.name || ', ' || u.name, o.name,
	                                                                        m.name, v.said_by))
	                                              ORDER BY v.finished_at, v.id)
	                              FROM feasibility_views v
	                              JOIN view_standings st ON st.view_id = v.id
	                              LEFT JOIN services e ON e.id = v.service_id
	                              LEFT JOIN authorities u ON u.id = e.authority_id
	                              LEFT JOIN organisations o ON o.id = v.organisation_id
	                              LEFT JOIN people m ON m.id = v.member_id
	                              WHERE v.solution_id = s.id AND v.finished_at IS NOT NULL AND NOT st.replaced),
	                              '[]'::json)) AS object
	FROM solutions s
	JOIN issues i ON i.id = s.issue_id
	WHERE s.area_id = @area AND s.cycle = @cycle AND i.visibility <> 'restricted'
	ORDER BY array_position(ARRAY['chosen', 'not chosen', 'not feasible'], s.state), s.id`

const planActionsSQL = `
	SELECT json_build_object('id', c.id, 'solution', COALESCE(s.id, 0), 'solution_title', COALESCE(s.title, ''),
	                         'issue', COALESCE(i.id, 0),
	           'issue_title', COALESCE(i.title, ''), 'title', c.title, 'description', c.description,
	           'lead', COALESCE(e.name || ', ' || u.name, o.name, ''), 'supporters', c.supporters, 'due_on', c.due_on,
	           'cost', c.cost_pence, 'state', c.state) AS object
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
