package policy_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/domain"
	"fourgates/internal/executive"
	"fourgates/internal/policy"
)

// Before publication an Executive decision is for the Executive, its Members, planning officers and the Members of the
// area; from then on for the area's liaison officer too. Nobody else sees it (domain §1).
func TestWhoSeesExecutiveDecisions(t *testing.T) {
	const here, elsewhere = domain.AreaID(3), domain.AreaID(4)
	type seen struct{ before, after, elsewhere bool }
	want := map[policy.Role]seen{
		policy.CLO: {after: true}, policy.CPO: {true, true, true}, policy.LAC: {}, policy.Service: {},
		policy.Member: {before: true, after: true}, policy.ExecutiveMember: {true, true, true},
		policy.Clerk: {true, true, true}, policy.Director: {true, true, true}, policy.NamedOfficer: {true, true, true},
		policy.Partner: {}, policy.Admin: {},
	}
	for _, r := range policy.Roles() {
		a := policy.Actor{ID: 1, Grants: []policy.Grant{{Role: r, Areas: []domain.AreaID{here}}}}
		s := policy.DecisionScopeOf(a)
		if got := (seen{s.Sees(here, false), s.Sees(here, true), s.Sees(elsewhere, true)}); got != want[r] {
			t.Errorf("%s: %+v, want %+v", r, got, want[r])
		}
		if register := policy.RegisterScopeOf(a); register.Unpublished.Has(here) != want[r].before {
			t.Errorf("%s: sees of the register what is not published: %v", r, register.Unpublished.Has(here))
		}
	}
	both := policy.Actor{ID: 1, Grants: []policy.Grant{{Role: policy.CLO, Areas: []domain.AreaID{here}},
		{Role: policy.CPO}}}
	if !policy.DecisionScopeOf(both).Sees(here, false) {
		t.Error("a liaison officer who is planning officer too does not see a decision before it is published")
	}
	if (policy.DecisionScope{}).Sees(here, true) {
		t.Error("the zero scope sees a decision")
	}
}

func TestDeciderIsWhatTheRolesMakeOfAnActor(t *testing.T) {
	want := map[policy.Role]executive.Decider{
		policy.Clerk:           {Person: 1, Clerk: true},
		policy.ExecutiveMember: {Person: 1, Member: true},
		policy.NamedOfficer:    {Person: 1, Officer: true},
		policy.CPO:             {Person: 1, Planner: true}, // sees what is overdue, and takes no step
	}
	for _, r := range slices.Concat(policy.Roles(), []policy.Role{"unknown"}) {
		w, ok := want[r]
		if !ok {
			w = executive.Decider{Person: 1}
		}
		if got := executive.DeciderOf(policy.Actor{ID: 1, Grants: []policy.Grant{{Role: r}}}); !cmp.Equal(got, w) {
			t.Errorf("%s: %+v, want %+v", r, got, w)
		}
		admin := policy.Actor{ID: 1, Grants: []policy.Grant{{Role: r}, {Role: policy.Admin}}}
		if got := executive.DeciderOf(admin); !cmp.Equal(got, executive.Decider{Person: 1, Planner: r == policy.CPO}) ||
			policy.Can(admin, policy.DecideExecutive) || policy.Can(admin, policy.ConfirmDecisions) {
			t.Errorf("%s who is an administrator too: %+v", r, got)
		}
	}
}
