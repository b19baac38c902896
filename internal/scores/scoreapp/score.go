// Package scoreapp changes criteria and scores issues by them.
package scoreapp

import (
	"context"
	"fmt"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issueapp"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/policy"
	"fourgates/internal/scores"
	"fourgates/internal/scores/scorestore"
)

// ScoreIssue writes the actor's scores of an issue by every criterion in use, over those that they gave before (D8).
// Each person has their own: where two score at once, both count. It returns a *domain.BlockedError for each criterion
// whose score is missing or out of scale.
func ScoreIssue(ctx context.Context, a *act.App, actor policy.Actor, id domain.IssueID,
	given map[domain.CriterionID]int) error {
	return a.Do(ctx, actor, policy.Prioritise, func(s *act.Step) error {
		issue, err := issuestore.IssueForUpdate(ctx, s.Writer, policy.IssueScopeOf(actor), id)
		if err != nil {
			return err
		}
		if err := policy.CheckIn(actor, policy.Prioritise, issue.Area); err != nil {
			return err
		}
		if err := checkStands(issue); err != nil {
			return err
		}
		criteria, err := scorestore.Criteria(ctx, s.Writer.Reader)
		if err != nil {
			return err
		}
		if blockers := scores.ScoreBlockers(criteria, given); len(blockers) > 0 {
			return &domain.BlockedError{Blockers: blockers}
		}
		used, after := map[domain.CriterionID]int{}, map[string]string{}
		for _, c := range scores.InUse(criteria) {
			used[c.ID], after[c.Name] = given[c.ID], fmt.Sprintf("%d of %d", given[c.ID], c.Scale)
		}
		s.Record(issueapp.IssueEvent(issue.Issue, "Issue scored", nil, after))
		return scorestore.SetScores(ctx, s.Writer, id, actor.ID, used, s.Now())
	})
}

// checkStands refuses an issue that is not on the list to be scored and put to the community.
func checkStands(i issuestore.IssueRecord) error {
	switch {
	case i.Ties.PartOf != 0:
		return domain.Blocked("",
			fmt.Sprintf("Issue %d is part of the synthesised issue %d: work on that", i.ID, i.Ties.PartOf))
	case !i.State.Stands():
		return domain.Blocked("",
			fmt.Sprintf("Issue %d is %s: only issues that stand after synthesis are scored", i.ID, i.State))
	case i.Visibility == issues.VisibleRestricted:
		return domain.Blocked("",
			fmt.Sprintf("Issue %d is restricted: it is worked on apart, and not scored openly", i.ID))
	}
	return nil
}
