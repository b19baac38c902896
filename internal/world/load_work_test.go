package world

import (
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
)

// checkWork holds what is loaded of each area's work against what the data says.
func checkWork(t *testing.T, w World, pool *pgxpool.Pool) {
	for _, k := range w.Works {
		var code string
		for _, a := range w.Areas {
			if a.Key == k.Area {
				code = a.Code
			}
		}
		area := number(t, pool, `SELECT id FROM areas WHERE code = $1`, code)
		scores, wins := 0, map[string]int{}
		for _, s := range k.Scores {
			for _, g := range s.Given {
				scores += len(g.Points)
			}
		}
		for _, q := range k.QuickWins {
			wins[q.State()]++
		}
		count := func(what, sql string, want int) {
			t.Helper()
			if got := number(t, pool, sql, area); got != int64(want) {
				t.Errorf("%s: %d %s, want %d", k.Area, got, what, want)
			}
		}
		count("causes", `SELECT count(*) FROM causes c JOIN issues i ON i.id = c.issue_id WHERE i.area_id = $1`,
			len(k.Causes))
		count("scores", `SELECT count(*) FROM scores s JOIN issues i ON i.id = s.issue_id WHERE i.area_id = $1`, scores)
		count("rounds", `SELECT count(*) FROM priority_rounds WHERE area_id = $1`, len(k.Rounds))
		if k.Profile != nil {
			count("groups of the profile", `SELECT count(*) FROM profile_groups g
				JOIN area_profiles p ON p.id = g.profile_id WHERE p.area_id = $1`, len(k.Profile.Groups))
		}
		for _, r := range k.Rounds {
			if r.Confirmed != nil {
				count("priorities", `SELECT count(*) FROM priority_tallies t JOIN priority_rounds r ON r.id = t.round_id
					WHERE t.priority AND r.confirmed_at IS NOT NULL AND r.area_id = $1`, len(r.Priorities))
			}
		}
		for state, n := range wins {
			count("quick wins "+state, `SELECT count(*) FROM quick_wins WHERE state = '`+state+`' AND area_id = $1`, n)
		}
		differs := 0
		for _, r := range k.Rounds {
			if r.Confirmed != nil && len(r.Priorities) < len(k.Scores[0].Given) { // what was scored is what was signed
				differs++
			}
		}
		count("notices of a difference from what was signed", `SELECT count(*) FROM notices
			WHERE event = 'priorities differ' AND area_id = $1`, differs)
		checkSolutions(k, count)
		count("entries of the feedback log", `SELECT count(*) FROM feedback_entries WHERE area_id = $1`,
			len(k.Feedback))
		if k.Plan != nil {
			checkPlan(k, count)
		}
		if k.decided() {
			checkExecutive(k, count)
		}
	}
}

func checkSolutions(k Work, count func(what, sql string, want int)) {
	states, views, bids := map[string]int{}, 0, 0
	for _, s := range k.Solutions {
		states[s.Stands()]++
		for _, v := range s.Views {
			if v.Verdict != "" && !v.Draft {
				views++
			}
		}
	}
	for state, n := range states {
		count("solutions "+state, `SELECT count(*) FROM solutions WHERE state = '`+state+`' AND area_id = $1`, n)
	}
	count("finished views", `SELECT count(*) FROM feasibility_views v JOIN solutions s ON s.id = v.solution_id
		WHERE v.finished_at IS NOT NULL AND s.area_id = $1`, views)
	for _, b := range k.Bids {
		bids += len(b.Solutions)
	}
	count("bids", `SELECT count(*) FROM bids WHERE area_id = $1`, len(k.Bids))
	count("solutions of bids", `SELECT count(*) FROM bid_solutions s JOIN bids b ON b.id = s.bid_id
		WHERE b.area_id = $1`, bids)
}

func checkPlan(k Work, count func(what, sql string, want int)) {
	const of = ` JOIN plans p ON p.id = x.plan_id WHERE p.area_id = $1`
	count("plans", `SELECT count(*) FROM plans WHERE area_id = $1`, 1)
	count("written sections", `SELECT count(*) FROM plan_sections x`+of+` AND x.body <> ''`, len(k.Plan.Sections))
	answered, versions := 0, len(k.Plan.Versions)
	for _, c := range k.Plan.Comments {
		if c.Answer != "" {
			answered++
		}
	}
	if k.Executive != nil {
		versions++ // gate 3 froze another
		for _, b := range k.Executive.Bids {
			if b.Outcome == "amended" {
				versions++ // and what the Executive agreed otherwise is another
				break
			}
		}
	}
	count("comments", `SELECT count(*) FROM plan_comments x`+of, len(k.Plan.Comments))
	count("answered comments", `SELECT count(*) FROM plan_comments x`+of+` AND x.answer <> ''`, answered)
	count("links", `SELECT count(*) FROM plan_links x`+of, len(k.Plan.Links))
	count("actions", `SELECT count(*) FROM actions x`+of+` AND x.solution_id IS NOT NULL`, len(k.Plan.Actions))
	count("versions", `SELECT count(*) FROM plan_versions x`+of, versions)
}

// checkExecutive: the decision is in force, its feed is produced, bids may be submitted for what was approved, and
// leads are asked.
func checkExecutive(k Work, count func(what, sql string, want int)) {
	count("decisions in force", `SELECT count(*) FROM executive_decisions d JOIN executive_matters m ON m.decision_id = d.id
		WHERE d.state = 'in force' AND key_decision AND area_id = $1`, 1)
	count("feeds", `SELECT count(*) FROM planning_feeds WHERE json <> '' AND area_id = $1`, 1)
	count("plans approved", `SELECT count(*) FROM plans WHERE state = 'approved draft' AND area_id = $1`, 1)
	count("actions asked", `SELECT count(*) FROM actions WHERE state = 'asked' AND area_id = $1`, len(k.Plan.Actions))
	approved := 0
	for _, b := range k.Bids {
		approved += int(b.Approved)
	}
	count("pounds approved", `SELECT COALESCE(sum(approved_pence), 0) / 100 FROM bids WHERE state = 'approved to submit'
		AND area_id = $1`, approved)
	count("interests shown", `SELECT count(*) FROM executive_decisions d JOIN executive_matters m ON m.decision_id = d.id
		WHERE member_interests <> '' AND area_id = $1`, 1)
	count("entries of the register: sent, announced, decided, corrected, published, called in, upheld, in force",
		`SELECT count(*) FROM register_entries WHERE kind IN ('executive decision', 'in force') AND area_id = $1`, 8)
	count("corrections", `SELECT count(*) FROM register_entries WHERE payload::jsonb ->> 'words' LIKE 'Corrected: %'
		AND payload::jsonb ? 'replaces' AND area_id = $1`, 1)
	count("call-ins upheld", `SELECT count(*) FROM call_in_outcomes o JOIN executive_matters d ON d.decision_id = o.decision_id
		WHERE o.outcome = 'upheld' AND d.area_id = $1`, 1)
}
