package gateweb

import (
	"crypto/rand"
	"fmt"
	"strings"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
)

// ownOn loads what the actor has decided on the attempt; nothing is domain.ErrNotFound.
func ownOn(c *serve.Call, t gates.Attempt) (OwnDecision, error) {
	asked, err := gatestore.Signatories(c.Context(), c.Read, t.ID, c.Today())
	if err != nil {
		return OwnDecision{}, err
	}
	own := OwnDecision{Attempt: t, Asked: asked, For: gates.DecidedBy(asked, c.Actor.Self())}
	if len(own.For) == 0 {
		return own, domain.ErrNotFound
	}
	if own.Set, err = gatestore.ConditionsSetBy(c.Context(), c.Read, own.For); err != nil {
		return own, err
	}
	if own.Open, err = gatestore.OpenConditions(c.Context(), c.Read,
		policy.Scope{Areas: []domain.AreaID{t.Area}}); err != nil {
		return own, err
	}
	own.MayChange = gates.MaySign(c.Actor, t) && len(t.ChangeBlockers(asked, c.Actor.Self())) == 0
	return own, nil
}

// showOwnDecision shows the reader what they decided on an attempt, its receipt, and what happens next.
func showOwnDecision(c *serve.Call, t gates.Attempt) error {
	own, err := ownOn(c, t)
	if err != nil {
		return err
	}
	return ownDecisionPage(c, "Your decision", []OwnDecision{own}, "The gate", attemptPath(t.ID))
}

// showOwnDecisions shows the reader what they decided on the areas of a batch.
func showOwnDecisions(c *serve.Call, batch domain.BatchID) error {
	attempts, err := gatestore.BatchAttempts(c.Context(), c.Read, policy.ScopeOf(c.Actor, policy.ViewGates), batch)
	if err != nil {
		return err
	}
	var list []OwnDecision
	for _, t := range attempts {
		own, err := ownOn(c, t)
		if err == nil {
			list = append(list, own)
		} else if err != domain.ErrNotFound {
			return err
		}
	}
	if len(list) == 0 {
		return domain.ErrNotFound
	}
	return ownDecisionPage(c, "Your decisions", list, "Several areas", fmt.Sprintf("/batches/%d", batch))
}

func ownDecisionPage(c *serve.Call, title string, list []OwnDecision, of, at string) error {
	waiting, err := waitingFor(c)
	if err != nil {
		return err
	}
	return c.Show(OwnDecisions(OwnDecisionsProps{Shell: c.Shell(title).Under("Gates", "/gates", of, at, title),
		List: list, Back: at,
		Today: c.Today(), Waiting: waiting}))
}

// waitingFor lists the attempts that wait for the actor's own decision, the soonest due first.
func waitingFor(c *serve.Call) ([]gates.Attempt, error) {
	open, err := gatestore.OpenAttempts(c.Context(), c.Read, policy.ScopeOf(c.Actor, policy.SignGate))
	if err != nil {
		return nil, err
	}
	asked, err := gatestore.SignatoriesOf(c.Context(), c.Read, open, c.Today())
	var waiting []gates.Attempt
	for _, t := range open {
		if t.WaitsFor(asked[t.ID], c.Actor.Self()) {
			waiting = append(waiting, t)
		}
	}
	return waiting, err
}

// ownToChange loads an attempt on which the actor may change what they decided: else why not.
func ownToChange(c *serve.Call) (own OwnDecision, err error) {
	t, err := attemptOf(c)
	if err != nil {
		return own, err
	}
	if err := gates.CheckAttempt(c.Actor, policy.SignGate, t); err != nil {
		return own, err
	}
	asked, err := gatestore.Signatories(c.Context(), c.Read, t.ID, c.Today())
	if err != nil {
		return own, err
	}
	if blockers := t.ChangeBlockers(asked, c.Actor.Self()); len(blockers) > 0 {
		return own, &domain.BlockedError{Blockers: blockers}
	}
	return OwnDecision{Attempt: t, For: gates.Changeable(asked, c.Actor.Self())}, nil
}

// changeDecision shows the gate with the form as the actor filled it in.
func (g gatePages) changeDecision(c *serve.Call, own OwnDecision) error {
	was := own.For[0]
	f := form.With("key", rand.Text(), "replaces", strings.Join(gates.References(own.For), " "), "decision",
		string(was.Decision),
		"comment", was.Comment)
	f = serve.WithDay(f, "resubmit", was.ResubmitBy)
	set, err := gatestore.ConditionsSetBy(c.Context(), c.Read, own.For)
	if err != nil {
		return err
	}
	for i, k := range set {
		at := fmt.Sprint(i + 1)
		f.Values.Set("condition-"+at, k.Text)
		f.Values.Set("owner-"+at, fmt.Sprint(int64(k.Owner)))
		f = serve.WithDay(f, "due-"+at, k.DueOn)
		if k.BeforeNextGate {
			f.Values.Set("before-"+at, "yes")
		}
	}
	return g.attemptPage(c, own.Attempt.ID, f)
}
