package server

import (
	"errors"
	"net/http"
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

func planRoutes() []Route {
	return []Route{
		get("/areas/{area}/plan", policy.ViewPlans, plan),
		post("/areas/{area}/plans", policy.EditPlans, startPlan),
		get("/plans/{plan}/history", policy.ViewPlans, planHistory),

		get("/plans/{plan}/sections/{section}/edit", policy.EditPlans, editSection),
		post("/plans/{plan}/sections/{section}", policy.EditPlans, saveSection),
		get("/plans/{plan}/sections/{section}/comments", policy.ViewPlans, sectionComments),
		post("/plans/{plan}/sections/{section}/comments", policy.CommentPlans, commentSection),
		post("/plans/{plan}/comments/{comment}/answer", policy.EditPlans, answerComment),

		get("/plans/{plan}/versions", policy.ViewPlans, planVersions),
		post("/plans/{plan}/versions", policy.EditPlans, freezePlan),
		get("/plans/{plan}/versions/{version}", policy.ViewPlans, planVersion),
		get("/plans/{plan}/comparison", policy.ViewPlans, comparePlan),

		get("/plans/{plan}/links/new", policy.EditPlans, newPlanLink),
		post("/plans/{plan}/links", policy.EditPlans, linkPlan),
		post("/plans/{plan}/links/{link}/removal", policy.EditPlans, unlinkPlan),

		get("/plans/{plan}/actions/new", policy.EditPlans, newAction),
		post("/plans/{plan}/actions", policy.EditPlans, proposeAction),
		get("/actions/{action}/edit", policy.EditPlans, editAction),
		post("/actions/{action}", policy.EditPlans, changeAction),
		post("/actions/{action}/removal", policy.EditPlans, removeAction),

		get("/areas/{area}/feedback", policy.ViewPlans, feedbackLog),
		get("/areas/{area}/feedback/new", policy.RecordFeedback, newFeedback),
		post("/areas/{area}/feedback", policy.RecordFeedback, recordFeedback),
	}
}

// planFor loads the plan of the address within what the actor may see: domain.ErrForbidden where they may see it and not do this.
func planFor(act policy.Action) func(c *Call) (domain.Plan, error) {
	return func(c *Call) (domain.Plan, error) {
		id, err := pathID[domain.PlanID](c, "plan")
		if err != nil {
			return domain.Plan{}, err
		}
		p, err := c.Read.Plan(c.Context(), policy.ScopeOf(c.Actor, policy.ViewPlans), id)
		if err != nil {
			return p, err
		}
		return p, policy.CheckIn(c.Actor, act, p.Area)
	}
}

// planToWrite loads the plan of the address for a form that changes it: a *domain.BlockedError while the plan is locked.
func planToWrite(c *Call) (domain.Plan, error) {
	p, err := planFor(policy.EditPlans)(c)
	if err != nil {
		return p, err
	}
	return p, p.CheckEdit()
}

// planShell is the shell of a page under a plan.
func planShell(c *Call, p domain.Plan, title string) page.Shell {
	area := "/areas/" + idText(p.Area)
	return c.Shell(title+" – "+p.Title).Under("Areas", "/areas", p.AreaName, area, "Plan", area+"/plan", title).Overridden(p.Overrides)
}

// plan shows an area's plan whole, or where it is to be started.
func plan(c *Call) error {
	area, err := areaIn(policy.ViewPlans)(c)
	if err != nil {
		return err
	}
	standing, err := c.Read.PlanForGate(c.Context(), area.ID, 0)
	if err != nil {
		return err
	}
	if standing.ID == 0 {
		_, phase, err := c.Read.PresentCycle(c.Context(), area.ID)
		if err != nil {
			return err
		}
		f := form.With("title", "Local Community Action Plan for "+area.Name)
		return noPlan(c, http.StatusOK, area, domain.MayStartPlan(phase), f)
	}
	p := page.PlanProps{Standing: standing, Today: c.Today(), Tabs: page.AreaTabs(c.Actor, area.ID, c.URL.Path), Written: map[string]domain.WrittenSection{},
		May: page.PlanMay{Edit: standing.Locked() == "" && policy.CanIn(c.Actor, policy.EditPlans, area.ID), Comment: true}}
	if p.Document, err = c.Read.PlanDocument(c.Context(), policy.ScopeOf(c.Actor, policy.ViewPlans), area.ID, standing.Cycle); err != nil {
		return err
	}
	sections, err := c.Read.PlanSections(c.Context(), standing.ID)
	if err != nil {
		return err
	}
	for _, section := range sections {
		p.Written[section.Key] = section
	}
	p.Shell = areaShell(c, area, "Plan")
	return c.Show(page.Plan(p))
}

func noPlan(c *Call, status int, area domain.Area, time bool, f form.Form) error {
	may := policy.CanIn(c.Actor, policy.EditPlans, area.ID)
	shell := areaShell(c, area, "Plan")
	return c.Answer(status, page.NoPlan(page.NoPlanProps{Shell: shell, Form: f, Tabs: page.AreaTabs(c.Actor, area.ID, c.URL.Path), Area: area,
		May: may && time && area.State == domain.AreaActive, Later: may}))
}

// startPlan starts the plan of an area's cycle.
func startPlan(c *Call) error {
	area, err := areaIn(policy.ViewPlans)(c)
	if err != nil {
		return err
	}
	if err := policy.CheckIn(c.Actor, policy.EditPlans, area.ID); err != nil {
		return err
	}
	f := c.Posted()
	title := f.Required("title", 120, "Enter a title")
	if f.OK() {
		_, err := c.App.StartPlan(c.Context(), c.Actor, area.ID, title)
		if err == nil {
			return c.Done("Plan started", "/areas/%d/plan", area.ID)
		}
		if !f.Refuse(err) {
			return err
		}
	}
	return noPlan(c, http.StatusUnprocessableEntity, area, f.Problem("title") != "", f)
}

// planHistory shows who changed what of a plan.
func planHistory(c *Call) error {
	p, err := planFor(policy.ViewPlans)(c)
	if err != nil {
		return err
	}
	entries, err := c.Read.Steps(c.Context(), "plan", int64(p.ID))
	if err != nil {
		return err
	}
	return c.Show(page.History(page.HistoryProps{Shell: planShell(c, p, "History"), Caption: p.Title, Items: steps(entries)}))
}

// sectionOf loads the written section of the address: domain.ErrNotFound where the plan has none such.
func sectionOf(c *Call, p domain.Plan) (domain.WrittenSection, error) {
	part, ok := domain.PlanPartOf(c.Param("section"))
	if !ok {
		return domain.WrittenSection{}, domain.ErrNotFound
	}
	return c.Read.PlanSection(c.Context(), p.ID, part.Key)
}

// editSection shows the form to write a section.
func editSection(c *Call) error {
	p, err := planToWrite(c)
	if err != nil {
		return err
	}
	section, err := sectionOf(c, p)
	if err != nil {
		return err
	}
	return sectionForm(c, http.StatusOK, p, section, form.With("body", section.Body, "version", strconv.Itoa(section.Version)), nil)
}

func sectionForm(c *Call, status int, p domain.Plan, section domain.WrittenSection, f form.Form, stale []page.StaleField) error {
	d, err := c.Read.PlanDocument(c.Context(), policy.ScopeOf(c.Actor, policy.ViewPlans), p.Area, p.Cycle)
	if err != nil {
		return err
	}
	shell := planShell(c, p, section.Title)
	return c.Answer(status, page.EditSection(page.EditSectionProps{Shell: shell, Form: f, Plan: p, Section: section, Stale: stale, Document: d}))
}

// saveSection saves a section. Where somebody else saved first, both texts are shown and what was typed stays in the form. Where the plan was
// locked meanwhile, it says why and the text stays to be copied.
func saveSection(c *Call) error {
	p, err := planFor(policy.EditPlans)(c)
	if err != nil {
		return err
	}
	section, err := sectionOf(c, p)
	if err != nil {
		return err
	}
	f := c.Posted()
	body := f.Optional("body", page.MostSection)
	version := f.Int("version", 1, 1<<30, "Load the page again")
	shownAt(&f, "body")
	if f.OK() {
		err = c.App.SavePlanSection(c.Context(), c.Actor, p.ID, section.Key, version, body)
	}
	if errors.Is(err, domain.ErrConflict) {
		return staleSection(c, p, f, body)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return sectionForm(c, http.StatusUnprocessableEntity, p, section, f, nil)
	}
	return c.Done(section.Title+" saved", "/areas/%d/plan#"+section.Key, p.Area)
}

func staleSection(c *Call, p domain.Plan, f form.Form, body string) error {
	now, err := sectionOf(c, p)
	if err != nil {
		return err
	}
	f.Values.Set("version", strconv.Itoa(now.Version))
	stale := page.StaleFields("The section, as "+now.ChangedBy+" left it", now.Body, body)
	return sectionForm(c, http.StatusConflict, p, now, f, stale)
}
