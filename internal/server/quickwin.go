package server

import (
	"errors"
	"net/http"
	"strconv"

	"fourgates/internal/app"
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/internal/store"
	"fourgates/web/page"
)

func (s *Server) quickWinRoutes() []Route {
	return []Route{
		get("/quick-wins", policy.DeliverQuickWin, s.quickWinsToDeliver),
		get("/areas/{area}/quick-wins", policy.ViewIssues, s.quickWins),
		get("/issues/{id}/quick-wins/new", policy.ProposeQuickWin, s.newQuickWin),
		upload("/issues/{id}/quick-wins", policy.ProposeQuickWin, s.proposeQuickWin),
		get("/quick-wins/{win}", policy.ViewIssues, s.quickWin),
		get("/quick-wins/{win}/edit", policy.AgreeQuickWin, s.editQuickWin),
		post("/quick-wins/{win}", policy.AgreeQuickWin, s.changeQuickWin),
		get("/quick-wins/{win}/steps/{step}", policy.ProposeQuickWin, s.askQuickWinStep),
		upload("/quick-wins/{win}/steps/{step}", policy.ProposeQuickWin, s.takeQuickWin),
	}
}

// quickWins shows the lane of an area.
func (s *Server) quickWins(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	area, err := s.priorityArea(r, actor)
	if err != nil {
		return err
	}
	p := page.QuickWinsProps{Shell: s.areaShell(r, actor, area, "Quick wins"), Tabs: page.AreaTabs(actor, area.ID, r.URL.Path), Area: area, Today: s.today(),
		MayPropose: policy.CanIn(actor, policy.ProposeQuickWin, area.ID)}
	if p.Wins, err = s.read.QuickWins(r.Context(), policy.IssueScopeOf(actor), area.ID); err != nil {
		return err
	}
	facts, _, err := s.read.CallBackFacts(r.Context(), area.ID, s.today())
	if err != nil {
		return err
	}
	p.GateTwo = facts.Passed
	return s.render(w, r, http.StatusOK, page.QuickWins(p))
}

// quickWinsToDeliver lists what is to be delivered in the reader's areas, or by their service or organisation.
func (s *Server) quickWinsToDeliver(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	wins, err := s.read.QuickWinsToDeliver(r.Context(), policy.IssueScopeOf(actor), policy.DeliverScopeOf(actor))
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, page.QuickWinsToDeliver(page.ToDeliverProps{Wins: wins, Today: s.today(),
		Shell: s.shell(r, actor, "Quick wins to deliver").Under("Issues", "/issues", "Quick wins")}))
}

// winOf loads the quick win of the address with its issue.
func (s *Server) winOf(r *http.Request, actor policy.Actor) (domain.QuickWin, store.IssueRecord, error) {
	id, err := pathID[domain.QuickWinID](r, "win")
	if err != nil {
		return domain.QuickWin{}, store.IssueRecord{}, err
	}
	q, err := s.read.QuickWin(r.Context(), policy.IssueScopeOf(actor), id)
	if err != nil {
		return q, store.IssueRecord{}, err
	}
	i, err := s.read.Issue(r.Context(), policy.IssueScopeOf(actor), q.Issue)
	return q, i, err
}

func (s *Server) winShell(r *http.Request, actor policy.Actor, q domain.QuickWin, area, title string) page.Shell {
	at := "/areas/" + idText(q.Area)
	shell := s.shell(r, actor, title)
	if title == q.Title {
		return shell.Under("Areas", "/areas", area, at, "Quick wins", at+"/quick-wins", title)
	}
	return shell.Under("Areas", "/areas", area, at, "Quick wins", at+"/quick-wins", q.Title, "/quick-wins/"+idText(q.ID), title)
}

// quickWin shows one quick win with the steps open to the reader.
func (s *Server) quickWin(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	q, i, err := s.winOf(r, actor)
	if err != nil {
		return err
	}
	p := page.QuickWinProps{Shell: s.winShell(r, actor, q, i.Names.Area, q.Title), Win: q, Today: s.today(),
		Steps: app.MayTakeQuickWin(actor, q, i.RaisedBy, i.Ties.GateTwoPassed()), MayChange: q.Draftable() && policy.CanIn(actor, policy.AgreeQuickWin, q.Area)}
	if q.State == domain.WinAgreed {
		for _, b := range q.StepBlockers(domain.StepStart, i.Ties.GateTwoPassed()) {
			p.Waits = b.Words
		}
	}
	entries, err := s.read.History(r.Context(), "quick win", int64(q.ID))
	if err != nil {
		return err
	}
	p.History = issueHistory(entries)
	return s.render(w, r, http.StatusOK, page.QuickWin(p))
}

// newQuickWin shows the form on which a quick win is proposed from an issue.
func (s *Server) newQuickWin(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	i, err := s.issueForWin(r, actor)
	if err != nil {
		return err
	}
	return s.quickWinForm(w, r, actor, http.StatusOK, page.QuickWinFormProps{Form: form.With("title", i.Title), Issue: i.ID, Name: i.Title})
}

// issueForWin loads the issue of the address for somebody who may propose quick wins of it.
func (s *Server) issueForWin(r *http.Request, actor policy.Actor) (store.IssueRecord, error) {
	id, err := pathID[domain.IssueID](r, "id")
	if err != nil {
		return store.IssueRecord{}, err
	}
	i, err := s.read.Issue(r.Context(), policy.IssueScopeOf(actor), id)
	if err == nil && !policy.MayProposeQuickWin(actor, i.Area, ownService(actor)) {
		err = domain.ErrForbidden
	}
	return i, err
}

// ownService is the first service that the actor is of; zero where they are of none.
func ownService(actor policy.Actor) domain.ServiceID {
	for _, g := range actor.Grants {
		if g.Service != 0 {
			return g.Service
		}
	}
	return 0
}

func (s *Server) quickWinForm(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, p page.QuickWinFormProps) error {
	var err error
	if p.Asked, err = s.read.WhoCanBeAsked(r.Context()); err != nil {
		return err
	}
	title := "Propose a quick win"
	if p.ID != 0 {
		title = "Change a quick win"
	}
	p.Shell = s.shell(r, actor, title).Under("Issues", "/issues", p.Name, "/issues/"+idText(p.Issue), title)
	if status != http.StatusOK {
		p.Shell = p.WithErrors()
	}
	return s.render(w, r, status, page.QuickWinForm(p))
}

// decodeQuickWin reads what was typed of a quick win.
func decodeQuickWin(f *form.Form) domain.QuickWin {
	q := domain.QuickWin{
		Title:       f.Required("title", 120, "Say what is to be done"),
		Description: f.Optional("description", 2000),
		DeliveredBy: f.Optional("delivered_by", 200),
		WithinDuty:  f.Has("within_duty", "yes"),
		DueOn:       f.OptionalDate("due"),
	}
	if f.Text("to") != "" {
		q.Service, q.Organisation = decodeAsked(f)
	}
	return q
}

// proposeQuickWin proposes a quick win.
func (s *Server) proposeQuickWin(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	i, err := s.issueForWin(r, actor)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	q := decodeQuickWin(&f)
	q.Issue = i.ID
	before, err := postedFile(r, "before")
	if err != nil {
		return err
	}
	if f.OK() && !policy.MayProposeQuickWin(actor, i.Area, q.Service) {
		f.Add("to", "Choose your own service: you propose what it will do")
	}
	var id domain.QuickWinID
	if f.OK() {
		id, err = s.app.ProposeQuickWin(r.Context(), actor, q, before)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return s.quickWinForm(w, r, actor, http.StatusUnprocessableEntity, page.QuickWinFormProps{Form: f, Issue: i.ID, Name: i.Title})
	}
	return s.done(w, r, "Quick win proposed", "/quick-wins/%d", id)
}

// editQuickWin shows the form on which a quick win is changed.
func (s *Server) editQuickWin(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	q, _, err := s.winOf(r, actor)
	if err != nil {
		return err
	}
	if err := policy.CheckIn(actor, policy.AgreeQuickWin, q.Area); err != nil {
		return err
	}
	f := form.With("title", q.Title, "description", q.Description, "delivered_by", q.DeliveredBy, "due", q.DueOn.String(), "version", strconv.Itoa(q.Version))
	if q.WithinDuty {
		f.Values.Set("within_duty", "yes")
	}
	if q.Service != 0 {
		f.Values.Set("to", "s"+idText(q.Service))
	}
	if q.Organisation != 0 {
		f.Values.Set("to", "o"+idText(q.Organisation))
	}
	return s.quickWinForm(w, r, actor, http.StatusOK, page.QuickWinFormProps{Form: f, ID: q.ID, Issue: q.Issue, Name: q.IssueTitle})
}

// changeQuickWin saves the change. Where somebody else saved first, both are shown and what was typed stays.
func (s *Server) changeQuickWin(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	now, _, err := s.winOf(r, actor)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	q := decodeQuickWin(&f)
	q.ID, q.Version = now.ID, f.Int("version", 1, 1<<30, "Load the page again")
	if f.OK() {
		err = s.app.ChangeQuickWin(r.Context(), actor, q)
	}
	p := page.QuickWinFormProps{ID: now.ID, Issue: now.Issue, Name: now.IssueTitle}
	if errors.Is(err, domain.ErrConflict) {
		f.Values.Set("version", strconv.Itoa(now.Version))
		p.Form, p.Stale = f, page.StaleFields("What is to be done", now.Title, q.Title, "More about it", now.Description, q.Description,
			"Who delivers it, in words", now.DeliveredBy, q.DeliveredBy, "Due", now.DueOn.Words(), q.DueOn.Words())
		return s.quickWinForm(w, r, actor, http.StatusConflict, p)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		p.Form = f
		return s.quickWinForm(w, r, actor, http.StatusUnprocessableEntity, p)
	}
	return s.done(w, r, "Saved", "/quick-wins/%d", now.ID)
}
