package job

import (
	"testing"
	"time"
)

// What is recorded for a day takes effect when that begins in London, in summer and in winter.
func TestTheDayBeginsWithALook(t *testing.T) {
	for now, want := range map[string]time.Duration{
		"2026-06-10T21:00:00Z": 5 * time.Minute,
		"2026-06-10T22:58:00Z": 2 * time.Minute,
		"2026-06-10T23:00:00Z": 5 * time.Minute,
		"2026-12-10T23:00:00Z": 5 * time.Minute,
		"2026-12-10T23:59:59Z": time.Second,
		"2026-10-24T22:59:00Z": time.Minute,
		"2026-10-25T23:59:00Z": time.Minute,
		"2026-03-28T23:58:00Z": 2 * time.Minute,
		"2026-03-29T22:59:30Z": 30 * time.Second,
	} {
		var at time.Time
		if err := at.UnmarshalText([]byte(now)); err != nil {
			t.Fatal(err)
		}
		if got := (pace{}).Next(at).Sub(at); got != want {
			t.Errorf("at %s the next look is in %s, want %s", now, got, want)
		}
	}
}
