package server

import (
	"github.com/a-h/templ"

	"fourgates/internal/app"
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

// Aside is what another part has to say of an attempt, to stand on the pages of its gate; nil for nothing.
type Aside func(c *Call, t domain.Attempt) (templ.Component, error)

// gatePages are the handlers of the pages that show what became of an attempt.
type gatePages struct{ aside Aside }

// gateRoutes lists the routes of gates. Its pages show the aside of an attempt.
func gateRoutes(aside Aside) []Route {
	g := gatePages{aside}
	attempt := idOf[domain.AttemptID]("attempt")
	toCallBack := areaInFor(policy.ViewGates, policy.CallBackGate)
	return []Route{
		get("/gates", policy.ViewGates, listGates),
		get("/areas/{area}/gates/{gate}", policy.ViewGates, on(gateOf, g.showGate)),
		post("/areas/{area}/gates/{gate}/attempts", policy.SubmitGate, on(gateOf, g.submitGate)),
		get("/areas/{area}/gates/{gate}/override", policy.OverrideGate, on(gateOf, askOverride)),
		post("/areas/{area}/gates/{gate}/override", policy.OverrideGate, on(gateOf, overrideGate)),
		get("/batches/new", policy.SubmitGate, newBatch),
		post("/batches", policy.SubmitGate, submitBatch),
		get("/batches/{batch}", policy.ViewGates, on(idOf[domain.BatchID]("batch"), showBatch)),
		post("/batches/{batch}/signatures", policy.SignGate, on(idOf[domain.BatchID]("batch"), signBatch)),
		get("/attempts/{attempt}", policy.ViewGates, on(attempt, g.showAttempt)),
		get("/attempts/{attempt}/snapshot.json", policy.ViewGates, on(attemptOf, downloadSnapshot)),
		post("/attempts/{attempt}/signatures", policy.SignGate, on(attempt, g.signGate)),
		get("/attempts/{attempt}/withdrawal", policy.SubmitGate, on(attemptToWithdraw, askWithdrawal)),
		post("/attempts/{attempt}/withdrawal", policy.SubmitGate, on(attemptToWithdraw, withdrawAttempt)),
		get("/conditions/{condition}/discharge", policy.DischargeCondition, on(conditionToDischarge, askDischarge)),
		post("/conditions/{condition}/discharge", policy.DischargeCondition,
			on(conditionToDischarge, dischargeCondition)),
		get("/areas/{area}/priorities/difference", policy.ViewGates, on(areaIn(policy.ViewGates), difference)),
		get("/areas/{area}/priorities/call-back", policy.CallBackGate, on(toCallBack, askCallBack)),
		post("/areas/{area}/priorities/call-back", policy.CallBackGate, on(toCallBack, callBackGate)),
		get("/gate-rules", policy.ManageLists, listGateRules),
		post("/gate-rules/{gate}", policy.ManageLists, on(ruledGateOf, setGateRule)),
	}
}

// listGates shows what waits for whom: the reader's own decisions first, then every gate that is with its Members.
func listGates(c *Call) error {
	scope := policy.ScopeOf(c.Actor, policy.ViewGates)
	open, err := c.Read.OpenAttempts(c.Context(), scope)
	if err != nil {
		return err
	}
	asked, err := c.Read.SignatoriesOf(c.Context(), open, c.Today())
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
	return c.Show(page.GateList(page.GateListProps{Shell: c.Shell("Gates"), Actor: c.Actor, Today: c.Today(),
		Open: open, Asked: asked, Conditions: conditions, Executive: executive}))
}

// areaGate is a gate of an area that an address names.
type areaGate struct {
	Area domain.AreaID
	Gate domain.Gate
}

// gateOf reads area and gate from the address.
func gateOf(c *Call) (at areaGate, err error) {
	if at.Area, err = pathID[domain.AreaID](c, "area"); err != nil {
		return at, err
	}
	for _, g := range []domain.Gate{domain.GateAreas, domain.GateIssues, domain.GateDraftPlan} {
		if c.Param("gate") == string(rune('0'+int(g))) {
			at.Gate = g
			return at, nil
		}
	}
	return at, domain.ErrNotFound
}

// showGate is the readiness of a gate and the history of its attempts.
func (g gatePages) showGate(c *Call, at areaGate) error {
	return g.gatePage(c, at, form.New(nil))
}

func (g gatePages) gatePage(c *Call, at areaGate, f form.Form) error {
	if !policy.CanIn(c.Actor, policy.ViewGates, at.Area) {
		return domain.ErrNotFound
	}
	facts, _, _, err := c.Read.GateFacts(c.Context(), at.Area, c.Today())
	if err != nil {
		return err
	}
	if at.Gate == domain.GateDraftPlan {
		if err := c.Read.AddDraftFacts(c.Context(), &facts); err != nil {
			return err
		}
	}
	attempts, err := c.Read.Attempts(c.Context(), at.Area)
	if err != nil {
		return err
	}
	aside, err := g.asideOfPassed(c, at.Gate, attempts)
	if err != nil {
		return err
	}
	return c.Page(f, page.GateReadiness(page.GateReadinessProps{
		Shell: c.Shell(at.Gate.Title()).Overridden(domain.Overrides(attempts, facts.Cycle)),
		Form:  f, Gate: at.Gate, Facts: facts, Attempts: attempts, Today: c.Today(), Aside: aside,
		MaySubmit:   policy.CanIn(c.Actor, policy.SubmitGate, at.Area),
		MayOverride: policy.CanIn(c.Actor, policy.OverrideGate, at.Area),
	}))
}

// asideOfPassed is the aside of the newest attempt that passed the gate; the attempts come newest first.
func (g gatePages) asideOfPassed(c *Call, gate domain.Gate, attempts []domain.Attempt) (templ.Component, error) {
	for _, t := range attempts {
		if t.Gate == gate && t.Outcome.Passes() {
			return g.aside(c, t)
		}
	}
	return nil, nil
}

// submitGate submits a gate of one area to its Members.
func (g gatePages) submitGate(c *Call, at areaGate) error {
	f := c.Posted()
	sub := app.Submission{Areas: []domain.AreaID{at.Area}, Gate: at.Gate, Note: f.Optional("note", 2000),
		DueOn: f.OptionalDate("due")}
	var ids []domain.AttemptID
	if err := f.Take(func() (err error) {
		ids, err = c.App.SubmitGate(c.Context(), c.Actor, sub)
		return err
	}); err != nil {
		return err
	}
	if !f.OK() {
		return g.gatePage(c, at, f)
	}
	return c.Done("Submitted. Its Members have been asked to decide.", "/attempts/%d", ids[0])
}
