package server

import (
	"errors"
	"net/http"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

func executiveRoutes() []Route {
	return []Route{
		get("/decisions", policy.ViewDecisions, listDecisions),
		get("/decisions/{decision}", policy.ViewDecisions, showDecision),
		get("/decisions/{decision}/report.json", policy.ViewDecisions, downloadReport),
		get("/decisions/{decision}/feed.csv", policy.ViewDecisions, downloadFeedCSV),
		get("/decisions/{decision}/feed.json", policy.ViewDecisions, downloadFeedJSON),
		get("/decisions/{decision}/schedule", policy.DecideExecutive, askSchedule),
		post("/decisions/{decision}/schedule", policy.DecideExecutive, scheduleDecision),
		get("/decisions/{decision}/record", policy.DecideExecutive, askRecord),
		post("/decisions/{decision}/record", policy.DecideExecutive, recordDecision),
		post("/decisions/{decision}/confirmation", policy.ConfirmDecisions, confirmDecision),
		get("/decisions/{decision}/publication", policy.DecideExecutive, askPublication),
		post("/decisions/{decision}/publication", policy.DecideExecutive, publishDecision),
		get("/decisions/{decision}/call-in", policy.DecideExecutive, askCallIn),
		post("/decisions/{decision}/call-in", policy.DecideExecutive, callInDecision),
		post("/decisions/{decision}/upholding", policy.DecideExecutive, upholdDecision),
		get("/decisions/{decision}/return", policy.DecideExecutive, askReturn),
		post("/decisions/{decision}/return", policy.DecideExecutive, returnDecision),
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
	if p.Decisions, err = c.Read.ExecutiveDecisions(c.Context(), policy.DecisionScopeOf(c.Actor), p.Area, decisionsListed); err != nil {
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

func showDecision(c *Call) error {
	return decisionPage(c, http.StatusOK, form.New(nil))
}

// decisionPage shows report and record, and to the named officer of a joint decision the form that confirms it.
func decisionPage(c *Call, status int, f form.Form) error {
	d, err := decisionOf(c)
	if err != nil {
		return err
	}
	p := page.ExecutiveProps{Form: f, Decision: d, By: policy.DeciderOf(c.Actor), ProofNeeded: !c.ProofFresh(), SeesGates: policy.CanIn(c.Actor, policy.ViewGates, d.Area)}
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
	return c.Answer(status, page.Executive(p))
}

// downloadReport gives the report byte for byte, so that anybody can compute its digest.
func downloadReport(c *Call) error {
	d, err := decisionOf(c)
	if err != nil {
		return err
	}
	return c.Download("application/json", "report-"+d.ReportDigest.String()[:12]+".json", []byte(d.Report))
}

func downloadFeedCSV(c *Call) error {
	d, feed, err := feedOf(c)
	if err != nil {
		return err
	}
	return c.Download("text/csv; charset=utf-8", "planning-feed-"+idText(d.ID)+".csv", []byte(feed.CSV))
}

func downloadFeedJSON(c *Call) error {
	d, feed, err := feedOf(c)
	if err != nil {
		return err
	}
	return c.Download("application/json", "planning-feed-"+idText(d.ID)+".json", []byte(feed.JSON))
}

// feedOf loads the corporate planning feed of a decision, and logs that the actor took it away. It returns domain.ErrNotFound before it is produced.
func feedOf(c *Call) (domain.ExecutiveDecision, domain.PlanningFeed, error) {
	d, err := decisionOf(c)
	if err != nil {
		return d, domain.PlanningFeed{}, err
	}
	feed, err := c.Read.PlanningFeed(c.Context(), d.ID)
	if err == nil {
		c.Exported("planning-feed")
	}
	return d, feed, err
}

// confirmDecision is the named officer's record, of exactly what the page showed.
func confirmDecision(c *Call) error {
	d, err := decisionOf(c)
	if err != nil {
		return err
	}
	if !d.May(domain.ToConfirm, policy.DeciderOf(c.Actor)) {
		return domain.ErrForbidden
	}
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
	if !f.OK() {
		return decisionPage(c, http.StatusUnprocessableEntity, f)
	}
	err = c.App.ConfirmDecision(c.Context(), c.Actor, d.ID, of)
	if errors.Is(err, domain.ErrConflict) {
		f.Add("", "Something else is recorded by now: read it, then confirm that")
		return decisionPage(c, http.StatusConflict, f)
	}
	if f.Refuse(err) {
		return decisionPage(c, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return c.Done("Your confirmation is recorded. The decision is made.", "/decisions/%d", d.ID)
}

// executivePart is where the Executive's part of an attempt at gate 3 stands, for the pages of the gate.
func executivePart(c *Call, t domain.Attempt) (page.ExecutivePart, error) {
	if t.Gate != domain.GateDraftPlan || !t.Outcome.Passes() {
		return page.ExecutivePart{}, nil
	}
	everything := policy.DecisionScope{View: policy.Scope{All: true}}
	d, err := c.Read.DecisionOfAttempt(c.Context(), everything, t.ID)
	if errors.Is(err, domain.ErrNotFound) {
		return page.ExecutivePart{}, nil
	}
	return page.ExecutivePart{Decision: &d, MayOpen: policy.DecisionScopeOf(c.Actor).Sees(d.Area, !d.PublishedOn.IsZero())}, err
}
