// Package quickwinweb serves the pages of quick wins, whose rules stand in issues.
package quickwinweb

import (
	"strconv"

	"fourgates/internal/asks"
	"fourgates/internal/asks/askstore"
	"fourgates/internal/asks/askweb"
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issueapp"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/issues/issueweb"
	"fourgates/internal/places"
	"fourgates/internal/places/placeweb"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
	"fourgates/internal/timelines/timelineweb"
	"fourgates/web/frame"
)

func QuickWinRoutes() []serve.Route {
	return []serve.Route{
		serve.Get("/quick-wins", policy.DeliverQuickWin, quickWinsToDeliver),
		serve.Get("/areas/{area}/quick-wins", policy.ViewIssues, serve.On(placeweb.AreaIn(policy.ViewIssues),
			quickWins)),
		serve.Get("/issues/{id}/quick-wins/new", policy.ProposeQuickWin, serve.On(issueForWin, newQuickWin)),
		serve.Upload("/issues/{id}/quick-wins", policy.ProposeQuickWin, serve.On(issueForWin, proposeQuickWin)),
		serve.Get("/quick-wins/{win}", policy.ViewIssues, serve.On(winOf, quickWin)),
		serve.Get("/quick-wins/{win}/edit", policy.AgreeQuickWin, serve.On(winToChange, editQuickWin)),
		serve.Post("/quick-wins/{win}", policy.AgreeQuickWin, serve.On(winToChange, changeQuickWin)),
		serve.Get("/quick-wins/{win}/asks/new", policy.AgreeQuickWin, serve.On(winToChange, newAsk)),
		serve.Post("/quick-wins/{win}/asks", policy.AgreeQuickWin, serve.On(winToChange, askAboutWin)),
		serve.Get("/quick-wins/{win}/steps/{step}", policy.ProposeQuickWin,
			serve.On(serve.Where(mayTake, stepOf), askQuickWinStep)),
		serve.Upload("/quick-wins/{win}/steps/{step}", policy.ProposeQuickWin,
			serve.On(serve.Where(mayTake, stepOf), takeQuickWin)),
	}
}

// quickWins shows the lane of an area.
func quickWins(c *serve.Call, area places.Area) error {
	p := QuickWinsProps{Shell: placeweb.AreaShell(c, area, "Quick wins"), Tabs: placeweb.AreaTabs(c.Actor, area.ID,
		c.URL.Path), Area: area,
		Today: c.Today(), MayPropose: policy.CanIn(c.Actor, policy.ProposeQuickWin, area.ID)}
	var err error
	if p.Wins, err = issuestore.QuickWins(c.Context(), c.Read, policy.IssueScopeOf(c.Actor), area.ID); err != nil {
		return err
	}
	if p.GateTwo, err = issuestore.ListSigned(c.Context(), c.Read, area.ID); err != nil {
		return err
	}
	return c.Show(QuickWins(p))
}

// quickWinsToDeliver lists what is to be delivered in the reader's areas, or by their service or organisation.
func quickWinsToDeliver(c *serve.Call) error {
	wins, err := issuestore.QuickWinsToDeliver(c.Context(), c.Read, policy.IssueScopeOf(c.Actor),
		policy.DeliverScopeOf(c.Actor))
	if err != nil {
		return err
	}
	return c.Show(QuickWinsToDeliver(ToDeliverProps{Wins: wins, Today: c.Today(),
		Shell: c.Shell("Quick wins to deliver").Under("Issues", "/issues", "Quick wins")}))
}

// winRecord is a quick win with its issue.
type winRecord struct {
	issues.QuickWin
	Of issuestore.IssueRecord
}

// winOf loads the quick win of the address with its issue.
func winOf(c *serve.Call) (win winRecord, err error) {
	id, err := serve.PathID[domain.QuickWinID](c, "win")
	if err != nil {
		return win, err
	}
	if win.QuickWin, err = issuestore.QuickWin(c.Context(), c.Read, policy.IssueScopeOf(c.Actor), id); err != nil {
		return win, err
	}
	win.Of, err = issuestore.Issue(c.Context(), c.Read, policy.IssueScopeOf(c.Actor), win.Issue)
	return win, err
}

// winToChange is winOf for the officers of its area.
func winToChange(c *serve.Call) (winRecord, error) { return serve.Where(mayChange, winOf)(c) }

func mayChange(a policy.Actor, win winRecord) bool { return issues.MayChangeQuickWin(a, win.QuickWin) }

func winShell(c *serve.Call, win winRecord, title string) frame.Shell {
	at := "/areas/" + serve.IDText(win.Area)
	shell := c.Shell(title)
	if title == win.Title {
		return shell.Under("Areas", "/areas", win.Of.Names.Area, at, "Quick wins", at+"/quick-wins", title)
	}
	return shell.Under("Areas", "/areas", win.Of.Names.Area, at, "Quick wins", at+"/quick-wins",
		win.Title, "/quick-wins/"+serve.IDText(win.ID), title)
}

// quickWin shows one quick win with the steps open to the reader.
func quickWin(c *serve.Call, win winRecord) error {
	p := QuickWinProps{Shell: winShell(c, win, win.Title), Win: win.QuickWin, Today: c.Today(),
		Steps:     issues.StepsOpenTo(c.Actor, win.QuickWin, win.Of.RaisedBy, win.Of.Ties.GateTwoPassed()),
		MayChange: win.Draftable() && mayChange(c.Actor, win)}
	if win.State == issues.WinAgreed {
		for _, b := range win.StepBlockers(issues.StepStart, win.Of.Ties.GateTwoPassed()) {
			p.Waits = b.Words
		}
	}
	var err error
	if p.Asks, err = askstore.List(c.Context(), c.Read, asks.QuickWin, int64(win.ID), c.Today()); err != nil {
		return err
	}
	p.MayAnswer = func(k asks.Ask) bool { return asks.CheckHandle(c.Actor, k) == nil }
	entries, err := c.Read.History(c.Context(), "quick win", int64(win.ID))
	if err != nil {
		return err
	}
	p.History = issueweb.HistoryOf(entries)
	return c.Show(QuickWin(p))
}

// issueForWin loads the issue of the address for somebody who may propose quick wins of it.
func issueForWin(c *serve.Call) (issuestore.IssueRecord, error) {
	i, err := issueweb.IssueOf(c)
	if err == nil && !issues.MayProposeQuickWin(c.Actor, i.Area, issueweb.OwnService(c.Actor)) {
		err = domain.ErrForbidden
	}
	return i, err
}

// newQuickWin shows the form on which a quick win is proposed from an issue.
func newQuickWin(c *serve.Call, i issuestore.IssueRecord) error {
	return quickWinForm(c, QuickWinFormProps{Form: form.With("title", i.Title), Issue: i.ID, Name: i.Title,
		Area: i.Area})
}

func quickWinForm(c *serve.Call, p QuickWinFormProps) error {
	var err error
	if p.Asked, err = askstore.Directory(c.Context(), c.Read, p.Area, 0, c.Today()); err != nil {
		return err
	}
	title := "Propose a quick win"
	if p.ID != 0 {
		title = "Change a quick win"
	}
	p.Shell = c.Shell(title).Under("Issues", "/issues", p.Name, "/issues/"+serve.IDText(p.Issue), title)
	return c.Page(p.Form, QuickWinForm(p))
}

// decodeQuickWin reads what was typed of a quick win.
func decodeQuickWin(f *form.Form) issues.QuickWin {
	q := issues.QuickWin{
		Title:       f.Required("title", 120, "Say what is to be done"),
		Description: f.Optional("description", 2000),
		DeliveredBy: f.Optional("delivered_by", 200),
		WithinDuty:  f.Has("within_duty", "yes"),
		DueOn:       f.OptionalDate("due", "Due"),
	}
	if f.Text("to") != "" {
		q.Service, q.Organisation = askweb.DecodeBody(f, "to")
	}
	return q
}

// proposeQuickWin proposes a quick win.
func proposeQuickWin(c *serve.Call, i issuestore.IssueRecord) error {
	f := c.Posted()
	q := decodeQuickWin(&f)
	q.Issue = i.ID
	before, err := issueweb.PostedFile(c, "before")
	if err != nil {
		return err
	}
	if f.OK() && !issues.MayProposeQuickWin(c.Actor, i.Area, q.Service) {
		f.Add("to", "Choose your own service: you propose what it will do")
	}
	var id domain.QuickWinID
	if err := f.Take(func() (err error) {
		id, err = issueapp.ProposeQuickWin(c.Context(), c.App, c.Actor, q, before)
		return err
	}); err != nil {
		return err
	}
	if !f.OK() {
		return quickWinForm(c, QuickWinFormProps{Form: f, Issue: i.ID, Name: i.Title,
			Area: i.Area})
	}
	return c.Done(timelineweb.Closed(c, "Quick win proposed", i.Area, q.DueOn), "/quick-wins/%d", id)
}

// editQuickWin shows the form on which a quick win is changed.
func editQuickWin(c *serve.Call, win winRecord) error {
	f := form.With("title", win.Title, "description", win.Description, "delivered_by", win.DeliveredBy, "due",
		win.DueOn.String(),
		"version", strconv.Itoa(win.Version))
	if win.WithinDuty {
		f.Values.Set("within_duty", "yes")
	}
	if win.Service != 0 {
		f.Values.Set("to", "s"+serve.IDText(win.Service))
	}
	if win.Organisation != 0 {
		f.Values.Set("to", "o"+serve.IDText(win.Organisation))
	}
	return quickWinForm(c, QuickWinFormProps{Form: f, ID: win.ID, Issue: win.Issue, Name: win.IssueTitle,
		Area: win.Area})
}

// changeQuickWin saves the change. Where somebody else saved first, both are shown and what was typed stays.
func changeQuickWin(c *serve.Call, now winRecord) error {
	f := c.Posted()
	q := decodeQuickWin(&f)
	q.ID, q.Version = now.ID, f.Version("Load the page again")
	if err := f.Save(func() error { return issueapp.ChangeQuickWin(c.Context(), c.App, c.Actor, q) }); err != nil {
		return err
	}
	if f.Stale() {
		f.Newest(now.Version, "What is to be done", now.Title, q.Title, "More about it", now.Description, q.Description,
			"Who delivers it, in words", now.DeliveredBy, q.DeliveredBy, "Due", now.DueOn.Words(), q.DueOn.Words())
	}
	if !f.OK() {
		return quickWinForm(c, QuickWinFormProps{Form: f, ID: now.ID, Issue: now.Issue, Name: now.IssueTitle,
			Area: now.Area})
	}
	return c.Done(timelineweb.Closed(c, "Saved", now.Area, q.DueOn), "/quick-wins/%d", now.ID)
}
