package server

import (
	"slices"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
	"fourgates/web/ui"
)

func newServicePost(c *Call, service domain.Service) error {
	return servicePostForm(c, service, withDay(form.New(nil), "from", c.Today()))
}

func servicePostForm(c *Call, service domain.Service, f form.Form) error {
	officers, err := c.Read.ServiceOfficers(c.Context(), c.Today())
	if err != nil {
		return err
	}
	areas, err := c.Read.AreaNames(c.Context(), policy.ScopeOf(c.Actor, policy.ViewAreas))
	if err != nil {
		return err
	}
	p := page.ServicePostFormProps{Shell: serviceShell(c, service, "Add a manager"), Form: f, Service: service}
	for _, o := range officers {
		p.People = append(p.People, ui.Option{Value: idText(o.Person), Text: o.Name + " (" + o.Service + ")"})
	}
	for _, a := range areas {
		p.Areas = append(p.Areas, ui.Option{Value: idText(a.ID), Text: a.Name})
	}
	return c.Page(f, page.ServicePostForm(p))
}

// serviceShell is the shell of a page under a service's own.
func serviceShell(c *Call, service domain.Service, title string) page.Shell {
	return c.Shell(title).Under("Services", "/services", service.Name, "/services/"+idText(service.ID), title)
}

func addServicePost(c *Call, service domain.Service) error {
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
	if err := f.Take(func() error { return c.App.AddServicePost(c.Context(), c.Actor, post) }); err != nil {
		return err
	}
	if !f.OK() {
		return servicePostForm(c, service, f)
	}
	return c.Done("Manager added", "/services/%d", service.ID)
}

// servicePost is a manager's time in a service, with the service.
type servicePost struct {
	domain.ServicePost
	In domain.Service
}

// servicePostOf finds the manager of the address among the service's own.
func servicePostOf(c *Call) (post servicePost, err error) {
	if post.In, err = serviceOf(c); err != nil {
		return post, err
	}
	id, err := pathID[domain.ServicePostID](c, "post")
	if err != nil {
		return post, err
	}
	posts, err := c.Read.ServicePosts(c.Context(), post.In.ID)
	if err != nil {
		return post, err
	}
	i := slices.IndexFunc(posts, func(p domain.ServicePost) bool { return p.ID == id })
	if i < 0 {
		return post, domain.ErrNotFound
	}
	post.ServicePost = posts[i]
	return post, nil
}

func askEndServicePost(c *Call, post servicePost) error {
	return endServicePostForm(c, post, withDay(form.New(nil), "to", c.Today()))
}

func endServicePostForm(c *Call, post servicePost, f form.Form) error {
	return c.Page(f, page.EndForm(page.EndFormProps{Shell: serviceShell(c, post.In, "End a manager’s time"), Form: f,
		Caption: post.In.Name, Title: "End the time of " + post.Name, Since: post.From, Button: "Set the last day",
		Cancel: "/services/" + idText(post.In.ID)}))
}

func endServicePost(c *Call, post servicePost) error {
	f := c.Posted()
	on := f.Date("to", "Enter the last day")
	err := f.Take(func() error { return c.App.EndServicePost(c.Context(), c.Actor, post.In.ID, post.ID, on) })
	if err != nil {
		return err
	}
	if !f.OK() {
		return endServicePostForm(c, post, f)
	}
	return c.Done("Last day set", "/services/%d", post.In.ID)
}
