//go:build long

package home_test

import "testing"

func TestWhatIsErasedIsOnNoPage(t *testing.T) {
	erasedInWorld(t, []string{"cpo", "member.ward.28"}, 0)
}

func TestWhatIsRestrictedSinceIsWithheldFromAll(t *testing.T) {
	withheldFrom(t, []string{"nobody", "clo", "member.ward.28", "executive.member", "service.highways"}, 0)
}
