//go:build long

package home_test

import "testing"

func TestWhatIsErasedIsOnNoPage(t *testing.T) {
	erasedInWorld(t, []string{"cpo", "director", "member.ward.28", "partner.police"}, 0)
}

func TestWhatIsRestrictedSinceIsWithheldFromAll(t *testing.T) {
	withheldFrom(t, []string{"nobody", "clo", "member.ward.28", "executive.member", "executive", "director",
		"service.highways", "partner.police"}, 0)
}
