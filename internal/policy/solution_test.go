package policy_test

import (
	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/policy/policytest"
	"strings"
	"testing"
)

func TestWhoKnowsOfAnUnfinishedView(t *testing.T) {
	views := []domain.FeasibilityView{
		{AskedOf: domain.AskedService, Service: 5}, {AskedOf: domain.AskedPartner, Organisation: 7},
		{AskedOf: domain.AskedMember, Member: 5}, {AskedOf: domain.AskedCommunity},
	}
	policytest.Table(t, func(a policy.Actor) string {
		var known []string
		for _, v := range views {
			if policy.MayKnowView(a, 1, v) {
				known = append(known, string(v.AskedOf))
			}
		}
		return strings.Join(known, ", ")
	},
		"liaison officer: service, partner, Member, community",
		"planning officer: service, partner, Member, community",
		"coordinator: service, partner, Member, community",
		"service 5: service",
		"Member: Member",
		"organisation 7: partner",
		"Executive: ",
		"Executive Member: ",
		"administrator: ",
		"nobody: ",
	)
}
