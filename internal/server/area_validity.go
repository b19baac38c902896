package server

import (
	"net/http"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

// newValidity shows the form on which a view of the boundary is recorded.
func (s *Server) newValidity(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.validityForm(w, r, actor, http.StatusOK, form.New(nil))
}

func (s *Server) validityForm(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, f form.Form) error {
	area, err := s.areaFor(r, actor, policy.RecordValidity)
	if err != nil {
		return err
	}
	p := page.ValidityFormProps{Shell: s.areaShell(r, actor, area, "Record a view on the boundary"), Form: f, Area: area}
	if !f.OK() {
		p.Shell = p.WithErrors()
	}
	return s.render(w, r, status, page.ValidityForm(p))
}

// recordValidity records a view of the boundary.
func (s *Server) recordValidity(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	area, err := s.areaFor(r, actor, policy.RecordValidity)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	view := domain.ValidityView{
		Kind:     form.OneOf(&f, "kind", domain.ValidityKinds(), "Choose whose view it is"),
		SaidBy:   f.Required("said-by", 200, "Enter who said it"),
		Supports: form.OneOf(&f, "supports", domain.ValiditySupports(), "Choose what they say"),
		Note:     f.Optional("note", 2000),
		SaidOn:   f.Date("on", "Enter the day"),
	}
	if f.OK() {
		err := s.app.RecordValidity(r.Context(), actor, area.ID, view)
		if err == nil {
			return s.done(w, r, "View recorded", "/areas/%d", area.ID)
		}
		if !f.Refuse(err) {
			return err
		}
	}
	return s.validityForm(w, r, actor, http.StatusUnprocessableEntity, f)
}
