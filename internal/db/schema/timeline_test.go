package schema_test

import (
	"context"
	"strings"
	"testing"
)

// Areas that were under way before timelines were kept get a cycle: what they have entered stays, and what follows
// hangs on the last.
func TestAreasUnderWayGetACycle(t *testing.T) {
	conn, up := stopped(t, 6)
	ctx := context.Background()
	if _, err := conn.Exec(ctx, `
		INSERT INTO people (name, created_at) VALUES ('Aoife', '2026-01-01');
		INSERT INTO areas (code, name, state, created_by, created_at) VALUES
			('A1', 'In 2b', 'active', 1, '2026-01-01'), ('A2', 'In 1', 'proposed', 1, '2026-01-01'),
			('A3', 'In none', 'rejected', 1, '2026-01-01');
		INSERT INTO phases (area_id, phase, opened_on, early_end, late_end, closed_on, opened_by) VALUES
			(1, '2a', '2026-01-26', '2026-03-09', '2026-03-23', '2026-03-30', 1),
			(1, '2b', '2026-03-30', '2026-04-13', '2026-04-13', NULL, 1),
			(2, '1', '2026-03-02', '2026-03-23', '2026-03-23', NULL, 1)`); err != nil {
		t.Fatal(err)
	}
	up(7)
	for area, want := range map[int][]string{
		1: {"1", "2a 2026-01-26 2026-01-26 2026-03-09 2026-03-23", "2b 2026-03-30 2026-03-30 2026-04-13 2026-04-13",
			"2c 2026-04-13 2026-04-13 2026-04-27 2026-04-27",
			"2d 2026-04-27 2026-04-27 2026-05-11 2026-05-11", "3 2026-05-11 2026-05-11 2026-08-03 2026-08-31",
			"4 2026-08-03 2026-08-31 2026-09-14 2026-10-12",
			"5 2026-09-14 2026-10-12", "6", "7"},
		2: {"1 2026-03-02 2026-03-02 2026-03-23 2026-03-23", "2a 2026-03-23 2026-03-23 2026-05-04 2026-05-18",
			"2b 2026-05-04 2026-05-18 2026-05-18 2026-06-01",
			"2c 2026-05-18 2026-06-01 2026-06-01 2026-06-15", "2d 2026-06-01 2026-06-15 2026-06-15 2026-06-29",
			"3 2026-06-15 2026-06-29 2026-09-07 2026-10-19",
			"4 2026-09-07 2026-10-19 2026-10-19 2026-11-30", "5 2026-10-19 2026-11-30", "6", "7"},
		3: {""},
	} {
		var got string
		if err := conn.QueryRow(ctx, `
			SELECT COALESCE(string_agg(concat_ws(' ', phase, early_start, late_start, early_end, late_end), '|'
			ORDER BY position), '')
			FROM cycle_phases WHERE area_id = $1`, area).Scan(&got); err != nil {
			t.Fatal(err)
		}
		if got != strings.Join(want, "|") {
			t.Errorf("area %d:\n got %s\nwant %s", area, got, strings.Join(want, "|"))
		}
	}
	var activities, started int
	if err := conn.QueryRow(ctx, `SELECT (SELECT count(*) FROM cycle_activities), (SELECT count(*) FROM cycles
		WHERE started_on IN ('2026-01-26', '2026-03-02'))`).
		Scan(&activities, &started); err != nil || activities != 50 || started != 2 {
		t.Errorf("%d activities and %d cycles, %v; want those of the template twice", activities, started, err)
	}
}
