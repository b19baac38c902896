package scorestore

import (
	"context"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/scores"
)

const criteriaSQL = `
	SELECT c.id, c.name, c.hint, c.weight, c.scale, c.position, c.retired, (SELECT count(*) FROM scores s
	    WHERE s.criterion_id = c.id)::int AS scores
	FROM criteria c
	ORDER BY c.retired, c.position, c.id`

// Criteria lists every criterion in order, those in use first (D8).
func Criteria(ctx context.Context, r db.Reader) ([]scores.Criterion, error) {
	return db.List[scores.Criterion](ctx, r.DB, "criteria", criteriaSQL, nil)
}

// CriteriaForUpdate locks the list of criteria until the transaction ends and returns it.
func CriteriaForUpdate(ctx context.Context, w db.Writer) ([]scores.Criterion, error) {
	if err := w.Exec(ctx, "lock criteria", `LOCK TABLE criteria IN SHARE ROW EXCLUSIVE MODE`, nil); err != nil {
		return nil, err
	}
	return Criteria(ctx, w.Reader)
}

// CriteriaVersion is the newest state of the criteria: what a rank of today is made by.
func CriteriaVersion(ctx context.Context, r db.Reader) (scores.CriteriaVersion, error) {
	return db.One[scores.CriteriaVersion](ctx, r.DB, "criteria version", `
		SELECT v.version, v.weights, COALESCE(p.name, '') AS by, v.at
		FROM criteria_versions v
		LEFT JOIN people p ON p.id = v.by
		ORDER BY v.version DESC
		LIMIT 1`, nil)
}

// CriteriaVersions lists every state that the criteria were in, newest first, at most 50.
func CriteriaVersions(ctx context.Context, r db.Reader) ([]scores.CriteriaVersion, error) {
	return db.List[scores.CriteriaVersion](ctx, r.DB, "criteria versions", `
		SELECT v.version, v.weights, COALESCE(p.name, '') AS by, v.at
		FROM criteria_versions v
		LEFT JOIN people p ON p.id = v.by
		ORDER BY v.version DESC`, nil)
}

// AddCriteriaVersion keeps the state that the criteria are in now. The caller has locked them.
func AddCriteriaVersion(ctx context.Context, w db.Writer, weights string, by domain.PersonID, at time.Time) error {
	return w.Exec(ctx, "add criteria version", `
		INSERT INTO criteria_versions (version, weights, by, at)
		SELECT COALESCE(max(version), 0) + 1, @weights, @by, @at FROM criteria_versions`,
		db.Named{"weights": weights, "by": int64(by), "at": at})
}

// AddCriterion adds a criterion at the end. It refuses a name that is taken.
func AddCriterion(ctx context.Context, w db.Writer, c scores.Criterion) (domain.CriterionID, error) {
	id, err := db.Value[domain.CriterionID](ctx, w.DB, "add criterion", `
		INSERT INTO criteria (name, hint, weight, scale, position)
		SELECT @name, @hint, @weight, @scale, COALESCE(max(position), 0) + 1 FROM criteria
		RETURNING id`, db.Named{"name": c.Name, "hint": c.Hint, "weight": c.Weight, "scale": c.Scale})
	return id, takenCriterion(err)
}

// UpdateCriterion writes a criterion. It refuses a name that is taken.
func UpdateCriterion(ctx context.Context, w db.Writer, c scores.Criterion) error {
	return takenCriterion(w.Change(ctx, "update criterion", `
		UPDATE criteria SET name = @name, hint = @hint, weight = @weight, scale = @scale, position = @position,
		retired = @retired WHERE id = @id`, db.Named{"id": int64(c.ID), "name": c.Name, "hint": c.Hint,
		"weight": c.Weight,
		"scale":  c.Scale, "position": c.Position, "retired": c.Retired}))
}

func takenCriterion(err error) error {
	if db.Violates(err, "criteria_name_key") {
		return domain.Blocked("name", "There is a criterion of that name already")
	}
	return err
}
