package server

import (
	"net/http"

	"fourgates/internal/app"
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

// newTerm shows the form that puts a Member into a place.
func (s *Server) newTerm(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.termForm(w, r, actor, http.StatusOK, form.With("place", r.URL.Query().Get("place")))
}

func (s *Server) termForm(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, f form.Form) error {
	seat, council, err := s.seatOf(r)
	if err != nil {
		return err
	}
	p := page.TermFormProps{Shell: s.seatShell(r, actor, seat, "Add a Member"), Form: f, Seat: seat, Authority: council}
	if !f.OK() {
		p.Shell = p.WithErrors()
	}
	return s.render(w, r, status, page.TermForm(p))
}

// decodeWho reads a person by e-mail address and name.
func decodeWho(f *form.Form) app.Somebody {
	return app.Somebody{Email: f.Required("email", domain.MostEmail, "Enter their e-mail address"), Name: f.Optional("name", domain.MostName)}
}

// beginTerm puts a Member into a place.
func (s *Server) beginTerm(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	seat, _, err := s.seatOf(r)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	who := decodeWho(&f)
	term := domain.Term{Seat: seat.ID, Place: f.Int("place", 1, domain.MostPlaces, "Choose the place"),
		Span: domain.Span{From: f.Date("from", "Enter the first day of the term"), To: f.OptionalDate("to")}}
	if f.OK() {
		err := s.app.BeginTerm(r.Context(), actor, term, who)
		if err == nil {
			return s.done(w, r, "Member added. If they are new, invite them to sign in from their own page.", "/seats/%d", seat.ID)
		}
		if !f.Refuse(err) {
			return err
		}
	}
	return s.termForm(w, r, actor, http.StatusUnprocessableEntity, f)
}

// askEndTerm shows the form that ends a Member's term.
func (s *Server) askEndTerm(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.endTermForm(w, r, actor, http.StatusOK, withDay(form.New(nil), "to", s.today()))
}

func (s *Server) endTermForm(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, f form.Form) error {
	seat, _, err := s.seatOf(r)
	if err != nil {
		return err
	}
	id, err := pathID[domain.TermID](r, "term")
	if err != nil {
		return err
	}
	term, err := s.read.Term(r.Context(), id)
	if err != nil {
		return err
	}
	if term.Seat != seat.ID {
		return domain.ErrNotFound
	}
	back := "/seats/" + idText(seat.ID)
	p := page.EndProps{Shell: s.seatShell(r, actor, seat, "End a term"), Form: f, Caption: seat.Name + " " + string(seat.Kind), Heading: "End the term of " + term.Name,
		Words:  "What they have signed keeps their name. Gates that still wait for this place pass to whoever holds it next; until then it is vacant.",
		Action: back + "/terms/" + idText(id) + "/end", Back: back, Reason: "Why does it end?", Submit: "End the term"}
	if !f.OK() {
		p.Shell = p.WithErrors()
	}
	return s.render(w, r, status, page.End(p))
}

// endTerm ends a Member's term.
func (s *Server) endTerm(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	seat, _, err := s.seatOf(r)
	if err != nil {
		return err
	}
	id, err := pathID[domain.TermID](r, "term")
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	on, reason := f.Date("to", "Enter the last day"), f.Required("reason", 200, "Enter why the term ends, such as retired or not re-elected")
	if f.OK() {
		err := s.app.EndTerm(r.Context(), actor, seat.ID, id, on, reason)
		if err == nil {
			return s.done(w, r, "Term ended", "/seats/%d", seat.ID)
		}
		if !f.Refuse(err) {
			return err
		}
	}
	return s.endTermForm(w, r, actor, http.StatusUnprocessableEntity, f)
}

// removeTerm takes back a term that has not begun.
func (s *Server) removeTerm(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	seat, err := pathID[domain.SeatID](r, "seat")
	if err != nil {
		return err
	}
	id, err := pathID[domain.TermID](r, "term")
	if err != nil {
		return err
	}
	if err := s.app.RemoveTerm(r.Context(), actor, seat, id); err != nil {
		return err
	}
	return s.done(w, r, "Term taken back", "/seats/%d", seat)
}
