package seatweb

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

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
	change := decodeChange(c, &f, seat.Kind)
	if err := f.Take(func() error {
		return seatapp.ChangeSeat(c.Context(), c.App, c.Actor, seat.ID, change)
	}); err != nil {
		return err
	}
	if !f.OK() {
		ofFile(&f)
		return changeForm(c, seat, f)
	}
	if change.On.After(c.Today()) {
		return c.Done("Recorded ahead. It takes effect by itself from "+change.On.Words()+".", "/seats/%d", seat.ID)
	}
	return c.Done("Saved. Gates that are with their Members go on asking the places that they asked.", "/seats/%d",
		seat.ID)
}

// decodeChange reads what happens, and of the other fields those that belong to it alone.
func decodeChange(c *serve.Call, f *form.Form, kind places.SeatKind) seats.Change {
	change := seats.Change{Kind: form.OneOf(f, "kind", changeable, "Choose what happens to it"),
		On: f.Date("on", "Enter from which day on it is so"), Note: f.Optional("note", 500)}
	switch change.Kind {
	case seats.Renamed:
		change.Name, change.Welsh = f.Required("name", 200, "Enter the new name"), f.Optional("welsh", 200)
	case seats.Recoded:
		change.Code = f.Optional("code", 40)
	case seats.PlacesChanged:
		change.Places = elects(f, "places", "Enter how many Members it elects")
	case seats.Redrawn:
		change.Boundary = decodeBoundary(c, f)
	case seats.Merged:
		if into := form.ID[domain.SeatID](f, "into", "Choose the one into which it is merged"); into != 0 {
			change.Into = []domain.SeatID{into}
		}
	case seats.Split:
		change.Into = form.IDs[domain.SeatID](f, "parts")
		change.Parts = decodeParts(c, f, kind)
	}
	return change
}

// mostParts is how many parts the form that splits a seat asks for; of more, the rest come from the file.
const mostParts = 4

// decodeParts reads what begins where a seat is split: rows of name, code and number of Members, and their ground from
// a file where there is one. A feature of the file that no row names is a part as well.
func decodeParts(c *serve.Call, f *form.Form, kind places.SeatKind) []places.Seat {
	drawn := decodePartFile(c, f)
	closeRows(f)
	var parts []places.Seat
	for n := 1; n <= mostParts; n++ {
		name, code, number := partField(n, "name"), partField(n, "code"), partField(n, "places")
		if f.Line(name) == "" && f.Text(code) == "" && f.Text(number) == "" {
			continue
		}
		p := places.Seat{Kind: kind, Name: f.Required(name, 200, "Enter the name of this part"),
			Code: f.Optional(code, 40), Places: elects(f, number, "Enter how many Members this part elects")}
		for i, is := range drawn {
			if seats.FoldName(is.Name) == seats.FoldName(p.Name) {
				p.Boundary, drawn = is.Boundary, append(drawn[:i:i], drawn[i+1:]...)
				break
			}
		}
		parts = append(parts, p)
	}
	for _, is := range drawn {
		if !is.SaysPlaces() {
			f.Add("partfile", "The file has "+is.Name+" and does not say how many Members it elects: enter it above, "+
				"by the same name")
		}
		is.Kind = kind
		parts = append(parts, is)
	}
	return parts
}

// closeRows moves rows that were filled in up over empty ones, so that each part has its own number.
func closeRows(f *form.Form) {
	to := 1
	for n := 1; n <= mostParts; n++ {
		filled := false
		for _, name := range []string{"name", "code", "places"} {
			value := f.Values.Get(partField(n, name))
			filled = filled || strings.TrimSpace(value) != ""
			f.Values.Del(partField(n, name))
			f.Values.Set(partField(to, name), value)
		}
		if filled {
			to++
		}
	}
}

// ofFile has what is wrong with parts that have no row of their own said by the file that they come from.
func ofFile(f *form.Form) {
	for i, p := range f.Problems {
		var n int
		if _, err := fmt.Sscanf(p.Field, "part-%d-", &n); err == nil && n > mostParts || err == nil &&
			f.Values.Get(partField(n, "name")) == "" && f.Values.Get(partField(n, "places")) == "" {
			f.Problems[i].Field = "partfile"
		}
	}
}

func decodePartFile(c *serve.Call, f *form.Form) []places.Seat {
	content := serve.Uploaded(c, "partfile")
	if len(content) == 0 {
		return nil
	}
	list, err := seatapp.ReadSeats(bytes.NewReader(content))
	if blocked, ok := errors.AsType[*domain.BlockedError](err); ok {
		for _, b := range blocked.Blockers {
			f.Add("partfile", b.Words)
		}
	} else if err != nil {
		f.Add("partfile", "The file cannot be read")
	}
	return list
}

func partField(n int, name string) string { return fmt.Sprintf("part-%d-%s", n, name) }

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

// electsHint is said beside the question how many Members a ward or division elects.
const electsHint = "Each has a place, and signs for it. Enter 0 where it has no Members by law"

// elects reads how many Members a ward or division elects: none is said, and nothing is not.
func elects(f *form.Form, field, empty string) int {
	text := f.Text(field)
	n, ok := places.ReadElects(text)
	switch {
	case text == "":
		f.Add(field, empty)
	case !ok:
		f.Add(field, places.ElectsWrong())
	}
	return n
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
		Places:   elects(&f, "places", "Enter how many Members it elects"),
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
	if id == 0 {
		return c.Done("Recorded ahead. It begins by itself on "+n.Valid.From.Words()+", and its Members can be "+
			"entered then.", "/authorities/%d", n.Authority)
	}
	return c.Done("Added. Its Members can be entered now.", "/seats/%d", id)
}
