package advice

import (
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// Coordinators comment on actions of their areas, Members on those of the areas of their seats, Executive Members on
// all; whoever leads an action or works on the plan answers it otherwise (domain §1).
func TestWhoCommentsOnActionsAndAsWhat(t *testing.T) {
	here := []domain.AreaID{7}
	for _, c := range []struct {
		grants []policy.Grant
		want   string
	}{
		{[]policy.Grant{{Role: policy.LAC, Areas: here}}, "local area coordinator"},
		{[]policy.Grant{{Role: policy.LAC, Areas: []domain.AreaID{8}}}, ""},
		{[]policy.Grant{{Role: policy.Member, Areas: here}}, "Area Member"},
		{[]policy.Grant{{Role: policy.Member, Areas: []domain.AreaID{8}}}, ""},
		{[]policy.Grant{{Role: policy.ExecutiveMember}}, "Executive Member"},
		{[]policy.Grant{{Role: policy.Member, Areas: here}, {Role: policy.ExecutiveMember}}, "Area Member"},
		{[]policy.Grant{{Role: policy.CPO}}, ""},
		{[]policy.Grant{{Role: policy.CLO, Areas: here}}, ""},
		{[]policy.Grant{{Role: policy.Service, Service: 3}}, ""},
		{[]policy.Grant{{Role: policy.Director}}, ""},
		{[]policy.Grant{{Role: policy.Admin}}, ""},
		{nil, ""},
	} {
		if got := CapacityIn(policy.Actor{ID: 1, Grants: c.grants}, 7); got != c.want {
			t.Errorf("%+v comments as %q, want %q", c.grants, got, c.want)
		}
	}
}
