package partnerweb

import (
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/partners"
	"fourgates/internal/partners/partnerapp"
	"fourgates/internal/partners/partnerstore"
	"fourgates/internal/serve"
	"fourgates/web/frame"
)

func newContactRole(c *serve.Call, contact partners.Contact) error {
	return contactRoleForm(c, contact, serve.WithDay(form.New(nil), "from", c.Today()))
}

func contactRoleForm(c *serve.Call, contact partners.Contact, f form.Form) error {
	options, err := organisationOptions(c)
	if err != nil {
		return err
	}
	return c.Page(f, ContactRoleForm(ContactRoleFormProps{Shell: contactShell(c, contact, "Add a role"),
		Form: f, Contact: contact, Organisations: options}))
}

// contactShell is the shell of a page under a contact's own.
func contactShell(c *serve.Call, contact partners.Contact, title string) frame.Shell {
	return c.Shell(title).Under("Contacts", "/contacts", contact.Name, "/contacts/"+serve.IDText(contact.ID), title)
}

func addContactRole(c *serve.Call, contact partners.Contact) error {
	f := c.Posted()
	role := partners.ContactRole{
		Contact:      contact.ID,
		Organisation: form.ID[domain.OrganisationID](&f, "organisation", "Choose an organisation"),
		Title:        f.Optional("title", 200),
		From:         f.Date("from", "Enter the first day"),
	}
	if err := f.Take(func() error { return partnerapp.AddContactRole(c.Context(), c.App, c.Actor, role) }); err != nil {
		return err
	}
	if !f.OK() {
		return contactRoleForm(c, contact, f)
	}
	return c.Done("Role added", "/contacts/%d", contact.ID)
}

// contactRole is a role with the contact who has it.
type contactRole struct {
	partners.ContactRole
	Of partners.Contact
}

// contactRoleOf finds the role of the address among the contact's own.
func contactRoleOf(c *serve.Call) (role contactRole, err error) {
	if role.Of, err = contactOf(c); err != nil {
		return role, err
	}
	id, err := serve.PathID[domain.ContactRoleID](c, "role")
	if err != nil {
		return role, err
	}
	roles, err := partnerstore.ContactRoles(c.Context(), c.Read, role.Of.ID)
	if err != nil {
		return role, err
	}
	role.ContactRole, err = domain.Among(roles, func(x partners.ContactRole) bool { return x.ID == id })
	return role, err
}

func askEndContactRole(c *serve.Call, role contactRole) error {
	return endContactRoleForm(c, role, serve.WithDay(form.New(nil), "to", c.Today()))
}

func endContactRoleForm(c *serve.Call, role contactRole, f form.Form) error {
	return c.Page(f, EndForm(EndFormProps{Shell: contactShell(c, role.Of, "End a role"), Form: f,
		Caption: role.Of.Name, Title: "End the role in " + role.OrganisationName, Since: role.From,
		Button: "End the role", Cancel: "/contacts/" + serve.IDText(role.Of.ID)}))
}

func endContactRole(c *serve.Call, role contactRole) error {
	f := c.Posted()
	on := f.Date("to", "Enter the last day")
	err := f.Take(func() error {
		return partnerapp.EndContactRole(c.Context(), c.App, c.Actor, role.Of.ID, role.ID,
			on)
	})
	if err != nil {
		return err
	}
	if !f.OK() {
		return endContactRoleForm(c, role, f)
	}
	return c.Done("Role ended", "/contacts/%d", role.Of.ID)
}

func askDoNotContact(c *serve.Call, contact partners.Contact) error {
	return doNotContactForm(c, contact, form.New(nil))
}

func doNotContactForm(c *serve.Call, contact partners.Contact, f form.Form) error {
	title := "Do not contact"
	if contact.DoNotContact {
		title = "Allow contact again"
	}
	shell := contactShell(c, contact, title)
	return c.Page(f, DoNotContact(DoNotContactProps{Shell: shell, Form: f, Contact: contact}))
}

func setDoNotContact(c *serve.Call, contact partners.Contact) error {
	f := c.Posted()
	choice := form.OneOf(&f, "contact", []string{"barred", "allowed"}, "Choose whether they may be contacted")
	barred, reason := choice == "barred", f.Required("reason", 500, "Enter the reason")
	err := f.Take(func() error {
		return partnerapp.SetDoNotContact(c.Context(), c.App, c.Actor, contact.ID, barred, reason)
	})
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
