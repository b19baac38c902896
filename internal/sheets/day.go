package sheets

import (
	"strconv"
	"strings"
	"time"

	"fourgates/internal/domain"
)

// Day reads a day as people and spreadsheets write it: 2026-05-08, 8/5/2026, 08.05.26, 8 May 2026, 8-May-26. The day
// comes before the month. It reports false for anything else, and for a day that there is not.
func Day(text string) (domain.Date, bool) {
	parts := strings.FieldsFunc(strings.TrimSuffix(text, " 00:00:00"), func(r rune) bool {
		return strings.ContainsRune(" /.-,", r)
	})
	if len(parts) == 4 && weekday(parts[0]) {
		parts = parts[1:]
	}
	if len(parts) != 3 {
		return domain.Date{}, false
	}
	day, month, year := parts[0], parts[1], parts[2]
	if len(day) == 4 {
		day, year = year, day
	}
	for _, ending := range []string{"st", "nd", "rd", "th"} {
		day = strings.TrimSuffix(strings.ToLower(day), ending)
	}
	d, err1 := strconv.Atoi(day)
	m, err2 := monthOf(month)
	y, err3 := strconv.Atoi(year)
	if err1 != nil || err2 != nil || err3 != nil {
		return domain.Date{}, false
	}
	if len(year) == 2 {
		y += 2000
	}
	is := domain.NewDate(y, m, d)
	if y < 1900 || y > 2199 || is.Time().Month() != m || is.Time().Day() != d {
		return domain.Date{}, false
	}
	return is, true
}

func weekday(word string) bool {
	for d := time.Sunday; d <= time.Saturday; d++ {
		if len(word) >= 3 && strings.HasPrefix(strings.ToLower(d.String()), strings.ToLower(word)) {
			return true
		}
	}
	return false
}

func monthOf(word string) (time.Month, error) {
	for m := time.January; m <= time.December; m++ {
		if len(word) >= 3 && strings.HasPrefix(strings.ToLower(m.String()), strings.ToLower(word)) {
			return m, nil
		}
	}
	n, err := strconv.Atoi(word)
	return time.Month(n), err
}
