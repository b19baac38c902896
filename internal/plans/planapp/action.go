package planapp

import (
	"context"
	"slices"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/plans"
	"fourgates/internal/plans/planstore"
	"fourgates/internal/policy"
)

// ProposeAction puts an action into a plan, under a chosen solution, under an issue, or under neither, as the orphan
// report shows (E5). Without a position it goes to the end. Sent twice by the same person, it proposes nothing and
// returns the first action.
func ProposeAction(ctx context.Context, a *act.App, actor policy.Actor, action plans.Action) (id domain.ActionID,
	err error) {
	err = a.Do(ctx, actor, policy.EditPlans, func(s *act.Step) error {
		p, err := planToEdit(ctx, s, policy.EditPlans, action.Plan)
		if err != nil {
			return err
		}
		action.Area = p.Area
		if err := checkAction(ctx, s, p, action); err != nil {
			return err
		}
		if id, err = planstore.SameAction(ctx, s.Writer.Reader, action, actor.ID); err != nil {
			return err
		}
		if id != 0 {
			return s.Same()
		}
		if id, err = planstore.AddAction(ctx, s.Writer, action, actor.ID, s.Now()); err != nil {
			return err
		}
		s.Record(planEvent(p, "Action proposed: "+action.Title, nil, actionWords(action)))
		return nil
	})
	return id, err
}

// ChangeAction changes a proposed action. It returns domain.ErrConflict where somebody else has changed it since the
// version given.
func ChangeAction(ctx context.Context, a *act.App, actor policy.Actor, action plans.Action, version int) error {
	return a.Do(ctx, actor, policy.EditPlans, func(s *act.Step) error {
		p, before, err := actionToChange(ctx, s, action.ID)
		if err != nil {
			return err
		}
		action.Plan, action.Area, action.State = before.Plan, before.Area, before.State
		if action.Position == 0 {
			action.Position = before.Position
		}
		if err := checkAction(ctx, s, p, action); err != nil {
			return err
		}
		s.Record(planEvent(p, "Action changed: "+action.Title, actionWords(before), actionWords(action)))
		return planstore.ChangeAction(ctx, s.Writer, action, version)
	})
}

// RemoveAction takes a proposed action out of its plan; it stays on record. It returns domain.ErrConflict where
// somebody else has changed it since the version given.
func RemoveAction(ctx context.Context, a *act.App, actor policy.Actor, id domain.ActionID, version int) error {
	return a.Do(ctx, actor, policy.EditPlans, func(s *act.Step) error {
		p, action, err := actionToChange(ctx, s, id)
		if err != nil {
			return err
		}
		s.Record(planEvent(p, "Action taken out: "+action.Title, actionWords(action), nil))
		return planstore.RemoveAction(ctx, s.Writer, id, version, s.Now())
	})
}

// actionToChange loads and locks a proposed action and its plan, which must both be open to change. As everywhere, the
// plan is locked first.
func actionToChange(ctx context.Context, s *act.Step, id domain.ActionID) (plans.Plan, plans.Action, error) {
	scope, issues := policy.ScopeOf(s.Actor, policy.ViewPlans), policy.IssueScopeOf(s.Actor)
	action, err := planstore.Action(ctx, s.Writer.Reader, scope, issues, id)
	if err != nil {
		return plans.Plan{}, action, err
	}
	p, err := planToEdit(ctx, s, policy.EditPlans, action.Plan)
	if err != nil {
		return p, action, err
	}
	if action, err = planstore.ActionForUpdate(ctx, s.Writer, scope, issues, id); err != nil {
		return p, action, err
	}
	return p, action, action.CheckChange()
}

// checkAction refuses, field by field, an action under something that is not on offer, or with a lead that does not
// exist.
func checkAction(ctx context.Context, s *act.Step, p plans.Plan, action plans.Action) error {
	if err := action.Check(s.Today()); err != nil {
		return err
	}
	if action.Solution != 0 || action.Issue != 0 {
		roots, err := planstore.ActionRoots(ctx, s.Writer.Reader, policy.IssueScopeOf(s.Actor), p.Area, p.Cycle)
		if err != nil {
			return err
		}
		offered := slices.ContainsFunc(roots, func(r planstore.ActionRoot) bool {
			if action.Solution != 0 {
				return r.Solution == action.Solution
			}
			return r.Solution == 0 && r.Issue == action.Issue
		})
		if !offered {
			return domain.Blocked("answers", "Choose a chosen solution or an issue of this area from the list")
		}
	}
	if action.LeadService != 0 || action.LeadOrganisation != 0 {
		known, err := planstore.MayLead(ctx, s.Writer.Reader, action.LeadService, action.LeadOrganisation)
		if err != nil {
			return err
		}
		if !known {
			return domain.Blocked("lead", "Choose a service or organisation from the list")
		}
	}
	return nil
}

func actionWords(a plans.Action) map[string]string {
	return map[string]string{"Title": a.Title, "Description": a.Description, "Supporters": a.Supporters,
		"Due": a.DueOn.Words(), "Cost": domain.MoneyWords(a.Cost)}
}
