package server

import (
	"net/http"

	"fourgates/internal/app"
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

func gateRoutes() []Route {
	return []Route{
		get("/gates", policy.ViewGates, listGates),
		get("/areas/{area}/gates/{gate}", policy.ViewGates, showGate),
		post("/areas/{area}/gates/{gate}/attempts", policy.SubmitGate, submitGate),
		get("/areas/{area}/gates/{gate}/override", policy.OverrideGate, askOverride),
		post("/areas/{area}/gates/{gate}/override", policy.OverrideGate, overrideGate),
		get("/batches/new", policy.SubmitGate, newBatch),
		post("/batches", policy.SubmitGate, submitBatch),
		get("/batches/{batch}", policy.ViewGates, showBatch),
		post("/batches/{batch}/signatures", policy.SignGate, signBatch),
		get("/attempts/{attempt}", policy.ViewGates, showAttempt),
		get("/attempts/{attempt}/snapshot.json", policy.ViewGates, downloadSnapshot),
		post("/attempts/{attempt}/signatures", policy.SignGate, signGate),
		get("/attempts/{attempt}/withdrawal", policy.SubmitGate, askWithdrawal),
		post("/attempts/{attempt}/withdrawal", policy.SubmitGate, withdrawAttempt),
		get("/conditions/{condition}/discharge", policy.DischargeCondition, askDischarge),
		post("/conditions/{condition}/discharge", policy.DischargeCondition, dischargeCondition),
		get("/gate-rules", policy.ManageLists, listGateRules),
		post("/gate-rules/{gate}", policy.ManageLists, setGateRule),
		get("/areas/{area}/notices", policy.ViewGates, areaNotices),
		get("/notices/{notice}", policy.ViewGates, showNotice),
		get("/notices", policy.OwnAccount, myNotices),
		post("/notices/seen", policy.OwnAccount, noticesSeen),
	}
}

// listGates shows what waits for whom: the reader's own decisions first, then every gate that is with its Members.
func listGates(c *Call) error {
	scope := policy.ScopeOf(c.Actor, policy.ViewGates)
	open, err := c.Read.OpenAttempts(c.Context(), scope)
	if err != nil {
		return err
	}
	asked, err := c.Read.SignatoriesOf(c.Context(), open, c.App.Today())
	if err != nil {
		return err
	}
	conditions, err := c.Read.OpenConditions(c.Context(), scope)
	if err != nil {
		return err
	}
	executive, err := c.Read.WithExecutive(c.Context(), scope)
	if err != nil {
		return err
	}
	return c.Show(page.GateList(page.GateListProps{
		Shell: c.Shell("Gates"), Actor: c.Actor, Today: c.App.Today(), Open: open, Asked: asked, Conditions: conditions, Executive: executive,
	}))
}

// gateOf reads area and gate from the path.
func gateOf(c *Call) (domain.AreaID, domain.Gate, error) {
	area, err := pathID[domain.AreaID](c, "area")
	if err != nil {
		return 0, 0, err
	}
	for _, g := range []domain.Gate{domain.GateAreas, domain.GateIssues, domain.GateDraftPlan} {
		if c.Param("gate") == string(rune('0'+int(g))) {
			return area, g, nil
		}
	}
	return 0, 0, domain.ErrNotFound
}

// showGate is the readiness of a gate and the history of its attempts.
func showGate(c *Call) error {
	area, gate, err := gateOf(c)
	if err != nil {
		return err
	}
	return gatePage(c, area, gate, http.StatusOK, form.New(nil))
}

func gatePage(c *Call, area domain.AreaID, gate domain.Gate, status int, f form.Form) error {
	if !policy.CanIn(c.Actor, policy.ViewGates, area) {
		return domain.ErrNotFound
	}
	facts, _, _, err := c.Read.GateFacts(c.Context(), area, c.App.Today())
	if err != nil {
		return err
	}
	if gate == domain.GateDraftPlan {
		if err := c.Read.AddDraftFacts(c.Context(), &facts); err != nil {
			return err
		}
	}
	attempts, err := c.Read.Attempts(c.Context(), area)
	if err != nil {
		return err
	}
	var executive page.ExecutivePart
	for _, t := range attempts { // the newest first
		if t.Gate == domain.GateDraftPlan && t.Outcome.Passes() && gate == domain.GateDraftPlan {
			if executive, err = executivePart(c, t); err != nil {
				return err
			}
			break
		}
	}
	shell := c.Shell(gate.Title()).Overridden(domain.Overrides(attempts, facts.Cycle))
	return c.Answer(status, page.GateReadiness(page.GateReadinessProps{
		Shell: shell, Form: f, Gate: gate, Facts: facts, Attempts: attempts, Today: c.App.Today(), Executive: executive,
		MaySubmit: policy.CanIn(c.Actor, policy.SubmitGate, area), MayOverride: policy.CanIn(c.Actor, policy.OverrideGate, area),
	}))
}

func submitGate(c *Call) error {
	area, gate, err := gateOf(c)
	if err != nil {
		return err
	}
	f := c.Posted()
	sub := app.Submission{Areas: []domain.AreaID{area}, Gate: gate, Note: f.Optional("note", 2000), DueOn: f.OptionalDate("due")}
	if !f.OK() {
		return gatePage(c, area, gate, http.StatusUnprocessableEntity, f)
	}
	ids, err := c.App.SubmitGate(c.Context(), c.Actor, sub)
	if f.Refuse(err) {
		return gatePage(c, area, gate, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return c.Done("Submitted. Its Members have been asked to decide.", "/attempts/%d", ids[0])
}
