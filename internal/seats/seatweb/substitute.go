package seatweb

import (
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/places"
	"fourgates/internal/seats/seatapp"
	"fourgates/internal/serve"
)

// newSubstitute shows the form that names a substitute. Where the council allows none there is no such page.
func newSubstitute(c *serve.Call, seat councilSeat) error {
	if !c.App.Rules.SubstitutesAllowed {
		return domain.ErrNotFound
	}
	return substituteForm(c, seat, form.With("place", c.URL.Query().Get("place")))
}

func substituteForm(c *serve.Call, seat councilSeat, f form.Form) error {
	known, err := knownAs(c, f)
	if err != nil {
		return err
	}
	shell := seatShell(c, seat.Seat, "Name a substitute")
	return c.Page(f, SubstituteForm(TermFormProps{Shell: shell, Form: f, Seat: seat.Seat, Authority: seat.Council,
		Known: known}))
}

// nameSubstitute names who stands in for a Member.
func nameSubstitute(c *serve.Call, seat councilSeat) error {
	f := c.Posted()
	who := decodeWho(&f)
	if who.Email == "" {
		f.Add("email", "Enter their e-mail address")
	}
	n := places.Substitute{Seat: seat.ID, Place: f.Int("place", 1, places.MostPlaces, "Choose the place"),
		Span:   domain.Span{From: f.Date("from", "Enter the first day"), To: f.Date("to", "Enter the last day")},
		Reason: f.Required("reason", 200, "Enter the reason")}
	if err := f.Take(func() error { return seatapp.NameSubstitute(c.Context(), c.App, c.Actor, n, who) }); err != nil {
		return err
	}
	if !f.OK() {
		return substituteForm(c, seat, f)
	}
	return c.Done("Substitute named", "/seats/%d", seat.ID)
}

// endSubstitute ends a substitution before its last day.
func endSubstitute(c *serve.Call, of seatPart[domain.SubstituteID]) error {
	if err := seatapp.EndSubstitute(c.Context(), c.App, c.Actor, of.Seat, of.ID); err != nil {
		return err
	}
	return c.Done("The substitution has ended", "/seats/%d", of.Seat)
}
