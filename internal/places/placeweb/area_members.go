package placeweb

import (
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/places"
	"fourgates/internal/places/placeapp"
	"fourgates/internal/places/placestore"
	"fourgates/internal/serve"
)

// areaMembers shows who the Members of an area are on a day: today, where none is asked for. The address is the day.
func areaMembers(says AreaSays) func(c *serve.Call, area places.Area) error {
	return func(c *serve.Call, area places.Area) error {
		f := form.New(c.URL.Query())
		on := f.OptionalDate("on", "Day")
		if on.IsZero() && f.OK() {
			on = c.Today()
			f = serve.WithDay(f, "on", on)
		}
		p := AreaMembersProps{Shell: AreaShell(c, area, "Area Members"), Form: f, Area: area, On: on,
			Today: c.Today(), Tabs: AreaTabs(c.Actor, area.ID, c.URL.Path),
			MayInduct: mayDo(c.Actor, area).RecordInduction}
		if !f.OK() {
			return c.Page(f, AreaMembers(p))
		}
		found, err := placeapp.AreaMembersOn(c.Context(), c.App, area.ID, on)
		if err != nil {
			return err
		}
		if on.After(c.Today()) && found.Boundary.Version > 0 {
			all, err := says.Ahead(c, area.ID, on, found)
			if err != nil {
				return err
			}
			found.Members, found.None = places.ApartNone(all)
		}
		if p.now() {
			if _, p.Numbers, err = Outline(c, area); err != nil {
				return err
			}
			if p.Aside, err = says.People(c, area); err != nil {
				return err
			}
		}
		p.Boundary, p.Past, p.Members, p.None = found.Boundary, found.Past, found.Members, found.None
		return c.Show(AreaMembers(p))
	}
}

// newInduction shows the form on which a Member's induction is recorded.
func newInduction(c *serve.Call, area places.Area) error {
	return inductionForm(c, area, form.With("member", c.URL.Query().Get("member")))
}

func inductionForm(c *serve.Call, area places.Area, f form.Form) error {
	p := InductionFormProps{Form: f, Area: area}
	var err error
	if p.Members, err = placestore.AreaMembers(c.Context(), c.Read, area.ID, c.Today()); err != nil {
		return err
	}
	if p.Before, err = placestore.Inductions(c.Context(), c.Read, area.ID); err != nil {
		return err
	}
	p.Shell = AreaShell(c, area, "Record an induction")
	return c.Page(f, InductionForm(p))
}

// recordInduction records a Member's induction.
func recordInduction(c *serve.Call, area places.Area) error {
	f := c.Posted()
	induction := places.Induction{
		Person:   form.ID[domain.PersonID](&f, "member", "Choose the Member"),
		Outcome:  form.OneOf(&f, "outcome", places.InductionOutcomes(), "Choose what came of it"),
		On:       f.Date("on", "Enter the day"),
		Material: f.Optional("material", 500),
		Note:     f.Optional("note", 1000),
	}
	err := f.Take(func() error { return placeapp.RecordInduction(c.Context(), c.App, c.Actor, area.ID, induction) })
	if err != nil {
		return err
	}
	if !f.OK() {
		return inductionForm(c, area, f)
	}
	return c.Done("Induction recorded", "/areas/%d/members", area.ID)
}
