//go:build long

package home_test

import (
	"testing"

	"fourgates/internal/serve"
	"fourgates/internal/serve/servertest"
)

// TestWhoMayNotIsRefusedBeforeWhatTheySentIsJudgedAnywhere is the whole of its short sister: every form of an officer
// and of a Member.
func TestWhoMayNotIsRefusedBeforeWhatTheySentIsJudgedAnywhere(t *testing.T) {
	for _, key := range []string{"clo", "member.ward.1"} {
		t.Run(key, func(t *testing.T) {
			h := servertest.NewWorld(t, func(o *serve.Options) { o.App.Rules.SubstitutesAllowed = true })
			refusedFirst(t, h, formsShown(t, h, key, 0), strangers)
		})
	}
}
