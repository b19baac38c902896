package placeweb

import (
	"math"

	"fourgates/internal/form"
	"fourgates/internal/places"
	"fourgates/internal/places/placeapp"
	"fourgates/internal/places/placestore"
	"fourgates/internal/serve"
)

// newValidity shows the form on which a view of the boundary is recorded.
func newValidity(c *serve.Call, area places.Area) error {
	return validityForm(c, area, form.New(nil))
}

func validityForm(c *serve.Call, area places.Area, f form.Form) error {
	shell := AreaShell(c, area, "Record a view on the boundary")
	drawn, err := placestore.AreaBoundaries(c.Context(), c.Read, area.ID)
	if err != nil {
		return err
	}
	return c.Page(f, ValidityForm(ValidityFormProps{Shell: shell, Form: f, Area: area, Drawn: drawn}))
}

// recordValidity records a view of the boundary.
func recordValidity(c *serve.Call, area places.Area) error {
	f := c.Posted()
	view := places.ValidityView{
		Kind:     form.OneOf(&f, "kind", places.ValidityKinds(), "Choose whose view it is"),
		SaidBy:   f.Required("said-by", 200, "Enter who said it"),
		Supports: form.OneOf(&f, "supports", places.ValiditySupports(), "Choose what they say"),
		Note:     f.Optional("note", 2000),
		SaidOn:   f.Date("on", "Enter the day"),
	}
	if f.Text("boundary") != "" {
		view.Boundary = f.Int("boundary", 1, math.MaxInt32, "Choose a version of this area’s boundary")
	}
	if err := f.Take(func() error {
		return placeapp.RecordValidity(c.Context(), c.App, c.Actor, area.ID,
			view)
	}); err != nil {
		return err
	}
	if !f.OK() {
		return validityForm(c, area, f)
	}
	return c.Done("View recorded", "/areas/%d/boundary", area.ID)
}
