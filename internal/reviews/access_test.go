package reviews

import (
	"fmt"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// Area 1 is the actor's own where they have one; service 5 and organisation 7 are asked.
func TestWhoAsksForAReviewAndWhoAnswers(t *testing.T) {
	own := []domain.AreaID{1}
	for _, c := range []struct {
		name  string
		grant policy.Grant
		want  string // asks in area 1, in area 2; answers for service 5, for organisation 7
	}{
		{"liaison officer", policy.Grant{Role: policy.CLO, Areas: own}, "true false · false false"},
		{"planning officer", policy.Grant{Role: policy.CPO}, "true true · false false"},
		{"coordinator", policy.Grant{Role: policy.LAC, Areas: own}, "true false · false false"},
		{"service 5", policy.Grant{Role: policy.Service, Service: 5}, "false false · true false"},
		{"service 6", policy.Grant{Role: policy.Service, Service: 6}, "false false · false false"},
		{"organisation 7", policy.Grant{Role: policy.Partner, Organisation: 7, Areas: own}, "false false · false true"},
		{"organisation 8", policy.Grant{Role: policy.Partner, Organisation: 8, Areas: own},
			"false false · false false"},
		{"Member", policy.Grant{Role: policy.Member, Areas: own}, "false false · false false"},
		{"clerk", policy.Grant{Role: policy.Clerk}, "false false · false false"},
		{"director", policy.Grant{Role: policy.Director}, "false false · false false"},
		{"administrator", policy.Grant{Role: policy.Admin}, "false false · false false"},
		{"service of nowhere", policy.Grant{Role: policy.Service}, "false false · false false"},
	} {
		a := policy.Actor{ID: 1, Grants: []policy.Grant{c.grant}}
		got := fmt.Sprintf("%v %v · %v %v", MayAsk(a, 1), MayAsk(a, 2), MayAnswer(a, Review{Service: 5}),
			MayAnswer(a, Review{Organisation: 7}))
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}
