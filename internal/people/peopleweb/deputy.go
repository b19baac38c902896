package peopleweb

import (
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/people"
	"fourgates/internal/people/peopleapp"
	"fourgates/internal/serve"
)

// newDeputy shows the form that names a deputy of a person.
func newDeputy(c *serve.Call, p people.Person) error {
	return deputyForm(c, p, serve.WithDay(form.New(nil), "from", c.Today()))
}

func deputyForm(c *serve.Call, p people.Person, f form.Form) error {
	return c.Page(f, DeputyForm(DeputyFormProps{Shell: personShell(c, p, "Name a deputy"), Form: f, Person: p}))
}

// nameDeputy names a deputy.
func nameDeputy(c *serve.Call, p people.Person) error {
	f := c.Posted()
	n := people.Deputy{Principal: p.ID, Role: form.OneOf(&f, "role", people.Deputable(), "Choose the role")}
	email := f.Required("email", domain.MostEmail, "Enter the deputy’s e-mail address")
	n.Name = f.Optional("name", domain.MostName)
	n.Span = domain.Span{From: f.Date("from", "Enter the first day"), To: f.Date("to", "Enter the last day")}
	if err := f.Take(func() error { return peopleapp.NameDeputy(c.Context(), c.App, c.Actor, n, email) }); err != nil {
		return err
	}
	if !f.OK() {
		return deputyForm(c, p, f)
	}
	return c.Done("Deputy named", "/admin/people/%d", p.ID)
}

// deputyOf is one deputy of a person, by their ids.
type deputyOf struct {
	Principal domain.PersonID
	ID        domain.DeputyID
}

func deputyAt(c *serve.Call) (d deputyOf, err error) {
	if d.Principal, err = serve.PathID[domain.PersonID](c, "person"); err != nil {
		return d, err
	}
	d.ID, err = serve.PathID[domain.DeputyID](c, "deputy")
	return d, err
}

// endDeputy ends a naming before its last day.
func endDeputy(c *serve.Call, d deputyOf) error {
	if err := peopleapp.EndDeputy(c.Context(), c.App, c.Actor, d.Principal, d.ID); err != nil {
		return err
	}
	return c.Done("The deputy no longer acts", "/admin/people/%d", d.Principal)
}
