package executiveapp

import (
	"context"
	"fmt"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/executive"
	"fourgates/internal/policy"
	"fourgates/internal/procedures"
)

// taken is a step with a decision as it was sent, to be taken again: what the step needs is set.
type taken struct {
	ID      domain.ExecutiveID
	Step    executive.ExecutiveStep
	Version int `json:",omitempty"`

	Scheduling   *Scheduling              `json:",omitempty"`
	Announcement *procedures.Announcement `json:",omitempty"`
	Recording    *executive.Recording     `json:",omitempty"`
	Record       domain.Digest
	On           domain.Date
	CallIn       *executive.CallIn     `json:",omitempty"`
	Settlement   *executive.Settlement `json:",omitempty"`
	Reason       string                `json:",omitempty"`
}

// Again is how steps with Executive decisions that waited are taken again: each from the version that it was sent from.
func Again() map[string]act.TakenAgain {
	return map[string]act.TakenAgain{"executive decision": act.Taking(takeAgain)}
}

func takeAgain(ctx context.Context, a *act.App, by policy.Actor, s taken) error {
	switch {
	case s.Step == executive.ToSchedule && s.Scheduling != nil:
		return ScheduleDecision(ctx, a, by, s.ID, s.Version, *s.Scheduling)
	case s.Step == executive.ToAnnounce && s.Announcement != nil:
		return AnnounceDecision(ctx, a, by, s.ID, s.Version, *s.Announcement)
	case s.Step == executive.ToRecord && s.Recording != nil:
		return RecordDecision(ctx, a, by, s.ID, s.Version, *s.Recording)
	case s.Step == executive.ToCorrect && s.Recording != nil:
		return CorrectDecision(ctx, a, by, s.ID, s.Version, *s.Recording)
	case s.Step == executive.ToConfirm:
		return ConfirmDecision(ctx, a, by, s.ID, s.Record)
	case s.Step == executive.ToDecline:
		return DeclineDecision(ctx, a, by, s.ID, s.Version, s.Reason)
	case s.Step == executive.ToPublish:
		return PublishDecision(ctx, a, by, s.ID, s.Version, s.On)
	case s.Step == executive.ToCallIn && s.CallIn != nil:
		return CallInDecision(ctx, a, by, s.ID, s.Version, *s.CallIn)
	case s.Step == executive.ToSettle && s.Settlement != nil:
		return SettleCallIn(ctx, a, by, s.ID, s.Version, *s.Settlement)
	}
	return fmt.Errorf("the step %v of an Executive decision is not taken again", s.Step)
}
