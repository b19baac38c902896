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

func newServicePost(c *Call) error {
	return servicePostForm(c, http.StatusOK, withDay(form.New(nil), "from", c.Today()))
}

func servicePostForm(c *Call, status int, f form.Form) error {
	service, err := loadServiceInUse(c)
	if err != nil {
		return err
	}
	officers, err := c.Read.ServiceOfficers(c.Context(), c.Today())
	if err != nil {
		return err
	}
	areas, err := c.Read.AreaNames(c.Context(), policy.ScopeOf(c.Actor, policy.ViewAreas))
	if err != nil {
		return err
	}
	p := page.ServicePostFormProps{Shell: c.Shell("Add a manager").Under("Services", "/services", service.Name, "/services/"+idText(service.ID), "Add a manager"),
		Form: f, Service: service}
	for _, o := range officers {
		p.People = append(p.People, ui.Option{Value: idText(o.Person), Text: o.Name + " (" + o.Service + ")"})
	}
	for _, a := range areas {
		p.Areas = append(p.Areas, ui.Option{Value: idText(a.ID), Text: a.Name})
	}
	return c.Answer(status, page.ServicePostForm(p))
}

func addServicePost(c *Call) error {
	service, err := loadServiceInUse(c)
	if err != nil {
		return err
	}
	f := c.Posted()
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
		return servicePostForm(c, http.StatusUnprocessableEntity, f)
	}
	err = c.App.AddServicePost(c.Context(), c.Actor, post)
	if f.Refuse(err) {
		return servicePostForm(c, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return c.Done("Manager added", "/services/%d", service.ID)
}

func askEndServicePost(c *Call) error {
	return endServicePostForm(c, http.StatusOK, withDay(form.New(nil), "to", c.Today()))
}

// loadPost finds the manager in the address among the service's own.
func loadPost(c *Call) (domain.Service, domain.ServicePost, error) {
	service, err := loadService(c)
	if err != nil {
		return service, domain.ServicePost{}, err
	}
	id, err := pathID[domain.ServicePostID](c, "post")
	if err != nil {
		return service, domain.ServicePost{}, err
	}
	posts, err := c.Read.ServicePosts(c.Context(), service.ID)
	if err != nil {
		return service, domain.ServicePost{}, err
	}
	i := slices.IndexFunc(posts, func(p domain.ServicePost) bool { return p.ID == id })
	if i < 0 {
		return service, domain.ServicePost{}, domain.ErrNotFound
	}
	return service, posts[i], nil
}

func endServicePostForm(c *Call, status int, f form.Form) error {
	service, post, err := loadPost(c)
	if err != nil {
		return err
	}
	back := "/services/" + idText(service.ID)
	shell := c.Shell("End a manager’s time").Under("Services", "/services", service.Name, back, "End a manager’s time")
	return c.Answer(status, page.EndForm(page.EndFormProps{Shell: shell, Form: f, Caption: service.Name,
		Title: "End the time of " + post.Name, Since: post.From, Button: "Set the last day", Cancel: back}))
}

func endServicePost(c *Call) error {
	service, post, err := loadPost(c)
	if err != nil {
		return err
	}
	f := c.Posted()
	on := f.Date("to", "Enter the last day")
	if !f.OK() {
		return endServicePostForm(c, http.StatusUnprocessableEntity, f)
	}
	err = c.App.EndServicePost(c.Context(), c.Actor, service.ID, post.ID, on)
	if f.Refuse(err) {
		return endServicePostForm(c, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return c.Done("Last day set", "/services/%d", service.ID)
}
