package placeweb

import (
	"fourgates/internal/form"
	"fourgates/internal/places"
	"fourgates/internal/places/placeapp"
	"fourgates/internal/places/placestore"
	"fourgates/internal/serve"
)

// newMove shows the form that moves an area along its life.
func newMove(c *serve.Call, area places.Area) error {
	return moveForm(c, area, form.New(nil))
}

func moveForm(c *serve.Call, area places.Area, f form.Form) error {
	p := AreaMoveProps{Form: f, Area: area}
	var err error
	if p.States, err = placestore.AreaStates(c.Context(), c.Read, area.ID); err != nil {
		return err
	}
	p.Shell = AreaShell(c, area, "Change the state")
	return c.Page(f, AreaMove(p))
}

// moveArea moves an area along its life by hand.
func moveArea(c *serve.Call, area places.Area) error {
	f := c.Posted()
	to := form.OneOf(&f, "to", places.AreaStates(), "Choose what you want to do")
	reason := f.Required("reason", 1000, "Enter the reason")
	if err := f.Take(func() error {
		return placeapp.MoveArea(c.Context(), c.App, c.Actor, area.ID, to,
			reason)
	}); err != nil {
		return err
	}
	if !f.OK() {
		return moveForm(c, area, f)
	}
	return c.Done("The area is "+string(to), "/areas/%d", area.ID)
}
