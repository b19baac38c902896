package policy_test

import (
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

func TestAdministratorWhoSitsForAWardSignsNothing(t *testing.T) {
	ward := policy.Grant{Role: policy.Member, Areas: []domain.AreaID{3}}
	member := policy.Actor{ID: 1, Grants: []policy.Grant{ward}}
	both := policy.Actor{ID: 1, Grants: []policy.Grant{ward, {Role: policy.Admin}}}
	if !policy.Can(member, policy.SignGate) || !policy.CanIn(member, policy.SignGate, 3) {
		t.Error("a Member may not sign for an area of their ward")
	}
	if policy.CanIn(member, policy.SignGate, 4) {
		t.Error("a Member may sign for an area outside their ward")
	}
	if policy.Can(both, policy.SignGate) || policy.CanIn(both, policy.SignGate, 3) {
		t.Error("an administrator may sign")
	}
	if !policy.CanIn(both, policy.ViewGates, 3) {
		t.Error("an administrator who is a Member no longer sees their gates")
	}
}
