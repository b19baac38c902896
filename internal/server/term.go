package server

import (
	"net/http"

	"fourgates/internal/app"
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/web/page"
)

// newTerm shows the form that puts a Member into a place.
func newTerm(c *Call) error {
	return termForm(c, http.StatusOK, form.With("place", c.URL.Query().Get("place")))
}

func termForm(c *Call, status int, f form.Form) error {
	seat, council, err := seatOf(c)
	if err != nil {
		return err
	}
	p := page.TermFormProps{Shell: seatShell(c, seat, "Add a Member"), Form: f, Seat: seat, Authority: council}
	return c.Answer(status, page.TermForm(p))
}

// decodeWho reads a person by e-mail address and name.
func decodeWho(f *form.Form) app.Somebody {
	return app.Somebody{Email: f.Required("email", domain.MostEmail, "Enter their e-mail address"), Name: f.Optional("name", domain.MostName)}
}

// beginTerm puts a Member into a place.
func beginTerm(c *Call) error {
	seat, _, err := seatOf(c)
	if err != nil {
		return err
	}
	f := c.Posted()
	who := decodeWho(&f)
	term := domain.Term{Seat: seat.ID, Place: f.Int("place", 1, domain.MostPlaces, "Choose the place"),
		Span: domain.Span{From: f.Date("from", "Enter the first day of the term"), To: f.OptionalDate("to")}}
	if f.OK() {
		err := c.App.BeginTerm(c.Context(), c.Actor, term, who)
		if err == nil {
			return c.Done("Member added. If they are new, invite them to sign in from their own page.", "/seats/%d", seat.ID)
		}
		if !f.Refuse(err) {
			return err
		}
	}
	return termForm(c, http.StatusUnprocessableEntity, f)
}

// askEndTerm shows the form that ends a Member's term.
func askEndTerm(c *Call) error {
	return endTermForm(c, http.StatusOK, withDay(form.New(nil), "to", c.Today()))
}

func endTermForm(c *Call, status int, f form.Form) error {
	seat, _, err := seatOf(c)
	if err != nil {
		return err
	}
	id, err := pathID[domain.TermID](c, "term")
	if err != nil {
		return err
	}
	term, err := c.Read.Term(c.Context(), id)
	if err != nil {
		return err
	}
	if term.Seat != seat.ID {
		return domain.ErrNotFound
	}
	back := "/seats/" + idText(seat.ID)
	p := page.EndProps{Shell: seatShell(c, seat, "End a term"), Form: f, Caption: seat.Name + " " + string(seat.Kind), Heading: "End the term of " + term.Name,
		Words:  "What they have signed keeps their name. Gates that still wait for this place pass to whoever holds it next; until then it is vacant.",
		Action: back + "/terms/" + idText(id) + "/end", Back: back, Reason: "Why does it end?", Submit: "End the term"}
	return c.Answer(status, page.End(p))
}

// endTerm ends a Member's term.
func endTerm(c *Call) error {
	seat, _, err := seatOf(c)
	if err != nil {
		return err
	}
	id, err := pathID[domain.TermID](c, "term")
	if err != nil {
		return err
	}
	f := c.Posted()
	on, reason := f.Date("to", "Enter the last day"), f.Required("reason", 200, "Enter why the term ends, such as retired or not re-elected")
	if f.OK() {
		err := c.App.EndTerm(c.Context(), c.Actor, seat.ID, id, on, reason)
		if err == nil {
			return c.Done("Term ended", "/seats/%d", seat.ID)
		}
		if !f.Refuse(err) {
			return err
		}
	}
	return endTermForm(c, http.StatusUnprocessableEntity, f)
}

// removeTerm takes back a term that has not begun.
func removeTerm(c *Call) error {
	seat, err := pathID[domain.SeatID](c, "seat")
	if err != nil {
		return err
	}
	id, err := pathID[domain.TermID](c, "term")
	if err != nil {
		return err
	}
	if err := c.App.RemoveTerm(c.Context(), c.Actor, seat, id); err != nil {
		return err
	}
	return c.Done("Term taken back", "/seats/%d", seat)
}
