package server

import (
	"net/http"
	"slices"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

func (s *Server) newContactRole(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.contactRoleForm(w, r, actor, http.StatusOK, withDay(form.New(nil), "from", s.today()))
}

func (s *Server) contactRoleForm(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, f form.Form) error {
	c, err := s.loadContact(r, actor)
	if err != nil {
		return err
	}
	options, err := s.organisationOptions(r, actor)
	if err != nil {
		return err
	}
	shell := s.shell(r, actor, "Add a role").Under("Contacts", "/contacts", c.Name, "/contacts/"+idText(c.ID), "Add a role")
	if !f.OK() {
		shell = shell.WithErrors()
	}
	return s.render(w, r, status, page.ContactRoleForm(page.ContactRoleFormProps{Shell: shell, Form: f, Contact: c, Organisations: options}))
}

func (s *Server) addContactRole(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	c, err := s.loadContact(r, actor)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	role := domain.ContactRole{
		Contact:      c.ID,
		Organisation: form.ID[domain.OrganisationID](&f, "organisation", "Choose an organisation"),
		Title:        f.Optional("title", 200),
		From:         f.Date("from", "Enter the first day"),
	}
	if !f.OK() {
		return s.contactRoleForm(w, r, actor, http.StatusUnprocessableEntity, f)
	}
	err = s.app.AddContactRole(r.Context(), actor, role)
	if f.Refuse(err) {
		return s.contactRoleForm(w, r, actor, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "Role added", "/contacts/%d", c.ID)
}

// loadRole finds the role in the address among the contact's own.
func (s *Server) loadRole(r *http.Request, actor policy.Actor) (domain.Contact, domain.ContactRole, error) {
	c, err := s.loadContact(r, actor)
	if err != nil {
		return c, domain.ContactRole{}, err
	}
	id, err := pathID[domain.ContactRoleID](r, "role")
	if err != nil {
		return c, domain.ContactRole{}, err
	}
	roles, err := s.read.ContactRoles(r.Context(), c.ID)
	if err != nil {
		return c, domain.ContactRole{}, err
	}
	i := slices.IndexFunc(roles, func(x domain.ContactRole) bool { return x.ID == id })
	if i < 0 {
		return c, domain.ContactRole{}, domain.ErrNotFound
	}
	return c, roles[i], nil
}

func (s *Server) askEndContactRole(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.endContactRoleForm(w, r, actor, http.StatusOK, withDay(form.New(nil), "to", s.today()))
}

func (s *Server) endContactRoleForm(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, f form.Form) error {
	c, role, err := s.loadRole(r, actor)
	if err != nil {
		return err
	}
	back := "/contacts/" + idText(c.ID)
	shell := s.shell(r, actor, "End a role").Under("Contacts", "/contacts", c.Name, back, "End a role")
	if !f.OK() {
		shell = shell.WithErrors()
	}
	return s.render(w, r, status, page.EndForm(page.EndFormProps{Shell: shell, Form: f, Caption: c.Name,
		Title: "End the role in " + role.OrganisationName, Since: role.From, Button: "End the role", Cancel: back}))
}

func (s *Server) endContactRole(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	c, role, err := s.loadRole(r, actor)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	on := f.Date("to", "Enter the last day")
	if !f.OK() {
		return s.endContactRoleForm(w, r, actor, http.StatusUnprocessableEntity, f)
	}
	err = s.app.EndContactRole(r.Context(), actor, c.ID, role.ID, on)
	if f.Refuse(err) {
		return s.endContactRoleForm(w, r, actor, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "Role ended", "/contacts/%d", c.ID)
}

func (s *Server) askDoNotContact(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.doNotContactForm(w, r, actor, http.StatusOK, form.New(nil))
}

func (s *Server) doNotContactForm(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, f form.Form) error {
	c, err := s.loadContact(r, actor)
	if err != nil {
		return err
	}
	title := "Do not contact"
	if c.DoNotContact {
		title = "Allow contact again"
	}
	shell := s.shell(r, actor, title).Under("Contacts", "/contacts", c.Name, "/contacts/"+idText(c.ID), title)
	if !f.OK() {
		shell = shell.WithErrors()
	}
	return s.render(w, r, status, page.DoNotContact(page.DoNotContactProps{Shell: shell, Form: f, Contact: c}))
}

func (s *Server) setDoNotContact(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	c, err := s.loadContact(r, actor)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	barred := form.OneOf(&f, "contact", []string{"barred", "allowed"}, "Choose whether they may be contacted") == "barred"
	reason := f.Required("reason", 500, "Enter the reason")
	if !f.OK() {
		return s.doNotContactForm(w, r, actor, http.StatusUnprocessableEntity, f)
	}
	if err := s.app.SetDoNotContact(r.Context(), actor, c.ID, barred, reason); err != nil {
		return err
	}
	if barred {
		return s.done(w, r, "Recorded: do not contact", "/contacts/%d", c.ID)
	}
	return s.done(w, r, "Recorded: may be contacted again", "/contacts/%d", c.ID)
}
