package server

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/internal/store"
	"fourgates/web/page"
	"fourgates/web/ui"
)

const contactsPerPage = 50

// contactFilter reads the filter of the list; what is not a filter is left out.
func contactFilter(f *form.Form) store.ContactFilter {
	filter := store.ContactFilter{Text: f.Optional("q", 100), DoNotContact: f.Has("barred", "yes"), Limit: contactsPerPage + 1}
	filter.Kind = form.OptionalOneOf(f, "kind", domain.OrganisationKinds())
	if f.Problem("kind") != "" {
		filter.Kind = ""
	}
	filter.After, filter.Before = form.ID[domain.ContactID](f, "after", ""), form.ID[domain.ContactID](f, "before", "")
	return filter
}

func listContacts(c *Call) error {
	f := form.New(c.URL.Query())
	filter, scope := contactFilter(&f), policy.ScopeOf(c.Actor, policy.ViewContacts)
	list, err := c.Read.ListContacts(c.Context(), scope, c.Today(), filter)
	if err != nil {
		return err
	}
	total, err := c.Read.CountContacts(c.Context(), scope, c.Today(), filter)
	if err != nil {
		return err
	}
	base := without(f.Values, "after", "before")
	p := page.ContactListProps{Shell: c.Shell("Contacts"), Tabs: page.PartnerTabs(c.Actor, "/contacts"), Filter: f, Selected: contactTags(filter, base),
		Total: total, CSV: address("/contacts.csv", base), MayAdd: policy.Can(c.Actor, policy.EditContacts)}
	p.Contacts, p.Previous, p.Next = contactPages(list, filter, base)
	return c.Show(page.ContactList(p))
}

// contactPages cuts the one contact too many that was asked for, and links to the pages on either side.
func contactPages(list []domain.ContactLine, filter store.ContactFilter, base url.Values) (cut []domain.ContactLine, previous, next string) {
	more, back := len(list) > contactsPerPage, filter.Before != 0
	if more && back {
		list = list[1:]
	} else if more {
		list = list[:contactsPerPage]
	}
	link := func(name string, id domain.ContactID) string {
		v := without(base)
		v.Set(name, strconv.FormatInt(int64(id), 10))
		return address("/contacts", v)
	}
	if len(list) > 0 && (filter.After != 0 || (back && more)) {
		previous = link("before", list[0].ID)
	}
	if len(list) > 0 && (back || more) {
		next = link("after", list[len(list)-1].ID)
	}
	return list, previous, next
}

func contactTags(filter store.ContactFilter, base url.Values) []ui.FilterTag {
	var tags []ui.FilterTag
	if filter.Text != "" {
		tags = append(tags, ui.FilterTag{Kind: "Name", Text: filter.Text, Remove: address("/contacts", without(base, "q"))})
	}
	if filter.Kind != "" {
		tags = append(tags, ui.FilterTag{Kind: "Organisation", Text: filter.Kind, Remove: address("/contacts", without(base, "kind"))})
	}
	if filter.DoNotContact {
		tags = append(tags, ui.FilterTag{Kind: "Only", Text: "not to be contacted", Remove: address("/contacts", without(base, "barred"))})
	}
	return tags
}

func loadContact(c *Call) (domain.Contact, error) {
	id, err := pathID[domain.ContactID](c, "id")
	if err != nil {
		return domain.Contact{}, err
	}
	return c.Read.Contact(c.Context(), policy.ScopeOf(c.Actor, policy.ViewContacts), c.Today(), id)
}

func contact(c *Call) error {
	contact, err := loadContact(c)
	if err != nil {
		return err
	}
	p := page.ContactProps{Shell: c.Shell(contact.Name).Under("Contacts", "/contacts", contact.Name), Contact: contact,
		Reach: policy.ScopeOf(c.Actor, policy.ViewContacts), MayEdit: policy.Can(c.Actor, policy.EditContacts)}
	areas := policy.ScopeOf(c.Actor, policy.ViewAreas)
	if p.Roles, err = c.Read.ContactRoles(c.Context(), contact.ID); err != nil {
		return err
	}
	if p.Networks, err = c.Read.ContactNetworks(c.Context(), areas, contact.ID); err != nil {
		return err
	}
	if p.Informed, err = c.Read.ContactInformed(c.Context(), areas, contact.ID); err != nil {
		return err
	}
	if p.History, err = history(c, policy.EditContacts, "contact", int64(contact.ID)); err != nil {
		return err
	}
	return c.Show(page.Contact(p))
}

// decodeContact reads the fields of page.contactFields.
func decodeContact(f *form.Form) domain.Contact {
	return domain.Contact{
		Name:        f.Required("name", 200, "Enter a name"),
		Email:       f.Optional("email", 254),
		Phone:       f.Optional("phone", 40),
		Channel:     form.OneOf(f, "channel", domain.Channels(), "Choose how they want to be reached"),
		LawfulBasis: form.OneOf(f, "basis", domain.LawfulBases(), "Choose the lawful basis"),
		Notes:       f.Optional("notes", 4000),
	}
}

// decodeFirstRole reads the fields of page.firstRoleFields.
func decodeFirstRole(f *form.Form) domain.ContactRole {
	return domain.ContactRole{Organisation: form.ID[domain.OrganisationID](f, "organisation", ""), Title: f.Optional("title", 200)}
}

// contactForm shows the form for a new contact or an edit.
func contactForm(c *Call, status int, p page.ContactFormProps) error {
	title, err := "Change a contact", error(nil)
	if p.ID == 0 {
		title = "Add a contact"
		if p.Organisations, err = organisationOptions(c); err != nil {
			return err
		}
	}
	p.Shell = c.Shell(title).Under("Contacts", "/contacts", title)
	if !p.OK() {
		p.Shell = p.WithErrors()
	}
	return c.Answer(status, page.ContactForm(p))
}

func newContact(c *Call) error {
	return contactForm(c, http.StatusOK, page.ContactFormProps{Form: form.With("organisation", c.URL.Query().Get("organisation"))})
}

func addContact(c *Call) error {
	f := c.Posted()
	contact, first := decodeContact(&f), decodeFirstRole(&f)
	if !f.OK() {
		return contactForm(c, http.StatusUnprocessableEntity, page.ContactFormProps{Form: f})
	}
	id, err := c.App.AddContact(c.Context(), c.Actor, contact, first)
	if f.Refuse(err) {
		return contactForm(c, http.StatusUnprocessableEntity, page.ContactFormProps{Form: f})
	}
	if err != nil {
		return err
	}
	return c.Done("Contact added", "/contacts/%d", id)
}

func editContact(c *Call) error {
	contact, err := loadContact(c)
	if err != nil {
		return err
	}
	f := form.With("name", contact.Name, "email", contact.Email, "phone", contact.Phone, "channel", contact.Channel, "basis", contact.LawfulBasis, "notes", contact.Notes,
		"version", strconv.Itoa(contact.Version))
	return contactForm(c, http.StatusOK, page.ContactFormProps{Form: f, ID: contact.ID})
}

func changeContact(c *Call) error {
	now, err := loadContact(c)
	if err != nil {
		return err
	}
	f := c.Posted()
	edit := decodeContact(&f)
	edit.ID, edit.Version = now.ID, versionOf(f)
	if !f.OK() {
		return contactForm(c, http.StatusUnprocessableEntity, page.ContactFormProps{Form: f, ID: now.ID})
	}
	err = c.App.ChangeContact(c.Context(), c.Actor, edit)
	if f.Refuse(err) {
		return contactForm(c, http.StatusUnprocessableEntity, page.ContactFormProps{Form: f, ID: now.ID})
	}
	if errors.Is(err, domain.ErrConflict) {
		return staleContact(c, f, edit)
	}
	if err != nil {
		return err
	}
	return c.Done("Details changed", "/contacts/%d", now.ID)
}

// staleContact shows what somebody else made of it beside what was typed, which can then be saved over it.
func staleContact(c *Call, f form.Form, edit domain.Contact) error {
	now, err := loadContact(c)
	if err != nil {
		return err
	}
	f.Values.Set("version", strconv.Itoa(now.Version))
	return contactForm(c, http.StatusConflict, page.ContactFormProps{Form: f, ID: now.ID, Stale: page.StaleFields(
		"Name", now.Name, edit.Name, "E-mail", now.Email, edit.Email, "Telephone", now.Phone, edit.Phone,
		"Reach by", now.Channel, edit.Channel, "Lawful basis", now.LawfulBasis, edit.LawfulBasis, "Notes", now.Notes, edit.Notes)})
}
