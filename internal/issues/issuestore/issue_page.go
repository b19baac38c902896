package issuestore

import (
	"context"

	"fourgates/internal/asks"
	"fourgates/internal/asks/askstore"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/places"
	"fourgates/internal/policy"
	"fourgates/internal/themes"
	"fourgates/internal/themes/themestore"
)

// IssueDossier is an issue with everything about it that the reader may see.
type IssueDossier struct {
	IssueRecord
	Evidence  []issues.EvidenceLine
	Files     []issues.FileLine
	Referrals []asks.Ask
	Relations []issues.IssueRelation
	QuickWins []issues.QuickWin
	History   []db.AuditEntry
	Themes    []themes.Theme // every theme, retired ones too

	HasSolutions, HasReviews, HasComments bool // what parts above have of it
}

// heldIssue is an issue with what it has. Most have little, and asking in full for what is not there costs as much as
// all the rest of a page.
type heldIssue struct {
	issueRow
	Bound                                                      bool // to other issues
	HasEvidence, HasFiles, HasReferrals, HasWins, HasSolutions bool
	HasReviews, HasComments                                    bool
}

func askHeldIssue(s policy.IssueScope, id domain.IssueID, to *[]heldIssue) db.Question {
	var w db.Where
	w.And("i.id = @id", "id", id)
	Visible(&w, s)
	return db.Asking(to, "issue", `SELECT `+issueColumns+`,
		EXISTS (SELECT FROM syntheses x WHERE x.synthesis_id = i.id) OR EXISTS (SELECT FROM syntheses x
		    WHERE x.issue_id = i.id)
		OR EXISTS (SELECT FROM merges x WHERE x.into_id = i.id) OR EXISTS (SELECT FROM merges x
		    WHERE x.issue_id = i.id) AS bound,
		EXISTS (SELECT FROM issue_evidence x WHERE x.issue_id = i.id) AS has_evidence,
		EXISTS (SELECT FROM issue_files x WHERE x.issue_id = i.id) AS has_files,
		EXISTS (SELECT FROM asks x WHERE x.issue_id = i.id) AS has_referrals,
		EXISTS (SELECT FROM quick_wins x WHERE x.issue_id = i.id) AS has_wins,
		EXISTS (SELECT FROM solutions x WHERE x.issue_id = i.id) AS has_solutions,
		EXISTS (SELECT FROM reviews x WHERE x.issue_id = i.id) AS has_reviews,
		EXISTS (SELECT FROM issue_comments x WHERE x.issue_id = i.id) AS has_comments
		`+issueTables+w.String(), w.Args)
}

// LoadIssueDossier loads an issue with everything about it, in two round trips: the second asks for what the first
// found that there is. It returns domain.ErrNotFound where there is no such issue or the reader may not see it.
func LoadIssueDossier(ctx context.Context, r db.Reader, s policy.IssueScope, id domain.IssueID,
	today domain.Date) (IssueDossier, error) {
	var d IssueDossier
	var found []heldIssue
	if err := r.Ask(ctx, askHeldIssue(s, id, &found)); err != nil {
		return IssueDossier{}, err
	}
	if len(found) == 0 {
		return IssueDossier{}, domain.ErrNotFound
	}
	held := found[0]
	d.IssueRecord, d.HasSolutions = held.record(), held.HasSolutions
	d.HasReviews, d.HasComments = held.HasReviews, held.HasComments
	more := []db.Question{db.AskHistory("issue", int64(id), &d.History), themestore.AskThemes(true, &d.Themes)}
	for _, part := range []struct {
		there bool
		ask   db.Question
	}{
		// Members and merged issues bring theirs along.
		{held.HasEvidence || held.Bound, AskEvidence(s, id, &d.Evidence)},
		{held.HasFiles || held.Bound, askFiles(s, id, &d.Files)},
		{held.HasReferrals, askstore.Of(asks.Referral, int64(id), today, &d.Referrals)},
		{held.Bound, askRelations(s, id, &d.Relations)},
		{held.HasWins, askQuickWins(id, &d.QuickWins)},
	} {
		if part.there {
			more = append(more, part.ask)
		}
	}
	return d, r.Ask(ctx, more...)
}

// IssueIndex is a page of a list of issues with what its filter offers.
type IssueIndex struct {
	IssuePage[issues.IssueRow]
	Total     int               // up to issues.MostCounted and one: more than that is not counted
	Areas     []places.AreaName // to choose from; none where they are not asked for or too many
	ManyAreas bool              // they are too many
	Themes    []themes.Theme
}

// LoadIssueIndex loads a page of a list of issues, at most so many, with every theme to narrow it by, and the areas of
// a scope, unless they are more than so many.
func LoadIssueIndex(ctx context.Context, r db.Reader, s policy.IssueScope, f issues.IssueFilter, most int,
	areas policy.Scope,
	mostAreas int) (IssueIndex, error) {
	var x IssueIndex
	var rows []listedIssue
	l := newIssueList(f, most)
	l.counted = true
	questions := []db.Question{themestore.AskThemes(true, &x.Themes)}
	if mostAreas > 0 {
		questions = append(questions, askAreaChoices(areas, mostAreas, &x))
	}
	if err := askPlanned(ctx, r, f, l.ask(s, &rows), questions...); err != nil {
		return IssueIndex{}, err
	}
	x.IssuePage = withoutFile(l.page(rows))
	if len(rows) > 0 {
		x.Total = rows[0].Total
	}
	return x, nil
}
