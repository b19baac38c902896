package server

import (
	"errors"
	"net/http"
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/internal/store"
	"fourgates/web/page"
	"fourgates/web/ui"
)

func (s *Server) listOrganisations(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	f := form.New(r.URL.Query())
	filter := store.OrganisationFilter{Text: f.Optional("q", 100), Kind: form.OptionalOneOf(&f, "kind", domain.OrganisationKinds())}
	if f.Problem("kind") != "" {
		filter.Kind = ""
	}
	list, err := s.read.ListOrganisations(r.Context(), policy.ScopeOf(actor, policy.ViewContacts), s.today(), filter)
	if err != nil {
		return err
	}
	p := page.OrganisationListProps{Shell: s.shell(r, actor, "Organisations"), Tabs: page.PartnerTabs(actor, "/organisations"), Filter: f,
		Organisations: list, MayAdd: policy.Can(actor, policy.EditContacts)}
	if filter.Text != "" {
		p.Selected = append(p.Selected, ui.FilterTag{Kind: "Name", Text: filter.Text, Remove: address("/organisations", without(f.Values, "q"))})
	}
	if filter.Kind != "" {
		p.Selected = append(p.Selected, ui.FilterTag{Kind: "Kind", Text: filter.Kind, Remove: address("/organisations", without(f.Values, "kind"))})
	}
	return s.render(w, r, http.StatusOK, page.OrganisationList(p))
}

func (s *Server) loadOrganisation(r *http.Request, actor policy.Actor) (domain.Organisation, error) {
	id, err := pathID[domain.OrganisationID](r, "id")
	if err != nil {
		return domain.Organisation{}, err
	}
	return s.read.Organisation(r.Context(), policy.ScopeOf(actor, policy.ViewContacts), s.today(), id)
}

func (s *Server) organisation(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	o, err := s.loadOrganisation(r, actor)
	if err != nil {
		return err
	}
	roles, err := s.read.OrganisationRoles(r.Context(), policy.ScopeOf(actor, policy.ViewContacts), s.today(), o.ID)
	if err != nil {
		return err
	}
	history, err := s.history(r, actor, policy.EditContacts, "organisation", int64(o.ID))
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, page.Organisation(page.OrganisationProps{
		Shell:        s.shell(r, actor, o.Name).Under("Organisations", "/organisations", o.Name),
		Organisation: o, Roles: roles, History: history, MayEdit: policy.Can(actor, policy.EditContacts),
	}))
}

func decodeOrganisation(r *http.Request) (form.Form, domain.Organisation) {
	f := form.New(r.PostForm)
	o := domain.Organisation{
		Name:  f.Required("name", 200, "Enter the name of the organisation"),
		Kind:  form.OneOf(&f, "kind", domain.OrganisationKinds(), "Choose what kind of organisation it is"),
		Notes: f.Optional("notes", 4000),
	}
	return f, o
}

func (s *Server) newOrganisation(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.organisationForm(w, r, actor, http.StatusOK, page.OrganisationFormProps{Form: form.New(nil)})
}

// organisationForm shows the form for a new organisation or an edit.
func (s *Server) organisationForm(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, p page.OrganisationFormProps) error {
	title := "Add an organisation"
	if p.ID != 0 {
		title = "Change an organisation"
	}
	p.Shell = s.shell(r, actor, title).Under("Organisations", "/organisations", title)
	if !p.OK() {
		p.Shell = p.WithErrors()
	}
	return s.render(w, r, status, page.OrganisationForm(p))
}

func (s *Server) addOrganisation(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	f, o := decodeOrganisation(r)
	if !f.OK() {
		return s.organisationForm(w, r, actor, http.StatusUnprocessableEntity, page.OrganisationFormProps{Form: f})
	}
	id, err := s.app.AddOrganisation(r.Context(), actor, o)
	if f.Refuse(err) {
		return s.organisationForm(w, r, actor, http.StatusUnprocessableEntity, page.OrganisationFormProps{Form: f})
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "Organisation added", "/organisations/%d", id)
}

func (s *Server) editOrganisation(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	o, err := s.loadOrganisation(r, actor)
	if err != nil {
		return err
	}
	f := form.With("name", o.Name, "kind", o.Kind, "notes", o.Notes, "version", strconv.Itoa(o.Version))
	return s.organisationForm(w, r, actor, http.StatusOK, page.OrganisationFormProps{Form: f, ID: o.ID})
}

func (s *Server) changeOrganisation(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	now, err := s.loadOrganisation(r, actor)
	if err != nil {
		return err
	}
	f, edit := decodeOrganisation(r)
	edit.ID, edit.Version = now.ID, versionOf(f)
	if !f.OK() {
		return s.organisationForm(w, r, actor, http.StatusUnprocessableEntity, page.OrganisationFormProps{Form: f, ID: now.ID})
	}
	err = s.app.ChangeOrganisation(r.Context(), actor, edit)
	if f.Refuse(err) {
		return s.organisationForm(w, r, actor, http.StatusUnprocessableEntity, page.OrganisationFormProps{Form: f, ID: now.ID})
	}
	if errors.Is(err, domain.ErrConflict) {
		return s.staleOrganisation(w, r, actor, f, edit)
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "Organisation changed", "/organisations/%d", now.ID)
}

// staleOrganisation shows what somebody else made of it beside what was typed, which can then be saved over it.
func (s *Server) staleOrganisation(w http.ResponseWriter, r *http.Request, actor policy.Actor, f form.Form, edit domain.Organisation) error {
	now, err := s.loadOrganisation(r, actor)
	if err != nil {
		return err
	}
	f.Values.Set("version", strconv.Itoa(now.Version))
	return s.organisationForm(w, r, actor, http.StatusConflict, page.OrganisationFormProps{Form: f, ID: now.ID,
		Stale: page.StaleFields("Name", now.Name, edit.Name, "Kind", now.Kind, edit.Kind, "Notes", now.Notes, edit.Notes)})
}

// versionOf is the version that a form was filled in from; 0, which is never current, where it carries none.
func versionOf(f form.Form) int {
	n, err := strconv.Atoi(f.Text("version"))
	if err != nil || n < 1 || n > 1<<30 {
		return 0
	}
	return n
}
