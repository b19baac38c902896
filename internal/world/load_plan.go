package world

import (
	"context"
	"slices"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// planPlan plans the writing of the plan: sections, actions, links, versions, comments and their answers.
func (w *working) planPlan() {
	p := w.Plan
	w.on(p.By, p.Started, "starts the plan", func(ctx context.Context, by policy.Actor) (err error) {
		w.planID, err = w.app.StartPlan(ctx, by, w.id(), p.Title)
		return err
	})
	for _, s := range slices.Concat(p.Sections, p.Rewrites) {
		w.on(s.By, s.Day, "writes "+s.Key, func(ctx context.Context, by policy.Actor) error {
			is, err := w.store.PlanSection(ctx, w.planID, s.Key)
			if err != nil {
				return err
			}
			return w.app.SavePlanSection(ctx, by, w.planID, s.Key, is.Version, s.Text)
		})
	}
	for _, a := range p.Actions {
		w.on(a.By, a.Day, "proposes "+a.Key, func(ctx context.Context, by policy.Actor) error {
			_, err := w.app.ProposeAction(ctx, by, domain.Action{Plan: w.planID, Solution: w.solutions[a.Solution], Title: a.Title, Description: a.Text,
				LeadService: w.services[a.Service], LeadOrganisation: w.organisations[a.Organisation], Supporters: a.Supporters, DueOn: w.date(a.Due),
				Cost: money(a.Cost)})
			return err
		})
	}
	for _, l := range p.Links {
		w.on(l.By, l.Day, "links "+l.Title, func(ctx context.Context, by policy.Actor) error {
			return w.app.LinkPlan(ctx, by, w.planID, domain.PlanLink{Kind: l.Kind, Title: l.Title, Reference: l.Reference, Issue: w.issues[l.Issue]})
		})
	}
	for _, v := range p.Versions {
		w.on(v.By, v.Day, "freezes the plan", func(ctx context.Context, by policy.Actor) error {
			_, err := w.app.FreezePlan(ctx, by, w.planID, v.Note)
			return err
		})
	}
	w.planComments()
}

// planFeedback plans the feedback log.
func (w *working) planFeedback() {
	for _, f := range w.Feedback {
		w.on(f.By, f.Day, "feeds back", func(ctx context.Context, by policy.Actor) error {
			_, err := w.app.RecordFeedback(ctx, by, domain.Feedback{Area: w.id(), Issue: w.issues[f.Issue], FedTo: f.To, Text: f.Text, FedOn: w.date(f.Day)})
			return err
		})
	}
}

// planComments plans what is said of the plan, answered by the officer of the day.
func (w *working) planComments() {
	for _, c := range w.Plan.Comments {
		w.on(c.By, c.Day, "comments "+c.Key, func(ctx context.Context, by policy.Actor) (err error) {
			w.comments[c.Key], err = w.app.CommentPlan(ctx, by, w.planID, c.Section, c.Text)
			return err
		})
		if c.Answer == "" {
			continue
		}
		w.on(officer(w.area, c.Answered), c.Answered, "answers "+c.Key, func(ctx context.Context, by policy.Actor) error {
			_, err := w.app.AnswerPlanComment(ctx, by, w.planID, w.comments[c.Key], c.Answer)
			return err
		})
	}
}
