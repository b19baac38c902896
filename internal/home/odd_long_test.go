//go:build long

package home_test

import "testing"

// TestOddInputIsAnswered throws odd values at whatever people of all roles meet.
func TestOddInputIsAnswered(t *testing.T) {
	t.Logf("seed %d", oddSeed)
	odd := newOddity(t)
	for _, key := range []string{"member.ward.1", "partner.police", "service.highways", "executive", "lac", "clo",
		"cpo",
		"admin"} {
		if odd.Int(`SELECT count(*) FROM people WHERE email = $1`, key+"@demo.test") == 0 {
			t.Fatalf("nobody is %s", key)
		}
		odd.walk(t, odd.As(odd.Who(key)))
	}
	t.Logf("%d pages and forms, %d requests", len(odd.seen), odd.asked)
	if len(odd.seen) < 110 || odd.asked < 1500 {
		t.Errorf("only %d pages and forms and %d requests", len(odd.seen), odd.asked)
	}
}
