package server

import (
	"net/http"
	"slices"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/web/page"
)

func newContactRole(c *Call) error {
	return contactRoleForm(c, http.StatusOK, withDay(form.New(nil), "from", c.Today()))
}

func contactRoleForm(c *Call, status int, f form.Form) error {
	contact, err := loadContact(c)
	if err != nil {
		return err
	}
	options, err := organisationOptions(c)
	if err != nil {
		return err
	}
	shell := c.Shell("Add a role").Under("Contacts", "/contacts", contact.Name, "/contacts/"+idText(contact.ID), "Add a role")
	return c.Answer(status, page.ContactRoleForm(page.ContactRoleFormProps{Shell: shell, Form: f, Contact: contact, Organisations: options}))
}

func addContactRole(c *Call) error {
	contact, err := loadContact(c)
	if err != nil {
		return err
	}
	f := c.Posted()
	role := domain.ContactRole{
		Contact:      contact.ID,
		Organisation: form.ID[domain.OrganisationID](&f, "organisation", "Choose an organisation"),
		Title:        f.Optional("title", 200),
		From:         f.Date("from", "Enter the first day"),
	}
	if !f.OK() {
		return contactRoleForm(c, http.StatusUnprocessableEntity, f)
	}
	err = c.App.AddContactRole(c.Context(), c.Actor, role)
	if f.Refuse(err) {
		return contactRoleForm(c, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return c.Done("Role added", "/contacts/%d", contact.ID)
}

// loadRole finds the role in the address among the contact's own.
func loadRole(c *Call) (domain.Contact, domain.ContactRole, error) {
	contact, err := loadContact(c)
	if err != nil {
		return contact, domain.ContactRole{}, err
	}
	id, err := pathID[domain.ContactRoleID](c, "role")
	if err != nil {
		return contact, domain.ContactRole{}, err
	}
	roles, err := c.Read.ContactRoles(c.Context(), contact.ID)
	if err != nil {
		return contact, domain.ContactRole{}, err
	}
	i := slices.IndexFunc(roles, func(x domain.ContactRole) bool { return x.ID == id })
	if i < 0 {
		return contact, domain.ContactRole{}, domain.ErrNotFound
	}
	return contact, roles[i], nil
}

func askEndContactRole(c *Call) error {
	return endContactRoleForm(c, http.StatusOK, withDay(form.New(nil), "to", c.Today()))
}

func endContactRoleForm(c *Call, status int, f form.Form) error {
	contact, role, err := loadRole(c)
	if err != nil {
		return err
	}
	back := "/contacts/" + idText(contact.ID)
	shell := c.Shell("End a role").Under("Contacts", "/contacts", contact.Name, back, "End a role")
	return c.Answer(status, page.EndForm(page.EndFormProps{Shell: shell, Form: f, Caption: contact.Name,
		Title: "End the role in " + role.OrganisationName, Since: role.From, Button: "End the role", Cancel: back}))
}

func endContactRole(c *Call) error {
	contact, role, err := loadRole(c)
	if err != nil {
		return err
	}
	f := c.Posted()
	on := f.Date("to", "Enter the last day")
	if !f.OK() {
		return endContactRoleForm(c, http.StatusUnprocessableEntity, f)
	}
	err = c.App.EndContactRole(c.Context(), c.Actor, contact.ID, role.ID, on)
	if f.Refuse(err) {
		return endContactRoleForm(c, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return c.Done("Role ended", "/contacts/%d", contact.ID)
}

func askDoNotContact(c *Call) error {
	return doNotContactForm(c, http.StatusOK, form.New(nil))
}

func doNotContactForm(c *Call, status int, f form.Form) error {
	contact, err := loadContact(c)
	if err != nil {
		return err
	}
	title := "Do not contact"
	if contact.DoNotContact {
		title = "Allow contact again"
	}
	shell := c.Shell(title).Under("Contacts", "/contacts", contact.Name, "/contacts/"+idText(contact.ID), title)
	return c.Answer(status, page.DoNotContact(page.DoNotContactProps{Shell: shell, Form: f, Contact: contact}))
}

func setDoNotContact(c *Call) error {
	contact, err := loadContact(c)
	if err != nil {
		return err
	}
	f := c.Posted()
	barred := form.OneOf(&f, "contact", []string{"barred", "allowed"}, "Choose whether they may be contacted") == "barred"
	reason := f.Required("reason", 500, "Enter the reason")
	if !f.OK() {
		return doNotContactForm(c, http.StatusUnprocessableEntity, f)
	}
	if err := c.App.SetDoNotContact(c.Context(), c.Actor, contact.ID, barred, reason); err != nil {
		return err
	}
	if barred {
		return c.Done("Recorded: do not contact", "/contacts/%d", contact.ID)
	}
	return c.Done("Recorded: may be contacted again", "/contacts/%d", contact.ID)
}
