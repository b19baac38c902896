package issues_test

import (
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/policy"
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
