package schema_test

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"
)

// A decision that was called in before requests were kept by themselves keeps who asked, when and why, with its entry
// in the register; how many they were is not known, and how it was closed is not made up.
func TestCallInsFromBeforeKeepWhoAskedAndWhy(t *testing.T) {
	conn, up := stopped(t, 24)
	ctx := context.Background()
	if _, err := conn.Exec(ctx, `
		SET session_replication_role = replica; -- what a decision stands on does not matter here
		INSERT INTO executive_decisions (area_id, attempt_id, plan_version_id, report, report_digest, state, drafted_by,
		                                 drafted_at, called_in_by, called_in_on, call_in_reason, settled_on)
		SELECT 1, n, n, '{}', '\x00', state, 1, '2026-02-10 12:00+00', caller, called::date, reason, settled::date
		FROM (VALUES (1, 'called in', 'Five Members of the Harbour', '2026-03-11', 'The costs', NULL),
		             (2, 'upheld', 'Scrutiny', '2026-03-12', 'The match', '2026-03-20'),
		             (3, 'scheduled', '', NULL, '', NULL)) v (n, state, caller, called, reason, settled);
		INSERT INTO register_entries (position, reference, kind, attempt_id, at, payload, prev_hash, hash)
		SELECT n, 'FG-' || n, 'executive decision', attempt, '2026-03-11', json_build_object('decision', decision)::text,
		       '\x00', ('\x0' || n)::bytea
		FROM (VALUES (1, 1, 'published'), (2, 1, 'called in'), (3, 2, 'called in'), (4, 2, 'upheld')) v (n, attempt,
		     decision);
		SET session_replication_role = DEFAULT`); err != nil {
		t.Fatal(err)
	}
	up(25)
	rows, err := conn.Query(ctx, `
		SELECT concat_ws('; ', d.state, q.by, q.members, q.made_on, q.reason, q.position, o.outcome)
		FROM executive_decisions d
		LEFT JOIN call_in_requests q ON q.decision_id = d.id
		LEFT JOIN call_in_outcomes o ON o.decision_id = d.id
		ORDER BY d.id`)
	if err != nil {
		t.Fatal(err)
	}
	got, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"called in; Five Members of the Harbour; 2026-03-11; The costs; 2",
		"upheld; Scrutiny; 2026-03-12; The match; 3", "scheduled"}
	for n := range want {
		if n >= len(got) || got[n] != want[n] {
			t.Errorf("\n got %q\nwant %q", got, want)
			break
		}
	}
}
