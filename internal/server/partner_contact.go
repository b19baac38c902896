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

func (s *Server) listContacts(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	f := form.New(r.URL.Query())
	filter, scope := contactFilter(&f), policy.ScopeOf(actor, policy.ViewContacts)
	list, err := s.read.ListContacts(r.Context(), scope, s.today(), filter)
	if err != nil {
		return err
	}
	total, err := s.read.CountContacts(r.Context(), scope, s.today(), filter)
	if err != nil {
		return err
	}
	base := without(f.Values, "after", "before")
	p := page.ContactListProps{Shell: s.shell(r, actor, "Contacts"), Tabs: page.PartnerTabs(actor, "/contacts"), Filter: f, Selected: contactTags(filter, base),
		Total: total, CSV: address("/contacts.csv", base), MayAdd: policy.Can(actor, policy.EditContacts)}
	p.Contacts, p.Previous, p.Next = contactPages(list, filter, base)
	return s.render(w, r, http.StatusOK, page.ContactList(p))
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

func (s *Server) loadContact(r *http.Request, actor policy.Actor) (domain.Contact, error) {
	id, err := pathID[domain.ContactID](r, "id")
	if err != nil {
		return domain.Contact{}, err
	}
	return s.read.Contact(r.Context(), policy.ScopeOf(actor, policy.ViewContacts), s.today(), id)
}

func (s *Server) contact(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	c, err := s.loadContact(r, actor)
	if err != nil {
		return err
	}
	p := page.ContactProps{Shell: s.shell(r, actor, c.Name).Under("Contacts", "/contacts", c.Name), Contact: c,
		Reach: policy.ScopeOf(actor, policy.ViewContacts), MayEdit: policy.Can(actor, policy.EditContacts)}
	areas := policy.ScopeOf(actor, policy.ViewAreas)
	if p.Roles, err = s.read.ContactRoles(r.Context(), c.ID); err != nil {
		return err
	}
	if p.Networks, err = s.read.ContactNetworks(r.Context(), areas, c.ID); err != nil {
		return err
	}
	if p.Informed, err = s.read.ContactInformed(r.Context(), areas, c.ID); err != nil {
		return err
	}
	if p.History, err = s.history(r, actor, policy.EditContacts, "contact", int64(c.ID)); err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, page.Contact(p))
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
func (s *Server) contactForm(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, p page.ContactFormProps) error {
	title, err := "Change a contact", error(nil)
	if p.ID == 0 {
		title = "Add a contact"
		if p.Organisations, err = s.organisationOptions(r, actor); err != nil {
			return err
		}
	}
	p.Shell = s.shell(r, actor, title).Under("Contacts", "/contacts", title)
	if !p.OK() {
		p.Shell = p.WithErrors()
	}
	return s.render(w, r, status, page.ContactForm(p))
}

func (s *Server) newContact(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.contactForm(w, r, actor, http.StatusOK, page.ContactFormProps{Form: form.With("organisation", r.URL.Query().Get("organisation"))})
}

func (s *Server) addContact(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	f := form.New(r.PostForm)
	c, first := decodeContact(&f), decodeFirstRole(&f)
	if !f.OK() {
		return s.contactForm(w, r, actor, http.StatusUnprocessableEntity, page.ContactFormProps{Form: f})
	}
	id, err := s.app.AddContact(r.Context(), actor, c, first)
	if f.Refuse(err) {
		return s.contactForm(w, r, actor, http.StatusUnprocessableEntity, page.ContactFormProps{Form: f})
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "Contact added", "/contacts/%d", id)
}

func (s *Server) editContact(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	c, err := s.loadContact(r, actor)
	if err != nil {
		return err
	}
	f := form.With("name", c.Name, "email", c.Email, "phone", c.Phone, "channel", c.Channel, "basis", c.LawfulBasis, "notes", c.Notes,
		"version", strconv.Itoa(c.Version))
	return s.contactForm(w, r, actor, http.StatusOK, page.ContactFormProps{Form: f, ID: c.ID})
}

func (s *Server) changeContact(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	now, err := s.loadContact(r, actor)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	edit := decodeContact(&f)
	edit.ID, edit.Version = now.ID, versionOf(f)
	if !f.OK() {
		return s.contactForm(w, r, actor, http.StatusUnprocessableEntity, page.ContactFormProps{Form: f, ID: now.ID})
	}
	err = s.app.ChangeContact(r.Context(), actor, edit)
	if f.Refuse(err) {
		return s.contactForm(w, r, actor, http.StatusUnprocessableEntity, page.ContactFormProps{Form: f, ID: now.ID})
	}
	if errors.Is(err, domain.ErrConflict) {
		return s.staleContact(w, r, actor, f, edit)
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "Details changed", "/contacts/%d", now.ID)
}

// staleContact shows what somebody else made of it beside what was typed, which can then be saved over it.
func (s *Server) staleContact(w http.ResponseWriter, r *http.Request, actor policy.Actor, f form.Form, edit domain.Contact) error {
	now, err := s.loadContact(r, actor)
	if err != nil {
		return err
	}
	f.Values.Set("version", strconv.Itoa(now.Version))
	return s.contactForm(w, r, actor, http.StatusConflict, page.ContactFormProps{Form: f, ID: now.ID, Stale: page.StaleFields(
		"Name", now.Name, edit.Name, "E-mail", now.Email, edit.Email, "Telephone", now.Phone, edit.Phone,
		"Reach by", now.Channel, edit.Channel, "Lawful basis", now.LawfulBasis, edit.LawfulBasis, "Notes", now.Notes, edit.Notes)})
}
