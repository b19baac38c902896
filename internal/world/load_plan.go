package world

import (
	"context"
	"slices"

	"fourgates/internal/plans"
	"fourgates/internal/plans/planapp"
	"fourgates/internal/plans/planstore"
	"fourgates/internal/policy"
)

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
			_, err := planapp.ProposeAction(ctx, w.app, by, plans.Action{Plan: w.planID, Solution: w.solutions[a.Solution], Title: a.Title, Description: a.Text,
				LeadService: w.services[a.Service], LeadOrganisation: w.organisations[a.Organisation], Supporters: a.Supporters, DueOn: w.date(a.Due),
				Cost: money(a.Cost)})
			return err
		})
	}
	for _, l := range p.Links {
		w.on(l.By, l.Day, "links "+l.Title, func(ctx context.Context, by policy.Actor) error {
			return planapp.LinkPlan(ctx, w.app, by, w.planID, plans.PlanLink{Kind: l.Kind, Title: l.Title, Reference: l.Reference, Issue: w.issues[l.Issue]})
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
			_, err := planapp.RecordFeedback(ctx, w.app, by, plans.Feedback{Area: w.id(), Issue: w.issues[f.Issue], FedTo: f.To, Text: f.Text, FedOn: w.date(f.Day)})
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
		w.on(officer(w.area, c.Answered), c.Answered, "answers "+c.Key, func(ctx context.Context, by policy.Actor) error {
			_, err := planapp.AnswerPlanComment(ctx, w.app, by, w.planID, w.comments[c.Key], c.Answer)
			return err
		})
	}
}
