package executive

import (
	"slices"
	"testing"

	"fourgates/internal/domain/domaintest"
	"fourgates/internal/people"
)

// What stands against each step after the named officer declined, and what naming others does.
func TestDeclinedDecisionWaitsForAnotherOfficer(t *testing.T) {
	t.Parallel()
	for _, recorded := range []bool{false, true} {
		d, err := take(standing(t, ExecutiveScheduled, true, recorded), ToDecline)
		if err != nil || d.State != ExecutiveScheduled || d.Record != "" || d.RecordedBy != 0 {
			t.Fatalf("recorded %v: declined as %+v, %v", recorded, d, err)
		}
		for _, step := range []ExecutiveStep{ToRecord, ToConfirm, ToDecline} {
			if _, err := take(d, step); !slices.Equal(domaintest.IDs(blockersOf(err)), []string{"state"}) {
				t.Errorf("recorded %v: %s after that: %v", recorded, step, err)
			}
		}
		if got := d.WaitsFor(clerk, domaintest.Day); got != "Marie-Ann declined: another officer is to be named" {
			t.Errorf("the clerk reads %q", got)
		}
		if got := d.WaitsFor(member, domaintest.Day) + d.WaitsFor(officer, domaintest.Day); got != "" {
			t.Errorf("the others read %q", got)
		}
		by := people.Person{ID: member.Person, Name: "Dáithí"}
		again := Scheduling{MeetsOn: domaintest.Day, Key: KeyNo, MadeBy: by,
			WithOfficer: people.Person{ID: officer.Person, Name: "Marie-Ann"}}
		if _, err := d.Schedule(again, domaintest.Day); !slices.Equal(domaintest.IDs(blockersOf(err)),
			[]string{"with_officer"}) {
			t.Errorf("named again: %v", err)
		}
		for name, s := range map[string]Scheduling{"somebody else": {MeetsOn: domaintest.Day, Key: KeyNo, MadeBy: by,
			WithOfficer: people.Person{ID: 5, Name: "Rowan"}}, "nobody": {MeetsOn: domaintest.Day, Key: KeyNo,
			MadeBy: by},
			"the Executive": {MeetsOn: domaintest.Day, Key: KeyNo}} {
			is, err := d.Schedule(s, domaintest.Day)
			if err != nil || is.Declined.Made() || !is.Ready(ToRecord) {
				t.Errorf("named %s: %+v, %v", name, is.Declined, err)
			}
		}
	}
	kept := standing(t, ExecutiveScheduled, true, false)
	kept.Liaison = append(kept.Liaison, officer.Person)
	if !kept.Can(ToDecline, officer) {
		t.Error("who is kept from confirming cannot say so")
	}
	if _, err := Decline(kept, Declined{}); len(blockersOf(err)) != 1 || blockersOf(err)[0].Field != "reason" {
		t.Errorf("declined without a reason: %v", err)
	}
}
