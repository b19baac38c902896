package gateapp

import (
	"context"
	"errors"
	"fmt"

	"fourgates/internal/act"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/plans"
	"fourgates/internal/plans/planapp"
	"fourgates/internal/plans/planstore"
	"fourgates/internal/policy"
)

// addDraft adds what gate 3 asks about and freezes: the plan and all that it is made from. The plan is locked first, so
// that nobody writes in it before it goes to the Members.
func addDraft(ctx context.Context, w db.Writer, f *gates.GateFacts) error {
	_, err := planstore.AreaPlanForUpdate(ctx, w, policy.Scope{All: true}, f.Area.ID)
	if err != nil && !errors.Is(err, domain.ErrNotFound) {
		return err
	}
	if err := gatestore.AddDraftFacts(ctx, w.Reader, f); err != nil {
		return err
	}
	return gatestore.AddDraftDocument(ctx, w.Reader, f)
}

// lockPlan keeps the plan as a version of its own and locks it while the Members decide (domain §3, gate 3).
func lockPlan(ctx context.Context, s *act.Step, t gates.Attempt, f gates.GateFacts) error {
	if f.Draft.Document == nil {
		return domain.Blocked("", "There is no plan to submit")
	}
	note := fmt.Sprintf("Submitted to Area Members at gate 3, attempt %d", t.Number)
	if _, err := planapp.KeepVersion(ctx, s, f.Draft.Plan, *f.Draft.Document, note); err != nil {
		return err
	}
	return gatestore.MovePlan(ctx, s.Writer, f.Draft.Plan.ID, plans.PlanDrafting, plans.PlanWithMembers, "")
}

// unlockPlan gives a plan that Members did not pass back to be drafted, with their reasons.
func unlockPlan(ctx context.Context, w db.Writer, t gates.Attempt) error {
	plan, err := planstore.PlanForGate(ctx, w.Reader, t.Area, t.Cycle)
	if err != nil {
		return err
	}
	reason := fmt.Sprintf("Gate 3, attempt %d, was %s.", t.Number, t.Outcome)
	if t.OutcomeReason != "" {
		reason += "\n" + t.OutcomeReason
	}
	return gatestore.MovePlan(ctx, w, plan.ID, plans.PlanWithMembers, plans.PlanDrafting, reason)
}
