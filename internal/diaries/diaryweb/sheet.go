package diaryweb

import (
	"errors"
	"strconv"

	"fourgates/internal/diaries"
	"fourgates/internal/diaries/diaryapp"
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/places"
	"fourgates/internal/serve"
	"fourgates/internal/sheets"
	"fourgates/internal/sheets/sheetweb"
)

// newSheet shows the form on which a calendar is uploaded.
func newSheet(c *serve.Call, of places.Authority) error { return sheetForm(c, of, form.New(nil)) }

func sheetForm(c *serve.Call, of places.Authority, f form.Form) error {
	const title = "Import a calendar"
	return c.Page(f, SheetForm(SheetFormProps{Shell: shell(c, of, title), Form: f, Council: of}))
}

// uploadSheet reads a calendar and keeps it to be looked at. It imports nothing.
func uploadSheet(c *serve.Call, of places.Authority) error {
	f := c.Posted()
	sheet, err := sheets.Read(serve.Uploaded(c, "file"))
	if err != nil && !f.Refuse(err) {
		return err
	}
	var id domain.ImportFileID
	if err := f.Take(func() (err error) {
		id, err = diaryapp.Upload(c.Context(), c.App, c.Actor, serve.UploadedName(c, "file"), sheet, of.ID)
		return err
	}); err != nil {
		return err
	}
	if !f.OK() {
		return sheetForm(c, of, f)
	}
	return c.Done("", "/calendars/imports/%d", id)
}

// showSheet shows what an uploaded calendar would change.
func showSheet(c *serve.Call, id domain.ImportFileID) error { return sheetPage(c, id, form.New(nil)) }

func sheetPage(c *serve.Call, id domain.ImportFileID, f form.Form) error {
	p, err := diaryapp.Preview(c.Context(), c.App, c.Actor, id)
	if err != nil {
		return err
	}
	for i, column := range diaries.Columns() {
		f.Values.Set(sheetweb.ColumnField(column), strconv.Itoa(p.Choices.Matching[i]))
	}
	return c.Page(f, SheetCheck(SheetCheckProps{Preview: p, Form: f, Shell: shell(c, p.Council, "Check the file")}))
}

// matchSheet keeps how the columns are matched.
func matchSheet(c *serve.Call, id domain.ImportFileID) error {
	f := c.Posted()
	m := make(sheets.Matching, len(diaries.Columns()))
	for i, column := range diaries.Columns() {
		m[i], _ = strconv.Atoi(f.Text(sheetweb.ColumnField(column))) // nothing chosen is none
	}
	if err := f.Take(func() error { return diaryapp.Match(c.Context(), c.App, c.Actor, id, m) }); err != nil {
		return err
	}
	if !f.OK() {
		return sheetPage(c, id, f)
	}
	return c.Done("", "/calendars/imports/%d", id)
}

// confirmSheet imports a calendar that was looked at.
func confirmSheet(c *serve.Call, id domain.ImportFileID) error {
	f := c.Posted()
	var done diaries.Plan
	var council domain.AuthorityID
	err := f.Save(func() (err error) {
		done, council, err = diaryapp.Confirm(c.Context(), c.App, c.Actor, id, f.Text("digest"))
		return err
	})
	if errors.Is(err, domain.ErrNotFound) { // the form was sent twice
		return c.Done("That file waits no more: it was imported before, or another was uploaded", "/authorities")
	}
	if err != nil {
		return err
	}
	if !f.OK() {
		return sheetPage(c, id, f)
	}
	return c.Done("Imported: "+done.Words(), "/authorities/%d/calendar", council)
}
