// Package adviceweb serves the pages of advice and of what is said of actions.
package adviceweb

import (
	"fourgates/internal/advice"
	"fourgates/internal/advice/adviceapp"
	"fourgates/internal/advice/advicestore"
	"fourgates/internal/asks/askstore"
	"fourgates/internal/asks/askweb"
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/places"
	"fourgates/internal/places/placeweb"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
	"fourgates/web/frame"
	"fourgates/web/ui"
)

// AdviceRoutes lists the routes of advice and of comments on actions.
func AdviceRoutes() []serve.Route {
	log := placeweb.RunningAreaFor(policy.LogAdvice)
	return []serve.Route{
		serve.Get("/areas/{area}/advice", policy.ViewAdvice, serve.On(placeweb.AreaIn(policy.ViewAdvice), showLog)),
		serve.Get("/areas/{area}/advice/new", policy.LogAdvice, serve.On(log, newAdvice)),
		serve.Post("/areas/{area}/advice", policy.LogAdvice, serve.On(log, logAdvice)),
		serve.Get("/areas/{area}/advice/{advice}", policy.ViewAdvice,
			serve.On(adviceOf(policy.ViewAdvice), showAdvice)),
		serve.Post("/areas/{area}/advice/{advice}/outcome", policy.LogAdvice,
			serve.On(adviceOf(policy.LogAdvice), writeOutcome)),
		serve.Get("/actions/{action}/comments", policy.ViewPlans, serve.On(actionToSee, showComments)),
		serve.Post("/actions/{action}/comments", policy.CommentActions, serve.On(actionToSee, comment)),
	}
}

// showLog shows what was advised in an area, and what is said of its actions.
func showLog(c *serve.Call, area places.Area) error {
	p := LogProps{Shell: placeweb.AreaShell(c, area, "Advice"), Area: area,
		Tabs:   placeweb.AreaTabs(c.Actor, area.ID, c.URL.Path),
		MayLog: places.MayWork(c.Actor, policy.LogAdvice, area)}
	sees := policy.IssueScopeOf(c.Actor)
	var err error
	if p.Advice, err = advicestore.Of(c.Context(), c.Read, sees, area.ID); err != nil {
		return err
	}
	if p.Said, err = advicestore.CommentedOn(c.Context(), c.Read, sees, area.ID); err != nil {
		return err
	}
	return c.Show(Log(p))
}

// newAdvice shows the form to log advice; "action" in the address chooses what it was about.
func newAdvice(c *serve.Call, area places.Area) error {
	return adviceForm(c, area, serve.WithDay(form.With("action", c.URL.Query().Get("action")), "given_on", c.Today()))
}

func adviceForm(c *serve.Call, area places.Area, f form.Form) error {
	bodies, err := askstore.Directory(c.Context(), c.Read, area.ID, 0, c.Today())
	if err != nil {
		return err
	}
	actions, err := advicestore.Actions(c.Context(), c.Read, policy.IssueScopeOf(c.Actor), area.ID)
	if err != nil {
		return err
	}
	p := FormProps{Form: f, Area: area, Bodies: askweb.BodyChoices(bodies), Actions: ui.Options("", "No action")}
	p.Bodies[0].Text = "Neither"
	for _, a := range actions {
		p.Actions = append(p.Actions, ui.Option{Value: serve.IDText(a.ID), Text: a.Title})
	}
	at := "/areas/" + serve.IDText(area.ID)
	p.Shell = c.Shell("Log advice – "+area.Name).Under("Areas", "/areas", area.Name, at, "Advice", at+"/advice",
		"Log advice").Overridden(area.Overrides)
	return c.Page(f, AdviceForm(p))
}

// logAdvice enters advice.
func logAdvice(c *serve.Call, area places.Area) error {
	f := c.Posted()
	d := advice.Advice{Area: area.ID, To: f.Optional("given_to", 200), About: f.Optional("about", 300),
		Text:    f.Required("text", 4000, "Enter what you advised"),
		GivenOn: f.Date("given_on", "Enter the day on which you gave it")}
	if f.Text("to") != "" {
		d.Service, d.Organisation = askweb.DecodeBody(&f, "to")
	}
	d.Action = form.ID[domain.ActionID](&f, "action", "")
	var id domain.AdviceID
	if err := f.Take(func() (err error) {
		id, err = adviceapp.Log(c.Context(), c.App, c.Actor, d)
		return err
	}); err != nil {
		return err
	}
	if !f.OK() {
		return adviceForm(c, area, f)
	}
	return c.Done("The advice is logged", "/areas/%d/advice/%d", area.ID, id)
}

// adviceAt is an entry of the log of an area.
type adviceAt struct {
	area places.Area
	advice.Advice
}

func adviceOf(act policy.Action) func(c *serve.Call) (adviceAt, error) {
	return func(c *serve.Call) (is adviceAt, err error) {
		if is.area, err = placeweb.AreaInFor(policy.ViewAdvice, act)(c); err != nil {
			return is, err
		}
		id, err := serve.PathID[domain.AdviceID](c, "advice")
		if err != nil {
			return is, err
		}
		is.Advice, err = advicestore.Load(c.Context(), c.Read, policy.IssueScopeOf(c.Actor), is.area.ID, id)
		return is, err
	}
}

// showAdvice shows an entry, and to coordinators of the area the form for what came of it.
func showAdvice(c *serve.Call, is adviceAt) error {
	return advicePage(c, is, form.With("came_of_it", is.CameOfIt))
}

func advicePage(c *serve.Call, is adviceAt, f form.Form) error {
	at := "/areas/" + serve.IDText(is.area.ID)
	return c.Page(f, Advice(Props{Form: f, Area: is.area, Advice: is.Advice,
		MayWrite: places.MayWork(c.Actor, policy.LogAdvice, is.area),
		Shell: c.Shell("Advice – "+is.area.Name).Under("Areas", "/areas", is.area.Name, at, "Advice", at+"/advice",
			"Advice "+serve.IDText(is.ID)).Overridden(is.area.Overrides)}))
}

// writeOutcome writes what came of advice. Where somebody else wrote first, it shows what they wrote.
func writeOutcome(c *serve.Call, is adviceAt) error {
	f := c.Posted()
	words, version := f.Required("came_of_it", 4000, "Enter what came of it"), f.Version("Load the page again")
	if err := f.Save(func() error {
		return adviceapp.Outcome(c.Context(), c.App, c.Actor, is.area.ID, is.ID, version, words)
	}); err != nil {
		return err
	}
	if f.Stale() {
		var err error
		if is, err = adviceOf(policy.LogAdvice)(c); err != nil {
			return err
		}
	}
	if !f.OK() {
		return advicePage(c, is, f)
	}
	return c.Done("Saved", "/areas/%d/advice/%d", is.area.ID, is.ID)
}

func logPath(area domain.AreaID, rest string) string {
	return frame.To("/areas/%d/advice", area) + rest
}
