package server

import (
	"net/http"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

// newValidity shows the form on which a view of the boundary is recorded.
func newValidity(c *Call) error {
	return validityForm(c, http.StatusOK, form.New(nil))
}

func validityForm(c *Call, status int, f form.Form) error {
	area, err := areaFor(policy.RecordValidity)(c)
	if err != nil {
		return err
	}
	p := page.ValidityFormProps{Shell: areaShell(c, area, "Record a view on the boundary"), Form: f, Area: area}
	return c.Answer(status, page.ValidityForm(p))
}

// recordValidity records a view of the boundary.
func recordValidity(c *Call) error {
	area, err := areaFor(policy.RecordValidity)(c)
	if err != nil {
		return err
	}
	f := c.Posted()
	view := domain.ValidityView{
		Kind:     form.OneOf(&f, "kind", domain.ValidityKinds(), "Choose whose view it is"),
		SaidBy:   f.Required("said-by", 200, "Enter who said it"),
		Supports: form.OneOf(&f, "supports", domain.ValiditySupports(), "Choose what they say"),
		Note:     f.Optional("note", 2000),
		SaidOn:   f.Date("on", "Enter the day"),
	}
	if f.OK() {
		err := c.App.RecordValidity(c.Context(), c.Actor, area.ID, view)
		if err == nil {
			return c.Done("View recorded", "/areas/%d", area.ID)
		}
		if !f.Refuse(err) {
			return err
		}
	}
	return validityForm(c, http.StatusUnprocessableEntity, f)
}
