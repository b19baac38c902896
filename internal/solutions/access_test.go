package solutions_test

import (
	"strings"
	"testing"

	"fourgates/internal/policy"
	"fourgates/internal/policy/policytest"
	"fourgates/internal/solutions"
)

func TestWhoKnowsOfAnUnfinishedView(t *testing.T) {
	views := []solutions.FeasibilityView{
		{AskedOf: solutions.AskedService, Service: 5}, {AskedOf: solutions.AskedPartner, Organisation: 7},
		{AskedOf: solutions.AskedMember, Member: 5}, {AskedOf: solutions.AskedCommunity},
	}
	policytest.Table(t, func(a policy.Actor) string {
		var known []string
		for _, v := range views {
			if solutions.MayKnowView(a, 1, v) {
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
		"clerk: ",
		"director: ",
		"Executive Member: ",
		"administrator: ",
		"nobody: ",
	)
}
