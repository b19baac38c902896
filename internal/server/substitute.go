package server

import (
	"net/http"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

// newSubstitute shows the form that names a substitute. Where the council allows none there is no such page.
func (s *Server) newSubstitute(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	if !s.app.Rules.SubstitutesAllowed {
		return domain.ErrNotFound
	}
	return s.substituteForm(w, r, actor, http.StatusOK, form.With("place", r.URL.Query().Get("place")))
}

func (s *Server) substituteForm(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, f form.Form) error {
	seat, council, err := s.seatOf(r)
	if err != nil {
		return err
	}
	p := page.TermFormProps{Shell: s.seatShell(r, actor, seat, "Name a substitute"), Form: f, Seat: seat, Authority: council}
	if !f.OK() {
		p.Shell = p.WithErrors()
	}
	return s.render(w, r, status, page.SubstituteForm(p))
}

// nameSubstitute names who stands in for a Member.
func (s *Server) nameSubstitute(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	seat, _, err := s.seatOf(r)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	who := decodeWho(&f)
	n := domain.Substitute{Seat: seat.ID, Place: f.Int("place", 1, domain.MostPlaces, "Choose the place"),
		Span:   domain.Span{From: f.Date("from", "Enter the first day"), To: f.Date("to", "Enter the last day")},
		Reason: f.Required("reason", 200, "Enter the reason")}
	if f.OK() {
		err := s.app.NameSubstitute(r.Context(), actor, n, who)
		if err == nil {
			return s.done(w, r, "Substitute named", "/seats/%d", seat.ID)
		}
		if !f.Refuse(err) {
			return err
		}
	}
	return s.substituteForm(w, r, actor, http.StatusUnprocessableEntity, f)
}

// endSubstitute ends a substitution before its last day.
func (s *Server) endSubstitute(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	seat, err := pathID[domain.SeatID](r, "seat")
	if err != nil {
		return err
	}
	id, err := pathID[domain.SubstituteID](r, "substitute")
	if err != nil {
		return err
	}
	if err := s.app.EndSubstitute(r.Context(), actor, seat, id); err != nil {
		return err
	}
	return s.done(w, r, "The substitution has ended", "/seats/%d", seat)
}
