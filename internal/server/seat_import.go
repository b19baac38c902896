package server

import (
	"bytes"
	"errors"
	"net/http"
	"path"
	"unicode/utf8"

	"fourgates/internal/app"
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/web/page"
)

// newSeatImport shows the form on which a boundary file is uploaded.
func newSeatImport(c *Call) error {
	return seatImportForm(c, http.StatusOK, form.New(nil))
}

func seatImportForm(c *Call, status int, f form.Form) error {
	councils, err := c.Read.Authorities(c.Context())
	if err != nil {
		return err
	}
	const title = "Import boundaries"
	p := page.SeatImportProps{Shell: c.Shell(title).Under("Wards and divisions", "/seats", title), Form: f, Authorities: councils}
	return c.Answer(status, page.SeatImport(p))
}

// uploadSeats reads a boundary file and keeps it to be looked at. It imports nothing.
func uploadSeats(c *Call) error {
	f := c.Posted()
	i := domain.SeatImport{
		Authority: f.Required("authority", 200, "Enter the name of the council"),
		Tier:      form.OneOf(&f, "tier", domain.Tiers(), "Choose the tier"),
		Kind:      form.OneOf(&f, "kind", domain.SeatKinds(), "Choose what the file holds"),
	}
	content, name := uploaded(c, "file"), uploadedName(c, "file")
	if len(content) == 0 {
		f.Add("file", "Choose a GeoJSON file that is not empty")
	} else {
		seats, err := app.ReadSeats(bytes.NewReader(content))
		if err != nil && !f.Refuse(err) {
			return err
		}
		i.Seats = seats
	}
	if f.OK() {
		id, err := c.App.UploadSeats(c.Context(), c.Actor, name, i)
		if err == nil {
			return c.Done("", "/seats/imports/%d", id)
		}
		if !f.Refuse(err) {
			return err
		}
	}
	return seatImportForm(c, http.StatusUnprocessableEntity, f)
}

// uploadedName is what an uploaded file was called, as far as it can be kept.
func uploadedName(c *Call, field string) string {
	_, header, err := c.FormFile(field)
	if err != nil || !clean(header.Filename) || utf8.RuneCountInString(header.Filename) > 200 {
		return "a file"
	}
	return path.Base(header.Filename)
}

// seatFile shows what an uploaded file would change.
func seatFile(c *Call) error {
	return seatFilePage(c, http.StatusOK)
}

func seatFilePage(c *Call, status int) error {
	id, err := pathID[domain.SeatFileID](c, "file")
	if err != nil {
		return err
	}
	file, err := c.Read.SeatFile(c.Context(), id)
	if err != nil {
		return err
	}
	p := page.SeatFileProps{Shell: c.Shell("Check the import").Under("Wards and divisions", "/seats", "Import boundaries", "/seats/imports/new", "Check"),
		ID: id, FileName: file.Name, Import: file.Import}
	var f form.Form
	if p.Changes, err = c.App.PreviewSeats(c.Context(), file.Import); err != nil && !f.Refuse(err) {
		return err
	}
	for _, problem := range f.Problems {
		p.Refused = append(p.Refused, form.Problem{Message: problem.Message}) // there is no field here
	}
	return c.Answer(status, page.SeatFile(p))
}

// confirmSeats imports an uploaded file.
func confirmSeats(c *Call) error {
	id, err := pathID[domain.SeatFileID](c, "file")
	if err != nil {
		return err
	}
	changes, err := c.App.ConfirmSeats(c.Context(), c.Actor, id)
	var f form.Form
	if f.Refuse(err) {
		return seatFilePage(c, http.StatusUnprocessableEntity)
	}
	if errors.Is(err, domain.ErrNotFound) { // the form was sent twice
		return c.Done("That file waits no more: it was imported before, or has been removed", "/seats")
	}
	if err != nil {
		return err
	}
	return c.Done("Imported "+changes.Words(), "/seats")
}
