package timelinestore

import (
	"context"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/timelines"
)

// Templates lists the versions of the timeline's template, newest first, without their phases.
func Templates(ctx context.Context, r db.Reader) ([]timelines.Template, error) {
	return db.List[timelines.Template](ctx, r.DB, "templates", templateSQL+" ORDER BY t.version DESC", db.Named{})
}

const templateSQL = `
	SELECT t.version, t.note, COALESCE(p.name, '') AS by, t.created_at AS at,
	       (SELECT count(*) FROM cycles c WHERE c.template = t.version)::int AS cycles
	FROM timeline_templates t
	LEFT JOIN people p ON p.id = t.created_by`

// Template loads a version of the template with its phases and their activities; version 0 is the newest.
// It returns domain.ErrNotFound where there is none.
func Template(ctx context.Context, r db.Reader, version int) (timelines.Template, error) {
	t, err := db.One[timelines.Template](ctx, r.DB, "template", templateSQL+`
		WHERE t.version = COALESCE(NULLIF(@version, 0::bigint), (SELECT max(version) FROM timeline_templates))`,
		db.Named{"version": version})
	if err != nil {
		return timelines.Template{}, err
	}
	t.Phases, err = db.List[timelines.TemplatePhase](ctx, r.DB, "template's phases", `
		SELECT p.phase, p.name, p.description, COALESCE(p.early_weeks, 0) AS early_weeks,
		       COALESCE(p.late_weeks, 0) AS late_weeks, COALESCE(p.gate, 0) AS gate,
		       (SELECT json_agg(json_build_object('Text', a.text, 'Alongside', a.alongside) ORDER BY a.position)
		        FROM template_activities a
		        WHERE a.version = p.version AND a.phase = p.phase) AS activities
		FROM template_phases p
		WHERE p.version = @version
		ORDER BY p.position`, db.Named{"version": t.Version})
	return t, err
}

// AddTemplate stores a version. It returns domain.ErrConflict where that version is there already: somebody else made
// it meanwhile.
func AddTemplate(ctx context.Context, w db.Writer, t timelines.Template, by domain.PersonID, at time.Time) error {
	err := w.Change(ctx, "add template", `
		INSERT INTO timeline_templates (version, note, created_by, created_at) VALUES (@version, @note, @by, @at)
		ON CONFLICT DO NOTHING`, db.Named{"version": t.Version, "note": t.Note, "by": int64(by), "at": at})
	if err != nil {
		return err
	}
	for i, p := range t.Phases {
		if err := w.Exec(ctx, "add template's phase", `
			INSERT INTO template_phases (version, position, phase, name, description, early_weeks, late_weeks, gate)
			VALUES (@version, @position, @phase, @name, @description, NULLIF(@early, 0::bigint),
			        NULLIF(@late, 0::bigint),
			        NULLIF(@gate, 0::bigint))`,
			db.Named{"version": t.Version, "position": i + 1, "phase": string(p.Phase), "name": p.Name,
				"description": p.Description, "early": p.EarlyWeeks, "late": p.LateWeeks,
				"gate": int(p.Gate)}); err != nil {
			return err
		}
		texts, alongside := activityColumns(p.Activities)
		if err := w.Exec(ctx, "add template's activities", `
			INSERT INTO template_activities (version, phase, position, text, alongside)
			SELECT @version, @phase, n, text, alongside
			FROM unnest(@texts::text[], @alongside::bool[]) WITH ORDINALITY AS a (text, alongside, n)`,
			db.Named{"version": t.Version, "phase": string(p.Phase), "texts": texts,
				"alongside": alongside}); err != nil {
			return err
		}
	}
	return nil
}

func activityColumns(list []timelines.TemplateActivity) (texts []string, alongside []bool) {
	texts, alongside = make([]string, len(list)), make([]bool, len(list))
	for i, a := range list {
		texts[i], alongside[i] = a.Text, a.Alongside
	}
	return texts, alongside
}
