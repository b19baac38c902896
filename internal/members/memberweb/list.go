// Package memberweb serves the pages that import a council's list of Members.
package memberweb

import (
	"errors"
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/members"
	"fourgates/internal/members/memberapp"
	"fourgates/internal/people"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
	"fourgates/internal/sheets"
	"fourgates/internal/sheets/sheetweb"
)

// MemberRoutes lists the routes of lists of Members.
func MemberRoutes() []serve.Route {
	file := serve.IDOf[domain.ImportFileID]("file")
	return []serve.Route{
		serve.Get("/members/imports/new", policy.EditSeats, newList),
		serve.Upload("/members/imports", policy.EditSeats, uploadList),
		serve.Get("/members/imports/{file}", policy.EditSeats, serve.On(file, showList)),
		serve.Post("/members/imports/{file}/columns", policy.EditSeats, serve.On(file, chooseOfList)),
		serve.Post("/members/imports/{file}/confirmation", policy.EditSeats, serve.On(file, confirmList)),
	}
}

// newList shows the form on which a list is uploaded.
func newList(c *serve.Call) error {
	return listForm(c, form.With("list", "some"))
}

func listForm(c *serve.Call, f form.Form) error {
	councils, err := placestore.Authorities(c.Context(), c.Read)
	if err != nil {
		return err
	}
	const title = "Import a list of Members"
	return c.Page(f, ListForm(ListFormProps{Shell: c.Shell(title).Under("Members", "/members", title), Form: f,
		Councils: councils}))
}

// uploadList reads a list and keeps it to be looked at. It imports nothing.
func uploadList(c *serve.Call) error {
	f := c.Posted()
	choices := members.Choices{
		Council: form.ID[domain.AuthorityID](&f, "authority", "Choose the council"),
		Whole:   form.OneOf(&f, "list", []string{"some", "whole"}, "Say what the list is") == "whole",
	}
	if choices.Whole {
		choices.From = f.Date("from", "Enter the first day of the new council’s terms")
	}
	sheet, err := sheets.Read(serve.Uploaded(c, "file"))
	if err != nil && !f.Refuse(err) {
		return err
	}
	var id domain.ImportFileID
	if err := f.Take(func() (err error) {
		id, err = memberapp.UploadList(c.Context(), c.App, c.Actor, serve.UploadedName(c, "file"), sheet, choices)
		return err
	}); err != nil {
		return err
	}
	if !f.OK() {
		return listForm(c, f)
	}
	return c.Done("", "/members/imports/%d", id)
}

// showList shows what an uploaded list would change.
func showList(c *serve.Call, id domain.ImportFileID) error {
	return listPage(c, id, form.New(nil))
}

func listPage(c *serve.Call, id domain.ImportFileID, f form.Form) error {
	p, err := memberapp.PreviewList(c.Context(), c.App, c.Actor, id)
	if err != nil {
		return err
	}
	for i, column := range members.Columns() {
		f.Values.Set(sheetweb.ColumnField(column), strconv.Itoa(p.Choices.Matching[i]))
	}
	for line, answer := range p.Choices.Answers {
		f.Values.Set(answerField(line), answer)
	}
	const title = "Check the list"
	return c.Page(f, ListCheck(ListCheckProps{Preview: p, Form: f, Shell: c.Shell(title).
		Under("Members", "/members", "Import a list of Members", "/members/imports/new", title)}))
}

func answerField(line int) string { return "who-" + strconv.Itoa(line) }

// personAnswer is the answer that a known person is meant.
func personAnswer(p people.Person) string { return "#" + serve.IDText(p.ID) }

// chooseOfList keeps how the columns are matched and who somebody is.
func chooseOfList(c *serve.Call, id domain.ImportFileID) error {
	p, err := memberapp.PreviewList(c.Context(), c.App, c.Actor, id)
	if err != nil {
		return err
	}
	f := c.Posted()
	m := make(sheets.Matching, len(members.Columns()))
	for i, column := range members.Columns() {
		m[i], _ = strconv.Atoi(f.Text(sheetweb.ColumnField(column))) // nothing chosen is none
	}
	answers := map[int]string{}
	for _, row := range p.Table.Rows {
		if a := f.Text(answerField(row.Line)); a != "" {
			answers[row.Line] = a
		}
	}
	if err := f.Take(func() error {
		return memberapp.ChooseOfList(c.Context(), c.App, c.Actor, id, m, answers)
	}); err != nil {
		return err
	}
	if !f.OK() {
		return listPage(c, id, f)
	}
	return c.Done("", "/members/imports/%d", id)
}

// confirmList imports a list that was looked at.
func confirmList(c *serve.Call, id domain.ImportFileID) error {
	f := c.Posted()
	var done members.Plan
	err := f.Save(func() (err error) {
		done, err = memberapp.ConfirmList(c.Context(), c.App, c.Actor, id, f.Text("digest"))
		return err
	})
	if errors.Is(err, domain.ErrNotFound) { // the form was sent twice
		return c.Done("That list waits no more: it was imported before, or another was uploaded", "/members")
	}
	if err != nil {
		return err
	}
	if !f.OK() {
		return listPage(c, id, f)
	}
	return c.Done("Imported: "+done.Words(), "/members")
}
