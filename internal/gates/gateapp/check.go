package gateapp

import (
	"context"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/policy"
)

// CheckSignature says what SignGate would record and what that would do. It refuses what SignGate would refuse, and
// changes nothing.
func CheckSignature(ctx context.Context, a *act.App, actor policy.Actor, sent Signature) (gates.Checked, error) {
	sent.Signing = sent.Chosen()
	c := gates.Checked{Signing: sent.Signing, Changes: sent.Changes()}
	err := sent.know(ctx, a.Store.Reader)
	if err != nil {
		return c, err
	}
	seen := a.Store.ReadFor(policy.IssueScopeOf(actor))
	if c.Attempt, err = gatestore.Attempt(ctx, seen, policy.ScopeOf(actor, policy.ViewGates),
		sent.Attempt); err != nil {
		return c, err
	}
	if err := gates.CheckAttempt(actor, sent.action(), c.Attempt); err != nil {
		return c, err
	}
	if sent.Key == "" {
		return c, errKey
	}
	who, _ := sent.by(actor)
	found, err := gatestore.SignedWithKey(ctx, a.Store.Reader, c.Attempt.ID, who[0], sent.Key)
	if err != nil {
		return c, err
	}
	again, err := sent.recorded(found)
	if c.Recorded = len(again) > 0; c.Recorded || err != nil {
		return c, err
	}
	asked, err := gatestore.Signatories(ctx, a.Store.Reader, c.Attempt.ID, a.Today())
	if err != nil {
		return c, err
	}
	if sent.Paper != nil {
		m, err := gatestore.Matter(ctx, a.Store.Reader, c.Attempt.Area, c.Attempt.Gate, a.Today())
		if err != nil {
			return c, err
		}
		if err := paperFits(sent.Paper, c.Attempt, asked, m, actor, a.Today()); err != nil {
			return c, err
		}
	}
	if err := signable(c.Attempt, asked, who, sent, a.Today()); err != nil {
		return c, err
	}
	if c.Conditions, err = ownedConditions(ctx, a.Store.Reader, c.Attempt, c.Conditions, a.Today()); err != nil {
		return c, err
	}
	decides := func(s gates.Signatory) bool { return sent.decides(s, who) }
	var was []gates.Signatory
	for _, s := range asked {
		if decides(s) {
			c.For = append(c.For, s)
		}
	}
	if c.Changes {
		was = c.For
		if c.Void, err = gatestore.ConditionsSetBy(ctx, a.Store.Reader, was); err != nil {
			return c, err
		}
	}
	open, err := gatestore.OpenConditions(ctx, a.Store.Reader, policy.Scope{Areas: []domain.AreaID{c.Attempt.Area}})
	if err != nil {
		return c, err
	}
	c.Foreseen = c.Attempt.Foresee(asked, decides, c.Decision, open)
	whom, hear := hearing(c.Attempt, was, a.Today())
	if err := a.Store.Ask(ctx, hear...); err != nil {
		return c, err
	}
	c.Told = whom()
	return c, nil
}
