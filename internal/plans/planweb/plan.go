// Package planweb serves the pages of plans, their versions, actions and feedback, and the golden thread.
package planweb

import (
	"strconv"

	"github.com/a-h/templ"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/issues/issueweb"
	"fourgates/internal/places"
	"fourgates/internal/places/placeweb"
	"fourgates/internal/plans"
	"fourgates/internal/plans/planapp"
	"fourgates/internal/plans/planstore"
	"fourgates/internal/policy"
	"fourgates/internal/restrictions/restrictionstore"
	"fourgates/internal/serve"
	"fourgates/web/frame"
)

// PlanRoutes lists the routes of plans. While a plan is locked its page shows it as it was frozen, and what the records
// say otherwise by now.
func PlanRoutes(changed PlanChanged) []serve.Route {
	toView, toEdit := planFor(policy.ViewPlans), planFor(policy.EditPlans)
	return []serve.Route{
		serve.Get("/areas/{area}/plan", policy.ViewPlans, serve.On(placeweb.AreaIn(policy.ViewPlans), plan(changed))),
		serve.Post("/areas/{area}/plans", policy.EditPlans,
			serve.On(placeweb.AreaInFor(policy.ViewPlans, policy.EditPlans), startPlan)),
		serve.Get("/plans/{plan}/history", policy.ViewPlans, serve.On(toView, planHistory)),

		serve.Get("/plans/{plan}/sections/{section}/edit", policy.EditPlans,
			serve.On(sectionIn(planToWrite), editSection)),
		serve.Post("/plans/{plan}/sections/{section}", policy.EditPlans, serve.On(sectionIn(toEdit), saveSection)),
		serve.Get("/plans/{plan}/sections/{section}/comments", policy.ViewPlans,
			serve.On(sectionIn(toView), sectionComments)),
		serve.Post("/plans/{plan}/sections/{section}/comments", policy.CommentPlans,
			serve.On(sectionIn(planFor(policy.CommentPlans)), commentSection)),
		serve.Post("/plans/{plan}/comments/{comment}/answer", policy.EditPlans, serve.On(commentOf, answerComment)),

		serve.Get("/plans/{plan}/versions", policy.ViewPlans, serve.On(toView, planVersions)),
		serve.Post("/plans/{plan}/versions", policy.EditPlans, serve.On(toEdit, freezePlan)),
		serve.Get("/plans/{plan}/versions/{version}", policy.ViewPlans, serve.On(frozenOf, planVersion)),
		serve.Get("/plans/{plan}/comparison", policy.ViewPlans, serve.On(toView, comparePlan)),

		serve.Get("/plans/{plan}/links/new", policy.EditPlans, serve.On(planToWrite, newPlanLink)),
		serve.Post("/plans/{plan}/links", policy.EditPlans, serve.On(toEdit, linkPlan)),
		serve.Post("/plans/{plan}/links/{link}/removal", policy.EditPlans, serve.On(planLinkOf, unlinkPlan)),

		serve.Get("/plans/{plan}/actions/new", policy.EditPlans, serve.On(planToWrite, newAction)),
		serve.Post("/plans/{plan}/actions", policy.EditPlans, serve.On(toEdit, proposeAction)),
		serve.Get("/actions/{action}/edit", policy.EditPlans, serve.On(actionOf, editAction)),
		serve.Post("/actions/{action}", policy.EditPlans, serve.On(actionOf, changeAction)),
		serve.Post("/actions/{action}/removal", policy.EditPlans, serve.On(actionOf, removeAction)),

		serve.Get("/areas/{area}/feedback", policy.ViewPlans, serve.On(placeweb.AreaIn(policy.ViewPlans), feedbackLog)),
		serve.Get("/areas/{area}/feedback/new", policy.RecordFeedback,
			serve.On(placeweb.AreaInFor(policy.ViewPlans, policy.RecordFeedback), newFeedback)),
		serve.Post("/areas/{area}/feedback", policy.RecordFeedback,
			serve.On(placeweb.AreaInFor(policy.ViewPlans, policy.RecordFeedback), recordFeedback)),
	}
}

// planFor loads the plan of the address within what the actor may see: domain.ErrForbidden where they may see it and
// not do this.
func planFor(act policy.Action) func(c *serve.Call) (plans.Plan, error) {
	return func(c *serve.Call) (plans.Plan, error) {
		id, err := serve.PathID[domain.PlanID](c, "plan")
		if err != nil {
			return plans.Plan{}, err
		}
		p, err := planstore.Plan(c.Context(), c.Read, policy.ScopeOf(c.Actor, policy.ViewPlans), id)
		if err != nil {
			return p, err
		}
		return p, policy.CheckIn(c.Actor, act, p.Area)
	}
}

// planToWrite loads the plan of the address for a form that changes it: a *domain.BlockedError while the plan is
// locked.
func planToWrite(c *serve.Call) (plans.Plan, error) {
	p, err := planFor(policy.EditPlans)(c)
	if err != nil {
		return p, err
	}
	return p, p.CheckEdit()
}

// planShell is the shell of a page under a plan.
func planShell(c *serve.Call, p plans.Plan, title string) frame.Shell {
	area := "/areas/" + serve.IDText(p.Area)
	return c.Shell(title+" – "+p.Title).Under("Areas", "/areas", p.AreaName, area, "Plan", area+"/plan", title).
		Overridden(p.Overrides)
}

// PlanChanged says what the records say otherwise than a frozen plan that stands in a state.
type PlanChanged func(state plans.PlanState, frozen, now plans.PlanDocument) templ.Component

// plan shows an area's plan whole, or where it is to be started.
func plan(changed PlanChanged) func(c *serve.Call, area places.Area) error {
	return func(c *serve.Call, area places.Area) error { return planPage(c, area, changed) }
}

func planPage(c *serve.Call, area places.Area, changed PlanChanged) error {
	cycle, err := placeweb.CycleOf(c, area)
	if err != nil {
		return err
	}
	standing, err := planstore.PlanForGate(c.Context(), c.Read, area.ID, cycle)
	if err != nil {
		return err
	}
	if standing.ID == 0 {
		_, phase, err := planstore.PresentCycle(c.Context(), c.Read, area.ID)
		if err != nil {
			return err
		}
		f := form.With("title", "Local Community Action Plan for "+area.Name)
		return noPlan(c, area, cycle, plans.MayStart(c.Actor, area, phase), f)
	}
	p := PlanProps{Area: area, Standing: standing, Today: c.Today(),
		Tabs:    placeweb.AreaTabs(c.Actor, area.ID, c.URL.Path),
		Written: map[string]plans.WrittenSection{}, May: PlanMay{Comment: true,
			Edit: plans.MayWork(c.Actor, policy.EditPlans, standing.Plan)}}
	if p.Document, err = planNow(c, area.ID, standing.Cycle); err != nil {
		return err
	}
	p.Changed = templ.NopComponent
	if standing.Locked() != "" && standing.Newest != 0 {
		frozen, err := planstore.PlanVersionDocument(c.Context(), c.Read, standing.Newest)
		if err != nil {
			return err
		}
		p.Changed = changed(standing.State, frozen, p.Document)
		frozen.Signatures = p.Document.Signatures // gates passed since are no part of its text
		p.Document = frozen
	}
	sections, err := planstore.PlanSections(c.Context(), c.Read, standing.ID)
	if err != nil {
		return err
	}
	for _, section := range sections {
		p.Written[section.Key] = section
	}
	p.Shell = placeweb.AreaShell(c, area, "Plan")
	return c.Show(Plan(p))
}

// planNow is what the plan of an area's cycle says at present.
func planNow(c *serve.Call, area domain.AreaID, cycle int) (plans.PlanDocument, error) {
	return planstore.PlanDocument(c.Context(), c.Read, policy.ScopeOf(c.Actor, policy.ViewPlans), area, cycle)
}

// noPlan shows that an area has no plan, and where it is time for one the form that starts it.
func noPlan(c *serve.Call, area places.Area, cycle int, may bool, f form.Form) error {
	return c.Page(f, NoPlan(NoPlanProps{Shell: placeweb.AreaShell(c, area, "Plan"), Form: f, Area: area,
		Cycle: cycle,
		Tabs:  placeweb.AreaTabs(c.Actor, area.ID, c.URL.Path),
		May:   may && cycle == area.Cycle, Later: policy.CanIn(c.Actor, policy.EditPlans, area.ID)}))
}

// startPlan starts the plan of an area's cycle.
func startPlan(c *serve.Call, area places.Area) error {
	f := c.Posted()
	title := f.Required("title", 120, "Enter a title")
	if err := f.Take(func() error {
		_, err := planapp.StartPlan(c.Context(), c.App, c.Actor, area.ID, title)
		return err
	}); err != nil {
		return err
	}
	if !f.OK() {
		return noPlan(c, area, area.Cycle, f.Problem("title") != "" && area.State == places.AreaActive, f)
	}
	return c.Done("Plan started", "/areas/%d/plan", area.ID)
}

// planHistory shows who changed what of a plan.
func planHistory(c *serve.Call, p plans.Plan) error {
	entries, err := c.Read.Steps(c.Context(), "plan", int64(p.ID))
	if err == nil {
		entries, err = restrictionstore.History(c.Context(), c.Read, p.Area, entries)
	}
	if err != nil {
		return err
	}
	return c.Show(frame.History(frame.HistoryProps{Shell: planShell(c, p, "History"), Caption: p.Title,
		Items: serve.Steps(entries)}))
}

// planSection is a section of a plan that an address names.
type planSection struct {
	plans.Plan
	Section plans.WrittenSection
}

// sectionIn loads the section of the address in the plan that load gives: domain.ErrNotFound where it has none such.
func sectionIn(load func(c *serve.Call) (plans.Plan, error)) func(c *serve.Call) (planSection, error) {
	return func(c *serve.Call) (at planSection, err error) {
		if at.Plan, err = load(c); err != nil {
			return at, err
		}
		part, ok := plans.PlanPartOf(c.Param("section"))
		if !ok {
			return at, domain.ErrNotFound
		}
		at.Section, err = planstore.PlanSection(c.Context(), c.Read, at.ID, part.Key)
		return at, err
	}
}

// editSection shows the form to write a section.
func editSection(c *serve.Call, at planSection) error {
	return sectionForm(c, at, form.With("body", at.Section.Body, "version", strconv.Itoa(at.Section.Version)))
}

func sectionForm(c *serve.Call, at planSection, f form.Form) error {
	d, err := planNow(c, at.Area, at.Cycle)
	if err != nil {
		return err
	}
	return c.Page(f, EditSection(EditSectionProps{Shell: planShell(c, at.Plan, at.Section.Title), Form: f,
		Plan: at.Plan, Section: at.Section, Document: d}))
}

// saveSection saves a section. Where somebody else saved first, both texts are shown and what was typed stays in the
// form. Where the plan was locked meanwhile, it says why and the text stays to be copied.
func saveSection(c *serve.Call, at planSection) error {
	f := c.Posted()
	body := f.Optional("body", MostSection)
	version := f.Version("Load the page again")
	issueweb.ShownAt(&f, "body")
	if err := f.Save(func() error {
		return planapp.SavePlanSection(c.Context(), c.App, c.Actor, at.ID, at.Section.Key, version, body)
	}); err != nil {
		return err
	}
	if f.Stale() {
		now, err := planstore.PlanSection(c.Context(), c.Read, at.ID, at.Section.Key)
		if err != nil {
			return err
		}
		at.Section = now
		f.Newest(now.Version, "The section, as "+now.ChangedBy+" left it", now.Body, body)
	}
	if !f.OK() {
		return sectionForm(c, at, f)
	}
	return c.Done(at.Section.Title+" saved", "/areas/%d/plan#"+at.Section.Key, at.Area)
}
