//go:build long

package home_test

import (
	"testing"

	"fourgates/internal/serve"
	"fourgates/internal/serve/servertest"
)

// TestWhoMayNotIsRefusedBeforeWhatTheySentIsJudgedAnywhere is the whole of its short sister: forms of every role.
func TestWhoMayNotIsRefusedBeforeWhatTheySentIsJudgedAnywhere(t *testing.T) {
	for _, key := range []string{"clo", "cpo", "member.ward.1", "executive", "admin"} {
		t.Run(key, func(t *testing.T) {
			h := servertest.NewWorld(t, func(o *serve.Options) { o.App.Rules.SubstitutesAllowed = true })
			refusedFirst(t, h, formsShown(t, h, key, 0), strangers)
		})
	}
}
