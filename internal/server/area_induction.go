package server

import (
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/web/page"
)

// newInduction shows the form on which a Member's induction is recorded.
func newInduction(c *Call, area domain.Area) error {
	return inductionForm(c, area, form.With("member", c.URL.Query().Get("member")))
}

func inductionForm(c *Call, area domain.Area, f form.Form) error {
	p := page.InductionFormProps{Form: f, Area: area}
	var err error
	if p.Members, err = c.Read.AreaMembers(c.Context(), area.ID, c.Today()); err != nil {
		return err
	}
	if p.Before, err = c.Read.Inductions(c.Context(), area.ID); err != nil {
		return err
	}
	p.Shell = areaShell(c, area, "Record an induction")
	return c.Page(f, page.InductionForm(p))
}

// recordInduction records a Member's induction.
func recordInduction(c *Call, area domain.Area) error {
	f := c.Posted()
	induction := domain.Induction{
		Person:   form.ID[domain.PersonID](&f, "member", "Choose the Member"),
		Outcome:  form.OneOf(&f, "outcome", domain.InductionOutcomes(), "Choose what came of it"),
		On:       f.Date("on", "Enter the day"),
		Material: f.Optional("material", 500),
		Note:     f.Optional("note", 1000),
	}
	err := f.Take(func() error { return c.App.RecordInduction(c.Context(), c.Actor, area.ID, induction) })
	if err != nil {
		return err
	}
	if !f.OK() {
		return inductionForm(c, area, f)
	}
	return c.Done("Induction recorded", "/areas/%d", area.ID)
}
