package server

import (
	"errors"
	"net/http"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

func (s *Server) executiveRoutes() []Route {
	return []Route{
		get("/decisions", policy.ViewDecisions, s.listDecisions),
		get("/decisions/{decision}", policy.ViewDecisions, s.showDecision),
		get("/decisions/{decision}/report.json", policy.ViewDecisions, s.downloadReport),
		get("/decisions/{decision}/feed.csv", policy.ViewDecisions, s.downloadFeedCSV),
		get("/decisions/{decision}/feed.json", policy.ViewDecisions, s.downloadFeedJSON),
		get("/decisions/{decision}/schedule", policy.DecideExecutive, s.askSchedule),
		post("/decisions/{decision}/schedule", policy.DecideExecutive, s.scheduleDecision),
		get("/decisions/{decision}/record", policy.DecideExecutive, s.askRecord),
		post("/decisions/{decision}/record", policy.DecideExecutive, s.recordDecision),
		post("/decisions/{decision}/confirmation", policy.ConfirmDecisions, s.confirmDecision),
		get("/decisions/{decision}/publication", policy.DecideExecutive, s.askPublication),
		post("/decisions/{decision}/publication", policy.DecideExecutive, s.publishDecision),
		get("/decisions/{decision}/call-in", policy.DecideExecutive, s.askCallIn),
		post("/decisions/{decision}/call-in", policy.DecideExecutive, s.callInDecision),
		post("/decisions/{decision}/upholding", policy.DecideExecutive, s.upholdDecision),
		get("/decisions/{decision}/return", policy.DecideExecutive, s.askReturn),
		post("/decisions/{decision}/return", policy.DecideExecutive, s.returnDecision),
	}
}

// decisionsListed is how many decisions the list shows: a council makes a few dozen in a cycle.
const decisionsListed = 1000

// listDecisions shows what waits for the Executive and what it has decided, on one area or all.
func (s *Server) listDecisions(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	p := page.DecisionListProps{Actor: actor, Today: s.today()}
	f := form.New(r.URL.Query())
	if p.Area = form.ID[domain.AreaID](&f, "area", ""); p.Area != 0 {
		area, err := s.read.Area(r.Context(), policy.ScopeOf(actor, policy.ViewAreas), p.Area)
		if err != nil {
			return err
		}
		p.AreaName = area.Name
	}
	var err error
	if p.Decisions, err = s.read.ExecutiveDecisions(r.Context(), policy.DecisionScopeOf(actor), p.Area, decisionsListed); err != nil {
		return err
	}
	p.Shell = s.shell(r, actor, "Executive decisions")
	return s.render(w, r, http.StatusOK, page.DecisionList(p))
}

// decisionOf loads the decision of the address within what the actor may see: else domain.ErrNotFound.
func (s *Server) decisionOf(r *http.Request, actor policy.Actor) (domain.ExecutiveDecision, error) {
	id, err := pathID[domain.ExecutiveID](r, "decision")
	if err != nil {
		return domain.ExecutiveDecision{}, err
	}
	return s.read.ExecutiveDecision(r.Context(), policy.DecisionScopeOf(actor), id)
}

func (s *Server) showDecision(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.decisionPage(w, r, actor, http.StatusOK, form.New(nil))
}

// decisionPage shows report and record, and to the named officer of a joint decision the form that confirms it.
func (s *Server) decisionPage(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, f form.Form) error {
	d, err := s.decisionOf(r, actor)
	if err != nil {
		return err
	}
	p := page.ExecutiveProps{Form: f, Decision: d, By: policy.DeciderOf(actor), ProofNeeded: !s.proofFresh(r), SeesGates: policy.CanIn(actor, policy.ViewGates, d.Area)}
	if p.Report, err = domain.ReadExecutiveReport(d.Report); err != nil {
		return err
	}
	if d.State == domain.ExecutiveInForce {
		feed, err := s.read.PlanningFeed(r.Context(), d.ID)
		if err != nil {
			return err
		}
		p.Feed = &feed
	}
	if policy.CanIn(actor, policy.ViewRegister, d.Area) {
		if p.Entries, err = s.read.ExecutiveEntries(r.Context(), d.Attempt); err != nil {
			return err
		}
	}
	p.Shell = s.shell(r, actor, "Executive decision: "+d.AreaName)
	p.Shell.Invalid = !f.OK()
	return s.render(w, r, status, page.Executive(p))
}

// downloadReport gives the report byte for byte, so that anybody can compute its digest.
func (s *Server) downloadReport(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	d, err := s.decisionOf(r, actor)
	if err != nil {
		return err
	}
	return s.download(w, "application/json", "report-"+d.ReportDigest.String()[:12]+".json", []byte(d.Report))
}

func (s *Server) downloadFeedCSV(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	d, feed, err := s.feedOf(r, actor)
	if err != nil {
		return err
	}
	return s.download(w, "text/csv; charset=utf-8", "planning-feed-"+idText(d.ID)+".csv", []byte(feed.CSV))
}

func (s *Server) downloadFeedJSON(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	d, feed, err := s.feedOf(r, actor)
	if err != nil {
		return err
	}
	return s.download(w, "application/json", "planning-feed-"+idText(d.ID)+".json", []byte(feed.JSON))
}

// feedOf loads the corporate planning feed of a decision, and logs that the actor took it away. It returns domain.ErrNotFound before it is produced.
func (s *Server) feedOf(r *http.Request, actor policy.Actor) (domain.ExecutiveDecision, domain.PlanningFeed, error) {
	d, err := s.decisionOf(r, actor)
	if err != nil {
		return d, domain.PlanningFeed{}, err
	}
	feed, err := s.read.PlanningFeed(r.Context(), d.ID)
	if err == nil {
		s.log.InfoContext(r.Context(), "export", "request", infoOf(r.Context()).id, "actor", int64(actor.ID), "what", "planning-feed")
	}
	return d, feed, err
}

// confirmDecision is the named officer's record, of exactly what the page showed.
func (s *Server) confirmDecision(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	d, err := s.decisionOf(r, actor)
	if err != nil {
		return err
	}
	if !d.May(domain.ToConfirm, policy.DeciderOf(actor)) {
		return domain.ErrForbidden
	}
	f := form.New(r.PostForm)
	if !f.Has("confirm", "yes") {
		f.Add("confirm", "Tick the box to confirm the decision")
	}
	of, err := domain.ParseDigest(f.Text("digest"))
	if err != nil {
		f.Add("", "This form is incomplete: reload the page and confirm again")
	}
	if err := s.askProof(w, r, &f); err != nil {
		return err
	}
	if !f.OK() {
		return s.decisionPage(w, r, actor, http.StatusUnprocessableEntity, f)
	}
	err = s.app.ConfirmDecision(r.Context(), actor, d.ID, of)
	if errors.Is(err, domain.ErrConflict) {
		f.Add("", "Something else is recorded by now: read it, then confirm that")
		return s.decisionPage(w, r, actor, http.StatusConflict, f)
	}
	if f.Refuse(err) {
		return s.decisionPage(w, r, actor, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "Your confirmation is recorded. The decision is made.", "/decisions/%d", d.ID)
}

// executivePart is where the Executive's part of an attempt at gate 3 stands, for the pages of the gate.
func (s *Server) executivePart(r *http.Request, actor policy.Actor, t domain.Attempt) (page.ExecutivePart, error) {
	if t.Gate != domain.GateDraftPlan || !t.Outcome.Passes() {
		return page.ExecutivePart{}, nil
	}
	everything := policy.DecisionScope{View: policy.Scope{All: true}}
	d, err := s.read.DecisionOfAttempt(r.Context(), everything, t.ID)
	if errors.Is(err, domain.ErrNotFound) {
		return page.ExecutivePart{}, nil
	}
	return page.ExecutivePart{Decision: &d, MayOpen: policy.DecisionScopeOf(actor).Sees(d.Area, !d.PublishedOn.IsZero())}, err
}
