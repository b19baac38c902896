package server

import (
	"net/http"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

// newInduction shows the form on which a Member's induction is recorded.
func (s *Server) newInduction(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.inductionForm(w, r, actor, http.StatusOK, form.With("member", r.URL.Query().Get("member")))
}

func (s *Server) inductionForm(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, f form.Form) error {
	area, err := s.areaFor(r, actor, policy.RecordInduction)
	if err != nil {
		return err
	}
	p := page.InductionFormProps{Form: f, Area: area}
	if p.Members, err = s.read.AreaMembers(r.Context(), area.ID, s.today()); err != nil {
		return err
	}
	if p.Before, err = s.read.Inductions(r.Context(), area.ID); err != nil {
		return err
	}
	p.Shell = s.areaShell(r, actor, area, "Record an induction")
	if !f.OK() {
		p.Shell = p.WithErrors()
	}
	return s.render(w, r, status, page.InductionForm(p))
}

// recordInduction records a Member's induction.
func (s *Server) recordInduction(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	area, err := s.areaFor(r, actor, policy.RecordInduction)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	induction := domain.Induction{
		Person:   form.ID[domain.PersonID](&f, "member", "Choose the Member"),
		Outcome:  form.OneOf(&f, "outcome", domain.InductionOutcomes(), "Choose what came of it"),
		On:       f.Date("on", "Enter the day"),
		Material: f.Optional("material", 500),
		Note:     f.Optional("note", 1000),
	}
	if f.OK() {
		err := s.app.RecordInduction(r.Context(), actor, area.ID, induction)
		if err == nil {
			return s.done(w, r, "Induction recorded", "/areas/%d", area.ID)
		}
		if !f.Refuse(err) {
			return err
		}
	}
	return s.inductionForm(w, r, actor, http.StatusUnprocessableEntity, f)
}
