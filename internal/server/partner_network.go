package server

import (
	"net/http"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/internal/store"
	"fourgates/web/page"
)

// networkArea loads the area in the address; where act is not "", it refuses who may not do that in the area.
func networkArea(act policy.Action) func(c *Call) (domain.Area, error) {
	return func(c *Call) (domain.Area, error) {
		id, err := pathID[domain.AreaID](c, "id")
		if err != nil {
			return domain.Area{}, err
		}
		area, err := c.Read.Area(c.Context(), policy.ScopeOf(c.Actor, policy.ViewAreas), id)
		if err != nil || act == "" {
			return area, err
		}
		return area, policy.CheckIn(c.Actor, act, id)
	}
}

// underNetwork is the shell of a page below an area's network.
func underNetwork(c *Call, area domain.Area, title string, f form.Form) page.Shell {
	at := "/areas/" + idText(area.ID)
	shell := c.Shell(title).Under("Areas", "/areas", area.Name, at, "Network", at+"/network", title)
	if !f.OK() {
		return shell.WithErrors()
	}
	return shell
}

func network(c *Call) error {
	area, err := networkArea("")(c)
	if err != nil {
		return err
	}
	scope := policy.ScopeOf(c.Actor, policy.ViewContacts)
	p := page.NetworkProps{Shell: c.Shell("Network of "+area.Name).Under("Areas", "/areas", area.Name, "/areas/"+idText(area.ID), "Network").Overridden(area.Overrides),
		Tabs: page.AreaTabs(c.Actor, area.ID, c.URL.Path), Area: area, MayEdit: policy.CanIn(c.Actor, policy.EditNetwork, area.ID) && !area.Ended()}
	if p.Entries, err = c.Read.NetworkInScope(c.Context(), scope, area.ID, c.Today()); err != nil {
		return err
	}
	if p.Informed, err = c.Read.NetworkInformed(c.Context(), scope, area.ID, c.Today()); err != nil {
		return err
	}
	if policy.CanIn(c.Actor, policy.EditNetwork, area.ID) {
		if p.Removed, err = c.Read.RemovedFromNetwork(c.Context(), area.ID, c.Today()); err != nil {
			return err
		}
	}
	return c.Show(page.Network(p))
}

func newNetworkEntry(c *Call) error {
	return networkForm(c, http.StatusOK, form.With("kind", c.URL.Query().Get("kind"), "q", c.URL.Query().Get("q")))
}

// networkForm shows the form that adds to the network, with the contacts whose name was asked for.
func networkForm(c *Call, status int, f form.Form) error {
	area, err := networkArea(policy.EditNetwork)(c)
	if err != nil {
		return err
	}
	if err := area.CheckRunning(); err != nil {
		return err
	}
	p := page.NetworkFormProps{Shell: underNetwork(c, area, "Add to the network", f), Form: f, Area: area}
	if q := f.Text("q"); q != "" {
		p.Found, err = c.Read.ListContacts(c.Context(), policy.ScopeOf(c.Actor, policy.ViewContacts), c.Today(), store.ContactFilter{Text: q, Limit: 20})
		if err != nil {
			return err
		}
	}
	if p.Organisations, err = organisationOptions(c); err != nil {
		return err
	}
	return c.Answer(status, page.NetworkForm(p))
}

// decodeEntry reads the fields of page.entryFields.
func decodeEntry(f *form.Form) domain.NetworkEntry {
	return domain.NetworkEntry{Represents: f.Optional("represents", 200), Patch: f.Optional("patch", 200), EngagedOn: f.OptionalDate("engaged")}
}

func addNetworkEntry(c *Call) error {
	area, err := networkArea(policy.EditNetwork)(c)
	if err != nil {
		return err
	}
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
	if !f.OK() {
		return networkForm(c, http.StatusUnprocessableEntity, f)
	}
	err = c.App.AddToNetwork(c.Context(), c.Actor, e, newcomer, first)
	if f.Refuse(err) {
		return networkForm(c, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return c.Done("Added to the network", "/areas/%d/network", area.ID)
}

// loadEntry finds the entry in the address in the network of its area, for whoever may edit it.
func loadEntry(c *Call) (domain.Area, domain.NetworkEntry, error) {
	area, err := networkArea(policy.EditNetwork)(c)
	if err != nil {
		return area, domain.NetworkEntry{}, err
	}
	id, err := pathID[domain.NetworkEntryID](c, "entry")
	if err != nil {
		return area, domain.NetworkEntry{}, err
	}
	e, err := c.Read.NetworkEntry(c.Context(), area.ID, id, c.Today())
	return area, e, err
}

func networkEntry(c *Call) error {
	_, e, err := loadEntry(c)
	if err != nil {
		return err
	}
	return entryForm(c, http.StatusOK, withDay(form.With("represents", e.Represents, "patch", e.Patch), "engaged", e.EngagedOn))
}

func entryForm(c *Call, status int, f form.Form) error {
	area, e, err := loadEntry(c)
	if err != nil {
		return err
	}
	return c.Answer(status, page.NetworkEntry(page.NetworkEntryProps{Shell: underNetwork(c, area, e.Name, f), Form: f, Area: area, Entry: e}))
}

func changeNetworkEntry(c *Call) error {
	area, was, err := loadEntry(c)
	if err != nil {
		return err
	}
	f := c.Posted()
	edit := decodeEntry(&f)
	edit.ID, edit.Area = was.ID, area.ID
	if !f.OK() {
		return entryForm(c, http.StatusUnprocessableEntity, f)
	}
	err = c.App.ChangeNetworkEntry(c.Context(), c.Actor, edit)
	if f.Refuse(err) {
		return entryForm(c, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return c.Done("Network changed", "/areas/%d/network", area.ID)
}

func removeNetworkEntry(c *Call) error {
	area, e, err := loadEntry(c)
	if err != nil {
		return err
	}
	f := c.Posted()
	reason := f.Required("reason", 500, "Enter the reason")
	if !f.OK() {
		kept := withDay(form.With("represents", e.Represents, "patch", e.Patch, "reason", f.Values.Get("reason")), "engaged", e.EngagedOn)
		kept.Problems = f.Problems
		return entryForm(c, http.StatusUnprocessableEntity, kept)
	}
	if err := c.App.RemoveFromNetwork(c.Context(), c.Actor, area.ID, e.ID, reason); err != nil {
		return err
	}
	return c.Done("Removed from the network", "/areas/%d/network", area.ID)
}
