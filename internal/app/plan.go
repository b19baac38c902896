package app

import (
	"context"
	"errors"
	"fmt"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// StartPlan starts the plan of an area's present cycle, with its sections still to be written (E1). Where there is a
// plan already, it returns that. It returns a *domain.BlockedError before solutions are worked up, and where the area
// is not active.
func (a *App) StartPlan(ctx context.Context, actor policy.Actor, id domain.AreaID, title string) (plan domain.PlanID,
	err error) {
	err = a.Do(ctx, actor, policy.EditPlans, func(s *Step) error {
		area, err := areaForPlans(ctx, s, policy.EditPlans, id)
		if err != nil {
			return err
		}
		cycle, phase, err := s.PresentCycle(ctx, id)
		if err != nil {
			return err
		}
		there, err := s.AreaPlan(ctx, policy.ScopeOf(actor, policy.ViewPlans), id)
		if err == nil {
			plan = there.ID
			return s.Same()
		}
		if !errors.Is(err, domain.ErrNotFound) {
			return err
		}
		if area.State != domain.AreaActive || !domain.MayStartPlan(phase) {
			return domain.Blocked("", "A plan is started in phase 3 or 4, while the area is active")
		}
		if title == "" {
			title = "Local Community Action Plan for " + area.Name
		}
		p := domain.Plan{Area: id, Cycle: cycle, Title: title, State: domain.PlanDrafting, CreatedBy: actor.ID,
			CreatedAt: s.Now()}
		if p.ID, err = s.AddPlan(ctx, p, domain.PlanParts()); err != nil {
			return err
		}
		plan = p.ID
		s.Record(planEvent(p, "Plan started", nil, map[string]string{"Title": title}))
		return nil
	})
	return plan, err
}

// areaForPlans locks an area. It returns domain.ErrNotFound where the actor may not see its plan, and
// domain.ErrForbidden where they may not do this with plans there.
func areaForPlans(ctx context.Context, s *Step, act policy.Action, id domain.AreaID) (domain.Area, error) {
	area, err := s.AreaForUpdate(ctx, policy.ScopeOf(s.Actor, policy.ViewPlans), id)
	if err != nil {
		return area, err
	}
	return area, policy.CheckIn(s.Actor, act, id)
}

// SavePlanSection writes a section over the version that the writer saw. It returns domain.ErrConflict where somebody
// else saved first, and a *domain.BlockedError while the plan is locked.
func (a *App) SavePlanSection(ctx context.Context, actor policy.Actor, plan domain.PlanID, key string, version int,
	body string) error {
	return a.Do(ctx, actor, policy.EditPlans, func(s *Step) error {
		p, err := planToEdit(ctx, s, policy.EditPlans, plan)
		if err != nil {
			return err
		}
		before, err := s.SavePlanSection(ctx, plan, key, version, body, actor.ID, s.Now())
		if errors.Is(err, domain.ErrConflict) && before == body {
			return s.Same() // the form was sent twice
		}
		if err != nil {
			return err
		}
		part, _ := domain.PlanPartOf(key)
		s.Record(planEvent(p, "Section written: "+part.Title, map[string]string{part.Title: before},
			map[string]int{"Version": version + 1}))
		return nil
	})
}

// planToEdit loads and locks a plan that can be changed now. It returns domain.ErrNotFound where the actor may not see
// it, domain.ErrForbidden where they may not do this to it, and a *domain.BlockedError while it is locked for its
// Members or the Executive.
func planToEdit(ctx context.Context, s *Step, act policy.Action, id domain.PlanID) (domain.Plan, error) {
	p, err := s.PlanForUpdate(ctx, policy.ScopeOf(s.Actor, policy.ViewPlans), id)
	if err != nil {
		return p, err
	}
	if err := policy.CheckIn(s.Actor, act, p.Area); err != nil {
		return p, err
	}
	return p, p.CheckEdit()
}

// FreezePlan freezes a version of a plan, with a note, to read and compare later (E8). It returns its number. Where the
// newest version says the same, no other is made and the number is that one's.
func (a *App) FreezePlan(ctx context.Context, actor policy.Actor, plan domain.PlanID, note string) (number int,
	err error) {
	err = a.Do(ctx, actor, policy.EditPlans, func(s *Step) error {
		p, err := planToEdit(ctx, s, policy.EditPlans, plan)
		if err != nil {
			return err
		}
		if note == "" {
			return domain.Blocked("note", "Say what this version is")
		}
		standing, err := s.PlanForGate(ctx, p.Area, p.Cycle)
		if err != nil {
			return err
		}
		d, err := s.PlanDocument(ctx, policy.Scope{Areas: []domain.AreaID{p.Area}}, p.Area, p.Cycle)
		if err != nil {
			return err
		}
		v, err := keepVersion(ctx, s, standing, d, note)
		if err != nil {
			return err
		}
		if number = v.Number; number == 0 {
			number = standing.NewestNumber
			return s.Same()
		}
		s.Record(planEvent(p, fmt.Sprintf("Version %d frozen", number), nil,
			map[string]string{"Note": note, "Digest": v.Digest.String()}))
		return nil
	})
	return number, err
}

// keepVersion freezes a locked plan's document as its next version, for FreezePlan and for gate 3. Where the newest
// version says the same, by its digest, none is made and the number is 0.
func keepVersion(ctx context.Context, s *Step, plan domain.PlanStanding, d domain.PlanDocument,
	note string) (domain.PlanVersion, error) {
	text, digest, err := d.Freeze()
	if err != nil || digest == plan.NewestDigest {
		return domain.PlanVersion{}, err
	}
	return s.AddPlanVersion(ctx, plan.ID, text, digest, note, s.Actor.ID, s.Now())
}

func planEvent(p domain.Plan, summary string, before, after any) domain.Event {
	return domain.Event{Kind: "plan", ID: int64(p.ID), Area: p.Area, Summary: summary, Before: before, After: after}
}
