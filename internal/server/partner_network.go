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
func (s *Server) networkArea(r *http.Request, actor policy.Actor, act policy.Action) (domain.Area, error) {
	id, err := pathID[domain.AreaID](r, "id")
	if err != nil {
		return domain.Area{}, err
	}
	area, err := s.read.Area(r.Context(), policy.ScopeOf(actor, policy.ViewAreas), id)
	if err != nil || act == "" {
		return area, err
	}
	return area, policy.CheckIn(actor, act, id)
}

// underNetwork is the shell of a page below an area's network.
func (s *Server) underNetwork(r *http.Request, actor policy.Actor, area domain.Area, title string, f form.Form) page.Shell {
	at := "/areas/" + idText(area.ID)
	shell := s.shell(r, actor, title).Under("Areas", "/areas", area.Name, at, "Network", at+"/network", title)
	if !f.OK() {
		return shell.WithErrors()
	}
	return shell
}

func (s *Server) network(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	area, err := s.networkArea(r, actor, "")
	if err != nil {
		return err
	}
	scope := policy.ScopeOf(actor, policy.ViewContacts)
	p := page.NetworkProps{Shell: s.shell(r, actor, "Network of "+area.Name).Under("Areas", "/areas", area.Name, "/areas/"+idText(area.ID), "Network").Overridden(area.Overrides),
		Tabs: page.AreaTabs(actor, area.ID, r.URL.Path), Area: area, MayEdit: policy.CanIn(actor, policy.EditNetwork, area.ID) && !area.Ended()}
	if p.Entries, err = s.read.NetworkInScope(r.Context(), scope, area.ID, s.today()); err != nil {
		return err
	}
	if p.Informed, err = s.read.NetworkInformed(r.Context(), scope, area.ID, s.today()); err != nil {
		return err
	}
	if policy.CanIn(actor, policy.EditNetwork, area.ID) {
		if p.Removed, err = s.read.RemovedFromNetwork(r.Context(), area.ID, s.today()); err != nil {
			return err
		}
	}
	return s.render(w, r, http.StatusOK, page.Network(p))
}

func (s *Server) newNetworkEntry(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.networkForm(w, r, actor, http.StatusOK, form.With("kind", r.URL.Query().Get("kind"), "q", r.URL.Query().Get("q")))
}

// networkForm shows the form that adds to the network, with the contacts whose name was asked for.
func (s *Server) networkForm(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, f form.Form) error {
	area, err := s.networkArea(r, actor, policy.EditNetwork)
	if err != nil {
		return err
	}
	if err := area.CheckRunning(); err != nil {
		return err
	}
	p := page.NetworkFormProps{Shell: s.underNetwork(r, actor, area, "Add to the network", f), Form: f, Area: area}
	if q := f.Text("q"); q != "" {
		p.Found, err = s.read.ListContacts(r.Context(), policy.ScopeOf(actor, policy.ViewContacts), s.today(), store.ContactFilter{Text: q, Limit: 20})
		if err != nil {
			return err
		}
	}
	if p.Organisations, err = s.organisationOptions(r, actor); err != nil {
		return err
	}
	return s.render(w, r, status, page.NetworkForm(p))
}

// decodeEntry reads the fields of page.entryFields.
func decodeEntry(f *form.Form) domain.NetworkEntry {
	return domain.NetworkEntry{Represents: f.Optional("represents", 200), Patch: f.Optional("patch", 200), EngagedOn: f.OptionalDate("engaged")}
}

func (s *Server) addNetworkEntry(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	area, err := s.networkArea(r, actor, policy.EditNetwork)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
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
		return s.networkForm(w, r, actor, http.StatusUnprocessableEntity, f)
	}
	err = s.app.AddToNetwork(r.Context(), actor, e, newcomer, first)
	if f.Refuse(err) {
		return s.networkForm(w, r, actor, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "Added to the network", "/areas/%d/network", area.ID)
}

// loadEntry finds the entry in the address in the network of its area, for whoever may edit it.
func (s *Server) loadEntry(r *http.Request, actor policy.Actor) (domain.Area, domain.NetworkEntry, error) {
	area, err := s.networkArea(r, actor, policy.EditNetwork)
	if err != nil {
		return area, domain.NetworkEntry{}, err
	}
	id, err := pathID[domain.NetworkEntryID](r, "entry")
	if err != nil {
		return area, domain.NetworkEntry{}, err
	}
	e, err := s.read.NetworkEntry(r.Context(), area.ID, id, s.today())
	return area, e, err
}

func (s *Server) networkEntry(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	_, e, err := s.loadEntry(r, actor)
	if err != nil {
		return err
	}
	return s.entryForm(w, r, actor, http.StatusOK, withDay(form.With("represents", e.Represents, "patch", e.Patch), "engaged", e.EngagedOn))
}

func (s *Server) entryForm(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, f form.Form) error {
	area, e, err := s.loadEntry(r, actor)
	if err != nil {
		return err
	}
	return s.render(w, r, status, page.NetworkEntry(page.NetworkEntryProps{Shell: s.underNetwork(r, actor, area, e.Name, f), Form: f, Area: area, Entry: e}))
}

func (s *Server) changeNetworkEntry(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	area, was, err := s.loadEntry(r, actor)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	edit := decodeEntry(&f)
	edit.ID, edit.Area = was.ID, area.ID
	if !f.OK() {
		return s.entryForm(w, r, actor, http.StatusUnprocessableEntity, f)
	}
	err = s.app.ChangeNetworkEntry(r.Context(), actor, edit)
	if f.Refuse(err) {
		return s.entryForm(w, r, actor, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "Network changed", "/areas/%d/network", area.ID)
}

func (s *Server) removeNetworkEntry(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	area, e, err := s.loadEntry(r, actor)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	reason := f.Required("reason", 500, "Enter the reason")
	if !f.OK() {
		kept := withDay(form.With("represents", e.Represents, "patch", e.Patch, "reason", f.Values.Get("reason")), "engaged", e.EngagedOn)
		kept.Problems = f.Problems
		return s.entryForm(w, r, actor, http.StatusUnprocessableEntity, kept)
	}
	if err := s.app.RemoveFromNetwork(r.Context(), actor, area.ID, e.ID, reason); err != nil {
		return err
	}
	return s.done(w, r, "Removed from the network", "/areas/%d/network", area.ID)
}
