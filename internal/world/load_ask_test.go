package world

import (
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
)

const waits = `k.answered_at IS NULL AND k.withdrawn_at IS NULL`

// boundaryAnswers is how many answered what they were asked about the boundary.
func (a Area) boundaryAnswers() (n int) {
	for _, k := range a.BoundaryAsk {
		if k.Answered != 0 {
			n++
		}
	}
	return n
}

// checkAsks: the demo shows an answer entered from a telephone call of an organisation without account, an ask that has
// climbed to the Executive Member, one that was passed on to a colleague, and one that is not theirs.
func checkAsks(t *testing.T, pool *pgxpool.Pool) {
	for what, sql := range map[string]string{
		"entered": `SELECT count(*) FROM asks WHERE way = 'telephone' AND said_by <> '' AND said_way = 'telephone'
			AND NOT not_ours AND answered_by IS NOT NULL`,
		"climbed":                            `SELECT count(*) FROM asks WHERE answered_at IS NULL AND executive_told_at > manager_told_at`,
		"passed on":                          `SELECT count(*) FROM asks WHERE colleague_id IS NOT NULL`,
		"not theirs":                         `SELECT count(*) FROM asks WHERE not_ours AND answer <> ''`,
		"about a quick win and open":         `SELECT count(*) FROM asks k WHERE kind = 'quick win' AND ` + waits,
		"about a quick win and answered":     `SELECT count(*) FROM asks WHERE kind = 'quick win' AND outcome = 'will do it'`,
		"about a quick win that was dropped": `SELECT count(*) FROM asks WHERE ended = 'the quick win was dropped'`,
		"about a boundary and open":          `SELECT count(*) FROM asks k WHERE kind = 'validity view' AND ` + waits,
		"about a boundary and answered":      `SELECT count(*) FROM asks WHERE kind = 'validity view' AND outcome <> ''`,
		"a part of one reply that was cleared": `SELECT count(*) FROM asks k JOIN replies r ON r.id = k.joint_id
			WHERE k.lead AND r.cleared_at IS NOT NULL AND k.answer = r.text`,
		"a part of one reply that is with a director": `SELECT count(*) FROM asks k JOIN reply_views v ON v.ask_id = k.id
			JOIN replies r ON r.id = k.joint_id WHERE NOT v.clears AND r.cleared_at IS NULL AND v.draft = r.draft`,
	} {
		if number(t, pool, sql) == 0 {
			t.Errorf("no ask is %s", what)
		}
	}
	if n := number(t, pool, `SELECT count(*) FROM notices n JOIN issues i ON n.link = '/issues/' || i.id
		WHERE n.event = 'changed since it was signed' AND i.title LIKE 'Campervans stay for days at the viewpoint, with stoves%'`); n != 1 {
		t.Errorf("%d notices of an issue that changed since it was signed", n)
	}
	if n := number(t, pool, `SELECT count(*) FROM asks k WHERE k.way = 'here' AND k.organisation_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM role_grants g WHERE g.organisation_id = k.organisation_id)`); n != 0 {
		t.Errorf("%d are asked here who cannot answer here", n)
	}
}
