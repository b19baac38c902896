// Package planapp writes plans, freezes their versions and takes comments, actions and feedback.
package planapp

import (
	"context"
	"errors"
	"fmt"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/places"
	"fourgates/internal/places/placestore"
	"fourgates/internal/plans"
	"fourgates/internal/plans/planstore"
	"fourgates/internal/policy"
)

// StartPlan starts the plan of an area's present cycle, with its sections still to be written (E1). Where there is a
// plan already, it returns that. It returns a *domain.BlockedError before solutions are worked up, and where the area
// is not active.
func StartPlan(ctx context.Context, a *act.App, actor policy.Actor, id domain.AreaID, title string) (plan domain.PlanID,
	err error) {
	err = a.Do(ctx, actor, policy.EditPlans, func(s *act.Step) error {
		area, err := areaForPlans(ctx, s, policy.EditPlans, id)
		if err != nil {
			return err
		}
		cycle, phase, err := planstore.PresentCycle(ctx, s.Writer.Reader, id)
		if err != nil {
			return err
		}
		there, err := planstore.AreaPlan(ctx, s.Writer.Reader, policy.ScopeOf(actor, policy.ViewPlans), id)
		if err == nil {
			plan = there.ID
			return s.Same()
		}
		if !errors.Is(err, domain.ErrNotFound) {
			return err
		}
		if !plans.MayStart(actor, area, phase) {
			return domain.Blocked("", "A plan is started in phase 3 or 4, while the area is active")
		}
		if title == "" {
			title = "Local Community Action Plan for " + area.Name
		}
		p := plans.Plan{Area: id, Cycle: cycle, Title: title, State: plans.PlanDrafting, CreatedBy: actor.ID,
			CreatedAt: s.Now()}
		if p.ID, err = planstore.AddPlan(ctx, s.Writer, p, plans.PlanParts()); err != nil {
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
func areaForPlans(ctx context.Context, s *act.Step, act policy.Action, id domain.AreaID) (places.Area, error) {
	area, err := placestore.AreaForUpdate(ctx, s.Writer, policy.ScopeOf(s.Actor, policy.ViewPlans), id)
	if err != nil {
		return area, err
	}
	return area, policy.CheckIn(s.Actor, act, id)
}

// SavePlanSection writes a section over the version that the writer saw. It returns domain.ErrConflict where somebody
// else saved first, and a *domain.BlockedError while the plan is locked.
func SavePlanSection(ctx context.Context, a *act.App, actor policy.Actor, plan domain.PlanID, key string, version int,
	body string) error {
	return a.Do(ctx, actor, policy.EditPlans, func(s *act.Step) error {
		p, err := planToEdit(ctx, s, policy.EditPlans, plan)
		if err != nil {
			return err
		}
		before, err := planstore.SavePlanSection(ctx, s.Writer, plan, key, version, body, actor.ID, s.Now())
		if errors.Is(err, domain.ErrConflict) && before == body {
			return s.Same() // the form was sent twice
		}
		if err != nil {
			return err
		}
		part, _ := plans.PlanPartOf(key)
		s.Record(planEvent(p, "Section written: "+part.Title, map[string]string{part.Title: before},
			map[string]int{"Version": version + 1}))
		return nil
	})
}

// planToEdit loads and locks a plan that can be changed now. It returns domain.ErrNotFound where the actor may not see
// it, domain.ErrForbidden where they may not do this to it, and a *domain.BlockedError while it is locked for its
// Members or the Executive.
func planToEdit(ctx context.Context, s *act.Step, act policy.Action, id domain.PlanID) (plans.Plan, error) {
	p, err := planstore.PlanForUpdate(ctx, s.Writer, policy.ScopeOf(s.Actor, policy.ViewPlans), id)
	if err != nil {
		return p, err
	}
	return p, plans.CheckWork(s.Actor, act, p)
}

// FreezePlan freezes a version of a plan, with a note, to read and compare later (E8). It returns its number. Where the
// newest version says the same, no other is made and the number is that one's.
func FreezePlan(ctx context.Context, a *act.App, actor policy.Actor, plan domain.PlanID, note string) (number int,
	err error) {
	err = a.Do(ctx, actor, policy.EditPlans, func(s *act.Step) error {
		p, err := planToEdit(ctx, s, policy.EditPlans, plan)
		if err != nil {
			return err
		}
		if note == "" {
			return domain.Blocked("note", "Say what this version is")
		}
		standing, err := planstore.PlanForGate(ctx, s.Writer.Reader, p.Area, p.Cycle)
		if err != nil {
			return err
		}
		d, err := planstore.PlanDocument(ctx, s.Writer.Reader, policy.Scope{Areas: []domain.AreaID{p.Area}}, p.Area,
			p.Cycle)
		if err != nil {
			return err
		}
		v, err := KeepVersion(ctx, s, standing, d, note)
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

// KeepVersion freezes a locked plan's document as its next version, for FreezePlan and for gate 3. Where the newest
// version says the same, none is made and the number is 0.
func KeepVersion(ctx context.Context, s *act.Step, plan plans.PlanStanding, d plans.PlanDocument,
	note string) (plans.PlanVersion, error) {
	if plan.Newest != 0 {
		newest, err := planstore.PlanVersionDocument(ctx, s.Writer.Reader, plan.Newest)
		if err != nil {
			return plans.PlanVersion{}, err
		}
		if same, err := newest.Same(d); err != nil || same {
			return plans.PlanVersion{}, err
		}
	}
	frozen, err := d.Freeze(s.Random())
	if err != nil {
		return plans.PlanVersion{}, err
	}
	return planstore.AddPlanVersion(ctx, s.Writer, plan.ID, frozen, note, s.Actor.ID, s.Now())
}

func planEvent(p plans.Plan, summary string, before, after any) domain.Event {
	return domain.Event{Kind: "plan", ID: int64(p.ID), Area: p.Area, Summary: summary, Before: before, After: after}
}
