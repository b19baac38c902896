package servertest

import (
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/plans"
	"fourgates/internal/plans/planapp"
	"fourgates/internal/priorities"
	"fourgates/internal/priorities/priorityapp"
	"fourgates/internal/reviews"
	"fourgates/internal/reviews/reviewapp"
	"fourgates/internal/reviews/reviewstore"
	"fourgates/internal/solutions"
	"fourgates/internal/solutions/solutionapp"
)

// Draft is what gate 3 of an area is about.
type Draft struct {
	Plan      domain.PlanID
	Priority  domain.IssueID
	Chosen    domain.SolutionID
	NotChosen domain.SolutionID
	Bids      []domain.BidID // £50,000 and £1,200.50
	Actions   []domain.ActionID
	Roads     domain.ServiceID      // leads the first action
	Residents domain.OrganisationID // leads the second; nobody leads the third
}

// ReadyForGate3 gives an area past gate 2 all that gate 3 asks for, by its officer: phase 4, a confirmed priority with
// a chosen solution and one that was not, two bids, three actions, a written plan and something fed back.
func (h *Harness) ReadyForGate3(area domain.AreaID, by domain.PersonID) Draft {
	h.T.Helper()
	h.Begins(area, by, domain.PhaseApprovals)
	d := Draft{Priority: h.Issue(by, issues.IssueDraft{Area: area, Title: "Nowhere to cross",
		Source:     domain.FromTheCommunity,
		Visibility: issues.VisiblePublic}, issues.IssueSynthesised)}
	Prioritised(h, area, by, d.Priority)
	h.Reviewed(area, by, d.Priority)
	cost := domain.Pence(1_200_050)
	draft := solutions.SolutionDraft{Issue: d.Priority, Title: "A crossing by the school",
		DeliveredBy: solutions.ByCouncil, Cost: &cost}
	d.Chosen = h.Solves(area, by, draft, "Tested")
	h.must(solutionapp.MoveSolution(h.T.Context(), h.App, h.Actor(by), d.Chosen, solutions.MoveChoose,
		"Cheapest, and wanted"))
	draft.Title, draft.Cost = "A patrol", nil
	d.NotChosen = h.Solves(area, by, draft, "Tested")
	h.must(solutionapp.MoveSolution(h.T.Context(), h.App, h.Actor(by), d.NotChosen, solutions.MoveNotChoose,
		"Nobody applied"))
	d.Bids = []domain.BidID{h.Applies(area, by, "Safer quay", 5_000_000, d.Chosen),
		h.Applies(area, by, "Signs", 120_050, d.Chosen)}
	h.writes(area, by, &d)
	fed := plans.Feedback{Area: area, FedTo: "Residents", Text: "What was chosen", FedOn: domain.DateOf(h.Now())}
	_, err := planapp.RecordFeedback(h.T.Context(), h.App, h.Actor(by), fed)
	h.must(err)
	return d
}

// Prioritised has 41 people make an issue the area's one priority.
func Prioritised(h *Harness, area domain.AreaID, by domain.PersonID, issue domain.IssueID) {
	h.T.Helper()
	round, err := priorityapp.EnterRound(h.T.Context(), h.App, h.Actor(by), priorities.PriorityRound{Area: area,
		Method: priorities.WorkshopTally,
		HeldOn: domain.DateOf(h.Now()).AddDays(-30), Place: "Quay hall", TakingPart: 41, VotesEach: 1,
		Votes: map[domain.IssueID]int{issue: 30}})
	h.must(err)
	h.must(priorityapp.ConfirmRound(h.T.Context(), h.App, h.Actor(by), area, round, 1, []domain.IssueID{issue}))
}

// Reviewed asks a service to review a priority, and writes down what it said on the telephone.
func (h *Harness) Reviewed(area domain.AreaID, by domain.PersonID, priority domain.IssueID) domain.ReviewID {
	h.T.Helper()
	ctx, officer, today := h.T.Context(), h.Actor(by), domain.DateOf(h.Now())
	h.must(reviewapp.AskReviews(ctx, h.App, officer, area, reviewapp.Ask{Service: h.someService(),
		Issues: []domain.IssueID{priority}, ReplyBy: today.AddDays(14)}))
	all, err := reviewstore.IssueReviews(ctx, h.App.Store.Reader, priority, today)
	h.must(err)
	id := all[len(all)-1].ID
	h.must(reviewapp.EnterAnswer(ctx, h.App, officer, id, reviews.Answer{Does: "A patrol on market days",
		Shows: "Nine injuries in five years", Binds: "The road’s budget to March", Said: reviews.Said{
			SaidBy: "Their manager", SaidHow: "telephone", SaidOn: today}}))
	return id
}

// Applies is a bid to the Road Trust, in drafting.
func (h *Harness) Applies(area domain.AreaID, by domain.PersonID, title string, amount domain.Pence,
	funds domain.SolutionID) domain.BidID {
	h.T.Helper()
	id, err := solutionapp.AddBid(h.T.Context(), h.App, h.Actor(by), area,
		solutions.BidDraft{Title: title, Funder: "Road Trust", Amount: amount,
			Match: 10000, Deadline: domain.DateOf(h.Now()).AddDays(90), Solutions: []domain.SolutionID{funds}}, "")
	h.must(err)
	h.must(solutionapp.MoveBid(h.T.Context(), h.App, h.Actor(by), id, "draft", "", nil))
	return id
}

// writes writes every part of the plan, with a link and three actions.
func (h *Harness) writes(area domain.AreaID, by domain.PersonID, d *Draft) {
	h.T.Helper()
	ctx, officer := h.T.Context(), h.Actor(by)
	var err error
	d.Plan, err = planapp.StartPlan(ctx, h.App, officer, area, "Our plan")
	h.must(err)
	for _, part := range plans.PlanParts() {
		h.must(planapp.SavePlanSection(ctx, h.App, officer, d.Plan, part.Key, 1, "Written: "+part.Title))
	}
	h.must(planapp.LinkPlan(ctx, h.App, officer, d.Plan, plans.PlanLink{Kind: "corporate objective",
		Title: "Safe streets", Reference: "CO-2"}))
	d.Roads, d.Residents = h.Service(h.unique("Roads")), h.Organisation(h.unique("Quay Residents"))
	cost, none := domain.Pence(1_200_050), domain.Pence(0)
	for _, action := range []plans.Action{
		{Title: "Build the crossing", LeadService: d.Roads, Cost: &cost},
		{Title: "Watch the crossing", LeadOrganisation: d.Residents},
		{Title: "=Count cars", Cost: &none},
	} {
		action.Plan, action.Solution, action.DueOn = d.Plan, d.Chosen, domain.DateOf(h.Now()).AddDays(200)
		id, err := planapp.ProposeAction(ctx, h.App, officer, action)
		h.must(err)
		d.Actions = append(d.Actions, id)
	}
}
