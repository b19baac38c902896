package server

import (
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/web/page"
)

// areaMembers shows who the Members of an area are on a day: today, where none is asked for. The address is the day.
func areaMembers(c *Call, area domain.Area) error {
	f := form.New(c.URL.Query())
	on := f.OptionalDate("on")
	if on.IsZero() && f.OK() {
		on = c.Today()
		f = withDay(f, "on", on)
	}
	p := page.AreaMembersProps{Shell: areaShell(c, area, "Area Members on a day"), Form: f, Area: area, On: on}
	if !f.OK() {
		return c.Page(f, page.AreaMembers(p))
	}
	found, err := c.App.AreaMembersOn(c.Context(), area.ID, on)
	if err != nil {
		return err
	}
	p.Boundary, p.Past, p.Members = found.Boundary, found.Past, found.Members
	return c.Show(page.AreaMembers(p))
}
