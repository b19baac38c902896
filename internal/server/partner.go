package server

import (
	"net/url"
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/internal/store"
	"fourgates/web/ui"
)

func partnerRoutes() []Route {
	return []Route{
		get("/organisations", policy.ViewContacts, listOrganisations),
		get("/organisations/new", policy.EditContacts, newOrganisation),
		post("/organisations", policy.EditContacts, addOrganisation),
		get("/organisations/{id}", policy.ViewContacts, organisation),
		get("/organisations/{id}/edit", policy.EditContacts, editOrganisation),
		post("/organisations/{id}", policy.EditContacts, changeOrganisation),

		get("/contacts", policy.ViewContacts, listContacts),
		get("/contacts.csv", policy.ViewContacts, contactsCSV),
		get("/contacts/new", policy.EditContacts, newContact),
		post("/contacts", policy.EditContacts, addContact),
		get("/contacts/{id}", policy.ViewContacts, contact),
		get("/contacts/{id}/edit", policy.EditContacts, editContact),
		post("/contacts/{id}", policy.EditContacts, changeContact),
		get("/contacts/{id}/roles/new", policy.EditContacts, newContactRole),
		post("/contacts/{id}/roles", policy.EditContacts, addContactRole),
		get("/contacts/{id}/roles/{role}/end", policy.EditContacts, askEndContactRole),
		post("/contacts/{id}/roles/{role}/end", policy.EditContacts, endContactRole),
		get("/contacts/{id}/do-not-contact", policy.EditContacts, askDoNotContact),
		post("/contacts/{id}/do-not-contact", policy.EditContacts, setDoNotContact),

		get("/services", policy.ViewServices, listServices),
		get("/services/new", policy.EditServices, newService),
		post("/services", policy.EditServices, addService),
		get("/services/{id}", policy.ViewServices, service),
		get("/services/{id}/edit", policy.EditServices, editService),
		post("/services/{id}", policy.EditServices, renameService),
		post("/services/{id}/retirement", policy.EditServices, retireService),
		get("/services/{id}/managers/new", policy.EditServices, newServicePost),
		post("/services/{id}/managers", policy.EditServices, addServicePost),
		get("/services/{id}/managers/{post}/end", policy.EditServices, askEndServicePost),
		post("/services/{id}/managers/{post}/end", policy.EditServices, endServicePost),

		get("/areas/{id}/network", policy.ViewContacts, network),
		get("/areas/{id}/network/new", policy.EditNetwork, newNetworkEntry),
		post("/areas/{id}/network", policy.EditNetwork, addNetworkEntry),
		get("/areas/{id}/network/{entry}", policy.EditNetwork, networkEntry),
		post("/areas/{id}/network/{entry}", policy.EditNetwork, changeNetworkEntry),
		post("/areas/{id}/network/{entry}/removal", policy.EditNetwork, removeNetworkEntry),
		get("/areas/{id}/statements", policy.ViewAreas, statements),
		get("/areas/{id}/statements/{about}", policy.EditNetwork, newStatement),
		post("/areas/{id}/statements/{about}", policy.EditNetwork, addStatement),
	}
}

// today is the council's day.
func today(c *Call) domain.Date { return c.App.Today() }

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
func steps(entries []store.AuditEntry) []ui.TimelineItem {
	var items []ui.TimelineItem
	for _, e := range entries {
		items = append(items, ui.TimelineItem{Title: e.Summary, By: e.Actor, At: e.At})
	}
	return items
}

// history loads the timeline of a record that the actor may change; for others it is none.
func history(c *Call, edit policy.Action, kind string, id int64) ([]ui.TimelineItem, error) {
	if !policy.Can(c.Actor, edit) {
		return nil, nil
	}
	entries, err := c.Read.History(c.Context(), kind, id)
	return steps(entries), err
}

// organisationOptions offers the organisations that the actor may see.
func organisationOptions(c *Call) ([]ui.Option, error) {
	list, err := c.Read.ListOrganisations(c.Context(), policy.ScopeOf(c.Actor, policy.ViewContacts), c.Today(), store.OrganisationFilter{})
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
