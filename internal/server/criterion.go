package server

import (
	"errors"
	"net/http"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

// criteria shows the criteria to those who edit them.
func (s *Server) criteria(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.criteriaPage(w, r, actor, http.StatusOK, 0, form.New(nil))
}

// criteriaPage shows the list; f belongs to the criterion that is changed, or with zero to a new one.
func (s *Server) criteriaPage(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, changed domain.CriterionID, f form.Form) error {
	p := page.CriteriaProps{Form: f, Changed: changed}
	var err error
	if p.Criteria, err = s.read.Criteria(r.Context()); err != nil {
		return err
	}
	if p.Versions, err = s.read.CriteriaVersions(r.Context()); err != nil {
		return err
	}
	p.Shell = s.shell(r, actor, "Criteria").Under("Areas", "/areas", "Criteria")
	if !f.OK() {
		p.Shell = p.WithErrors()
	}
	return s.render(w, r, status, page.Criteria(p))
}

func decodeCriterion(f *form.Form) domain.Criterion {
	return domain.Criterion{
		Name:   f.Required("name", 80, "Enter a name"),
		Hint:   f.Optional("hint", 200),
		Weight: f.Int("weight", 1, domain.MostWeight, "Enter a weight"),
		Scale:  f.Int("scale", domain.LeastScale, domain.MostScale, "Enter the highest score"),
	}
}

// addCriterion adds a criterion at the end.
func (s *Server) addCriterion(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	f := form.New(r.PostForm)
	c, version := decodeCriterion(&f), f.Int("version", 1, 1<<30, "Load the page again")
	var err error
	if f.OK() {
		_, err = s.app.AddCriterion(r.Context(), actor, version, c)
	}
	return s.criteriaDone(w, r, actor, 0, f, err, "Criterion added")
}

// changeCriterion changes, moves, retires or brings back a criterion, as the button says that was pressed.
func (s *Server) changeCriterion(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	id, err := pathID[domain.CriterionID](r, "criterion")
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	version := f.Int("version", 1, 1<<30, "Load the page again")
	switch do := f.Text("do"); {
	case !f.OK():
	case do == "up" || do == "down":
		err = s.app.MoveCriterion(r.Context(), actor, version, id, do == "up")
	case do == "retire" || do == "bring back":
		err = s.app.RetireCriterion(r.Context(), actor, version, id, do == "retire")
	default:
		c := decodeCriterion(&f)
		c.ID = id
		if f.OK() {
			err = s.app.ChangeCriterion(r.Context(), actor, version, c)
		}
	}
	return s.criteriaDone(w, r, actor, id, f, err, "Criteria saved. Every area is ranked by them.")
}

// criteriaDone answers a change of the criteria: the page again with what is wrong, or on to the list.
func (s *Server) criteriaDone(w http.ResponseWriter, r *http.Request, actor policy.Actor, id domain.CriterionID, f form.Form, err error, message string) error {
	status := http.StatusUnprocessableEntity
	if errors.Is(err, domain.ErrConflict) {
		f.Add("", "Somebody else changed the criteria while you were reading them. They are shown as they are now; what you typed is still there. Save again if it still holds.")
		status = http.StatusConflict
	} else if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return s.criteriaPage(w, r, actor, status, id, f)
	}
	return s.done(w, r, message, "/criteria")
}
