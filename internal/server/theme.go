package server

import (
	"net/http"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

func (s *Server) themeRoutes() []Route {
	return []Route{
		get("/admin/themes", policy.ManageLists, s.themes),
		post("/admin/themes", policy.ManageLists, s.addTheme),
		post("/admin/themes/{id}", policy.ManageLists, s.changeTheme),
	}
}

// themes shows the list of themes to those who edit it.
func (s *Server) themes(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.themesPage(w, r, actor, http.StatusOK, 0, form.New(nil))
}

// themesPage shows the list; f belongs to the theme that is renamed, or with zero to a new one.
func (s *Server) themesPage(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, renamed domain.ThemeID, f form.Form) error {
	all, err := s.read.ThemeUse(r.Context())
	if err != nil {
		return err
	}
	shell := s.shell(r, actor, "Themes").Under("Admin", "/admin", "Themes")
	if status != http.StatusOK {
		shell = shell.WithErrors()
	}
	return s.render(w, r, status, page.Themes(page.ThemesProps{Shell: shell, Form: f, Renamed: renamed, Themes: all}))
}

// addTheme adds a theme at the end of the list.
func (s *Server) addTheme(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	f := form.New(r.PostForm)
	name := f.Required("name", 60, "Enter a name")
	var err error
	if f.OK() {
		err = s.app.AddTheme(r.Context(), actor, name)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return s.themesPage(w, r, actor, http.StatusUnprocessableEntity, 0, f)
	}
	return s.done(w, r, "Theme added", "/admin/themes")
}

// changeTheme renames, moves, retires or brings back a theme, as the button says that was pressed.
func (s *Server) changeTheme(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	id, err := pathID[domain.ThemeID](r, "id")
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	ctx, message := r.Context(), "Theme moved"
	switch f.Text("do") {
	case "up", "down":
		err = s.app.MoveTheme(ctx, actor, id, f.Text("do") == "up")
	case "retire", "bring back":
		message = "Saved"
		err = s.app.RetireTheme(ctx, actor, id, f.Text("do") == "retire")
	default:
		message = "Theme renamed"
		if name := f.Required("name", 60, "Enter a name"); f.OK() {
			err = s.app.RenameTheme(ctx, actor, id, name)
		}
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return s.themesPage(w, r, actor, http.StatusUnprocessableEntity, id, f)
	}
	return s.done(w, r, message, "/admin/themes")
}
