package server

import (
	"net/http"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
	"fourgates/web/ui"
)

func (s *Server) listServices(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	list, err := s.read.ListServices(r.Context(), s.today())
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, page.ServiceList(page.ServiceListProps{
		Shell: s.shell(r, actor, "Services and their managers"), Tabs: page.PartnerTabs(actor, "/services"), Services: list,
		Contacts: policy.ScopeOf(actor, policy.ViewContacts), MayEdit: policy.Can(actor, policy.EditServices),
	}))
}

func (s *Server) loadService(r *http.Request) (domain.Service, error) {
	id, err := pathID[domain.ServiceID](r, "id")
	if err != nil {
		return domain.Service{}, err
	}
	return s.read.Service(r.Context(), id)
}

func (s *Server) service(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	service, err := s.loadService(r)
	if err != nil {
		return err
	}
	posts, err := s.read.ServicePosts(r.Context(), service.ID)
	if err != nil {
		return err
	}
	history, err := s.history(r, actor, policy.EditServices, "service", int64(service.ID))
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, page.ServiceRecord(page.ServiceProps{
		Shell:   s.shell(r, actor, service.Name).Under("Services", "/services", service.Name),
		Service: service, Posts: posts, Contacts: policy.ScopeOf(actor, policy.ViewContacts), History: history, MayEdit: policy.Can(actor, policy.EditServices),
	}))
}

// serviceForm shows the form for a new service, or for another name.
func (s *Server) serviceForm(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, service domain.Service, f form.Form) error {
	title, options := "Rename or retire a service", []ui.Option(nil)
	if service.ID == 0 {
		title = "Add a service"
		authorities, err := s.read.Authorities(r.Context())
		if err != nil {
			return err
		}
		for _, a := range authorities {
			options = append(options, ui.Option{Value: idText(a.ID), Text: a.Name})
		}
	}
	shell := s.shell(r, actor, title).Under("Services", "/services", title)
	if !f.OK() {
		shell = shell.WithErrors()
	}
	return s.render(w, r, status, page.ServiceForm(page.ServiceFormProps{Shell: shell, Form: f, Service: service, Authorities: options}))
}

func (s *Server) newService(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.serviceForm(w, r, actor, http.StatusOK, domain.Service{}, form.New(nil))
}

func (s *Server) addService(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	f := form.New(r.PostForm)
	service := domain.Service{Authority: form.ID[domain.AuthorityID](&f, "authority", "Choose an authority"), Name: f.Required("name", 200, "Enter the name of the service")}
	if !f.OK() {
		return s.serviceForm(w, r, actor, http.StatusUnprocessableEntity, domain.Service{}, f)
	}
	id, err := s.app.AddService(r.Context(), actor, service)
	if f.Refuse(err) {
		return s.serviceForm(w, r, actor, http.StatusUnprocessableEntity, domain.Service{}, f)
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "Service added", "/services/%d", id)
}

// loadServiceInUse is loadService for what is done to services in use: a retired one is a *domain.BlockedError.
func (s *Server) loadServiceInUse(r *http.Request) (domain.Service, error) {
	service, err := s.loadService(r)
	if err != nil {
		return service, err
	}
	return service, service.CheckInUse()
}

func (s *Server) editService(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	service, err := s.loadServiceInUse(r)
	if err != nil {
		return err
	}
	return s.serviceForm(w, r, actor, http.StatusOK, service, form.With("name", service.Name))
}

func (s *Server) renameService(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	service, err := s.loadServiceInUse(r)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	name := f.Required("name", 200, "Enter the name of the service")
	if !f.OK() {
		return s.serviceForm(w, r, actor, http.StatusUnprocessableEntity, service, f)
	}
	err = s.app.RenameService(r.Context(), actor, service.ID, name)
	if f.Refuse(err) {
		return s.serviceForm(w, r, actor, http.StatusUnprocessableEntity, service, f)
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "Service renamed", "/services/%d", service.ID)
}

func (s *Server) retireService(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	id, err := pathID[domain.ServiceID](r, "id")
	if err != nil {
		return err
	}
	if err := s.app.RetireService(r.Context(), actor, id); err != nil {
		return err
	}
	return s.done(w, r, "Service retired", "/services/%d", id)
}
