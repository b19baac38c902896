package issues_test

import (
	"fmt"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/policy"
)

// Area 1 is the actor's own where they have one; the quick win of area 1 is service 5's, that of area 2 organisation
// 7's.
func TestWhoProposesDeliversAndWorksOnCauses(t *testing.T) {
	here, there := issues.QuickWin{Area: 1, Service: 5}, issues.QuickWin{Area: 2, Organisation: 7}
	own := []domain.AreaID{1}
	for _, c := range []struct {
		name  string
		grant policy.Grant
		// proposes in area 1, in area 2, there for service 5; delivers here, there; causes of area 1, 2, of 2 asked of
		// service 5, organisation 7
		want string
	}{
		{"liaison officer", policy.Grant{Role: policy.CLO, Areas: own}, "yes no no · yes no · yes no no no"},
		{"planning officer", policy.Grant{Role: policy.CPO}, "yes yes yes · yes yes · yes yes yes yes"},
		{"coordinator", policy.Grant{Role: policy.LAC, Areas: own}, "yes no no · yes no · yes no no no"},
		{"service 5", policy.Grant{Role: policy.Service, Service: 5}, "no no yes · yes no · no no yes no"},
		{"service 6", policy.Grant{Role: policy.Service, Service: 6}, "no no no · no no · no no no no"},
		{"Member", policy.Grant{Role: policy.Member, Areas: own}, "yes no no · no no · no no no no"},
		{"organisation 7", policy.Grant{Role: policy.Partner, Organisation: 7, Areas: own},
			"yes no no · no yes · yes no no yes"},
		{"organisation 8", policy.Grant{Role: policy.Partner, Organisation: 8, Areas: own},
			"yes no no · no no · yes no no no"},
		{"clerk", policy.Grant{Role: policy.Clerk}, "no no no · no no · no no no no"},
		{"administrator", policy.Grant{Role: policy.Admin}, "no no no · no no · no no no no"},
	} {
		a := policy.Actor{ID: 1, Grants: []policy.Grant{c.grant}}
		yes := func(b bool) string { return map[bool]string{true: "yes", false: "no"}[b] }
		services, organisations := []domain.ServiceID{5}, []domain.OrganisationID{7}
		got := fmt.Sprintf("%s %s %s · %s %s · %s %s %s %s",
			yes(issues.MayProposeQuickWin(a, 1, 0)), yes(issues.MayProposeQuickWin(a, 2, 0)),
			yes(issues.MayProposeQuickWin(a, 2, 5)),
			yes(issues.MayDeliverQuickWin(a, here)), yes(issues.MayDeliverQuickWin(a, there)),
			yes(issues.MayWorkCauses(a, 1, nil, nil)), yes(issues.MayWorkCauses(a, 2, nil, nil)),
			yes(issues.MayWorkCauses(a, 2, services, nil)), yes(issues.MayWorkCauses(a, 2, nil, organisations)))
		if got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
	if issues.MayDeliverQuickWin(policy.Actor{ID: 1, Grants: []policy.Grant{{Role: policy.Service}}},
		issues.QuickWin{Area: 1}) {
		t.Error("nobody's service delivers what nobody delivers")
	}
}
