package planstore

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issuestore"
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
	Issues     []issues.WholeIssue
	Sections   []plans.PlanSection
	Links      []plans.PlanLink
	Signatures []plans.PlanSignature
}

func (h planHead) document() plans.PlanDocument {
	return plans.PlanDocument{Format: plans.PlanFormat, Area: h.AreaID, AreaCode: h.Code, AreaName: h.Name,
		About: h.Rationale,
		Cycle: h.Cycle, Plan: h.ID, Title: h.Title, NoBids: h.NoBids, Profile: h.Profile, Round: h.Round,
		Issues:   h.Issues,
		Sections: h.Sections, Links: h.Links, Signatures: h.Signatures}
}

// planIssuesSQL is every issue that the plan p names, whole, with what it came from, however many steps back. What is
// restricted is left out, with what it came from and the evidence that bears it out.
var planIssuesSQL = `(
	       WITH RECURSIVE named (id) AS (
	           SELECT i.id
	           FROM issues i
	           WHERE i.visibility <> 'restricted'
	             AND (i.id IN (SELECT y.issue_id FROM newest_rounds r
	                           JOIN priority_tallies y ON y.round_id = r.round_id AND y.priority
	                           WHERE r.area_id = p.area_id AND r.cycle = p.cycle)
	                  OR i.id IN (SELECT s.issue_id FROM solutions s WHERE s.area_id = p.area_id AND s.cycle = p.cycle
	                              AND s.state IN ('chosen', 'not chosen', 'not feasible'))
	                  OR i.id IN (SELECT COALESCE(s.issue_id, c.issue_id) FROM actions c
	                              LEFT JOIN solutions s ON s.id = c.solution_id
	                              WHERE c.plan_id = p.id AND c.removed_at IS NULL)
	                  OR i.id IN (SELECT l.issue_id FROM plan_links l WHERE l.plan_id = p.id))
	           UNION
	           SELECT o.id
	           FROM named n
	           JOIN (SELECT issue_id, synthesis_id AS into_id FROM syntheses
	                 UNION ALL
	                 SELECT issue_id, into_id FROM merges WHERE undone_at IS NULL) b ON b.into_id = n.id
	           JOIN issues o ON o.id = b.issue_id AND o.visibility <> 'restricted')
	       SELECT COALESCE(json_agg(w ORDER BY w.id), '[]'::json)
	       FROM (` + issuestore.WholeIssueSQL(issuestore.OpenEvidence) + ` AND i.id IN (SELECT id FROM named)) w)`

var planHeadSQL = `
	SELECT a.code, a.name, a.rationale, a.id AS area_id, p.cycle, p.id, p.title,
	       COALESCE((SELECT text FROM area_statements WHERE area_id = a.id AND cycle = p.cycle AND about = 'no bids'
	                 ORDER BY id DESC LIMIT 1), '') AS no_bids,
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
	                                               ORDER BY g.people DESC, g.name COLLATE by_name)
	                               FROM profile_groups g WHERE g.profile_id = f.id), '[]'::json)) AS profile,
	       (SELECT json_build_object('method', r.method, 'held_on', r.held_on, 'place', r.place,
	                                 'taking_part', r.taking_part, 'votes_each', r.votes_each, 'note', r.note,
	                                 'confirmed_on', (r.confirmed_at AT TIME ZONE 'Europe/London')::date)
	        FROM newest_rounds n
	        JOIN priority_rounds r ON r.id = n.round_id
	        WHERE n.area_id = a.id AND n.cycle = p.cycle) AS round,
	       ` + planIssuesSQL + ` AS issues,
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
	    WHERE i.area_id = @area AND NOT i.is_synthesis
	      AND EXISTS (SELECT FROM issue_cycles n WHERE n.issue_id = i.id AND n.cycle = @cycle))
	SELECT COALESCE((SELECT json_agg(json_build_object('name', c.source, 'count', c.n) ORDER BY c.source)
	                 FROM (SELECT source, count(*) AS n FROM raised GROUP BY source) c), '[]'::json) AS sources,
	       COALESCE((SELECT json_agg(json_build_object('name', c.theme, 'count', c.n) ORDER BY c.theme = '', c.n DESC,
	                                 c.theme)
	                 FROM (SELECT theme, count(*) AS n FROM raised GROUP BY theme) c), '[]'::json) AS themes,
	       COALESCE((SELECT json_agg(json_build_object('text', q.text, 'source', q.source, 'on', q.on_date)
	                                 ORDER BY q.strength DESC, q.on_date DESC, q.id)
	                 FROM (SELECT e.id, e.text, e.source, e.on_date, e.strength
	                       FROM evidence e
	                       WHERE e.area_id = @area AND e.kind = 'quote' AND e.withdrawn_at IS NULL
	                         AND EXISTS (SELECT FROM issue_evidence b JOIN issues i ON i.id = b.issue_id
	                                     WHERE b.evidence_id = e.id AND i.visibility = 'public'
	                                       AND EXISTS (SELECT FROM issue_cycles n
	                                                   WHERE n.issue_id = i.id AND n.cycle = @cycle))
	                         AND NOT EXISTS (SELECT FROM issue_evidence b JOIN issues i ON i.id = b.issue_id
	                                         WHERE b.evidence_id = e.id AND i.visibility = 'restricted')
	                       ORDER BY e.strength DESC, e.on_date DESC, e.id
	                       LIMIT 40) q), '[]'::json) AS quotes`

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
