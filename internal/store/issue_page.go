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
	History   []AuditEntry
	Themes    []domain.Theme // every theme, retired ones too
}

// IssueDossier loads an issue with everything about it in one round trip. It returns domain.ErrNotFound where there is no such issue or the
// reader may not see it.
func (r Reader) IssueDossier(ctx context.Context, s policy.IssueScope, id domain.IssueID) (IssueDossier, error) {
	var d IssueDossier
	var found []IssueRecord
	err := r.ask(ctx,
		askIssue(s, id, &found),
		askEvidence(s, id, &d.Evidence),
		askFiles(s, id, &d.Files),
		askReferralsOf(id, &d.Referrals),
		askRelations(s, id, &d.Relations),
		askQuickWins(id, &d.QuickWins),
		askHistory("issue", int64(id), &d.History),
		askThemes(true, &d.Themes))
	if err != nil {
		return IssueDossier{}, err
	}
	if len(found) == 0 { // whatever else came is not for this reader
		return IssueDossier{}, domain.ErrNotFound
	}
	d.IssueRecord = found[0]
	return d, nil
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
