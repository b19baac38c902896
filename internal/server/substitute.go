package server

import (
	"net/http"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/web/page"
)

// newSubstitute shows the form that names a substitute. Where the council allows none there is no such page.
func newSubstitute(c *Call) error {
	if !c.App.Rules.SubstitutesAllowed {
		return domain.ErrNotFound
	}
	return substituteForm(c, http.StatusOK, form.With("place", c.URL.Query().Get("place")))
}

func substituteForm(c *Call, status int, f form.Form) error {
	seat, council, err := seatOf(c)
	if err != nil {
		return err
	}
	p := page.TermFormProps{Shell: seatShell(c, seat, "Name a substitute"), Form: f, Seat: seat, Authority: council}
	return c.Answer(status, page.SubstituteForm(p))
}

// nameSubstitute names who stands in for a Member.
func nameSubstitute(c *Call) error {
	seat, _, err := seatOf(c)
	if err != nil {
		return err
	}
	f := c.Posted()
	who := decodeWho(&f)
	n := domain.Substitute{Seat: seat.ID, Place: f.Int("place", 1, domain.MostPlaces, "Choose the place"),
		Span:   domain.Span{From: f.Date("from", "Enter the first day"), To: f.Date("to", "Enter the last day")},
		Reason: f.Required("reason", 200, "Enter the reason")}
	if f.OK() {
		err := c.App.NameSubstitute(c.Context(), c.Actor, n, who)
		if err == nil {
			return c.Done("Substitute named", "/seats/%d", seat.ID)
		}
		if !f.Refuse(err) {
			return err
		}
	}
	return substituteForm(c, http.StatusUnprocessableEntity, f)
}

// endSubstitute ends a substitution before its last day.
func endSubstitute(c *Call) error {
	seat, err := pathID[domain.SeatID](c, "seat")
	if err != nil {
		return err
	}
	id, err := pathID[domain.SubstituteID](c, "substitute")
	if err != nil {
		return err
	}
	if err := c.App.EndSubstitute(c.Context(), c.Actor, seat, id); err != nil {
		return err
	}
	return c.Done("The substitution has ended", "/seats/%d", seat)
}
