//go:build !testclock

package main

import "time"

// clock is the one clock: the machine's.
func clock(func(string) string) func() time.Time { return time.Now }
