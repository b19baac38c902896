package server

import (
	"net/http"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

func themeRoutes() []Route {
	return []Route{
		get("/admin/themes", policy.ManageLists, themes),
		post("/admin/themes", policy.ManageLists, addTheme),
		post("/admin/themes/{id}", policy.ManageLists, changeTheme),
	}
}

// themes shows the list of themes to those who edit it.
func themes(c *Call) error {
	return themesPage(c, http.StatusOK, 0, form.New(nil))
}

// themesPage shows the list; f belongs to the theme that is renamed, or with zero to a new one.
func themesPage(c *Call, status int, renamed domain.ThemeID, f form.Form) error {
	all, err := c.Read.ThemeUse(c.Context())
	if err != nil {
		return err
	}
	shell := c.Shell("Themes").Under("Admin", "/admin", "Themes")
	return c.Answer(status, page.Themes(page.ThemesProps{Shell: shell, Form: f, Renamed: renamed, Themes: all}))
}

// addTheme adds a theme at the end of the list.
func addTheme(c *Call) error {
	f := c.Posted()
	name := f.Required("name", 60, "Enter a name")
	var err error
	if f.OK() {
		err = c.App.AddTheme(c.Context(), c.Actor, name)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return themesPage(c, http.StatusUnprocessableEntity, 0, f)
	}
	return c.Done("Theme added", "/admin/themes")
}

// changeTheme renames, moves, retires or brings back a theme, as the button says that was pressed.
func changeTheme(c *Call) error {
	id, err := pathID[domain.ThemeID](c, "id")
	if err != nil {
		return err
	}
	f := c.Posted()
	ctx, message := c.Context(), "Theme moved"
	switch f.Text("do") {
	case "up", "down":
		err = c.App.MoveTheme(ctx, c.Actor, id, f.Text("do") == "up")
	case "retire", "bring back":
		message = "Saved"
		err = c.App.RetireTheme(ctx, c.Actor, id, f.Text("do") == "retire")
	default:
		message = "Theme renamed"
		if name := f.Required("name", 60, "Enter a name"); f.OK() {
			err = c.App.RenameTheme(ctx, c.Actor, id, name)
		}
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return themesPage(c, http.StatusUnprocessableEntity, id, f)
	}
	return c.Done(message, "/admin/themes")
}
