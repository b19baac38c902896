package issuestore

import (
	"context"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/policy"
)

func askRelations(s policy.IssueScope, id domain.IssueID, to *[]issues.IssueRelation) db.Question {
	w := db.Where{}
	Visible(&w, s)
	w.Set("id", id)
	return db.Asking(to, "issue relations", `
		SELECT b.kind, i.id, i.title, i.state, b.reason, p.name AS by, b.at
		FROM (SELECT 'member' AS kind, issue_id AS other, '' AS reason, by, at FROM syntheses WHERE synthesis_id = @id
		      UNION ALL
		      SELECT 'part of', synthesis_id, '', by, at FROM syntheses WHERE issue_id = @id
		      UNION ALL
		      SELECT 'merged from', issue_id, reason, by, at FROM merges WHERE into_id = @id AND undone_at IS NULL
		      UNION ALL
		      SELECT 'merged into', into_id, reason, by, at FROM merges WHERE issue_id = @id AND undone_at IS NULL) b
		JOIN issues i ON i.id = b.other
		JOIN people p ON p.id = b.by
		`+w.String()+`
		ORDER BY b.kind, b.at, i.id`, w.Args)
}

// AddToSynthesis makes an issue part of a synthesis. It returns domain.ErrConflict where it is part of one already.
func AddToSynthesis(ctx context.Context, w db.Writer, synthesis, member domain.IssueID, was issues.IssueState,
	by domain.PersonID, at time.Time) error {
	err := w.Exec(ctx, "add to synthesis", `
		INSERT INTO syntheses (synthesis_id, issue_id, was_state, by, at) VALUES (@synthesis, @member, @was, @by, @at)`,
		db.Named{"synthesis": synthesis, "member": member, "was": string(was), "by": by, "at": at})
	if db.Violates(err, "syntheses_issue") || db.Violates(err, "syntheses_pkey") {
		return domain.ErrConflict
	}
	return err
}

// LeaveSynthesis takes a member out of a synthesis and returns the state in which it was before.
// It returns domain.ErrNotFound where it is not a member.
func LeaveSynthesis(ctx context.Context, w db.Writer, synthesis, member domain.IssueID) (issues.IssueState, error) {
	return db.Value[issues.IssueState](ctx, w.DB, "leave synthesis", `
		DELETE FROM syntheses WHERE synthesis_id = @synthesis AND issue_id = @member RETURNING was_state`,
		db.Named{"synthesis": synthesis, "member": member})
}

// SynthesisMembers lists the members of a synthesis, by identifier.
func SynthesisMembers(ctx context.Context, r db.Reader, synthesis domain.IssueID) ([]domain.IssueID, error) {
	return db.Values[domain.IssueID](ctx, r.DB, "synthesis members",
		`
			SELECT issue_id FROM syntheses WHERE synthesis_id = @synthesis ORDER BY issue_id`,
		db.Named{"synthesis": synthesis})
}

// AddMerge records that an issue was merged into another, and the state in which it was before.
func AddMerge(ctx context.Context, w db.Writer, id, into domain.IssueID, was issues.IssueState, reason string,
	by domain.PersonID, at time.Time) error {
	err := w.Exec(ctx, "add merge", `
		INSERT INTO merges (issue_id, into_id, was_state, reason, by, at) VALUES (@id, @into, @was, @reason, @by, @at)`,
		db.Named{"id": id, "into": into, "was": string(was), "reason": reason, "by": by, "at": at})
	if db.Violates(err, "merges_open") {
		return domain.ErrConflict
	}
	return err
}

// UndoMerge ends the open merge of an issue and returns the state in which it was before.
// It returns domain.ErrNotFound where it is not merged.
func UndoMerge(ctx context.Context, w db.Writer, id domain.IssueID, by domain.PersonID,
	at time.Time) (issues.IssueState, error) {
	return db.Value[issues.IssueState](ctx, w.DB, "undo merge", `
		UPDATE merges SET undone_by = @by, undone_at = @at WHERE issue_id = @id AND undone_at IS NULL
		RETURNING was_state`, db.Named{"id": id, "by": by, "at": at})
}
