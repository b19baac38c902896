package timelines

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/sheets"
)

// MostHolidays is how many days one file may hold.
const MostHolidays = 500

// HolidayFile is a file of bank holidays as it was read for the councils here.
type HolidayFile struct {
	Days       []domain.BankHoliday
	Read       []domain.Division // whose days were read
	PassedOver []domain.Division // that the file has too, and no council here is of
}

// ReadHolidays reads bank holidays from an iCalendar file, from a list in JSON as the government publishes it
// ("england-and-wales", events with title and date), or from lines of date and name separated by a comma. Of a file
// that says whose days they are it reads those of the councils here; any other is of the division said, or else of the
// only one here. It returns the days in order, each once, or a *BlockedError by "file" or "division".
func ReadHolidays(text string, said domain.Division, here []domain.Division) (HolidayFile, error) {
	text = strings.TrimSpace(strings.TrimPrefix(text, "\ufeff"))
	if strings.HasPrefix(text, "{") {
		return holidaysFromJSON(text, said, here)
	}
	days, err := readHolidays(text)
	if err != nil {
		return HolidayFile{}, err
	}
	if said == "" && len(here) == 1 {
		said = here[0]
	}
	if !slices.Contains(domain.Divisions(), said) {
		return HolidayFile{}, domain.Blocked("division", "Choose whose bank holidays these are: the file does not say")
	}
	days, err = checkHolidays(days, said)
	return HolidayFile{Days: days, Read: []domain.Division{said}}, err
}

// checkHolidays are the days of a division in order, each once.
func checkHolidays(days []domain.BankHoliday, of domain.Division) ([]domain.BankHoliday, error) {
	for i := range days {
		days[i].Name, days[i].Division = domain.Line(days[i].Name), of
	}
	slices.SortStableFunc(days, func(a, b domain.BankHoliday) int { return a.Day.DaysSince(b.Day) })
	days = slices.CompactFunc(days, func(a, b domain.BankHoliday) bool { return a.Day == b.Day })
	if len(days) == 0 {
		return nil, domain.Blocked("file", "There is no day in it")
	}
	if len(days) > MostHolidays {
		return nil, domain.Blocked("file", fmt.Sprintf("It has %d days: at most %d at once", len(days), MostHolidays))
	}
	var b []domain.Blocker
	for _, d := range days {
		switch {
		case d.Day.Before(domain.NewDate(2000, 1, 1)) || d.Day.After(domain.NewDate(2199, 12, 31)):
			b = append(b, domain.Blocker{Field: "file", Words: d.Day.Words() + " is out of all reach"})
		case d.Name == "":
			b = append(b, domain.Blocker{Field: "file", Words: d.Day.Words() + " has no name"})
		case len([]rune(d.Name)) > 120:
			b = append(b, domain.Blocker{Field: "file", Words: "The name of " + d.Day.Words() +
				" has over 120 characters"})
		}
	}
	if len(b) > 0 {
		return nil, &domain.BlockedError{Blockers: b}
	}
	return days, nil
}

func readHolidays(text string) ([]domain.BankHoliday, error) {
	switch {
	case text == "":
		return nil, domain.Blocked("file", "Choose a file, or paste what is in it")
	case strings.HasPrefix(text, "BEGIN:"):
		days, err := wholeDays(text)
		if err != nil {
			return nil, domain.Blocked("file", "It is no calendar")
		}
		return days, nil
	}
	return holidaysFromCSV(text)
}

// keyOf is what the government's list calls a division.
func keyOf(v domain.Division) string { return strings.ReplaceAll(strings.ToLower(string(v)), " ", "-") }

// holidaysFromJSON reads the government's list, whole or that of one division.
func holidaysFromJSON(text string, said domain.Division, here []domain.Division) (HolidayFile, error) {
	type division struct {
		Division string `json:"division"`
		Events   []struct {
			Title string      `json:"title"`
			Date  domain.Date `json:"date"`
		} `json:"events"`
	}
	var file map[string]json.RawMessage
	if err := json.Unmarshal([]byte(text), &file); err != nil {
		return HolidayFile{}, domain.Blocked("file", "It is not JSON that can be read")
	}
	const noList = "It has no list of events with a title and a date"
	lists := map[domain.Division]division{}
	for _, v := range domain.Divisions() {
		if part, ok := file[keyOf(v)]; ok {
			var list division
			if err := json.Unmarshal(part, &list); err != nil {
				return HolidayFile{}, domain.Blocked("file", noList)
			}
			lists[v] = list
		}
	}
	if len(lists) == 0 {
		var list division
		if err := json.Unmarshal([]byte(text), &list); err != nil {
			return HolidayFile{}, domain.Blocked("file", noList)
		}
		for _, v := range domain.Divisions() {
			if list.Division == keyOf(v) {
				said = v
			}
		}
		if said == "" && len(here) == 1 {
			said = here[0]
		}
		if said == "" {
			return HolidayFile{},
				domain.Blocked("division", "Choose whose bank holidays these are: the file does not say")
		}
		lists[said] = list
	}
	var is HolidayFile
	for _, v := range domain.Divisions() {
		list, ok := lists[v]
		switch {
		case !ok:
			continue
		case !slices.Contains(here, v):
			is.PassedOver = append(is.PassedOver, v)
			continue
		}
		days := make([]domain.BankHoliday, len(list.Events))
		for i, e := range list.Events {
			days[i] = domain.BankHoliday{Day: e.Date, Name: e.Title}
		}
		days, err := checkHolidays(days, v)
		if err != nil {
			return HolidayFile{}, err
		}
		is.Days, is.Read = append(is.Days, days...), append(is.Read, v)
	}
	if len(is.Read) == 0 {
		return is,
			domain.Blocked("file", "It has the bank holidays of "+DivisionWords(is.PassedOver)+" alone, and the "+
				"councils here are of "+DivisionWords(
				here)+". Each council’s nation stands on its page, under Councils")
	}
	return is, nil
}

// DivisionWords names divisions: "Scotland and Northern Ireland".
func DivisionWords(list []domain.Division) string {
	words := make([]string, len(list))
	for i, v := range list {
		words[i] = string(v)
	}
	return strings.Join(words, " and ")
}

func holidaysFromCSV(text string) ([]domain.BankHoliday, error) {
	sheet, err := sheets.Read([]byte(text))
	if err != nil {
		return nil, err
	}
	var days []domain.BankHoliday
	var b []domain.Blocker
	for i, row := range sheet.Rows {
		d, err := domain.ReadSheetDate(row.Cells[0])
		switch {
		case err == nil && len(row.Cells) >= 2:
			days = append(days, domain.BankHoliday{Day: d, Name: row.Cells[1]})
		case err == nil:
			b = append(b, domain.Blocker{Field: "file", Words: fmt.Sprintf("Line %d: %s has no name beside it",
				row.Line, d.Words())})
		case i == 0 && !strings.ContainsAny(row.Cells[0], "0123456789"): // the names of the columns
		default:
			b = append(b, domain.Blocker{Field: "file", Words: fmt.Sprintf("Line %d is not a date such as "+
				"25/12/2029, a comma and a name: %s", row.Line, err)})
		}
	}
	if len(b) > 0 {
		return nil, &domain.BlockedError{Blockers: b}
	}
	return days, nil
}

// NewHolidays are those of the days that nobody knows yet: neither the program nor the councils' own list. The others
// are returned too.
func NewHolidays(days, imported []domain.BankHoliday) (fresh, known []domain.BankHoliday) {
	for _, d := range days {
		if d.Division.Knows(d.Day) || slices.ContainsFunc(imported, func(is domain.BankHoliday) bool {
			return is.Day == d.Day && (is.Division == "" || is.Division == d.Division)
		}) {
			known = append(known, d)
		} else {
			fresh = append(fresh, d)
		}
	}
	return fresh, known
}

// HolidayImport is an import of bank holidays: what it added can be taken back as one.
type HolidayImport struct {
	ID   int64
	At   time.Time
	By   string
	Days int // of it that are still there
}

// errNoCalendar is a text that is no iCalendar file.
var errNoCalendar = errors.New("no calendar")

// wholeDays reads the whole days of an iCalendar file, as calendars of holidays have them. Events of hours, and what it
// does not know, are passed over.
func wholeDays(text string) ([]domain.BankHoliday, error) {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	if !strings.HasPrefix(strings.TrimSpace(text), "BEGIN:VCALENDAR") {
		return nil, errNoCalendar
	}
	text = strings.NewReplacer("\n ", "", "\n\t", "").Replace(text)
	var days []domain.BankHoliday
	var day domain.BankHoliday
	for line := range strings.Lines(text) {
		name, value, _ := strings.Cut(strings.TrimRight(line, "\n"), ":")
		property, parameters, _ := strings.Cut(strings.ToUpper(name), ";")
		switch {
		case property == "BEGIN" && strings.EqualFold(value, "VEVENT"):
			day = domain.BankHoliday{}
		case property == "DTSTART" && (strings.Contains(parameters, "VALUE=DATE") &&
			!strings.Contains(parameters, "DATE-TIME") || len(value) == 8):
			if at, err := domain.ReadDate(value); err == nil {
				day.Day = at
			}
		case property == "SUMMARY":
			day.Name = strings.NewReplacer("\\n", " ", "\\,", ",", "\\;", ";", "\\\\", "\\").Replace(value)
		case property == "END" && strings.EqualFold(value, "VEVENT") && !day.Day.IsZero():
			days = append(days, day)
		}
	}
	return days, nil
}
