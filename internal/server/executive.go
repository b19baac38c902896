package server

import (
	"errors"

	"github.com/a-h/templ"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

func executiveRoutes() []Route {
	return []Route{
		get("/decisions", policy.ViewDecisions, listDecisions),
		get("/decisions/{decision}", policy.ViewDecisions, on(decisionOf, showDecision)),
		get("/decisions/{decision}/report.json", policy.ViewDecisions, on(decisionOf, downloadReport)),
		get("/decisions/{decision}/feed.csv", policy.ViewDecisions, on(feedOf, downloadFeedCSV)),
		get("/decisions/{decision}/feed.json", policy.ViewDecisions, on(feedOf, downloadFeedJSON)),
		get("/decisions/{decision}/schedule", policy.DecideExecutive, on(decisionFor(domain.ToSchedule), askSchedule)),
		post("/decisions/{decision}/schedule", policy.DecideExecutive,
			on(decisionFor(domain.ToSchedule), scheduleDecision)),
		get("/decisions/{decision}/record", policy.DecideExecutive, on(decisionFor(domain.ToRecord), askRecord)),
		post("/decisions/{decision}/record", policy.DecideExecutive, on(decisionFor(domain.ToRecord), recordDecision)),
		post("/decisions/{decision}/confirmation", policy.ConfirmDecisions,
			on(decisionFor(domain.ToConfirm), confirmDecision)),
		get("/decisions/{decision}/publication", policy.DecideExecutive,
			on(decisionFor(domain.ToPublish), askPublication)),
		post("/decisions/{decision}/publication", policy.DecideExecutive,
			on(decisionFor(domain.ToPublish), publishDecision)),
		get("/decisions/{decision}/call-in", policy.DecideExecutive, on(decisionFor(domain.ToCallIn), askCallIn)),
		post("/decisions/{decision}/call-in", policy.DecideExecutive, on(decisionFor(domain.ToCallIn), callInDecision)),
		post("/decisions/{decision}/upholding", policy.DecideExecutive,
			on(decisionFor(domain.ToUphold), upholdDecision)),
		get("/decisions/{decision}/return", policy.DecideExecutive, on(decisionFor(domain.ToReturn), askReturn)),
		post("/decisions/{decision}/return", policy.DecideExecutive, on(decisionFor(domain.ToReturn), returnDecision)),
	}
}

// decisionsListed is how many decisions the list shows: a council makes a few dozen in a cycle.
const decisionsListed = 1000

// listDecisions shows what waits for the Executive and what it has decided, on one area or all.
func listDecisions(c *Call) error {
	p := page.DecisionListProps{Actor: c.Actor, Today: c.Today()}
	f := form.New(c.URL.Query())
	if p.Area = form.ID[domain.AreaID](&f, "area", ""); p.Area != 0 {
		area, err := c.Read.Area(c.Context(), policy.ScopeOf(c.Actor, policy.ViewAreas), p.Area)
		if err != nil {
			return err
		}
		p.AreaName = area.Name
	}
	var err error
	if p.Decisions, err = c.Read.ExecutiveDecisions(c.Context(), policy.DecisionScopeOf(c.Actor), p.Area,
		decisionsListed); err != nil {
		return err
	}
	p.Shell = c.Shell("Executive decisions")
	return c.Show(page.DecisionList(p))
}

// decisionOf loads the decision of the address within what the actor may see: else domain.ErrNotFound.
func decisionOf(c *Call) (domain.ExecutiveDecision, error) {
	id, err := pathID[domain.ExecutiveID](c, "decision")
	if err != nil {
		return domain.ExecutiveDecision{}, err
	}
	return c.Read.ExecutiveDecision(c.Context(), policy.DecisionScopeOf(c.Actor), id)
}

// showDecision shows a decision whole.
func showDecision(c *Call, d domain.ExecutiveDecision) error {
	return decisionPage(c, d, form.New(nil))
}

// decisionPage shows report and record, and to the named officer of a joint decision the form that confirms it.
func decisionPage(c *Call, d domain.ExecutiveDecision, f form.Form) error {
	p := page.ExecutiveProps{Form: f, Decision: d, By: policy.DeciderOf(c.Actor), ProofNeeded: !c.ProofFresh(),
		SeesGates: policy.CanIn(c.Actor, policy.ViewGates, d.Area)}
	var err error
	if p.Report, err = domain.ReadExecutiveReport(d.Report); err != nil {
		return err
	}
	if d.State == domain.ExecutiveInForce {
		feed, err := c.Read.PlanningFeed(c.Context(), d.ID)
		if err != nil {
			return err
		}
		p.Feed = &feed
	}
	if policy.CanIn(c.Actor, policy.ViewRegister, d.Area) {
		if p.Entries, err = c.Read.ExecutiveEntries(c.Context(), d.Attempt); err != nil {
			return err
		}
	}
	p.Shell = c.Shell("Executive decision: " + d.AreaName)
	return c.Page(f, page.Executive(p))
}

// downloadReport gives the report byte for byte, so that anybody can compute its digest.
func downloadReport(c *Call, d domain.ExecutiveDecision) error {
	return c.Download("application/json", "report-"+d.ReportDigest.String()[:12]+".json", []byte(d.Report))
}

// decisionFeed is the corporate planning feed of a decision.
type decisionFeed struct {
	domain.PlanningFeed
	Of domain.ExecutiveID
}

// feedOf loads the corporate planning feed of the decision of the address, and logs that the actor took it away. It
// returns domain.ErrNotFound before it is produced.
func feedOf(c *Call) (feed decisionFeed, err error) {
	d, err := decisionOf(c)
	if err != nil {
		return feed, err
	}
	feed.Of = d.ID
	if feed.PlanningFeed, err = c.Read.PlanningFeed(c.Context(), d.ID); err != nil {
		return feed, err
	}
	c.Exported("planning-feed")
	return feed, nil
}

// downloadFeedCSV gives the feed for spreadsheets.
func downloadFeedCSV(c *Call, feed decisionFeed) error {
	return c.Download("text/csv; charset=utf-8", "planning-feed-"+idText(feed.Of)+".csv", []byte(feed.CSV))
}

// downloadFeedJSON gives the feed for programs.
func downloadFeedJSON(c *Call, feed decisionFeed) error {
	return c.Download("application/json", "planning-feed-"+idText(feed.Of)+".json", []byte(feed.JSON))
}

// confirmDecision is the named officer's record, of exactly what the page showed.
func confirmDecision(c *Call, d domain.ExecutiveDecision) error {
	f := c.Posted()
	if !f.Has("confirm", "yes") {
		f.Add("confirm", "Tick the box to confirm the decision")
	}
	of, err := domain.ParseDigest(f.Text("digest"))
	if err != nil {
		f.Add("", "This form is incomplete: reload the page and confirm again")
	}
	if err := c.AskProof(&f); err != nil {
		return err
	}
	if err := f.Save(func() error { return c.App.ConfirmDecision(c.Context(), c.Actor, d.ID, of) }); err != nil {
		return err
	}
	if f.Stale() {
		f.Add("", "Something else is recorded by now: read it, then confirm that")
	}
	if !f.OK() {
		if d, err = decisionOf(c); err != nil { // somebody else may have taken a step with it
			return err
		}
		return decisionPage(c, d, f)
	}
	return c.Done("Your confirmation is recorded. The decision is made.", "/decisions/%d", d.ID)
}

// executiveAside is where the Executive's part of an attempt at gate 3 stands, for the pages of the gate.
func executiveAside(c *Call, t domain.Attempt) (templ.Component, error) {
	if t.Gate != domain.GateDraftPlan || !t.Outcome.Passes() {
		return nil, nil
	}
	everything := policy.DecisionScope{View: policy.Scope{All: true}}
	d, err := c.Read.DecisionOfAttempt(c.Context(), everything, t.ID)
	if errors.Is(err, domain.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	mayOpen := policy.DecisionScopeOf(c.Actor).Sees(d.Area, !d.PublishedOn.IsZero())
	return page.ExecutivePart(d, mayOpen), nil
}
