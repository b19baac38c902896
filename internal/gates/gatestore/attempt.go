// Package gatestore keeps attempts, signatures and conditions in Postgres.
package gatestore

import (
	"cmp"
	"context"
	"errors"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/places"
	"fourgates/internal/policy"
	"fourgates/internal/register"
	"fourgates/internal/register/registerstore"
	"fourgates/internal/restrictions"
	"fourgates/internal/restrictions/restrictionstore"
	"fourgates/internal/seats/seatstore"
)

// groundSQL is the drawing kept with the area of a gate 1, and which boundary it draws.
const groundSQL = `
	       CASE WHEN t.gate = 1 THEN a.outline ELSE '' END AS outline,
	       CASE WHEN t.gate = 1
	            THEN COALESCE((SELECT max(b.version) FROM area_boundaries b WHERE b.area_id = t.area_id), 0)
	            ELSE 0 END AS outline_no`

// attemptSQL leaves out the snapshot, which at gate 2 is as long as a book, and the overrides: lists and locks do
// without.
const attemptSQL = `
	SELECT '' AS snapshot, '' AS snapshot_words, NULL::json AS hidden, '' AS outline, 0 AS outline_no,
	       NULL::json AS overrides,
	       0 AS present_cycle, false AS has_replaced, false AS has_changed, false AS has_holds,
	       NULL::json AS ahead, ` + attemptFields

// wholeAttemptSQL is an attempt with all that is known of it, as the reader may see it: its arguments are given to w.
func wholeAttemptSQL(r db.Reader, w *db.Where) string {
	return `
	SELECT t.snapshot, ` + registerstore.FrozenWordsSQL("t.digest") + ` AS snapshot_words,
	       ` + restrictionstore.HiddenSQL(r, w, "ARRAY[t.area_id]", "t.submitted_at") + ` AS hidden,` + wholeFields
}

var wholeFields = groundSQL + `,
	       (SELECT v.overrides FROM gate_overrides v WHERE v.area_id = t.area_id AND v.cycle = t.cycle) AS overrides,
	       (SELECT pc.cycle FROM present_cycles pc WHERE pc.area_id = t.area_id) AS present_cycle,
	       EXISTS (SELECT FROM signatures r WHERE r.attempt_id = t.id AND r.replaces IS NOT NULL) AS has_replaced,
	       EXISTS (SELECT FROM hold_entries x WHERE x.attempt_id = t.id) AS has_holds,
	       EXISTS (SELECT FROM asked_changes h WHERE h.attempt_id = t.id) AS has_changed,
	       ` + seatstore.ComingJSON(`t.outcome IS NULL AND x.seat_id IN (
	           SELECT q.seat_id FROM attempt_seats q WHERE q.attempt_id = t.id)`) + ` AS ahead,
	       ` + attemptFields

const attemptFields = `t.id, t.area_id AS area, a.code AS area_code, a.name AS area_name, t.cycle, t.gate, t.number,
	       COALESCE(t.batch_id, 0) AS batch, t.rule,
	       t.digest, t.due_on, t.submitted_by,
	       s.name || as_deputy(t.id, t.submitted_by, t.submitted_at) AS submitted_by_name, t.submitted_at, t.note,
	       COALESCE(t.outcome, '') AS outcome, t.outcome_at, 
	       COALESCE(o.name || as_deputy(t.id, t.outcome_by, t.outcome_at), '') AS outcome_by_name, t.outcome_reason,
	       t.resubmit_by, COALESCE(k.name, '') AS called_back_by_name, t.called_back_at, t.called_back_reason
	FROM attempts t
	JOIN areas a ON a.id = t.area_id
	JOIN people s ON s.id = t.submitted_by
	LEFT JOIN people o ON o.id = t.outcome_by
	LEFT JOIN people k ON k.id = t.called_back_by`

// Attempt loads an attempt. It returns domain.ErrNotFound where there is none within scope.
func Attempt(ctx context.Context, r db.Reader, scope policy.Scope, id domain.AttemptID) (gates.Attempt, error) {
	var w db.Where
	return attempt(ctx, r, wholeAttemptSQL(r, &w), w, scope, id, "")
}

// AttemptForUpdate loads an attempt and locks it until the transaction ends. The caller has called LockAttempts or
// LockAreas. It leaves out the snapshot, and returns domain.ErrNotFound where there is none within scope.
func AttemptForUpdate(ctx context.Context, w db.Writer, scope policy.Scope, id domain.AttemptID) (gates.Attempt,
	error) {
	return attempt(ctx, w.Reader, attemptSQL, db.Where{}, scope, id, "FOR UPDATE OF t")
}

func attempt(ctx context.Context, r db.Reader, sql string, w db.Where, scope policy.Scope, id domain.AttemptID,
	lock string) (gates.Attempt, error) {
	var found []gates.Attempt
	err := r.Ask(ctx, askAttempt(sql, w, scope, id, lock, &found))
	if err != nil || len(found) == 0 {
		return gates.Attempt{}, cmp.Or(err, domain.ErrNotFound)
	}
	return found[0], nil
}

func askAttempt(sql string, w db.Where, scope policy.Scope, id domain.AttemptID, lock string,
	to *[]gates.Attempt) db.Question {
	w.And("t.id = @id", "id", int64(id))
	w.InScopeOn("t.area_id", "t.id", scope)
	return db.Asking(to, "attempt", sql+"\n"+w.String()+"\n"+lock, w.Args)
}

// Snapshot is the frozen content of an attempt. The caller has loaded the attempt within scope.
func Snapshot(ctx context.Context, r db.Reader, id domain.AttemptID) (gates.Snapshot, error) {
	w := db.Where{Args: db.Named{"id": int64(id)}}
	sql := `
		SELECT t.snapshot AS text, ` + registerstore.FrozenWordsSQL("t.digest") + ` AS words,
		       ` + restrictionstore.HiddenSQL(r, &w, "ARRAY[t.area_id]", "t.submitted_at") + ` AS hidden
		FROM attempts t WHERE t.id = @id`
	f, err := db.One[struct {
		register.Frozen
		Hidden []restrictions.Issue
	}](ctx, r.DB, "snapshot", sql, w.Args)
	if err != nil {
		return gates.Snapshot{}, err
	}
	return gates.ReadSnapshot(restrictions.Withheld(f.Frozen, f.Hidden))
}

// Attempts lists every attempt of an area, newest first, without snapshots.
func Attempts(ctx context.Context, r db.Reader, area domain.AreaID) ([]gates.Attempt, error) {
	return db.List[gates.Attempt](ctx, r.DB, "area's attempts", attemptSQL+`
		WHERE t.area_id = @area
		ORDER BY t.submitted_at DESC, t.id DESC`, db.Named{"area": int64(area)})
}

// BatchAttempts lists the attempts submitted in one batch, by area name, within scope, with what was frozen.
func BatchAttempts(ctx context.Context, r db.Reader, scope policy.Scope, batch domain.BatchID) ([]gates.Attempt,
	error) {
	var w db.Where
	w.And("t.batch_id = @batch", "batch", int64(batch))
	w.InScopeOn("t.area_id", "t.id", scope)
	return db.List[gates.Attempt](ctx, r.DB, "batch",
		wholeAttemptSQL(r, &w)+"\n"+w.String()+"\nORDER BY a.name COLLATE by_name, t.id", w.Args)
}

// OpenAttempts lists every attempt that Members are asked about, the soonest due first, without snapshots.
func OpenAttempts(ctx context.Context, r db.Reader, scope policy.Scope) ([]gates.Attempt, error) {
	var w db.Where
	w.And("t.outcome IS NULL")
	w.InScopeOn("t.area_id", "t.id", scope)
	return db.List[gates.Attempt](ctx, r.DB, "open attempts", attemptSQL+"\n"+w.String()+"\nORDER BY t.due_on, t.id",
		w.Args)
}

// OpenAttemptOf finds the attempt that is open in an area; domain.ErrNotFound where none is.
func OpenAttemptOf(ctx context.Context, r db.Reader, area domain.AreaID) (domain.AttemptID, error) {
	return db.Value[domain.AttemptID](ctx, r.DB, "open attempt", `
		SELECT id FROM attempts WHERE area_id = @area AND outcome IS NULL`, db.Named{"area": int64(area)})
}

// Earlier finds what an attempt is compared with: the attempt of its gate before it, and the newest other attempt in
// its area that the person decided on, standing aside left out. Either is nil where there is none.
func Earlier(ctx context.Context, r db.Reader, t gates.Attempt, self domain.Self) (before *gates.Attempt,
	mine *gates.Earlier, err error) {
	w := db.Where{Args: db.Named{"id": int64(t.ID), "area": int64(t.Area), "cycle": t.Cycle, "gate": int(t.Gate),
		"number": t.Number, "self": db.Numbers(self)}}
	sql := `
		SELECT e.*, (SELECT max(g.signed_at) FROM signatures g
		             WHERE g.attempt_id = e.id AND g.person_id = ANY(@self)) AS signed_at
		FROM (` + wholeAttemptSQL(r, &w) + `
		    WHERE t.id = (
		        SELECT max(x.id) FROM attempts x
		        WHERE x.area_id = @area AND x.cycle = @cycle AND x.gate = @gate AND x.number = @number - 1)
		       OR t.id = (
		        SELECT max(x.id) FROM attempts x
		        JOIN signatures g ON g.attempt_id = x.id AND g.person_id = ANY(@self) AND g.decision <> 'stand aside'
		        WHERE x.area_id = @area AND x.id < @id)) e
		ORDER BY e.id`
	found, err := db.List[gates.Earlier](ctx, r.DB, "earlier attempts", sql, w.Args)
	for i, e := range found {
		if e.Cycle == t.Cycle && e.Gate == t.Gate && e.Number == t.Number-1 {
			before = &found[i].Attempt
		}
		if !e.SignedAt.IsZero() {
			mine = &found[i]
		}
	}
	return before, mine, err
}

// NewestAttempt finds the newest attempt of a gate; domain.ErrNotFound where there is none.
func NewestAttempt(ctx context.Context, r db.Reader, area domain.AreaID, cycle int,
	gate domain.Gate) (gates.Attempt, error) {
	return newestAttempt(ctx, r, db.Where{}, area, cycle, gate)
}

func newestAttempt(ctx context.Context, r db.Reader, w db.Where, area domain.AreaID, cycle int,
	gate domain.Gate) (gates.Attempt, error) {
	w.And("t.area_id = @area AND t.cycle = @cycle AND t.gate = @gate", "area", int64(area), "cycle", cycle, "gate",
		int(gate))
	return db.One[gates.Attempt](ctx, r.DB, "last attempt",
		wholeAttemptSQL(r, &w)+"\n"+w.String()+"\nORDER BY t.number DESC LIMIT 1", w.Args)
}

// GateRule is the rule set for a gate (G4).
func GateRule(ctx context.Context, r db.Reader, gate domain.Gate) (gates.Rule, error) {
	return db.Value[gates.Rule](ctx, r.DB, "gate rule", `
		SELECT rule FROM gate_rules WHERE gate = @gate`, db.Named{"gate": int(gate)})
}

// GateRules lists the rule of every gate.
func GateRules(ctx context.Context, r db.Reader) (map[domain.Gate]gates.Rule, error) {
	type row struct {
		Gate domain.Gate
		Rule gates.Rule
	}
	rows, err := db.List[row](ctx, r.DB, "gate rules", `SELECT gate, rule FROM gate_rules`, db.Named{})
	rules := map[domain.Gate]gates.Rule{}
	for _, row := range rows {
		rules[row.Gate] = row.Rule
	}
	return rules, err
}

// SetGateRule changes the rule of a gate for later attempts.
func SetGateRule(ctx context.Context, w db.Writer, gate domain.Gate, rule gates.Rule) error {
	return w.Change(ctx, "set gate rule", `
		UPDATE gate_rules SET rule = @rule WHERE gate = @gate`, db.Named{"gate": int(gate), "rule": string(rule)})
}

// AddBatch opens a batch of several areas' gate 1.
func AddBatch(ctx context.Context, w db.Writer, by domain.PersonID, at time.Time) (domain.BatchID, error) {
	return db.Value[domain.BatchID](ctx, w.DB, "add batch", `
		INSERT INTO gate_batches (submitted_by, submitted_at) VALUES (@by, @at) RETURNING id`,
		db.Named{"by": int64(by), "at": at})
}

// AddAttempt stores an attempt with the places that it asks. It returns domain.ErrConflict where another is open.
func AddAttempt(ctx context.Context, w db.Writer, a gates.Attempt, asked []places.AreaMember) (domain.AttemptID,
	error) {
	id, err := db.Value[domain.AttemptID](ctx, w.DB, "add attempt", `
		INSERT INTO attempts (area_id, cycle, gate, number, batch_id, rule, snapshot, digest, due_on, submitted_by,
		                      submitted_at, note)
		VALUES (@area, @cycle, @gate, @number, NULLIF(@batch, 0::bigint), @rule, @snapshot, @digest, @due, @by, @at,
		        @note)
		RETURNING id`,
		db.Named{"area": int64(a.Area), "cycle": a.Cycle, "gate": int(a.Gate), "number": a.Number,
			"batch": int64(a.Batch),
			"rule":  string(a.Rule), "snapshot": a.Snapshot, "digest": a.Digest[:], "due": a.DueOn.Time(),
			"by": int64(a.SubmittedBy), "at": a.SubmittedAt, "note": a.Note})
	if db.Violates(err, "attempts_open") || db.Violates(err, "attempts_area_id_cycle_gate_number_key") {
		return 0, errors.Join(domain.ErrConflict, err)
	}
	if err != nil {
		return 0, err
	}
	if err := registerstore.AddFrozenWords(ctx, w, a.Frozen()); err != nil {
		return 0, err
	}
	seats, places, tiers := make([]int64, len(asked)), make([]int, len(asked)), make([]string, len(asked))
	for i, m := range asked {
		seats[i], places[i], tiers[i] = int64(m.Seat), m.Place, string(m.Tier)
	}
	return id, w.Exec(ctx, "add attempt's seats", `
		INSERT INTO attempt_seats (attempt_id, seat_id, place, tier)
		SELECT @attempt, seat, place, tier FROM unnest(@seats::bigint[], @places::int[], @tiers::text[]) AS asked (seat,
		    place, tier)`,
		db.Named{"attempt": int64(id), "seats": seats, "places": places, "tiers": tiers})
}

// CloseAttempt records how an open attempt ended. It returns domain.ErrConflict where it is not open any more.
func CloseAttempt(ctx context.Context, w db.Writer, id domain.AttemptID, outcome gates.Outcome, by domain.PersonID,
	at time.Time, reason string, resubmitBy domain.Date) error {
	return w.ChangeLater(ctx, "close attempt", `
		UPDATE attempts
		SET outcome = @outcome, outcome_by = NULLIF(@by, 0::bigint), outcome_at = @at, outcome_reason = @reason,
		    resubmit_by = @resubmit
		WHERE id = @id AND outcome IS NULL`,
		db.Named{"id": int64(id), "outcome": string(outcome), "by": int64(by), "at": at, "reason": reason,
			"resubmit": db.DayOrNull(resubmitBy)}, nil)
}

// AreasToSelect lists the areas within scope that gate 1 can be asked of and that have no gate open, by name: proposed
// ones, and those that have begun a further cycle. They are what a batch can be made of.
func AreasToSelect(ctx context.Context, r db.Reader, scope policy.Scope) ([]places.Area, error) {
	var w db.Where
	w.And("NOT EXISTS (SELECT FROM attempts t WHERE t.area_id = a.id AND t.outcome IS NULL)")
	w.And(`(a.state = 'proposed' OR y.cycle > 1 AND a.state IN ('active', 'delivering')
	        AND NOT EXISTS (SELECT FROM cycle_ends e WHERE e.area_id = a.id AND e.cycle = y.cycle)
	        AND NOT EXISTS (SELECT FROM attempts t
	                        WHERE t.area_id = a.id AND t.cycle = y.cycle AND t.gate = 1
	                          AND t.outcome IN ('passed', 'passed with conditions', 'overridden')))`)
	w.InScope("a.id", scope)
	return db.List[places.Area](ctx, r.DB, "areas to select", `
		SELECT a.id, a.code, a.name, a.rationale, a.state, a.version, a.created_by, a.created_at,
		       NULL::json AS overrides, y.cycle, NULL::date AS cycle_ended
		FROM areas a
		JOIN present_cycles y ON y.area_id = a.id
		`+w.String()+`
		ORDER BY a.name COLLATE by_name, a.id`, w.Args)
}

// PassedAttempts lists the attempts by which an area's cycle passed the gates before one, in order, without snapshots.
// One that was called back is left out.
func PassedAttempts(ctx context.Context, r db.Reader, area domain.AreaID, cycle int,
	before domain.Gate) ([]gates.Attempt, error) {
	return db.List[gates.Attempt](ctx, r.DB, "passed attempts", attemptSQL+`
		WHERE t.area_id = @area AND t.cycle = @cycle AND t.gate < @gate
		  AND t.outcome IN ('passed', 'passed with conditions', 'overridden')
		  AND t.called_back_at IS NULL
		ORDER BY t.gate, t.number`, db.Named{"area": int64(area), "cycle": cycle, "gate": int(before)})
}

// WithExecutive lists the plans that are with the Executive within scope, the longest there first.
func WithExecutive(ctx context.Context, r db.Reader, scope policy.Scope) ([]gates.WithExecutive, error) {
	var w db.Where
	w.And("d.kind = 'gate 3' AND d.state NOT IN ('in force', 'returned')")
	w.InScope("d.area_id", scope)
	return db.List[gates.WithExecutive](ctx, r.DB, "with the Executive", `
		SELECT d.area_id, a.name AS area_name, d.attempt_id, min(d.drafted_at) AS since
		FROM executive_matters d
		JOIN areas a ON a.id = d.area_id
		`+w.String()+`
		GROUP BY d.area_id, a.name, d.attempt_id
		ORDER BY since, d.attempt_id`, w.Args)
}
