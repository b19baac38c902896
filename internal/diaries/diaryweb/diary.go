// Package diaryweb serves councils' calendars, and shows what gates fall against in them.
package diaryweb

import (
	"fourgates/internal/diaries"
	"fourgates/internal/diaries/diaryapp"
	"fourgates/internal/diaries/diarystore"
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/places"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
	"fourgates/web/frame"
)

// DiaryRoutes lists the routes of councils' calendars.
func DiaryRoutes() []serve.Route {
	file := serve.IDOf[domain.ImportFileID]("file")
	return []serve.Route{
		serve.Get("/authorities/{authority}/calendar", policy.ViewMembers, serve.On(councilOf, showDiary)),
		serve.Get("/authorities/{authority}/calendar/new", policy.EditDiaries, serve.On(councilOf, newEntry)),
		serve.Post("/authorities/{authority}/calendar", policy.EditDiaries, serve.On(councilOf, addEntry)),
		serve.Get("/authorities/{authority}/calendar/{entry}/change", policy.EditDiaries, serve.On(entryOf, askEntry)),
		serve.Post("/authorities/{authority}/calendar/{entry}/change", policy.EditDiaries,
			serve.On(entryOf, changeEntry)),
		serve.Post("/authorities/{authority}/calendar/{entry}/removal", policy.EditDiaries,
			serve.On(entryOf, removeEntry)),
		serve.Get("/authorities/{authority}/calendar/import", policy.EditDiaries, serve.On(councilOf, newSheet)),
		serve.Upload("/authorities/{authority}/calendar/import", policy.EditDiaries, serve.On(councilOf, uploadSheet)),
		serve.Get("/calendars/imports/{file}", policy.EditDiaries, serve.On(file, showSheet)),
		serve.Post("/calendars/imports/{file}/columns", policy.EditDiaries, serve.On(file, matchSheet)),
		serve.Post("/calendars/imports/{file}/confirmation", policy.EditDiaries, serve.On(file, confirmSheet)),
	}
}

// councilOf loads the council of the address.
func councilOf(c *serve.Call) (places.Authority, error) {
	id, err := serve.PathID[domain.AuthorityID](c, "authority")
	if err != nil {
		return places.Authority{}, err
	}
	return placestore.Authority(c.Context(), c.Read, id)
}

// entryAt is an entry of a council's calendar that an address names.
type entryAt struct {
	council places.Authority
	diaries.Entry
}

func entryOf(c *serve.Call) (is entryAt, err error) {
	if is.council, err = councilOf(c); err != nil {
		return is, err
	}
	id, err := serve.PathID[domain.DiaryEntryID](c, "entry")
	if err != nil {
		return is, err
	}
	is.Entry, err = diarystore.Entry(c.Context(), c.Read, is.council.ID, id)
	return is, err
}

func path(council domain.AuthorityID, rest string) string {
	return frame.To("/authorities/%d/calendar", council) + rest
}

func shell(c *serve.Call, of places.Authority, title string) frame.Shell {
	at := "/authorities/" + serve.IDText(of.ID)
	if title == "Calendar" {
		return c.Shell(title+" – "+of.Name).Under("Wards and divisions", "/seats", of.Name, at, title)
	}
	return c.Shell(title+" – "+of.Name).Under("Wards and divisions", "/seats", of.Name, at, "Calendar",
		path(of.ID, ""), title)
}

// showDiary shows a council's calendar: what is to come, and what is past.
func showDiary(c *serve.Call, of places.Authority) error {
	list, err := diarystore.Entries(c.Context(), c.Read, of.ID)
	if err != nil {
		return err
	}
	p := DiaryProps{Shell: shell(c, of, "Calendar"), Council: of,
		MayEdit: policy.Can(c.Actor, policy.EditDiaries) && !of.Gone()}
	for _, e := range list {
		if e.EndsOn.Before(c.Today()) {
			p.Past = append(p.Past, e)
		} else {
			p.Coming = append(p.Coming, e)
		}
	}
	return c.Show(Diary(p))
}

// newEntry shows the form that adds an entry.
func newEntry(c *serve.Call, of places.Authority) error {
	return entryForm(c, entryAt{council: of}, form.New(nil))
}

// askEntry shows the form that changes an entry.
func askEntry(c *serve.Call, is entryAt) error {
	f := form.With("kind", string(is.Kind), "name", is.Name)
	f = serve.WithDay(f, "from", is.StartsOn)
	if !is.Kind.OneDay() {
		f = serve.WithDay(f, "to", is.EndsOn)
	}
	for _, s := range is.Seats {
		f.Values.Add("seats", serve.IDText(s))
	}
	f.Values.Set("version", frame.To("%d", is.Version))
	return entryForm(c, is, f)
}

func entryForm(c *serve.Call, is entryAt, f form.Form) error {
	title := "Add to the calendar"
	if is.ID != 0 {
		title = "Change the calendar"
	}
	seats, err := diarystore.Seats(c.Context(), c.Read, is.council.ID)
	if err != nil {
		return err
	}
	return c.Page(f, EntryForm(EntryFormProps{Shell: shell(c, is.council, title), Title: title, Form: f,
		Council: is.council, ID: is.ID, Seats: seats}))
}

// decode reads an entry as it was typed. Wards and divisions are asked only of what can be of some of them, the last
// day only of what is on more than one.
func decode(f *form.Form, council domain.AuthorityID) diaries.Entry {
	e := diaries.Entry{Authority: council, Kind: form.OneOf(f, "kind", diaries.Kinds(), "Choose what it is"),
		StartsOn: f.Date("from", "Enter the day, or the first day"), Name: f.Optional("name", 200)}
	if !e.Kind.OneDay() {
		e.EndsOn = f.OptionalDate("to")
	}
	if e.Kind.OfSeats() {
		e.Seats = form.IDs[domain.SeatID](f, "seats")
	}
	return e
}

// addEntry adds an entry to the calendar.
func addEntry(c *serve.Call, of places.Authority) error {
	f := c.Posted()
	e := decode(&f, of.ID)
	if err := f.Take(func() error { return diaryapp.Put(c.Context(), c.App, c.Actor, e) }); err != nil {
		return err
	}
	if !f.OK() {
		return entryForm(c, entryAt{council: of}, f)
	}
	return c.Done("It is in the calendar.", "/authorities/%d/calendar", of.ID)
}

// changeEntry changes an entry of the calendar.
func changeEntry(c *serve.Call, is entryAt) error {
	f := c.Posted()
	e := decode(&f, is.council.ID)
	e.ID, e.Version = is.ID, f.Version("")
	if err := f.Save(func() error { return diaryapp.Put(c.Context(), c.App, c.Actor, e) }); err != nil {
		return err
	}
	if f.Stale() {
		f.Newest(is.Version, "Now", is.Entry.Words(), e.Filled().Words())
	}
	if !f.OK() {
		return entryForm(c, is, f)
	}
	return c.Done("The calendar is changed.", "/authorities/%d/calendar", is.council.ID)
}

// removeEntry takes an entry out of the calendar.
func removeEntry(c *serve.Call, is entryAt) error {
	if err := diaryapp.Remove(c.Context(), c.App, c.Actor, is.council.ID, is.ID); err != nil {
		return err
	}
	return c.Done("It is no longer in the calendar.", "/authorities/%d/calendar", is.council.ID)
}
