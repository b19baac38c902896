package domain_test

import (
	"testing"
	"time"

	"fourgates/internal/domain"
)

func TestStrangersWaitTheirTurn(t *testing.T) {
	now := time.Date(2026, time.March, 10, 10, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		tries  int
		newest time.Duration // before or after now
		wait   time.Duration
		ok     bool
	}{
		{0, 0, 0, true}, {29, time.Hour, 0, true}, {30, -time.Minute, 0, true}, {30, 0, 2 * time.Second, true},
		{30, -time.Second, time.Second, true}, {500, 6 * time.Second, 8 * time.Second, true},
		{500, 7 * time.Second, 9 * time.Second, false},
	} {
		if wait, ok := domain.StrangerWait(c.tries, now.Add(c.newest), now); wait != c.wait || ok != c.ok {
			t.Errorf("after %d tries, the newest at %s: waits %s, %t", c.tries, c.newest, wait, ok)
		}
	}
}
