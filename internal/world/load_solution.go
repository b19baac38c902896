package world

import (
	"cmp"
	"context"
	"slices"

	"fourgates/internal/advice"
	"fourgates/internal/advice/adviceapp"
	"fourgates/internal/domain"
	"fourgates/internal/plans"
	"fourgates/internal/plans/planapp"
	"fourgates/internal/plans/planstore"
	"fourgates/internal/policy"
	"fourgates/internal/solutions"
	"fourgates/internal/solutions/solutionapp"
	"fourgates/internal/solutions/solutionstore"
)

// planSolutions plans each solution from being proposed to being chosen or not, and the bids that are made for them.
func (w *working) planSolutions() {
	for _, s := range w.Solutions {
		w.on(s.By, s.Day, "proposes "+s.Key, func(ctx context.Context, by policy.Actor) (err error) {
			w.solutions[s.Key], err = solutionapp.ProposeSolution(ctx, w.app, by, w.id(), w.solution(s), "")
			return err
		})
		w.planViews(s)
		w.planChoice(s)
	}
	for _, b := range w.Bids {
		w.on(b.By, b.Day, "adds "+b.Key, func(ctx context.Context, by policy.Actor) (err error) {
			d := solutions.BidDraft{Title: b.Title, Funder: b.Funder, Amount: pounds(b.Amount), Match: pounds(b.Match),
				Deadline: w.date(b.Deadline)}
			for _, s := range b.Solutions {
				d.Solutions = append(d.Solutions, w.solutions[s])
			}
			w.bids[b.Key], err = solutionapp.AddBid(ctx, w.app, by, w.id(), d, "")
			return err
		})
		if b.Drafting == 0 {
			continue
		}
		w.on(b.By, b.Drafting, "drafts "+b.Key, func(ctx context.Context, by policy.Actor) error {
			return solutionapp.MoveBid(ctx, w.app, by, w.bids[b.Key], "draft", "", nil)
		})
	}
}

func (w *working) solution(s Solution) solutions.SolutionDraft {
	cost := pounds(s.Cost)
	return solutions.SolutionDraft{Issue: w.issues[s.Issue], Cause: w.causes[s.Cause], Title: s.Title,
		Description: s.Text,
		DeliveredBy: solutions.Deliverer(s.DeliveredBy), Service: w.services[s.Service],
		Organisation: w.organisations[s.Organisation], Others: s.Others,
		Resources: s.Resources, Cost: &cost, Avoided: money(s.CostAvoided), ProposedBy: w.people[s.ProposedBy],
		ProposedFor: s.From}
}

// planViews plans that each is asked for a view, and gives it. The Members are asked together, on the day of the first
// of them.
func (w *working) planViews(s Solution) {
	members := false
	for _, v := range s.Views {
		if v.Of != "Member" || !members {
			members = members || v.Of == "Member"
			w.on(officer(w.area, v.Asked), v.Asked, "asks for a view on "+s.Key,
				func(ctx context.Context, by policy.Actor) error {
					return solutionapp.AskFeasibility(ctx, w.app, by, w.solutions[s.Key],
						solutionapp.FeasibilityAsk{Service: w.services[v.Service],
							Organisation: w.organisations[v.Organisation], Members: v.Of == "Member",
							Community: v.Of == "community"})
				})
		}
		if v.Verdict == "" {
			continue
		}
		w.on(v.By, v.Day, "view on "+s.Key, func(ctx context.Context, by policy.Actor) error {
			is, err := solutionstore.Solution(ctx, w.store.Reader, policy.SolutionScopeOf(by), w.solutions[s.Key])
			if err != nil {
				return err
			}
			at := slices.IndexFunc(is.Views, func(is solutions.FeasibilityView) bool {
				return is.Open() && is.AskedOf == solutions.AskedParty(v.Of) && is.Service == w.services[v.Service] &&
					is.Organisation == w.organisations[v.Organisation] && is.Member == w.people[v.Member]
			})
			if at < 0 {
				return domain.ErrNotFound
			}
			d := solutions.ViewDraft{Verdict: solutions.Verdict(v.Verdict), Reason: v.Reason, SaidBy: v.SaidBy}
			if v.Cost != nil {
				cost := pounds(*v.Cost)
				d.Cost = &cost
			}
			return solutionapp.SaveView(ctx, w.app, by, is.ID, is.Views[at].ID, is.Views[at].Version, d, !v.Draft)
		})
	}
}

// verdicts are the steps by which testing is concluded.
var verdicts = map[string]string{"feasible": "feasible", "feasible with changes": "feasible-with-changes",
	"not feasible": "not-feasible"}

// planChoice plans what a solution comes to, and that those are told for whom it was proposed.
func (w *working) planChoice(s Solution) {
	move := func(day Day, step, reason string) {
		if day == 0 {
			return
		}
		w.on(officer(w.area, day), day, step+" "+s.Key, func(ctx context.Context, by policy.Actor) error {
			return solutionapp.MoveSolution(ctx, w.app, by, w.solutions[s.Key], step, reason)
		})
	}
	move(s.Concluded, verdicts[s.Verdict()], s.Conclusion)
	switch s.State {
	case "chosen":
		move(s.Settled, "choose", s.Reason)
	case "not chosen":
		move(s.Settled, "not-choose", s.Reason)
	}
	if s.Told != 0 {
		w.on(officer(w.area, s.Told), s.Told, "tells of "+s.Key, func(ctx context.Context, by policy.Actor) error {
			return solutionapp.RecordProposerTold(ctx, w.app, by, w.solutions[s.Key], w.date(s.Told), s.ToldHow)
		})
	}
}

// planPlan plans the writing of the plan: sections, actions, links, versions, comments and their answers.
func (w *working) planPlan() {
	p := w.Plan
	w.on(p.By, p.Started, "starts the plan", func(ctx context.Context, by policy.Actor) (err error) {
		w.planID, err = planapp.StartPlan(ctx, w.app, by, w.id(), p.Title)
		return err
	})
	for _, s := range slices.Concat(p.Sections, p.Rewrites) {
		w.on(s.By, s.Day, "writes "+s.Key, func(ctx context.Context, by policy.Actor) error {
			is, err := planstore.PlanSection(ctx, w.store.Reader, w.planID, s.Key)
			if err != nil {
				return err
			}
			return planapp.SavePlanSection(ctx, w.app, by, w.planID, s.Key, is.Version, s.Text)
		})
	}
	for _, a := range p.Actions {
		w.on(a.By, a.Day, "proposes "+a.Key, func(ctx context.Context, by policy.Actor) error {
			id, err := planapp.ProposeAction(ctx, w.app, by,
				plans.Action{Plan: w.planID, Solution: w.solutions[a.Solution], Title: a.Title, Description: a.Text,
					LeadService: w.services[a.Service], LeadOrganisation: w.organisations[a.Organisation],
					Supporters: a.Supporters, DueOn: w.date(a.Due),
					Cost: money(a.Cost)})
			w.actions[a.Key] = id
			return err
		})
	}
	w.planAdvice()
	for _, l := range p.Links {
		w.on(l.By, l.Day, "links "+l.Title, func(ctx context.Context, by policy.Actor) error {
			return planapp.LinkPlan(ctx, w.app, by, w.planID, plans.PlanLink{Kind: l.Kind, Title: l.Title,
				Reference: l.Reference, Issue: w.issues[l.Issue]})
		})
	}
	for _, v := range p.Versions {
		w.on(v.By, v.Day, "freezes the plan", func(ctx context.Context, by policy.Actor) error {
			_, err := planapp.FreezePlan(ctx, w.app, by, w.planID, v.Note)
			return err
		})
	}
	w.planComments()
}

// planFeedback plans the feedback log.
func (w *working) planFeedback() {
	for _, f := range w.Feedback {
		w.on(f.By, f.Day, "feeds back", func(ctx context.Context, by policy.Actor) error {
			_, err := planapp.RecordFeedback(ctx, w.app, by, plans.Feedback{Area: w.id(), Issue: w.issues[f.Issue],
				FedTo: f.To, Text: f.Text, FedOn: w.date(f.Day)})
			return err
		})
	}
}

// planComments plans what is said of the plan, answered by the officer of the day.
func (w *working) planComments() {
	for _, c := range w.Plan.Comments {
		w.on(c.By, c.Day, "comments "+c.Key, func(ctx context.Context, by policy.Actor) (err error) {
			w.comments[c.Key], err = planapp.CommentPlan(ctx, w.app, by, w.planID, c.Section, c.Text)
			return err
		})
		if c.Answer == "" {
			continue
		}
		w.on(officer(w.area, c.Answered), c.Answered, "answers "+c.Key,
			func(ctx context.Context, by policy.Actor) error {
				_, err := planapp.AnswerPlanComment(ctx, w.app, by, w.planID, w.comments[c.Key], c.Answer)
				return err
			})
	}
}

// planAdvice plans what is said of the actions, and what was advised and came of it.
func (w *working) planAdvice() {
	for _, c := range w.Plan.Said {
		w.on(c.By, c.Day, "comments on "+c.Action, func(ctx context.Context, by policy.Actor) error {
			return adviceapp.Comment(ctx, w.app, by, w.actions[c.Action], c.Text)
		})
	}
	for _, d := range w.Plan.Advice {
		var id domain.AdviceID
		w.on(d.By, d.Day, "advises "+cmp.Or(d.Service, d.Organisation, d.To), func(ctx context.Context,
			by policy.Actor) (err error) {
			id, err = adviceapp.Log(ctx, w.app, by, advice.Advice{Area: w.id(), Action: w.actions[d.Action],
				About: d.About, Service: w.services[d.Service], Organisation: w.organisations[d.Organisation],
				To: d.To, Text: d.Text, GivenOn: w.date(d.Day)})
			return err
		})
		if d.Came == 0 {
			continue
		}
		w.on(d.By, d.Came, "writes what came of advice", func(ctx context.Context, by policy.Actor) error {
			return adviceapp.Outcome(ctx, w.app, by, w.id(), id, 1, d.CameOfIt)
		})
	}
}
