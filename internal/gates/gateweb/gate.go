// Package gateweb serves the pages of gates, their attempts, signatures and snapshots.
package gateweb

import (
	"context"
	"fmt"
	"slices"

	"github.com/a-h/templ"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/places/placeweb"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
	"fourgates/internal/timelines/timelineweb"
	"fourgates/web/frame"
	"fourgates/web/ui"
)

// Aside is what another part has to say of an attempt, to stand on the pages of its gate; nil for nothing.
type Aside func(c *serve.Call, t gates.Attempt) (templ.Component, error)

// gatePages are the handlers of the pages that show what became of an attempt.
type gatePages struct{ aside Aside }

// GateRoutes lists the routes of gates. Its pages show the aside of an attempt.
func GateRoutes(aside Aside) []serve.Route {
	g := gatePages{aside}
	attempt := serve.IDOf[domain.AttemptID]("attempt")
	return []serve.Route{
		serve.Get("/gates", policy.ViewGates, listGates),
		serve.Get("/areas/{area}/gates/{gate}", policy.ViewGates,
			serve.On(gateOf, g.showGate)).RestsOnAllIn("area", "attempt"),
		serve.Post("/areas/{area}/gates/{gate}/attempts", policy.SubmitGate,
			serve.On(gateToSubmit, g.submitGate)).RestsOnAllIn("area", "attempt"),
		serve.Get("/areas/{area}/gates/{gate}/override", policy.OverrideGate,
			serve.On(gateOf, askOverride)).RestsOnAllIn("area", "attempt"),
		serve.Post("/areas/{area}/gates/{gate}/override", policy.OverrideGate,
			serve.On(gateOf, overrideGate)).RestsOnAllIn("area", "attempt"),
		serve.Post("/areas/{area}/gates/{gate}/override/check", policy.OverrideGate,
			serve.On(gateOf, checkOverride)).RestsOnAllIn("area", "attempt"),
		serve.Get("/batches/new", policy.SubmitGate, newBatch),
		serve.Post("/batches", policy.SubmitGate, submitBatch),
		serve.Get("/batches/{batch}", policy.ViewGates, serve.On(serve.IDOf[domain.BatchID]("batch"), showBatch)),
		serve.Post("/batches/{batch}/check", policy.SignGate, serve.On(serve.IDOf[domain.BatchID]("batch"),
			checkBatch)),
		serve.Get("/batches/{batch}/decision", policy.SignGate, serve.On(serve.IDOf[domain.BatchID]("batch"),
			showOwnDecisions)),
		serve.Post("/batches/{batch}/signatures", policy.SignGate, serve.On(serve.IDOf[domain.BatchID]("batch"),
			signBatch)),
		serve.Get("/attempts/{attempt}", policy.ViewGates, serve.On(attempt, g.showAttempt)).ForSigning(),
		serve.Get("/attempts/{attempt}/snapshot.json", policy.ViewGates, serve.On(attemptOf, downloadSnapshot)),
		serve.Post("/attempts/{attempt}/check", policy.SignGate, serve.On(attempt, g.checkDecision)),
		serve.Get("/attempts/{attempt}/decision", policy.SignGate, serve.On(attemptOf, showOwnDecision)),
		serve.Get("/attempts/{attempt}/decision/change", policy.SignGate, serve.On(ownToChange, g.changeDecision)),
		serve.Post("/attempts/{attempt}/signatures", policy.SignGate, serve.On(attempt, g.signGate)),
		serve.Get("/attempts/{attempt}/withdrawal", policy.SubmitGate,
			serve.On(attemptToWithdraw, askWithdrawal)).RestsOn("attempt", "attempt"),
		serve.Post("/attempts/{attempt}/withdrawal", policy.SubmitGate,
			serve.On(attemptToWithdraw, withdrawAttempt)).RestsOn("attempt", "attempt"),
		serve.Post("/attempts/{attempt}/withdrawal/check", policy.SubmitGate,
			serve.On(attemptToWithdraw, checkWithdrawal)).RestsOn("attempt", "attempt"),
		serve.Get("/gate-rules", policy.ManageLists, listGateRules),
		serve.Post("/gate-rules/{gate}", policy.ManageLists,
			serve.On(ruledGateOf, setGateRule)).RestsOn("gate rule", "gate"),
	}
}

// listGates shows what waits for whom: the reader's own decisions first, then every gate that is with its Members.
func listGates(c *serve.Call) error {
	scope := policy.ScopeOf(c.Actor, policy.ViewGates)
	open, err := gatestore.OpenAttempts(c.Context(), c.Read, scope)
	if err != nil {
		return err
	}
	asked, err := gatestore.SignatoriesOf(c.Context(), c.Read, open, c.Today())
	if err != nil {
		return err
	}
	conditions, err := gatestore.OpenConditions(c.Context(), c.Read, scope)
	if err != nil {
		return err
	}
	executive, err := gatestore.WithExecutive(c.Context(), c.Read, scope)
	if err != nil {
		return err
	}
	return c.Show(GateList(GateListProps{Shell: c.Shell("Gates"), Actor: c.Actor, Today: c.Today(),
		Open: open, Asked: asked, Conditions: conditions, Executive: executive}))
}

// areaGate is a gate of an area that an address names.
type areaGate struct {
	Area domain.AreaID
	Gate domain.Gate
}

// gateOf reads area and gate from the address.
func gateOf(c *serve.Call) (at areaGate, err error) {
	if at.Area, err = serve.PathID[domain.AreaID](c, "area"); err != nil {
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

// gateToSubmit is gateOf for the officers of the area: domain.ErrNotFound where the actor may not see its gates,
// domain.ErrForbidden where they may.
func gateToSubmit(c *serve.Call) (areaGate, error) {
	at, err := gateOf(c)
	if err != nil {
		return at, err
	}
	return at, policy.CheckSeen(c.Actor, policy.ViewGates, policy.SubmitGate, at.Area)
}

// showGate is the readiness of a gate and the history of its attempts.
func (g gatePages) showGate(c *serve.Call, at areaGate) error {
	return g.gatePage(c, at, form.New(nil))
}

func (g gatePages) gatePage(c *serve.Call, at areaGate, f form.Form) error {
	if !policy.CanIn(c.Actor, policy.ViewGates, at.Area) {
		return domain.ErrNotFound
	}
	facts, _, _, err := gatestore.GateFacts(c.Context(), c.Read, at.Area, c.Today())
	if err != nil {
		return err
	}
	cycle, err := placeweb.CycleOf(c, facts.Area)
	if err != nil {
		return err
	}
	if cycle < facts.Cycle {
		return g.earlierGate(c, at, facts, cycle)
	}
	if at.Gate == domain.GateDraftPlan {
		if err := gatestore.AddDraftFacts(c.Context(), c.Read, &facts); err != nil {
			return err
		}
	}
	attempts, err := attemptsOf(c, at.Area, cycle)
	if err != nil {
		return err
	}
	conditions := slices.DeleteFunc(slices.Clone(facts.Conditions), func(is gates.Condition) bool {
		return !is.Concerns(at.Gate, facts.Cycle)
	})
	aside, err := g.asideOfPassed(c, at.Gate, attempts)
	if err != nil {
		return err
	}
	o, err := officerOf(c, at)
	if err != nil {
		return err
	}
	return c.Page(f, GateReadiness(GateReadinessProps{
		Shell: c.Shell(at.Gate.Title()).Overridden(gates.Overrides(attempts, facts.Cycle)),
		Form:  f, Gate: at.Gate, Facts: facts, Attempts: attempts, Conditions: conditions, Today: c.Today(),
		Aside: aside, Cycle: cycle, Tabs: gateTabs(c, at),
		officer: o, Works: policy.CanIn(c.Actor, policy.SubmitGate, at.Area),
	}))
}

// earlierGate is a gate of a cycle that has ended: what was submitted, and the conditions that came of it. Nothing of
// it is changed any more.
func (g gatePages) earlierGate(c *serve.Call, at areaGate, facts gates.GateFacts, cycle int) error {
	attempts, err := attemptsOf(c, at.Area, cycle)
	if err != nil {
		return err
	}
	conditions := slices.DeleteFunc(slices.Clone(facts.Conditions), func(is gates.Condition) bool {
		return is.Cycle != cycle || is.Gate > at.Gate
	})
	aside, err := g.asideOfPassed(c, at.Gate, attempts)
	if err != nil {
		return err
	}
	return c.Show(GateReadiness(GateReadinessProps{
		Shell: c.Shell(at.Gate.Title()).Overridden(gates.Overrides(attempts, cycle)), Form: form.New(nil),
		Gate: at.Gate, Cycle: cycle, Facts: gates.GateFacts{Area: facts.Area, Cycle: facts.Cycle}, Attempts: attempts,
		Conditions: conditions, Today: c.Today(), Aside: aside, Tabs: gateTabs(c, at)}))
}

// gateTabs leads between the pages of the gate's area.
func gateTabs(c *serve.Call, at areaGate) []ui.NavItem {
	return placeweb.AreaTabs(c.Actor, at.Area, frame.To("/areas/%d/gates/%d", at.Area, at.Gate))
}

// attemptsOf lists the attempts at the gates of an area's cycle, the newest first.
func attemptsOf(c *serve.Call, area domain.AreaID, cycle int) ([]gates.Attempt, error) {
	all, err := gatestore.Attempts(c.Context(), c.Read, area)
	return slices.DeleteFunc(all, func(t gates.Attempt) bool { return t.Cycle != cycle }), err
}

// asideOfPassed is the aside of the newest attempt that passed the gate; the attempts come newest first.
func (g gatePages) asideOfPassed(c *serve.Call, gate domain.Gate, attempts []gates.Attempt) (templ.Component, error) {
	for _, t := range attempts {
		if t.Gate == gate && t.Outcome.Passes() {
			return g.aside(c, t)
		}
	}
	return nil, nil
}

// submitGate submits a gate of one area to its Members.
func (g gatePages) submitGate(c *serve.Call, at areaGate) error {
	f := c.Posted()
	sub := gateapp.Submission{Areas: []domain.AreaID{at.Area}, Gate: at.Gate, Note: f.Optional("note", 2000),
		DueOn: f.OptionalDate("due", "Decisions due by"), Deviation: timelineweb.DecodeDeviationIfAny(&f)}
	var ids []domain.AttemptID
	if err := f.Take(func() (err error) {
		ids, err = gateapp.SubmitGate(c.Context(), c.App, c.Actor, sub)
		return err
	}); err != nil {
		return err
	}
	if !f.OK() {
		return g.gatePage(c, at, f)
	}
	return c.Done(timelineweb.Closed(c, "Submitted. Its Members have been asked to decide", at.Area, sub.DueOn),
		"/attempts/%d", ids[0])
}

// Waits names the gates that wait for the decision of each of the people.
func Waits(ctx context.Context, r db.Reader, today domain.Date, people []domain.PersonID) (map[domain.PersonID][]string,
	error) {
	open, err := gatestore.OpenAttempts(ctx, r, policy.Scope{All: true})
	if err != nil {
		return nil, err
	}
	asked, err := gatestore.SignatoriesOf(ctx, r, open, today)
	if err != nil {
		return nil, err
	}
	waits := map[domain.PersonID][]string{}
	for _, t := range open {
		for _, p := range people {
			if t.WaitsFor(asked[t.ID], domain.Self{p}) {
				waits[p] = append(waits[p], fmt.Sprintf("Gate %d, %s", t.Gate, t.AreaName))
			}
		}
	}
	return waits, nil
}
