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
	"fourgates/web/frame"
	"fourgates/web/ui"
)

func newServicePost(c *serve.Call, service partners.Service) error {
	return servicePostForm(c, service, serve.WithDay(form.New(nil), "from", c.Today()))
}

func servicePostForm(c *serve.Call, service partners.Service, f form.Form) error {
	officers, err := partnerstore.ServiceOfficers(c.Context(), c.Read, c.Today())
	if err != nil {
		return err
	}
	areas, err := placestore.AreaNames(c.Context(), c.Read, policy.ScopeOf(c.Actor, policy.ViewAreas))
	if err != nil {
		return err
	}
	p := ServicePostFormProps{Shell: serviceShell(c, service, "Add a manager"), Form: f, Service: service}
	for _, o := range officers {
		p.People = append(p.People, ui.Option{Value: serve.IDText(o.Person), Text: o.Name + " (" + o.Service + ")"})
	}
	for _, a := range areas {
		p.Areas = append(p.Areas, ui.Option{Value: serve.IDText(a.ID), Text: a.Name})
	}
	return c.Page(f, ServicePostForm(p))
}

// serviceShell is the shell of a page under a service's own.
func serviceShell(c *serve.Call, service partners.Service, title string) frame.Shell {
	return c.Shell(title).Under("Services", "/services", service.Name, "/services/"+serve.IDText(service.ID), title)
}

func addServicePost(c *serve.Call, service partners.Service) error {
	f := c.Posted()
	post := partners.ServicePost{
		Service: service.ID,
		Area:    form.ID[domain.AreaID](&f, "area", ""),
		Person:  form.ID[domain.PersonID](&f, "person", ""),
		Name:    f.Optional("name", 200),
		Email:   f.Email("email"),
		From:    f.Date("from", "Enter the first day"),
		To:      f.OptionalDate("to", "Last day"),
	}
	if err := f.Take(func() error { return partnerapp.AddServicePost(c.Context(), c.App, c.Actor, post) }); err != nil {
		return err
	}
	if !f.OK() {
		return servicePostForm(c, service, f)
	}
	return c.Done("Manager added", "/services/%d", service.ID)
}

// servicePost is a manager's time in a service, with the service.
type servicePost struct {
	partners.ServicePost
	In partners.Service
}

// servicePostOf finds the manager of the address among the service's own.
func servicePostOf(c *serve.Call) (post servicePost, err error) {
	if post.In, err = serviceOf(c); err != nil {
		return post, err
	}
	id, err := serve.PathID[domain.ServicePostID](c, "post")
	if err != nil {
		return post, err
	}
	posts, err := partnerstore.ServicePosts(c.Context(), c.Read, post.In.ID)
	if err != nil {
		return post, err
	}
	post.ServicePost, err = domain.Among(posts, func(p partners.ServicePost) bool { return p.ID == id })
	return post, err
}

func askEndServicePost(c *serve.Call, post servicePost) error {
	return endServicePostForm(c, post, serve.WithDay(form.New(nil), "to", c.Today()))
}

func endServicePostForm(c *serve.Call, post servicePost, f form.Form) error {
	return c.Page(f, EndForm(EndFormProps{Shell: serviceShell(c, post.In, "End a manager’s time"), Form: f,
		Caption: post.In.Name, Title: "End the time of " + post.Name, Since: post.From, Button: "Set the last day",
		Cancel: "/services/" + serve.IDText(post.In.ID)}))
}

func endServicePost(c *serve.Call, post servicePost) error {
	f := c.Posted()
	on := f.Date("to", "Enter the last day")
	err := f.Take(func() error {
		return partnerapp.EndServicePost(c.Context(), c.App, c.Actor, post.In.ID, post.ID,
			on)
	})
	if err != nil {
		return err
	}
	if !f.OK() {
		return endServicePostForm(c, post, f)
	}
	return c.Done("Last day set", "/services/%d", post.In.ID)
}
