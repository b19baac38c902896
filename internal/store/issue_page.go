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

// grown says what has grown out of an issue. Most have nothing yet, and asking for it in full costs as much as all the rest of a page.
type grown struct{ QuickWins, Solutions bool }

func askGrown(id domain.IssueID, to *[]grown) question {
	return asking(to, "grown out of an issue", `
		SELECT EXISTS (SELECT FROM quick_wins WHERE issue_id = @issue) AS quick_wins, EXISTS (SELECT FROM solutions WHERE issue_id = @issue) AS solutions`,
		named{"issue": int64(id)})
}

// IssueDossier loads an issue with everything about it in one round trip, or in two where it has quick wins or solutions. It returns domain.ErrNotFound where there is no such issue or the
// reader may not see it.
func (r Reader) IssueDossier(ctx context.Context, s policy.IssueScope, solutions policy.SolutionScope, id domain.IssueID) (IssueDossier, error) {
	var d IssueDossier
	var found []IssueRecord
	var has []grown
	err := r.ask(ctx,
		askIssue(s, id, &found),
		askEvidence(s, id, &d.Evidence),
		askFiles(s, id, &d.Files),
		askReferralsOf(id, &d.Referrals),
		askRelations(s, id, &d.Relations),
		askGrown(id, &has),
		askHistory("issue", int64(id), &d.History),
		askThemes(true, &d.Themes))
	if err != nil {
		return IssueDossier{}, err
	}
	if len(found) == 0 { // whatever else came is not for this reader
		return IssueDossier{}, domain.ErrNotFound
	}
	d.IssueRecord = found[0]
	var more []question
	if has[0].QuickWins {
		more = append(more, askQuickWins(id, &d.QuickWins))
	}
	if has[0].Solutions {
		more = append(more, askIssueSolutions(solutions, id, &d.Solutions))
	}
	if len(more) > 0 {
		err = r.ask(ctx, more...)
	}
	return d, err
}

// IssueIndex is a page of a list of issues with what its filter offers.
type IssueIndex struct {
	IssuePage
	Total  int // up to domain.MostCounted and one: more than that is not counted
	Areas  []domain.AreaName
	Themes []domain.Theme
}

// IssueIndex loads a page of a list of issues, at most so many, with the areas of a scope, at most so many, and every theme to narrow it by.
func (r Reader) IssueIndex(ctx context.Context, s policy.IssueScope, f domain.IssueFilter, most int, areas policy.Scope, mostAreas int) (IssueIndex, error) {
	var x IssueIndex
	var page pageQuestion
	var total []counted
	questions := []question{askThemes(true, &x.Themes)}
	if mostAreas > 0 {
		questions = append(questions, askAreaNames(areas, mostAreas, &x.Areas))
	}
	if f.Text == "" { // what asks for text counts on the way
		questions = append(questions, askCount(s, f, &total))
	}
	err := r.askPlanned(ctx, f, askPage(s, f, most, &page), questions...)
	if err != nil {
		return IssueIndex{}, err
	}
	page.themes = x.Themes
	x.IssuePage = page.page()
	if f.Text == "" {
		x.Total = total[0].N
		return x, nil
	}
	if x.Total = max(len(x.Rows), x.Matches); x.Matches == 0 && (x.Previous.ID != 0 || x.Next.ID != 0) {
		x.Total, err = r.CountIssues(ctx, s, f)
	}
	return x, err
}
