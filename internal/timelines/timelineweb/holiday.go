package timelineweb

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/internal/procedures"
	"fourgates/internal/procedures/procedurestore"
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
		serve.Post("/bank-holidays/imports/removal", policy.EditHolidays, takeBackImport),
	}
}

// mostHolidayText is how long a file of bank holidays may be, in bytes.
const mostHolidayText = 200_000

// holidays shows the days that were imported and the form that imports more.
func holidays(c *serve.Call) error {
	return holidayPage(c, form.New(nil))
}

func holidayPage(c *serve.Call, f form.Form) error {
	p := HolidaysProps{Shell: c.Shell("Bank holidays"), Form: f, MayOpen: policy.Can(c.Actor, policy.ViewIssues)}
	var err error
	if p.Imported, err = timelinestore.BankHolidays(c.Context(), c.Read); err != nil {
		return err
	}
	if p.Here, err = timelinestore.Divisions(c.Context(), c.Read); err != nil {
		return err
	}
	if len(p.Imported) > 0 {
		if p.Imports, err = timelinestore.HolidayImports(c.Context(), c.Read); err != nil {
			return err
		}
		p.Deadlines, err = procedurestore.OpenDeadlines(c.Context(), c.Read, 0, p.Imported)
		if err != nil {
			return err
		}
	}
	return c.Page(f, Holidays(p))
}

// previewHolidays says which days a file would add, and which open deadlines fall on them.
func previewHolidays(c *serve.Call) error {
	f := c.Posted()
	text, err := holidayText(c, &f)
	if err != nil {
		return err
	}
	here, err := timelinestore.Divisions(c.Context(), c.Read)
	if err != nil {
		return err
	}
	said := form.OptionalOneOf(&f, "division", here)
	var file timelines.HolidayFile
	err = f.Take(func() (err error) { file, err = timelines.ReadHolidays(text, said, here); return err })
	if err != nil {
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
	p := HolidayPreviewProps{Shell: c.Shell(title).Under("Bank holidays", "/bank-holidays", title), Text: text,
		Division: said, File: file, MayOpen: policy.Can(c.Actor, policy.ViewIssues)}
	p.Fresh, p.Known = timelines.NewHolidays(file.Days, imported)
	if len(p.Fresh) > 0 {
		p.Deadlines, err = procedurestore.OpenDeadlines(c.Context(), c.Read, 0, p.Fresh)
		if err != nil {
			return err
		}
	}
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
	text, said := f.Optional("text", mostHolidayText), form.OptionalOneOf(&f, "division", domain.Divisions())
	var added int
	var touched []procedures.Deadline
	err := f.Take(func() (err error) {
		added, touched, err = timelineapp.ImportHolidays(c.Context(), c.App, c.Actor, text, said)
		return err
	})
	if err != nil {
		return err
	}
	if !f.OK() {
		return holidayPage(c, f)
	}
	done := strconv.Itoa(added) + " added"
	if n := min(len(touched), procedures.MostDeadlines); n > 0 {
		done += ". " + domain.Counted(n, "open deadline falls", "open deadlines fall") +
			" on them: they are listed below"
	}
	return c.Done(done, "/bank-holidays")
}

// takeBackImport takes away the days of an import.
func takeBackImport(c *serve.Call) error {
	f := c.Posted()
	id := form.ID[importID](&f, "import", "Choose an import")
	var removed int
	err := f.Take(func() (err error) {
		removed, err = timelineapp.TakeBackImport(c.Context(), c.App, c.Actor, int64(id))
		return err
	})
	if err != nil {
		return err
	}
	if !f.OK() {
		return holidayPage(c, f)
	}
	return c.Done("Taken back: "+domain.Counted(removed, "day", "days"), "/bank-holidays")
}

type importID int64

// removeHoliday takes a day off again.
func removeHoliday(c *serve.Call) error {
	f := c.Posted()
	day, of := f.Date("day", "Choose a day"), form.OptionalOneOf(&f, "division", domain.Divisions())
	if err := f.Take(func() error {
		return timelineapp.RemoveHoliday(c.Context(), c.App, c.Actor, day, of)
	}); err != nil {
		return err
	}
	if !f.OK() {
		return holidayPage(c, f)
	}
	return c.Done(day.Words()+" removed", "/bank-holidays")
}

// Closed is a message, and which of the days are no working days of the area: a deadline on them is kept, and said.
func Closed(c *serve.Call, message string, area domain.AreaID, days ...domain.Date) string {
	return strings.Join(append([]string{message}, NotWorking(c, area, days...)...), ". ")
}

// NotWorking says which of the days are no working days of the area.
func NotWorking(c *serve.Call, area domain.AreaID, days ...domain.Date) []string {
	days = slices.DeleteFunc(slices.Clone(days), domain.Date.IsZero)
	if len(days) == 0 {
		return nil
	}
	working, err := timelinestore.CalendarFor(c.Context(), c.Read, area)
	if err != nil { // what was to be done is done: the page that follows says what is wrong
		return nil
	}
	slices.SortFunc(days, domain.Date.DaysSince)
	var list []string
	for _, d := range slices.Compact(days) {
		if !working.WorkingDay(d) {
			list = append(list, fmt.Sprintf("Note that %s %s is no working day", d.Weekday(), d.Words()))
		}
	}
	return list
}
