package placeweb

import (
	"fourgates/internal/form"
	"fourgates/internal/places"
	"fourgates/internal/places/placeapp"
	"fourgates/internal/serve"
)

// areaMembers shows who the Members of an area are on a day: today, where none is asked for. The address is the day.
func areaMembers(ahead Ahead) func(c *serve.Call, area places.Area) error {
	return func(c *serve.Call, area places.Area) error {
		f := form.New(c.URL.Query())
		on := f.OptionalDate("on", "Day")
		if on.IsZero() && f.OK() {
			on = c.Today()
			f = serve.WithDay(f, "on", on)
		}
		p := AreaMembersProps{Shell: AreaShell(c, area, "Area Members on a day"), Form: f, Area: area, On: on}
		if !f.OK() {
			return c.Page(f, AreaMembers(p))
		}
		found, err := placeapp.AreaMembersOn(c.Context(), c.App, area.ID, on)
		if err != nil {
			return err
		}
		if on.After(c.Today()) && found.Boundary.Version > 0 {
			if found.Members, err = ahead(c, area.ID, on, found); err != nil {
				return err
			}
		}
		p.Boundary, p.Past, p.Members = found.Boundary, found.Past, found.Members
		return c.Show(AreaMembers(p))
	}
}
