package store

import (
	"context"
	"time"

	"fourgates/internal/domain"
)

const criteriaSQL = `
	SELECT c.id, c.name, c.hint, c.weight, c.scale, c.position, c.retired, (SELECT count(*) FROM scores s
	    WHERE s.criterion_id = c.id)::int AS scores
	FROM criteria c
	ORDER BY c.retired, c.position, c.id`

// Criteria lists every criterion in order, those in use first (D8).
func (r Reader) Criteria(ctx context.Context) ([]domain.Criterion, error) {
	return list[domain.Criterion](ctx, r.db, "criteria", criteriaSQL, nil)
}

// CriteriaForUpdate locks the list of criteria until the transaction ends and returns it.
func (w Writer) CriteriaForUpdate(ctx context.Context) ([]domain.Criterion, error) {
	if err := w.exec(ctx, "lock criteria", `LOCK TABLE criteria IN SHARE ROW EXCLUSIVE MODE`, nil); err != nil {
		return nil, err
	}
	return w.Criteria(ctx)
}

// CriteriaVersion is the newest state of the criteria: what a rank of today is made by.
func (r Reader) CriteriaVersion(ctx context.Context) (domain.CriteriaVersion, error) {
	return one[domain.CriteriaVersion](ctx, r.db, "criteria version", `
		SELECT v.version, v.weights, COALESCE(p.name, '') AS by, v.at
		FROM criteria_versions v
		LEFT JOIN people p ON p.id = v.by
		ORDER BY v.version DESC
		LIMIT 1`, nil)
}

// CriteriaVersions lists every state that the criteria were in, newest first, at most 50.
func (r Reader) CriteriaVersions(ctx context.Context) ([]domain.CriteriaVersion, error) {
	return list[domain.CriteriaVersion](ctx, r.db, "criteria versions", `
		SELECT v.version, v.weights, COALESCE(p.name, '') AS by, v.at
		FROM criteria_versions v
		LEFT JOIN people p ON p.id = v.by
		ORDER BY v.version DESC
		LIMIT 50`, nil)
}

// AddCriteriaVersion keeps the state that the criteria are in now. The caller has locked them.
func (w Writer) AddCriteriaVersion(ctx context.Context, weights string, by domain.PersonID, at time.Time) error {
	return w.exec(ctx, "add criteria version", `
		INSERT INTO criteria_versions (version, weights, by, at)
		SELECT COALESCE(max(version), 0) + 1, @weights, @by, @at FROM criteria_versions`,
		named{"weights": weights, "by": int64(by), "at": at})
}

// AddCriterion adds a criterion at the end. It refuses a name that is taken.
func (w Writer) AddCriterion(ctx context.Context, c domain.Criterion) (domain.CriterionID, error) {
	id, err := value[domain.CriterionID](ctx, w.db, "add criterion", `
		INSERT INTO criteria (name, hint, weight, scale, position)
		SELECT @name, @hint, @weight, @scale, COALESCE(max(position), 0) + 1 FROM criteria
		RETURNING id`, named{"name": c.Name, "hint": c.Hint, "weight": c.Weight, "scale": c.Scale})
	return id, takenCriterion(err)
}

// UpdateCriterion writes a criterion. It refuses a name that is taken.
func (w Writer) UpdateCriterion(ctx context.Context, c domain.Criterion) error {
	return takenCriterion(w.change(ctx, "update criterion", `
		UPDATE criteria SET name = @name, hint = @hint, weight = @weight, scale = @scale, position = @position,
		retired = @retired WHERE id = @id`, named{"id": int64(c.ID), "name": c.Name, "hint": c.Hint, "weight": c.Weight,
		"scale": c.Scale, "position": c.Position, "retired": c.Retired}))
}

func takenCriterion(err error) error {
	if violates(err, "criteria_name_key") {
		return domain.Blocked("name", "There is a criterion of that name already")
	}
	return err
}
