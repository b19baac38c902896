package server

import (
	"net/http"

	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

// areaMembers shows who the Members of an area are on a day: today, where none is asked for. The address is the day.
func (s *Server) areaMembers(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	area, err := s.areaOf(r, actor)
	if err != nil {
		return err
	}
	f := form.New(r.URL.Query())
	on := f.OptionalDate("on")
	if on.IsZero() && f.OK() {
		on = s.today()
		f = withDay(f, "on", on)
	}
	p := page.AreaMembersProps{Shell: s.areaShell(r, actor, area, "Area Members on a day"), Form: f, Area: area, On: on}
	if !f.OK() {
		p.Shell = p.WithErrors()
		return s.render(w, r, http.StatusUnprocessableEntity, page.AreaMembers(p))
	}
	found, err := s.app.AreaMembersOn(r.Context(), area.ID, on)
	if err != nil {
		return err
	}
	p.Boundary, p.Past, p.Members = found.Boundary, found.Past, found.Members
	return s.render(w, r, http.StatusOK, page.AreaMembers(p))
}
