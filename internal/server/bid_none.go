package server

import (
	"net/http"

	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

// askNoBids shows the form to state why there are no bids.
func (s *Server) askNoBids(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.noBidsPage(w, r, actor, http.StatusOK, form.New(nil))
}

func (s *Server) noBidsPage(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, f form.Form) error {
	area, err := s.areaForBids(r, actor)
	if err != nil {
		return err
	}
	at := "/areas/" + idText(area.ID)
	p := page.ReasonProps{Shell: s.shell(r, actor, "State that there are no bids").Under("Areas", "/areas", area.Name, at, "Bids", at+"/bids", "No bids"), Form: f,
		Title: "State that there are no bids", Caption: area.Name, Lead: "Gate 3 asks for the bids of the area, or for a statement why there are none. Members and the Executive read it. The newest statement counts.",
		Back: at + "/bids", Field: "text", Label: "Why are there no bids?", Button: "Save the statement"}
	if !f.OK() {
		p.Shell = p.WithErrors()
	}
	return s.render(w, r, status, page.Reason(p))
}

// stateNoBids saves the statement that there are no bids.
func (s *Server) stateNoBids(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	area, err := s.areaForBids(r, actor)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	text := f.Required("text", 2000, "Say why there are no bids")
	if f.OK() {
		err = s.app.StateNoBids(r.Context(), actor, area.ID, text)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return s.noBidsPage(w, r, actor, http.StatusUnprocessableEntity, f)
	}
	return s.done(w, r, "Statement saved", "/areas/%d/bids", area.ID)
}
