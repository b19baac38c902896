package gatestore

import (
	"context"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/partners"
	"fourgates/internal/partners/partnerstore"
	"fourgates/internal/policy"
)

// conditionSQL asks the one view of what binds: it leaves out what binds nobody, and says how each condition stands.
const conditionSQL = `
	SELECT c.id, c.attempt_id AS attempt, b.attempt_number, b.area_id AS area, a.name AS area_name, b.cycle, b.gate,
	       c.text, c.owner_id AS owner, o.name AS owner_name, g.person_id AS setter, m.name AS set_by,
	       COALESCE(g.paper_id, 0) AS paper, pp.signed_on AS paper_on, COALESCE(pr.name, '') AS recorded_by,
	       g.signed_at AS set_at, COALESCE(f.name, '') AS set_for, g.seat_id AS seat, g.place, s.shown AS seat_name,
	       c.due_on, c.before_next_gate, b.state, COALESCE(n.id, 0) AS step, COALESCE(n.kind, '') AS step_kind,
	       COALESCE(n.by, 0) AS step_by, 
	       COALESCE(p.name || as_deputy(c.attempt_id, n.by, n.at), '') AS step_by_name,
	       COALESCE(n.words, '') AS step_words,
	       n.at AS step_at
	FROM binding_conditions b
	JOIN conditions c ON c.id = b.condition_id
	JOIN areas a ON a.id = b.area_id
	JOIN signatures g ON g.id = c.signature_id
	JOIN seats s ON s.id = g.seat_id
	JOIN people m ON m.id = g.person_id
	LEFT JOIN people f ON f.id = g.substitute_for
	JOIN people o ON o.id = c.owner_id
	LEFT JOIN papers pp ON pp.id = g.paper_id
	LEFT JOIN people pr ON pr.id = pp.recorded_by
	LEFT JOIN condition_steps n ON n.id = b.step_id
	LEFT JOIN people p ON p.id = n.by`

func conditions(ctx context.Context, r db.Reader, what string, w db.Where) ([]gates.Condition, error) {
	return db.List[gates.Condition](ctx, r.DB, what, conditionSQL+"\n"+w.String()+"\nORDER BY c.due_on, c.id", w.Args)
}

// CycleConditions lists the conditions of an area's cycle and of those before it, met or not, of whatever gate and
// attempt, the soonest due first. The caller has loaded the area within scope.
func CycleConditions(ctx context.Context, r db.Reader, area domain.AreaID, cycle int) ([]gates.Condition, error) {
	var w db.Where
	w.And("b.area_id = @area AND b.cycle <= @cycle", "area", int64(area), "cycle", cycle)
	return conditions(ctx, r, "cycle's conditions", w)
}

// areaConditions lists the conditions of an area, met or not, of whatever cycle, the soonest due first.
func areaConditions(ctx context.Context, r db.Reader, area domain.AreaID) ([]gates.Condition, error) {
	var w db.Where
	w.And("b.area_id = @area", "area", int64(area))
	return conditions(ctx, r, "area's conditions", w)
}

// AttemptConditions lists the conditions set on an attempt that the caller has loaded within scope. Those of a decision
// that was changed are void: ReplacedDecisions has them.
func AttemptConditions(ctx context.Context, r db.Reader, attempt domain.AttemptID) ([]gates.Condition, error) {
	var w db.Where
	w.And("c.attempt_id = @attempt", "attempt", int64(attempt))
	return conditions(ctx, r, "attempt's conditions", w)
}

// OpenConditions lists what Members still ask for within scope, the soonest due first: whatever is not met, whatever
// became of the attempt on which it was set.
func OpenConditions(ctx context.Context, r db.Reader, scope policy.Scope) ([]gates.Condition, error) {
	var w db.Where
	w.And("b.state <> 'met'")
	w.InScopeOn("b.area_id", "c.attempt_id", scope)
	return conditions(ctx, r, "open conditions", w)
}

// OwnConditions lists what the person is responsible for and is not met, the soonest due first.
func OwnConditions(ctx context.Context, r db.Reader, owner domain.PersonID) ([]gates.Condition, error) {
	var w db.Where
	w.And("b.state <> 'met' AND c.owner_id = @owner", "owner", int64(owner))
	return conditions(ctx, r, "own conditions", w)
}

// Condition loads a condition. It returns domain.ErrNotFound where there is none within scope.
func Condition(ctx context.Context, r db.Reader, scope policy.Scope, id domain.ConditionID) (gates.Condition, error) {
	return condition(ctx, r, scope, id, "")
}

// ConditionForUpdate is Condition, locked until the transaction ends. The caller has called LockAttempts: else what was
// read before the lock is not what stands after it.
func ConditionForUpdate(ctx context.Context, w db.Writer, scope policy.Scope,
	id domain.ConditionID) (gates.Condition, error) {
	return condition(ctx, w.Reader, scope, id, "FOR UPDATE OF c")
}

func condition(ctx context.Context, r db.Reader, scope policy.Scope, id domain.ConditionID,
	lock string) (gates.Condition, error) {
	var w db.Where
	w.And("c.id = @id", "id", int64(id))
	w.InScopeOn("b.area_id", "c.attempt_id", scope)
	return db.One[gates.Condition](ctx, r.DB, "condition", conditionSQL+"\n"+w.String()+"\n"+lock, w.Args)
}

// AddConditions stores the conditions that the signature at a position of the register sets, with who is responsible
// for each, and loads them.
func AddConditions(ctx context.Context, w db.Writer, attempt domain.AttemptID, position int64,
	set []gates.NewCondition) ([]gates.Condition, error) {
	for _, c := range set {
		if err := w.ChangeLater(ctx, "add condition", `
			INSERT INTO conditions (attempt_id, signature_id, text, owner_id, due_on, before_next_gate)
			SELECT attempt_id, id, @text, @owner, @due, @before
			FROM signatures
			WHERE attempt_id = @attempt AND position = @position`,
			db.Named{"attempt": int64(attempt), "position": position, "text": c.Text, "owner": int64(c.Owner),
				"due": c.DueOn.Time(), "before": c.BeforeNextGate}, nil); err != nil {
			return nil, err
		}
	}
	var where db.Where
	where.And("g.attempt_id = @attempt AND g.position = @position", "attempt", int64(attempt), "position", position)
	return db.List[gates.Condition](ctx, w.DB, "conditions just set", conditionSQL+"\n"+where.String()+`
		ORDER BY c.id`, where.Args)
}

// ConditionsSetBy lists the conditions that the decisions made for some places set, in the order set.
func ConditionsSetBy(ctx context.Context, r db.Reader, list []gates.Signatory) ([]gates.NewCondition, error) {
	ids := make([]int64, len(list))
	for i, s := range list {
		ids[i] = int64(s.Signature)
	}
	return db.List[gates.NewCondition](ctx, r.DB, "conditions set", `
		SELECT c.text, c.due_on, c.before_next_gate, c.owner_id AS owner, o.name AS owner_name
		FROM conditions c
		JOIN people o ON o.id = c.owner_id
		WHERE c.signature_id = ANY(@ids)
		ORDER BY c.id`,
		db.Named{"ids": ids})
}

// Owners lists who can be made responsible for a condition of the area on the day, each once: its officers, the
// planning officers and their deputies of the day, and the officers and managers of the services that work there. Each
// can sign in and see the gate.
func Owners(ctx context.Context, r db.Reader, area domain.AreaID, day domain.Date) ([]gates.Owner, error) {
	var list []gates.Owner
	var officers []partners.ServiceManager
	err := r.Ask(ctx, db.Asking(&list, "owners", `
		SELECT p.id AS person, p.name COLLATE by_name AS name,
		       CASE s.role WHEN 'clo' THEN 'community liaison officer' ELSE 'local area coordinator' END AS capacity
		FROM assignments s
		JOIN people p ON p.id = s.person_id AND p.disabled_at IS NULL
		WHERE s.area_id = @area AND s.role IN ('clo', 'lac') AND s.from_on <= @day
		  AND (s.to_on IS NULL OR s.to_on >= @day)
		UNION ALL
		SELECT p.id, p.name, 'community planning officer' || COALESCE(', deputy for ' || o.name, '')
		FROM acting_grants g
		LEFT JOIN people o ON o.id = g.deputy_for
		JOIN people p ON p.id = g.person_id AND p.disabled_at IS NULL
		WHERE g.role = 'cpo' AND g.from_on <= @day AND (g.to_on IS NULL OR g.to_on >= @day) AND g.ended_at IS NULL
		ORDER BY 3, 2, 1`, db.Named{"area": int64(area), "day": day.Time()}),
		partnerstore.AskServiceOfficersFor(area, day, &officers))
	if err != nil {
		return nil, err
	}
	for _, m := range officers {
		list = append(list, gates.Owner{Person: m.Person, Name: m.Name, Capacity: m.Service + ", " + m.Authority})
	}
	var once []gates.Owner
	for _, o := range list {
		if _, twice := gates.OwnerAmong(once, o.Person); !twice {
			once = append(once, o)
		}
	}
	return once, nil
}
