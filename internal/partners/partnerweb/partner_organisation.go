package partnerweb

import (
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/partners"
	"fourgates/internal/partners/partnerapp"
	"fourgates/internal/partners/partnerstore"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
	"fourgates/web/ui"
)

func listOrganisations(c *serve.Call) error {
	f := form.New(c.URL.Query())
	filter := partnerstore.OrganisationFilter{Text: f.Optional("q", 100),
		Kind: form.OptionalOneOf(&f, "kind", partners.OrganisationKinds())}
	if f.Problem("kind") != "" {
		filter.Kind = ""
	}
	scope := policy.ScopeOf(c.Actor, policy.ViewContacts)
	list, err := partnerstore.ListOrganisations(c.Context(), c.Read, scope, c.Today(), filter)
	if err != nil {
		return err
	}
	p := OrganisationListProps{Shell: c.Shell("Organisations"), Tabs: PartnerTabs(c.Actor, "/organisations"),
		Filter: f, Organisations: list, MayAdd: policy.Can(c.Actor, policy.EditContacts)}
	add := func(kind, text, name string) {
		at := serve.Address("/organisations", serve.Without(f.Values, name))
		p.Selected = append(p.Selected, ui.FilterTag{Kind: kind, Text: text, Remove: at})
	}
	if filter.Text != "" {
		add("Name", filter.Text, "q")
	}
	if filter.Kind != "" {
		add("Kind", filter.Kind, "kind")
	}
	return c.Show(OrganisationList(p))
}

// organisationOf loads the organisation of the address within what the actor may see.
func organisationOf(c *serve.Call) (partners.Organisation, error) {
	id, err := serve.PathID[domain.OrganisationID](c, "id")
	if err != nil {
		return partners.Organisation{}, err
	}
	return partnerstore.Organisation(c.Context(), c.Read, policy.ScopeOf(c.Actor, policy.ViewContacts), c.Today(), id)
}

func organisation(c *serve.Call, o partners.Organisation) error {
	scope := policy.ScopeOf(c.Actor, policy.ViewContacts)
	roles, err := partnerstore.OrganisationRoles(c.Context(), c.Read, scope, c.Today(), o.ID)
	if err != nil {
		return err
	}
	history, err := serve.History(c, policy.EditContacts, "organisation", int64(o.ID))
	if err != nil {
		return err
	}
	return c.Show(Organisation(OrganisationProps{
		Shell:        c.Shell(o.Name).Under("Organisations", "/organisations", o.Name),
		Organisation: o, Roles: roles, History: history, MayEdit: policy.Can(c.Actor, policy.EditContacts),
	}))
}

func decodeOrganisation(f *form.Form) partners.Organisation {
	return partners.Organisation{
		Name:   f.Required("name", 200, "Enter the name of the organisation"),
		Kind:   form.OneOf(f, "kind", partners.OrganisationKinds(), "Choose what kind of organisation it is"),
		Postal: f.Optional("postal", 500),
		Notes:  f.Optional("notes", 4000),
	}
}

func newOrganisation(c *serve.Call) error {
	return organisationForm(c, 0, form.New(nil))
}

// organisationForm shows the form of an organisation, or of a new one where the id is zero.
func organisationForm(c *serve.Call, id domain.OrganisationID, f form.Form) error {
	title := "Add an organisation"
	if id != 0 {
		title = "Change an organisation"
	}
	shell := c.Shell(title).Under("Organisations", "/organisations", title)
	return c.Page(f, OrganisationForm(OrganisationFormProps{Shell: shell, Form: f, ID: id}))
}

func addOrganisation(c *serve.Call) error {
	f := c.Posted()
	o := decodeOrganisation(&f)
	var id domain.OrganisationID
	err := f.Take(func() (err error) {
		id, err = partnerapp.AddOrganisation(c.Context(), c.App, c.Actor,
			o)
		return err
	})
	if err != nil {
		return err
	}
	if !f.OK() {
		return organisationForm(c, 0, f)
	}
	return c.Done("Organisation added", "/organisations/%d", id)
}

func editOrganisation(c *serve.Call, o partners.Organisation) error {
	return organisationForm(c, o.ID, form.With("name", o.Name, "kind", o.Kind, "postal", o.Postal, "notes", o.Notes,
		"version", strconv.Itoa(o.Version)))
}

// changeOrganisation saves the change. Where somebody else saved first, both are shown and what was typed stays.
func changeOrganisation(c *serve.Call, now partners.Organisation) error {
	f := c.Posted()
	edit := decodeOrganisation(&f)
	edit.ID, edit.Version = now.ID, f.Version("")
	if err := f.Save(func() error {
		return partnerapp.ChangeOrganisation(c.Context(), c.App, c.Actor,
			edit)
	}); err != nil {
		return err
	}
	if f.Stale() {
		var err error
		if now, err = organisationOf(c); err != nil {
			return err
		}
		f.Newest(now.Version, "Name", now.Name, edit.Name, "Kind", now.Kind, edit.Kind,
			"Postal address", now.Postal, edit.Postal, "Notes", now.Notes, edit.Notes)
	}
	if !f.OK() {
		return organisationForm(c, now.ID, f)
	}
	return c.Done("Organisation changed", "/organisations/%d", now.ID)
}
