package server

import (
	"net/http"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

// newInduction shows the form on which a Member's induction is recorded.
func newInduction(c *Call) error {
	return inductionForm(c, http.StatusOK, form.With("member", c.URL.Query().Get("member")))
}

func inductionForm(c *Call, status int, f form.Form) error {
	area, err := areaFor(policy.RecordInduction)(c)
	if err != nil {
		return err
	}
	p := page.InductionFormProps{Form: f, Area: area}
	if p.Members, err = c.Read.AreaMembers(c.Context(), area.ID, c.Today()); err != nil {
		return err
	}
	if p.Before, err = c.Read.Inductions(c.Context(), area.ID); err != nil {
		return err
	}
	p.Shell = areaShell(c, area, "Record an induction")
	return c.Answer(status, page.InductionForm(p))
}

// recordInduction records a Member's induction.
func recordInduction(c *Call) error {
	area, err := areaFor(policy.RecordInduction)(c)
	if err != nil {
		return err
	}
	f := c.Posted()
	induction := domain.Induction{
		Person:   form.ID[domain.PersonID](&f, "member", "Choose the Member"),
		Outcome:  form.OneOf(&f, "outcome", domain.InductionOutcomes(), "Choose what came of it"),
		On:       f.Date("on", "Enter the day"),
		Material: f.Optional("material", 500),
		Note:     f.Optional("note", 1000),
	}
	if f.OK() {
		err := c.App.RecordInduction(c.Context(), c.Actor, area.ID, induction)
		if err == nil {
			return c.Done("Induction recorded", "/areas/%d", area.ID)
		}
		if !f.Refuse(err) {
			return err
		}
	}
	return inductionForm(c, http.StatusUnprocessableEntity, f)
}
