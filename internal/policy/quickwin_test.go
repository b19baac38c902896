package policy

import (
	"fmt"
	"testing"

	"fourgates/internal/domain"
)

// Area 1 is the actor's own where they have one; the quick win of area 1 is service 5's, that of area 2 organisation 7's.
func TestWhoProposesDeliversAndWorksOnCauses(t *testing.T) {
	here, there := domain.QuickWin{Area: 1, Service: 5}, domain.QuickWin{Area: 2, Organisation: 7}
	own := []domain.AreaID{1}
	for _, c := range []struct {
		name  string
		grant Grant
		want  string // proposes in area 1, in area 2, there for service 5; delivers here, there; causes of area 1, 2, of 2 asked of service 5, organisation 7
	}{
		{"liaison officer", Grant{Role: CLO, Areas: own}, "yes no no · yes no · yes no no no"},
		{"planning officer", Grant{Role: CPO}, "yes yes yes · yes yes · yes yes yes yes"},
		{"coordinator", Grant{Role: LAC, Areas: own}, "yes no no · yes no · yes no no no"},
		{"service 5", Grant{Role: Service, Service: 5}, "no no yes · yes no · no no yes no"},
		{"service 6", Grant{Role: Service, Service: 6}, "no no no · no no · no no no no"},
		{"Member", Grant{Role: Member, Areas: own}, "yes no no · no no · no no no no"},
		{"organisation 7", Grant{Role: Partner, Organisation: 7, Areas: own}, "yes no no · no yes · yes no no yes"},
		{"organisation 8", Grant{Role: Partner, Organisation: 8, Areas: own}, "yes no no · no no · yes no no no"},
		{"Executive", Grant{Role: Executive}, "no no no · no no · no no no no"},
		{"administrator", Grant{Role: Admin}, "no no no · no no · no no no no"},
	} {
		a := Actor{ID: 1, Grants: []Grant{c.grant}}
		yes := func(b bool) string { return map[bool]string{true: "yes", false: "no"}[b] }
		services, organisations := []domain.ServiceID{5}, []domain.OrganisationID{7}
		got := fmt.Sprintf("%s %s %s · %s %s · %s %s %s %s",
			yes(MayProposeQuickWin(a, 1, 0)), yes(MayProposeQuickWin(a, 2, 0)), yes(MayProposeQuickWin(a, 2, 5)),
			yes(MayDeliverQuickWin(a, here)), yes(MayDeliverQuickWin(a, there)),
			yes(MayWorkCauses(a, 1, nil, nil)), yes(MayWorkCauses(a, 2, nil, nil)), yes(MayWorkCauses(a, 2, services, nil)), yes(MayWorkCauses(a, 2, nil, organisations)))
		if got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
	if MayDeliverQuickWin(Actor{ID: 1, Grants: []Grant{{Role: Service}}}, domain.QuickWin{Area: 1}) {
		t.Error("nobody's service delivers what nobody delivers")
	}
}
