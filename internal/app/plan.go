package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/store"
)

// StartPlan starts the plan of an area's present cycle, with its sections to be written (E1). A plan that is there already is returned as
// it is. It is refused with a *domain.BlockedError before solutions are worked up, or where the area's time does not go on.
func (a *App) StartPlan(ctx context.Context, actor policy.Actor, id domain.AreaID, title string) (plan domain.PlanID, err error) {
	err = a.do(ctx, actor, policy.EditPlans, func(w store.Writer, now time.Time) (domain.Event, error) {
		area, err := areaForPlans(ctx, w, actor, policy.EditPlans, id)
		if err != nil {
			return domain.Event{}, err
		}
		cycle, phase, err := w.PresentCycle(ctx, id)
		if err != nil {
			return domain.Event{}, err
		}
		there, err := w.AreaPlan(ctx, policy.ScopeOf(actor, policy.ViewPlans), id)
		if err == nil {
			plan = there.ID
			return domain.Event{}, errNothing
		}
		if !errors.Is(err, domain.ErrNotFound) {
			return domain.Event{}, err
		}
		if area.State != domain.AreaActive || !domain.MayStartPlan(phase) {
			return domain.Event{}, domain.Blocked("", "A plan is started in phase 3 or 4, while the area is active")
		}
		if title == "" {
			title = "Local Community Action Plan for " + area.Name
		}
		p := domain.Plan{Area: id, Cycle: cycle, Title: title, State: domain.PlanDrafting, CreatedBy: actor.ID, CreatedAt: now}
		p.ID, err = w.AddPlan(ctx, p, domain.PlanParts())
		plan = p.ID
		return planEvent(p, "Plan started", nil, map[string]string{"Title": title}), err
	})
	return plan, err
}

// areaForPlans locks an area in which the actor may do the action with plans: domain.ErrNotFound where they may not see its plan.
func areaForPlans(ctx context.Context, w store.Writer, actor policy.Actor, act policy.Action, id domain.AreaID) (domain.Area, error) {
	area, err := w.AreaForUpdate(ctx, policy.ScopeOf(actor, policy.ViewPlans), id)
	if err != nil {
		return area, err
	}
	return area, policy.CheckIn(actor, act, id)
}

// SavePlanSection writes a section over the version that the writer had before them. It returns domain.ErrConflict where somebody else
// saved first, and a *domain.BlockedError while the plan is locked.
func (a *App) SavePlanSection(ctx context.Context, actor policy.Actor, plan domain.PlanID, key string, version int, body string) error {
	return a.do(ctx, actor, policy.EditPlans, func(w store.Writer, now time.Time) (domain.Event, error) {
		p, err := planToEdit(ctx, w, actor, policy.EditPlans, plan)
		if err != nil {
			return domain.Event{}, err
		}
		before, err := w.SavePlanSection(ctx, plan, key, version, body, actor.ID, now)
		if errors.Is(err, domain.ErrConflict) && before == body {
			return domain.Event{}, errNothing // the form was sent twice
		}
		if err != nil {
			return domain.Event{}, err
		}
		part, _ := domain.PlanPartOf(key)
		return planEvent(p, "Section written: "+part.Title, map[string]string{part.Title: before}, map[string]int{"Version": version + 1}), nil
	})
}

// planToEdit loads and locks a plan that can be changed now: domain.ErrNotFound where the actor may not see it, domain.ErrForbidden where
// they may not do the action to it, a *domain.BlockedError while it is locked.
func planToEdit(ctx context.Context, w store.Writer, actor policy.Actor, act policy.Action, id domain.PlanID) (domain.Plan, error) {
	p, err := w.PlanForUpdate(ctx, policy.ScopeOf(actor, policy.ViewPlans), id)
	if err != nil {
		return p, err
	}
	if err := policy.CheckIn(actor, act, p.Area); err != nil {
		return p, err
	}
	return p, p.CheckEdit()
}

// FreezePlan freezes a version of a plan, with a note, to read and compare later (E8). It returns its number. A version that says what the
// newest one says already is not made again: that one's number is returned.
func (a *App) FreezePlan(ctx context.Context, actor policy.Actor, plan domain.PlanID, note string) (number int, err error) {
	err = a.do(ctx, actor, policy.EditPlans, func(w store.Writer, now time.Time) (domain.Event, error) {
		p, err := planToEdit(ctx, w, actor, policy.EditPlans, plan)
		if err != nil {
			return domain.Event{}, err
		}
		if note == "" {
			return domain.Event{}, domain.Blocked("note", "Say what this version is")
		}
		standing, err := w.PlanForGate(ctx, p.Area, p.Cycle)
		if err != nil {
			return domain.Event{}, err
		}
		d, err := w.PlanDocument(ctx, policy.Scope{Areas: []domain.AreaID{p.Area}}, p.Area, p.Cycle)
		if err != nil {
			return domain.Event{}, err
		}
		v, err := keepVersion(ctx, w, standing, d, note, actor.ID, now)
		if err != nil {
			return domain.Event{}, err
		}
		if number = v.Number; number == 0 {
			number = standing.NewestNumber
			return domain.Event{}, errNothing
		}
		return planEvent(p, fmt.Sprintf("Version %d frozen", number), nil, map[string]string{"Note": note, "Digest": v.Digest.String()}), nil
	})
	return number, err
}

// keepVersion freezes a plan's document as its next version. Where the newest one, by its digest, says the same, nothing is made and the
// number is 0. It is for FreezePlan and for the submission of gate 3; the plan is locked.
func keepVersion(ctx context.Context, w store.Writer, plan domain.PlanStanding, d domain.PlanDocument, note string, by domain.PersonID, now time.Time) (domain.PlanVersion, error) {
	text, digest, err := d.Freeze()
	if err != nil || digest == plan.NewestDigest {
		return domain.PlanVersion{}, err
	}
	return w.AddPlanVersion(ctx, plan.ID, text, digest, note, by, now)
}

func planEvent(p domain.Plan, summary string, before, after any) domain.Event {
	return domain.Event{Kind: "plan", ID: int64(p.ID), Area: p.Area, Summary: summary, Before: before, After: after}
}

// orNothing is errNothing where there is no other error: what was to be added is there already.
func orNothing(err error) error {
	if err != nil {
		return err
	}
	return errNothing
}
