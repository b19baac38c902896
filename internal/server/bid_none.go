package server

import (
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/web/page"
)

// askNoBids shows the form to state why there are no bids.
func askNoBids(c *Call, area domain.Area) error {
	return noBidsPage(c, area, form.New(nil))
}

func noBidsPage(c *Call, area domain.Area, f form.Form) error {
	const title = "State that there are no bids"
	at := "/areas/" + idText(area.ID)
	shell := c.Shell(title).Under("Areas", "/areas", area.Name, at, "Bids", at+"/bids", "No bids")
	return c.Page(f, page.Reason(page.ReasonProps{Shell: shell, Form: f, Title: title, Caption: area.Name,
		Lead: "Gate 3 asks for the bids of the area, or for a statement why there are none. " +
			"Members and the Executive read it. The newest statement counts.",
		Back: at + "/bids", Field: "text", Label: "Why are there no bids?", Button: "Save the statement"}))
}

// stateNoBids saves the statement that there are no bids.
func stateNoBids(c *Call, area domain.Area) error {
	f := c.Posted()
	text := f.Required("text", 2000, "Say why there are no bids")
	if err := f.Take(func() error { return c.App.StateNoBids(c.Context(), c.Actor, area.ID, text) }); err != nil {
		return err
	}
	if !f.OK() {
		return noBidsPage(c, area, f)
	}
	return c.Done("Statement saved", "/areas/%d/bids", area.ID)
}
