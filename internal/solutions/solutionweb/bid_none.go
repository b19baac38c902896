package solutionweb

import (
	"fourgates/internal/form"
	"fourgates/internal/places"
	"fourgates/internal/serve"
	"fourgates/internal/solutions/solutionapp"
	"fourgates/web/frame"
)

// askNoBids shows the form to state why there are no bids.
func askNoBids(c *serve.Call, area places.Area) error {
	return noBidsPage(c, area, form.New(nil))
}

func noBidsPage(c *serve.Call, area places.Area, f form.Form) error {
	const title = "State that there are no bids"
	at := "/areas/" + serve.IDText(area.ID)
	shell := c.Shell(title).Under("Areas", "/areas", area.Name, at, "Bids", at+"/bids", "No bids")
	return c.Page(f, frame.Reason(frame.ReasonProps{Shell: shell, Form: f, Title: title, Caption: area.Name,
		Lead: "Gate 3 asks for the bids of the area, or for a statement why there are none. " +
			"Members and the Executive read it. The newest statement counts.",
		Back: at + "/bids", Field: "text", Label: "Why are there no bids?", Button: "Save the statement"}))
}

// stateNoBids saves the statement that there are no bids.
func stateNoBids(c *serve.Call, area places.Area) error {
	f := c.Posted()
	text := f.Required("text", 2000, "Say why there are no bids")
	if err := f.Take(func() error {
		return solutionapp.StateNoBids(c.Context(), c.App, c.Actor, area.ID,
			text)
	}); err != nil {
		return err
	}
	if !f.OK() {
		return noBidsPage(c, area, f)
	}
	return c.Done("Statement saved", "/areas/%d/bids", area.ID)
}
