package partnerweb

import (
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/partners"
	"fourgates/internal/partners/partnerapp"
	"fourgates/internal/partners/partnerstore"
	"fourgates/internal/places"
	"fourgates/internal/places/placeweb"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
)

// toTell is a notice to somebody in an area's network.
type toTell struct {
	places.Area
	partners.Informed
}

// toTellOf loads the notice of the address, for an officer of the area.
func toTellOf(c *serve.Call) (t toTell, err error) {
	if t.Area, err = placeweb.AreaFor(policy.EditNetwork)(c); err != nil {
		return t, err
	}
	id, err := serve.PathID[domain.NoticeID](c, "recipient")
	if err != nil {
		return t, err
	}
	t.Informed, err = partnerstore.ToldOf(c.Context(), c.Read, t.Area.ID, int64(id))
	return t, err
}

// newInforming asks how somebody was told whom a notice did not reach.
func newInforming(c *serve.Call, t toTell) error {
	return informingPage(c, t, serve.WithDay(form.New(nil), "on", c.Today()))
}

func informingPage(c *serve.Call, t toTell, f form.Form) error {
	return c.Page(f, InformingForm(InformingProps{Shell: underNetwork(c, t.Area, "Record that they were told"), Form: f,
		Area: t.Area, Informed: t.Informed}))
}

// recordInforming saves that they were told.
func recordInforming(c *serve.Call, t toTell) error {
	f := c.Posted()
	n := partners.Informing{Note: f.Optional("note", 500), On: f.OptionalDate("on")}
	if f.Text("way") != "" {
		n.Way = form.OneOf(&f, "way", partners.InformingWays(), "Choose how they were told")
	}
	if err := f.Take(func() error {
		return partnerapp.RecordInforming(c.Context(), c.App, c.Actor, t.Area.ID, t.Recipient, n)
	}); err != nil {
		return err
	}
	if !f.OK() {
		return informingPage(c, t, f)
	}
	return c.Done("Recorded", "/areas/%d/network#informed", t.Area.ID)
}
