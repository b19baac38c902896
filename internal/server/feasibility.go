package server

import (
	"errors"
	"net/http"
	"slices"
	"strconv"

	"fourgates/internal/app"
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

func (s *Server) feasibilityRoutes() []Route {
	return []Route{
		get("/views", policy.ViewSolutions, s.viewsWaiting),
		get("/solutions/{solution}/views/new", policy.ChooseSolutions, s.newView),
		post("/solutions/{solution}/views", policy.ChooseSolutions, s.askView),
		get("/solutions/{solution}/views/{view}", policy.GiveFeasibility, s.giveView),
		post("/solutions/{solution}/views/{view}", policy.GiveFeasibility, s.saveView),
		get("/solutions/{solution}/views/{view}/withdrawal", policy.ChooseSolutions, s.askWithdrawView),
		post("/solutions/{solution}/views/{view}/withdrawal", policy.ChooseSolutions, s.withdrawView),
	}
}

// viewsWaiting lists the views that the reader is to give, and in an officer's areas those that others are.
func (s *Server) viewsWaiting(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	waiting, err := s.read.ViewsWaiting(r.Context(), policy.SolutionScopeOf(actor))
	if err != nil {
		return err
	}
	p := page.ViewsWaitingProps{Shell: s.shell(r, actor, "Views on solutions that are waited for").Under("Areas", "/areas", "Views waiting"), Waiting: waiting,
		MayGive: func(v domain.ViewWaiting) bool { return policy.MayGiveView(actor, v.Area, v.FeasibilityView) }}
	return s.render(w, r, http.StatusOK, page.ViewsWaiting(p))
}

// solutionToAsk loads the solution of the address for an officer of its area.
func (s *Server) solutionToAsk(r *http.Request, actor policy.Actor) (domain.SolutionLine, error) {
	l, err := s.solutionOf(r, actor)
	if err != nil {
		return l, err
	}
	return l, policy.CheckIn(actor, policy.ChooseSolutions, l.Area)
}

// newView shows the form to ask for a view.
func (s *Server) newView(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	l, err := s.solutionToAsk(r, actor)
	if err != nil {
		return err
	}
	if err := l.CheckAsk(); err != nil {
		return err
	}
	return s.askViewPage(w, r, actor, http.StatusOK, l, form.New(nil))
}

func (s *Server) askViewPage(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, l domain.SolutionLine, f form.Form) error {
	asked, err := s.read.WhoCanBeAsked(r.Context())
	if err != nil {
		return err
	}
	p := page.AskViewProps{Shell: s.solutionShell(r, actor, l, "Ask for a view"), Form: f, Solution: l, Asked: asked}
	if !f.OK() {
		p.Shell = p.WithErrors()
	}
	return s.render(w, r, status, page.AskView(p))
}

// askView asks a service, an organisation, the Members or the community.
func (s *Server) askView(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	l, err := s.solutionToAsk(r, actor)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	ask := app.FeasibilityAsk{Question: f.Optional("question", 2000)}
	switch f.Text("of") {
	case "members":
		ask.Members = true
	case "community":
		ask.Community = true
	default:
		r.PostForm.Set("to", f.Text("of"))
		to := form.New(r.PostForm)
		if ask.Service, ask.Organisation = decodeAsked(&to); !to.OK() {
			f.Add("of", "Choose whom you ask")
		}
	}
	if f.OK() {
		err = s.app.AskFeasibility(r.Context(), actor, l.ID, ask)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return s.askViewPage(w, r, actor, http.StatusUnprocessableEntity, l, f)
	}
	return s.done(w, r, "View asked", "/solutions/%d", l.ID)
}

// viewOf loads the view of the address with its solution, for somebody who knows of it: else domain.ErrNotFound.
func (s *Server) viewOf(r *http.Request, actor policy.Actor) (domain.SolutionLine, domain.FeasibilityView, error) {
	l, err := s.solutionOf(r, actor)
	if err != nil {
		return l, domain.FeasibilityView{}, err
	}
	id, err := pathID[domain.ViewID](r, "view")
	if err != nil {
		return l, domain.FeasibilityView{}, err
	}
	at := slices.IndexFunc(l.Views, func(v domain.FeasibilityView) bool { return v.ID == id })
	if at < 0 {
		return l, domain.FeasibilityView{}, domain.ErrNotFound
	}
	return l, l.Views[at], nil
}

// viewToGive is viewOf for those who give the view, as long as it is open.
func (s *Server) viewToGive(r *http.Request, actor policy.Actor) (domain.SolutionLine, domain.FeasibilityView, error) {
	l, v, err := s.viewOf(r, actor)
	if err != nil {
		return l, v, err
	}
	if !policy.MayGiveView(actor, l.Area, v) {
		return l, v, domain.ErrForbidden
	}
	return l, v, v.CheckOpen()
}

// giveView shows the form of those who are asked.
func (s *Server) giveView(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	l, v, err := s.viewToGive(r, actor)
	if err != nil {
		return err
	}
	f := form.With("version", strconv.Itoa(v.Version), "verdict", string(v.Verdict), "cost", domain.MoneyTyped(v.Cost), "reason", v.Reason, "said_by", v.SaidBy)
	return s.giveViewPage(w, r, actor, http.StatusOK, l, v, f, nil)
}

func (s *Server) giveViewPage(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, l domain.SolutionLine, v domain.FeasibilityView, f form.Form, stale []page.StaleField) error {
	p := page.GiveViewProps{Shell: s.solutionShell(r, actor, l, "Is it feasible?"), Form: f, Solution: l, View: v, Stale: stale}
	if status != http.StatusOK {
		p.Shell = p.WithErrors()
	}
	return s.render(w, r, status, page.GiveView(p))
}

// saveView saves a view, unfinished or finished. Where somebody else of those asked saved first, both versions are shown and what was typed stays.
func (s *Server) saveView(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	l, v, err := s.viewToGive(r, actor)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	d := domain.ViewDraft{Verdict: form.OptionalOneOf(&f, "verdict", domain.Verdicts()), Cost: f.OptionalMoney("cost"), Reason: f.Optional("reason", 4000), SaidBy: f.Optional("said_by", 200)}
	version, finish := f.Int("version", 1, 1<<30, "Load the page again"), f.Text("do") == "finish"
	if f.OK() {
		err = s.app.SaveView(r.Context(), actor, l.ID, v.ID, version, d, finish)
	}
	if errors.Is(err, domain.ErrConflict) {
		return s.staleView(w, r, actor, f, d)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return s.giveViewPage(w, r, actor, http.StatusUnprocessableEntity, l, v, f, nil)
	}
	if !finish {
		return s.done(w, r, "Saved. It is not finished yet, and yours alone", "/solutions/%d", l.ID)
	}
	return s.done(w, r, "View finished", "/solutions/%d", l.ID)
}

func (s *Server) staleView(w http.ResponseWriter, r *http.Request, actor policy.Actor, f form.Form, d domain.ViewDraft) error {
	l, now, err := s.viewToGive(r, actor)
	if err != nil {
		return err
	}
	f.Values.Set("version", strconv.Itoa(now.Version))
	var both []string
	yours := d.Words()
	for at, field := range now.ViewDraft.Words() {
		both = append(both, field.Name, field.Words, yours[at].Words)
	}
	return s.giveViewPage(w, r, actor, http.StatusConflict, l, now, f, page.StaleFields(both...))
}

// askWithdrawView asks for the reason for which a view is asked for no more.
func (s *Server) askWithdrawView(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.withdrawViewPage(w, r, actor, http.StatusOK, form.New(nil))
}

func (s *Server) withdrawViewPage(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, f form.Form) error {
	l, v, err := s.viewOf(r, actor)
	if err != nil {
		return err
	}
	if err := policy.CheckIn(actor, policy.ChooseSolutions, l.Area); err != nil {
		return err
	}
	if err := v.CheckOpen(); err != nil {
		return err
	}
	p := page.ReasonProps{Shell: s.solutionShell(r, actor, l, "Ask for it no more"), Form: f, Title: "Ask for this view no more", Caption: l.Title,
		Lead: v.Of + " was asked and has not finished. What was typed of the view so far goes with it.", Back: "/solutions/" + idText(l.ID),
		Field: "reason", Label: "Why is it asked for no more?", Button: "Ask for it no more", Warning: true}
	if !f.OK() {
		p.Shell = p.WithErrors()
	}
	return s.render(w, r, status, page.Reason(p))
}

// withdrawView asks for a view no more.
func (s *Server) withdrawView(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	l, v, err := s.viewOf(r, actor)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	reason := f.Required("reason", 500, "Say why it is asked for no more")
	if f.OK() {
		err = s.app.WithdrawView(r.Context(), actor, l.ID, v.ID, reason)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return s.withdrawViewPage(w, r, actor, http.StatusUnprocessableEntity, f)
	}
	return s.done(w, r, "The view is asked for no more", "/solutions/%d", l.ID)
}
