package executiveapp

import (
	"context"
	"crypto/rand"
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
	return act.Each(ctx, a, effectAction, "decision", due, func(s *act.Step, id domain.ExecutiveID) (int, error) {
		d, err := lockedDecision(ctx, s.Writer, policy.DecisionScope{View: policy.Scope{All: true}}, id)
		if err != nil || !d.Ready(executive.ToTakeEffect) || s.Today().Before(d.EffectiveOn) {
			return 0, err // another server, or a call-in, was quicker
		}
		return 1, takeEffect(ctx, s, d)
	})
}

// takeEffect carries out a locked Executive decision on its effective date, in one transaction (domain §3, gate 3,
// Executive part). The bids that it agreed may be submitted. Each plan on which the decisions of all councils are in
// force thereby is the approved draft. What is returned has no effect.
func takeEffect(ctx context.Context, s *act.Step, was executive.ExecutiveDecision) error {
	d, err := was.TakeEffect(s.Today())
	if err != nil {
		return err
	}
	d.InForceAt = s.Now()
	if err := executivestore.ChangeExecutiveDecision(ctx, s.Writer, d); err != nil {
		return err
	}
	for _, on := range d.Live() {
		if err := takeEffectOn(ctx, s, was, d, on); err != nil {
			return err
		}
	}
	return nil
}

// takeEffectOn carries out a decision that is in force now on one of its subjects.
func takeEffectOn(ctx context.Context, s *act.Step, was, d executive.ExecutiveDecision, on executive.Subject) error {
	bids, err := openBids(ctx, s, d, on)
	if err != nil {
		return err
	}
	p := register.RegisterPayload{Kind: register.EntryInForce, Decision: string(d.State)}
	all, err := executivestore.DecisionsOn(ctx, s.Writer.Reader, on.ID)
	if err != nil {
		return err
	}
	waiting := d.On(on).Waiting()
	if len(waiting) > 0 {
		p.Words = fmt.Sprintf("Bids that may be submitted: %d. The plan is an approved draft once that of %s is in "+
			"force too", bids, waitingWords(waiting))
		if _, err := enter(ctx, s, d, on, p, 0); err != nil {
			return err
		}
		s.Record(decisionEvent(was, d, on, "Executive decision in force. "+p.Words))
		return tellInForceAlone(ctx, s, d, on, bids, waiting)
	}
	feed, asked, err := approve(ctx, s, d, all, on)
	if err != nil {
		return err
	}
	p.Record = feed.Digest.String()
	p.Words = fmt.Sprintf("Corporate planning feed of %d actions produced; bids that may be submitted: %d; actions "+
		"put to their leads: %d", feed.Rows, bids, asked)
	if _, err := enter(ctx, s, d, on, p, 0); err != nil {
		return err
	}
	s.Record(decisionEvent(was, d, on, "Executive decision in force. "+p.Words))
	return tellInForce(ctx, s, d, on, bids, asked)
}

// waitingWords name the councils whose decisions are still to come.
func waitingWords(waiting []executive.Beside) string {
	names := make([]string, len(waiting))
	for n, b := range waiting {
		names[n] = executive.Decides{Name: b.Authority}.Of()
	}
	return strings.Join(names, " and ")
}

// approve makes the plan of a subject the approved draft, as the decisions of all councils leave it: the corporate
// planning feed is produced and logged, the leads of actions are asked to confirm, the issues that it answers are in
// the plan, and phase 5 opens.
func approve(ctx context.Context, s *act.Step, d executive.ExecutiveDecision, all []executive.ExecutiveDecision,
	on executive.Subject) (feed executive.PlanningFeed, asked int, err error) {
	put, err := planstore.PlanVersionDocument(ctx, s.Writer.Reader, on.PlanVersion)
	if err != nil {
		return feed, 0, err
	}
	plan, err := agreePlan(ctx, s, d, all, on, put)
	if err != nil {
		return feed, 0, err
	}
	if feed, err = produceFeed(ctx, s, d, all, on, plan); err != nil {
		return feed, 0, err
	}
	if asked, err = askLeads(ctx, s, d, all, on); err != nil {
		return feed, 0, err
	}
	if err := gatestore.MovePlan(ctx, s.Writer, on.Plan, plans.PlanWithExecutive, plans.PlanApprovedDraft,
		""); err != nil {
		return feed, 0, err
	}
	if err := intoPlan(ctx, s, plan); err != nil {
		return feed, 0, err
	}
	opener := s.Actor.ID
	if opener == 0 {
		opener = on.SubmittedBy // time did it: what follows is done for who submitted
	}
	return feed, asked, timelineapp.OpenAfterGate(ctx, s, on.Area, on.Cycle, domain.GateDraftPlan, opener)
}

// agreePlan carries on what the Executives agreed otherwise than it was put to them: the plan's actions say what was
// agreed and keep what was proposed, those that were not agreed are no part of it any more, and the plan has a new
// version (rulings, 6 and 7). It returns the plan as agreed.
func agreePlan(ctx context.Context, s *act.Step, d executive.ExecutiveDecision, all []executive.ExecutiveDecision,
	on executive.Subject, put plans.PlanDocument) (plans.PlanDocument, error) {
	plan, otherwise := executive.AgreedPlan(put, all, on)
	if !otherwise {
		return plan, nil
	}
	for _, g := range executive.AgreedActions(all, on) {
		changed, err := executivestore.AgreeAction(ctx, s.Writer, g.By, on.Plan, g.AgreedAction, s.Now())
		if err != nil {
			return plan, err
		}
		if changed {
			s.RecordAs(effectAction, domain.Event{Kind: "action", ID: int64(g.Action), Area: on.Area,
				Summary: "As the Executive agreed it: " + g.Words()})
		}
	}
	frozen, err := plan.Freeze(s.Random())
	if err != nil {
		return plan, err
	}
	note := executive.AgreedNote(all, on)
	v, err := planstore.AddPlanVersion(ctx, s.Writer, on.Plan, frozen, note, d.RecordedBy, s.Now())
	if err != nil {
		return plan, err
	}
	s.RecordAs(effectAction, domain.Event{Kind: "plan", ID: int64(on.Plan), Area: on.Area,
		Summary: fmt.Sprintf("Version %d kept: %s", v.Number, note)})
	return plan, nil
}

// putActions are the actions of the plans as they are put to the Executive.
func putActions(ctx context.Context, w db.Writer, d executive.ExecutiveDecision) (executive.Put, error) {
	put := executive.Put{}
	for _, on := range d.Subjects {
		plan, err := planstore.PlanVersionDocument(ctx, w.Reader, on.PlanVersion)
		if err != nil {
			return nil, err
		}
		put[on.ID] = plan.Actions
	}
	return put, nil
}

// produceFeed makes the corporate planning feed of a plan as it was agreed, and keeps it with the decision by which it
// came into force.
func produceFeed(ctx context.Context, s *act.Step, d executive.ExecutiveDecision, all []executive.ExecutiveDecision,
	on executive.Subject, plan plans.PlanDocument) (executive.PlanningFeed, error) {
	feed, err := executive.FeedOf(d, all, plan, rand.Reader)
	if err != nil {
		return feed, err
	}
	feed.ProducedAt = s.Now()
	return feed, executivestore.AddPlanningFeed(ctx, s.Writer, d.ID, on.Area, feed)
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
func openBids(ctx context.Context, s *act.Step, d executive.ExecutiveDecision, on executive.Subject) (int, error) {
	items, err := executivestore.OpenBidsOf(ctx, s.Writer, d.ID, on.ID)
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
func askLeads(ctx context.Context, s *act.Step, d executive.ExecutiveDecision, all []executive.ExecutiveDecision,
	on executive.Subject) (int, error) {
	if !executive.HandsOver(all, on) {
		return 0, nil
	}
	asked, err := executivestore.AskLeads(ctx, s.Writer, on.Plan)
	if err != nil {
		return 0, err
	}
	managers, err := partnerstore.ServiceManagersFor(ctx, s.Writer.Reader, on.Area, s.Today())
	if err != nil {
		return 0, err
	}
	for from := 0; from < len(asked); {
		to := from + 1
		for to < len(asked) && asked[to].ServiceID == asked[from].ServiceID &&
			asked[to].OrganisationID == asked[from].OrganisationID {
			to++
		}
		if err := tellLead(ctx, s, on, asked[from:to], managers); err != nil {
			return 0, err
		}
		from = to
	}
	return len(asked), nil
}

// tellLead tells the people who answer for one lead which actions they are asked to confirm (domain §5).
func tellLead(ctx context.Context, s *act.Step, on executive.Subject, actions []executivestore.AskedAction,
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
	officers, err := noticestore.AreaOfficers(ctx, s.Writer.Reader, on.Area, s.Today())
	if err != nil {
		return err
	}
	body := fmt.Sprintf("%s is to lead these in the plan for %s. %s", lead.Lead, on.AreaName, answerTo(officers))
	for _, c := range actions {
		body += "\n" + c.Title
		if !c.DueOn.IsZero() {
			body += ", due " + c.DueOn.Words()
		}
	}
	return tellLinked(ctx, s, on, "actions to lead", "Actions that you are to lead: plan for "+on.AreaName, body,
		fmt.Sprintf("/areas/%d/plan", on.Area), to)
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
