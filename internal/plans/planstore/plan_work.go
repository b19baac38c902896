package planstore

import (
	"context"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/plans"
	"fourgates/internal/register"
	"fourgates/internal/register/registerstore"
	"fourgates/internal/restrictions"
	"fourgates/internal/restrictions/restrictionstore"
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
func PlanSections(ctx context.Context, r db.Reader, plan domain.PlanID) ([]plans.WrittenSection, error) {
	var sections []plans.WrittenSection
	err := r.Ask(ctx, db.Asking(&sections, "plan sections", sectionSQL+` ORDER BY s.position, s.key`,
		db.Named{"plan": plan}))
	return sections, err
}

// PlanSection loads a written section. It returns domain.ErrNotFound where the plan has none of the key.
func PlanSection(ctx context.Context, r db.Reader, plan domain.PlanID, key string) (plans.WrittenSection, error) {
	return db.One[plans.WrittenSection](ctx, r.DB, "plan section", sectionSQL+` AND s.key = @key`,
		db.Named{"plan": plan, "key": key})
}

const versionSQL = `
	SELECT v.id, v.plan_id AS plan, v.number, v.digest, v.note, p.name AS made_by, v.made_at
	FROM plan_versions v
	JOIN people p ON p.id = v.made_by
	WHERE v.plan_id = @plan`

// PlanVersions lists the frozen versions of a plan, newest first, at most 200. The caller has loaded the plan within
// scope.
func PlanVersions(ctx context.Context, r db.Reader, plan domain.PlanID) ([]plans.PlanVersion, error) {
	var versions []plans.PlanVersion
	err := r.Ask(ctx, db.Asking(&versions, "plan versions", versionSQL+` ORDER BY v.number DESC`, db.Named{"plan": plan}))
	return versions, err
}

// PlanVersion loads a frozen version by its number, with its document. It returns domain.ErrNotFound where there is
// none.
func PlanVersion(ctx context.Context, r db.Reader, plan domain.PlanID, number int) (plans.PlanVersion,
	plans.PlanDocument, error) {
	args := db.Named{"plan": plan, "number": number}
	version, err := db.One[plans.PlanVersion](ctx, r.DB, "plan version", versionSQL+` AND v.number = @number`, args)
	if err != nil {
		return plans.PlanVersion{}, plans.PlanDocument{}, err
	}
	d, err := PlanVersionDocument(ctx, r, version.ID)
	return version, d, err
}

// PlanVersionDocument is the frozen document of a version. The caller has loaded what refers to it within scope.
func PlanVersionDocument(ctx context.Context, r db.Reader, id domain.PlanVersionID) (plans.PlanDocument, error) {
	f, err := PlanVersionFrozen(ctx, r, id)
	if err != nil {
		return plans.PlanDocument{}, err
	}
	return plans.ReadPlanDocument(f)
}

// PlanVersionFrozen is that document as it is kept, without the lines that the reader may not see.
func PlanVersionFrozen(ctx context.Context, r db.Reader, id domain.PlanVersionID) (register.Frozen, error) {
	w := db.Where{Args: db.Named{"id": int64(id)}}
	sql := `
		SELECT v.content AS text, ` + registerstore.FrozenWordsSQL("v.digest") + ` AS words,
		       ` + restrictionstore.HiddenSQL(r, &w, "ARRAY[p.area_id]", "v.made_at") + ` AS hidden
		FROM plan_versions v JOIN plans p ON p.id = v.plan_id WHERE v.id = @id`
	f, err := db.One[struct {
		register.Frozen
		Hidden []restrictions.Issue
	}](ctx, r.DB, "plan version's document", sql, w.Args)
	return restrictions.Withheld(f.Frozen, f.Hidden), err
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
func PlanComments(ctx context.Context, r db.Reader, plan domain.PlanID, section string) ([]plans.PlanComment, error) {
	var comments []plans.PlanComment
	err := r.Ask(ctx, db.Asking(&comments, "plan comments", commentSQL+` AND c.section = @section
		ORDER BY c.resolved OR c.answer <> '', c.id DESC`, db.Named{"plan": plan, "section": section}))
	return comments, err
}

// PlanComment loads a comment of a plan. It returns domain.ErrNotFound where the plan has none of the id.
func PlanComment(ctx context.Context, r db.Reader, plan domain.PlanID,
	id domain.PlanCommentID) (plans.PlanComment, error) {
	return db.One[plans.PlanComment](ctx, r.DB, "plan comment", commentSQL+` AND c.id = @id`,
		db.Named{"plan": plan, "id": id})
}
