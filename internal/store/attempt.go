package store

import (
	"context"
	"errors"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// groundSQL is the drawing kept with the area of a gate 1, where it is of the boundary that was frozen.
const groundSQL = `
	       CASE WHEN t.gate = 1
	             AND (t.snapshot::jsonb ->> 'boundary_version')::int
	                 = (SELECT max(b.version) FROM area_boundaries b WHERE b.area_id = t.area_id)
	            THEN a.outline ELSE '' END`

// attemptSQL leaves out the snapshot, which at gate 2 is as long as a book, and the overrides: lists and locks do
// without.
const attemptSQL = `
	SELECT '' AS snapshot, '' AS outline, NULL::json AS overrides, ` + attemptFields

const wholeAttemptSQL = `
	SELECT t.snapshot, ` + groundSQL + ` AS outline,
	       (SELECT v.overrides FROM gate_overrides v WHERE v.area_id = t.area_id AND v.cycle = t.cycle) AS overrides,
	       ` + attemptFields

const attemptFields = `t.id, t.area_id AS area, a.code AS area_code, a.name AS area_name, t.cycle, t.gate, t.number,
	       COALESCE(t.batch_id, 0) AS batch, t.rule,
	       t.digest, t.due_on, t.submitted_by, s.name AS submitted_by_name, t.submitted_at, t.note,
	       COALESCE(t.outcome, '') AS outcome, t.outcome_at, COALESCE(o.name, '') AS outcome_by_name, t.outcome_reason,
	       t.resubmit_by, COALESCE(k.name, '') AS called_back_by_name, t.called_back_at, t.called_back_reason
	FROM attempts t
	JOIN areas a ON a.id = t.area_id
	JOIN people s ON s.id = t.submitted_by
	LEFT JOIN people o ON o.id = t.outcome_by
	LEFT JOIN people k ON k.id = t.called_back_by`

// Attempt loads an attempt. It returns domain.ErrNotFound where there is none within scope.
func (r Reader) Attempt(ctx context.Context, scope policy.Scope, id domain.AttemptID) (domain.Attempt, error) {
	return r.attempt(ctx, wholeAttemptSQL, scope, id, "")
}

// AttemptForUpdate loads an attempt and locks it until the transaction ends. The caller has called LockAttempts or
// LockAreas. It leaves out the snapshot, and returns domain.ErrNotFound where there is none within scope.
func (w Writer) AttemptForUpdate(ctx context.Context, scope policy.Scope, id domain.AttemptID) (domain.Attempt, error) {
	return w.attempt(ctx, attemptSQL, scope, id, "FOR UPDATE OF t")
}

func (r Reader) attempt(ctx context.Context, sql string, scope policy.Scope, id domain.AttemptID,
	lock string) (domain.Attempt, error) {
	var w where
	w.and("t.id = @id", "id", int64(id))
	w.inScope("t.area_id", scope)
	return one[domain.Attempt](ctx, r.db, "attempt", sql+"\n"+w.String()+"\n"+lock, w.args)
}

// Snapshot is the frozen content of an attempt. The caller has loaded the attempt within scope.
func (r Reader) Snapshot(ctx context.Context, id domain.AttemptID) (string, error) {
	return value[string](ctx, r.db, "snapshot", `SELECT snapshot FROM attempts WHERE id = @id`, named{"id": int64(id)})
}

// Attempts lists every attempt of an area, newest first, without snapshots.
func (r Reader) Attempts(ctx context.Context, area domain.AreaID) ([]domain.Attempt, error) {
	return list[domain.Attempt](ctx, r.db, "area's attempts", attemptSQL+`
		WHERE t.area_id = @area
		ORDER BY t.submitted_at DESC, t.id DESC`, named{"area": int64(area)})
}

// BatchAttempts lists the attempts submitted in one batch, by area name, within scope, without snapshots.
func (r Reader) BatchAttempts(ctx context.Context, scope policy.Scope, batch domain.BatchID) ([]domain.Attempt, error) {
	var w where
	w.and("t.batch_id = @batch", "batch", int64(batch))
	w.inScope("t.area_id", scope)
	return list[domain.Attempt](ctx, r.db, "batch", attemptSQL+"\n"+w.String()+"\nORDER BY a.name, t.id", w.args)
}

// OpenAttempts lists every attempt that Members are asked about, the soonest due first, without snapshots.
func (r Reader) OpenAttempts(ctx context.Context, scope policy.Scope) ([]domain.Attempt, error) {
	var w where
	w.and("t.outcome IS NULL")
	w.inScope("t.area_id", scope)
	return list[domain.Attempt](ctx, r.db, "open attempts", attemptSQL+"\n"+w.String()+"\nORDER BY t.due_on, t.id",
		w.args)
}

// OpenAttemptOf finds the attempt that is open in an area; domain.ErrNotFound where none is.
func (r Reader) OpenAttemptOf(ctx context.Context, area domain.AreaID) (domain.AttemptID, error) {
	return value[domain.AttemptID](ctx, r.db, "open attempt", `
		SELECT id FROM attempts WHERE area_id = @area AND outcome IS NULL`, named{"area": int64(area)})
}

// LastAttempt finds the newest attempt of a gate before the given number; domain.ErrNotFound where there is none.
func (r Reader) LastAttempt(ctx context.Context, area domain.AreaID, cycle int, gate domain.Gate,
	before int) (domain.Attempt, error) {
	var w where
	w.and("t.number < @before", "before", before)
	return r.newestAttempt(ctx, w, area, cycle, gate)
}

// NewestAttempt finds the newest attempt of a gate; domain.ErrNotFound where there is none.
func (r Reader) NewestAttempt(ctx context.Context, area domain.AreaID, cycle int,
	gate domain.Gate) (domain.Attempt, error) {
	return r.newestAttempt(ctx, where{}, area, cycle, gate)
}

func (r Reader) newestAttempt(ctx context.Context, w where, area domain.AreaID, cycle int,
	gate domain.Gate) (domain.Attempt, error) {
	w.and("t.area_id = @area AND t.cycle = @cycle AND t.gate = @gate", "area", int64(area), "cycle", cycle, "gate",
		int(gate))
	return one[domain.Attempt](ctx, r.db, "last attempt",
		wholeAttemptSQL+"\n"+w.String()+"\nORDER BY t.number DESC LIMIT 1", w.args)
}

// GateRule is the rule set for a gate (G4).
func (r Reader) GateRule(ctx context.Context, gate domain.Gate) (domain.Rule, error) {
	return value[domain.Rule](ctx, r.db, "gate rule", `
		SELECT rule FROM gate_rules WHERE gate = @gate`, named{"gate": int(gate)})
}

// GateRules lists the rule of every gate.
func (r Reader) GateRules(ctx context.Context) (map[domain.Gate]domain.Rule, error) {
	type row struct {
		Gate domain.Gate
		Rule domain.Rule
	}
	rows, err := list[row](ctx, r.db, "gate rules", `SELECT gate, rule FROM gate_rules`, named{})
	rules := map[domain.Gate]domain.Rule{}
	for _, row := range rows {
		rules[row.Gate] = row.Rule
	}
	return rules, err
}

// SetGateRule changes the rule of a gate for later attempts.
func (w Writer) SetGateRule(ctx context.Context, gate domain.Gate, rule domain.Rule) error {
	return w.change(ctx, "set gate rule", `
		UPDATE gate_rules SET rule = @rule WHERE gate = @gate`, named{"gate": int(gate), "rule": string(rule)})
}

// AddBatch opens a batch of several areas' gate 1.
func (w Writer) AddBatch(ctx context.Context, by domain.PersonID, at time.Time) (domain.BatchID, error) {
	return value[domain.BatchID](ctx, w.db, "add batch", `
		INSERT INTO gate_batches (submitted_by, submitted_at) VALUES (@by, @at) RETURNING id`,
		named{"by": int64(by), "at": at})
}

// AddAttempt stores an attempt with the places that it asks. It returns domain.ErrConflict where another is open.
func (w Writer) AddAttempt(ctx context.Context, a domain.Attempt, asked []domain.AreaMember) (domain.AttemptID, error) {
	id, err := value[domain.AttemptID](ctx, w.db, "add attempt", `
		INSERT INTO attempts (area_id, cycle, gate, number, batch_id, rule, snapshot, digest, due_on, submitted_by,
		                      submitted_at, note)
		VALUES (@area, @cycle, @gate, @number, NULLIF(@batch, 0::bigint), @rule, @snapshot, @digest, @due, @by, @at,
		        @note)
		RETURNING id`,
		named{"area": int64(a.Area), "cycle": a.Cycle, "gate": int(a.Gate), "number": a.Number, "batch": int64(a.Batch),
			"rule": string(a.Rule), "snapshot": a.Snapshot, "digest": a.Digest[:], "due": a.DueOn.Time(),
			"by": int64(a.SubmittedBy), "at": a.SubmittedAt, "note": a.Note})
	if violates(err, "attempts_open") || violates(err, "attempts_area_id_cycle_gate_number_key") {
		return 0, errors.Join(domain.ErrConflict, err)
	}
	if err != nil {
		return 0, err
	}
	seats, places, tiers := make([]int64, len(asked)), make([]int, len(asked)), make([]string, len(asked))
	for i, m := range asked {
		seats[i], places[i], tiers[i] = int64(m.Seat), m.Place, string(m.Tier)
	}
	return id, w.exec(ctx, "add attempt's seats", `
		INSERT INTO attempt_seats (attempt_id, seat_id, place, tier)
		SELECT @attempt, seat, place, tier FROM unnest(@seats::bigint[], @places::int[], @tiers::text[]) AS asked (seat,
		    place, tier)`,
		named{"attempt": int64(id), "seats": seats, "places": places, "tiers": tiers})
}

// CloseAttempt records how an open attempt ended. It returns domain.ErrConflict where it is not open any more.
func (w Writer) CloseAttempt(ctx context.Context, id domain.AttemptID, outcome domain.Outcome, by domain.PersonID,
	at time.Time, reason string, resubmitBy domain.Date) error {
	return w.change(ctx, "close attempt", `
		UPDATE attempts
		SET outcome = @outcome, outcome_by = NULLIF(@by, 0::bigint), outcome_at = @at, outcome_reason = @reason,
		    resubmit_by = @resubmit
		WHERE id = @id AND outcome IS NULL`,
		named{"id": int64(id), "outcome": string(outcome), "by": int64(by), "at": at, "reason": reason,
			"resubmit": dayOrNull(resubmitBy)})
}

// AreasToSelect lists the proposed areas within scope that have no gate open: what a batch can be made of, by name.
func (r Reader) AreasToSelect(ctx context.Context, scope policy.Scope) ([]domain.Area, error) {
	var w where
	w.and("a.state = 'proposed' AND NOT EXISTS (SELECT FROM attempts t WHERE t.area_id = a.id AND t.outcome IS NULL)")
	w.inScope("a.id", scope)
	return list[domain.Area](ctx, r.db, "areas to select", `
		SELECT a.id, a.code, a.name, a.rationale, a.state, a.version, a.created_by, a.created_at,
		       NULL::json AS overrides
		FROM areas a
		`+w.String()+`
		ORDER BY a.name, a.id`, w.args)
}

// PassedAttempts lists the attempts by which an area's cycle passed the gates before one, in order, without snapshots.
// One that was called back is left out.
func (r Reader) PassedAttempts(ctx context.Context, area domain.AreaID, cycle int,
	before domain.Gate) ([]domain.Attempt, error) {
	return list[domain.Attempt](ctx, r.db, "passed attempts", attemptSQL+`
		WHERE t.area_id = @area AND t.cycle = @cycle AND t.gate < @gate
		  AND t.outcome IN ('passed', 'passed with conditions', 'overridden')
		  AND t.called_back_at IS NULL
		ORDER BY t.gate, t.number`, named{"area": int64(area), "cycle": cycle, "gate": int(before)})
}
