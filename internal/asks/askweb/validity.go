package askweb

import (
	"fourgates/internal/asks/askapp"
	"fourgates/internal/asks/askstore"
	"fourgates/internal/form"
	"fourgates/internal/places"
	"fourgates/internal/places/placeweb"
	"fourgates/internal/serve"
	"fourgates/internal/timelines/timelineweb"
)

// newValidityAsk shows the form to ask what a service or organisation says of an area's boundary.
func newValidityAsk(c *serve.Call, area places.Area) error {
	f := form.With("way", "here", "ask", "Does this area make sense from where you stand?")
	return validityAskPage(c, area, serve.WithDay(f, "reply_by", c.Today().AddDays(14)))
}

func validityAskPage(c *serve.Call, area places.Area, f form.Form) error {
	bodies, err := askstore.Directory(c.Context(), c.Read, area.ID, 0, c.Today())
	if err != nil {
		return err
	}
	at := "/areas/" + serve.IDText(area.ID)
	return c.Page(f, PutPage(PutProps{Shell: placeweb.AreaShell(c, area, "Ask for a view on the boundary"), Form: f,
		Caption: area.Name, Title: "Ask for a view on the boundary", Action: at + "/validity-asks", Back: at,
		Bodies: bodies, Counts: true}))
}

// askValidity asks what a service or organisation says of an area's boundary.
func askValidity(c *serve.Call, area places.Area) error {
	f := c.Posted()
	k := DecodePut(&f)
	k.CountsAs = form.OneOf(&f, "counts_as", places.ValidityKinds(), "Choose whose view it counts as")
	if err := f.Take(func() error { return askapp.AskValidity(c.Context(), c.App, c.Actor, area.ID, k) }); err != nil {
		return err
	}
	if !f.OK() {
		return validityAskPage(c, area, f)
	}
	return c.Done(timelineweb.Closed(c, "Asked", area.ID, k.DueOn), "/areas/%d/boundary", area.ID)
}
