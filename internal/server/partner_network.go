package server

import (
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/internal/store"
	"fourgates/web/page"
)

// underNetwork is the shell of a page below an area's network.
func underNetwork(c *Call, area domain.Area, title string) page.Shell {
	at := "/areas/" + idText(area.ID)
	return c.Shell(title).Under("Areas", "/areas", area.Name, at, "Network", at+"/network", title)
}

func network(c *Call, area domain.Area) error {
	scope, mayEdit := policy.ScopeOf(c.Actor, policy.ViewContacts), policy.CanIn(c.Actor, policy.EditNetwork, area.ID)
	p := page.NetworkProps{Tabs: page.AreaTabs(c.Actor, area.ID, c.URL.Path), Area: area,
		MayEdit: mayEdit && !area.Ended()}
	var err error
	if p.Entries, err = c.Read.NetworkInScope(c.Context(), scope, area.ID, c.Today()); err != nil {
		return err
	}
	if p.Informed, err = c.Read.NetworkInformed(c.Context(), scope, area.ID, c.Today()); err != nil {
		return err
	}
	if mayEdit {
		if p.Removed, err = c.Read.RemovedFromNetwork(c.Context(), area.ID, c.Today()); err != nil {
			return err
		}
	}
	p.Shell = c.Shell("Network of "+area.Name).
		Under("Areas", "/areas", area.Name, "/areas/"+idText(area.ID), "Network").Overridden(area.Overrides)
	return c.Show(page.Network(p))
}

func newNetworkEntry(c *Call, area domain.Area) error {
	return networkForm(c, area, form.With("kind", c.URL.Query().Get("kind"), "q", c.URL.Query().Get("q")))
}

// networkForm shows the form that adds to the network, with the contacts whose name was asked for.
func networkForm(c *Call, area domain.Area, f form.Form) error {
	p := page.NetworkFormProps{Shell: underNetwork(c, area, "Add to the network"), Form: f, Area: area}
	var err error
	if q := f.Text("q"); q != "" {
		scope := policy.ScopeOf(c.Actor, policy.ViewContacts)
		p.Found, err = c.Read.ListContacts(c.Context(), scope, c.Today(), store.ContactFilter{Text: q, Limit: 20})
		if err != nil {
			return err
		}
	}
	if p.Organisations, err = organisationOptions(c); err != nil {
		return err
	}
	return c.Page(f, page.NetworkForm(p))
}

// decodeEntry reads the fields of page.entryFields.
func decodeEntry(f *form.Form) domain.NetworkEntry {
	return domain.NetworkEntry{Represents: f.Optional("represents", 200), Patch: f.Optional("patch", 200),
		EngagedOn: f.OptionalDate("engaged")}
}

func addNetworkEntry(c *Call, area domain.Area) error {
	f := c.Posted()
	var newcomer domain.Contact
	var first domain.ContactRole
	var known domain.ContactID
	switch f.Text("contact") {
	case "new":
		newcomer, first = decodeContact(&f), decodeFirstRole(&f)
	default:
		known = form.ID[domain.ContactID](&f, "contact", "Choose who it is")
	}
	kind := form.OneOf(&f, "kind", domain.NetworkKinds(), "Choose as what they are in the network")
	e := decodeEntry(&f)
	e.Area, e.Contact, e.Kind = area.ID, known, kind
	if err := f.Take(func() error { return c.App.AddToNetwork(c.Context(), c.Actor, e, newcomer, first) }); err != nil {
		return err
	}
	if !f.OK() {
		return networkForm(c, area, f)
	}
	return c.Done("Added to the network", "/areas/%d/network", area.ID)
}

// areaEntry is somebody in a network, with the area whose it is.
type areaEntry struct {
	domain.NetworkEntry
	In domain.Area
}

// networkEntryOf finds the entry of the address in the network of its area, for whoever may edit it.
func networkEntryOf(c *Call) (e areaEntry, err error) {
	if e.In, err = areaFor(policy.EditNetwork)(c); err != nil {
		return e, err
	}
	id, err := pathID[domain.NetworkEntryID](c, "entry")
	if err != nil {
		return e, err
	}
	e.NetworkEntry, err = c.Read.NetworkEntry(c.Context(), e.In.ID, id, c.Today())
	return e, err
}

func networkEntry(c *Call, e areaEntry) error {
	return entryForm(c, e, entryAsItIs(e))
}

// entryAsItIs fills the form with what stands in the network.
func entryAsItIs(e areaEntry) form.Form {
	return withDay(form.With("represents", e.Represents, "patch", e.Patch), "engaged", e.EngagedOn)
}

func entryForm(c *Call, e areaEntry, f form.Form) error {
	return c.Page(f, page.NetworkEntry(page.NetworkEntryProps{Shell: underNetwork(c, e.In, e.Name), Form: f,
		Area: e.In, Entry: e.NetworkEntry}))
}

func changeNetworkEntry(c *Call, was areaEntry) error {
	f := c.Posted()
	edit := decodeEntry(&f)
	edit.ID, edit.Area = was.ID, was.In.ID
	if err := f.Take(func() error { return c.App.ChangeNetworkEntry(c.Context(), c.Actor, edit) }); err != nil {
		return err
	}
	if !f.OK() {
		return entryForm(c, was, f)
	}
	return c.Done("Network changed", "/areas/%d/network", was.In.ID)
}

func removeNetworkEntry(c *Call, e areaEntry) error {
	f := entryAsItIs(e)
	f.Values.Set("reason", c.Posted().Values.Get("reason"))
	reason := f.Required("reason", 500, "Enter the reason")
	if !f.OK() {
		return entryForm(c, e, f)
	}
	if err := c.App.RemoveFromNetwork(c.Context(), c.Actor, e.In.ID, e.ID, reason); err != nil {
		return err
	}
	return c.Done("Removed from the network", "/areas/%d/network", e.In.ID)
}
