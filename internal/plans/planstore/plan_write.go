package planstore

import (
	"context"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/plans"
	"fourgates/internal/register"
	"fourgates/internal/register/registerstore"
)

// AddPlan stores a new plan with its sections, still empty. It returns domain.ErrConflict where the cycle has a plan
// already.
func AddPlan(ctx context.Context, w db.Writer, p plans.Plan, parts []plans.PlanPart) (domain.PlanID, error) {
	id, err := db.Value[domain.PlanID](ctx, w.DB, "add plan", `
		INSERT INTO plans (area_id, cycle, title, created_by, created_at) VALUES (@area, @cycle, @title, @by, @at)
		ON CONFLICT (area_id, cycle) DO NOTHING
		RETURNING id`,
		db.Named{"area": p.Area, "cycle": p.Cycle, "title": p.Title, "by": p.CreatedBy, "at": p.CreatedAt})
	if added, err := issuestore.NotFoundIsFalse(err); err != nil || !added {
		if err == nil {
			err = domain.ErrConflict
		}
		return 0, err
	}
	keys, titles := make([]string, len(parts)), make([]string, len(parts))
	for i, part := range parts {
		keys[i], titles[i] = part.Key, part.Title
	}
	return id, w.Exec(ctx, "add plan sections", `
		INSERT INTO plan_sections (plan_id, key, title, position, changed_by, changed_at)
		SELECT @plan, key, title, position, @by, @at
		FROM unnest(@keys::text[], @titles::text[]) WITH ORDINALITY AS s (key, title, position)`,
		db.Named{"plan": id, "keys": keys, "titles": titles, "by": p.CreatedBy, "at": p.CreatedAt})
}

// SavePlanSection writes a section over the version given and returns what it said before. It returns
// domain.ErrConflict where the version is another one, and domain.ErrNotFound where the plan has no such section.
func SavePlanSection(ctx context.Context, w db.Writer, plan domain.PlanID, key string, version int, body string,
	by domain.PersonID, at time.Time) (before string, err error) {
	s, err := PlanSection(ctx, w.Reader, plan, key)
	if err != nil {
		return "", err
	}
	return s.Body, w.Change(ctx, "save plan section", `
		UPDATE plan_sections SET body = @body, version = version + 1, changed_by = @by, changed_at = @at
		WHERE plan_id = @plan AND key = @key AND version = @version`,
		db.Named{"plan": plan, "key": key, "version": version, "body": body, "by": by, "at": at})
}

// AddPlanVersion stores a frozen plan under the next number and returns both.
func AddPlanVersion(ctx context.Context, w db.Writer, plan domain.PlanID, f register.Frozen, note string,
	by domain.PersonID, at time.Time) (plans.PlanVersion, error) {
	digest := f.Digest()
	row, err := db.One[struct {
		ID     domain.PlanVersionID
		Number int
	}](ctx, w.DB, "add plan version", `
		INSERT INTO plan_versions (plan_id, number, content, digest, note, made_by, made_at)
		SELECT @plan, COALESCE(max(number), 0) + 1, @text, @digest, @note, @by, @at FROM plan_versions
		WHERE plan_id = @plan
		RETURNING id, number`,
		db.Named{"plan": plan, "text": f.Text, "digest": digest[:], "note": note, "by": by, "at": at})
	if err != nil {
		return plans.PlanVersion{}, err
	}
	return plans.PlanVersion{ID: row.ID, Plan: plan, Number: row.Number, Digest: digest, Note: note, MadeAt: at},
		registerstore.AddFrozenWords(ctx, w, f)
}

// AddPlanComment stores a comment on a section.
func AddPlanComment(ctx context.Context, w db.Writer, c plans.PlanComment) (domain.PlanCommentID, error) {
	return db.Value[domain.PlanCommentID](ctx, w.DB, "add plan comment", `
		INSERT INTO plan_comments (plan_id, section, text, by, at) VALUES (@plan, @section, @text, @by, @at)
		RETURNING id`, db.Named{"plan": c.Plan, "section": c.Section, "text": c.Text, "by": c.By, "at": c.At})
}

// AnswerPlanComment answers or resolves a comment that waits. It returns domain.ErrConflict where it does no longer.
func AnswerPlanComment(ctx context.Context, w db.Writer, id domain.PlanCommentID, answer string, by domain.PersonID,
	at time.Time) error {
	return w.Change(ctx, "answer plan comment", `
		UPDATE plan_comments SET answer = @answer, resolved = true, answered_by = @by, answered_at = @at
		WHERE id = @id AND NOT resolved AND answer = ''`,
		db.Named{"id": id, "answer": answer, "by": by, "at": at})
}

// AddPlanLink stores a link of a plan.
func AddPlanLink(ctx context.Context, w db.Writer, plan domain.PlanID, l plans.PlanLink, by domain.PersonID,
	at time.Time) error {
	return w.Exec(ctx, "add plan link", `
		INSERT INTO plan_links (plan_id, kind, title, reference, link, issue_id, added_by, added_at)
		VALUES (@plan, @kind, @title, @reference, @link, NULLIF(@issue, 0::bigint), @by, @at)`,
		db.Named{"plan": plan, "kind": l.Kind, "title": l.Title, "reference": l.Reference, "link": l.Link,
			"issue": int64(l.Issue), "by": by, "at": at})
}

// RemovePlanLink takes a link off a plan and returns its title. It returns domain.ErrNotFound where the plan has no
// such link.
func RemovePlanLink(ctx context.Context, w db.Writer, plan domain.PlanID, id domain.PlanLinkID) (string, error) {
	return db.Value[string](ctx, w.DB, "remove plan link", `
		DELETE FROM plan_links WHERE plan_id = @plan AND id = @id RETURNING title`,
		db.Named{"plan": plan, "id": id})
}
