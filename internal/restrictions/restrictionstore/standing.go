package restrictionstore

import (
	"context"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/restrictions"
)

// Standing lists where words of an issue stand in what was frozen or told: the gates submitted with it, the versions of
// the plan, the reports to the Executive, the planning feeds and the notices. The caller has loaded the issue within
// scope.
func Standing(ctx context.Context, r db.Reader, id domain.IssueID) ([]restrictions.Standing, error) {
	return db.List[restrictions.Standing](ctx, r.DB, "where an issue stands", `
		WITH i AS (SELECT id, area_id, title FROM issues WHERE id = @id),
		versions AS (
		    SELECT v.id, v.number, v.made_at, v.digest FROM i JOIN plans p ON p.area_id = i.area_id
		    JOIN plan_versions v ON v.plan_id = p.id
		    WHERE EXISTS (SELECT FROM frozen_words fw WHERE fw.digest = v.digest AND fw.part = 'issues[' || i.id || ']')
		       OR EXISTS (SELECT FROM frozen_words fw WHERE fw.digest = v.digest
		                  AND fw.words ~ ('\.issue",' || i.id || '\]'))
		       OR NOT starts_with(v.content, '{"commitments":') AND v.content ~ ('"(id|issue)":' || i.id || '[,}]'))
		SELECT 'gate' AS kind, t.gate AS number, t.number AS attempt, t.submitted_at AS at, 0 AS people
		FROM i JOIN attempts t ON t.area_id = i.area_id
		WHERE EXISTS (SELECT FROM frozen_words fw WHERE fw.digest = t.digest AND fw.part = 'issues[' || i.id || ']')
		   OR EXISTS (SELECT FROM frozen_words fw WHERE fw.digest = t.digest AND fw.part = 'plan'
		              AND fw.words ~ ('\.(issues\[' || i.id || '\]\.id|issue)",' || i.id || '\]'))
		   OR NOT starts_with(t.snapshot, '{"commitments":') AND t.snapshot ~ ('"(id|issue)":' || i.id || '[,}]')
		UNION ALL
		SELECT 'version', number, 0, made_at, 0 FROM versions
		UNION ALL
		SELECT DISTINCT ON (d.report_id) 'report', d.id, 0, d.drafted_at, 0
		FROM i JOIN decision_subjects s ON s.area_id = i.area_id
		JOIN executive_decisions d ON d.report_id = s.report_id
		JOIN executive_reports x ON x.id = s.report_id
		WHERE s.plan_version_id IN (SELECT id FROM versions)
		   OR position(lower(i.title) IN lower(x.text || x.words)) > 0
		UNION ALL
		SELECT 'feed', f.decision_id, 0, f.produced_at, 0 FROM i JOIN planning_feeds f ON f.area_id = i.area_id
		WHERE f.json LIKE '%-I' || i.id || '"%'
		   OR EXISTS (SELECT FROM frozen_words fw WHERE fw.digest = f.digest AND fw.words LIKE '%-I' || i.id || '"]%')
		UNION ALL
		SELECT 'notice', count(DISTINCT n.id), 0, max(n.at), count(DISTINCT (r.person_id, r.contact_id))
		FROM i JOIN notices n ON n.area_id = i.area_id AND (n.link = '/issues/' || i.id
		    OR position(lower(i.title) IN lower(n.subject || ' ' || n.body)) > 0)
		JOIN notice_recipients r ON r.notice_id = n.id
		HAVING count(*) > 0
		ORDER BY 1, 4, 2`, db.Named{"id": int64(id)})
}
