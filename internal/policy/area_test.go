package policy_test

import (
	"fourgates/internal/policy"
	"fourgates/internal/policy/policytest"
	"strings"
	"testing"
)

func TestWhatAHomePageStartsWith(t *testing.T) {
	policytest.Table(t, func(a policy.Actor) string {
		var has []string
		if policy.HasOwnAreas(a) {
			has = append(has, "own areas")
		}
		if policy.OverseesAreas(a) {
			has = append(has, "the programme")
		}
		if policy.IsAskedForViews(a) {
			has = append(has, "views")
		}
		return strings.Join(has, ", ")
	},
		"liaison officer: own areas",
		"planning officer: the programme",
		"coordinator: own areas",
		"service 5: views",
		"Member: own areas, views",
		"organisation 7: own areas, views",
		"clerk: the programme",
		"director: the programme",
		"Executive Member: the programme",
		"administrator: ",
		"nobody: ",
	)
}
