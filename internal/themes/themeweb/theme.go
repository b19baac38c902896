// Package themeweb serves the page of themes.
package themeweb

import (
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
	"fourgates/internal/themes/themeapp"
	"fourgates/internal/themes/themestore"
)

func ThemeRoutes() []serve.Route {
	return []serve.Route{
		serve.Get("/admin/themes", policy.ManageLists, showThemes),
		serve.Post("/admin/themes", policy.ManageLists, addTheme),
		serve.Post("/admin/themes/{id}", policy.ManageLists, serve.On(serve.IDOf[domain.ThemeID]("id"), changeTheme)),
	}
}

// showThemes shows the list of themes to those who edit it.
func showThemes(c *serve.Call) error {
	return themesPage(c, 0, form.New(nil))
}

// themesPage shows the list; f belongs to the theme that is renamed, or with zero to a new one.
func themesPage(c *serve.Call, renamed domain.ThemeID, f form.Form) error {
	all, err := themestore.ThemeUse(c.Context(), c.Read)
	if err != nil {
		return err
	}
	shell := c.Shell("Themes").Under("Admin", "/admin", "Themes")
	return c.Page(f, Themes(ThemesProps{Shell: shell, Form: f, Renamed: renamed, Themes: all}))
}

// addTheme adds a theme at the end of the list.
func addTheme(c *serve.Call) error {
	f := c.Posted()
	name := f.Required("name", 60, "Enter a name")
	if err := f.Take(func() error { return themeapp.AddTheme(c.Context(), c.App, c.Actor, name) }); err != nil {
		return err
	}
	if !f.OK() {
		return themesPage(c, 0, f)
	}
	return c.Done("Theme added", "/admin/themes")
}

// changeTheme renames, moves, retires or brings back a theme, as the button says that was pressed.
func changeTheme(c *serve.Call, id domain.ThemeID) error {
	f := c.Posted()
	message, command := themeStep(c, &f, id)
	if err := f.Take(command); err != nil {
		return err
	}
	if !f.OK() {
		return themesPage(c, id, f)
	}
	return c.Done(message, "/admin/themes")
}

// themeStep is the command of the button that was pressed, and what to say once it is done.
func themeStep(c *serve.Call, f *form.Form, id domain.ThemeID) (done string, command func() error) {
	switch do := f.Text("do"); do {
	case "up", "down":
		return "Theme moved", func() error { return themeapp.MoveTheme(c.Context(), c.App, c.Actor, id, do == "up") }
	case "retire", "bring back":
		return "Saved", func() error { return themeapp.RetireTheme(c.Context(), c.App, c.Actor, id, do == "retire") }
	}
	name := f.Required("name", 60, "Enter a name")
	return "Theme renamed", func() error { return themeapp.RenameTheme(c.Context(), c.App, c.Actor, id, name) }
}
