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

func listOrganisations(c *Call) error {
	f := form.New(c.URL.Query())
	filter := store.OrganisationFilter{Text: f.Optional("q", 100), Kind: form.OptionalOneOf(&f, "kind", domain.OrganisationKinds())}
	if f.Problem("kind") != "" {
		filter.Kind = ""
	}
	list, err := c.Read.ListOrganisations(c.Context(), policy.ScopeOf(c.Actor, policy.ViewContacts), c.Today(), filter)
	if err != nil {
		return err
	}
	p := page.OrganisationListProps{Shell: c.Shell("Organisations"), Tabs: page.PartnerTabs(c.Actor, "/organisations"), Filter: f,
		Organisations: list, MayAdd: policy.Can(c.Actor, policy.EditContacts)}
	if filter.Text != "" {
		p.Selected = append(p.Selected, ui.FilterTag{Kind: "Name", Text: filter.Text, Remove: address("/organisations", without(f.Values, "q"))})
	}
	if filter.Kind != "" {
		p.Selected = append(p.Selected, ui.FilterTag{Kind: "Kind", Text: filter.Kind, Remove: address("/organisations", without(f.Values, "kind"))})
	}
	return c.Show(page.OrganisationList(p))
}

func loadOrganisation(c *Call) (domain.Organisation, error) {
	id, err := pathID[domain.OrganisationID](c, "id")
	if err != nil {
		return domain.Organisation{}, err
	}
	return c.Read.Organisation(c.Context(), policy.ScopeOf(c.Actor, policy.ViewContacts), c.Today(), id)
}

func organisation(c *Call) error {
	o, err := loadOrganisation(c)
	if err != nil {
		return err
	}
	roles, err := c.Read.OrganisationRoles(c.Context(), policy.ScopeOf(c.Actor, policy.ViewContacts), c.Today(), o.ID)
	if err != nil {
		return err
	}
	history, err := history(c, policy.EditContacts, "organisation", int64(o.ID))
	if err != nil {
		return err
	}
	return c.Show(page.Organisation(page.OrganisationProps{
		Shell:        c.Shell(o.Name).Under("Organisations", "/organisations", o.Name),
		Organisation: o, Roles: roles, History: history, MayEdit: policy.Can(c.Actor, policy.EditContacts),
	}))
}

func decodeOrganisation(c *Call) (form.Form, domain.Organisation) {
	f := c.Posted()
	o := domain.Organisation{
		Name:  f.Required("name", 200, "Enter the name of the organisation"),
		Kind:  form.OneOf(&f, "kind", domain.OrganisationKinds(), "Choose what kind of organisation it is"),
		Notes: f.Optional("notes", 4000),
	}
	return f, o
}

func newOrganisation(c *Call) error {
	return organisationForm(c, http.StatusOK, page.OrganisationFormProps{Form: form.New(nil)})
}

// organisationForm shows the form for a new organisation or an edit.
func organisationForm(c *Call, status int, p page.OrganisationFormProps) error {
	title := "Add an organisation"
	if p.ID != 0 {
		title = "Change an organisation"
	}
	p.Shell = c.Shell(title).Under("Organisations", "/organisations", title)
	if !p.OK() {
		p.Shell = p.WithErrors()
	}
	return c.Answer(status, page.OrganisationForm(p))
}

func addOrganisation(c *Call) error {
	f, o := decodeOrganisation(c)
	if !f.OK() {
		return organisationForm(c, http.StatusUnprocessableEntity, page.OrganisationFormProps{Form: f})
	}
	id, err := c.App.AddOrganisation(c.Context(), c.Actor, o)
	if f.Refuse(err) {
		return organisationForm(c, http.StatusUnprocessableEntity, page.OrganisationFormProps{Form: f})
	}
	if err != nil {
		return err
	}
	return c.Done("Organisation added", "/organisations/%d", id)
}

func editOrganisation(c *Call) error {
	o, err := loadOrganisation(c)
	if err != nil {
		return err
	}
	f := form.With("name", o.Name, "kind", o.Kind, "notes", o.Notes, "version", strconv.Itoa(o.Version))
	return organisationForm(c, http.StatusOK, page.OrganisationFormProps{Form: f, ID: o.ID})
}

func changeOrganisation(c *Call) error {
	now, err := loadOrganisation(c)
	if err != nil {
		return err
	}
	f, edit := decodeOrganisation(c)
	edit.ID, edit.Version = now.ID, versionOf(f)
	if !f.OK() {
		return organisationForm(c, http.StatusUnprocessableEntity, page.OrganisationFormProps{Form: f, ID: now.ID})
	}
	err = c.App.ChangeOrganisation(c.Context(), c.Actor, edit)
	if f.Refuse(err) {
		return organisationForm(c, http.StatusUnprocessableEntity, page.OrganisationFormProps{Form: f, ID: now.ID})
	}
	if errors.Is(err, domain.ErrConflict) {
		return staleOrganisation(c, f, edit)
	}
	if err != nil {
		return err
	}
	return c.Done("Organisation changed", "/organisations/%d", now.ID)
}

// staleOrganisation shows what somebody else made of it beside what was typed, which can then be saved over it.
func staleOrganisation(c *Call, f form.Form, edit domain.Organisation) error {
	now, err := loadOrganisation(c)
	if err != nil {
		return err
	}
	f.Values.Set("version", strconv.Itoa(now.Version))
	return organisationForm(c, http.StatusConflict, page.OrganisationFormProps{Form: f, ID: now.ID,
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
