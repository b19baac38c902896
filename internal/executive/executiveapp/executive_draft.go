package executiveapp

import (
	"context"
	"fmt"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/executive"
	"fourgates/internal/executive/executivestore"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/plans"
	"fourgates/internal/plans/planstore"
	"fourgates/internal/policy"
	"fourgates/internal/register"
	"fourgates/internal/register/registerstore"
)

// DraftToExecutive sends the plan to the Executive, with the report that is drawn up from the records; the Executive,
// its Members and the community planning officers are told (domain §3, gate 3, Members' part).
func DraftToExecutive(ctx context.Context, s *act.Step, id domain.AttemptID, by domain.PersonID) error {
	t, err := gatestore.Attempt(ctx, s.Writer.Reader, policy.Scope{All: true}, id)
	if err != nil {
		return err
	}
	d, err := draftDecision(ctx, s, t)
	if err != nil {
		return err
	}
	if d, err = executivestore.AddReport(ctx, s.Writer, d, by); err != nil {
		return err
	}
	if err := gatestore.MovePlan(ctx, s.Writer, d.Plan, plans.PlanWithMembers, plans.PlanWithExecutive,
		""); err != nil {
		return err
	}
	p := gateapp.PayloadOf(t, register.EntryExecutive)
	p.Decision, p.Record = "report drafted", d.ReportDigest.String()
	if _, err := registerstore.AppendRegister(ctx, s.Writer, p, t.Area, t.ID, 0, s); err != nil {
		return err
	}
	to, err := executivestore.RoleHolders(ctx, s.Writer.Reader, s.Today(), "clerk", "director", "executive member",
		"cpo")
	if err != nil {
		return err
	}
	body := t.PassedWords("signed off the draft Local Community Action Plan for "+t.AreaName) +
		" The report to the Executive is drafted."
	if err := tellMaking(ctx, s, d, "draft to the Executive", "To the Executive: draft plan for "+t.AreaName, body,
		to); err != nil {
		return err
	}
	return tellWriters(ctx, s, d)
}

// draftDecision draws up the report on what the Members passed.
func draftDecision(ctx context.Context, s *act.Step, t gates.Attempt) (executive.ExecutiveDecision, error) {
	facts := executive.ReportFacts{Attempt: t, On: s.Today()}
	snapshot, err := gatestore.Snapshot(ctx, s.Writer.Reader, t.ID)
	if err != nil {
		return executive.ExecutiveDecision{}, err
	}
	facts.Snapshot = snapshot
	if facts.Snapshot.Plan == nil {
		return executive.ExecutiveDecision{}, fmt.Errorf("attempt %d at gate 3 froze no plan", t.ID)
	}
	facts.Plan = *facts.Snapshot.Plan
	plan, err := planstore.PlanForGate(ctx, s.Writer.Reader, t.Area, t.Cycle)
	if err != nil {
		return executive.ExecutiveDecision{}, err
	}
	facts.PlanVersion, facts.FeedbackOn = plan.NewestNumber, plan.FeedbackOn
	if facts.Signed, err = gatestore.Signatories(ctx, s.Writer.Reader, t.ID, facts.On); err != nil {
		return executive.ExecutiveDecision{}, err
	}
	conditions, err := gatestore.CycleConditions(ctx, s.Writer.Reader, t.Area, t.Cycle)
	if err != nil {
		return executive.ExecutiveDecision{}, err
	}
	for _, c := range conditions {
		if c.Cycle == t.Cycle && c.Gate == t.Gate || !c.Met() {
			facts.Conditions = append(facts.Conditions, c)
		}
	}
	if facts.Passed, err = gatestore.PassedAttempts(ctx, s.Writer.Reader, t.Area, t.Cycle, t.Gate); err != nil {
		return executive.ExecutiveDecision{}, err
	}
	deciding, err := executivestore.Deciding(ctx, s.Writer.Reader, t.Area)
	if err != nil {
		return executive.ExecutiveDecision{}, err
	}
	if len(deciding) > 0 {
		facts.Decides = deciding[0]
	}
	report := executive.DraftReport(facts)
	d := executive.ExecutiveDecision{DraftedAt: s.Now(), Items: report.Items(),
		Subjects: []executive.Subject{{Kind: executive.OnDraftPlan, Area: t.Area, Attempt: t.ID,
			PlanVersion: plan.Newest}}}
	frozen, err := report.Freeze(s.Random())
	d.Report, d.ReportWords, d.ReportDigest = frozen.Text, frozen.Words, frozen.Digest()
	return d, err
}
