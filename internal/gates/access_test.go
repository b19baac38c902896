package gates_test

import (
	"slices"
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/policy"
	"fourgates/internal/policy/policytest"
)

func TestWhoDoesWhatWithAGate(t *testing.T) {
	acts := map[string]policy.Action{"submit": policy.SubmitGate, "sign": policy.SignGate,
		"override": policy.OverrideGate, "call back": policy.CallBackGate}
	in := func(a policy.Actor, area domain.AreaID) string {
		said := map[string][]string{}
		for name, act := range acts {
			got := policytest.Answer(gates.CheckGate(a, act, area))
			said[got] = append(said[got], name)
		}
		if len(said["not found"]) > 0 {
			return "not found" // whatever they would do: they do not see it
		}
		slices.Sort(said["may"])
		return strings.Join(append([]string{"see"}, said["may"]...), ", ")
	}
	policytest.Table(t, func(a policy.Actor) string { return in(a, 1) + " | " + in(a, 2) },
		"liaison officer: see, submit | see",
		"planning officer: see, override, submit | see, override, submit",
		"coordinator: see | see",
		"service 5: see | see",
		"Member: see, call back, sign | not found",
		"organisation 7: not found | not found",
		"clerk: see | see",
		"director: see | see",
		"Executive Member: see | see",
		"administrator: not found | not found",
		"nobody: not found | not found",
	)
}
