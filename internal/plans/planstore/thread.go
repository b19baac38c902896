package planstore

import (
	"context"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/plans"
	"fourgates/internal/policy"
	"fourgates/internal/solutions/solutionstore"
)

// ThreadScope is what the reader of a golden thread may see beyond the issue.
type ThreadScope struct {
	Issues    policy.IssueScope
	Solutions policy.SolutionScope
	Plans     policy.Scope
}

// Thread follows the golden thread of an issue (Q1), as far as the reader may see it. It returns domain.ErrNotFound
// where they may not see the issue.
func Thread(ctx context.Context, r db.Reader, s ThreadScope, id domain.IssueID) (plans.Thread, error) {
	var found []issuestore.IssueRecord
	var words []threadWordsRow
	var standing []threadStanding
	var t plans.Thread
	var on db.Where
	solutionstore.SolutionInScope(&on, s.Solutions)
	on.Set("id", int64(id))
	on.And("s.issue_id = @id")
	var loose db.Where
	loose.InScope("c.area_id", s.Plans)
	loose.Set("id", int64(id))
	loose.And("c.issue_id = @id AND c.solution_id IS NULL AND c.removed_at IS NULL")
	err := r.Ask(ctx,
		issuestore.AskIssue(s.Issues, id, &found),
		askThreadWords(s.Issues, id, &words),
		issuestore.AskEvidence(s.Issues, id, &t.Evidence),
		db.Asking(&standing, "thread's standing", threadStandingSQL, db.Named{"id": int64(id)}),
		askJSON(&t.Solutions, "thread's solutions",
			threadSolutionsSQL+on.String()+" ORDER BY array_position(ARRAY['chosen'], s.state), s.id", on.Args),
		askJSON(&t.Actions, "thread's actions",
			"SELECT "+threadActionSQL+" AS object FROM actions c "+threadLeadSQL+loose.String()+
				" ORDER BY c.position, c.id", loose.Args),
		db.Asking(&t.Feedback, "thread's feedback", threadFeedbackSQL, db.Named{"id": int64(id)}))
	if err != nil {
		return plans.Thread{}, err
	}
	if len(found) == 0 { // whatever else came is not for this reader
		return plans.Thread{}, domain.ErrNotFound
	}
	t.Evidence = issues.Standing(t.Evidence)
	i := found[0]
	t.Area, t.AreaName, t.Issue, t.Theme = i.Area, i.Names.Area, i.Issue, i.Names.Theme
	t.Cycles = i.Names.CycleWords()
	for _, row := range words {
		if row.Seen {
			t.Words = append(t.Words, row.ThreadWords)
		} else {
			t.Unseen++
		}
	}
	st := standing[0]
	t.Causes, t.Scores, t.Vote, t.Signatures = plans.OrderCauses(st.Causes), st.Scores, st.Vote, st.Signatures
	if s.Plans.Has(i.Area) {
		t.Decisions = st.Decisions
	}
	return t, nil
}

type threadWordsRow struct {
	Seen bool
	plans.ThreadWords
}

// askThreadWords asks for what an issue came from, however many steps back. What the reader may not see comes without a
// word of it.
func askThreadWords(s policy.IssueScope, id domain.IssueID, to *[]threadWordsRow) db.Question {
	var seen db.Where
	seen.And("i.id = o.id")
	issuestore.Visible(&seen, s)
	seen.Set("id", int64(id))
	return db.Asking(to, "thread's words", `
		WITH RECURSIVE origin (id, merged) AS (
		    SELECT @id::bigint, false
		    UNION
		    SELECT b.issue_id, b.merged OR o.merged
		    FROM origin o
		    JOIN (SELECT issue_id, synthesis_id AS into_id, false AS merged FROM syntheses
		          UNION ALL
		          SELECT issue_id, into_id, true FROM merges WHERE undone_at IS NULL) b ON b.into_id = o.id),
		o AS (SELECT id, bool_or(merged) AS merged FROM origin WHERE id <> @id GROUP BY id)
		SELECT o.id, o.merged, i.id IS NOT NULL AS seen, COALESCE(i.title, '') AS title,
		       COALESCE(i.description, '') AS description, COALESCE(i.source, '') AS source,
		       COALESCE(i.raised_for, '') AS raised_for, i.raised_at
		FROM o
		LEFT JOIN LATERAL (SELECT * FROM issues i `+seen.String()+`) i ON true
		ORDER BY i.raised_at, o.id`, seen.Args)
}

// threadStanding is where an issue stands among others and what was signed of it.
type threadStanding struct {
	Causes     []plans.PlanCause
	Scores     []plans.ThreadScore
	Vote       *plans.ThreadVote
	Signatures []plans.PlanSignature
	Decisions  []plans.ThreadDecision
}

// threadStandingSQL takes the gates that passed after the issue was raised: gate 2, which agrees its issues, and gate
// 3. A decision of the Executive is in it once it is published.
const threadStandingSQL = `
	SELECT COALESCE((SELECT json_agg(json_build_object('id', c.id, 'parent', COALESCE(c.parent_id, 0), 'text', c.text,
	                                                   'taken_part', c.taken_part)
	                                 ORDER BY c.position, c.id)
	                 FROM causes c WHERE c.issue_id = i.id AND c.removed_at IS NULL), '[]'::json) AS causes,
	       COALESCE((SELECT json_agg(json_build_object('criterion', k.name, 'scale', k.scale, 'mean', m.mean,
	                                                   'people', m.people) ORDER BY k.position, k.id)
	                 FROM (SELECT criterion_id, avg(score)::float8 AS mean, count(*) AS people FROM scores
	                       WHERE issue_id = i.id GROUP BY criterion_id) m
	                 JOIN criteria k ON k.id = m.criterion_id AND NOT k.retired), '[]'::json) AS scores,
	       (SELECT json_build_object('votes', y.votes, 'priority', y.priority,
	                                 'round', json_build_object(
	                                     'method', r.method, 'held_on', r.held_on, 'place', r.place,
	                                     'taking_part', r.taking_part,
	                                     'confirmed_on', (r.confirmed_at AT TIME ZONE 'Europe/London')::date))
	        FROM priority_tallies y
	        JOIN priority_rounds r ON r.id = y.round_id AND r.confirmed_at IS NOT NULL
	        WHERE y.issue_id = i.id
	        ORDER BY r.confirmed_at DESC, r.id DESC
	        LIMIT 1) AS vote,
	       COALESCE((SELECT json_agg(json_build_object('gate', t.gate, 'cycle', t.cycle, 'attempt', t.number,
	                                                   'outcome', t.outcome,
	                                                   'on', (t.outcome_at AT TIME ZONE 'Europe/London')::date,
	                                                   'digest', encode(t.digest, 'hex'), 'signed', ` + signersSQL + `)
	                                 ORDER BY t.cycle, t.gate, t.number)
	                 FROM attempts t
	                 JOIN issue_cycles ic ON ic.issue_id = i.id AND ic.cycle = t.cycle
	                 WHERE t.area_id = i.area_id AND t.gate IN (2, 3) AND t.submitted_at >= i.raised_at
	                   AND t.called_back_at IS NULL
	                   AND t.outcome IN ('passed', 'passed with conditions', 'overridden')), '[]'::json) AS signatures,
	       COALESCE((SELECT json_agg(jsonb_build_object(
	                            'id', d.decision_id, 'council', COALESCE(u.name, ''), 'published', ` + publishedMatter + `)
	                            || CASE WHEN ` + publishedMatter + ` THEN jsonb_build_object(
	                                'state', d.state, 'decided_on', d.decided_on, 'effective_on', d.effective_on,
	                                'outcome', COALESCE(n.outcome, ''),
	                                'resolved', COALESCE(NULLIF(n.resolved, ''), n.if_agreed, ''),
	                                'fed_on', (SELECT max(f.produced_at AT TIME ZONE 'Europe/London')::date
	                                           FROM executive_matters k
	                                           JOIN planning_feeds f ON f.decision_id = k.decision_id
	                                             AND f.area_id = k.area_id
	                                           WHERE k.subject_id = d.subject_id))
	                            ELSE '{}' END ORDER BY d.decided_on NULLS LAST, d.decision_id)
	                 FROM executive_matters d
	                 LEFT JOIN authorities u ON u.id = d.authority_id
	                 LEFT JOIN LATERAL (SELECT n.outcome, n.resolved, n.if_agreed FROM executive_items n
	                                    WHERE n.decision_id = d.decision_id AND n.subject_id = d.subject_id
	                                      AND n.about = 'plan'
	                                    ORDER BY n.position LIMIT 1) n ON true
	                 WHERE d.subject_id = (SELECT max(l.subject_id) FROM executive_matters l
	                                       WHERE l.area_id = i.area_id AND l.drafted_at >= i.raised_at
	                                         AND l.state IN ('published', 'called in', 'upheld', 'in force'))),
	                '[]'::json) AS decisions
	FROM issues i
	WHERE i.id = @id`

// publishedMatter is that a decision (as d) is published.
const publishedMatter = `d.state IN ('published', 'called in', 'upheld', 'in force')`

// signersSQL lists who signed the attempt t.
const signersSQL = `COALESCE((SELECT json_agg(json_build_object('name', n.name || on_paper(g.paper_id), 'seat', e.name || ' ' || e.kind,
                                                                'decision', g.decision,
	                                     'on', (g.signed_at AT TIME ZONE 'Europe/London')::date) ORDER BY g.signed_at,
	                                     g.id)
	                               FROM standing_signatures g JOIN people n ON n.id = g.person_id
	                               JOIN seats e ON e.id = g.seat_id
	                               WHERE g.attempt_id = t.id), '[]'::json)`

const threadActionSQL = `json_build_object('id', c.id, 'title', c.title,
                                           'lead', COALESCE(e.name || ', ' || u.name, o.name, ''), 'due_on', c.due_on,
	                                             'cost', c.cost_pence, 'state', c.state,
	                                             'proposed', ` + actionProposedSQL + `)`

const threadLeadSQL = `
	LEFT JOIN services e ON e.id = c.lead_service_id
	LEFT JOIN authorities u ON u.id = e.authority_id
	LEFT JOIN organisations o ON o.id = c.lead_organisation_id
	`

const threadSolutionsSQL = `
	SELECT json_build_object('id', s.id, 'title', s.title, 'cycle', s.cycle, 'cause', COALESCE(s.cause_id, 0), 'state', s.state,
	                         'reason', s.reason,
	           'actions', COALESCE((SELECT json_agg(` + threadActionSQL + ` ORDER BY c.position, c.id)
	                                FROM actions c ` + threadLeadSQL + `
	                                WHERE c.solution_id = s.id AND c.removed_at IS NULL), '[]'::json),
	           'bids', COALESCE((SELECT json_agg(json_build_object('id', b.id, 'title', b.title, 'funder', b.funder,
	                                                               'amount', b.amount_pence, 'state', b.state,
	                                                               'outcome', COALESCE(x.outcome, ''), 'approved',
	                                                               x.approved_pence) ORDER BY b.deadline, b.id)
	                             FROM bid_solutions j
	                             JOIN bids b ON b.id = j.bid_id
	                             LEFT JOIN LATERAL (SELECT n.outcome, n.approved_pence
	                                                FROM executive_items n
	                                                JOIN executive_decisions d ON d.id = n.decision_id
	                                                  AND d.state IN ('published', 'called in', 'upheld', 'in force')
	                                                WHERE n.bid_id = b.id
	                                                ORDER BY d.id DESC
	                                                LIMIT 1) x ON true
	                             WHERE j.solution_id = s.id), '[]'::json)) AS object
	FROM solutions s
	JOIN issues i ON i.id = s.issue_id
	`

const threadFeedbackSQL = `
	SELECT f.id, f.area_id AS area, f.issue_id AS issue, '' AS issue_title, f.fed_to, f.text, f.fed_on,
	       p.name AS by_name, f.at
	FROM feedback_entries f
	JOIN people p ON p.id = f.by
	WHERE f.issue_id = @id
	ORDER BY f.fed_on DESC, f.id DESC`
