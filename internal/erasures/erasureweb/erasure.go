// Package erasureweb serves the pages on which an administrator erases words.
package erasureweb

import (
	"fourgates/internal/domain"
	"fourgates/internal/erasures"
	"fourgates/internal/erasures/erasureapp"
	"fourgates/internal/erasures/erasurestore"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
)

// ErasureRoutes lists the routes of erasing.
func ErasureRoutes() []serve.Route {
	return []serve.Route{
		serve.Get("/admin/erasures", policy.EraseWords, list),
		serve.Get("/admin/erasures/new", policy.EraseWords, ask),
		serve.Post("/admin/erasures/check", policy.EraseWords, check),
		serve.Post("/admin/erasures", policy.EraseWords, erase),
	}
}

// list shows what was erased: when, by whom and why, and never the words.
func list(c *serve.Call) error {
	done, err := erasurestore.Erasures(c.Context(), c.Read)
	if err != nil {
		return err
	}
	return c.Show(Erasures(ErasuresProps{Shell: c.Shell("Erasing").Under("Admin", "/admin", "Erasing"), Done: done}))
}

// ask shows the form that says which words.
func ask(c *serve.Call) error { return askPage(c, form.New(nil)) }

func askPage(c *serve.Call, f form.Form) error {
	return c.Page(f, Ask(AskProps{Form: f, Shell: c.Shell("Erase a name or words").Under("Admin", "/admin", "Erasing",
		"/admin/erasures", "Erase")}))
}

func decode(f *form.Form) erasures.Request {
	q := erasures.Request{Words: f.Required("words", erasures.Most, "Enter the name or the words to erase"),
		Why:      f.Required("why", 500, "Enter what the law asks, and how the request is filed"),
		Contacts: form.IDs[domain.ContactID](f, "contacts"),
		People:   form.IDs[domain.PersonID](f, "people")}
	if f.OK() {
		f.Refuse(q.Check())
	}
	return q
}

// check shows where the words stand, before anything is erased.
func check(c *serve.Call) error {
	f := c.Posted()
	q := decode(&f)
	if !f.OK() {
		return askPage(c, f)
	}
	return checkPage(c, f, q)
}

func checkPage(c *serve.Call, f form.Form, q erasures.Request) error {
	stands, err := erasurestore.Standing(c.Context(), c.Read, q, c.Today())
	if err != nil {
		return err
	}
	return c.Page(f, Check(CheckProps{Form: f, Request: q, Standing: stands, Shell: c.Shell("Erase for good?").Under(
		"Admin", "/admin", "Erasing", "/admin/erasures", "Erase")}))
}

// erase erases them.
func erase(c *serve.Call) error {
	f := c.Posted()
	q := decode(&f)
	if !f.OK() {
		return askPage(c, f)
	}
	if err := f.Take(func() error {
		_, err := erasureapp.Erase(c.Context(), c.App, c.Actor, q)
		return err
	}); err != nil {
		return err
	}
	switch {
	case f.Problem("words")+f.Problem("why") != "":
		return askPage(c, f)
	case !f.OK():
		return checkPage(c, f, q)
	}
	return c.Done("It is erased.", "/admin/erasures")
}
