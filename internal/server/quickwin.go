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

func quickWinRoutes() []Route {
	return []Route{
		get("/quick-wins", policy.DeliverQuickWin, quickWinsToDeliver),
		get("/areas/{area}/quick-wins", policy.ViewIssues, quickWins),
		get("/issues/{id}/quick-wins/new", policy.ProposeQuickWin, newQuickWin),
		upload("/issues/{id}/quick-wins", policy.ProposeQuickWin, proposeQuickWin),
		get("/quick-wins/{win}", policy.ViewIssues, quickWin),
		get("/quick-wins/{win}/edit", policy.AgreeQuickWin, editQuickWin),
		post("/quick-wins/{win}", policy.AgreeQuickWin, changeQuickWin),
		get("/quick-wins/{win}/steps/{step}", policy.ProposeQuickWin, askQuickWinStep),
		upload("/quick-wins/{win}/steps/{step}", policy.ProposeQuickWin, takeQuickWin),
	}
}

// quickWins shows the lane of an area.
func quickWins(c *Call) error {
	area, err := priorityArea(c)
	if err != nil {
		return err
	}
	p := page.QuickWinsProps{Shell: areaShell(c, area, "Quick wins"), Tabs: page.AreaTabs(c.Actor, area.ID, c.URL.Path), Area: area, Today: c.Today(),
		MayPropose: policy.CanIn(c.Actor, policy.ProposeQuickWin, area.ID)}
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

// winOf loads the quick win of the address with its issue.
func winOf(c *Call) (domain.QuickWin, store.IssueRecord, error) {
	id, err := pathID[domain.QuickWinID](c, "win")
	if err != nil {
		return domain.QuickWin{}, store.IssueRecord{}, err
	}
	q, err := c.Read.QuickWin(c.Context(), policy.IssueScopeOf(c.Actor), id)
	if err != nil {
		return q, store.IssueRecord{}, err
	}
	i, err := c.Read.Issue(c.Context(), policy.IssueScopeOf(c.Actor), q.Issue)
	return q, i, err
}

func winShell(c *Call, q domain.QuickWin, area, title string) page.Shell {
	at := "/areas/" + idText(q.Area)
	shell := c.Shell(title)
	if title == q.Title {
		return shell.Under("Areas", "/areas", area, at, "Quick wins", at+"/quick-wins", title)
	}
	return shell.Under("Areas", "/areas", area, at, "Quick wins", at+"/quick-wins", q.Title, "/quick-wins/"+idText(q.ID), title)
}

// quickWin shows one quick win with the steps open to the reader.
func quickWin(c *Call) error {
	q, i, err := winOf(c)
	if err != nil {
		return err
	}
	p := page.QuickWinProps{Shell: winShell(c, q, i.Names.Area, q.Title), Win: q, Today: c.Today(),
		Steps: app.MayTakeQuickWin(c.Actor, q, i.RaisedBy, i.Ties.GateTwoPassed()), MayChange: q.Draftable() && policy.CanIn(c.Actor, policy.AgreeQuickWin, q.Area)}
	if q.State == domain.WinAgreed {
		for _, b := range q.StepBlockers(domain.StepStart, i.Ties.GateTwoPassed()) {
			p.Waits = b.Words
		}
	}
	entries, err := c.Read.History(c.Context(), "quick win", int64(q.ID))
	if err != nil {
		return err
	}
	p.History = issueHistory(entries)
	return c.Show(page.QuickWin(p))
}

// newQuickWin shows the form on which a quick win is proposed from an issue.
func newQuickWin(c *Call) error {
	i, err := issueForWin(c)
	if err != nil {
		return err
	}
	return quickWinForm(c, http.StatusOK, page.QuickWinFormProps{Form: form.With("title", i.Title), Issue: i.ID, Name: i.Title})
}

// issueForWin loads the issue of the address for somebody who may propose quick wins of it.
func issueForWin(c *Call) (store.IssueRecord, error) {
	id, err := pathID[domain.IssueID](c, "id")
	if err != nil {
		return store.IssueRecord{}, err
	}
	i, err := c.Read.Issue(c.Context(), policy.IssueScopeOf(c.Actor), id)
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

func quickWinForm(c *Call, status int, p page.QuickWinFormProps) error {
	var err error
	if p.Asked, err = c.Read.WhoCanBeAsked(c.Context()); err != nil {
		return err
	}
	title := "Propose a quick win"
	if p.ID != 0 {
		title = "Change a quick win"
	}
	p.Shell = c.Shell(title).Under("Issues", "/issues", p.Name, "/issues/"+idText(p.Issue), title)
	return c.Answer(status, page.QuickWinForm(p))
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
func proposeQuickWin(c *Call) error {
	i, err := issueForWin(c)
	if err != nil {
		return err
	}
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
	if f.OK() {
		id, err = c.App.ProposeQuickWin(c.Context(), c.Actor, q, before)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return quickWinForm(c, http.StatusUnprocessableEntity, page.QuickWinFormProps{Form: f, Issue: i.ID, Name: i.Title})
	}
	return c.Done("Quick win proposed", "/quick-wins/%d", id)
}

// editQuickWin shows the form on which a quick win is changed.
func editQuickWin(c *Call) error {
	q, _, err := winOf(c)
	if err != nil {
		return err
	}
	if err := policy.CheckIn(c.Actor, policy.AgreeQuickWin, q.Area); err != nil {
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
	return quickWinForm(c, http.StatusOK, page.QuickWinFormProps{Form: f, ID: q.ID, Issue: q.Issue, Name: q.IssueTitle})
}

// changeQuickWin saves the change. Where somebody else saved first, both are shown and what was typed stays.
func changeQuickWin(c *Call) error {
	now, _, err := winOf(c)
	if err != nil {
		return err
	}
	f := c.Posted()
	q := decodeQuickWin(&f)
	q.ID, q.Version = now.ID, f.Int("version", 1, 1<<30, "Load the page again")
	if f.OK() {
		err = c.App.ChangeQuickWin(c.Context(), c.Actor, q)
	}
	p := page.QuickWinFormProps{ID: now.ID, Issue: now.Issue, Name: now.IssueTitle}
	if errors.Is(err, domain.ErrConflict) {
		f.Values.Set("version", strconv.Itoa(now.Version))
		p.Form, p.Stale = f, page.StaleFields("What is to be done", now.Title, q.Title, "More about it", now.Description, q.Description,
			"Who delivers it, in words", now.DeliveredBy, q.DeliveredBy, "Due", now.DueOn.Words(), q.DueOn.Words())
		return quickWinForm(c, http.StatusConflict, p)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		p.Form = f
		return quickWinForm(c, http.StatusUnprocessableEntity, p)
	}
	return c.Done("Saved", "/quick-wins/%d", now.ID)
}
