package policy

import (
	"slices"
	"testing"

	"fourgates/internal/domain"
)

// Before publication an Executive decision is for the Executive, its Members, planning officers and the Members of the area; from then on for
// the area's liaison officer too. Nobody else sees it (domain §1).
func TestWhoSeesExecutiveDecisions(t *testing.T) {
	const here, elsewhere = domain.AreaID(3), domain.AreaID(4)
	type seen struct{ before, after, elsewhere bool }
	want := map[Role]seen{
		CLO: {after: true}, CPO: {true, true, true}, LAC: {}, Service: {}, Member: {before: true, after: true}, ExecutiveMember: {true, true, true},
		Executive: {true, true, true}, Partner: {}, Admin: {},
	}
	for _, r := range Roles() {
		a := Actor{ID: 1, Grants: []Grant{{Role: r, Areas: []domain.AreaID{here}}}}
		s := DecisionScopeOf(a)
		if got := (seen{s.Sees(here, false), s.Sees(here, true), s.Sees(elsewhere, true)}); got != want[r] {
			t.Errorf("%s: %+v, want %+v", r, got, want[r])
		}
		if register := RegisterScopeOf(a); register.Unpublished.Has(here) != want[r].before {
			t.Errorf("%s: sees of the register what is not published: %v", r, register.Unpublished.Has(here))
		}
	}
	both := Actor{ID: 1, Grants: []Grant{{Role: CLO, Areas: []domain.AreaID{here}}, {Role: CPO}}}
	if !DecisionScopeOf(both).Sees(here, false) {
		t.Error("a liaison officer who is planning officer too does not see a decision before it is published")
	}
	if (DecisionScope{}).Sees(here, true) {
		t.Error("the zero scope sees a decision")
	}
}

func TestDeciderIsWhatTheRolesMakeOfAnActor(t *testing.T) {
	want := map[Role]domain.Decider{
		Executive:       {Person: 1, Clerk: true, Officer: true},
		ExecutiveMember: {Person: 1, Member: true},
		CPO:             {Person: 1, Officer: true},
	}
	for _, r := range slices.Concat(Roles(), []Role{"unknown"}) {
		w, ok := want[r]
		if !ok {
			w = domain.Decider{Person: 1}
		}
		if got := DeciderOf(Actor{ID: 1, Grants: []Grant{{Role: r}}}); got != w {
			t.Errorf("%s: %+v, want %+v", r, got, w)
		}
		admin := Actor{ID: 1, Grants: []Grant{{Role: r}, {Role: Admin}}}
		if got := DeciderOf(admin); got != (domain.Decider{Person: 1}) || Can(admin, DecideExecutive) || Can(admin, ConfirmDecisions) {
			t.Errorf("%s who is an administrator too: %+v", r, got)
		}
	}
}
