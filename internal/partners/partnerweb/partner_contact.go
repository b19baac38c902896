package partnerweb

import (
	"net/url"
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

const contactsPerPage = 50

// decodeContactFilter reads the filter of the list; what is not a filter is left out.
func decodeContactFilter(f *form.Form) partnerstore.ContactFilter {
	filter := partnerstore.ContactFilter{Text: f.Optional("q", 100), DoNotContact: f.Has("barred", "yes"),
		Limit: contactsPerPage + 1}
	filter.Kind = form.OptionalOneOf(f, "kind", partners.OrganisationKinds())
	if f.Problem("kind") != "" {
		filter.Kind = ""
	}
	filter.After, filter.Before = form.ID[domain.ContactID](f, "after", ""), form.ID[domain.ContactID](f, "before", "")
	return filter
}

func listContacts(c *serve.Call) error {
	f := form.New(c.URL.Query())
	filter, scope := decodeContactFilter(&f), policy.ScopeOf(c.Actor, policy.ViewContacts)
	list, err := partnerstore.ListContacts(c.Context(), c.Read, scope, c.Today(), filter)
	if err != nil {
		return err
	}
	total, err := partnerstore.CountContacts(c.Context(), c.Read, scope, c.Today(), filter)
	if err != nil {
		return err
	}
	base := serve.Without(f.Values, "after", "before")
	p := ContactListProps{Shell: c.Shell("Contacts"), Tabs: PartnerTabs(c.Actor, "/contacts"), Filter: f,
		Selected: contactTags(filter, base), Total: total, CSV: serve.Address("/contacts.csv", base),
		MayAdd: policy.Can(c.Actor, policy.EditContacts)}
	p.Contacts, p.Previous, p.Next = contactPages(list, filter, base)
	return c.Show(ContactList(p))
}

// contactPages cuts the one contact too many that was asked for, and links to the pages on either side.
func contactPages(list []partners.ContactLine, filter partnerstore.ContactFilter, base url.Values) (
	cut []partners.ContactLine, previous, next string) {
	more, back := len(list) > contactsPerPage, filter.Before != 0
	if more && back {
		list = list[1:]
	} else if more {
		list = list[:contactsPerPage]
	}
	link := func(name string, id domain.ContactID) string {
		v := serve.Without(base)
		v.Set(name, serve.IDText(id))
		return serve.Address("/contacts", v)
	}
	if len(list) > 0 && (filter.After != 0 || (back && more)) {
		previous = link("before", list[0].ID)
	}
	if len(list) > 0 && (back || more) {
		next = link("after", list[len(list)-1].ID)
	}
	return list, previous, next
}

// contactTags are the filter's parts, each with the address of the list without it.
func contactTags(filter partnerstore.ContactFilter, base url.Values) []ui.FilterTag {
	var tags []ui.FilterTag
	add := func(kind, text, name string) {
		tags = append(tags, ui.FilterTag{Kind: kind, Text: text, Remove: serve.Address("/contacts",
			serve.Without(base, name))})
	}
	if filter.Text != "" {
		add("Name", filter.Text, "q")
	}
	if filter.Kind != "" {
		add("Organisation", filter.Kind, "kind")
	}
	if filter.DoNotContact {
		add("Only", "not to be contacted", "barred")
	}
	return tags
}

// contactOf loads the contact of the address within what the actor may see.
func contactOf(c *serve.Call) (partners.Contact, error) {
	id, err := serve.PathID[domain.ContactID](c, "id")
	if err != nil {
		return partners.Contact{}, err
	}
	return partnerstore.Contact(c.Context(), c.Read, policy.ScopeOf(c.Actor, policy.ViewContacts), c.Today(), id)
}

func contact(c *serve.Call, contact partners.Contact) error {
	p := ContactProps{Shell: c.Shell(contact.Name).Under("Contacts", "/contacts", contact.Name), Contact: contact,
		Reach: policy.ScopeOf(c.Actor, policy.ViewContacts), MayEdit: policy.Can(c.Actor, policy.EditContacts)}
	areas := policy.ScopeOf(c.Actor, policy.ViewAreas)
	var err error
	if p.Roles, err = partnerstore.ContactRoles(c.Context(), c.Read, contact.ID); err != nil {
		return err
	}
	if p.Networks, err = partnerstore.ContactNetworks(c.Context(), c.Read, areas, contact.ID); err != nil {
		return err
	}
	if p.Informed, err = partnerstore.ContactInformed(c.Context(), c.Read, areas, contact.ID); err != nil {
		return err
	}
	if p.History, err = serve.History(c, policy.EditContacts, "contact", int64(contact.ID)); err != nil {
		return err
	}
	return c.Show(Contact(p))
}

// decodeContact reads the fields of page.contactFields.
func decodeContact(f *form.Form) partners.Contact {
	return partners.Contact{
		Name:        f.Required("name", 200, "Enter a name"),
		Email:       f.Email("email"),
		Phone:       f.Optional("phone", 40),
		Postal:      f.Optional("postal", 500),
		Channel:     form.OneOf(f, "channel", partners.Channels(), "Choose how they want to be reached"),
		LawfulBasis: form.OneOf(f, "basis", partners.LawfulBases(), "Choose the lawful basis"),
		Notes:       f.Optional("notes", 4000),
	}
}

// decodeFirstRole reads the fields of page.firstRoleFields.
func decodeFirstRole(f *form.Form) partners.ContactRole {
	return partners.ContactRole{Organisation: form.ID[domain.OrganisationID](f, "organisation", ""),
		Title: f.Optional("title", 200)}
}

// contactForm shows the form of a contact, or of a new one where the id is zero.
func contactForm(c *serve.Call, id domain.ContactID, f form.Form) error {
	p := ContactFormProps{Form: f, ID: id}
	title, err := "Change a contact", error(nil)
	if id == 0 {
		title = "Add a contact"
		if p.Organisations, err = organisationOptions(c); err != nil {
			return err
		}
	}
	p.Shell = c.Shell(title).Under("Contacts", "/contacts", title)
	return c.Page(f, ContactForm(p))
}

func newContact(c *serve.Call) error {
	return contactForm(c, 0, form.With("organisation", c.URL.Query().Get("organisation")))
}

func addContact(c *serve.Call) error {
	f := c.Posted()
	contact, first := decodeContact(&f), decodeFirstRole(&f)
	var id domain.ContactID
	err := f.Take(func() (err error) {
		id, err = partnerapp.AddContact(c.Context(), c.App, c.Actor, contact, first)
		return err
	})
	if err != nil {
		return err
	}
	if !f.OK() {
		return contactForm(c, 0, f)
	}
	return c.Done("Contact added", "/contacts/%d", id)
}

func editContact(c *serve.Call, contact partners.Contact) error {
	return contactForm(c, contact.ID, form.With("name", contact.Name, "email", contact.Email, "phone", contact.Phone,
		"postal", contact.Postal,
		"channel", contact.Channel, "basis", contact.LawfulBasis, "notes", contact.Notes,
		"version", strconv.Itoa(contact.Version)))
}

// changeContact saves the change. Where somebody else saved first, both are shown and what was typed stays.
func changeContact(c *serve.Call, now partners.Contact) error {
	f := c.Posted()
	edit := decodeContact(&f)
	edit.ID, edit.Version = now.ID, f.Version("")
	if err := f.Save(func() error { return partnerapp.ChangeContact(c.Context(), c.App, c.Actor, edit) }); err != nil {
		return err
	}
	if f.Stale() {
		var err error
		if now, err = contactOf(c); err != nil {
			return err
		}
		f.Newest(now.Version, "Name", now.Name, edit.Name, "E-mail", now.Email, edit.Email,
			"Telephone", now.Phone, edit.Phone, "Postal address", now.Postal, edit.Postal,
			"Reach by", now.Channel, edit.Channel, "Lawful basis", now.LawfulBasis, edit.LawfulBasis,
			"Notes", now.Notes, edit.Notes)
	}
	if !f.OK() {
		return contactForm(c, now.ID, f)
	}
	return c.Done("Details changed", "/contacts/%d", now.ID)
}
