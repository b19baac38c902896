package executiveapp

import (
	"context"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/executive"
	"fourgates/internal/notices"
	"fourgates/internal/policy"
)

// DeclineDecision notes that the named officer of a joint decision takes no part in it, and why. Its clerk, the
// planning officers and the Executive Member are told; what was recorded and not confirmed is void.
func DeclineDecision(ctx context.Context, a *act.App, actor policy.Actor, id domain.ExecutiveID, version int,
	reason string) error {
	sent := taken{ID: id, Version: version, Reason: reason}
	return stepDecision(ctx, a, actor, policy.ConfirmDecisions, executive.ToDecline, sent,
		func(s *act.Step, was executive.ExecutiveDecision) (executive.ExecutiveDecision, error) {
			d, err := executive.Decline(was, executive.Declined{Reason: reason, By: actor.ID, At: s.Now(),
				ByName: policy.DeputyName(actor.Name, was.ActsFor(executive.ToDecline, actor))})
			if err != nil {
				return d, err
			}
			to, err := planners(ctx, s)
			if err != nil {
				return d, err
			}
			to = append(to, notices.Recipient{Person: d.MadeBy, Name: d.MadeByName, Capacity: "Executive Member"})
			body := d.Declined.Words() + "\nNothing can be recorded until the clerk has named somebody else."
			if was.Recorded() {
				body += " What " + was.RecordedByName + " recorded is void."
			}
			return d, tellMaking(ctx, s, d, "named officer declined", "Declined: plan for "+d.AreaName, body, to)
		})
}

// tellNamed tells an officer that they are named in a joint decision, where they were not before.
func tellNamed(ctx context.Context, s *act.Step, was, d executive.ExecutiveDecision) error {
	if d.WithOfficer == 0 || d.WithOfficer == was.WithOfficer {
		return nil
	}
	return tellMaking(ctx, s, d, "officer named", "You are named: plan for "+d.AreaName,
		"You decide on the draft plan for "+d.AreaName+" in conjunction with "+d.MadeByName+", from "+
			d.MeetsOn.Words()+": they record it and you are asked to agree. If you cannot take part, decline with "+
			"your "+
			"reason on the page of the decision, so that somebody else is named.",
		[]notices.Recipient{{Person: d.WithOfficer, Name: d.WithOfficerName, Capacity: "named officer"}})
}
