package store

import (
	"context"

	"fourgates/internal/domain"
)

const sectionSQL = `
	SELECT s.key, s.title, s.body, s.version, p.name AS changed_by, s.changed_at, c.comments, c.waiting
	FROM plan_sections s
	JOIN people p ON p.id = s.changed_by
	CROSS JOIN LATERAL (SELECT count(*)::int AS comments, count(*) FILTER (WHERE NOT n.resolved
	    AND n.answer = '')::int AS waiting
	                    FROM plan_comments n WHERE n.plan_id = s.plan_id AND n.section = s.key) c
	WHERE s.plan_id = @plan`

// PlanSections lists the written sections of a plan in order. The caller has loaded the plan within scope.
func (r Reader) PlanSections(ctx context.Context, plan domain.PlanID) ([]domain.WrittenSection, error) {
	var sections []domain.WrittenSection
	err := r.ask(ctx, asking(&sections, "plan sections", sectionSQL+` ORDER BY s.position, s.key`, named{"plan": plan}))
	return sections, err
}

// PlanSection loads a written section. It returns domain.ErrNotFound where the plan has none of the key.
func (r Reader) PlanSection(ctx context.Context, plan domain.PlanID, key string) (domain.WrittenSection, error) {
	return one[domain.WrittenSection](ctx, r.db, "plan section", sectionSQL+` AND s.key = @key`,
		named{"plan": plan, "key": key})
}

const versionSQL = `
	SELECT v.id, v.plan_id AS plan, v.number, v.digest, v.note, p.name AS made_by, v.made_at
	FROM plan_versions v
	JOIN people p ON p.id = v.made_by
	WHERE v.plan_id = @plan`

// PlanVersions lists the frozen versions of a plan, newest first, at most 200. The caller has loaded the plan within
// scope.
func (r Reader) PlanVersions(ctx context.Context, plan domain.PlanID) ([]domain.PlanVersion, error) {
	var versions []domain.PlanVersion
	err := r.ask(ctx, asking(&versions, "plan versions", versionSQL+` ORDER BY v.number DESC
	LIMIT 200`, named{"plan": plan}))
	return versions, err
}

// PlanVersion loads a frozen version by its number, with its content as it was frozen. It returns domain.ErrNotFound
// where there is none.
func (r Reader) PlanVersion(ctx context.Context, plan domain.PlanID, number int) (domain.PlanVersion, string, error) {
	args := named{"plan": plan, "number": number}
	version, err := one[domain.PlanVersion](ctx, r.db, "plan version", versionSQL+` AND v.number = @number`, args)
	if err != nil {
		return domain.PlanVersion{}, "", err
	}
	content, err := value[string](ctx, r.db, "plan version's content", `
		SELECT content FROM plan_versions WHERE plan_id = @plan AND number = @number`, args)
	return version, content, err
}

const commentSQL = `
	SELECT c.id, c.plan_id AS plan, c.section, c.text, c.by, p.name AS by_name, c.at, c.answer, c.resolved,
	       COALESCE(a.name, '') AS answered_by, c.answered_at
	FROM plan_comments c
	JOIN people p ON p.id = c.by
	LEFT JOIN people a ON a.id = c.answered_by
	WHERE c.plan_id = @plan`

// PlanComments lists the comments on a section, those that wait first, then the newest, at most 500. The caller has
// loaded the plan within scope.
func (r Reader) PlanComments(ctx context.Context, plan domain.PlanID, section string) ([]domain.PlanComment, error) {
	var comments []domain.PlanComment
	err := r.ask(ctx, asking(&comments, "plan comments", commentSQL+` AND c.section = @section
		ORDER BY c.resolved OR c.answer <> '', c.id DESC LIMIT 500`, named{"plan": plan, "section": section}))
	return comments, err
}

// PlanComment loads a comment of a plan. It returns domain.ErrNotFound where the plan has none of the id.
func (r Reader) PlanComment(ctx context.Context, plan domain.PlanID,
	id domain.PlanCommentID) (domain.PlanComment, error) {
	return one[domain.PlanComment](ctx, r.db, "plan comment", commentSQL+` AND c.id = @id`,
		named{"plan": plan, "id": id})
}
