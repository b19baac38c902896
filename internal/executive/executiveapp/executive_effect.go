package executiveapp

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"fourgates/internal/act"
	"fourgates/internal/asks/askstore"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/executive"
	"fourgates/internal/executive/executivestore"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issueapp"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/notices"
	"fourgates/internal/notices/noticestore"
	"fourgates/internal/partners"
	"fourgates/internal/partners/partnerstore"
	"fourgates/internal/plans"
	"fourgates/internal/plans/planstore"
	"fourgates/internal/policy"
	"fourgates/internal/register"
	"fourgates/internal/register/registerstore"
	"fourgates/internal/solutions/solutionstore"
	"fourgates/internal/timelines/timelineapp"
)

// effectAction is the audit trail's word for what follows when a decision takes effect.
const effectAction policy.Action = "decision.effect"

// TakeEffects brings every Executive decision into force whose effective date has come, each once, however many servers
// try. It returns how many there were.
func TakeEffects(ctx context.Context, a *act.App) (done int, err error) {
	due, err := executivestore.DecisionsDue(ctx, a.Store.Reader, a.Today())
	if err != nil {
		return 0, err
	}
	var failed []error // one that cannot be brought into force keeps no other from it
	for _, id := range due {
		taken := false
		err := a.DoFor(ctx, 0, effectAction, func(s *act.Step) error {
			taken = false
			d, err := lockedDecision(ctx, s.Writer, policy.DecisionScope{View: policy.Scope{All: true}}, id)
			if err != nil {
				return err
			}
			if !d.Ready(executive.ToTakeEffect) || s.Today().Before(d.EffectiveOn) {
				return s.Same() // another server, or a call-in, was quicker
			}
			taken = true
			return takeEffect(ctx, s, d)
		})
		switch {
		case err == nil && taken:
			done++
		case err != nil && !errors.Is(err, domain.ErrConflict):
			failed = append(failed, fmt.Errorf("decision %d: %w", id, err))
		}
	}
	return done, errors.Join(failed...)
}

// takeEffect carries out a locked Executive decision on its effective date, in one transaction (domain §3, gate 3,
// Executive part). The corporate planning feed is produced and logged, the agreed bids may be submitted, the leads of
// actions are asked to confirm, the plan becomes the approved draft, the issues that it answers are in the plan, and
// phase 5 opens.
func takeEffect(ctx context.Context, s *act.Step, was executive.ExecutiveDecision) error {
	d, err := was.TakeEffect(s.Today())
	if err != nil {
		return err
	}
	d.InForceAt = s.Now()
	put, err := decidedPlan(ctx, s.Writer, d)
	if err != nil {
		return err
	}
	plan, err := agreePlan(ctx, s, d, put)
	if err != nil {
		return err
	}
	feed, err := produceFeed(ctx, s, d, plan)
	if err != nil {
		return err
	}
	bids, err := openBids(ctx, s, d)
	if err != nil {
		return err
	}
	asked, err := askLeads(ctx, s, d)
	if err != nil {
		return err
	}
	if err := gatestore.MovePlan(ctx, s.Writer, d.Plan, plans.PlanWithExecutive, plans.PlanApprovedDraft,
		""); err != nil {
		return err
	}
	if err := intoPlan(ctx, s, plan); err != nil {
		return err
	}
	t, err := gatestore.Attempt(ctx, s.Writer.Reader, policy.Scope{All: true}, d.Attempt)
	if err != nil {
		return err
	}
	opener := s.Actor.ID
	if opener == 0 {
		opener = t.SubmittedBy // time did it: what follows is done for who submitted
	}
	if err := timelineapp.OpenAfterGate(ctx, s, d.Area, d.Cycle, domain.GateDraftPlan, opener); err != nil {
		return err
	}
	if err := executivestore.ChangeExecutiveDecision(ctx, s.Writer, d); err != nil {
		return err
	}
	p := executivePayload(d, t, register.EntryInForce, string(d.State))
	p.Record = feed.Digest.String()
	p.Words = fmt.Sprintf("Corporate planning feed of %d actions produced; bids that may be submitted: %d; actions "+
		"put to their leads: %d", feed.Rows, bids, asked)
	if _, err := registerstore.AppendRegister(ctx, s.Writer, p, d.Area, d.Attempt, 0, s.Now()); err != nil {
		return err
	}
	s.Record(decisionEvent(was, d, "Executive decision in force. "+p.Words))
	return tellInForce(ctx, s, d, bids, asked)
}

// agreePlan carries on what the Executive agreed otherwise than it was put to it: the plan's actions say what was
// agreed and keep what was proposed, those that were not agreed are no part of it any more, and the plan has a new
// version (rulings, 6 and 7). It returns the plan as agreed.
func agreePlan(ctx context.Context, s *act.Step, d executive.ExecutiveDecision,
	put plans.PlanDocument) (plans.PlanDocument, error) {
	plan, otherwise := d.AgreedPlan(put)
	if !otherwise {
		return plan, nil
	}
	for _, i := range d.Items {
		for _, g := range i.Actions {
			changed, err := executivestore.AgreeAction(ctx, s.Writer, d.ID, d.Plan, g, s.Now())
			if err != nil {
				return plan, err
			}
			if changed {
				s.RecordAs(effectAction, domain.Event{Kind: "action", ID: int64(g.Action), Area: d.Area,
					Summary: "As the Executive agreed it: " + g.Words()})
			}
		}
	}
	frozen, err := plan.Freeze(s.Random())
	if err != nil {
		return plan, err
	}
	note := "As the Executive agreed it on " + d.DecidedOn.Words()
	for _, i := range d.Items {
		if i.About == executive.AboutPlan && i.Outcome == executive.ItemAmended {
			note += ": " + i.Resolved
		}
	}
	v, err := planstore.AddPlanVersion(ctx, s.Writer, d.Plan, frozen, note, d.RecordedBy, s.Now())
	if err != nil {
		return plan, err
	}
	s.RecordAs(effectAction, domain.Event{Kind: "plan", ID: int64(d.Plan), Area: d.Area,
		Summary: fmt.Sprintf("Version %d kept: %s", v.Number, note)})
	return plan, nil
}

// decidedPlan is the plan as it was decided on.
func decidedPlan(ctx context.Context, w db.Writer, d executive.ExecutiveDecision) (plans.PlanDocument, error) {
	return planstore.PlanVersionDocument(ctx, w.Reader, d.PlanVersion)
}

// produceFeed makes the corporate planning feed of the plan as it was decided on, and keeps it.
func produceFeed(ctx context.Context, s *act.Step, d executive.ExecutiveDecision,
	plan plans.PlanDocument) (executive.PlanningFeed, error) {
	feed, err := executive.FeedOf(d, plan)
	if err != nil {
		return feed, err
	}
	feed.ProducedAt = s.Now()
	return feed, executivestore.AddPlanningFeed(ctx, s.Writer, d, feed)
}

// intoPlan moves the issues that an approved plan answers into it, and tells whoever raised them. Issues that have gone
// another way meanwhile, such as those resolved, stay where they are.
func intoPlan(ctx context.Context, s *act.Step, plan plans.PlanDocument) error {
	answered := plan.Answered()
	if len(answered) == 0 {
		return nil
	}
	all := policy.Scope{All: true}
	answering, err := issuestore.IssuesForUpdate(ctx, s.Writer, policy.IssueScope{View: all, Restricted: all}, answered)
	if err != nil {
		return err
	}
	for _, was := range answering {
		is := was
		if is.Issue, err = was.Move(issues.MovePlan, "", was.Ties); err != nil {
			continue
		}
		event, _, err := issueapp.WriteIssue(ctx, s, was, is, issueapp.MovedSummary(is.State))
		if err != nil {
			return err
		}
		s.RecordAs(effectAction, event)
	}
	return nil
}

// openBids lets the bids that were agreed be submitted, for the amount that was approved.
func openBids(ctx context.Context, s *act.Step, d executive.ExecutiveDecision) (int, error) {
	items, err := executivestore.OpenBidsOf(ctx, s.Writer, d.ID)
	if err != nil {
		return 0, err
	}
	for _, i := range items {
		if err := solutionstore.SetBidApproved(ctx, s.Writer, i.Bid, *i.Approved, s.Actor.ID, s.Now()); err != nil {
			return 0, err
		}
	}
	return len(items), nil
}

// askLeads puts the actions to their leads where the hand-over was agreed, and tells each lead which actions are
// theirs.
func askLeads(ctx context.Context, s *act.Step, d executive.ExecutiveDecision) (int, error) {
	if !d.HandsOver() {
		return 0, nil
	}
	asked, err := executivestore.AskLeads(ctx, s.Writer, d.Plan)
	if err != nil {
		return 0, err
	}
	managers, err := partnerstore.ServiceManagersFor(ctx, s.Writer.Reader, d.Area, s.Today())
	if err != nil {
		return 0, err
	}
	for from := 0; from < len(asked); {
		to := from + 1
		for to < len(asked) && asked[to].ServiceID == asked[from].ServiceID &&
			asked[to].OrganisationID == asked[from].OrganisationID {
			to++
		}
		if err := tellLead(ctx, s, d, asked[from:to], managers); err != nil {
			return 0, err
		}
		from = to
	}
	return len(asked), nil
}

// tellLead tells the people who answer for one lead which actions they are asked to confirm (domain §5).
func tellLead(ctx context.Context, s *act.Step, d executive.ExecutiveDecision, actions []executivestore.AskedAction,
	managers []partners.ServiceManager) error {
	lead := actions[0]
	to, err := askstore.Colleagues(ctx, s.Writer.Reader, lead.ServiceID, lead.OrganisationID, s.Today())
	if err != nil {
		return err
	}
	for _, m := range managers {
		if lead.ServiceID != 0 && m.Service+", "+m.Authority == lead.Lead {
			to = append(to, notices.Recipient{Person: m.Person, Name: m.Name, Address: m.Email,
				Capacity: "service manager, " + lead.Lead})
		}
	}
	officers, err := noticestore.AreaOfficers(ctx, s.Writer.Reader, d.Area, s.Today())
	if err != nil {
		return err
	}
	body := fmt.Sprintf("%s is to lead these in the plan for %s. %s", lead.Lead, d.AreaName, answerTo(officers))
	for _, c := range actions {
		body += "\n" + c.Title
		if !c.DueOn.IsZero() {
			body += ", due " + c.DueOn.Words()
		}
	}
	return tellLinked(ctx, s, d, "actions to lead", "Actions that you are to lead: plan for "+d.AreaName, body,
		fmt.Sprintf("/areas/%d/plan", d.Area), to)
}

// answerTo says where a lead's answer goes: nothing here takes it yet, so a person does.
func answerTo(officers []notices.Recipient) string {
	names := make([]string, len(officers))
	for i, o := range officers {
		names[i] = o.Name
	}
	to := strings.Join(names, " or ")
	if to == "" {
		to = "a community planning officer"
	}
	return "There is no page for your answer here yet: say to " + to + " whether you confirm, amend or decline each."
}
