package app

import (
	"context"
	"fmt"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// BeyondGates is what passing a gate does in the parts above gates.
func BeyondGates() Passing { return Passing{domain.GateDraftPlan: draftToExecutive} }

// draftToExecutive sends the plan to the Executive, with the report that is drawn up from the records; the Executive, its
// Members and the community planning officers are told (domain §3, gate 3, Members' part).
func draftToExecutive(ctx context.Context, s *Step, id domain.AttemptID, by domain.PersonID) error {
	t, err := s.Attempt(ctx, policy.Scope{All: true}, id)
	if err != nil {
		return err
	}
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
