package domain

import "time"

// BankHolidays of England, as announced; after the last year here only weekends are known, and what was imported.
var BankHolidays = map[string]bool{
	"2025-12-25": true, "2025-12-26": true,
	"2026-01-01": true, "2026-04-03": true, "2026-04-06": true, "2026-05-04": true, "2026-05-25": true,
	"2026-08-31": true, "2026-12-25": true, "2026-12-28": true,
	"2027-01-01": true, "2027-03-26": true, "2027-03-29": true, "2027-05-03": true, "2027-05-31": true,
	"2027-08-30": true, "2027-12-27": true, "2027-12-28": true,
	"2028-01-03": true, "2028-04-14": true, "2028-04-17": true, "2028-05-01": true, "2028-05-29": true,
	"2028-08-28": true, "2028-12-25": true, "2028-12-26": true,
}

// BankHoliday is a day on which council offices are closed.
type BankHoliday struct {
	Day      Date
	Name     string
	Division Division // whose day it is; empty for every one's
}

// Calendar knows which days council offices work. The zero Calendar knows weekends and the bank holidays of
// England that the program has.
type Calendar struct {
	nation   Nation
	imported map[string]bool
	open     map[string]bool
}

// NewCalendar is the zero Calendar with the days that a council imported.
func NewCalendar(imported []BankHoliday) Calendar {
	c := Calendar{imported: map[string]bool{}}
	for _, h := range imported {
		c.imported[h.Day.String()] = true
	}
	return c
}

// WorkingDay reports whether council offices work on the day: not a weekend, not a bank holiday.
func (c Calendar) WorkingDay(d Date) bool {
	if d.Weekday() == time.Saturday || d.Weekday() == time.Sunday {
		return false
	}
	day := d.String()
	return c.open[day] || !c.nation.bankHoliday(day) && !c.imported[day]
}

// AddWorkingDays moves n working days on from the day (or back, when negative); the day itself does not count.
func (c Calendar) AddWorkingDays(d Date, n int) Date {
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for n > 0 {
		d = d.AddDays(step)
		if c.WorkingDay(d) {
			n--
		}
	}
	return d
}

// WorkingDay is Calendar.WorkingDay with no day imported.
func (d Date) WorkingDay() bool { return Calendar{}.WorkingDay(d) }

// AddWorkingDays is Calendar.AddWorkingDays with no day imported.
func (d Date) AddWorkingDays(n int) Date { return Calendar{}.AddWorkingDays(d, n) }
