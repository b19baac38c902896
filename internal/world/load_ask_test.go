package world

import (
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
)

// checkAsks: the demo shows an answer entered from a telephone call of an organisation without account, an ask that has
// climbed to the Executive Member, one that was passed on to a colleague, and one that is not theirs.
func checkAsks(t *testing.T, pool *pgxpool.Pool) {
	for what, sql := range map[string]string{
		"entered": `SELECT count(*) FROM asks WHERE way = 'telephone' AND said_by <> '' AND said_way = 'telephone'
			AND NOT not_ours AND answered_by IS NOT NULL`,
		"climbed":    `SELECT count(*) FROM asks WHERE answered_at IS NULL AND executive_told_at > manager_told_at`,
		"passed on":  `SELECT count(*) FROM asks WHERE colleague_id IS NOT NULL`,
		"not theirs": `SELECT count(*) FROM asks WHERE not_ours AND answer <> ''`,
		"a part of one reply that was cleared": `SELECT count(*) FROM asks k JOIN replies r ON r.id = k.joint_id
			WHERE k.lead AND r.cleared_at IS NOT NULL AND k.answer = r.text`,
		"a part of one reply that is with a director": `SELECT count(*) FROM asks k JOIN reply_views v ON v.ask_id = k.id
			JOIN replies r ON r.id = k.joint_id WHERE NOT v.clears AND r.cleared_at IS NULL AND v.draft = r.draft`,
	} {
		if number(t, pool, sql) == 0 {
			t.Errorf("no ask is %s", what)
		}
	}
	if n := number(t, pool, `SELECT count(*) FROM asks k WHERE k.way = 'here' AND k.organisation_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM role_grants g WHERE g.organisation_id = k.organisation_id)`); n != 0 {
		t.Errorf("%d are asked here who cannot answer here", n)
	}
}
