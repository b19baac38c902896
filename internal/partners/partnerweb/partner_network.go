package partnerweb

import (
	"github.com/a-h/templ"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/partners"
	"fourgates/internal/partners/partnerapp"
	"fourgates/internal/partners/partnerstore"
	"fourgates/internal/places"
	"fourgates/internal/places/placeweb"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
	"fourgates/web/frame"
)

// underNetwork is the shell of a page below an area's network.
func underNetwork(c *serve.Call, area places.Area, title string) frame.Shell {
	at := "/areas/" + serve.IDText(area.ID)
	return c.Shell(title).Under("Areas", "/areas", area.Name, at, "Network", at+"/network", title)
}

func network(c *serve.Call, area places.Area) error {
	scope := policy.ScopeOf(c.Actor, policy.ViewContacts)
	p := NetworkProps{Tabs: placeweb.AreaTabs(c.Actor, area.ID, c.URL.Path), Area: area,
		MayEdit: places.MayWork(c.Actor, policy.EditNetwork, area)}
	var err error
	if p.Entries, err = partnerstore.NetworkInScope(c.Context(), c.Read, scope, area.ID, c.Today()); err != nil {
		return err
	}
	if p.Informed, err = partnerstore.NetworkInformed(c.Context(), c.Read, scope, area.ID, c.Today()); err != nil {
		return err
	}
	if policy.CanIn(c.Actor, policy.EditNetwork, area.ID) { // who was taken off is read after the area has ended, too
		if p.Removed, err = partnerstore.RemovedFromNetwork(c.Context(), c.Read, area.ID, c.Today()); err != nil {
			return err
		}
	}
	p.Shell = c.Shell("Network of "+area.Name).
		Under("Areas", "/areas", area.Name, "/areas/"+serve.IDText(area.ID), "Network").Overridden(area.Overrides)
	return c.Show(Network(p))
}

func newNetworkEntry(c *serve.Call, area places.Area) error {
	return networkForm(c, area, form.With("kind", c.URL.Query().Get("kind"), "q", c.URL.Query().Get("q")))
}

// networkForm shows the form that adds to the network, with the contacts whose name was asked for.
func networkForm(c *serve.Call, area places.Area, f form.Form) error {
	p := NetworkFormProps{Shell: underNetwork(c, area, "Add to the network"), Form: f, Area: area}
	var err error
	if q := f.Text("q"); q != "" {
		scope := policy.ScopeOf(c.Actor, policy.ViewContacts)
		p.Found, err = partnerstore.ListContacts(c.Context(), c.Read, scope, c.Today(),
			partnerstore.ContactFilter{Text: q, Limit: 20})
		if err != nil {
			return err
		}
	}
	if p.Organisations, err = organisationOptions(c); err != nil {
		return err
	}
	return c.Page(f, NetworkForm(p))
}

// decodeEntry reads the fields of page.entryFields.
func decodeEntry(f *form.Form) partners.NetworkEntry {
	return partners.NetworkEntry{Represents: f.Optional("represents", 200), Patch: f.Optional("patch", 200),
		EngagedOn: f.OptionalDate("engaged", "Engaged on")}
}

func addNetworkEntry(c *serve.Call, area places.Area) error {
	f := c.Posted()
	var newcomer partners.Contact
	var first partners.ContactRole
	var known domain.ContactID
	switch f.Text("contact") {
	case "new":
		newcomer, first = decodeContact(&f), decodeFirstRole(&f)
	default:
		known = form.ID[domain.ContactID](&f, "contact", "Choose who it is")
	}
	kind := form.OneOf(&f, "kind", partners.NetworkKinds(), "Choose as what they are in the network")
	e := decodeEntry(&f)
	e.Area, e.Contact, e.Kind = area.ID, known, kind
	if err := f.Take(func() error {
		return partnerapp.AddToNetwork(c.Context(), c.App, c.Actor, e, newcomer,
			first)
	}); err != nil {
		return err
	}
	if !f.OK() {
		return networkForm(c, area, f)
	}
	return c.Done("Added to the network", "/areas/%d/network", area.ID)
}

// areaEntry is somebody in a network, with the area whose it is.
type areaEntry struct {
	partners.NetworkEntry
	In places.Area
}

// networkEntryOf finds the entry of the address in the network of its area, for whoever may edit it.
func networkEntryOf(c *serve.Call) (e areaEntry, err error) {
	if e.In, err = placeweb.AreaFor(policy.EditNetwork)(c); err != nil {
		return e, err
	}
	id, err := serve.PathID[domain.NetworkEntryID](c, "entry")
	if err != nil {
		return e, err
	}
	e.NetworkEntry, err = partnerstore.NetworkEntry(c.Context(), c.Read, e.In.ID, id, c.Today())
	return e, err
}

func networkEntry(c *serve.Call, e areaEntry) error {
	return entryForm(c, e, entryAsItIs(e))
}

// entryAsItIs fills the form with what stands in the network.
func entryAsItIs(e areaEntry) form.Form {
	return serve.WithDay(form.With("represents", e.Represents, "patch", e.Patch), "engaged", e.EngagedOn)
}

func entryForm(c *serve.Call, e areaEntry, f form.Form) error {
	return c.Page(f, NetworkEntry(NetworkEntryProps{Shell: underNetwork(c, e.In, e.Name), Form: f,
		Area: e.In, Entry: e.NetworkEntry}))
}

func changeNetworkEntry(c *serve.Call, was areaEntry) error {
	f := c.Posted()
	edit := decodeEntry(&f)
	edit.ID, edit.Area = was.ID, was.In.ID
	if err := f.Take(func() error {
		return partnerapp.ChangeNetworkEntry(c.Context(), c.App, c.Actor,
			edit)
	}); err != nil {
		return err
	}
	if !f.OK() {
		return entryForm(c, was, f)
	}
	return c.Done("Network changed", "/areas/%d/network", was.In.ID)
}

func removeNetworkEntry(c *serve.Call, e areaEntry) error {
	f := entryAsItIs(e)
	f.Values.Set("reason", c.Posted().Values.Get("reason"))
	reason := f.Required("reason", 500, "Enter the reason")
	if !f.OK() {
		return entryForm(c, e, f)
	}
	if err := partnerapp.RemoveFromNetwork(c.Context(), c.App, c.Actor, e.In.ID, e.ID, reason); err != nil {
		return err
	}
	return c.Done("Removed from the network", "/areas/%d/network", e.In.ID)
}

// NetworkAside is an area's network in figures, for the area's own page.
func NetworkAside(c *serve.Call, area places.Area) (templ.Component, error) {
	counts, err := partnerstore.NetworkCounts(c.Context(), c.Read, area.ID)
	return NetworkSection(NetworkSummary{Area: area.ID, Counts: counts, May: policy.Can(c.Actor, policy.ViewContacts)}),
		err
}

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
