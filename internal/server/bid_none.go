package server

import (
	"net/http"

	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

// askNoBids shows the form to state why there are no bids.
func askNoBids(c *Call) error {
	return noBidsPage(c, http.StatusOK, form.New(nil))
}

func noBidsPage(c *Call, status int, f form.Form) error {
	area, err := runningAreaFor(policy.EditBids)(c)
	if err != nil {
		return err
	}
	at := "/areas/" + idText(area.ID)
	p := page.ReasonProps{Shell: c.Shell("State that there are no bids").Under("Areas", "/areas", area.Name, at, "Bids", at+"/bids", "No bids"), Form: f,
		Title: "State that there are no bids", Caption: area.Name, Lead: "Gate 3 asks for the bids of the area, or for a statement why there are none. Members and the Executive read it. The newest statement counts.",
		Back: at + "/bids", Field: "text", Label: "Why are there no bids?", Button: "Save the statement"}
	return c.Answer(status, page.Reason(p))
}

// stateNoBids saves the statement that there are no bids.
func stateNoBids(c *Call) error {
	area, err := runningAreaFor(policy.EditBids)(c)
	if err != nil {
		return err
	}
	f := c.Posted()
	text := f.Required("text", 2000, "Say why there are no bids")
	if f.OK() {
		err = c.App.StateNoBids(c.Context(), c.Actor, area.ID, text)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return noBidsPage(c, http.StatusUnprocessableEntity, f)
	}
	return c.Done("Statement saved", "/areas/%d/bids", area.ID)
}
