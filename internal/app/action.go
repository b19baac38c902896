package app

import (
	"context"
	"slices"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/store"
)

// ProposeAction puts an action into a plan, under a chosen solution, under an issue, or under neither, which the orphan
// report shows (E5). It goes to the end where it has no position. The same again from the same person, a form sent
// twice, proposes nothing and returns the first one's.
func (a *App) ProposeAction(ctx context.Context, actor policy.Actor, action domain.Action) (id domain.ActionID,
	err error) {
	err = a.Do(ctx, actor, policy.EditPlans, func(s *Step) error {
		p, err := planToEdit(ctx, s, policy.EditPlans, action.Plan)
		if err != nil {
			return err
		}
		action.Area = p.Area
		if err := checkAction(ctx, s, p, action); err != nil {
			return err
		}
		if id, err = s.SameAction(ctx, action, actor.ID); err != nil {
			return err
		}
		if id != 0 {
			return s.Same()
		}
		if id, err = s.AddAction(ctx, action, actor.ID, s.Now()); err != nil {
			return err
		}
		s.Record(planEvent(p, "Action proposed: "+action.Title, nil, actionWords(action)))
		return nil
	})
	return id, err
}

// ChangeAction changes a proposed action. It returns domain.ErrConflict where somebody else changed it since the
// version given.
func (a *App) ChangeAction(ctx context.Context, actor policy.Actor, action domain.Action, version int) error {
	return a.Do(ctx, actor, policy.EditPlans, func(s *Step) error {
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
		return s.ChangeAction(ctx, action, version)
	})
}

// RemoveAction takes a proposed action out of its plan. It stays on record. It returns domain.ErrConflict where
// somebody else changed it since the version given.
func (a *App) RemoveAction(ctx context.Context, actor policy.Actor, id domain.ActionID, version int) error {
	return a.Do(ctx, actor, policy.EditPlans, func(s *Step) error {
		p, action, err := actionToChange(ctx, s, id)
		if err != nil {
			return err
		}
		s.Record(planEvent(p, "Action taken out: "+action.Title, actionWords(action), nil))
		return s.RemoveAction(ctx, id, version, s.Now())
	})
}

// actionToChange loads and locks a proposed action and its plan, both of which can be changed now. The plan is locked
// first, as everywhere.
func actionToChange(ctx context.Context, s *Step, id domain.ActionID) (domain.Plan, domain.Action, error) {
	scope, issues := policy.ScopeOf(s.Actor, policy.ViewPlans), policy.IssueScopeOf(s.Actor)
	action, err := s.Action(ctx, scope, issues, id)
	if err != nil {
		return domain.Plan{}, action, err
	}
	p, err := planToEdit(ctx, s, policy.EditPlans, action.Plan)
	if err != nil {
		return p, action, err
	}
	if action, err = s.ActionForUpdate(ctx, scope, issues, id); err != nil {
		return p, action, err
	}
	return p, action, action.CheckChange()
}

// checkAction refuses an action by the fields that are wrong: what it hangs on must be on offer, its lead must be
// there.
func checkAction(ctx context.Context, s *Step, p domain.Plan, action domain.Action) error {
	if err := action.Check(s.Today()); err != nil {
		return err
	}
	if action.Solution != 0 || action.Issue != 0 {
		roots, err := s.ActionRoots(ctx, policy.IssueScopeOf(s.Actor), p.Area, p.Cycle)
		if err != nil {
			return err
		}
		offered := slices.ContainsFunc(roots, func(r store.ActionRoot) bool {
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
		known, err := s.MayLead(ctx, action.LeadService, action.LeadOrganisation)
		if err != nil {
			return err
		}
		if !known {
			return domain.Blocked("lead", "Choose a service or organisation from the list")
		}
	}
	return nil
}

func actionWords(a domain.Action) map[string]string {
	return map[string]string{"Title": a.Title, "Description": a.Description, "Supporters": a.Supporters,
		"Due": a.DueOn.Words(), "Cost": domain.MoneyWords(a.Cost)}
}
