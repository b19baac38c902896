package server

import (
	"errors"
	"io"
	"net/http"
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

func (s *Server) holidayRoutes() []Route {
	return []Route{
		get("/bank-holidays", policy.EditHolidays, s.holidays),
		upload("/bank-holidays/preview", policy.EditHolidays, s.previewHolidays),
		post("/bank-holidays", policy.EditHolidays, s.importHolidays),
		post("/bank-holidays/removal", policy.EditHolidays, s.removeHoliday),
	}
}

// mostHolidayText is how long a file of bank holidays may be, in bytes.
const mostHolidayText = 200_000

// holidays shows the days that were imported and the form that imports more.
func (s *Server) holidays(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.holidayPage(w, r, actor, http.StatusOK, form.New(nil))
}

func (s *Server) holidayPage(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, f form.Form) error {
	imported, err := s.read.BankHolidays(r.Context())
	if err != nil {
		return err
	}
	p := page.HolidaysProps{Shell: s.shell(r, actor, "Bank holidays"), Form: f, Imported: imported}
	if !f.OK() {
		p.Shell = p.WithErrors()
	}
	return s.render(w, r, status, page.Holidays(p))
}

// previewHolidays says which days a file would add.
func (s *Server) previewHolidays(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	f := form.New(r.PostForm)
	text, err := holidayText(r, &f)
	if err != nil {
		return err
	}
	days, err := domain.ReadHolidays(text)
	if f.Refuse(err) {
		return s.holidayPage(w, r, actor, http.StatusUnprocessableEntity, f)
	}
	imported, err := s.read.BankHolidays(r.Context())
	if err != nil {
		return err
	}
	const title = "Check what is added"
	p := page.HolidayPreviewProps{Shell: s.shell(r, actor, title).Under("Bank holidays", "/bank-holidays", title), Text: text}
	p.Fresh, p.Known = domain.NewHolidays(days, imported)
	return s.render(w, r, http.StatusOK, page.HolidayPreview(p))
}

// holidayText is what was pasted, or what is in the file that was chosen.
func holidayText(r *http.Request, f *form.Form) (string, error) {
	text := f.Text("text")
	file, _, err := r.FormFile("file")
	switch {
	case err == nil:
		defer file.Close()
		b, err := io.ReadAll(io.LimitReader(file, mostHolidayText+1))
		if err != nil {
			return "", err
		}
		if len(b) > 0 {
			text = string(b)
		}
	case !errors.Is(err, http.ErrMissingFile) && !errors.Is(err, http.ErrNotMultipart):
		return "", err
	}
	if len(text) > mostHolidayText {
		f.Add("file", "It is longer than "+strconv.Itoa(mostHolidayText/1000)+" kB: that is no list of bank holidays")
		return "", nil
	}
	if !clean(text) {
		f.Add("file", "It holds characters that are no text")
		return "", nil
	}
	return text, nil
}

// importHolidays adds the days that were shown before.
func (s *Server) importHolidays(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	f := form.New(r.PostForm)
	text := f.Optional("text", mostHolidayText)
	if f.OK() {
		added, err := s.app.ImportHolidays(r.Context(), actor, text)
		if err == nil {
			return s.done(w, r, strconv.Itoa(added)+" added", "/bank-holidays")
		}
		if !f.Refuse(err) {
			return err
		}
	}
	return s.holidayPage(w, r, actor, http.StatusUnprocessableEntity, f)
}

// removeHoliday takes a day off again.
func (s *Server) removeHoliday(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	f := form.New(r.PostForm)
	day := f.Date("day", "Choose a day")
	if !f.OK() {
		return s.holidayPage(w, r, actor, http.StatusUnprocessableEntity, f)
	}
	if err := s.app.RemoveHoliday(r.Context(), actor, day); err != nil {
		return err
	}
	return s.done(w, r, day.Words()+" removed", "/bank-holidays")
}
