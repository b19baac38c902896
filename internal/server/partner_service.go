package server

import (
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
	"fourgates/web/ui"
)

func listServices(c *Call) error {
	list, err := c.Read.ListServices(c.Context(), c.Today())
	if err != nil {
		return err
	}
	return c.Show(page.ServiceList(page.ServiceListProps{
		Shell: c.Shell("Services and their managers"), Tabs: page.PartnerTabs(c.Actor, "/services"), Services: list,
		Contacts: policy.ScopeOf(c.Actor, policy.ViewContacts), MayEdit: policy.Can(c.Actor, policy.EditServices),
	}))
}

// serviceOf loads the service of the address.
func serviceOf(c *Call) (domain.Service, error) {
	id, err := pathID[domain.ServiceID](c, "id")
	if err != nil {
		return domain.Service{}, err
	}
	return c.Read.Service(c.Context(), id)
}

// serviceInUse is serviceOf for what is done to services in use: a retired one is a *domain.BlockedError.
func serviceInUse(c *Call) (domain.Service, error) {
	service, err := serviceOf(c)
	if err != nil {
		return service, err
	}
	return service, service.CheckInUse()
}

func service(c *Call, service domain.Service) error {
	posts, err := c.Read.ServicePosts(c.Context(), service.ID)
	if err != nil {
		return err
	}
	history, err := history(c, policy.EditServices, "service", int64(service.ID))
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
func serviceForm(c *Call, service domain.Service, f form.Form) error {
	title, options := "Rename or retire a service", []ui.Option(nil)
	if service.ID == 0 {
		title = "Add a service"
		authorities, err := c.Read.Authorities(c.Context())
		if err != nil {
			return err
		}
		for _, a := range authorities {
			options = append(options, ui.Option{Value: idText(a.ID), Text: a.Name})
		}
	}
	shell := c.Shell(title).Under("Services", "/services", title)
	return c.Page(f, page.ServiceForm(page.ServiceFormProps{Shell: shell, Form: f, Service: service,
		Authorities: options}))
}

func newService(c *Call) error {
	return serviceForm(c, domain.Service{}, form.New(nil))
}

func addService(c *Call) error {
	f := c.Posted()
	service := domain.Service{Authority: form.ID[domain.AuthorityID](&f, "authority", "Choose an authority"),
		Name: f.Required("name", 200, "Enter the name of the service")}
	var id domain.ServiceID
	err := f.Take(func() (err error) { id, err = c.App.AddService(c.Context(), c.Actor, service); return err })
	if err != nil {
		return err
	}
	if !f.OK() {
		return serviceForm(c, domain.Service{}, f)
	}
	return c.Done("Service added", "/services/%d", id)
}

func editService(c *Call, service domain.Service) error {
	return serviceForm(c, service, form.With("name", service.Name))
}

func renameService(c *Call, service domain.Service) error {
	f := c.Posted()
	name := f.Required("name", 200, "Enter the name of the service")
	if err := f.Take(func() error { return c.App.RenameService(c.Context(), c.Actor, service.ID, name) }); err != nil {
		return err
	}
	if !f.OK() {
		return serviceForm(c, service, f)
	}
	return c.Done("Service renamed", "/services/%d", service.ID)
}

func retireService(c *Call, id domain.ServiceID) error {
	if err := c.App.RetireService(c.Context(), c.Actor, id); err != nil {
		return err
	}
	return c.Done("Service retired", "/services/%d", id)
}
