package server

import (
	"fourgates/internal/app"
	"fourgates/internal/form"
	"fourgates/internal/rules"
	"fourgates/internal/serve"
	"fourgates/web/page"
)

// areaMembers shows who the Members of an area are on a day: today, where none is asked for. The address is the day.
func areaMembers(c *serve.Call, area rules.Area) error {
	f := form.New(c.URL.Query())
	on := f.OptionalDate("on")
	if on.IsZero() && f.OK() {
		on = c.Today()
		f = serve.WithDay(f, "on", on)
	}
	p := page.AreaMembersProps{Shell: areaShell(c, area, "Area Members on a day"), Form: f, Area: area, On: on}
	if !f.OK() {
		return c.Page(f, page.AreaMembers(p))
	}
	found, err := app.AreaMembersOn(c.Context(), c.App, area.ID, on)
	if err != nil {
		return err
	}
	p.Boundary, p.Past, p.Members = found.Boundary, found.Past, found.Members
	return c.Show(page.AreaMembers(p))
}
