package policy_test

import (
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// Duties that the domain keeps apart are apart in roles: no role has both (domain §7.10).
func TestNoRoleHasTwoDutiesThatTheDomainKeepsApart(t *testing.T) {
	for _, role := range policy.Roles() {
		for _, pair := range policy.Duties() {
			if policy.Reach(role, pair[0]) != "" && policy.Reach(role, pair[1]) != "" {
				t.Errorf("%s may both %s and %s", role.Words(), pair[0].Words(), pair[1].Words())
			}
		}
	}
	for _, pair := range policy.Duties() {
		if pair[0].Words() == string(pair[0]) || pair[1].Words() == string(pair[1]) ||
			!policy.AreApart(pair[1], pair[0]) {
			t.Errorf("%v names what nobody can do, or is apart one way round", pair)
		}
	}
}

// A director reads every area, its decisions and its register, decides where services disagree on their one reply, and
// does nothing else.
func TestDirectorReadsDecidesBetweenServicesAndDoesNothingElse(t *testing.T) {
	reads := map[policy.Action]bool{policy.OwnAccount: true, policy.ViewAreas: true, policy.ViewServices: true,
		policy.ViewIssues: true, policy.ViewSolutions: true, policy.ViewPlans: true, policy.ViewDecisions: true,
		policy.ReadReports: true, policy.ViewGates: true, policy.ViewRegister: true, policy.ViewMembers: true,
		policy.ViewRisks: true, policy.ViewAdvice: true, policy.DecideReplies: true}
	for _, act := range policy.Actions() {
		if got := policy.Reach(policy.Director, act) == "all"; got != reads[act] {
			t.Errorf("%s: %v", act.Words(), got)
		}
	}
}

// Whoever administers takes no part in what is decided, whatever other roles they have.
func TestAdministratorTakesNoPartInDecisions(t *testing.T) {
	a := policy.Actor{ID: 1}
	for _, r := range policy.Roles() {
		a.Grants = append(a.Grants, policy.Grant{Role: r})
	}
	for _, act := range []policy.Action{policy.SignGate, policy.CallBackGate, policy.OverrideGate,
		policy.ClerkDecisions,
		policy.DecideExecutive, policy.ConfirmDecisions} {
		if policy.Can(a, act) || !policy.ScopeOf(a, act).Empty() {
			t.Errorf("an administrator may %s", act.Words())
		}
	}
}

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
