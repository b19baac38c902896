package server

import (
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

func planRoutes() []Route {
	toView, toEdit := planFor(policy.ViewPlans), planFor(policy.EditPlans)
	return []Route{
		get("/areas/{area}/plan", policy.ViewPlans, on(areaIn(policy.ViewPlans), plan)),
		post("/areas/{area}/plans", policy.EditPlans, on(areaInFor(policy.ViewPlans, policy.EditPlans), startPlan)),
		get("/plans/{plan}/history", policy.ViewPlans, on(toView, planHistory)),

		get("/plans/{plan}/sections/{section}/edit", policy.EditPlans, on(sectionIn(planToWrite), editSection)),
		post("/plans/{plan}/sections/{section}", policy.EditPlans, on(sectionIn(toEdit), saveSection)),
		get("/plans/{plan}/sections/{section}/comments", policy.ViewPlans, on(sectionIn(toView), sectionComments)),
		post("/plans/{plan}/sections/{section}/comments", policy.CommentPlans,
			on(sectionIn(planFor(policy.CommentPlans)), commentSection)),
		post("/plans/{plan}/comments/{comment}/answer", policy.EditPlans, on(commentOf, answerComment)),

		get("/plans/{plan}/versions", policy.ViewPlans, on(toView, planVersions)),
		post("/plans/{plan}/versions", policy.EditPlans, on(toEdit, freezePlan)),
		get("/plans/{plan}/versions/{version}", policy.ViewPlans, on(frozenOf, planVersion)),
		get("/plans/{plan}/comparison", policy.ViewPlans, on(toView, comparePlan)),

		get("/plans/{plan}/links/new", policy.EditPlans, on(planToWrite, newPlanLink)),
		post("/plans/{plan}/links", policy.EditPlans, on(toEdit, linkPlan)),
		post("/plans/{plan}/links/{link}/removal", policy.EditPlans, on(planLinkOf, unlinkPlan)),

		get("/plans/{plan}/actions/new", policy.EditPlans, on(planToWrite, newAction)),
		post("/plans/{plan}/actions", policy.EditPlans, on(toEdit, proposeAction)),
		get("/actions/{action}/edit", policy.EditPlans, on(actionOf, editAction)),
		post("/actions/{action}", policy.EditPlans, on(actionOf, changeAction)),
		post("/actions/{action}/removal", policy.EditPlans, on(actionOf, removeAction)),

		get("/areas/{area}/feedback", policy.ViewPlans, on(areaIn(policy.ViewPlans), feedbackLog)),
		get("/areas/{area}/feedback/new", policy.RecordFeedback,
			on(areaInFor(policy.ViewPlans, policy.RecordFeedback), newFeedback)),
		post("/areas/{area}/feedback", policy.RecordFeedback,
			on(areaInFor(policy.ViewPlans, policy.RecordFeedback), recordFeedback)),
	}
}

// planFor loads the plan of the address within what the actor may see: domain.ErrForbidden where they may see it and
// not do this.
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

// planToWrite loads the plan of the address for a form that changes it: a *domain.BlockedError while the plan is
// locked.
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
	return c.Shell(title+" – "+p.Title).Under("Areas", "/areas", p.AreaName, area, "Plan", area+"/plan", title).
		Overridden(p.Overrides)
}

// plan shows an area's plan whole, or where it is to be started.
func plan(c *Call, area domain.Area) error {
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
		return noPlan(c, area, domain.MayStartPlan(phase), f)
	}
	p := page.PlanProps{Standing: standing, Today: c.Today(), Tabs: page.AreaTabs(c.Actor, area.ID, c.URL.Path),
		Written: map[string]domain.WrittenSection{}, May: page.PlanMay{Comment: true,
			Edit: standing.Locked() == "" && policy.CanIn(c.Actor, policy.EditPlans, area.ID)}}
	if p.Document, err = planNow(c, area.ID, standing.Cycle); err != nil {
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

// planNow is what the plan of an area's cycle says at present.
func planNow(c *Call, area domain.AreaID, cycle int) (domain.PlanDocument, error) {
	return c.Read.PlanDocument(c.Context(), policy.ScopeOf(c.Actor, policy.ViewPlans), area, cycle)
}

// noPlan shows that an area has no plan, and where it is time for one the form that starts it.
func noPlan(c *Call, area domain.Area, time bool, f form.Form) error {
	may := policy.CanIn(c.Actor, policy.EditPlans, area.ID)
	return c.Page(f, page.NoPlan(page.NoPlanProps{Shell: areaShell(c, area, "Plan"), Form: f, Area: area,
		Tabs: page.AreaTabs(c.Actor, area.ID, c.URL.Path),
		May:  may && time && area.State == domain.AreaActive, Later: may}))
}

// startPlan starts the plan of an area's cycle.
func startPlan(c *Call, area domain.Area) error {
	f := c.Posted()
	title := f.Required("title", 120, "Enter a title")
	if err := f.Take(func() error {
		_, err := c.App.StartPlan(c.Context(), c.Actor, area.ID, title)
		return err
	}); err != nil {
		return err
	}
	if !f.OK() {
		return noPlan(c, area, f.Problem("title") != "", f)
	}
	return c.Done("Plan started", "/areas/%d/plan", area.ID)
}

// planHistory shows who changed what of a plan.
func planHistory(c *Call, p domain.Plan) error {
	entries, err := c.Read.Steps(c.Context(), "plan", int64(p.ID))
	if err != nil {
		return err
	}
	return c.Show(page.History(page.HistoryProps{Shell: planShell(c, p, "History"), Caption: p.Title,
		Items: steps(entries)}))
}

// planSection is a section of a plan that an address names.
type planSection struct {
	domain.Plan
	Section domain.WrittenSection
}

// sectionIn loads the section of the address in the plan that load gives: domain.ErrNotFound where it has none such.
func sectionIn(load func(c *Call) (domain.Plan, error)) func(c *Call) (planSection, error) {
	return func(c *Call) (at planSection, err error) {
		if at.Plan, err = load(c); err != nil {
			return at, err
		}
		part, ok := domain.PlanPartOf(c.Param("section"))
		if !ok {
			return at, domain.ErrNotFound
		}
		at.Section, err = c.Read.PlanSection(c.Context(), at.ID, part.Key)
		return at, err
	}
}

// editSection shows the form to write a section.
func editSection(c *Call, at planSection) error {
	return sectionForm(c, at, form.With("body", at.Section.Body, "version", strconv.Itoa(at.Section.Version)))
}

func sectionForm(c *Call, at planSection, f form.Form) error {
	d, err := planNow(c, at.Area, at.Cycle)
	if err != nil {
		return err
	}
	return c.Page(f, page.EditSection(page.EditSectionProps{Shell: planShell(c, at.Plan, at.Section.Title), Form: f,
		Plan: at.Plan, Section: at.Section, Document: d}))
}

// saveSection saves a section. Where somebody else saved first, both texts are shown and what was typed stays in the
// form. Where the plan was locked meanwhile, it says why and the text stays to be copied.
func saveSection(c *Call, at planSection) error {
	f := c.Posted()
	body := f.Optional("body", page.MostSection)
	version := f.Version("Load the page again")
	shownAt(&f, "body")
	if err := f.Save(func() error {
		return c.App.SavePlanSection(c.Context(), c.Actor, at.ID, at.Section.Key, version, body)
	}); err != nil {
		return err
	}
	if f.Stale() {
		now, err := c.Read.PlanSection(c.Context(), at.ID, at.Section.Key)
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
