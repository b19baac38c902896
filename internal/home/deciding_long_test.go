//go:build long

package home_test

import (
	"testing"

	"fourgates/internal/serve"
	"fourgates/internal/serve/servertest"
)

// TestFormsCountOnceAndInTheirState tries the forms of five roles.
func TestFormsCountOnceAndInTheirState(t *testing.T) {
	for _, key := range []string{"cpo", "service.highways", "member.ward.1", "executive.member", "admin"} {
		t.Run(key, func(t *testing.T) {
			decided(t, servertest.NewWorld(t, func(o *serve.Options) { o.App.Rules.SubstitutesAllowed = true }), key, 2)
		})
	}
}
