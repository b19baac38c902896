package planapp

import (
	"context"
	"errors"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/plans"
	"fourgates/internal/plans/planstore"
	"fourgates/internal/policy"
)

// CommentPlan comments on a section of a plan (E8), for Members, officers and partners of the area. Sent twice before
// it is answered, it adds nothing and returns the first comment.
func CommentPlan(ctx context.Context, a *act.App, actor policy.Actor, plan domain.PlanID, section,
	text string) (id domain.PlanCommentID, err error) {
	err = a.Do(ctx, actor, policy.CommentPlans, func(s *act.Step) error {
		p, err := planToEdit(ctx, s, policy.CommentPlans, plan)
		if err != nil {
			return err
		}
		written, err := planstore.PlanSection(ctx, s.Writer.Reader, plan, section)
		if err != nil {
			return err
		}
		if text == "" {
			return domain.Blocked("text", "Enter your comment")
		}
		c := plans.PlanComment{Plan: plan, Section: section, Text: text, By: actor.ID, At: s.Now()}
		if id, err = planstore.SamePlanComment(ctx, s.Writer.Reader, c); err != nil {
			return err
		}
		if id != 0 {
			return s.Same()
		}
		if id, err = planstore.AddPlanComment(ctx, s.Writer, c); err != nil {
			return err
		}
		s.Record(planEvent(p, "Comment on "+written.Title, nil, map[string]string{"Comment": text}))
		return nil
	})
	return id, err
}

// AnswerPlanComment answers a comment in words, or resolves it without any. It returns domain.ErrConflict where
// somebody has done that already.
func AnswerPlanComment(ctx context.Context, a *act.App, actor policy.Actor, plan domain.PlanID,
	comment domain.PlanCommentID, answer string) (section string, err error) {
	err = a.Do(ctx, actor, policy.EditPlans, func(s *act.Step) error {
		p, err := planToEdit(ctx, s, policy.EditPlans, plan)
		if err != nil {
			return err
		}
		c, err := planstore.PlanComment(ctx, s.Writer.Reader, plan, comment)
		if err != nil {
			return err
		}
		section = c.Section
		summary := "Comment answered"
		if answer == "" {
			summary = "Comment resolved"
		}
		s.Record(planEvent(p, summary, map[string]string{"Comment": c.Text},
			map[string]string{"Comment": c.Text, "Answer": answer}))
		return planstore.AnswerPlanComment(ctx, s.Writer, comment, answer, actor.ID, s.Now())
	})
	return section, err
}

// LinkPlan ties a plan to another plan or an objective, and to an issue of its area or none (E9). It returns a
// *domain.BlockedError for the field "issue" where the plan cannot name it. A link that is there already is not added
// again.
func LinkPlan(ctx context.Context, a *act.App, actor policy.Actor, plan domain.PlanID, l plans.PlanLink) error {
	return a.Do(ctx, actor, policy.EditPlans, func(s *act.Step) error {
		p, err := planToEdit(ctx, s, policy.EditPlans, plan)
		if err != nil {
			return err
		}
		if err := namableIssue(ctx, s, p.Area, l.Issue); err != nil {
			return err
		}
		there, err := planstore.SamePlanLink(ctx, s.Writer.Reader, plan, l)
		if err != nil {
			return err
		}
		if there != 0 {
			return s.Same()
		}
		s.Record(planEvent(p, "Linked: "+l.Title, nil,
			map[string]string{"Kind": l.Kind, "Title": l.Title, "Reference": l.Reference, "Address": l.Link}))
		return planstore.AddPlanLink(ctx, s.Writer, plan, l, actor.ID, s.Now())
	})
}

func UnlinkPlan(ctx context.Context, a *act.App, actor policy.Actor, plan domain.PlanID, link domain.PlanLinkID) error {
	return a.Do(ctx, actor, policy.EditPlans, func(s *act.Step) error {
		p, err := planToEdit(ctx, s, policy.EditPlans, plan)
		if err != nil {
			return err
		}
		title, err := planstore.RemovePlanLink(ctx, s.Writer, plan, link)
		if err != nil {
			return err
		}
		s.Record(planEvent(p, "Link taken off: "+title, map[string]string{"Title": title}, nil))
		return nil
	})
}

// namableIssue refuses an issue that a plan of the area cannot name: one of another area, one that the actor does not
// see, or a restricted one. None, zero, is fine.
func namableIssue(ctx context.Context, s *act.Step, area domain.AreaID, id domain.IssueID) error {
	if id == 0 {
		return nil
	}
	i, err := issueOfArea(ctx, s, area, id)
	if err == nil && i.Visibility == issues.VisibleRestricted {
		return domain.Blocked("issue", "This issue is restricted: a plan cannot name it")
	}
	return err
}

// issueOfArea loads an issue by the number that was typed. It returns a *domain.BlockedError for the field "issue"
// where the area has no such issue that the actor may see.
func issueOfArea(ctx context.Context, s *act.Step, area domain.AreaID, id domain.IssueID) (issuestore.IssueRecord,
	error) {
	i, err := issuestore.Issue(ctx, s.Writer.Reader, policy.IssueScopeOf(s.Actor), id)
	if errors.Is(err, domain.ErrNotFound) || err == nil && i.Area != area {
		return i, domain.Blocked("issue", "Enter the number of an issue of this area")
	}
	return i, err
}
