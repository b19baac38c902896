package solutionweb

import (
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"fourgates/internal/asks"
	"fourgates/internal/asks/askstore"
	"fourgates/internal/asks/askweb"
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
	"fourgates/internal/solutions"
	"fourgates/internal/solutions/solutionapp"
	"fourgates/internal/solutions/solutionstore"
	"fourgates/internal/timelines/timelineweb"
	"fourgates/web/frame"
)

func feasibilityRoutes() []serve.Route {
	return []serve.Route{
		serve.Get("/solutions/{solution}/views/new", policy.ChooseSolutions, serve.On(solutionToChoose, newView)),
		serve.Post("/solutions/{solution}/views", policy.ChooseSolutions, serve.On(solutionToChoose, askView)),
		serve.Get("/solutions/{solution}/views/{view}", policy.GiveFeasibility, serve.On(viewToGive, giveView)),
		serve.Post("/solutions/{solution}/views/{view}", policy.GiveFeasibility, serve.On(viewToGive, saveView)),
		serve.Get("/solutions/{solution}/views/{view}/withdrawal", policy.ChooseSolutions,
			serve.On(viewOf, askWithdrawView)),
		serve.Post("/solutions/{solution}/views/{view}/withdrawal", policy.ChooseSolutions,
			serve.On(viewOf, withdrawView)).RestsOn("feasibility view", "view"),
	}
}

// CommunityViews lists what an officer has still to write down of what the community says of solutions: it is asked of
// nobody in particular, and stands beside the asks.
func CommunityViews(c *serve.Call) (templ.Component, error) {
	if !policy.Can(c.Actor, policy.ChooseSolutions) {
		return templ.NopComponent, nil
	}
	waiting, err := solutionstore.ViewsWaiting(c.Context(), c.Read, policy.SolutionScopeOf(c.Actor))
	waiting = slices.DeleteFunc(waiting, func(v solutions.ViewWaiting) bool {
		return v.AskedOf != solutions.AskedCommunity || !solutions.MayGiveView(c.Actor, v.Area, v.FeasibilityView)
	})
	if err != nil || len(waiting) == 0 {
		return templ.NopComponent, err
	}
	return CommunityWaiting(waiting), nil
}

// solutionToChoose loads the solution of the address for an officer of its area.
func solutionToChoose(c *serve.Call) (solutions.SolutionLine, error) {
	l, err := solutionOf(c)
	if err != nil {
		return l, err
	}
	return l, policy.CheckIn(c.Actor, policy.ChooseSolutions, l.Area)
}

// newView shows the form to ask for a view.
func newView(c *serve.Call, l solutions.SolutionLine) error {
	if err := l.CheckAsk(); err != nil {
		return err
	}
	return askViewPage(c, l, serve.WithDay(form.With("way", "here"), "reply_by", c.Today().AddDays(28)))
}

func askViewPage(c *serve.Call, l solutions.SolutionLine, f form.Form) error {
	asked, err := askstore.Directory(c.Context(), c.Read, l.Area, 0, c.Today())
	if err != nil {
		return err
	}
	p := AskViewProps{Shell: solutionShell(c, l, "Ask for a view"), Form: f, Solution: l, Asked: asked}
	return c.Page(f, AskView(p))
}

// askView asks a service, an organisation, the Members or the community.
func askView(c *serve.Call, l solutions.SolutionLine) error {
	f := c.Posted()
	ask := solutionapp.FeasibilityAsk{Question: f.Optional("question", 2000), DueOn: f.OptionalDate("reply_by")}
	if f.Text("way") != "" {
		ask.Way = form.OneOf(&f, "way", asks.Ways(), "Choose how you ask")
	}
	switch f.Text("of") {
	case "members":
		ask.Members = true
	case "community":
		ask.Community = true
	default:
		to := form.With("to", f.Text("of"))
		if ask.Service, ask.Organisation = askweb.DecodeBody(&to, "to"); !to.OK() {
			f.Add("of", "Choose whom you ask")
		}
	}
	if err := f.Take(func() error {
		return solutionapp.AskFeasibility(c.Context(), c.App, c.Actor, l.ID,
			ask)
	}); err != nil {
		return err
	}
	if !f.OK() {
		return askViewPage(c, l, f)
	}
	return c.Done(timelineweb.Closed(c, "View asked", l.Area, ask.DueOn), "/solutions/%d", l.ID)
}

// viewRecord is a view with its solution.
type viewRecord struct {
	solutions.FeasibilityView
	On      solutions.SolutionLine
	Entered bool // by an officer, for those asked
}

// viewOf loads the view of the address with its solution, for somebody who knows of it: else domain.ErrNotFound.
func viewOf(c *serve.Call) (view viewRecord, err error) {
	if view.On, err = solutionOf(c); err != nil {
		return view, err
	}
	id, err := serve.PathID[domain.ViewID](c, "view")
	if err != nil {
		return view, err
	}
	view.FeasibilityView, err = domain.Among(view.On.Views, func(v solutions.FeasibilityView) bool {
		return v.ID == id
	})
	return view, err
}

// viewToGive is viewOf for those who give the view, as long as it is open.
func viewToGive(c *serve.Call) (viewRecord, error) {
	view, err := viewOf(c)
	if err != nil {
		return view, err
	}
	if !solutions.MayGiveView(c.Actor, view.On.Area, view.FeasibilityView) {
		if !solutions.MayEnterView(c.Actor, view.On.Area, view.FeasibilityView) {
			return view, domain.ErrForbidden
		}
		view.Entered = true
	}
	return view, view.On.CheckGive(view.FeasibilityView)
}

// giveView shows the form of those who are asked.
func giveView(c *serve.Call, view viewRecord) error {
	return giveViewPage(c, view, form.With("version", strconv.Itoa(view.Version), "verdict", string(view.Verdict),
		"cost", domain.MoneyTyped(view.Cost), "reason", view.Reason, "said_by", view.SaidBy))
}

func giveViewPage(c *serve.Call, view viewRecord, f form.Form) error {
	return c.Page(f, GiveView(GiveViewProps{Shell: solutionShell(c, view.On, "Is it feasible?"), Form: f,
		Solution: view.On, View: view.FeasibilityView, Entered: view.Entered}))
}

// saveView saves a view, unfinished or finished. Where somebody else of those asked saved first, both versions are
// shown and what was typed stays.
func saveView(c *serve.Call, view viewRecord) error {
	f := c.Posted()
	d := solutions.ViewDraft{
		Verdict: form.OptionalOneOf(&f, "verdict", solutions.Verdicts()),
		Cost:    f.OptionalMoney("cost"),
		Reason:  f.Optional("reason", 4000),
		SaidBy:  f.Optional("said_by", 200),
	}
	version, finish := f.Version("Load the page again"), f.Text("do") == "finish"
	if view.Entered {
		return enterView(c, view, f, d)
	}
	err := f.Save(func() error {
		return solutionapp.SaveView(c.Context(), c.App, c.Actor, view.On.ID, view.ID, version, d, finish)
	})
	if err != nil {
		return err
	}
	if f.Stale() {
		if view, err = viewToGive(c); err != nil {
			return err
		}
		f.Newest(view.Version, domain.Beside(view.ViewDraft.Words(), d.Words())...)
	}
	if !f.OK() {
		return giveViewPage(c, view, f)
	}
	if !finish {
		return c.Done("Saved. It is not finished yet, and yours alone", "/solutions/%d", view.On.ID)
	}
	return c.Done("View finished", "/solutions/%d", view.On.ID)
}

// enterView saves the view that those asked gave by letter or telephone.
func enterView(c *serve.Call, view viewRecord, f form.Form, d solutions.ViewDraft) error {
	from := askweb.DecodeSource(&f)
	if err := f.Take(func() error {
		return solutionapp.EnterView(c.Context(), c.App, c.Actor, view.On.ID, view.ID, d, from)
	}); err != nil {
		return err
	}
	if !f.OK() {
		return giveViewPage(c, view, f)
	}
	return c.Done("View entered", "/solutions/%d", view.On.ID)
}

// askWithdrawView asks for the reason for which a view is asked for no more.
func askWithdrawView(c *serve.Call, view viewRecord) error {
	return withdrawViewPage(c, view, form.New(nil))
}

func withdrawViewPage(c *serve.Call, view viewRecord, f form.Form) error {
	if err := policy.CheckIn(c.Actor, policy.ChooseSolutions, view.On.Area); err != nil {
		return err
	}
	if err := view.CheckOpen(); err != nil {
		return err
	}
	return c.Page(f, frame.Reason(frame.ReasonProps{Shell: solutionShell(c, view.On, "Ask for it no more"), Form: f,
		Title: "Ask for this view no more", Caption: view.On.Title,
		Lead: view.Of + " was asked and has not finished. What was typed of the view so far goes with it.",
		Back: "/solutions/" + serve.IDText(view.On.ID), Field: "reason", Label: "Why is it asked for no more?",
		Button: "Ask for it no more", Warning: true}))
}

// withdrawView asks for a view no more.
func withdrawView(c *serve.Call, view viewRecord) error {
	f := c.Posted()
	reason := f.Required("reason", 500, "Say why it is asked for no more")
	err := f.Take(func() error {
		return solutionapp.WithdrawView(c.Context(), c.App, c.Actor, view.On.ID, view.ID, reason)
	})
	if err != nil {
		return err
	}
	if !f.OK() {
		return withdrawViewPage(c, view, f)
	}
	return c.Done("The view is asked for no more", "/solutions/%d", view.On.ID)
}
