package server

import (
	"net/http"
	"slices"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
	"fourgates/web/ui"
)

func (s *Server) newServicePost(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.servicePostForm(w, r, actor, http.StatusOK, withDay(form.New(nil), "from", s.today()))
}

func (s *Server) servicePostForm(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, f form.Form) error {
	service, err := s.loadServiceInUse(r)
	if err != nil {
		return err
	}
	officers, err := s.read.ServiceOfficers(r.Context(), s.today())
	if err != nil {
		return err
	}
	areas, err := s.read.AreaNames(r.Context(), policy.ScopeOf(actor, policy.ViewAreas))
	if err != nil {
		return err
	}
	p := page.ServicePostFormProps{Shell: s.shell(r, actor, "Add a manager").Under("Services", "/services", service.Name, "/services/"+idText(service.ID), "Add a manager"),
		Form: f, Service: service}
	if !f.OK() {
		p.Shell = p.WithErrors()
	}
	for _, o := range officers {
		p.People = append(p.People, ui.Option{Value: idText(o.Person), Text: o.Name + " (" + o.Service + ")"})
	}
	for _, a := range areas {
		p.Areas = append(p.Areas, ui.Option{Value: idText(a.ID), Text: a.Name})
	}
	return s.render(w, r, status, page.ServicePostForm(p))
}

func (s *Server) addServicePost(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	service, err := s.loadServiceInUse(r)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	post := domain.ServicePost{
		Service: service.ID,
		Area:    form.ID[domain.AreaID](&f, "area", ""),
		Person:  form.ID[domain.PersonID](&f, "person", ""),
		Name:    f.Optional("name", 200),
		Email:   f.Optional("email", 254),
		From:    f.Date("from", "Enter the first day"),
		To:      f.OptionalDate("to"),
	}
	if !f.OK() {
		return s.servicePostForm(w, r, actor, http.StatusUnprocessableEntity, f)
	}
	err = s.app.AddServicePost(r.Context(), actor, post)
	if f.Refuse(err) {
		return s.servicePostForm(w, r, actor, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "Manager added", "/services/%d", service.ID)
}

func (s *Server) askEndServicePost(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.endServicePostForm(w, r, actor, http.StatusOK, withDay(form.New(nil), "to", s.today()))
}

// loadPost finds the manager in the address among the service's own.
func (s *Server) loadPost(r *http.Request) (domain.Service, domain.ServicePost, error) {
	service, err := s.loadService(r)
	if err != nil {
		return service, domain.ServicePost{}, err
	}
	id, err := pathID[domain.ServicePostID](r, "post")
	if err != nil {
		return service, domain.ServicePost{}, err
	}
	posts, err := s.read.ServicePosts(r.Context(), service.ID)
	if err != nil {
		return service, domain.ServicePost{}, err
	}
	i := slices.IndexFunc(posts, func(p domain.ServicePost) bool { return p.ID == id })
	if i < 0 {
		return service, domain.ServicePost{}, domain.ErrNotFound
	}
	return service, posts[i], nil
}

func (s *Server) endServicePostForm(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, f form.Form) error {
	service, post, err := s.loadPost(r)
	if err != nil {
		return err
	}
	back := "/services/" + idText(service.ID)
	shell := s.shell(r, actor, "End a manager’s time").Under("Services", "/services", service.Name, back, "End a manager’s time")
	if !f.OK() {
		shell = shell.WithErrors()
	}
	return s.render(w, r, status, page.EndForm(page.EndFormProps{Shell: shell, Form: f, Caption: service.Name,
		Title: "End the time of " + post.Name, Since: post.From, Button: "Set the last day", Cancel: back}))
}

func (s *Server) endServicePost(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	service, post, err := s.loadPost(r)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	on := f.Date("to", "Enter the last day")
	if !f.OK() {
		return s.endServicePostForm(w, r, actor, http.StatusUnprocessableEntity, f)
	}
	err = s.app.EndServicePost(r.Context(), actor, service.ID, post.ID, on)
	if f.Refuse(err) {
		return s.endServicePostForm(w, r, actor, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "Last day set", "/services/%d", service.ID)
}
