package placeweb

import (
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/places"
	"fourgates/internal/places/placeapp"
	"fourgates/internal/places/placestore"
	"fourgates/internal/serve"
)

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
	return c.Done("Induction recorded", "/areas/%d", area.ID)
}
