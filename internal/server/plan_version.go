package server

import (
	"net/http"
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

// planVersions lists the frozen versions of a plan.
func (s *Server) planVersions(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	p, err := s.planOf(r, actor, policy.ViewPlans)
	if err != nil {
		return err
	}
	return s.versionsPage(w, r, actor, http.StatusOK, p, form.New(nil))
}

func (s *Server) versionsPage(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, p domain.Plan, f form.Form) error {
	versions, err := s.read.PlanVersions(r.Context(), p.ID)
	if err != nil {
		return err
	}
	shell := s.planShell(r, actor, p, "Versions")
	if status != http.StatusOK {
		shell = shell.WithErrors()
	}
	return s.render(w, r, status, page.PlanVersions(page.PlanVersionsProps{Shell: shell, Form: f, Plan: p, Versions: versions,
		May: p.Locked() == "" && policy.CanIn(actor, policy.EditPlans, p.Area)}))
}

// freezePlan freezes a version of a plan.
func (s *Server) freezePlan(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	p, err := s.planOf(r, actor, policy.EditPlans)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	note := f.Required("note", 200, "Say what this version is")
	number := 0
	if f.OK() {
		number, err = s.app.FreezePlan(r.Context(), actor, p.ID, note)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return s.versionsPage(w, r, actor, http.StatusUnprocessableEntity, p, f)
	}
	return s.done(w, r, "Version "+strconv.Itoa(number)+" keeps the plan as it is", "/plans/%d/versions", p.ID)
}

// planVersion shows a frozen version whole.
func (s *Server) planVersion(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	p, err := s.planOf(r, actor, policy.ViewPlans)
	if err != nil {
		return err
	}
	number, err := pathID[int64](r, "version")
	if err != nil || number > 1<<30 {
		return domain.ErrNotFound
	}
	v, text, err := s.read.PlanVersion(r.Context(), p.ID, int(number))
	if err != nil {
		return err
	}
	d, err := domain.ReadPlanDocument(text)
	if err != nil {
		return err
	}
	shell := s.planShell(r, actor, p, "Version "+strconv.Itoa(v.Number))
	return s.render(w, r, http.StatusOK, page.PlanVersion(page.PlanVersionProps{Shell: shell, Plan: p, Version: v, Document: d}))
}

// around is how many words stand beside a change.
const around = 30

// comparePlan shows word by word how a plan changed from a frozen version to another one or to what it says now.
func (s *Server) comparePlan(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	p, err := s.planOf(r, actor, policy.ViewPlans)
	if err != nil {
		return err
	}
	from, fromWords, err := s.planAt(r, actor, p, r.URL.Query().Get("from"))
	if err != nil {
		return err
	}
	to, toWords, err := s.planAt(r, actor, p, r.URL.Query().Get("to"))
	if err != nil {
		return err
	}
	props := page.PlanComparisonProps{Shell: s.planShell(r, actor, p, "Comparison"), Plan: p, From: fromWords, To: toWords}
	before := map[string]string{}
	for _, part := range from.Pages() {
		before[part.Key] = part.Text
	}
	for _, part := range to.Pages() {
		compared := page.ComparedPage{Key: part.Key, Title: part.Title}
		if runs := domain.DiffWords(before[part.Key], part.Text); domain.Changed(runs) {
			compared.Runs = domain.Around(runs, around)
		}
		props.Pages = append(props.Pages, compared)
	}
	return s.render(w, r, http.StatusOK, page.PlanComparison(props))
}

// planAt is what a plan said in a version, or says now, with the words for it.
func (s *Server) planAt(r *http.Request, actor policy.Actor, p domain.Plan, version string) (domain.PlanDocument, string, error) {
	if version == "now" || version == "" {
		d, err := s.read.PlanDocument(r.Context(), policy.ScopeOf(actor, policy.ViewPlans), p.Area, p.Cycle)
		return d, "the plan as it is now", err
	}
	number, err := strconv.ParseInt(version, 10, 32)
	if err != nil {
		return domain.PlanDocument{}, "", domain.ErrNotFound
	}
	_, text, err := s.read.PlanVersion(r.Context(), p.ID, int(number))
	if err != nil {
		return domain.PlanDocument{}, "", err
	}
	d, err := domain.ReadPlanDocument(text)
	return d, "version " + strconv.FormatInt(number, 10), err
}
