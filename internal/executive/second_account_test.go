package executive

import (
	"testing"

	"fourgates/internal/domain"
)

// By a second account nobody takes a step with an Executive decision that their first is kept from.
func TestSecondAccountIsKeptFromWhatTheFirstIs(t *testing.T) {
	const self, second = domain.PersonID(40), domain.PersonID(41)
	steps := []ExecutiveStep{ToSchedule, ToAnnounce, ToRecord, ToCorrect, ToConfirm, ToPublish, ToCallIn, ToSettle}
	for name, d := range map[string]ExecutiveDecision{
		"brought it":       {Brought: []domain.PersonID{self}},
		"was asked":        {Asked: []domain.PersonID{self}},
		"is named officer": {WithOfficer: self, MadeBy: 7, Delegated: true},
		"recorded it":      {RecordedBy: self, MadeBy: self, WithOfficer: second, Delegated: true},
		"is liaison":       {Liaison: []domain.PersonID{self}, MadeBy: 7, WithOfficer: second, Delegated: true},
		"had no part":      {MadeBy: 7, WithOfficer: 8, Delegated: true},
	} {
		for _, step := range steps {
			first := Decider{Person: self, Clerk: true, Officer: true, DeputyFor: []domain.PersonID{second}}
			other := Decider{Person: second, Clerk: true, Officer: true, Others: []domain.PersonID{self}}
			if d.Can(step, other) && !d.Can(step, first) {
				t.Errorf("who %s may %v by their second account", name, step)
			}
		}
	}
	member := Decider{Person: second, Clerk: true, Others: []domain.PersonID{self}, Sits: true}
	if d := (ExecutiveDecision{}); d.Can(ToPublish, member) {
		t.Error("an Executive Member publishes as clerk by a second account")
	}
}
