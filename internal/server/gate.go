package server

import (
	"net/http"

	"github.com/go-chi/chi/v5"

	"fourgates/internal/app"
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

func (s *Server) gateRoutes() []Route {
	return []Route{
		get("/gates", policy.ViewGates, s.listGates),
		get("/areas/{area}/gates/{gate}", policy.ViewGates, s.showGate),
		post("/areas/{area}/gates/{gate}/attempts", policy.SubmitGate, s.submitGate),
		get("/areas/{area}/gates/{gate}/override", policy.OverrideGate, s.askOverride),
		post("/areas/{area}/gates/{gate}/override", policy.OverrideGate, s.overrideGate),
		get("/batches/new", policy.SubmitGate, s.newBatch),
		post("/batches", policy.SubmitGate, s.submitBatch),
		get("/batches/{batch}", policy.ViewGates, s.showBatch),
		post("/batches/{batch}/signatures", policy.SignGate, s.signBatch),
		get("/attempts/{attempt}", policy.ViewGates, s.showAttempt),
		get("/attempts/{attempt}/snapshot.json", policy.ViewGates, s.downloadSnapshot),
		post("/attempts/{attempt}/signatures", policy.SignGate, s.signGate),
		get("/attempts/{attempt}/withdrawal", policy.SubmitGate, s.askWithdrawal),
		post("/attempts/{attempt}/withdrawal", policy.SubmitGate, s.withdrawAttempt),
		get("/conditions/{condition}/discharge", policy.DischargeCondition, s.askDischarge),
		post("/conditions/{condition}/discharge", policy.DischargeCondition, s.dischargeCondition),
		get("/gate-rules", policy.ManageLists, s.listGateRules),
		post("/gate-rules/{gate}", policy.ManageLists, s.setGateRule),
		get("/areas/{area}/notices", policy.ViewGates, s.areaNotices),
		get("/notices/{notice}", policy.ViewGates, s.showNotice),
		get("/notices", policy.OwnAccount, s.myNotices),
		post("/notices/seen", policy.OwnAccount, s.noticesSeen),
	}
}

// listGates shows what waits for whom: the reader's own decisions first, then every gate that is with its Members.
func (s *Server) listGates(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	scope := policy.ScopeOf(actor, policy.ViewGates)
	open, err := s.read.OpenAttempts(r.Context(), scope)
	if err != nil {
		return err
	}
	asked, err := s.read.SignatoriesOf(r.Context(), open, s.app.Today())
	if err != nil {
		return err
	}
	conditions, err := s.read.OpenConditions(r.Context(), scope)
	if err != nil {
		return err
	}
	executive, err := s.read.WithExecutive(r.Context(), scope)
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, page.GateList(page.GateListProps{
		Shell: s.shell(r, actor, "Gates"), Actor: actor, Today: s.app.Today(), Open: open, Asked: asked, Conditions: conditions, Executive: executive,
	}))
}

// gateOf reads area and gate from the path.
func gateOf(r *http.Request) (domain.AreaID, domain.Gate, error) {
	area, err := pathID[domain.AreaID](r, "area")
	if err != nil {
		return 0, 0, err
	}
	for _, g := range []domain.Gate{domain.GateAreas, domain.GateIssues, domain.GateDraftPlan} {
		if chi.URLParam(r, "gate") == string(rune('0'+int(g))) {
			return area, g, nil
		}
	}
	return 0, 0, domain.ErrNotFound
}

// showGate is the readiness of a gate and the history of its attempts.
func (s *Server) showGate(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	area, gate, err := gateOf(r)
	if err != nil {
		return err
	}
	return s.gatePage(w, r, actor, area, gate, http.StatusOK, form.New(nil))
}

func (s *Server) gatePage(w http.ResponseWriter, r *http.Request, actor policy.Actor, area domain.AreaID, gate domain.Gate, status int, f form.Form) error {
	if !policy.CanIn(actor, policy.ViewGates, area) {
		return domain.ErrNotFound
	}
	facts, _, _, err := s.read.GateFacts(r.Context(), area, s.app.Today())
	if err != nil {
		return err
	}
	if gate == domain.GateDraftPlan {
		if err := s.read.AddDraftFacts(r.Context(), &facts); err != nil {
			return err
		}
	}
	attempts, err := s.read.Attempts(r.Context(), area)
	if err != nil {
		return err
	}
	var executive page.ExecutivePart
	for _, t := range attempts { // the newest first
		if t.Gate == domain.GateDraftPlan && t.Outcome.Passes() && gate == domain.GateDraftPlan {
			if executive, err = s.executivePart(r, actor, t); err != nil {
				return err
			}
			break
		}
	}
	shell := s.shell(r, actor, gate.Title()).Overridden(domain.Overrides(attempts, facts.Cycle))
	shell.Invalid = !f.OK()
	return s.render(w, r, status, page.GateReadiness(page.GateReadinessProps{
		Shell: shell, Form: f, Gate: gate, Facts: facts, Attempts: attempts, Today: s.app.Today(), Executive: executive,
		MaySubmit: policy.CanIn(actor, policy.SubmitGate, area), MayOverride: policy.CanIn(actor, policy.OverrideGate, area),
	}))
}

func (s *Server) submitGate(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	area, gate, err := gateOf(r)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	sub := app.Submission{Areas: []domain.AreaID{area}, Gate: gate, Note: f.Optional("note", 2000), DueOn: f.OptionalDate("due")}
	if !f.OK() {
		return s.gatePage(w, r, actor, area, gate, http.StatusUnprocessableEntity, f)
	}
	ids, err := s.app.SubmitGate(r.Context(), actor, sub)
	if f.Refuse(err) {
		return s.gatePage(w, r, actor, area, gate, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "Submitted. Its Members have been asked to decide.", "/attempts/%d", ids[0])
}
