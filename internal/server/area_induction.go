package server

import (
	"fourgates/internal/app"
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/rules"
	"fourgates/internal/serve"
	"fourgates/internal/store"
	"fourgates/web/page"
)

// newInduction shows the form on which a Member's induction is recorded.
func newInduction(c *serve.Call, area rules.Area) error {
	return inductionForm(c, area, form.With("member", c.URL.Query().Get("member")))
}

func inductionForm(c *serve.Call, area rules.Area, f form.Form) error {
	p := page.InductionFormProps{Form: f, Area: area}
	var err error
	if p.Members, err = store.AreaMembers(c.Context(), c.Read, area.ID, c.Today()); err != nil {
		return err
	}
	if p.Before, err = store.Inductions(c.Context(), c.Read, area.ID); err != nil {
		return err
	}
	p.Shell = areaShell(c, area, "Record an induction")
	return c.Page(f, page.InductionForm(p))
}

// recordInduction records a Member's induction.
func recordInduction(c *serve.Call, area rules.Area) error {
	f := c.Posted()
	induction := rules.Induction{
		Person:   form.ID[domain.PersonID](&f, "member", "Choose the Member"),
		Outcome:  form.OneOf(&f, "outcome", rules.InductionOutcomes(), "Choose what came of it"),
		On:       f.Date("on", "Enter the day"),
		Material: f.Optional("material", 500),
		Note:     f.Optional("note", 1000),
	}
	err := f.Take(func() error { return app.RecordInduction(c.Context(), c.App, c.Actor, area.ID, induction) })
	if err != nil {
		return err
	}
	if !f.OK() {
		return inductionForm(c, area, f)
	}
	return c.Done("Induction recorded", "/areas/%d", area.ID)
}
