package server

import (
	"net/http"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

// newMove shows the form that moves an area along its life.
func newMove(c *Call) error {
	return moveForm(c, http.StatusOK, form.New(nil))
}

func moveForm(c *Call, status int, f form.Form) error {
	area, err := areaFor(policy.MoveArea)(c)
	if err != nil {
		return err
	}
	p := page.AreaMoveProps{Form: f, Area: area}
	if p.States, err = c.Read.AreaStates(c.Context(), area.ID); err != nil {
		return err
	}
	p.Shell = areaShell(c, area, "Change the state")
	return c.Answer(status, page.AreaMove(p))
}

// moveArea moves an area along its life by hand.
func moveArea(c *Call) error {
	area, err := areaFor(policy.MoveArea)(c)
	if err != nil {
		return err
	}
	f := c.Posted()
	to := form.OneOf(&f, "to", domain.AreaStates(), "Choose what you want to do")
	reason := f.Required("reason", 1000, "Enter the reason")
	if f.OK() {
		err := c.App.MoveArea(c.Context(), c.Actor, area.ID, to, reason)
		if err == nil {
			return c.Done("The area is "+string(to), "/areas/%d", area.ID)
		}
		if !f.Refuse(err) {
			return err
		}
	}
	return moveForm(c, http.StatusUnprocessableEntity, f)
}
