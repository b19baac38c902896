package scores_test

import (
	"testing"

	"fourgates/internal/policy"
	"fourgates/internal/policy/policytest"
	"fourgates/internal/scores"
)

func TestWhoWorksOnPriorities(t *testing.T) {
	policytest.Table(t, func(a policy.Actor) string {
		return policytest.Answer(scores.CheckPrioritise(a, 1)) + " | " + policytest.Answer(scores.CheckPrioritise(a, 2))
	},
		"liaison officer: may | forbidden",
		"planning officer: may | may",
		"coordinator: may | forbidden",
		"service 5: forbidden | forbidden",
		"Member: forbidden | not found",
		"organisation 7: forbidden | not found",
		"clerk: forbidden | forbidden",
		"director: forbidden | forbidden",
		"Executive Member: forbidden | forbidden",
		"administrator: not found | not found",
		"nobody: not found | not found",
	)
}
