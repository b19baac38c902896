package store

import (
	"context"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// IssueDossier is an issue with everything about it that the reader may see.
type IssueDossier struct {
	IssueRecord
	Evidence  []domain.EvidenceLine
	Files     []domain.FileLine
	Referrals []domain.ReferralLine
	Relations []domain.IssueRelation
	QuickWins []domain.QuickWin
	Solutions []domain.SolutionLine // without their views, at most 100
	History   []AuditEntry
	Themes    []domain.Theme // every theme, retired ones too
}

// heldIssue is an issue with what it has. Most have little, and asking in full for what is not there costs as much as
// all the rest of a page.
type heldIssue struct {
	issueRow
	Bound                                                      bool // to other issues
	HasEvidence, HasFiles, HasReferrals, HasWins, HasSolutions bool
}

func askHeldIssue(s policy.IssueScope, id domain.IssueID, to *[]heldIssue) question {
	var w where
	w.and("i.id = @id", "id", id)
	w.visible(s)
	return asking(to, "issue", `SELECT `+issueColumns+`,
		EXISTS (SELECT FROM syntheses x WHERE x.synthesis_id = i.id) OR EXISTS (SELECT FROM syntheses x
		    WHERE x.issue_id = i.id)
		OR EXISTS (SELECT FROM merges x WHERE x.into_id = i.id) OR EXISTS (SELECT FROM merges x
		    WHERE x.issue_id = i.id) AS bound,
		EXISTS (SELECT FROM issue_evidence x WHERE x.issue_id = i.id) AS has_evidence,
		EXISTS (SELECT FROM issue_files x WHERE x.issue_id = i.id) AS has_files,
		EXISTS (SELECT FROM referrals x WHERE x.issue_id = i.id) AS has_referrals,
		EXISTS (SELECT FROM quick_wins x WHERE x.issue_id = i.id) AS has_wins,
		EXISTS (SELECT FROM solutions x WHERE x.issue_id = i.id) AS has_solutions
		`+issueTables+w.String(), w.args)
}

// IssueDossier loads an issue with everything about it, in two round trips: the second asks for what the first found
// that there is. It returns domain.ErrNotFound where there is no such issue or the reader may not see it.
func (r Reader) IssueDossier(ctx context.Context, s policy.IssueScope, solutions policy.SolutionScope,
	id domain.IssueID) (IssueDossier, error) {
	var d IssueDossier
	var found []heldIssue
	if err := r.ask(ctx, askHeldIssue(s, id, &found)); err != nil {
		return IssueDossier{}, err
	}
	if len(found) == 0 {
		return IssueDossier{}, domain.ErrNotFound
	}
	held := found[0]
	d.IssueRecord = held.record()
	more := []question{askHistory("issue", int64(id), &d.History), askThemes(true, &d.Themes)}
	for _, part := range []struct {
		there bool
		ask   question
	}{
		// Members and merged issues bring theirs along.
		{held.HasEvidence || held.Bound, askEvidence(s, id, &d.Evidence)},
		{held.HasFiles || held.Bound, askFiles(s, id, &d.Files)},
		{held.HasReferrals, askReferralsOf(id, &d.Referrals)},
		{held.Bound, askRelations(s, id, &d.Relations)},
		{held.HasWins, askQuickWins(id, &d.QuickWins)},
		{held.HasSolutions, askIssueSolutions(solutions, id, &d.Solutions)},
	} {
		if part.there {
			more = append(more, part.ask)
		}
	}
	return d, r.ask(ctx, more...)
}

// IssueIndex is a page of a list of issues with what its filter offers.
type IssueIndex struct {
	IssuePage[domain.IssueRow]
	Total     int               // up to domain.MostCounted and one: more than that is not counted
	Areas     []domain.AreaName // to choose from; none where they are not asked for or too many
	ManyAreas bool              // they are too many
	Themes    []domain.Theme
}

// IssueIndex loads a page of a list of issues, at most so many, with every theme to narrow it by, and the areas of a
// scope, unless they are more than so many.
func (r Reader) IssueIndex(ctx context.Context, s policy.IssueScope, f domain.IssueFilter, most int, areas policy.Scope,
	mostAreas int) (IssueIndex, error) {
	var x IssueIndex
	var rows []listedIssue
	l := newIssueList(f, most)
	l.counted = true
	questions := []question{askThemes(true, &x.Themes)}
	if mostAreas > 0 {
		questions = append(questions, askAreaChoices(areas, mostAreas, &x))
	}
	if err := r.askPlanned(ctx, f, l.ask(s, &rows), questions...); err != nil {
		return IssueIndex{}, err
	}
	x.IssuePage = withoutFile(l.page(rows))
	if len(rows) > 0 {
		x.Total = rows[0].Total
	}
	return x, nil
}
