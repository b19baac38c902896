package server

import (
	"net/http"
	"slices"

	"github.com/go-chi/chi/v5"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

func (s *Server) statements(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	area, err := s.networkArea(r, actor, "")
	if err != nil {
		return err
	}
	newest, err := s.read.Statements(r.Context(), area.ID)
	if err != nil {
		return err
	}
	shell := s.shell(r, actor, "Statements for gate 2").Under("Areas", "/areas", area.Name, "/areas/"+idText(area.ID), "Statements")
	return s.render(w, r, http.StatusOK, page.Statements(page.StatementsProps{Shell: shell, Area: area, Newest: newest,
		MayEdit: policy.CanIn(actor, policy.EditNetwork, area.ID) && !area.Ended()}))
}

// aboutOf reads from the address what a statement is about; anything else is domain.ErrNotFound.
func aboutOf(r *http.Request) (string, error) {
	matters := domain.StatedMatters()
	i := slices.IndexFunc(matters, func(about string) bool { return page.StatementSlug(about) == chi.URLParam(r, "about") })
	if i < 0 {
		return "", domain.ErrNotFound
	}
	return matters[i], nil
}

func (s *Server) newStatement(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.statementForm(w, r, actor, http.StatusOK, form.New(nil))
}

// statementForm shows the form; untouched, it starts from the newest statement.
func (s *Server) statementForm(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, f form.Form) error {
	area, err := s.networkArea(r, actor, policy.EditNetwork)
	if err != nil {
		return err
	}
	about, err := aboutOf(r)
	if err != nil {
		return err
	}
	p := page.StatementFormProps{Area: area, About: about}
	if p.Earlier, err = s.read.StatementsAbout(r.Context(), area.ID, about); err != nil {
		return err
	}
	if about == domain.StatedRepresentativeness {
		if p.Network, err = s.read.Network(r.Context(), area.ID, s.today()); err != nil {
			return err
		}
	}
	if status == http.StatusOK && len(p.Earlier) > 0 {
		f.Values.Set("text", p.Earlier[0].Text)
	}
	p.Form = f
	p.Shell = s.shell(r, actor, page.StatementTitle(about)).Under("Areas", "/areas", area.Name, "/areas/"+idText(area.ID), "Statements", "/areas/"+idText(area.ID)+"/statements")
	if !f.OK() {
		p.Shell = p.WithErrors()
	}
	return s.render(w, r, status, page.StatementForm(p))
}

func (s *Server) addStatement(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	area, err := s.networkArea(r, actor, policy.EditNetwork)
	if err != nil {
		return err
	}
	about, err := aboutOf(r)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	text := f.Required("text", 2000, "Enter the statement")
	if !f.OK() {
		return s.statementForm(w, r, actor, http.StatusUnprocessableEntity, f)
	}
	err = s.app.StateAboutArea(r.Context(), actor, area.ID, about, text)
	if f.Refuse(err) {
		return s.statementForm(w, r, actor, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "Statement saved", "/areas/%d/statements", area.ID)
}
