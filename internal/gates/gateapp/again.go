package gateapp

import (
	"context"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// Again is how decisions on gates that waited are taken again, by kind.
func Again() map[string]act.TakenAgain {
	return map[string]act.TakenAgain{
		"signature": act.Taking(func(ctx context.Context, a *act.App, actor policy.Actor, s Signature) error {
			_, err := SignGate(ctx, a, actor, s)
			return err
		}),
		"override": act.Taking(func(ctx context.Context, a *act.App, actor policy.Actor, o overriding) error {
			return OverrideGate(ctx, a, actor, o.Area, o.Gate, o.Reason)
		}),
		"withdrawal": act.Taking(func(ctx context.Context, a *act.App, actor policy.Actor, w withdrawal) error {
			return WithdrawAttempt(ctx, a, actor, w.Attempt, w.Reason)
		}),
		"calling back": act.Taking(func(ctx context.Context, a *act.App, actor policy.Actor, c callingBack) error {
			return CallBackGate(ctx, a, actor, c.Area, c.Reason)
		}),
	}
}

// againSigning is how signatures are taken again, each for itself.
func againSigning(list []Signature) act.Again {
	again := act.Again{Kind: "signature"}
	for _, s := range list {
		again.Parts = append(again.Parts, act.Part{Attempt: s.Attempt, Sent: s})
	}
	return again
}

// What was sent, to be taken again.
type (
	overriding struct {
		Area   domain.AreaID
		Gate   domain.Gate
		Reason string
	}
	withdrawal struct {
		Attempt domain.AttemptID
		Reason  string
	}
	callingBack struct {
		Area   domain.AreaID
		Reason string
	}
)
