package server

import (
	"net/http"
	"net/url"
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/internal/store"
	"fourgates/web/ui"
)

func (s *Server) partnerRoutes() []Route {
	return []Route{
		get("/organisations", policy.ViewContacts, s.listOrganisations),
		get("/organisations/new", policy.EditContacts, s.newOrganisation),
		post("/organisations", policy.EditContacts, s.addOrganisation),
		get("/organisations/{id}", policy.ViewContacts, s.organisation),
		get("/organisations/{id}/edit", policy.EditContacts, s.editOrganisation),
		post("/organisations/{id}", policy.EditContacts, s.changeOrganisation),

		get("/contacts", policy.ViewContacts, s.listContacts),
		get("/contacts.csv", policy.ViewContacts, s.contactsCSV),
		get("/contacts/new", policy.EditContacts, s.newContact),
		post("/contacts", policy.EditContacts, s.addContact),
		get("/contacts/{id}", policy.ViewContacts, s.contact),
		get("/contacts/{id}/edit", policy.EditContacts, s.editContact),
		post("/contacts/{id}", policy.EditContacts, s.changeContact),
		get("/contacts/{id}/roles/new", policy.EditContacts, s.newContactRole),
		post("/contacts/{id}/roles", policy.EditContacts, s.addContactRole),
		get("/contacts/{id}/roles/{role}/end", policy.EditContacts, s.askEndContactRole),
		post("/contacts/{id}/roles/{role}/end", policy.EditContacts, s.endContactRole),
		get("/contacts/{id}/do-not-contact", policy.EditContacts, s.askDoNotContact),
		post("/contacts/{id}/do-not-contact", policy.EditContacts, s.setDoNotContact),

		get("/services", policy.ViewServices, s.listServices),
		get("/services/new", policy.EditServices, s.newService),
		post("/services", policy.EditServices, s.addService),
		get("/services/{id}", policy.ViewServices, s.service),
		get("/services/{id}/edit", policy.EditServices, s.editService),
		post("/services/{id}", policy.EditServices, s.renameService),
		post("/services/{id}/retirement", policy.EditServices, s.retireService),
		get("/services/{id}/managers/new", policy.EditServices, s.newServicePost),
		post("/services/{id}/managers", policy.EditServices, s.addServicePost),
		get("/services/{id}/managers/{post}/end", policy.EditServices, s.askEndServicePost),
		post("/services/{id}/managers/{post}/end", policy.EditServices, s.endServicePost),

		get("/areas/{id}/network", policy.ViewContacts, s.network),
		get("/areas/{id}/network/new", policy.EditNetwork, s.newNetworkEntry),
		post("/areas/{id}/network", policy.EditNetwork, s.addNetworkEntry),
		get("/areas/{id}/network/{entry}", policy.EditNetwork, s.networkEntry),
		post("/areas/{id}/network/{entry}", policy.EditNetwork, s.changeNetworkEntry),
		post("/areas/{id}/network/{entry}/removal", policy.EditNetwork, s.removeNetworkEntry),
		get("/areas/{id}/statements", policy.ViewAreas, s.statements),
		get("/areas/{id}/statements/{about}", policy.EditNetwork, s.newStatement),
		post("/areas/{id}/statements/{about}", policy.EditNetwork, s.addStatement),
	}
}

// today is the council's day.
func (s *Server) today() domain.Date { return s.app.Today() }

// withDay prefills the three fields of a day.
func withDay(f form.Form, name string, d domain.Date) form.Form {
	if d.IsZero() {
		return f
	}
	t := d.Time()
	f.Values.Set(name+"-day", strconv.Itoa(t.Day()))
	f.Values.Set(name+"-month", strconv.Itoa(int(t.Month())))
	f.Values.Set(name+"-year", strconv.Itoa(t.Year()))
	return f
}

// timeline shows the audit entries of a record.
func timeline(entries []store.AuditEntry) []ui.TimelineItem {
	var items []ui.TimelineItem
	for _, e := range entries {
		items = append(items, ui.TimelineItem{Title: e.Summary, By: e.Actor, At: e.At})
	}
	return items
}

// history loads the timeline of a record that the actor may change; for others it is none.
func (s *Server) history(r *http.Request, actor policy.Actor, edit policy.Action, kind string, id int64) ([]ui.TimelineItem, error) {
	if !policy.Can(actor, edit) {
		return nil, nil
	}
	entries, err := s.read.History(r.Context(), kind, id)
	return timeline(entries), err
}

// organisationOptions offers the organisations that the actor may see.
func (s *Server) organisationOptions(r *http.Request, actor policy.Actor) ([]ui.Option, error) {
	list, err := s.read.ListOrganisations(r.Context(), policy.ScopeOf(actor, policy.ViewContacts), s.today(), store.OrganisationFilter{})
	var options []ui.Option
	for _, o := range list {
		options = append(options, ui.Option{Value: strconv.FormatInt(int64(o.ID), 10), Text: o.Name})
	}
	return options, err
}

// address is a path with the query values that are not empty.
func address(path string, v url.Values) string {
	kept := url.Values{}
	for name, list := range v {
		if len(list) > 0 && list[0] != "" {
			kept[name] = list[:1]
		}
	}
	if len(kept) == 0 {
		return path
	}
	return path + "?" + kept.Encode()
}

// without is the values without some of them.
func without(v url.Values, names ...string) url.Values {
	kept := url.Values{}
	for name, list := range v {
		kept[name] = list
	}
	for _, name := range names {
		kept.Del(name)
	}
	return kept
}

// idText is an identifier as an address carries it.
func idText[T ~int64](id T) string { return strconv.FormatInt(int64(id), 10) }
