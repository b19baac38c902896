package peopleweb

import (
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/people"
	"fourgates/internal/people/peopleapp"
	"fourgates/internal/people/peoplestore"
	"fourgates/internal/serve"
)

// mostReason is the most characters of why accounts are said to be one person's, or not.
const mostReason = 500

// newAccount shows the form that links an account with another of the same person; the page of the person proposes one
// by its address and name.
func newAccount(c *serve.Call, p people.Person) error {
	f := form.New(c.Form)
	return accountForm(c, p, form.With("email", f.Text("email"), "name", f.Text("name")))
}

func accountForm(c *serve.Call, p people.Person, f form.Form) error {
	shell := personShell(c, p, "Link another account")
	return c.Page(f, AccountForm(AccountFormProps{Shell: shell, Form: f, Person: p}))
}

func linkAccount(c *serve.Call, p people.Person) error {
	f := c.Posted()
	email := f.Required("email", domain.MostEmail, "Enter the e-mail address of the other account")
	name := f.Optional("name", domain.MostName)
	reason := f.Required("reason", mostReason, "Say how you know that they are one person")
	err := f.Take(func() error {
		return peopleapp.LinkAccounts(c.Context(), c.App, c.Actor, p.ID, email, name, reason)
	})
	if err != nil {
		return err
	}
	if !f.OK() {
		return accountForm(c, p, f)
	}
	return c.Done("The accounts are seen as one person", "/admin/people/%d#accounts", p.ID)
}

func partPage(c *serve.Call, p people.Person) error { return partForm(c, p, form.New(nil)) }

func partForm(c *serve.Call, p people.Person, f form.Form) error {
	linked, _, err := peoplestore.AccountsOf(c.Context(), c.Read, p)
	if err != nil {
		return err
	}
	return c.Page(f, AccountPart(AccountPartProps{Shell: personShell(c, p, "Take the link away"), Form: f, Person: p,
		Linked: linked}))
}

func partAccount(c *serve.Call, p people.Person) error {
	f := c.Posted()
	reason := f.Required("reason", mostReason, "Say how you know that they are two people")
	err := f.Take(func() error { return peopleapp.PartAccount(c.Context(), c.App, c.Actor, p.ID, reason) })
	if err != nil {
		return err
	}
	if !f.OK() {
		return partForm(c, p, f)
	}
	return c.Done("The account is seen as somebody else’s", "/admin/people/%d#accounts", p.ID)
}
