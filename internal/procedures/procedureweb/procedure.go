// Package procedureweb serves the page on which a council's constitution is kept, as far as decisions follow from it.
package procedureweb

import (
	"errors"
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
	"fourgates/internal/procedures"
	"fourgates/internal/procedures/procedureapp"
	"fourgates/internal/procedures/procedurestore"
	"fourgates/internal/serve"
)

func ProcedureRoutes() []serve.Route {
	return []serve.Route{
		serve.Get("/authorities", policy.EditProcedures, listAuthorities),
		serve.Get("/authorities/{authority}/procedure", policy.EditProcedures, serve.On(procedureOf, showProcedure)),
		serve.Post("/authorities/{authority}/procedure", policy.EditProcedures, serve.On(procedureOf,
			changeProcedure)),
		serve.Post("/authorities/{authority}/days", policy.EditProcedures, serve.On(procedureOf, putDay)),
		serve.Post("/authorities/{authority}/days/removal", policy.EditProcedures, serve.On(procedureOf, removeDay)),
	}
}

// listAuthorities leads to each council's page.
func listAuthorities(c *serve.Call) error {
	list, err := placestore.Authorities(c.Context(), c.Read)
	if err != nil {
		return err
	}
	return c.Show(Authorities(AuthoritiesProps{Shell: c.Shell("Councils"), Authorities: list}))
}

// procedureOf loads what holds for the council of the address.
func procedureOf(c *serve.Call) (procedures.Procedure, error) {
	id, err := serve.PathID[domain.AuthorityID](c, "authority")
	if err != nil {
		return procedures.Procedure{}, err
	}
	return procedurestore.Procedure(c.Context(), c.Read, id, c.App.Rules.CallInKeyOnly)
}

func showProcedure(c *serve.Call, p procedures.Procedure) error {
	return procedurePage(c, p, formOf(p))
}

func formOf(p procedures.Procedure) form.Form {
	f := form.With("nation", string(p.Nation), "key_wards", strconv.Itoa(p.KeyWards), "call_in_days",
		strconv.Itoa(p.CallInDays), "call_in", CallInEvery, "call_in_by", p.CallInBy, "notice_days",
		strconv.Itoa(p.NoticeDays))
	if p.KeySum != nil {
		f.Values.Set("key_sum", p.KeySum.Typed())
	}
	if p.CallInKeyOnly {
		f.Values.Set("call_in", CallInKey)
	}
	return f
}

func procedurePage(c *serve.Call, p procedures.Procedure, f form.Form) error {
	days, err := procedurestore.Days(c.Context(), c.Read, p.Authority)
	if err != nil {
		return err
	}
	props := ProcedureProps{Shell: c.Shell(p.Name), Form: f, Procedure: p, Days: days,
		MayOpen: policy.Can(c.Actor, policy.ViewIssues)}
	if props.Deadlines, err = deadlinesOn(c, p, days...); err != nil {
		return err
	}
	return c.Page(f, Procedure(props))
}

// changeProcedure stores what holds for the council.
func changeProcedure(c *serve.Call, p procedures.Procedure) error {
	f := c.Posted()
	is := procedures.Procedure{Authority: p.Authority, Name: p.Name, Version: f.Version(""),
		Nation:     form.OneOf(&f, "nation", domain.Nations(), "Choose the nation"),
		KeySum:     f.OptionalMoney("key_sum"),
		KeyWards:   f.Int("key_wards", 1, 50, "Enter on how many wards or divisions"),
		CallInDays: f.Int("call_in_days", 0, 90, "Enter how many working days"),
		CallInKeyOnly: form.OneOf(&f, "call_in", []string{CallInEvery, CallInKey}, "Choose what can be called in") ==
			CallInKey,
		CallInBy:   f.Optional("call_in_by", 500),
		NoticeDays: f.Int("notice_days", 0, 90, "Enter how many days")}
	if err := f.Save(func() error { return procedureapp.Change(c.Context(), c.App, c.Actor, is) }); err != nil {
		return err
	}
	if f.Stale() {
		now, err := procedureOf(c)
		if err != nil {
			return err
		}
		f.Newest(now.Version)
		return procedurePage(c, now, f)
	}
	if !f.OK() {
		return procedurePage(c, p, f)
	}
	return c.Done("Saved. What is computed from now on follows it.", "/authorities/%d/procedure", p.Authority)
}

// deadlinesOn lists the open deadlines on those of the days on which the council's offices are closed.
func deadlinesOn(c *serve.Call, p procedures.Procedure, days ...procedures.Day) ([]procedures.Deadline, error) {
	var closed []domain.BankHoliday
	for _, d := range days {
		if d.Closed {
			closed = append(closed, domain.BankHoliday{Day: d.Day})
		}
	}
	if len(closed) == 0 {
		return nil, nil
	}
	return procedurestore.OpenDeadlines(c.Context(), c.Read, p.Authority, closed)
}

// putDay adds a day of the council's own. Where open deadlines fall on it, they are shown first.
func putDay(c *serve.Call, p procedures.Procedure) error {
	f := c.Posted()
	d := procedures.Day{Day: f.Date("day", "Enter the day"), Name: f.Required("name", 100, "Enter what the day is"),
		Closed: form.OneOf(&f, "offices", []string{OfficesClosed, OfficesOpen}, "Say whether offices are closed") ==
			OfficesClosed}
	if f.OK() && d.Check() == nil && !f.Has("seen", "yes") {
		touched, err := deadlinesOn(c, p, d)
		if err != nil {
			return err
		}
		if len(touched) > 0 {
			return c.Page(f, ClosedDay(ClosedDayProps{Shell: c.Shell("Check what falls on the day"), Procedure: p,
				Day: d, Deadlines: touched, MayOpen: policy.Can(c.Actor, policy.ViewIssues)}))
		}
	}
	err := f.Take(func() error { return procedureapp.PutDay(c.Context(), c.App, c.Actor, p.Authority, d) })
	if errors.Is(err, domain.ErrConflict) {
		f.Add("day", "This day is listed already: remove it first")
		err = nil
	}
	if err != nil {
		return err
	}
	if !f.OK() {
		saved := formOf(p)
		for name, values := range saved.Values {
			f.Values[name] = values
		}
		return procedurePage(c, p, f)
	}
	return c.Done("The day is added.", "/authorities/%d/procedure#days", p.Authority)
}

// removeDay takes a day of the council's own away.
func removeDay(c *serve.Call, p procedures.Procedure) error {
	f := c.Posted()
	day := f.Date("day", "Enter the day")
	if !f.OK() {
		return domain.ErrNotFound
	}
	if err := procedureapp.RemoveDay(c.Context(), c.App, c.Actor, p.Authority, day); err != nil {
		return err
	}
	return c.Done("The day is removed.", "/authorities/%d/procedure#days", p.Authority)
}
