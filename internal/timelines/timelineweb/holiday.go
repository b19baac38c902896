package timelineweb

import (
	"errors"
	"io"
	"net/http"
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
	"fourgates/internal/timelines"
	"fourgates/internal/timelines/timelineapp"
	"fourgates/internal/timelines/timelinestore"
)

func HolidayRoutes() []serve.Route {
	return []serve.Route{
		serve.Get("/bank-holidays", policy.EditHolidays, holidays),
		serve.Upload("/bank-holidays/preview", policy.EditHolidays, previewHolidays),
		serve.Post("/bank-holidays", policy.EditHolidays, importHolidays),
		serve.Post("/bank-holidays/removal", policy.EditHolidays, removeHoliday),
	}
}

// mostHolidayText is how long a file of bank holidays may be, in bytes.
const mostHolidayText = 200_000

// holidays shows the days that were imported and the form that imports more.
func holidays(c *serve.Call) error {
	return holidayPage(c, form.New(nil))
}

func holidayPage(c *serve.Call, f form.Form) error {
	imported, err := timelinestore.BankHolidays(c.Context(), c.Read)
	if err != nil {
		return err
	}
	p := HolidaysProps{Shell: c.Shell("Bank holidays"), Form: f, Imported: imported}
	return c.Page(f, Holidays(p))
}

// previewHolidays says which days a file would add.
func previewHolidays(c *serve.Call) error {
	f := c.Posted()
	text, err := holidayText(c, &f)
	if err != nil {
		return err
	}
	var days []domain.BankHoliday
	if err := f.Take(func() (err error) { days, err = timelines.ReadHolidays(text); return err }); err != nil {
		return err
	}
	if !f.OK() {
		return holidayPage(c, f)
	}
	imported, err := timelinestore.BankHolidays(c.Context(), c.Read)
	if err != nil {
		return err
	}
	const title = "Check what is added"
	p := HolidayPreviewProps{Shell: c.Shell(title).Under("Bank holidays", "/bank-holidays", title), Text: text}
	p.Fresh, p.Known = timelines.NewHolidays(days, imported)
	return c.Show(HolidayPreview(p))
}

// holidayText is what was pasted, or what is in the file that was chosen.
func holidayText(c *serve.Call, f *form.Form) (string, error) {
	text := f.Text("text")
	file, _, err := c.FormFile("file")
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
	if !serve.Clean(text) {
		f.Add("file", "It holds characters that are no text")
		return "", nil
	}
	return text, nil
}

// importHolidays adds the days that were shown before.
func importHolidays(c *serve.Call) error {
	f := c.Posted()
	text := f.Optional("text", mostHolidayText)
	var added int
	err := f.Take(func() (err error) {
		added, err = timelineapp.ImportHolidays(c.Context(), c.App, c.Actor, text)
		return err
	})
	if err != nil {
		return err
	}
	if !f.OK() {
		return holidayPage(c, f)
	}
	return c.Done(strconv.Itoa(added)+" added", "/bank-holidays")
}

// removeHoliday takes a day off again.
func removeHoliday(c *serve.Call) error {
	f := c.Posted()
	day := f.Date("day", "Choose a day")
	if err := f.Take(func() error { return timelineapp.RemoveHoliday(c.Context(), c.App, c.Actor, day) }); err != nil {
		return err
	}
	if !f.OK() {
		return holidayPage(c, f)
	}
	return c.Done(day.Words()+" removed", "/bank-holidays")
}
