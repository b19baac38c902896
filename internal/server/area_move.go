package server

import (
	"net/http"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

// newMove shows the form that moves an area along its life.
func (s *Server) newMove(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.moveForm(w, r, actor, http.StatusOK, form.New(nil))
}

func (s *Server) moveForm(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, f form.Form) error {
	area, err := s.areaFor(r, actor, policy.MoveArea)
	if err != nil {
		return err
	}
	p := page.AreaMoveProps{Form: f, Area: area}
	if p.States, err = s.read.AreaStates(r.Context(), area.ID); err != nil {
		return err
	}
	p.Shell = s.areaShell(r, actor, area, "Change the state")
	if !f.OK() {
		p.Shell = p.WithErrors()
	}
	return s.render(w, r, status, page.AreaMove(p))
}

// moveArea moves an area along its life by hand.
func (s *Server) moveArea(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	area, err := s.areaFor(r, actor, policy.MoveArea)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	to := form.OneOf(&f, "to", domain.AreaStates(), "Choose what you want to do")
	reason := f.Required("reason", 1000, "Enter the reason")
	if f.OK() {
		err := s.app.MoveArea(r.Context(), actor, area.ID, to, reason)
		if err == nil {
			return s.done(w, r, "The area is "+string(to), "/areas/%d", area.ID)
		}
		if !f.Refuse(err) {
			return err
		}
	}
	return s.moveForm(w, r, actor, http.StatusUnprocessableEntity, f)
}
