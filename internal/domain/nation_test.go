package domain_test

import (
	"testing"

	"fourgates/internal/domain"
)

// Working days by nation (domain §7.15): what each closes on, and the day that follows five of them.
func TestWorkingDaysByNation(t *testing.T) {
	all := map[domain.Nation]string{}
	for _, c := range []struct {
		day    string
		closed []domain.Nation
	}{
		{"2026-01-02", []domain.Nation{domain.Scotland}},
		{"2026-03-17", []domain.Nation{domain.NorthernIreland}},
		{"2026-04-03", domain.Nations()},
		{"2026-04-06", []domain.Nation{domain.England, domain.Wales, domain.NorthernIreland}},
		{"2026-07-13", []domain.Nation{domain.NorthernIreland}},
		{"2026-08-03", []domain.Nation{domain.Scotland}},
		{"2026-08-31", []domain.Nation{domain.England, domain.Wales, domain.NorthernIreland}},
		{"2026-11-30", []domain.Nation{domain.Scotland}},
		{"2026-12-25", domain.Nations()},
		{"2026-06-20", domain.Nations()}, // a Saturday
		{"2026-06-17", nil},
	} {
		day, err := domain.ParseDate(c.day)
		if err != nil {
			t.Fatal(err)
		}
		closed := map[domain.Nation]bool{}
		for _, n := range c.closed {
			closed[n] = true
		}
		for _, n := range domain.Nations() {
			if got := domain.NewCalendar(nil).Of(n).WorkingDay(day); got == closed[n] {
				t.Errorf("%s in %s: works %v", c.day, n, got)
			}
		}
		if domain.NewCalendar(nil).WorkingDay(day) == closed[domain.England] {
			t.Errorf("%s: without a nation the calendar is not England’s", c.day)
		}
	}
	from, _ := domain.ParseDate("2026-03-31")
	for _, n := range domain.Nations() {
		all[n] = domain.NewCalendar(nil).Of(n).AddWorkingDays(from, 5).String()
	}
	if all[domain.Scotland] != "2026-04-08" || all[domain.England] != "2026-04-09" {
		t.Errorf("five working days after 31 March 2026: %v", all)
	}
}

func TestCouncilsOwnDaysAreClosedOrOpen(t *testing.T) {
	monday, _ := domain.ParseDate("2026-08-31")
	own, _ := domain.ParseDate("2026-12-24")
	c := domain.NewCalendar([]domain.BankHoliday{{Day: own}}).Open([]domain.Date{monday})
	if !c.WorkingDay(monday) || c.WorkingDay(own) {
		t.Errorf("open on the bank holiday: %v, on its own day: %v", c.WorkingDay(monday), c.WorkingDay(own))
	}
}
