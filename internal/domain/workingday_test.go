package domain

import (
	"testing"
	"time"
)

func TestWorkingDaysLeaveOutWeekendsAndBankHolidays(t *testing.T) {
	jubilee := NewCalendar([]BankHoliday{{Day: NewDate(2026, time.April, 9), Name: "Jubilee"}})
	for _, tt := range []struct {
		what string
		c    Calendar
		from Date
		n    int
		want string
	}{
		{"over a weekend", Calendar{}, NewDate(2026, time.March, 6), 1, "2026-03-09"},
		// Good Friday the 3rd, Monday the 6th
		{"over Easter", Calendar{}, NewDate(2026, time.April, 2), 1, "2026-04-07"},
		{"five over Easter", Calendar{}, NewDate(2026, time.April, 1), 5, "2026-04-10"},
		{"five over Easter and an imported day", jubilee, NewDate(2026, time.April, 1), 5, "2026-04-13"},
		{"back over an imported day", jubilee, NewDate(2026, time.April, 10), -1, "2026-04-08"},
		{"over the week in which clocks go forward", Calendar{}, NewDate(2026, time.March, 27), 2, "2026-03-31"},
		{"over the week in which clocks go back", Calendar{}, NewDate(2026, time.October, 23), 2, "2026-10-27"},
		{"over a leap day", Calendar{}, NewDate(2028, time.February, 28), 2, "2028-03-01"},
		{"none", Calendar{}, NewDate(2026, time.March, 7), 0, "2026-03-07"},
	} {
		if got := tt.c.AddWorkingDays(tt.from, tt.n).String(); got != tt.want {
			t.Errorf("%s: %s and %d working days is %s, want %s", tt.what, tt.from, tt.n, got, tt.want)
		}
	}
}
