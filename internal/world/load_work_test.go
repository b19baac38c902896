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
		count("causes", `SELECT count(*) FROM causes c JOIN issues i ON i.id = c.issue_id WHERE i.area_id = $1`, len(k.Causes))
		count("scores", `SELECT count(*) FROM scores s JOIN issues i ON i.id = s.issue_id WHERE i.area_id = $1`, scores)
		count("rounds", `SELECT count(*) FROM priority_rounds WHERE area_id = $1`, len(k.Rounds))
		count("groups of the profile", `SELECT count(*) FROM profile_groups g JOIN area_profiles p ON p.id = g.profile_id WHERE p.area_id = $1`, len(k.Profile.Groups))
		for _, r := range k.Rounds {
			if r.Confirmed != nil {
				count("priorities", `SELECT count(*) FROM priority_tallies t JOIN priority_rounds r ON r.id = t.round_id
					WHERE t.priority AND r.confirmed_at IS NOT NULL AND r.area_id = $1`, len(r.Priorities))
			}
		}
		for state, n := range wins {
			count("quick wins "+state, `SELECT count(*) FROM quick_wins WHERE state = '`+state+`' AND area_id = $1`, n)
		}
		count("quick wins in all", `SELECT count(*) FROM quick_wins WHERE area_id = $1`, len(k.QuickWins))
		count("notices of a difference from what was signed", `SELECT count(*) FROM notices WHERE event = 'priorities differ' AND area_id = $1`, 1)
	}
}
