package seatweb

import (
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/people"
	"fourgates/internal/people/peoplestore"
	"fourgates/internal/places"
	"fourgates/internal/places/placeweb"
	"fourgates/internal/seats/seatapp"
	"fourgates/internal/seats/seatstore"
	"fourgates/internal/serve"
)

// newTerm shows the form that puts a Member into a place.
func newTerm(c *serve.Call, seat councilSeat) error {
	return termForm(c, seat, form.With("place", c.URL.Query().Get("place")))
}

func termForm(c *serve.Call, seat councilSeat, f form.Form) error {
	known, err := knownAs(c, f)
	if err != nil {
		return err
	}
	shell := seatShell(c, seat.Seat, "Add a Member")
	return c.Page(f, TermForm(TermFormProps{Shell: shell, Form: f, Seat: seat.Seat, Authority: seat.Council,
		Known: known}))
}

// knownAs lists those among whom the form has to say who is meant; nobody where it has not been asked.
func knownAs(c *serve.Call, f form.Form) ([]people.Person, error) {
	if f.Problem("who") == "" && f.Text("who") == "" {
		return nil, nil
	}
	return peoplestore.Known(c.Context(), c.Read, f.Line("name"), f.Email("email"))
}

// decodeWho reads a person by e-mail address and name, with what was said of who that is.
func decodeWho(f *form.Form) people.Somebody {
	who := people.Somebody{Email: f.Email("email"), Name: f.Optional("name", domain.MostName),
		Other: f.Has("who", somebodyElse)}
	if !who.Other {
		who.Same = form.ID[domain.PersonID](f, "who", "")
	}
	return who
}

// beginTerm puts a Member into a place.
func beginTerm(c *serve.Call, seat councilSeat) error {
	f := c.Posted()
	who := decodeWho(&f)
	term := places.Term{Seat: seat.ID, Place: f.Int("place", 1, places.MostPlaces, "Choose the place"),
		Span: domain.Span{From: f.Date("from", "Enter the first day of the term"),
			To: f.OptionalDate("to", "Last day")}}
	if err := f.Take(func() error { return seatapp.BeginTerm(c.Context(), c.App, c.Actor, term, who) }); err != nil {
		return err
	}
	if !f.OK() {
		return termForm(c, seat, f)
	}
	if who.Email == "" {
		return c.Done("Member added. Without an e-mail address they are asked by letter and decide on paper.",
			"/seats/%d", seat.ID)
	}
	return c.Done("Member added. If they are new, invite them to sign in from their own page.", "/seats/%d", seat.ID)
}

// seatTerm is a Member's term with the seat that it is in.
type seatTerm struct {
	places.Term
	In councilSeat
}

// termOf loads the term of the address, which is one of its seat's own.
func termOf(c *serve.Call) (term seatTerm, err error) {
	if term.In, err = seatOf(c); err != nil {
		return term, err
	}
	id, err := serve.PathID[domain.TermID](c, "term")
	if err != nil {
		return term, err
	}
	term.Term, err = seatstore.Term(c.Context(), c.Read, id)
	if err == nil && term.Seat != term.In.ID {
		err = domain.ErrNotFound
	}
	return term, err
}

// askEndTerm shows the form that ends a Member's term.
func askEndTerm(c *serve.Call, term seatTerm) error {
	return endTermForm(c, term, serve.WithDay(form.New(nil), "to", c.Today()))
}

func endTermForm(c *serve.Call, term seatTerm, f form.Form) error {
	seat, back := term.In.Seat, "/seats/"+serve.IDText(term.Seat)
	return c.Page(f, placeweb.End(placeweb.EndProps{Shell: seatShell(c, seat, "End a term"), Form: f,
		Caption: seat.Shown() + " " + string(seat.Kind), Heading: "End the term of " + term.Name,
		Words: "What they have signed keeps their name. Gates that still wait for this place pass to whoever holds " +
			"it next; until then it is vacant.",
		Action: back + "/terms/" + serve.IDText(term.ID) + "/end", Back: back,
		Reason: "Why does it end?", Submit: "End the term"}))
}

// endTerm ends a Member's term.
func endTerm(c *serve.Call, term seatTerm) error {
	f := c.Posted()
	on := f.Date("to", "Enter the last day")
	reason := f.Required("reason", 200, "Enter why the term ends, such as retired or not re-elected")
	err := f.Take(func() error { return seatapp.EndTerm(c.Context(), c.App, c.Actor, term.Seat, term.ID, on, reason) })
	if err != nil {
		return err
	}
	if !f.OK() {
		return endTermForm(c, term, f)
	}
	return c.Done("Term ended", "/seats/%d", term.Seat)
}

// removeTerm takes back a term that has not begun.
func removeTerm(c *serve.Call, of seatPart[domain.TermID]) error {
	if err := seatapp.RemoveTerm(c.Context(), c.App, c.Actor, of.Seat, of.ID); err != nil {
		return err
	}
	return c.Done("Term taken back", "/seats/%d", of.Seat)
}
