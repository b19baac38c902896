package policy_test

import (
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/rules"
)

func TestWhoeverRaisedItEditsItNoMoreOnceTheAreaIsNotTheirs(t *testing.T) {
	issue := rules.Issue{Area: 3, RaisedBy: 1, State: rules.IssueRaised}
	member := func(area domain.AreaID) policy.Actor {
		return policy.Actor{ID: 1, Grants: []policy.Grant{{Role: policy.Member, Areas: []domain.AreaID{area}}}}
	}
	if !policy.MayEditIssue(member(3), issue) {
		t.Error("whoever raised it may not edit it")
	}
	if policy.MayEditIssue(member(4), issue) {
		t.Error("a Member of another area edits what they raised when it was theirs")
	}
}
