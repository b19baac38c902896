// Package partnerweb serves the pages of organisations, services, contacts and networks.
package partnerweb

import (
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/partners"
	"fourgates/internal/partners/partnerstore"
	"fourgates/internal/places/placeweb"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
	"fourgates/web/ui"
)

func PartnerRoutes() []serve.Route {
	return []serve.Route{
		serve.Get("/organisations", policy.ViewContacts, listOrganisations),
		serve.Get("/organisations/new", policy.EditContacts, newOrganisation),
		serve.Post("/organisations", policy.EditContacts, addOrganisation),
		serve.Get("/organisations/{id}", policy.ViewContacts, serve.On(organisationOf, organisation)),
		serve.Get("/organisations/{id}/edit", policy.EditContacts, serve.On(organisationOf, editOrganisation)),
		serve.Post("/organisations/{id}", policy.EditContacts, serve.On(organisationOf, changeOrganisation)),

		serve.Get("/contacts", policy.ViewContacts, listContacts),
		serve.Get("/contacts.csv", policy.ViewContacts, contactsCSV),
		serve.Get("/contacts/new", policy.EditContacts, newContact),
		serve.Post("/contacts", policy.EditContacts, addContact),
		serve.Get("/contacts/{id}", policy.ViewContacts, serve.On(contactOf, contact)),
		serve.Get("/contacts/{id}/edit", policy.EditContacts, serve.On(contactOf, editContact)),
		serve.Post("/contacts/{id}", policy.EditContacts, serve.On(contactOf, changeContact)),
		serve.Get("/contacts/{id}/roles/new", policy.EditContacts, serve.On(contactOf, newContactRole)),
		serve.Post("/contacts/{id}/roles", policy.EditContacts, serve.On(contactOf, addContactRole)),
		serve.Get("/contacts/{id}/roles/{role}/end", policy.EditContacts, serve.On(contactRoleOf, askEndContactRole)),
		serve.Post("/contacts/{id}/roles/{role}/end", policy.EditContacts,
			serve.On(contactRoleOf, endContactRole)).RestsOn("contact", "id"),
		serve.Get("/contacts/{id}/do-not-contact", policy.EditContacts, serve.On(contactOf, askDoNotContact)),
		serve.Post("/contacts/{id}/do-not-contact", policy.EditContacts,
			serve.On(contactOf, setDoNotContact)).RestsOn("contact", "id"),

		serve.Get("/services", policy.ViewServices, listServices),
		serve.Get("/services/new", policy.EditServices, newService),
		serve.Post("/services", policy.EditServices, addService),
		serve.Get("/services/{id}", policy.ViewServices, serve.On(serviceOf, service)),
		serve.Get("/services/{id}/edit", policy.EditServices, serve.On(serviceInUse, editService)),
		serve.Post("/services/{id}", policy.EditServices, serve.On(serviceInUse, renameService)),
		serve.Post("/services/{id}/retirement", policy.EditServices, serve.On(serve.IDOf[domain.ServiceID]("id"),
			retireService)).RestsOn("service", "id"),
		serve.Get("/services/{id}/managers/new", policy.EditServices, serve.On(serviceInUse, newServicePost)),
		serve.Post("/services/{id}/managers", policy.EditServices, serve.On(serviceInUse, addServicePost)),
		serve.Get("/services/{id}/managers/{post}/end", policy.EditServices,
			serve.On(servicePostOf, askEndServicePost)),
		serve.Post("/services/{id}/managers/{post}/end", policy.EditServices, serve.On(servicePostOf, endServicePost)),

		serve.Get("/areas/{id}/network", policy.ViewContacts, serve.On(placeweb.AreaOf, network)),
		serve.Get("/areas/{id}/network/new", policy.EditNetwork, serve.On(placeweb.RunningAreaFor(policy.EditNetwork),
			newNetworkEntry)),
		serve.Post("/areas/{id}/network", policy.EditNetwork, serve.On(placeweb.RunningAreaFor(policy.EditNetwork),
			addNetworkEntry)),
		serve.Get("/areas/{area}/network/informed/{recipient}", policy.EditNetwork, serve.On(toTellOf, newInforming)),
		serve.Post("/areas/{area}/network/informed/{recipient}", policy.EditNetwork,
			serve.On(toTellOf, recordInforming)),
		serve.Get("/areas/{id}/network/{entry}", policy.EditNetwork, serve.On(networkEntryOf, networkEntry)),
		serve.Post("/areas/{id}/network/{entry}", policy.EditNetwork, serve.On(networkEntryOf, changeNetworkEntry)),
		serve.Post("/areas/{id}/network/{entry}/removal", policy.EditNetwork,
			serve.On(networkEntryOf, removeNetworkEntry)),
		serve.Get("/areas/{id}/statements", policy.ViewAreas, serve.On(placeweb.AreaOf, statements)),
		serve.Get("/areas/{id}/statements/{about}", policy.EditNetwork, serve.On(matterOf, newStatement)),
		serve.Post("/areas/{id}/statements/{about}", policy.EditNetwork, serve.On(matterOf, addStatement)),
	}
}

// organisationOptions offers the organisations that the actor may see.
func organisationOptions(c *serve.Call) ([]ui.Option, error) {
	scope := policy.ScopeOf(c.Actor, policy.ViewContacts)
	list, err := partnerstore.ListOrganisations(c.Context(), c.Read, scope, c.Today(),
		partnerstore.OrganisationFilter{All: true})
	var options []ui.Option
	for _, o := range list {
		options = append(options, ui.Option{Value: serve.IDText(o.ID), Text: o.Name})
	}
	return options, err
}

// contactsCSV is exactly the list of contacts that the address asks for, from its beginning to its end, as a file.
func contactsCSV(c *serve.Call) error {
	const atOnce = 1000
	f := form.New(c.URL.Query())
	filter, scope := decodeContactFilter(&f), policy.ScopeOf(c.Actor, policy.ViewContacts)
	filter.After, filter.Before, filter.Limit = 0, 0, atOnce
	list, err := partnerstore.ListContacts(c.Context(), c.Read, scope, c.Today(), filter)
	if err != nil {
		return err
	}
	out := c.CSV("contacts", "Name", "Organisations", "E-mail", "Telephone", "Reach by", "Lawful basis",
		"Do not contact")
	for {
		for _, line := range list {
			_ = out.Write(contactRow(line))
		}
		out.Flush()
		if out.Error() != nil || len(list) < atOnce {
			return nil // all is written, or nobody reads any more
		}
		filter.After = list[len(list)-1].ID
		if list, err = partnerstore.ListContacts(c.Context(), c.Read, scope, c.Today(), filter); err != nil {
			c.Broke(err)
		}
	}
}

func contactRow(line partners.ContactLine) []string {
	barred := "no"
	if line.DoNotContact {
		barred = "yes"
	}
	return []string{serve.CSVText(line.Name), serve.CSVText(line.Organisations), serve.CSVText(line.Email),
		serve.CSVText(line.Phone),
		line.Channel, line.LawfulBasis, barred}
}
