package executivestore

import (
	"context"
	"slices"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/executive"
	"fourgates/internal/policy"
)

// PutWith stores a report that puts the plans of others too, as the rule left it: on no agenda. The others' decisions
// stay, without recommendations, for notices lead to them. The caller has locked all of them.
func PutWith(ctx context.Context, w db.Writer, d executive.ExecutiveDecision, others []domain.ReportID,
	by domain.PersonID) error {
	named := db.Named{"others": db.Numbers(others)}
	if err := w.Exec(ctx, "remove items of other reports", `
		DELETE FROM executive_items WHERE decision_id IN (
			SELECT id FROM executive_decisions WHERE report_id = ANY(@others::bigint[]))`, named); err != nil {
		return err
	}
	if err := w.Exec(ctx, "other reports put here", `
		UPDATE executive_decisions SET version = version + 1 WHERE report_id = ANY(@others::bigint[])`,
		named); err != nil {
		return err
	}
	if err := w.Exec(ctx, "subjects of other reports", `
		UPDATE decision_subjects SET report_id = @report WHERE report_id = ANY(@others::bigint[])`,
		db.Named{"report": int64(d.ReportID), "others": db.Numbers(others)}); err != nil {
		return err
	}
	if err := w.Exec(ctx, "off the agenda", `
		UPDATE executive_decisions
		SET state = 'drafted', delegated = false, made_by = NULL, with_officer = NULL, key_decision = NULL,
		    forward_plan = '', meets_on = NULL
		WHERE report_id = @id AND state = 'scheduled'`, db.Named{"id": int64(d.ReportID)}); err != nil {
		return err
	}
	return ChangeReport(ctx, w, d, by)
}

// Home loads the report that was drafted on a plan which another report puts, as it was then. The caller has locked it.
func Home(ctx context.Context, w db.Writer, on executive.Subject) (executive.ExecutiveDecision, error) {
	type row struct {
		ID            domain.ExecutiveID
		ReportID      domain.ReportID
		Report        string
		ReportWords   string
		ReportDigest  domain.Digest
		ReportVersion int
		State         executive.ExecutiveState
		Version       int
		DraftedAt     time.Time
	}
	h, err := db.One[row](ctx, w.DB, "report drafted on a plan", `
		SELECT d.id, d.report_id, x.text AS report, x.words AS report_words, x.digest AS report_digest,
		       x.version AS report_version, d.state, d.version, d.drafted_at
		FROM executive_reports x
		JOIN executive_decisions d ON d.id = (SELECT min(id) FROM executive_decisions WHERE report_id = x.id)
		WHERE x.id = @id
		FOR UPDATE OF d`, db.Named{"id": int64(on.DraftedIn)})
	return executive.ExecutiveDecision{ID: h.ID, ReportID: h.ReportID, Report: h.Report, ReportWords: h.ReportWords,
		ReportDigest: h.ReportDigest, ReportVersion: h.ReportVersion, State: h.State, Version: h.Version,
		DraftedAt: h.DraftedAt}, err
}

// TakeOut stores a report without a plan that it put, and the report that was drafted on the plan, which puts it again.
func TakeOut(ctx context.Context, w db.Writer, left, home executive.ExecutiveDecision, on domain.SubjectID,
	by domain.PersonID) error {
	if err := ChangeReport(ctx, w, left, by); err != nil {
		return err
	}
	if err := w.Change(ctx, "subject back to its report", `
		UPDATE decision_subjects SET report_id = drafted_in WHERE id = @id AND report_id = @from`,
		db.Named{"id": int64(on), "from": int64(left.ReportID)}); err != nil {
		return err
	}
	return ChangeReport(ctx, w, home, by)
}

// PutElsewhere is the decision by which what a report was drafted on is decided now, where another report puts it: that
// of the same council where it has one. It returns domain.ErrNotFound for any other decision.
func PutElsewhere(ctx context.Context, r db.Reader, id domain.ExecutiveID) (domain.ExecutiveID, error) {
	return db.Value[domain.ExecutiveID](ctx, r.DB, "plan put elsewhere", `
		SELECT o.id
		FROM executive_decisions d
		JOIN decision_subjects s ON s.drafted_in = d.report_id AND s.report_id <> d.report_id
		JOIN executive_decisions o ON o.report_id = s.report_id
		WHERE d.id = @id AND NOT EXISTS (SELECT FROM executive_items i WHERE i.decision_id = d.id)
		  AND EXISTS (SELECT FROM executive_items i WHERE i.decision_id = o.id AND i.subject_id = s.id)
		ORDER BY o.authority_id IS NOT DISTINCT FROM d.authority_id DESC, o.id
		LIMIT 1`, db.Named{"id": int64(id)})
}

// Reports lists the reports that the scope may read and on which no Executive has begun to decide, each by its first
// decision, in the order of their drafting.
func Reports(ctx context.Context, r db.Reader, scope policy.DecisionScope) ([]executive.ExecutiveDecision, error) {
	open, err := OpenExecutiveDecisions(ctx, r, scope)
	open = slices.DeleteFunc(open, func(d executive.ExecutiveDecision) bool { return !d.ReportOpen() })
	slices.SortStableFunc(open, func(a, b executive.ExecutiveDecision) int { return int(a.ID - b.ID) })
	seen := map[domain.ReportID]bool{}
	return slices.DeleteFunc(open, func(d executive.ExecutiveDecision) bool {
		again := seen[d.ReportID]
		seen[d.ReportID] = true
		return again
	}), err
}
