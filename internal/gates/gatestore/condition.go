package gatestore

import (
	"context"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/policy"
)

const conditionSQL = `
	SELECT c.id, c.attempt_id AS attempt, t.gate, t.area_id AS area, a.name AS area_name, c.text, c.owner_id AS owner,
	       o.name AS owner_name, m.name AS set_by, c.due_on,
	       c.before_next_gate, c.discharged_at, COALESCE(d.name, '') AS discharged_by, c.discharge_note
	FROM conditions c
	JOIN attempts t ON t.id = c.attempt_id
	JOIN areas a ON a.id = t.area_id
	JOIN standing_signatures g ON g.id = c.signature_id
	JOIN people m ON m.id = g.person_id
	JOIN people o ON o.id = c.owner_id
	LEFT JOIN people d ON d.id = c.discharged_by`

func conditions(ctx context.Context, r db.Reader, what string, w db.Where) ([]gates.Condition, error) {
	return db.List[gates.Condition](ctx, r.DB, what, conditionSQL+"\n"+w.String()+"\nORDER BY c.due_on, c.id", w.Args)
}

// AttemptConditions lists the conditions set on an attempt that the caller has loaded within scope. Those of a decision
// that was changed are void: ReplacedDecisions has them.
func AttemptConditions(ctx context.Context, r db.Reader, attempt domain.AttemptID) ([]gates.Condition, error) {
	var w db.Where
	w.And("c.attempt_id = @attempt", "attempt", int64(attempt))
	return conditions(ctx, r, "attempt's conditions", w)
}

// OpenConditions lists what passed gates still ask for, within scope, the soonest due first. Conditions of attempts
// that did not pass bind nobody.
func OpenConditions(ctx context.Context, r db.Reader, scope policy.Scope) ([]gates.Condition, error) {
	var w db.Where
	w.And("c.discharged_at IS NULL AND t.called_back_at IS NULL")
	w.And("t.outcome IN ('passed', 'passed with conditions', 'overridden')")
	w.InScope("t.area_id", scope)
	return conditions(ctx, r, "open conditions", w)
}

// Condition loads a condition. It returns domain.ErrNotFound where there is none within scope.
func Condition(ctx context.Context, r db.Reader, scope policy.Scope, id domain.ConditionID) (gates.Condition, error) {
	return condition(ctx, r, scope, id, "")
}

// ConditionForUpdate is Condition, locked until the transaction ends.
func ConditionForUpdate(ctx context.Context, w db.Writer, scope policy.Scope,
	id domain.ConditionID) (gates.Condition, error) {
	return condition(ctx, w.Reader, scope, id, "FOR UPDATE OF c")
}

func condition(ctx context.Context, r db.Reader, scope policy.Scope, id domain.ConditionID,
	lock string) (gates.Condition, error) {
	var w db.Where
	w.And("c.id = @id", "id", int64(id))
	w.InScope("t.area_id", scope)
	return db.One[gates.Condition](ctx, r.DB, "condition", conditionSQL+"\n"+w.String()+"\n"+lock, w.Args)
}

// AddCondition stores a condition that a signature sets.
func AddCondition(ctx context.Context, w db.Writer, attempt domain.AttemptID, signature domain.SignatureID,
	owner domain.PersonID, c gates.NewCondition) error {
	return w.Exec(ctx, "add condition", `
		INSERT INTO conditions (attempt_id, signature_id, text, owner_id, due_on, before_next_gate)
		VALUES (@attempt, @signature, @text, @owner, @due, @before)`,
		db.Named{"attempt": int64(attempt), "signature": int64(signature), "text": c.Text, "owner": int64(owner),
			"due": c.DueOn.Time(), "before": c.BeforeNextGate})
}

// ConditionsSetBy lists the conditions that the decisions made for some places set, in the order set.
func ConditionsSetBy(ctx context.Context, r db.Reader, list []gates.Signatory) ([]gates.NewCondition, error) {
	ids := make([]int64, len(list))
	for i, s := range list {
		ids[i] = int64(s.Signature)
	}
	return db.List[gates.NewCondition](ctx, r.DB, "conditions set", `
		SELECT text, due_on, before_next_gate FROM conditions WHERE signature_id = ANY(@ids) ORDER BY id`,
		db.Named{"ids": ids})
}

// DischargeCondition records how a condition was met. It returns domain.ErrConflict where it is discharged already.
func DischargeCondition(ctx context.Context, w db.Writer, id domain.ConditionID, by domain.PersonID, at time.Time,
	note string) error {
	return w.Change(ctx, "discharge condition", `
		UPDATE conditions SET discharged_by = @by, discharged_at = @at, discharge_note = @note
		WHERE id = @id AND discharged_at IS NULL`,
		db.Named{"id": int64(id), "by": int64(by), "at": at, "note": note})
}
