package policy_test

import (
	"slices"
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// Duties that the domain keeps apart are apart in roles: no role has both (domain §7.10).
func TestNoRoleHasTwoDutiesThatTheDomainKeepsApart(t *testing.T) {
	for _, role := range policy.Roles() {
		for _, pair := range policy.Duties() {
			if policy.Reach(role, pair.One) != "" && policy.Reach(role, pair.Other) != "" {
				t.Errorf("%s may both %s and %s (%s)", role.Words(), pair.One.Words(), pair.Other.Words(), pair.Source)
			}
		}
	}
	for _, pair := range policy.Duties() {
		if pair.One.Words() == string(pair.One) || pair.Other.Words() == string(pair.Other) ||
			!policy.AreApart(pair.Other, pair.One) || !strings.HasPrefix(pair.Source, "domain §") {
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

// The roles that nobody holds both of: whoever says who has which role decides nothing, and a director does not publish
// what the Executive decides.
func TestRolesThatExcludeEachOther(t *testing.T) {
	var got []string
	for i, a := range policy.Roles() {
		for _, b := range policy.Roles()[i+1:] {
			source, yes := policy.Exclude(a, b)
			if other, again := policy.Exclude(b, a); yes != again || source != other {
				t.Errorf("%s and %s exclude each other one way round", a, b)
			}
			if yes {
				got = append(got, string(a)+" + "+string(b)+": "+source)
			}
		}
	}
	want := []string{
		"cpo + admin: domain §1, separation of duties",
		"member + admin: domain §1, separation of duties",
		"executive member + admin: domain §1, separation of duties",
		"clerk + director: domain §7.10, powers kept apart",
		"clerk + admin: domain §1, separation of duties",
		"named officer + admin: domain §1, separation of duties",
	}
	if !slices.Equal(got, want) {
		t.Errorf("roles that exclude each other:\n%s", strings.Join(got, "\n"))
	}
}

// A second account of a person is seen as that person: an administrator who has another account signs with neither.
func TestAdministratorBySecondAccountDecidesNothing(t *testing.T) {
	for _, r := range policy.Roles() {
		if r == policy.Admin {
			continue
		}
		grant := policy.Grant{Role: r, Areas: []domain.AreaID{3}}
		a := policy.Actor{ID: 1, Grants: []policy.Grant{grant}, Others: []domain.PersonID{2},
			OtherRoles: []policy.Role{policy.Admin}}
		for _, d := range policy.Duties() {
			if d.One == policy.ManagePeople && policy.Can(a, d.Other) {
				t.Errorf("%s who administers by another account may %s", r.Words(), d.Other.Words())
			}
		}
		if policy.Can(a, policy.ManagePeople) {
			t.Errorf("%s administers by the rights of another account", r.Words())
		}
	}
}
