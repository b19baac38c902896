package store

import (
	"context"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// IssueRelations lists what binds an issue to others, both ways. Issues that the reader may not see are left out.
func (r Reader) IssueRelations(ctx context.Context, s policy.IssueScope,
	id domain.IssueID) (relations []domain.IssueRelation, err error) {
	err = r.ask(ctx, askRelations(s, id, &relations))
	return relations, err
}

func askRelations(s policy.IssueScope, id domain.IssueID, to *[]domain.IssueRelation) question {
	w := where{}
	w.visible(s)
	w.set("id", id)
	return asking(to, "issue relations", `
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
		ORDER BY b.kind, b.at, i.id`, w.args)
}

// AddToSynthesis makes an issue part of a synthesis. It returns domain.ErrConflict where it is part of one already.
func (w Writer) AddToSynthesis(ctx context.Context, synthesis, member domain.IssueID, was domain.IssueState,
	by domain.PersonID, at time.Time) error {
	err := w.exec(ctx, "add to synthesis", `
		INSERT INTO syntheses (synthesis_id, issue_id, was_state, by, at) VALUES (@synthesis, @member, @was, @by, @at)`,
		named{"synthesis": synthesis, "member": member, "was": string(was), "by": by, "at": at})
	if violates(err, "syntheses_issue") || violates(err, "syntheses_pkey") {
		return domain.ErrConflict
	}
	return err
}

// LeaveSynthesis takes a member out of a synthesis and returns the state in which it was before.
// It returns domain.ErrNotFound where it is not a member.
func (w Writer) LeaveSynthesis(ctx context.Context, synthesis, member domain.IssueID) (domain.IssueState, error) {
	return value[domain.IssueState](ctx, w.db, "leave synthesis", `
		DELETE FROM syntheses WHERE synthesis_id = @synthesis AND issue_id = @member RETURNING was_state`,
		named{"synthesis": synthesis, "member": member})
}

// SynthesisMembers lists the members of a synthesis, by identifier.
func (r Reader) SynthesisMembers(ctx context.Context, synthesis domain.IssueID) ([]domain.IssueID, error) {
	return values[domain.IssueID](ctx, r.db, "synthesis members",
		`
			SELECT issue_id FROM syntheses WHERE synthesis_id = @synthesis ORDER BY issue_id`,
		named{"synthesis": synthesis})
}

// AddMerge records that an issue was merged into another, and the state in which it was before.
func (w Writer) AddMerge(ctx context.Context, id, into domain.IssueID, was domain.IssueState, reason string,
	by domain.PersonID, at time.Time) error {
	err := w.exec(ctx, "add merge", `
		INSERT INTO merges (issue_id, into_id, was_state, reason, by, at) VALUES (@id, @into, @was, @reason, @by, @at)`,
		named{"id": id, "into": into, "was": string(was), "reason": reason, "by": by, "at": at})
	if violates(err, "merges_open") {
		return domain.ErrConflict
	}
	return err
}

// UndoMerge ends the open merge of an issue and returns the state in which it was before.
// It returns domain.ErrNotFound where it is not merged.
func (w Writer) UndoMerge(ctx context.Context, id domain.IssueID, by domain.PersonID,
	at time.Time) (domain.IssueState, error) {
	return value[domain.IssueState](ctx, w.db, "undo merge", `
		UPDATE merges SET undone_by = @by, undone_at = @at WHERE issue_id = @id AND undone_at IS NULL
		RETURNING was_state`, named{"id": id, "by": by, "at": at})
}
