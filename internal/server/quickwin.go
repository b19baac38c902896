package server

import (
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/internal/store"
	"fourgates/web/page"
)

func quickWinRoutes() []Route {
	return []Route{
		get("/quick-wins", policy.DeliverQuickWin, quickWinsToDeliver),
		get("/areas/{area}/quick-wins", policy.ViewIssues, on(areaIn(policy.ViewIssues), quickWins)),
		get("/issues/{id}/quick-wins/new", policy.ProposeQuickWin, on(issueForWin, newQuickWin)),
		upload("/issues/{id}/quick-wins", policy.ProposeQuickWin, on(issueForWin, proposeQuickWin)),
		get("/quick-wins/{win}", policy.ViewIssues, on(winOf, quickWin)),
		get("/quick-wins/{win}/edit", policy.AgreeQuickWin, on(winOf, editQuickWin)),
		post("/quick-wins/{win}", policy.AgreeQuickWin, on(winOf, changeQuickWin)),
		get("/quick-wins/{win}/steps/{step}", policy.ProposeQuickWin, on(stepOf, askQuickWinStep)),
		upload("/quick-wins/{win}/steps/{step}", policy.ProposeQuickWin, on(stepOf, takeQuickWin)),
	}
}

// quickWins shows the lane of an area.
func quickWins(c *Call, area domain.Area) error {
	p := page.QuickWinsProps{Shell: areaShell(c, area, "Quick wins"), Tabs: page.AreaTabs(c.Actor, area.ID, c.URL.Path), Area: area,
		Today: c.Today(), MayPropose: policy.CanIn(c.Actor, policy.ProposeQuickWin, area.ID)}
	var err error
	if p.Wins, err = c.Read.QuickWins(c.Context(), policy.IssueScopeOf(c.Actor), area.ID); err != nil {
		return err
	}
	facts, _, err := c.Read.CallBackFacts(c.Context(), area.ID, c.Today())
	if err != nil {
		return err
	}
	p.GateTwo = facts.Passed
	return c.Show(page.QuickWins(p))
}

// quickWinsToDeliver lists what is to be delivered in the reader's areas, or by their service or organisation.
func quickWinsToDeliver(c *Call) error {
	wins, err := c.Read.QuickWinsToDeliver(c.Context(), policy.IssueScopeOf(c.Actor), policy.DeliverScopeOf(c.Actor))
	if err != nil {
		return err
	}
	return c.Show(page.QuickWinsToDeliver(page.ToDeliverProps{Wins: wins, Today: c.Today(),
		Shell: c.Shell("Quick wins to deliver").Under("Issues", "/issues", "Quick wins")}))
}

// winRecord is a quick win with its issue.
type winRecord struct {
	domain.QuickWin
	Of store.IssueRecord
}

// winOf loads the quick win of the address with its issue.
func winOf(c *Call) (win winRecord, err error) {
	id, err := pathID[domain.QuickWinID](c, "win")
	if err != nil {
		return win, err
	}
	if win.QuickWin, err = c.Read.QuickWin(c.Context(), policy.IssueScopeOf(c.Actor), id); err != nil {
		return win, err
	}
	win.Of, err = c.Read.Issue(c.Context(), policy.IssueScopeOf(c.Actor), win.Issue)
	return win, err
}

func winShell(c *Call, win winRecord, title string) page.Shell {
	at := "/areas/" + idText(win.Area)
	shell := c.Shell(title)
	if title == win.Title {
		return shell.Under("Areas", "/areas", win.Of.Names.Area, at, "Quick wins", at+"/quick-wins", title)
	}
	return shell.Under("Areas", "/areas", win.Of.Names.Area, at, "Quick wins", at+"/quick-wins",
		win.Title, "/quick-wins/"+idText(win.ID), title)
}

// quickWin shows one quick win with the steps open to the reader.
func quickWin(c *Call, win winRecord) error {
	p := page.QuickWinProps{Shell: winShell(c, win, win.Title), Win: win.QuickWin, Today: c.Today(),
		Steps:     policy.QuickWinSteps(c.Actor, win.QuickWin, win.Of.RaisedBy, win.Of.Ties.GateTwoPassed()),
		MayChange: win.Draftable() && policy.MayChangeQuickWin(c.Actor, win.QuickWin)}
	if win.State == domain.WinAgreed {
		for _, b := range win.StepBlockers(domain.StepStart, win.Of.Ties.GateTwoPassed()) {
			p.Waits = b.Words
		}
	}
	entries, err := c.Read.History(c.Context(), "quick win", int64(win.ID))
	if err != nil {
		return err
	}
	p.History = issueHistory(entries)
	return c.Show(page.QuickWin(p))
}

// issueForWin loads the issue of the address for somebody who may propose quick wins of it.
func issueForWin(c *Call) (store.IssueRecord, error) {
	i, err := issueOf(c)
	if err == nil && !policy.MayProposeQuickWin(c.Actor, i.Area, ownService(c.Actor)) {
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

// newQuickWin shows the form on which a quick win is proposed from an issue.
func newQuickWin(c *Call, i store.IssueRecord) error {
	return quickWinForm(c, page.QuickWinFormProps{Form: form.With("title", i.Title), Issue: i.ID, Name: i.Title})
}

func quickWinForm(c *Call, p page.QuickWinFormProps) error {
	var err error
	if p.Asked, err = c.Read.WhoCanBeAsked(c.Context()); err != nil {
		return err
	}
	title := "Propose a quick win"
	if p.ID != 0 {
		title = "Change a quick win"
	}
	p.Shell = c.Shell(title).Under("Issues", "/issues", p.Name, "/issues/"+idText(p.Issue), title)
	return c.Page(p.Form, page.QuickWinForm(p))
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
func proposeQuickWin(c *Call, i store.IssueRecord) error {
	f := c.Posted()
	q := decodeQuickWin(&f)
	q.Issue = i.ID
	before, err := postedFile(c, "before")
	if err != nil {
		return err
	}
	if f.OK() && !policy.MayProposeQuickWin(c.Actor, i.Area, q.Service) {
		f.Add("to", "Choose your own service: you propose what it will do")
	}
	var id domain.QuickWinID
	if err := f.Take(func() (err error) { id, err = c.App.ProposeQuickWin(c.Context(), c.Actor, q, before); return err }); err != nil {
		return err
	}
	if !f.OK() {
		return quickWinForm(c, page.QuickWinFormProps{Form: f, Issue: i.ID, Name: i.Title})
	}
	return c.Done("Quick win proposed", "/quick-wins/%d", id)
}

// editQuickWin shows the form on which a quick win is changed.
func editQuickWin(c *Call, win winRecord) error {
	if !policy.MayChangeQuickWin(c.Actor, win.QuickWin) {
		return domain.ErrForbidden
	}
	f := form.With("title", win.Title, "description", win.Description, "delivered_by", win.DeliveredBy, "due", win.DueOn.String(),
		"version", strconv.Itoa(win.Version))
	if win.WithinDuty {
		f.Values.Set("within_duty", "yes")
	}
	if win.Service != 0 {
		f.Values.Set("to", "s"+idText(win.Service))
	}
	if win.Organisation != 0 {
		f.Values.Set("to", "o"+idText(win.Organisation))
	}
	return quickWinForm(c, page.QuickWinFormProps{Form: f, ID: win.ID, Issue: win.Issue, Name: win.IssueTitle})
}

// changeQuickWin saves the change. Where somebody else saved first, both are shown and what was typed stays.
func changeQuickWin(c *Call, now winRecord) error {
	f := c.Posted()
	q := decodeQuickWin(&f)
	q.ID, q.Version = now.ID, f.Version("Load the page again")
	if err := f.Save(func() error { return c.App.ChangeQuickWin(c.Context(), c.Actor, q) }); err != nil {
		return err
	}
	if f.Stale() {
		f.Newest(now.Version, "What is to be done", now.Title, q.Title, "More about it", now.Description, q.Description,
			"Who delivers it, in words", now.DeliveredBy, q.DeliveredBy, "Due", now.DueOn.Words(), q.DueOn.Words())
	}
	if !f.OK() {
		return quickWinForm(c, page.QuickWinFormProps{Form: f, ID: now.ID, Issue: now.Issue, Name: now.IssueTitle})
	}
	return c.Done("Saved", "/quick-wins/%d", now.ID)
}
