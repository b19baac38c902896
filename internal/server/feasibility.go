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

func feasibilityRoutes() []Route {
	return []Route{
		get("/views", policy.ViewSolutions, viewsWaiting),
		get("/solutions/{solution}/views/new", policy.ChooseSolutions, newView),
		post("/solutions/{solution}/views", policy.ChooseSolutions, askView),
		get("/solutions/{solution}/views/{view}", policy.GiveFeasibility, giveView),
		post("/solutions/{solution}/views/{view}", policy.GiveFeasibility, saveView),
		get("/solutions/{solution}/views/{view}/withdrawal", policy.ChooseSolutions, askWithdrawView),
		post("/solutions/{solution}/views/{view}/withdrawal", policy.ChooseSolutions, withdrawView),
	}
}

// viewsWaiting lists the views that the reader is to give, and in an officer's areas those that others are.
func viewsWaiting(c *Call) error {
	waiting, err := c.Read.ViewsWaiting(c.Context(), policy.SolutionScopeOf(c.Actor))
	if err != nil {
		return err
	}
	p := page.ViewsWaitingProps{Shell: c.Shell("Views on solutions that are waited for").Under("Areas", "/areas", "Views waiting"), Waiting: waiting,
		MayGive: func(v domain.ViewWaiting) bool { return policy.MayGiveView(c.Actor, v.Area, v.FeasibilityView) }}
	return c.Show(page.ViewsWaiting(p))
}

// solutionToAsk loads the solution of the address for an officer of its area.
func solutionToAsk(c *Call) (domain.SolutionLine, error) {
	l, err := solutionOf(c)
	if err != nil {
		return l, err
	}
	return l, policy.CheckIn(c.Actor, policy.ChooseSolutions, l.Area)
}

// newView shows the form to ask for a view.
func newView(c *Call) error {
	l, err := solutionToAsk(c)
	if err != nil {
		return err
	}
	if err := l.CheckAsk(); err != nil {
		return err
	}
	return askViewPage(c, http.StatusOK, l, form.New(nil))
}

func askViewPage(c *Call, status int, l domain.SolutionLine, f form.Form) error {
	asked, err := c.Read.WhoCanBeAsked(c.Context())
	if err != nil {
		return err
	}
	p := page.AskViewProps{Shell: solutionShell(c, l, "Ask for a view"), Form: f, Solution: l, Asked: asked}
	return c.Answer(status, page.AskView(p))
}

// askView asks a service, an organisation, the Members or the community.
func askView(c *Call) error {
	l, err := solutionToAsk(c)
	if err != nil {
		return err
	}
	f := c.Posted()
	ask := app.FeasibilityAsk{Question: f.Optional("question", 2000)}
	switch f.Text("of") {
	case "members":
		ask.Members = true
	case "community":
		ask.Community = true
	default:
		c.PostForm.Set("to", f.Text("of"))
		to := c.Posted()
		if ask.Service, ask.Organisation = decodeAsked(&to); !to.OK() {
			f.Add("of", "Choose whom you ask")
		}
	}
	if f.OK() {
		err = c.App.AskFeasibility(c.Context(), c.Actor, l.ID, ask)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return askViewPage(c, http.StatusUnprocessableEntity, l, f)
	}
	return c.Done("View asked", "/solutions/%d", l.ID)
}

// viewOf loads the view of the address with its solution, for somebody who knows of it: else domain.ErrNotFound.
func viewOf(c *Call) (domain.SolutionLine, domain.FeasibilityView, error) {
	l, err := solutionOf(c)
	if err != nil {
		return l, domain.FeasibilityView{}, err
	}
	id, err := pathID[domain.ViewID](c, "view")
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
func viewToGive(c *Call) (domain.SolutionLine, domain.FeasibilityView, error) {
	l, v, err := viewOf(c)
	if err != nil {
		return l, v, err
	}
	if !policy.MayGiveView(c.Actor, l.Area, v) {
		return l, v, domain.ErrForbidden
	}
	return l, v, v.CheckOpen()
}

// giveView shows the form of those who are asked.
func giveView(c *Call) error {
	l, v, err := viewToGive(c)
	if err != nil {
		return err
	}
	f := form.With("version", strconv.Itoa(v.Version), "verdict", string(v.Verdict), "cost", domain.MoneyTyped(v.Cost), "reason", v.Reason, "said_by", v.SaidBy)
	return giveViewPage(c, http.StatusOK, l, v, f, nil)
}

func giveViewPage(c *Call, status int, l domain.SolutionLine, v domain.FeasibilityView, f form.Form, stale []page.StaleField) error {
	p := page.GiveViewProps{Shell: solutionShell(c, l, "Is it feasible?"), Form: f, Solution: l, View: v, Stale: stale}
	return c.Answer(status, page.GiveView(p))
}

// saveView saves a view, unfinished or finished. Where somebody else of those asked saved first, both versions are shown and what was typed stays.
func saveView(c *Call) error {
	l, v, err := viewToGive(c)
	if err != nil {
		return err
	}
	f := c.Posted()
	d := domain.ViewDraft{Verdict: form.OptionalOneOf(&f, "verdict", domain.Verdicts()), Cost: f.OptionalMoney("cost"), Reason: f.Optional("reason", 4000), SaidBy: f.Optional("said_by", 200)}
	version, finish := f.Int("version", 1, 1<<30, "Load the page again"), f.Text("do") == "finish"
	if f.OK() {
		err = c.App.SaveView(c.Context(), c.Actor, l.ID, v.ID, version, d, finish)
	}
	if errors.Is(err, domain.ErrConflict) {
		return staleView(c, f, d)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return giveViewPage(c, http.StatusUnprocessableEntity, l, v, f, nil)
	}
	if !finish {
		return c.Done("Saved. It is not finished yet, and yours alone", "/solutions/%d", l.ID)
	}
	return c.Done("View finished", "/solutions/%d", l.ID)
}

func staleView(c *Call, f form.Form, d domain.ViewDraft) error {
	l, now, err := viewToGive(c)
	if err != nil {
		return err
	}
	f.Values.Set("version", strconv.Itoa(now.Version))
	var both []string
	yours := d.Words()
	for at, field := range now.ViewDraft.Words() {
		both = append(both, field.Name, field.Words, yours[at].Words)
	}
	return giveViewPage(c, http.StatusConflict, l, now, f, page.StaleFields(both...))
}

// askWithdrawView asks for the reason for which a view is asked for no more.
func askWithdrawView(c *Call) error {
	return withdrawViewPage(c, http.StatusOK, form.New(nil))
}

func withdrawViewPage(c *Call, status int, f form.Form) error {
	l, v, err := viewOf(c)
	if err != nil {
		return err
	}
	if err := policy.CheckIn(c.Actor, policy.ChooseSolutions, l.Area); err != nil {
		return err
	}
	if err := v.CheckOpen(); err != nil {
		return err
	}
	p := page.ReasonProps{Shell: solutionShell(c, l, "Ask for it no more"), Form: f, Title: "Ask for this view no more", Caption: l.Title,
		Lead: v.Of + " was asked and has not finished. What was typed of the view so far goes with it.", Back: "/solutions/" + idText(l.ID),
		Field: "reason", Label: "Why is it asked for no more?", Button: "Ask for it no more", Warning: true}
	return c.Answer(status, page.Reason(p))
}

// withdrawView asks for a view no more.
func withdrawView(c *Call) error {
	l, v, err := viewOf(c)
	if err != nil {
		return err
	}
	f := c.Posted()
	reason := f.Required("reason", 500, "Say why it is asked for no more")
	if f.OK() {
		err = c.App.WithdrawView(c.Context(), c.Actor, l.ID, v.ID, reason)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return withdrawViewPage(c, http.StatusUnprocessableEntity, f)
	}
	return c.Done("The view is asked for no more", "/solutions/%d", l.ID)
}
