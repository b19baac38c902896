package server

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/go-chi/chi/v5"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

func (s *Server) planRoutes() []Route {
	return []Route{
		get("/areas/{area}/plan", policy.ViewPlans, s.plan),
		post("/areas/{area}/plans", policy.EditPlans, s.startPlan),
		get("/plans/{plan}/history", policy.ViewPlans, s.planHistory),

		get("/plans/{plan}/sections/{section}/edit", policy.EditPlans, s.editSection),
		post("/plans/{plan}/sections/{section}", policy.EditPlans, s.saveSection),
		get("/plans/{plan}/sections/{section}/comments", policy.ViewPlans, s.sectionComments),
		post("/plans/{plan}/sections/{section}/comments", policy.CommentPlans, s.commentSection),
		post("/plans/{plan}/comments/{comment}/answer", policy.EditPlans, s.answerComment),

		get("/plans/{plan}/versions", policy.ViewPlans, s.planVersions),
		post("/plans/{plan}/versions", policy.EditPlans, s.freezePlan),
		get("/plans/{plan}/versions/{version}", policy.ViewPlans, s.planVersion),
		get("/plans/{plan}/comparison", policy.ViewPlans, s.comparePlan),

		get("/plans/{plan}/links/new", policy.EditPlans, s.newPlanLink),
		post("/plans/{plan}/links", policy.EditPlans, s.linkPlan),
		post("/plans/{plan}/links/{link}/removal", policy.EditPlans, s.unlinkPlan),

		get("/plans/{plan}/actions/new", policy.EditPlans, s.newAction),
		post("/plans/{plan}/actions", policy.EditPlans, s.proposeAction),
		get("/actions/{action}/edit", policy.EditPlans, s.editAction),
		post("/actions/{action}", policy.EditPlans, s.changeAction),
		post("/actions/{action}/removal", policy.EditPlans, s.removeAction),

		get("/areas/{area}/feedback", policy.ViewPlans, s.feedbackLog),
		get("/areas/{area}/feedback/new", policy.RecordFeedback, s.newFeedback),
		post("/areas/{area}/feedback", policy.RecordFeedback, s.recordFeedback),
	}
}

// planArea loads the area of the address for a reader of its plan: domain.ErrNotFound where they may not read it.
func (s *Server) planArea(r *http.Request, actor policy.Actor) (domain.Area, error) {
	id, err := pathID[domain.AreaID](r, "area")
	if err != nil {
		return domain.Area{}, err
	}
	return s.read.Area(r.Context(), policy.ScopeOf(actor, policy.ViewPlans), id)
}

// planOf loads the plan of the address within what the actor may see; with an action, domain.ErrForbidden where they may not do that.
func (s *Server) planOf(r *http.Request, actor policy.Actor, act policy.Action) (domain.Plan, error) {
	id, err := pathID[domain.PlanID](r, "plan")
	if err != nil {
		return domain.Plan{}, err
	}
	p, err := s.read.Plan(r.Context(), policy.ScopeOf(actor, policy.ViewPlans), id)
	if err != nil {
		return p, err
	}
	return p, policy.CheckIn(actor, act, p.Area)
}

// planToWrite is planOf for a form that changes the plan: a *domain.BlockedError while the plan is locked.
func (s *Server) planToWrite(r *http.Request, actor policy.Actor) (domain.Plan, error) {
	p, err := s.planOf(r, actor, policy.EditPlans)
	if err != nil {
		return p, err
	}
	return p, p.CheckEdit()
}

// planShell is the shell of a page under a plan.
func (s *Server) planShell(r *http.Request, actor policy.Actor, p domain.Plan, title string) page.Shell {
	area := "/areas/" + idText(p.Area)
	return s.shell(r, actor, title+" – "+p.Title).Under("Areas", "/areas", p.AreaName, area, "Plan", area+"/plan", title).Overridden(p.Overrides)
}

// plan shows an area's plan whole, or where it is to be started.
func (s *Server) plan(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	area, err := s.planArea(r, actor)
	if err != nil {
		return err
	}
	standing, err := s.read.PlanForGate(r.Context(), area.ID, 0)
	if err != nil {
		return err
	}
	if standing.ID == 0 {
		_, phase, err := s.read.PresentCycle(r.Context(), area.ID)
		if err != nil {
			return err
		}
		f := form.With("title", "Local Community Action Plan for "+area.Name)
		return s.noPlan(w, r, actor, http.StatusOK, area, domain.MayStartPlan(phase), f)
	}
	p := page.PlanProps{Standing: standing, Today: s.today(), Tabs: page.AreaTabs(actor, area.ID, r.URL.Path), Written: map[string]domain.WrittenSection{},
		May: page.PlanMay{Edit: standing.Locked() == "" && policy.CanIn(actor, policy.EditPlans, area.ID), Comment: true}}
	if p.Document, err = s.read.PlanDocument(r.Context(), policy.ScopeOf(actor, policy.ViewPlans), area.ID, standing.Cycle); err != nil {
		return err
	}
	sections, err := s.read.PlanSections(r.Context(), standing.ID)
	if err != nil {
		return err
	}
	for _, section := range sections {
		p.Written[section.Key] = section
	}
	p.Shell = s.areaShell(r, actor, area, "Plan")
	return s.render(w, r, http.StatusOK, page.Plan(p))
}

func (s *Server) noPlan(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, area domain.Area, time bool, f form.Form) error {
	may := policy.CanIn(actor, policy.EditPlans, area.ID)
	shell := s.areaShell(r, actor, area, "Plan")
	if status != http.StatusOK {
		shell = shell.WithErrors()
	}
	return s.render(w, r, status, page.NoPlan(page.NoPlanProps{Shell: shell, Form: f, Tabs: page.AreaTabs(actor, area.ID, r.URL.Path), Area: area,
		May: may && time && area.State == domain.AreaActive, Later: may}))
}

// startPlan starts the plan of an area's cycle.
func (s *Server) startPlan(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	area, err := s.planArea(r, actor)
	if err != nil {
		return err
	}
	if err := policy.CheckIn(actor, policy.EditPlans, area.ID); err != nil {
		return err
	}
	f := form.New(r.PostForm)
	title := f.Required("title", 120, "Enter a title")
	if f.OK() {
		_, err := s.app.StartPlan(r.Context(), actor, area.ID, title)
		if err == nil {
			return s.done(w, r, "Plan started", "/areas/%d/plan", area.ID)
		}
		if !f.Refuse(err) {
			return err
		}
	}
	return s.noPlan(w, r, actor, http.StatusUnprocessableEntity, area, f.Problem("title") != "", f)
}

// planHistory shows who changed what of a plan.
func (s *Server) planHistory(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	p, err := s.planOf(r, actor, policy.ViewPlans)
	if err != nil {
		return err
	}
	entries, err := s.read.Steps(r.Context(), "plan", int64(p.ID))
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, page.History(page.HistoryProps{Shell: s.planShell(r, actor, p, "History"), Caption: p.Title, Items: timeline(entries)}))
}

// sectionOf loads the written section of the address: domain.ErrNotFound where the plan has none such.
func (s *Server) sectionOf(r *http.Request, p domain.Plan) (domain.WrittenSection, error) {
	part, ok := domain.PlanPartOf(chi.URLParam(r, "section"))
	if !ok {
		return domain.WrittenSection{}, domain.ErrNotFound
	}
	return s.read.PlanSection(r.Context(), p.ID, part.Key)
}

// editSection shows the form to write a section.
func (s *Server) editSection(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	p, err := s.planToWrite(r, actor)
	if err != nil {
		return err
	}
	section, err := s.sectionOf(r, p)
	if err != nil {
		return err
	}
	return s.sectionForm(w, r, actor, http.StatusOK, p, section, form.With("body", section.Body, "version", strconv.Itoa(section.Version)), nil)
}

func (s *Server) sectionForm(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, p domain.Plan, section domain.WrittenSection, f form.Form, stale []page.StaleField) error {
	d, err := s.read.PlanDocument(r.Context(), policy.ScopeOf(actor, policy.ViewPlans), p.Area, p.Cycle)
	if err != nil {
		return err
	}
	shell := s.planShell(r, actor, p, section.Title)
	if status != http.StatusOK {
		shell = shell.WithErrors()
	}
	return s.render(w, r, status, page.EditSection(page.EditSectionProps{Shell: shell, Form: f, Plan: p, Section: section, Stale: stale, Document: d}))
}

// saveSection saves a section. Where somebody else saved first, both texts are shown and what was typed stays in the form. Where the plan was
// locked meanwhile, it says why and the text stays to be copied.
func (s *Server) saveSection(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	p, err := s.planOf(r, actor, policy.EditPlans)
	if err != nil {
		return err
	}
	section, err := s.sectionOf(r, p)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	body := f.Optional("body", page.MostSection)
	version := f.Int("version", 1, 1<<30, "Load the page again")
	shownAt(&f, "body")
	if f.OK() {
		err = s.app.SavePlanSection(r.Context(), actor, p.ID, section.Key, version, body)
	}
	if errors.Is(err, domain.ErrConflict) {
		return s.staleSection(w, r, actor, p, f, body)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return s.sectionForm(w, r, actor, http.StatusUnprocessableEntity, p, section, f, nil)
	}
	return s.done(w, r, section.Title+" saved", "/areas/%d/plan#"+section.Key, p.Area)
}

func (s *Server) staleSection(w http.ResponseWriter, r *http.Request, actor policy.Actor, p domain.Plan, f form.Form, body string) error {
	now, err := s.sectionOf(r, p)
	if err != nil {
		return err
	}
	f.Values.Set("version", strconv.Itoa(now.Version))
	stale := page.StaleFields("The section, as "+now.ChangedBy+" left it", now.Body, body)
	return s.sectionForm(w, r, actor, http.StatusConflict, p, now, f, stale)
}
