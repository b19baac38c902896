package world

import (
	"slices"
	"testing"

	"fourgates/internal/policy"
)

func TestCastHasEveryRoleAndTheMembersAsked(t *testing.T) {
	w := must(t)
	cast := w.Cast()
	if len(cast) < 30 || len(cast) > 60 {
		t.Errorf("%d people are offered", len(cast))
	}
	roles, keys := map[policy.Role]bool{}, map[string]bool{}
	for n, p := range cast {
		if keys[p.Key] || p.Title == "" || w.Says(p) == "" {
			t.Errorf("%s is offered twice or without words", p.Key)
		}
		keys[p.Key] = true
		for _, g := range p.Grants {
			roles[g.Of()] = roles[g.Of()] || n < Leads
		}
		if len(p.Terms) > 0 && n < Leads {
			roles[policy.Member] = true
		}
	}
	for _, role := range policy.Roles() {
		if !roles[role] {
			t.Errorf("nobody leads as %s", role)
		}
	}
	for _, a := range w.Areas {
		for _, try := range a.Attempts {
			if try.Result != "submitted" {
				continue
			}
			for _, m := range members(t, w, a, boundaryOn(a, 0), 0) {
				decided := slices.ContainsFunc(try.Decisions, func(d Decision) bool { return d.Member == m })
				if !decided && !keys[m] && !w.person(m).ByLetter {
					t.Errorf("%s is asked to decide on %s and not offered", m, a.Name)
				}
			}
		}
	}
}
