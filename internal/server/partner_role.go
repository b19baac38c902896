package server

import (
	"slices"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/web/page"
)

func newContactRole(c *Call, contact domain.Contact) error {
	return contactRoleForm(c, contact, withDay(form.New(nil), "from", c.Today()))
}

func contactRoleForm(c *Call, contact domain.Contact, f form.Form) error {
	options, err := organisationOptions(c)
	if err != nil {
		return err
	}
	return c.Page(f, page.ContactRoleForm(page.ContactRoleFormProps{Shell: contactShell(c, contact, "Add a role"),
		Form: f, Contact: contact, Organisations: options}))
}

// contactShell is the shell of a page under a contact's own.
func contactShell(c *Call, contact domain.Contact, title string) page.Shell {
	return c.Shell(title).Under("Contacts", "/contacts", contact.Name, "/contacts/"+idText(contact.ID), title)
}

func addContactRole(c *Call, contact domain.Contact) error {
	f := c.Posted()
	role := domain.ContactRole{
		Contact:      contact.ID,
		Organisation: form.ID[domain.OrganisationID](&f, "organisation", "Choose an organisation"),
		Title:        f.Optional("title", 200),
		From:         f.Date("from", "Enter the first day"),
	}
	if err := f.Take(func() error { return c.App.AddContactRole(c.Context(), c.Actor, role) }); err != nil {
		return err
	}
	if !f.OK() {
		return contactRoleForm(c, contact, f)
	}
	return c.Done("Role added", "/contacts/%d", contact.ID)
}

// contactRole is a role with the contact who has it.
type contactRole struct {
	domain.ContactRole
	Of domain.Contact
}

// contactRoleOf finds the role of the address among the contact's own.
func contactRoleOf(c *Call) (role contactRole, err error) {
	if role.Of, err = contactOf(c); err != nil {
		return role, err
	}
	id, err := pathID[domain.ContactRoleID](c, "role")
	if err != nil {
		return role, err
	}
	roles, err := c.Read.ContactRoles(c.Context(), role.Of.ID)
	if err != nil {
		return role, err
	}
	i := slices.IndexFunc(roles, func(x domain.ContactRole) bool { return x.ID == id })
	if i < 0 {
		return role, domain.ErrNotFound
	}
	role.ContactRole = roles[i]
	return role, nil
}

func askEndContactRole(c *Call, role contactRole) error {
	return endContactRoleForm(c, role, withDay(form.New(nil), "to", c.Today()))
}

func endContactRoleForm(c *Call, role contactRole, f form.Form) error {
	return c.Page(f, page.EndForm(page.EndFormProps{Shell: contactShell(c, role.Of, "End a role"), Form: f,
		Caption: role.Of.Name, Title: "End the role in " + role.OrganisationName, Since: role.From,
		Button: "End the role", Cancel: "/contacts/" + idText(role.Of.ID)}))
}

func endContactRole(c *Call, role contactRole) error {
	f := c.Posted()
	on := f.Date("to", "Enter the last day")
	err := f.Take(func() error { return c.App.EndContactRole(c.Context(), c.Actor, role.Of.ID, role.ID, on) })
	if err != nil {
		return err
	}
	if !f.OK() {
		return endContactRoleForm(c, role, f)
	}
	return c.Done("Role ended", "/contacts/%d", role.Of.ID)
}

func askDoNotContact(c *Call, contact domain.Contact) error {
	return doNotContactForm(c, contact, form.New(nil))
}

func doNotContactForm(c *Call, contact domain.Contact, f form.Form) error {
	title := "Do not contact"
	if contact.DoNotContact {
		title = "Allow contact again"
	}
	shell := contactShell(c, contact, title)
	return c.Page(f, page.DoNotContact(page.DoNotContactProps{Shell: shell, Form: f, Contact: contact}))
}

func setDoNotContact(c *Call, contact domain.Contact) error {
	f := c.Posted()
	choice := form.OneOf(&f, "contact", []string{"barred", "allowed"}, "Choose whether they may be contacted")
	barred, reason := choice == "barred", f.Required("reason", 500, "Enter the reason")
	err := f.Take(func() error { return c.App.SetDoNotContact(c.Context(), c.Actor, contact.ID, barred, reason) })
	if err != nil {
		return err
	}
	if !f.OK() {
		return doNotContactForm(c, contact, f)
	}
	if barred {
		return c.Done("Recorded: do not contact", "/contacts/%d", contact.ID)
	}
	return c.Done("Recorded: may be contacted again", "/contacts/%d", contact.ID)
}
