package server

import (
	"fourgates/internal/app"
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
	"fourgates/internal/rules"
	"fourgates/internal/serve"
	"fourgates/internal/store"
	"fourgates/web/page"
	"fourgates/web/ui"
)

func listServices(c *serve.Call) error {
	list, err := store.ListServices(c.Context(), c.Read, c.Today())
	if err != nil {
		return err
	}
	return c.Show(page.ServiceList(page.ServiceListProps{
		Shell: c.Shell("Services and their managers"), Tabs: page.PartnerTabs(c.Actor, "/services"), Services: list,
		Contacts: policy.ScopeOf(c.Actor, policy.ViewContacts), MayEdit: policy.Can(c.Actor, policy.EditServices),
	}))
}

// serviceOf loads the service of the address.
func serviceOf(c *serve.Call) (rules.Service, error) {
	id, err := serve.PathID[domain.ServiceID](c, "id")
	if err != nil {
		return rules.Service{}, err
	}
	return store.Service(c.Context(), c.Read, id)
}

// serviceInUse is serviceOf for what is done to services in use: a retired one is a *domain.BlockedError.
func serviceInUse(c *serve.Call) (rules.Service, error) {
	service, err := serviceOf(c)
	if err != nil {
		return service, err
	}
	return service, service.CheckInUse()
}

func service(c *serve.Call, service rules.Service) error {
	posts, err := store.ServicePosts(c.Context(), c.Read, service.ID)
	if err != nil {
		return err
	}
	history, err := serve.History(c, policy.EditServices, "service", int64(service.ID))
	if err != nil {
		return err
	}
	return c.Show(page.ServiceRecord(page.ServiceProps{
		Shell:   c.Shell(service.Name).Under("Services", "/services", service.Name),
		Service: service, Posts: posts, Contacts: policy.ScopeOf(c.Actor, policy.ViewContacts), History: history,
		MayEdit: policy.Can(c.Actor, policy.EditServices),
	}))
}

// serviceForm shows the form for a new service, or for another name.
func serviceForm(c *serve.Call, service rules.Service, f form.Form) error {
	title, options := "Rename or retire a service", []ui.Option(nil)
	if service.ID == 0 {
		title = "Add a service"
		authorities, err := placestore.Authorities(c.Context(), c.Read)
		if err != nil {
			return err
		}
		for _, a := range authorities {
			options = append(options, ui.Option{Value: serve.IdText(a.ID), Text: a.Name})
		}
	}
	shell := c.Shell(title).Under("Services", "/services", title)
	return c.Page(f, page.ServiceForm(page.ServiceFormProps{Shell: shell, Form: f, Service: service,
		Authorities: options}))
}

func newService(c *serve.Call) error {
	return serviceForm(c, rules.Service{}, form.New(nil))
}

func addService(c *serve.Call) error {
	f := c.Posted()
	service := rules.Service{Authority: form.ID[domain.AuthorityID](&f, "authority", "Choose an authority"),
		Name: f.Required("name", 200, "Enter the name of the service")}
	var id domain.ServiceID
	err := f.Take(func() (err error) { id, err = app.AddService(c.Context(), c.App, c.Actor, service); return err })
	if err != nil {
		return err
	}
	if !f.OK() {
		return serviceForm(c, rules.Service{}, f)
	}
	return c.Done("Service added", "/services/%d", id)
}

func editService(c *serve.Call, service rules.Service) error {
	return serviceForm(c, service, form.With("name", service.Name))
}

func renameService(c *serve.Call, service rules.Service) error {
	f := c.Posted()
	name := f.Required("name", 200, "Enter the name of the service")
	if err := f.Take(func() error { return app.RenameService(c.Context(), c.App, c.Actor, service.ID, name) }); err != nil {
		return err
	}
	if !f.OK() {
		return serviceForm(c, service, f)
	}
	return c.Done("Service renamed", "/services/%d", service.ID)
}

func retireService(c *serve.Call, id domain.ServiceID) error {
	if err := app.RetireService(c.Context(), c.App, c.Actor, id); err != nil {
		return err
	}
	return c.Done("Service retired", "/services/%d", id)
}
