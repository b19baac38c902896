package server

import (
	"fourgates/internal/app"
	"fourgates/internal/form"
	"fourgates/internal/rules"
	"fourgates/internal/serve"
	"fourgates/web/page"
)

// newValidity shows the form on which a view of the boundary is recorded.
func newValidity(c *serve.Call, area rules.Area) error {
	return validityForm(c, area, form.New(nil))
}

func validityForm(c *serve.Call, area rules.Area, f form.Form) error {
	shell := areaShell(c, area, "Record a view on the boundary")
	return c.Page(f, page.ValidityForm(page.ValidityFormProps{Shell: shell, Form: f, Area: area}))
}

// recordValidity records a view of the boundary.
func recordValidity(c *serve.Call, area rules.Area) error {
	f := c.Posted()
	view := rules.ValidityView{
		Kind:     form.OneOf(&f, "kind", rules.ValidityKinds(), "Choose whose view it is"),
		SaidBy:   f.Required("said-by", 200, "Enter who said it"),
		Supports: form.OneOf(&f, "supports", rules.ValiditySupports(), "Choose what they say"),
		Note:     f.Optional("note", 2000),
		SaidOn:   f.Date("on", "Enter the day"),
	}
	if err := f.Take(func() error { return app.RecordValidity(c.Context(), c.App, c.Actor, area.ID, view) }); err != nil {
		return err
	}
	if !f.OK() {
		return validityForm(c, area, f)
	}
	return c.Done("View recorded", "/areas/%d", area.ID)
}
