package partnerweb

import (
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/partners"
	"fourgates/internal/partners/partnerapp"
	"fourgates/internal/partners/partnerstore"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
	"fourgates/web/ui"
)

func listServices(c *serve.Call) error {
	list, err := partnerstore.ListServices(c.Context(), c.Read, c.Today())
	if err != nil {
		return err
	}
	return c.Show(ServiceList(ServiceListProps{
		Shell: c.Shell("Services and their managers"), Tabs: PartnerTabs(c.Actor, "/services"), Services: list,
		Contacts: policy.ScopeOf(c.Actor, policy.ViewContacts), MayEdit: policy.Can(c.Actor, policy.EditServices),
	}))
}

// serviceOf loads the service of the address.
func serviceOf(c *serve.Call) (partners.Service, error) {
	id, err := serve.PathID[domain.ServiceID](c, "id")
	if err != nil {
		return partners.Service{}, err
	}
	return partnerstore.Service(c.Context(), c.Read, id)
}

// serviceInUse is serviceOf for what is done to services in use: a retired one is a *domain.BlockedError.
func serviceInUse(c *serve.Call) (partners.Service, error) {
	service, err := serviceOf(c)
	if err != nil {
		return service, err
	}
	return service, service.CheckInUse()
}

func service(c *serve.Call, service partners.Service) error {
	posts, err := partnerstore.ServicePosts(c.Context(), c.Read, service.ID)
	if err != nil {
		return err
	}
	history, err := serve.History(c, policy.EditServices, "service", int64(service.ID))
	if err != nil {
		return err
	}
	return c.Show(ServiceRecord(ServiceProps{
		Shell:   c.Shell(service.Name).Under("Services", "/services", service.Name),
		Service: service, Posts: posts, Contacts: policy.ScopeOf(c.Actor, policy.ViewContacts), History: history,
		MayEdit: policy.Can(c.Actor, policy.EditServices),
	}))
}

// serviceForm shows the form for a new service, or for another name.
func serviceForm(c *serve.Call, service partners.Service, f form.Form) error {
	title, options := "Rename or retire a service", []ui.Option(nil)
	if service.ID == 0 {
		title = "Add a service"
		authorities, err := placestore.Authorities(c.Context(), c.Read)
		if err != nil {
			return err
		}
		for _, a := range authorities {
			options = append(options, ui.Option{Value: serve.IDText(a.ID), Text: a.Name})
		}
	}
	shell := c.Shell(title).Under("Services", "/services", title)
	return c.Page(f, ServiceForm(ServiceFormProps{Shell: shell, Form: f, Service: service,
		Authorities: options}))
}

func newService(c *serve.Call) error {
	return serviceForm(c, partners.Service{}, form.New(nil))
}

func addService(c *serve.Call) error {
	f := c.Posted()
	service := partners.Service{Authority: form.ID[domain.AuthorityID](&f, "authority", "Choose an authority"),
		Name: f.Required("name", 200, "Enter the name of the service")}
	var id domain.ServiceID
	err := f.Take(func() (err error) {
		id, err = partnerapp.AddService(c.Context(), c.App, c.Actor, service)
		return err
	})
	if err != nil {
		return err
	}
	if !f.OK() {
		return serviceForm(c, partners.Service{}, f)
	}
	return c.Done("Service added", "/services/%d", id)
}

func editService(c *serve.Call, service partners.Service) error {
	return serviceForm(c, service, form.With("name", service.Name))
}

func renameService(c *serve.Call, service partners.Service) error {
	f := c.Posted()
	name := f.Required("name", 200, "Enter the name of the service")
	if err := f.Take(func() error {
		return partnerapp.RenameService(c.Context(), c.App, c.Actor, service.ID,
			name)
	}); err != nil {
		return err
	}
	if !f.OK() {
		return serviceForm(c, service, f)
	}
	return c.Done("Service renamed", "/services/%d", service.ID)
}

func retireService(c *serve.Call, id domain.ServiceID) error {
	if err := partnerapp.RetireService(c.Context(), c.App, c.Actor, id); err != nil {
		return err
	}
	return c.Done("Service retired", "/services/%d", id)
}
