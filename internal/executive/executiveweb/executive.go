// Package executiveweb serves the pages of Executive decisions, their schedule and their records.
package executiveweb

import (
	"errors"
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"fourgates/internal/domain"
	"fourgates/internal/executive"
	"fourgates/internal/executive/executiveapp"
	"fourgates/internal/executive/executivestore"
	"fourgates/internal/form"
	"fourgates/internal/gates"
	"fourgates/internal/holds/holdstore"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
)

func ExecutiveRoutes() []serve.Route {
	return slices.Concat(reportRoutes(), announcing.routes(policy.ClerkDecisions),
		declining.routes(policy.ConfirmDecisions), publishing.routes(policy.ClerkDecisions),
		callingIn.routes(policy.ClerkDecisions), settling.routes(policy.ClerkDecisions),
		scheduling.routes(policy.ClerkDecisions), []serve.Route{
			serve.Get("/decisions", policy.ViewDecisions, listDecisions),
			serve.Get("/decisions/{decision}", policy.ViewDecisions, serve.On(decisionOf, showDecision)),
			serve.Get("/decisions/{decision}/report.json", policy.ViewDecisions,
				serve.On(reportOrDecisionOf, downloadReport)),
			serve.Get("/decisions/{decision}/feed.csv", policy.ViewDecisions, serve.On(feedOf, downloadFeedCSV)),
			serve.Get("/decisions/{decision}/feed.json", policy.ViewDecisions, serve.On(feedOf, downloadFeedJSON)),
			serve.Get("/decisions/{decision}/feed.jsonl", policy.ViewDecisions, serve.On(feedOf, downloadFeedLines)),
			serve.Get("/decisions/{decision}/record", policy.DecideExecutive,
				serve.On(decisionFor(executive.ToRecord), recording.ask)),
			serve.Post("/decisions/{decision}/record", policy.DecideExecutive,
				serve.On(decisionFor(executive.ToRecord), recording.take)),
			serve.Post("/decisions/{decision}/record/check", policy.DecideExecutive,
				serve.On(decisionFor(executive.ToRecord), recording.check)),
			serve.Get("/decisions/{decision}/correction", policy.DecideExecutive,
				serve.On(decisionFor(executive.ToCorrect), correcting.ask)),
			serve.Post("/decisions/{decision}/correction", policy.DecideExecutive,
				serve.On(decisionFor(executive.ToCorrect), correcting.take)),
			serve.Post("/decisions/{decision}/correction/check", policy.DecideExecutive,
				serve.On(decisionFor(executive.ToCorrect), correcting.check)),
			serve.Post("/decisions/{decision}/confirmation", policy.ConfirmDecisions,
				serve.On(decisionFor(executive.ToConfirm), confirmDecision)),
		})
}

// decisionsListed is how many decisions the list shows: a council makes a few dozen in a cycle.
const decisionsListed = 1000

// listDecisions shows what waits for the Executive and what it has decided, on one area or all.
func listDecisions(c *serve.Call) error {
	p := DecisionListProps{Actor: c.Actor, Today: c.Today()}
	f := form.New(c.URL.Query())
	if p.Area = form.ID[domain.AreaID](&f, "area", ""); p.Area != 0 {
		area, err := placestore.Area(c.Context(), c.Read, policy.ScopeOf(c.Actor, policy.ViewAreas), p.Area)
		if err != nil {
			return err
		}
		p.AreaName = area.Name
	}
	var err error
	if p.Decisions, err = executivestore.ExecutiveDecisions(c.Context(), c.Read, policy.DecisionScopeOf(c.Actor),
		p.Area,
		decisionsListed); err != nil {
		return err
	}
	if p.Overdue, err = OverdueOf(c, p.Decisions); err != nil {
		return err
	}
	p.Shell = c.Shell("Executive decisions")
	return c.Show(DecisionList(p))
}

// decisionOf loads the decision of the address within what the actor may see: else domain.ErrNotFound.
func decisionOf(c *serve.Call) (executive.ExecutiveDecision, error) {
	return decisionIn(c, policy.DecisionScopeOf(c.Actor))
}

// decisionIn loads the decision of the address within a scope. Where its plan is put in one report with others by now,
// the page is that of their decision; a form of before is refused, with a *domain.StateError.
func decisionIn(c *serve.Call, scope policy.DecisionScope) (executive.ExecutiveDecision, error) {
	id, err := serve.PathID[domain.ExecutiveID](c, "decision")
	if err != nil {
		return executive.ExecutiveDecision{}, err
	}
	d, err := executivestore.ExecutiveDecision(c.Context(), c.Read, scope, id)
	if !errors.Is(err, domain.ErrNotFound) {
		return d, err
	}
	to, elsewhere := executivestore.PutElsewhere(c.Context(), c.Read, id)
	if elsewhere != nil {
		return d, err
	}
	if d, err = executivestore.ExecutiveDecision(c.Context(), c.Read, scope, to); err == nil &&
		c.Method != http.MethodGet && c.Method != http.MethodHead {
		err = domain.Stands("The plan is put to the Executive in one report with others by now: open the decision " +
			"again")
	}
	return d, err
}

// showDecision shows a decision whole.
func showDecision(c *serve.Call, d executive.ExecutiveDecision) error {
	return decisionPage(c, d, form.New(nil))
}

// decisionPage shows report and record, and to the named officer of a joint decision the form that confirms it.
func decisionPage(c *serve.Call, d executive.ExecutiveDecision, f form.Form) error {
	p := ExecutiveProps{Form: f, Decision: d, Scope: policy.DecisionScopeOf(c.Actor),
		By: executive.DeciderOf(c.Actor), ProofNeeded: !c.ProofFresh(),
		Gates: policy.ScopeOf(c.Actor, policy.ViewGates), Plans: policy.ScopeOf(c.Actor, policy.ViewPlans),
		ConfirmsHolds: policy.Can(c.Actor, policy.ConfirmHolds), WritesReport: d.MayWriteReport(c.Actor),
		ReadsReport: executive.Sees(d, executive.ReportScopeOf(c.Actor))}
	var err error
	if p.NoticeBy, err = executiveapp.NoticeBy(c.Context(), c.Read, d); err != nil {
		return err
	}
	if p.Report, err = executive.ReadExecutiveReport(executive.ReportFor(d,
		executive.ReportScopeOf(c.Actor))); err != nil {
		return err
	}
	if d.HasHolds {
		var on []domain.AttemptID
		for _, s := range d.Subjects {
			on = append(on, s.Attempt)
		}
		if p.Holds, err = holdstore.OnDecision(c.Context(), c.Read, d.ID, on); err != nil {
			return err
		}
	}
	if d.State == executive.ExecutiveInForce {
		if p.Feeds, err = feedsOf(c, d); err != nil {
			return err
		}
	}
	if p.Entries, err = executivestore.ExecutiveEntries(c.Context(), c.Read, policy.RegisterScopeOf(c.Actor),
		d); err != nil {
		return err
	}
	p.Shell = c.Shell("Executive decision: " + d.AreaName)
	return c.Page(f, Executive(p))
}

// feedsOf are the planning feeds of the plans of a decision whose areas the reader may see.
func feedsOf(c *serve.Call, d executive.ExecutiveDecision) ([]executive.PlanningFeed, error) {
	feeds, err := executivestore.PlanningFeeds(c.Context(), c.Read, d.ID)
	return slices.DeleteFunc(feeds, func(f executive.PlanningFeed) bool {
		return !policy.DecisionScopeOf(c.Actor).Sees(f.Area, true)
	}), err
}

// downloadReport gives the report as it is kept, so that anybody can check it against its digest; what is exempt in it
// is withheld from everybody, for what is downloaded here is passed on.
func downloadReport(c *serve.Call, d executive.ExecutiveDecision) error {
	return c.Download("application/json", reportFile(d), d.Public().File())
}

// decisionFeed is the corporate planning feed of a decision.
type decisionFeed struct {
	executive.PlanningFeed
	Of domain.ExecutiveID
}

// feedOf loads the corporate planning feed of the decision of the address, and logs that the actor took it away. It
// returns domain.ErrNotFound before it is produced.
func feedOf(c *serve.Call) (feed decisionFeed, err error) {
	d, err := decisionOf(c)
	if err != nil {
		return feed, err
	}
	feed.Of = d.ID
	feeds, err := feedsOf(c, d)
	if err != nil {
		return feed, err
	}
	for n, f := range feeds {
		if code := c.URL.Query().Get("area"); code == "" && n == 0 || code == serve.IDText(f.Area) {
			feed.PlanningFeed = f
			c.Exported("planning-feed")
			return feed, nil
		}
	}
	return feed, domain.ErrNotFound
}

// downloadFeedCSV gives the feed for spreadsheets.
func downloadFeedCSV(c *serve.Call, feed decisionFeed) error {
	return c.Download("text/csv; charset=utf-8", "planning-feed-"+serve.IDText(feed.Of)+".csv", []byte(feed.CSV))
}

// downloadFeedJSON gives the feed for programs.
func downloadFeedJSON(c *serve.Call, feed decisionFeed) error {
	return c.Download("application/json", "planning-feed-"+serve.IDText(feed.Of)+".json", []byte(feed.JSON))
}

// downloadFeedLines gives the feed as it was frozen, so that anybody can check it against its digest. It returns
// domain.ErrNotFound of one from before feeds were frozen in lines.
func downloadFeedLines(c *serve.Call, feed decisionFeed) error {
	if !feed.Frozen.InLines() {
		return domain.ErrNotFound
	}
	return c.Download("application/jsonl", "planning-feed-"+serve.IDText(feed.Of)+".jsonl", feed.Frozen.File())
}

// confirmDecision is the named officer's record, of exactly what the page showed.
func confirmDecision(c *serve.Call, d executive.ExecutiveDecision) error {
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
	if err := f.Save(func() error {
		return executiveapp.ConfirmDecision(c.Context(), c.App, c.Actor, d.ID,
			of)
	}); err != nil {
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

// ExecutiveAside is where the Executive's part of an attempt at gate 3 stands, for the pages of the gate.
func ExecutiveAside(c *serve.Call, t gates.Attempt) (templ.Component, error) {
	if t.Gate != domain.GateDraftPlan || !t.Outcome.Passes() {
		return nil, nil
	}
	everything := policy.DecisionScope{View: policy.Scope{All: true}}
	list, err := executivestore.DecisionsOfAttempt(c.Context(), c.Read, everything, t.ID)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	parts := make([]templ.Component, len(list))
	for n, d := range list {
		on, err := domain.Among(d.Subjects, func(s executive.Subject) bool { return s.Attempt == t.ID })
		if err != nil {
			return nil, err
		}
		opens, reads := policy.DecisionScopeOf(c.Actor), executive.ReportScopeOf(c.Actor)
		of := d.On(on)
		of.ExecutiveDecision = executive.Narrow(d, opens)
		executive.Gather(&of.ExecutiveDecision)
		parts[n] = ExecutivePart(of, n, executive.Sees(d, opens), executive.Sees(d, reads))
	}
	return templ.Join(parts...), nil
}
