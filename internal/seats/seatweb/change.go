package seatweb

import (
	"bytes"
	"fmt"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/places"
	"fourgates/internal/places/placestore"
	"fourgates/internal/seats"
	"fourgates/internal/seats/seatapp"
	"fourgates/internal/serve"
)

// newChange shows the form that says what happens to a ward or division.
func newChange(c *serve.Call, seat councilSeat) error {
	return changeForm(c, seat, serve.WithDay(form.With("kind", c.URL.Query().Get("kind"), "name", seat.Name, "welsh",
		seat.Welsh, "code", seat.Code, "places", fmt.Sprint(seat.Places)), "on", c.Today()))
}

func changeForm(c *serve.Call, seat councilSeat, f form.Form) error {
	all, err := placestore.SeatsOf(c.Context(), c.Read, seat.Authority)
	if err != nil {
		return err
	}
	p := ChangeProps{Shell: seatShell(c, seat.Seat, "What happens to it"), Form: f, Seat: seat.Seat,
		Authority: seat.Council}
	for _, s := range all {
		if s.Kind == seat.Kind && s.ID != seat.ID {
			p.Others = append(p.Others, s)
		}
	}
	return c.Page(f, SeatChange(p))
}

// changeSeat records what happened to a ward or division.
func changeSeat(c *serve.Call, seat councilSeat) error {
	f := c.Posted()
	change := decodeChange(c, &f)
	if err := f.Take(func() error {
		return seatapp.ChangeSeat(c.Context(), c.App, c.Actor, seat.ID, change)
	}); err != nil {
		return err
	}
	if !f.OK() {
		return changeForm(c, seat, f)
	}
	return c.Done("Saved. Gates that are with their Members go on asking the places that they asked.", "/seats/%d",
		seat.ID)
}

// decodeChange reads what happens, and of the other fields those that belong to it alone.
func decodeChange(c *serve.Call, f *form.Form) seats.Change {
	change := seats.Change{Kind: form.OneOf(f, "kind", changeable, "Choose what happens to it"),
		On: f.Date("on", "Enter from which day on it is so"), Note: f.Optional("note", 500)}
	switch change.Kind {
	case seats.Renamed:
		change.Name, change.Welsh = f.Required("name", 200, "Enter the new name"), f.Optional("welsh", 200)
	case seats.Recoded:
		change.Code = f.Optional("code", 40)
	case seats.PlacesChanged:
		change.Places = f.Int("places", 1, places.MostPlaces, "Enter how many Members it elects")
	case seats.Redrawn:
		change.Boundary = decodeBoundary(c, f)
	case seats.Merged:
		if into := form.ID[domain.SeatID](f, "into", "Choose the one into which it is merged"); into != 0 {
			change.Into = []domain.SeatID{into}
		}
	case seats.Split:
		change.Into = form.IDs[domain.SeatID](f, "parts")
	}
	return change
}

// decodeBoundary reads one boundary from a file.
func decodeBoundary(c *serve.Call, f *form.Form) string {
	content := serve.Uploaded(c, "file")
	if len(content) == 0 {
		f.Add("file", "Choose a GeoJSON file that is not empty")
		return ""
	}
	boundary, err := seatapp.ReadSeatBoundary(bytes.NewReader(content))
	if err != nil && !f.Refuse(err) {
		f.Add("file", "The file cannot be read")
	}
	return boundary
}

// changeable is what a page offers to happen to a seat that there is.
var changeable = []seats.Kind{seats.Renamed, seats.Recoded, seats.PlacesChanged, seats.Redrawn, seats.Merged,
	seats.Split, seats.Ended}

// newSeat shows the form that begins a ward or division.
func newSeat(c *serve.Call) error {
	return newSeatForm(c, serve.WithDay(form.New(nil), "on", c.Today()))
}

func newSeatForm(c *serve.Call, f form.Form) error {
	councils, err := placestore.Authorities(c.Context(), c.Read)
	if err != nil {
		return err
	}
	const title = "Add a ward or division"
	return c.Page(f, SeatBeginning(SeatBeginningProps{
		Shell: c.Shell(title).Under("Wards and divisions", "/seats", title), Form: f, Authorities: councils}))
}

// beginSeat adds a ward or division.
func beginSeat(c *serve.Call) error {
	f := c.Posted()
	n := places.Seat{Authority: form.ID[domain.AuthorityID](&f, "authority", "Choose the council"),
		Kind: form.OneOf(&f, "kind", places.SeatKinds(), "Choose what it is"),
		Name: f.Required("name", 200, "Enter its name"), Welsh: f.Optional("welsh", 200),
		Code:     f.Optional("code", 40),
		Places:   f.Int("places", 1, places.MostPlaces, "Enter how many Members it elects"),
		Boundary: decodeBoundary(c, &f), Valid: domain.Span{From: f.Date("on", "Enter the day on which it begins")}}
	var id domain.SeatID
	if err := f.Take(func() (err error) {
		id, err = seatapp.BeginSeat(c.Context(), c.App, c.Actor, n, nil)
		return err
	}); err != nil {
		return err
	}
	if !f.OK() {
		return newSeatForm(c, f)
	}
	return c.Done("Added. Its Members can be entered now.", "/seats/%d", id)
}
