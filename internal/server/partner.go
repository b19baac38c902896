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
		get("/organisations/{id}", policy.ViewContacts, on(organisationOf, organisation)),
		get("/organisations/{id}/edit", policy.EditContacts, on(organisationOf, editOrganisation)),
		post("/organisations/{id}", policy.EditContacts, on(organisationOf, changeOrganisation)),

		get("/contacts", policy.ViewContacts, listContacts),
		get("/contacts.csv", policy.ViewContacts, contactsCSV),
		get("/contacts/new", policy.EditContacts, newContact),
		post("/contacts", policy.EditContacts, addContact),
		get("/contacts/{id}", policy.ViewContacts, on(contactOf, contact)),
		get("/contacts/{id}/edit", policy.EditContacts, on(contactOf, editContact)),
		post("/contacts/{id}", policy.EditContacts, on(contactOf, changeContact)),
		get("/contacts/{id}/roles/new", policy.EditContacts, on(contactOf, newContactRole)),
		post("/contacts/{id}/roles", policy.EditContacts, on(contactOf, addContactRole)),
		get("/contacts/{id}/roles/{role}/end", policy.EditContacts, on(contactRoleOf, askEndContactRole)),
		post("/contacts/{id}/roles/{role}/end", policy.EditContacts, on(contactRoleOf, endContactRole)),
		get("/contacts/{id}/do-not-contact", policy.EditContacts, on(contactOf, askDoNotContact)),
		post("/contacts/{id}/do-not-contact", policy.EditContacts, on(contactOf, setDoNotContact)),

		get("/services", policy.ViewServices, listServices),
		get("/services/new", policy.EditServices, newService),
		post("/services", policy.EditServices, addService),
		get("/services/{id}", policy.ViewServices, on(serviceOf, service)),
		get("/services/{id}/edit", policy.EditServices, on(serviceInUse, editService)),
		post("/services/{id}", policy.EditServices, on(serviceInUse, renameService)),
		post("/services/{id}/retirement", policy.EditServices, on(idOf[domain.ServiceID]("id"), retireService)),
		get("/services/{id}/managers/new", policy.EditServices, on(serviceInUse, newServicePost)),
		post("/services/{id}/managers", policy.EditServices, on(serviceInUse, addServicePost)),
		get("/services/{id}/managers/{post}/end", policy.EditServices, on(servicePostOf, askEndServicePost)),
		post("/services/{id}/managers/{post}/end", policy.EditServices, on(servicePostOf, endServicePost)),

		get("/areas/{id}/network", policy.ViewContacts, on(areaOf, network)),
		get("/areas/{id}/network/new", policy.EditNetwork, on(runningAreaFor(policy.EditNetwork), newNetworkEntry)),
		post("/areas/{id}/network", policy.EditNetwork, on(runningAreaFor(policy.EditNetwork), addNetworkEntry)),
		get("/areas/{id}/network/{entry}", policy.EditNetwork, on(networkEntryOf, networkEntry)),
		post("/areas/{id}/network/{entry}", policy.EditNetwork, on(networkEntryOf, changeNetworkEntry)),
		post("/areas/{id}/network/{entry}/removal", policy.EditNetwork, on(networkEntryOf, removeNetworkEntry)),
		get("/areas/{id}/statements", policy.ViewAreas, on(areaOf, statements)),
		get("/areas/{id}/statements/{about}", policy.EditNetwork, on(matterOf, newStatement)),
		post("/areas/{id}/statements/{about}", policy.EditNetwork, on(matterOf, addStatement)),
	}
}

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

// steps shows the audit entries of a record.
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
	scope := policy.ScopeOf(c.Actor, policy.ViewContacts)
	list, err := c.Read.ListOrganisations(c.Context(), scope, c.Today(), store.OrganisationFilter{})
	var options []ui.Option
	for _, o := range list {
		options = append(options, ui.Option{Value: idText(o.ID), Text: o.Name})
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
