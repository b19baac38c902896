package app

import (
	"context"
	"errors"
	"fmt"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/store"
)

// addDraft adds what gate 3 asks about and freezes: the plan and all that it is made from. The plan is locked first, so
// that nobody writes in it before it goes to the Members.
func addDraft(ctx context.Context, w store.Writer, f *domain.GateFacts) error {
	_, err := w.AreaPlanForUpdate(ctx, policy.Scope{All: true}, f.Area.ID)
	if err != nil && !errors.Is(err, domain.ErrNotFound) {
		return err
	}
	if err := w.AddDraftFacts(ctx, f); err != nil {
		return err
	}
	return w.AddDraftDocument(ctx, f)
}

// lockPlan keeps the plan as a version of its own and locks it while the Members decide (domain §3, gate 3).
func lockPlan(ctx context.Context, s *Step, t domain.Attempt, f domain.GateFacts) error {
	if f.Draft.Document == nil {
		return domain.Blocked("", "There is no plan to submit")
	}
	note := fmt.Sprintf("Submitted to Area Members at gate 3, attempt %d", t.Number)
	if _, err := keepVersion(ctx, s, f.Draft.Plan, *f.Draft.Document, note); err != nil {
		return err
	}
	return s.MovePlan(ctx, f.Draft.Plan.ID, domain.PlanDrafting, domain.PlanWithMembers, "")
}

// unlockPlan gives a plan that Members did not pass back to be drafted, with their reasons.
func unlockPlan(ctx context.Context, w store.Writer, t domain.Attempt) error {
	plan, err := w.PlanForGate(ctx, t.Area, t.Cycle)
	if err != nil {
		return err
	}
	reason := fmt.Sprintf("Gate 3, attempt %d, was %s.", t.Number, t.Outcome)
	if t.OutcomeReason != "" {
		reason += "\n" + t.OutcomeReason
	}
	return w.MovePlan(ctx, plan.ID, domain.PlanWithMembers, domain.PlanDrafting, reason)
}

// passDraft sends the plan to the Executive with a report drawn up from the records, and tells the Executive, its
// Members and the community planning officers (domain §3, gate 3, Members' part).
func passDraft(ctx context.Context, s *Step, t domain.Attempt, by domain.PersonID) error {
	d, err := draftDecision(ctx, s, t)
	if err != nil {
		return err
	}
	if d.ID, err = s.AddExecutiveDecision(ctx, d, by); err != nil {
		return err
	}
	if err := s.MovePlan(ctx, d.Plan, domain.PlanWithMembers, domain.PlanWithExecutive, ""); err != nil {
		return err
	}
	p := executivePayload(d, t, domain.EntryExecutive, "report drafted")
	p.Record = d.ReportDigest.String()
	if _, err := s.AppendRegister(ctx, p, t.Area, t.ID, 0, s.Now()); err != nil {
		return err
	}
	to, err := s.RoleHolders(ctx, s.Today(), "executive", "executive member", "cpo")
	if err != nil {
		return err
	}
	body := fmt.Sprintf("The Area Members of %s have signed off the draft Local Community Action Plan (%s). The "+
		"report to the Executive is drafted.", t.AreaName, t.Outcome)
	return tellMaking(ctx, s, d, "draft to the Executive", "To the Executive: draft plan for "+t.AreaName, body, to)
}

// draftDecision draws up the report on what the Members passed.
func draftDecision(ctx context.Context, s *Step, t domain.Attempt) (domain.ExecutiveDecision, error) {
	facts := domain.ReportFacts{Attempt: t, On: s.Today()}
	text, err := s.Snapshot(ctx, t.ID)
	if err != nil {
		return domain.ExecutiveDecision{}, err
	}
	if facts.Snapshot, err = domain.ReadSnapshot(text); err != nil {
		return domain.ExecutiveDecision{}, err
	}
	if facts.Snapshot.Plan == nil {
		return domain.ExecutiveDecision{}, fmt.Errorf("attempt %d at gate 3 froze no plan", t.ID)
	}
	facts.Plan = *facts.Snapshot.Plan
	plan, err := s.PlanForGate(ctx, t.Area, t.Cycle)
	if err != nil {
		return domain.ExecutiveDecision{}, err
	}
	facts.PlanVersion, facts.FeedbackOn = plan.NewestNumber, plan.FeedbackOn
	if facts.Signed, err = s.Signatories(ctx, t.ID, facts.On); err != nil {
		return domain.ExecutiveDecision{}, err
	}
	if facts.Conditions, err = s.AttemptConditions(ctx, t.ID); err != nil {
		return domain.ExecutiveDecision{}, err
	}
	if facts.Passed, err = s.PassedAttempts(ctx, t.Area, t.Cycle, t.Gate); err != nil {
		return domain.ExecutiveDecision{}, err
	}
	report := domain.DraftReport(facts)
	d := domain.ExecutiveDecision{Area: t.Area, AreaCode: t.AreaCode, AreaName: t.AreaName, Cycle: t.Cycle,
		Attempt: t.ID, AttemptNumber: t.Number,
		Plan: plan.ID, PlanVersion: plan.Newest, State: domain.ExecutiveDrafted, DraftedAt: s.Now(), Version: 1,
		Items: report.Items()}
	d.Report, d.ReportDigest, err = report.Freeze()
	return d, err
}
