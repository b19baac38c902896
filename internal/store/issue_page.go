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
	IssuePage[domain.IssueRow]
	Total     int               // up to domain.MostCounted and one: more than that is not counted
	Areas     []domain.AreaName // to choose from; none where they are not asked for or too many
	ManyAreas bool              // they are too many
	Themes    []domain.Theme
}

// IssueIndex loads a page of a list of issues, at most so many, with every theme to narrow it by, and the areas of a scope, unless they are
// more than so many.
func (r Reader) IssueIndex(ctx context.Context, s policy.IssueScope, f domain.IssueFilter, most int, areas policy.Scope, mostAreas int) (IssueIndex, error) {
	var x IssueIndex
	p := pageQuestion{filter: f, most: most, counted: true}
	questions := []question{askThemes(true, &p.themes)}
	if mostAreas > 0 {
		questions = append(questions, askAreaChoices(areas, mostAreas, &x))
	}
	if err := r.askPlanned(ctx, f, p.ask(s), questions...); err != nil {
		return IssueIndex{}, err
	}
	x.IssuePage, x.Total, x.Themes = p.page(), p.total, p.themes
	return x, nil
}
