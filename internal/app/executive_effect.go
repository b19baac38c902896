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

// TakeEffects brings every Executive decision into force whose effective date has come, each once however many servers look.
// It returns how many there were.
func (a *App) TakeEffects(ctx context.Context) (done int, err error) {
	due, err := a.Store.DecisionsDue(ctx, a.Today())
	if err != nil {
		return 0, err
	}
	var failed []error // one that cannot be brought into force keeps no other from it
	for _, id := range due {
		taken := false
		err := a.record(ctx, 0, "decision.effect", func(w store.Writer, now time.Time) (domain.Event, error) {
			taken = false
			d, err := lockedDecision(ctx, w, policy.DecisionScope{View: policy.Scope{All: true}}, id)
			if err != nil {
				return domain.Event{}, err
			}
			if !d.Ready(domain.ToTakeEffect) || domain.DateOf(now).Before(d.EffectiveOn) {
				return domain.Event{}, errNothing // another server, or a call-in, was quicker
			}
			taken = true
			return a.takeEffect(ctx, w, d, 0, now)
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

// takeEffect does what an Executive decision does on its effective date, in one transaction (domain §3, gate 3, Executive part): the corporate
// planning feed is produced and logged, the bids agreed may be submitted, the leads of actions are asked to confirm, the plan is the approved
// draft, what it answers is in the plan, and phase 5 opens. The decision is locked.
func (a *App) takeEffect(ctx context.Context, w store.Writer, was domain.ExecutiveDecision, by domain.PersonID, now time.Time) (domain.Event, error) {
	d, err := was.TakeEffect(domain.DateOf(now))
	if err != nil {
		return domain.Event{}, err
	}
	d.InForceAt = now
	plan, err := decidedPlan(ctx, w, d)
	if err != nil {
		return domain.Event{}, err
	}
	feed, err := produceFeed(ctx, w, d, plan, now)
	if err != nil {
		return domain.Event{}, err
	}
	bids, err := openBids(ctx, w, d, by, now)
	if err != nil {
		return domain.Event{}, err
	}
	asked, err := askLeads(ctx, w, d, now)
	if err != nil {
		return domain.Event{}, err
	}
	if err := w.MovePlan(ctx, d.Plan, domain.PlanWithExecutive, domain.PlanApprovedDraft, ""); err != nil {
		return domain.Event{}, err
	}
	if err := a.intoPlan(ctx, w, plan, by, now); err != nil {
		return domain.Event{}, err
	}
	t, err := w.Attempt(ctx, policy.Scope{All: true}, d.Attempt)
	if err != nil {
		return domain.Event{}, err
	}
	opener := by
	if opener == 0 {
		opener = t.SubmittedBy // time did it: what follows is done for who submitted
	}
	if err := openAfterGate(ctx, w, d.Area, d.Cycle, domain.GateDraftPlan, opener, now); err != nil {
		return domain.Event{}, err
	}
	if err := w.ChangeExecutiveDecision(ctx, d); err != nil {
		return domain.Event{}, err
	}
	p := executivePayload(d, t, domain.EntryInForce, string(d.State))
	p.Record = feed.Digest.String()
	p.Words = fmt.Sprintf("Corporate planning feed of %d actions produced; bids that may be submitted: %d; actions put to their leads: %d", feed.Rows, bids, asked)
	if _, err := w.AppendRegister(ctx, p, d.Area, d.Attempt, 0, now); err != nil {
		return domain.Event{}, err
	}
	return decisionEvent(was, d, "Executive decision in force. "+p.Words), tellInForce(ctx, w, d, bids, asked, now)
}

// decidedPlan is the plan as it was decided on.
func decidedPlan(ctx context.Context, w store.Writer, d domain.ExecutiveDecision) (domain.PlanDocument, error) {
	text, err := w.PlanVersionText(ctx, d.PlanVersion)
	if err != nil {
		return domain.PlanDocument{}, err
	}
	return domain.ReadPlanDocument(text)
}

// produceFeed makes the corporate planning feed of the plan as it was decided on, and keeps it.
func produceFeed(ctx context.Context, w store.Writer, d domain.ExecutiveDecision, plan domain.PlanDocument, now time.Time) (domain.PlanningFeed, error) {
	feed, err := domain.FeedOf(d, plan)
	if err != nil {
		return feed, err
	}
	feed.ProducedAt = now
	return feed, w.AddPlanningFeed(ctx, d, feed)
}

// intoPlan moves the issues that an approved plan answers into it, and tells whoever raised them. What has gone another way meanwhile, such as
// one that was resolved, stays where it is.
func (a *App) intoPlan(ctx context.Context, w store.Writer, plan domain.PlanDocument, by domain.PersonID, now time.Time) error {
	answered := plan.Answered()
	if len(answered) == 0 {
		return nil
	}
	all := policy.Scope{All: true}
	issues, err := w.IssuesForUpdate(ctx, policy.IssueScope{View: all, Restricted: all}, answered)
	if err != nil {
		return err
	}
	for _, was := range issues {
		is := was
		if is.Issue, err = was.Move(domain.MovePlan, "", was.Ties); err != nil {
			continue
		}
		event, err := a.writeIssue(ctx, w, now, policy.Actor{ID: by}, was, is, movedSummary(is.State))
		if err != nil {
			return err
		}
		if err := w.AddAudit(ctx, now, by, "decision.effect", requestOf(ctx), event); err != nil {
			return err
		}
	}
	return nil
}

// openBids lets the bids that were agreed be submitted, for the amount that was approved.
func openBids(ctx context.Context, w store.Writer, d domain.ExecutiveDecision, by domain.PersonID, now time.Time) (int, error) {
	items, err := w.OpenBidsOf(ctx, d.ID)
	if err != nil {
		return 0, err
	}
	for _, i := range items {
		if err := w.SetBidApproved(ctx, i.Bid, *i.Approved, by, now); err != nil {
			return 0, err
		}
	}
	return len(items), nil
}

// askLeads puts the actions to their leads where the hand-over was agreed, and tells each lead which are theirs.
func askLeads(ctx context.Context, w store.Writer, d domain.ExecutiveDecision, now time.Time) (int, error) {
	if !d.HandsOver() {
		return 0, nil
	}
	asked, err := w.AskLeads(ctx, d.Plan)
	if err != nil {
		return 0, err
	}
	managers, err := w.ServiceManagersFor(ctx, d.Area, domain.DateOf(now))
	if err != nil {
		return 0, err
	}
	for from := 0; from < len(asked); {
		to := from + 1
		for to < len(asked) && asked[to].ServiceID == asked[from].ServiceID && asked[to].OrganisationID == asked[from].OrganisationID {
			to++
		}
		if err := tellLead(ctx, w, d, asked[from:to], managers, now); err != nil {
			return 0, err
		}
		from = to
	}
	return len(asked), nil
}

// tellLead tells the people who answer for one lead which actions they are asked to confirm (domain §5).
func tellLead(ctx context.Context, w store.Writer, d domain.ExecutiveDecision, actions []store.AskedAction, managers []domain.ServiceManager, now time.Time) error {
	lead := actions[0]
	to, err := w.AskedPeople(ctx, lead.ServiceID, lead.OrganisationID, domain.DateOf(now))
	if err != nil {
		return err
	}
	for _, m := range managers {
		if lead.ServiceID != 0 && m.Service+", "+m.Authority == lead.Lead {
			to = append(to, domain.Recipient{Person: m.Person, Name: m.Name, Address: m.Email, Capacity: "service manager, " + lead.Lead})
		}
	}
	body := fmt.Sprintf("%s is asked to lead in the plan for %s. Confirm, amend or decline each:", lead.Lead, d.AreaName)
	for _, c := range actions {
		body += "\n" + c.Title
		if !c.DueOn.IsZero() {
			body += ", due " + c.DueOn.Words()
		}
	}
	return tellLinked(ctx, w, d, "actions to confirm", "Actions to confirm: plan for "+d.AreaName, body, fmt.Sprintf("/areas/%d/plan", d.Area), to, now)
}
