package timelines_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/domain"
	"fourgates/internal/timelines"
)

// RW-18: days as British spreadsheets write them, with or without names of columns. Two are read from ../shared/cases.
func TestHolidaysAsSpreadsheetsWriteThem(t *testing.T) {
	christmas := domain.BankHoliday{Day: domain.NewDate(2029, 12, 25), Name: "Christmas Day"}
	boxing := domain.BankHoliday{Day: domain.NewDate(2029, 12, 26), Name: "Boxing Day"}
	calendar := "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20291225\nSUMMARY:Christmas Day\nEND:VEVENT\n" +
		"END:VCALENDAR"
	for text, want := range map[string][]domain.BankHoliday{
		caseFile(t, "rw18-bank-holidays-uk-dates.csv"):             {christmas, boxing},
		caseFile(t, "rw18-bank-holidays-uk-dates-one-line.csv"):    {christmas},
		"2029-12-25,Christmas Day":                                 {christmas},
		"Day;Holiday\n25.12.29;Christmas Day\n":                    {christmas},
		"Date\tName\nTuesday 25 December 2029\tChristmas\u00a0Day": {christmas},
		"47477,Christmas Day":                                      {christmas},
		calendar:                                                   {christmas},
	} {
		got, err := timelines.ReadHolidays(text)
		same := cmp.Comparer(func(a, b domain.Date) bool { return a == b })
		if diff := cmp.Diff(want, got, same); err != nil || diff != "" {
			t.Errorf("%q: %v\n%s", text, err, diff)
		}
	}
	for _, text := range []string{"2029-13-25,x", "25/12,Christmas Day", "Date,Name\nsoon,Christmas Day",
		"25/12/2029"} {
		if got, err := timelines.ReadHolidays(text); err == nil {
			t.Errorf("%q is read as %v", text, got)
		}
	}
}

// caseFile is a file of ../shared/cases, beside the repository or above it, or below FOURGATES_SHARED.
func caseFile(t *testing.T, name string) string {
	t.Helper()
	folders := []string{os.Getenv("FOURGATES_SHARED"), "../../../shared", "../../../../shared"}
	for _, folder := range folders {
		if b, err := os.ReadFile(filepath.Join(folder, "cases", name)); err == nil {
			return string(b)
		}
	}
	t.Fatalf("%s is in none of %q: set FOURGATES_SHARED", name, folders)
	return ""
}
