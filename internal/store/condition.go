package store

import (
	"context"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

const conditionSQL = `
	SELECT c.id, c.attempt_id AS attempt, t.gate, t.area_id AS area, a.name AS area_name, c.text, c.owner_id AS owner,
	       o.name AS owner_name, m.name AS set_by, c.due_on,
	       c.before_next_gate, c.discharged_at, COALESCE(d.name, '') AS discharged_by, c.discharge_note
	FROM conditions c
	JOIN attempts t ON t.id = c.attempt_id
	JOIN areas a ON a.id = t.area_id
	JOIN signatures g ON g.id = c.signature_id
	JOIN people m ON m.id = g.person_id
	JOIN people o ON o.id = c.owner_id
	LEFT JOIN people d ON d.id = c.discharged_by`

func (r Reader) conditions(ctx context.Context, what string, w where) ([]domain.Condition, error) {
	return list[domain.Condition](ctx, r.db, what, conditionSQL+"\n"+w.String()+"\nORDER BY c.due_on, c.id", w.args)
}

// AttemptConditions lists the conditions set on an attempt that the caller has loaded within scope.
func (r Reader) AttemptConditions(ctx context.Context, attempt domain.AttemptID) ([]domain.Condition, error) {
	var w where
	w.and("c.attempt_id = @attempt", "attempt", int64(attempt))
	return r.conditions(ctx, "attempt's conditions", w)
}

// OpenConditions lists what passed gates still ask for, within scope, the soonest due first. Conditions of attempts
// that did not pass bind nobody.
func (r Reader) OpenConditions(ctx context.Context, scope policy.Scope) ([]domain.Condition, error) {
	var w where
	w.and("c.discharged_at IS NULL AND t.called_back_at IS NULL")
	w.and("t.outcome IN ('passed', 'passed with conditions', 'overridden')")
	w.inScope("t.area_id", scope)
	return r.conditions(ctx, "open conditions", w)
}

// Condition loads a condition. It returns domain.ErrNotFound where there is none within scope.
func (r Reader) Condition(ctx context.Context, scope policy.Scope, id domain.ConditionID) (domain.Condition, error) {
	return r.condition(ctx, scope, id, "")
}

// ConditionForUpdate is Condition, locked until the transaction ends.
func (w Writer) ConditionForUpdate(ctx context.Context, scope policy.Scope,
	id domain.ConditionID) (domain.Condition, error) {
	return w.condition(ctx, scope, id, "FOR UPDATE OF c")
}

func (r Reader) condition(ctx context.Context, scope policy.Scope, id domain.ConditionID,
	lock string) (domain.Condition, error) {
	var w where
	w.and("c.id = @id", "id", int64(id))
	w.inScope("t.area_id", scope)
	return one[domain.Condition](ctx, r.db, "condition", conditionSQL+"\n"+w.String()+"\n"+lock, w.args)
}

// AddCondition stores a condition that a signature sets.
func (w Writer) AddCondition(ctx context.Context, attempt domain.AttemptID, signature domain.SignatureID,
	owner domain.PersonID, c domain.NewCondition) error {
	return w.exec(ctx, "add condition", `
		INSERT INTO conditions (attempt_id, signature_id, text, owner_id, due_on, before_next_gate)
		VALUES (@attempt, @signature, @text, @owner, @due, @before)`,
		named{"attempt": int64(attempt), "signature": int64(signature), "text": c.Text, "owner": int64(owner),
			"due": c.DueOn.Time(), "before": c.BeforeNextGate})
}

// DischargeCondition records how a condition was met. It returns domain.ErrConflict where it is discharged already.
func (w Writer) DischargeCondition(ctx context.Context, id domain.ConditionID, by domain.PersonID, at time.Time,
	note string) error {
	return w.change(ctx, "discharge condition", `
		UPDATE conditions SET discharged_by = @by, discharged_at = @at, discharge_note = @note
		WHERE id = @id AND discharged_at IS NULL`,
		named{"id": int64(id), "by": int64(by), "at": at, "note": note})
}
