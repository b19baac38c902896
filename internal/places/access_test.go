package places_test

import (
	"testing"

	"fourgates/internal/places"
	"fourgates/internal/policy"
	"fourgates/internal/policy/policytest"
)

func TestWhoWorksOnAnAreaWhileItIsInTheProgramme(t *testing.T) {
	active, closed := places.Area{ID: 1, State: places.AreaActive}, places.Area{ID: 1, State: places.AreaClosed}
	policytest.Table(t, func(a policy.Actor) string {
		return policytest.Answer(places.CheckWork(a, policy.EditArea, active)) + " | " +
			policytest.Answer(places.CheckWork(a, policy.EditArea, places.Area{ID: 2})) + " | " +
			policytest.Answer(places.CheckWork(a, policy.EditArea, closed))
	},
		"liaison officer: may | forbidden | not now",
		"planning officer: may | may | not now",
		"coordinator: forbidden | forbidden | forbidden",
		"service 5: forbidden | forbidden | forbidden",
		"Member: forbidden | forbidden | forbidden",
		"organisation 7: forbidden | forbidden | forbidden",
		"clerk: forbidden | forbidden | forbidden",
		"director: forbidden | forbidden | forbidden",
		"Executive Member: forbidden | forbidden | forbidden",
		"administrator: may | may | not now",
		"nobody: forbidden | forbidden | forbidden",
	)
}
