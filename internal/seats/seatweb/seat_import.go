package seatweb

import (
	"bytes"
	"cmp"
	"errors"
	"strings"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/places"
	"fourgates/internal/places/placestore"
	"fourgates/internal/seats"
	"fourgates/internal/seats/seatapp"
	"fourgates/internal/seats/seatstore"
	"fourgates/internal/serve"
)

// newSeatImport shows the form on which a boundary file is uploaded.
func newSeatImport(c *serve.Call) error {
	return seatImportForm(c, form.New(nil))
}

func seatImportForm(c *serve.Call, f form.Form) error {
	councils, err := placestore.Authorities(c.Context(), c.Read)
	if err != nil {
		return err
	}
	const title = "Import boundaries"
	shell := c.Shell(title).Under("Wards and divisions", "/seats", title)
	return c.Page(f, SeatImport(SeatImportProps{Shell: shell, Form: f, Authorities: councils}))
}

// uploadSeats reads a boundary file and keeps it to be looked at. It imports nothing.
func uploadSeats(c *serve.Call) error {
	f := c.Posted()
	i := places.SeatImport{
		Authority: f.Required("authority", 200, "Enter the name of the council"),
		Tier:      form.OneOf(&f, "tier", places.Tiers(), "Choose the tier"),
		Kind:      form.OneOf(&f, "kind", places.SeatKinds(), "Choose what the file holds"),
		On:        f.OptionalDate("on", "From which day on"),
	}
	if f.Text("places") != "" {
		i.Elect(elects(&f, "places", "Enter how many Members each elects"))
	}
	content, name := serve.Uploaded(c, "file"), serve.UploadedName(c, "file")
	if len(content) == 0 {
		f.Add("file", "Choose a GeoJSON file that is not empty")
	} else {
		// also where something else is wrong: all is said at once
		seats, err := seatapp.ReadSeats(bytes.NewReader(content))
		if err != nil && !f.Refuse(err) {
			return err
		}
		i.Seats = seats
	}
	var id domain.SeatFileID
	err := f.Take(func() (err error) {
		id, err = seatapp.UploadSeats(c.Context(), c.App, c.Actor, name,
			i)
		return err
	})
	if err != nil {
		return err
	}
	if !f.OK() {
		return seatImportForm(c, f)
	}
	return c.Done("", "/seats/imports/%d", id)
}

// seatFileOf loads the uploaded file of the address.
func seatFileOf(c *serve.Call) (seatstore.SeatFile, error) {
	id, err := serve.PathID[domain.SeatFileID](c, "file")
	if err != nil {
		return seatstore.SeatFile{}, err
	}
	return seatstore.LoadSeatFile(c.Context(), c.Read, id)
}

// seatFile shows what an uploaded file would change.
func seatFile(c *serve.Call, file seatstore.SeatFile) error {
	return seatFilePage(c, file, form.New(nil))
}

// seatFilePage says what the file would change, or why nothing can be: in both cases as things stand now.
func seatFilePage(c *serve.Call, file seatstore.SeatFile, f form.Form) error {
	p := SeatFileProps{ID: file.ID, FileName: file.Name, Import: file.Import,
		Shell: c.Shell("Check the import").
			Under("Wards and divisions", "/seats", "Import boundaries", "/seats/imports/new", "Check")}
	var now form.Form
	file.Import.Answers = answersOf(f)
	if n, ok := places.ReadElects(f.Text("places")); ok {
		file.Import.Elect(n)
	}
	p.Form = f
	err := now.Take(func() (err error) {
		p.Changes, err = seatapp.PreviewSeats(c.Context(), c.App, file.Import)
		return err
	})
	if err != nil {
		return err
	}
	for _, problem := range now.Problems {
		p.Refused = append(p.Refused, form.Problem{Message: problem.Message}) // there is no field here
	}
	return c.Page(f, SeatFile(p))
}

// confirmSeats imports an uploaded file.
func confirmSeats(c *serve.Call, id domain.SeatFileID) error {
	f := c.Posted()
	var each *int
	if f.Text("places") != "" {
		n := elects(&f, "places", "Enter how many Members each elects")
		each = &n
	}
	var done seats.Proposal
	err := f.Take(func() (err error) {
		done, err = seatapp.ConfirmSeats(c.Context(), c.App, c.Actor, id, each, answersOf(f))
		return err
	})
	if asks, ok := errors.AsType[*seatapp.QuestionsError](err); ok {
		for _, q := range asks.Questions {
			f.Add(q.ID, cmp.Or(q.Wrong, q.Seat+": "+q.Asks))
		}
		err = nil
	}
	if errors.Is(err, domain.ErrNotFound) { // the form was sent twice
		return c.Done("That file waits no more: it was imported before, or has been removed", "/seats")
	}
	if err != nil {
		return err
	}
	if f.OK() && done.On.After(c.Today()) {
		return c.Done("Recorded ahead, "+done.Words()+". It takes effect by itself from "+done.On.Words()+".", "/seats")
	}
	if f.OK() {
		return c.Done("Imported "+done.Words(), "/seats")
	}
	file, err := seatFileOf(c)
	if err != nil {
		return err
	}
	return seatFilePage(c, file, f)
}

// answersOf are the answers of a form to the questions of an import, by their ids.
func answersOf(f form.Form) map[string]string {
	answers := map[string]string{}
	for name := range f.Values {
		if strings.HasPrefix(name, "match-") || strings.HasPrefix(name, "places-") || strings.HasPrefix(name, "gone-") {
			answers[name] = f.Text(name)
		}
	}
	return answers
}
