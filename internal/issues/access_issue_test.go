package issues_test

import (
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/policy"
	"fourgates/internal/policy/policytest"
)

func TestWhoeverRaisedItEditsItNoMoreOnceTheAreaIsNotTheirs(t *testing.T) {
	issue := issues.Issue{Area: 3, RaisedBy: 1, State: issues.IssueRaised}
	member := func(area domain.AreaID) policy.Actor {
		return policy.Actor{ID: 1, Grants: []policy.Grant{{Role: policy.Member, Areas: []domain.AreaID{area}}}}
	}
	if !issues.MayEditIssue(member(3), issue) {
		t.Error("whoever raised it may not edit it")
	}
	if issues.MayEditIssue(member(4), issue) {
		t.Error("a Member of another area edits what they raised when it was theirs")
	}
}

func TestWhoCorrectsEvidence(t *testing.T) {
	for name, e := range map[string]issues.EvidenceLine{
		"somebody else's": {Evidence: issues.Evidence{Area: 1}, By: 99},
		"their own":       {Evidence: issues.Evidence{Area: 1}},
		"elsewhere":       {Evidence: issues.Evidence{Area: 2}},
	} {
		t.Run(name, func(t *testing.T) {
			want := map[string][]string{
				"somebody else's": {"may", "may", "may", "", "", "", "", "", "", "", ""},
				"their own":       {"may", "may", "may", "may", "may", "may", "", "", "may", "", ""},
				"elsewhere":       {"may", "may", "may", "may", "", "", "", "", "may", "", ""},
			}[name]
			for n, who := range []string{"liaison officer", "planning officer", "coordinator", "service 5", "Member",
				"organisation 7", "clerk", "director", "Executive Member", "administrator", "nobody"} {
				want[n] = who + ": " + want[n]
			}
			policytest.Table(t, func(a policy.Actor) string {
				own := e
				if own.By == 0 {
					own.By = a.ID
				}
				if issues.MayCorrectEvidence(a, own) {
					return "may"
				}
				return ""
			}, want...)
		})
	}
}
