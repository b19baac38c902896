package people

import (
	"strings"
	"testing"
	"time"

	"fourgates/internal/domain"
)

func TestPeopleThatCannotBeKept(t *testing.T) {
	for _, c := range []struct{ name, email, field string }{
		{"", "a@example.org", "name"},
		{"   ", "a@example.org", "name"},
		{strings.Repeat("é", domain.MostName+1), "a@example.org", "name"},
		{"Madhavi", "", "email"},
		{"Madhavi", "nobody", "email"},
		{"Madhavi", "a b@example.org", "email"},
		{"Madhavi", "a@example", "email"},
		{"Madhavi", strings.Repeat("a", 250) + "@example.org", "email"},
	} {
		err := CheckPerson(c.name, c.email, false)
		blocked, ok := err.(*domain.BlockedError)
		if !ok || blocked.Blockers[0].Field != c.field {
			t.Errorf("%q <%s>: %v, want a reason by %s", c.name, c.email, err, c.field)
		}
	}
	if err := CheckPerson("Caoimhe Ní Dhomhnaill", "caoimhe@council.gov.uk", false); err != nil {
		t.Error(err)
	}
	if err := CheckPerson("Caoimhe Ní Dhomhnaill", "", true); err != nil {
		t.Errorf("a Member without address: %v", err)
	}
}

func TestInvitationOpensOnceAndFor72Hours(t *testing.T) {
	made := time.Date(2026, time.March, 10, 10, 0, 0, 0, time.UTC)
	i := Invitation{CreatedAt: made, ExpiresAt: made.Add(InvitationLasts)}
	if !i.Open(made.Add(72*time.Hour - time.Second)) {
		t.Error("closed before its time")
	}
	if i.Open(made.Add(72 * time.Hour)) {
		t.Error("open after 72 hours")
	}
	i.UsedAt = made
	if i.Open(made) {
		t.Error("open a second time")
	}
}
