package server

import (
	"errors"
	"net/http"
	"strconv"

	"fourgates/internal/app"
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

// newArea shows the form that proposes an area, with a code suggested.
func (s *Server) newArea(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	code, err := s.app.NextAreaCode(r.Context())
	if err != nil {
		return err
	}
	return s.areaForm(w, r, actor, http.StatusOK, page.AreaFormProps{Form: form.With("code", code)})
}

// proposeArea proposes an area and goes on to its boundary.
func (s *Server) proposeArea(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	f := form.New(r.PostForm)
	a := decodeArea(&f)
	if f.OK() {
		id, err := s.app.ProposeArea(r.Context(), actor, app.Proposal{Code: a.Code, Name: a.Name, Rationale: a.Rationale})
		if err == nil {
			return s.done(w, r, "Area proposed. Give its boundary next.", "/areas/%d/boundaries/new", id)
		}
		if !f.Refuse(err) {
			return err
		}
	}
	return s.areaForm(w, r, actor, http.StatusUnprocessableEntity, page.AreaFormProps{Form: f})
}

// editArea shows the form that changes an area's name, code and rationale.
func (s *Server) editArea(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	area, err := s.areaFor(r, actor, policy.EditArea)
	if err != nil {
		return err
	}
	f := form.With("name", area.Name, "code", area.Code, "rationale", area.Rationale, "version", strconv.Itoa(area.Version))
	return s.areaForm(w, r, actor, http.StatusOK, page.AreaFormProps{Form: f, Area: area})
}

// changeArea saves them. Where somebody else changed them meanwhile, it shows both and loses nothing that was typed.
func (s *Server) changeArea(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	area, err := s.areaFor(r, actor, policy.EditArea)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	edit := decodeArea(&f)
	edit.ID, edit.Version = area.ID, f.Int("version", 1, 1<<30, "Reload the page and try again")
	if f.OK() {
		err := s.app.ChangeArea(r.Context(), actor, edit)
		if err == nil {
			return s.done(w, r, "Saved", "/areas/%d", area.ID)
		}
		if errors.Is(err, domain.ErrConflict) {
			return s.staleArea(w, r, actor, f)
		}
		if !f.Refuse(err) {
			return err
		}
	}
	return s.areaForm(w, r, actor, http.StatusUnprocessableEntity, page.AreaFormProps{Form: f, Area: area})
}

func (s *Server) staleArea(w http.ResponseWriter, r *http.Request, actor policy.Actor, f form.Form) error {
	now, err := s.areaFor(r, actor, policy.EditArea)
	if err != nil {
		return err
	}
	f.Values.Set("version", strconv.Itoa(now.Version))
	stale := page.StaleFields("Name", now.Name, f.Text("name"), "Code", now.Code, f.Text("code"), "Why this area", now.Rationale, f.Text("rationale"))
	return s.areaForm(w, r, actor, http.StatusConflict, page.AreaFormProps{Form: f, Area: now, Stale: stale})
}

func decodeArea(f *form.Form) domain.Area {
	return domain.Area{
		Name:      f.Required("name", 120, "Enter the area’s name"),
		Code:      f.Required("code", 20, "Enter a code"),
		Rationale: f.Optional("rationale", 4000),
	}
}

func (s *Server) areaForm(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, p page.AreaFormProps) error {
	if p.Area.ID == 0 {
		p.Shell = s.shell(r, actor, "Propose an area").Under("Areas", "/areas", "Propose an area")
	} else {
		p.Shell = s.areaShell(r, actor, p.Area, "Change name, code or rationale")
	}
	if !p.OK() {
		p.Shell = p.WithErrors()
	}
	return s.render(w, r, status, page.AreaForm(p))
}
