package app

import (
	"context"
	"errors"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/store"
)

// CommentPlan says something about a section of a plan (E8): for Members, officers and partners of the area. The same again
// while it waits, a form sent twice, adds nothing and returns the first one's.
func (a *App) CommentPlan(ctx context.Context, actor policy.Actor, plan domain.PlanID, section, text string) (id domain.PlanCommentID, err error) {
	err = a.do(ctx, actor, policy.CommentPlans, func(w store.Writer, now time.Time) (domain.Event, error) {
		p, err := planToEdit(ctx, w, actor, policy.CommentPlans, plan)
		if err != nil {
			return domain.Event{}, err
		}
		s, err := w.PlanSection(ctx, plan, section)
		if err != nil {
			return domain.Event{}, err
		}
		if text == "" {
			return domain.Event{}, domain.Blocked("text", "Enter your comment")
		}
		c := domain.PlanComment{Plan: plan, Section: section, Text: text, By: actor.ID, At: now}
		if id, err = w.SamePlanComment(ctx, c); err != nil || id != 0 {
			return domain.Event{}, orNothing(err)
		}
		id, err = w.AddPlanComment(ctx, c)
		return planEvent(p, "Comment on "+s.Title, nil, map[string]string{"Comment": text}), err
	})
	return id, err
}

// AnswerPlanComment answers a comment in words, or resolves it without any. It returns domain.ErrConflict where that was done already.
func (a *App) AnswerPlanComment(ctx context.Context, actor policy.Actor, plan domain.PlanID, comment domain.PlanCommentID, answer string) (section string, err error) {
	err = a.do(ctx, actor, policy.EditPlans, func(w store.Writer, now time.Time) (domain.Event, error) {
		p, err := planToEdit(ctx, w, actor, policy.EditPlans, plan)
		if err != nil {
			return domain.Event{}, err
		}
		c, err := w.PlanComment(ctx, plan, comment)
		if err != nil {
			return domain.Event{}, err
		}
		section = c.Section
		summary := "Comment answered"
		if answer == "" {
			summary = "Comment resolved"
		}
		return planEvent(p, summary, map[string]string{"Comment": c.Text}, map[string]string{"Comment": c.Text, "Answer": answer}),
			w.AnswerPlanComment(ctx, comment, answer, actor.ID, now)
	})
	return section, err
}

// LinkPlan ties a plan to another plan or an objective, and to an issue of its area or to none (E9). It is refused by the field
// "issue" where the plan cannot name it. A link that stands there already is not added again.
func (a *App) LinkPlan(ctx context.Context, actor policy.Actor, plan domain.PlanID, l domain.PlanLink) error {
	return a.do(ctx, actor, policy.EditPlans, func(w store.Writer, now time.Time) (domain.Event, error) {
		p, err := planToEdit(ctx, w, actor, policy.EditPlans, plan)
		if err != nil {
			return domain.Event{}, err
		}
		if err := namableIssue(ctx, w, actor, p.Area, l.Issue); err != nil {
			return domain.Event{}, err
		}
		if there, err := w.SamePlanLink(ctx, plan, l); err != nil || there != 0 {
			return domain.Event{}, orNothing(err)
		}
		return planEvent(p, "Linked: "+l.Title, nil, map[string]string{"Kind": l.Kind, "Title": l.Title, "Reference": l.Reference, "Address": l.Link}),
			w.AddPlanLink(ctx, plan, l, actor.ID, now)
	})
}

// UnlinkPlan takes a link off a plan.
func (a *App) UnlinkPlan(ctx context.Context, actor policy.Actor, plan domain.PlanID, link domain.PlanLinkID) error {
	return a.do(ctx, actor, policy.EditPlans, func(w store.Writer, _ time.Time) (domain.Event, error) {
		p, err := planToEdit(ctx, w, actor, policy.EditPlans, plan)
		if err != nil {
			return domain.Event{}, err
		}
		title, err := w.RemovePlanLink(ctx, plan, link)
		return planEvent(p, "Link taken off: "+title, map[string]string{"Title": title}, nil), err
	})
}

// namableIssue refuses an issue that a plan of the area cannot name: one of another area, one that the actor does not see, or a restricted
// one. Zero, none, is fine.
func namableIssue(ctx context.Context, w store.Writer, actor policy.Actor, area domain.AreaID, id domain.IssueID) error {
	if id == 0 {
		return nil
	}
	i, err := issueOfArea(ctx, w, actor, area, id)
	if err == nil && i.Visibility == domain.VisibleRestricted {
		return domain.Blocked("issue", "This issue is restricted: a plan cannot name it")
	}
	return err
}

// issueOfArea loads an issue whose number was typed. It returns a *domain.BlockedError by the field "issue" where there is none such in the
// area that the actor may see.
func issueOfArea(ctx context.Context, w store.Writer, actor policy.Actor, area domain.AreaID, id domain.IssueID) (store.IssueRecord, error) {
	i, err := w.Issue(ctx, policy.IssueScopeOf(actor), id)
	if errors.Is(err, domain.ErrNotFound) || err == nil && i.Area != area {
		return i, domain.Blocked("issue", "Enter the number of an issue of this area")
	}
	return i, err
}
