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
	"fourgates/internal/policy"
	"fourgates/web/page"
)

// newSeatImport shows the form on which a boundary file is uploaded.
func (s *Server) newSeatImport(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.seatImportForm(w, r, actor, http.StatusOK, form.New(nil))
}

func (s *Server) seatImportForm(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, f form.Form) error {
	councils, err := s.read.Authorities(r.Context())
	if err != nil {
		return err
	}
	const title = "Import boundaries"
	p := page.SeatImportProps{Shell: s.shell(r, actor, title).Under("Wards and divisions", "/seats", title), Form: f, Authorities: councils}
	if !f.OK() {
		p.Shell = p.WithErrors()
	}
	return s.render(w, r, status, page.SeatImport(p))
}

// uploadSeats reads a boundary file and keeps it to be looked at. It imports nothing.
func (s *Server) uploadSeats(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	f := form.New(r.PostForm)
	i := domain.SeatImport{
		Authority: f.Required("authority", 200, "Enter the name of the council"),
		Tier:      form.OneOf(&f, "tier", domain.Tiers(), "Choose the tier"),
		Kind:      form.OneOf(&f, "kind", domain.SeatKinds(), "Choose what the file holds"),
	}
	content, name := uploaded(r, "file"), uploadedName(r, "file")
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
		id, err := s.app.UploadSeats(r.Context(), actor, name, i)
		if err == nil {
			return s.done(w, r, "", "/seats/imports/%d", id)
		}
		if !f.Refuse(err) {
			return err
		}
	}
	return s.seatImportForm(w, r, actor, http.StatusUnprocessableEntity, f)
}

// uploadedName is what an uploaded file was called, as far as it can be kept.
func uploadedName(r *http.Request, field string) string {
	_, header, err := r.FormFile(field)
	if err != nil || !clean(header.Filename) || utf8.RuneCountInString(header.Filename) > 200 {
		return "a file"
	}
	return path.Base(header.Filename)
}

// seatFile shows what an uploaded file would change.
func (s *Server) seatFile(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.seatFilePage(w, r, actor, http.StatusOK)
}

func (s *Server) seatFilePage(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int) error {
	id, err := pathID[domain.SeatFileID](r, "file")
	if err != nil {
		return err
	}
	file, err := s.read.SeatFile(r.Context(), id)
	if err != nil {
		return err
	}
	p := page.SeatFileProps{Shell: s.shell(r, actor, "Check the import").Under("Wards and divisions", "/seats", "Import boundaries", "/seats/imports/new", "Check"),
		ID: id, FileName: file.Name, Import: file.Import}
	var f form.Form
	if p.Changes, err = s.app.PreviewSeats(r.Context(), file.Import); err != nil && !f.Refuse(err) {
		return err
	}
	for _, problem := range f.Problems {
		p.Refused = append(p.Refused, form.Problem{Message: problem.Message}) // there is no field here
	}
	return s.render(w, r, status, page.SeatFile(p))
}

// confirmSeats imports an uploaded file.
func (s *Server) confirmSeats(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	id, err := pathID[domain.SeatFileID](r, "file")
	if err != nil {
		return err
	}
	changes, err := s.app.ConfirmSeats(r.Context(), actor, id)
	var f form.Form
	if f.Refuse(err) {
		return s.seatFilePage(w, r, actor, http.StatusUnprocessableEntity)
	}
	if errors.Is(err, domain.ErrNotFound) { // the form was sent twice
		return s.done(w, r, "That file waits no more: it was imported before, or has been removed", "/seats")
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "Imported "+changes.Words(), "/seats")
}
