//go:build testclock

package main

import "time"

// clock is the machine's, moved by the duration in FOURGATES_CLOCK, such as 240h. For tests of deadlines only.
func clock(getenv func(string) string) func() time.Time {
	offset, err := time.ParseDuration(getenv("FOURGATES_CLOCK"))
	if err != nil && getenv("FOURGATES_CLOCK") != "" {
		panic("FOURGATES_CLOCK is not a duration such as 240h")
	}
	return func() time.Time { return time.Now().Add(offset) }
}
