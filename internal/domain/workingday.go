package domain

import "time"

// bankHolidays of England, as announced; after the last year here only weekends and fixed days are known.
var bankHolidays = map[string]bool{
	"2025-12-25": true, "2025-12-26": true,
	"2026-01-01": true, "2026-04-03": true, "2026-04-06": true, "2026-05-04": true, "2026-05-25": true,
	"2026-08-31": true, "2026-12-25": true, "2026-12-28": true,
	"2027-01-01": true, "2027-03-26": true, "2027-03-29": true, "2027-05-03": true, "2027-05-31": true,
	"2027-08-30": true, "2027-12-27": true, "2027-12-28": true,
	"2028-01-03": true, "2028-04-14": true, "2028-04-17": true, "2028-05-01": true, "2028-05-29": true,
	"2028-08-28": true, "2028-12-25": true, "2028-12-26": true,
}

// WorkingDay reports whether council offices work on the day: not a weekend, not a bank holiday of England.
func (d Date) WorkingDay() bool {
	return d.Weekday() != time.Saturday && d.Weekday() != time.Sunday && !bankHolidays[d.String()]
}

// AddWorkingDays moves n working days on (or back, when negative); the day itself does not count.
func (d Date) AddWorkingDays(n int) Date {
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for n > 0 {
		d = d.AddDays(step)
		if d.WorkingDay() {
			n--
		}
	}
	return d
}
