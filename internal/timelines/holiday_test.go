package timelines_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/domain"
	"fourgates/internal/timelines"
)

// RW-18: days as British spreadsheets write them, with or without names of columns. Two are read from ../shared/cases.
func TestHolidaysAsSpreadsheetsWriteThem(t *testing.T) {
	england := []domain.Division{domain.EnglandAndWales}
	christmas := domain.BankHoliday{Day: domain.NewDate(2029, 12, 25), Name: "Christmas Day", Division: england[0]}
	boxing := domain.BankHoliday{Day: domain.NewDate(2029, 12, 26), Name: "Boxing Day", Division: england[0]}
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
		got, err := timelines.ReadHolidays(text, "", england)
		same := cmp.Comparer(func(a, b domain.Date) bool { return a == b })
		if diff := cmp.Diff(want, got.Days, same); err != nil || diff != "" {
			t.Errorf("%q: %v\n%s", text, err, diff)
		}
	}
	for _, text := range []string{"2029-13-25,x", "25/12,Christmas Day", "Date,Name\nsoon,Christmas Day",
		"25/12/2029"} {
		if got, err := timelines.ReadHolidays(text, "", england); err == nil {
			t.Errorf("%q is read as %v", text, got)
		}
	}
}

// RW-16: of the government's file the days of the councils here are read, and it is said which were passed over.
func TestHolidaysOfTheCouncilsNations(t *testing.T) {
	england, scotland, ireland := domain.EnglandAndWales, domain.OfScotland, domain.OfIreland
	three := caseFile(t, "rw16-bank-holidays-three-nations.json")
	one := `{"division": "scotland", "events": [{"title": "St Andrew’s Day", "date": "2029-11-30"}]}`
	for name, c := range map[string]struct {
		text         string
		said         domain.Division
		here         []domain.Division
		days         []string
		read, passed []domain.Division
		refused      string
	}{
		"England": {text: three, here: []domain.Division{england}, days: []string{"2029-01-01 England and Wales",
			"2029-05-07 England and Wales"}, read: []domain.Division{england}, passed: []domain.Division{scotland,
			ireland}},
		"Scotland": {text: three, here: []domain.Division{scotland}, days: []string{"2029-01-02 Scotland",
			"2029-11-30 Scotland"}, read: []domain.Division{scotland}, passed: []domain.Division{england, ireland}},
		"two nations": {text: three, here: []domain.Division{england, ireland}, days: []string{
			"2029-01-01 England and Wales", "2029-05-07 England and Wales", "2029-03-19 Northern Ireland"},
			read: []domain.Division{england, ireland}, passed: []domain.Division{scotland}},
		"one part, ours": {text: one, here: []domain.Division{scotland}, days: []string{"2029-11-30 Scotland"},
			read: []domain.Division{scotland}},
		"one part, not so": {text: one, here: []domain.Division{england}, refused: "of Scotland alone"},
		"a list, of whom?": {text: "2029-12-25,Christmas Day", here: []domain.Division{england, scotland},
			refused: "Choose whose"},
		"a list, said": {text: "2029-12-25,Christmas Day", said: scotland, here: []domain.Division{england, scotland},
			days: []string{"2029-12-25 Scotland"}, read: []domain.Division{scotland}},
	} {
		got, err := timelines.ReadHolidays(c.text, c.said, c.here)
		if c.refused != "" {
			if err == nil || !strings.Contains(err.Error(), c.refused) {
				t.Errorf("%s: %v, want %q", name, err, c.refused)
			}
			continue
		}
		var days []string
		for _, d := range got.Days {
			days = append(days, d.Day.String()+" "+string(d.Division))
		}
		if err != nil || !slices.Equal(days, c.days) || !slices.Equal(got.Read, c.read) ||
			!slices.Equal(got.PassedOver, c.passed) {
			t.Errorf("%s: %v, read %v, passed over %v, %v", name, days, got.Read, got.PassedOver, err)
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
