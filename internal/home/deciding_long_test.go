//go:build long

package home_test

import (
	"testing"

	"fourgates/internal/serve"
	"fourgates/internal/serve/servertest"
)

// TestFormsCountOnceAndInTheirState tries the forms of every role.
func TestFormsCountOnceAndInTheirState(t *testing.T) {
	for _, key := range []string{"clo", "clo.2", "cpo", "lac", "lac.2", "service.highways", "member.ward.1",
		"member.ward.28", "member.division.3", "executive.member", "executive", "director", "partner.police", "admin"} {
		t.Run(key, func(t *testing.T) {
			decided(t, servertest.NewWorld(t, func(o *serve.Options) { o.App.Rules.SubstitutesAllowed = true }), key, 2)
		})
	}
}
