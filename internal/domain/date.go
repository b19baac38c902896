package domain

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // London must be known on machines without a zone database
)

// London is where the councils' days begin and end.
var London = func() *time.Location {
	loc, err := time.LoadLocation("Europe/London")
	if err != nil {
		panic(err)
	}
	return loc
}()

// Date is a day in the council's calendar, without a time. The zero Date is no day at all.
type Date struct{ t time.Time }

// NewDate returns the day; out-of-range days and months roll over as in time.Date.
func NewDate(year int, month time.Month, day int) Date {
	return Date{time.Date(year, month, day, 0, 0, 0, 0, time.UTC)}
}

// Moment is an instant as people read it, in London.
func Moment(t time.Time) string { return t.In(London).Format("2 January 2006, 3:04pm") }

// ReadInstant reads an instant as entries of the register say it, in RFC 3339; ok is false where it is none.
func ReadInstant(text string) (at time.Time, ok bool) {
	at, err := time.Parse(time.RFC3339, text)
	return at, err == nil
}

// DateOf returns the day on which the instant falls in London.
func DateOf(at time.Time) Date {
	y, m, d := at.In(London).Date()
	return NewDate(y, m, d)
}

// ParseDate reads "2006-01-02", as programs write it. What people write is for ReadDate.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("%q is not a date like 2026-03-31", s)
	}
	return Date{t}, nil
}

// The years that a day is read in.
const (
	firstYear = 1900
	lastYear  = 2199
)

// ReadDate reads a day as people write it: 21 March 2021, 21 Mar 2021, 21/3/2021, 2021-03-21, with or without the day
// of the week and a time. The day comes before the month. What is wrong is an error in words for the reader, such as
// "the year is missing".
func ReadDate(text string) (Date, error) { return readDate(text, false) }

// ReadSheetDate is ReadDate for the cell of a spreadsheet: it takes years of two figures for those of this century, and
// the numbers by which spreadsheets count days.
func ReadSheetDate(text string) (Date, error) {
	if n, err := strconv.Atoi(strings.TrimSuffix(Line(text), ".0")); err == nil && n > 10_000 && n < 110_000 {
		return NewDate(1899, time.December, 30).AddDays(n), nil
	}
	return readDate(text, true)
}

var (
	clockTime = regexp.MustCompile(`(?i)[t ,]+[0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?( ?[ap]m)?(z| ?[+-][0-9:]+)?$`)
	oneWord   = regexp.MustCompile(`^[0-9]{8}$`)
	ordinal   = regexp.MustCompile(`^([0-9]{1,2})(st|nd|rd|th)$`)
)

func readDate(text string, century bool) (Date, error) {
	s := strings.ToLower(Line(text))
	if at, err := time.Parse(time.RFC3339, strings.ToUpper(s)); err == nil {
		return DateOf(at), nil
	}
	s = clockTime.ReplaceAllString(s, "")
	if oneWord.MatchString(s) {
		return ReadDateParts(s[6:], s[4:6], s[:4])
	}
	parts := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" /.,-‐‑–", r) })
	weekday := ""
	if len(parts) > 2 && dayName(parts[0]) != "" {
		weekday, parts = dayName(parts[0]), parts[1:]
	}
	switch {
	case len(parts) == 3 && len(parts[0]) == 4 && isNumber(parts[0]):
		parts[0], parts[2] = parts[2], parts[0]
	case len(parts) == 3 && monthNamed(parts[0]) > 0:
		parts[0], parts[1] = parts[1], parts[0]
	case len(parts) == 2 && len(parts[1]) == 4 && monthNamed(parts[1]) == 0:
		parts = []string{"", parts[0], parts[1]}
	case len(parts) == 2 && (monthNamed(parts[1]) > 0 || isNumber(parts[0]) && isNumber(parts[1])):
		parts = append(parts, "")
	case len(parts) != 3:
		return Date{}, fmt.Errorf("“%s” is no date, such as 21 March 2027", Line(text))
	}
	if century && len(parts[2]) == 2 && isNumber(parts[2]) {
		parts[2] = "20" + parts[2]
	}
	d, err := ReadDateParts(parts[0], parts[1], parts[2])
	if err == nil && weekday != "" && d.Weekday().String() != weekday {
		return Date{}, fmt.Errorf("%s is a %s, not a %s", d.Words(), d.Weekday(), weekday)
	}
	return d, err
}

// DatePartError is what is wrong with one of the three parts of a day: "day", "month" or "year".
type DatePartError struct{ Part, Words string }

func (e *DatePartError) Error() string { return e.Words }

// ReadDateParts reads a day from its three parts: the month as a number or a name. It returns a *DatePartError.
func ReadDateParts(day, month, year string) (Date, error) {
	day, month, year = strings.ToLower(Line(day)), strings.ToLower(Line(month)), strings.ToLower(Line(year))
	if found := ordinal.FindStringSubmatch(day); found != nil {
		day = found[1]
	}
	for _, p := range []struct{ name, typed string }{{"day", day}, {"month", month}, {"year", year}} {
		if p.typed == "" {
			return Date{}, &DatePartError{p.name, "the " + p.name + " is missing"}
		}
	}
	d, err := strconv.Atoi(day)
	if err != nil {
		return Date{}, &DatePartError{"day", fmt.Sprintf("“%s” is no day: enter its number", day)}
	}
	m := monthNamed(month)
	if m == 0 {
		n, err := strconv.Atoi(month)
		if err != nil {
			return Date{}, &DatePartError{"month", fmt.Sprintf("“%s” is no month: enter its name or number", month)}
		}
		if m = time.Month(n); n < 1 || n > 12 {
			return Date{}, &DatePartError{"month", fmt.Sprintf("there is no month %d: the day comes first, then the "+
				"month", n)}
		}
	}
	y, err := strconv.Atoi(year)
	switch {
	case err != nil:
		return Date{}, &DatePartError{"year", fmt.Sprintf("“%s” is no year: enter its four figures", year)}
	case len(year) == 2:
		return Date{}, &DatePartError{"year", fmt.Sprintf("the year %s could be 19%[1]s or 20%[1]s: enter its four "+
			"figures", year)}
	case len(year) != 4 || y < firstYear || y > lastYear:
		return Date{}, &DatePartError{"year", fmt.Sprintf("the year must be from %d to %d", firstYear, lastYear)}
	}
	is := NewDate(y, m, d)
	if is.t.Month() != m || is.t.Day() != d {
		last := NewDate(y, m+1, 0).t.Day()
		return Date{}, &DatePartError{"day", fmt.Sprintf("%s %d has %d days", m, y, last)}
	}
	return is, nil
}

// AsDatePart is the error as one of a part of a day; nil where it is of none.
func AsDatePart(err error) *DatePartError {
	wrong, _ := errors.AsType[*DatePartError](err)
	return wrong
}

func isNumber(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}

// monthNamed is the month of a name such as "march", "mar" or "sept"; 0 for none.
func monthNamed(word string) time.Month {
	for m := time.January; len(word) >= 3 && m <= time.December; m++ {
		if strings.HasPrefix(strings.ToLower(m.String()), word) {
			return m
		}
	}
	return 0
}

// dayName is the day of the week that the word begins, as "Friday"; "" for none.
func dayName(word string) string {
	days := []time.Weekday{time.Sunday, time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday,
		time.Saturday}
	at := slices.IndexFunc(days, func(d time.Weekday) bool {
		return len(word) >= 3 && strings.HasPrefix(strings.ToLower(d.String()), word)
	})
	if at < 0 {
		return ""
	}
	return days[at].String()
}

// DateFromTime wraps the UTC midnight that the database driver returns for a date column.
func DateFromTime(t time.Time) Date {
	if t.IsZero() {
		return Date{}
	}
	y, m, d := t.Date()
	return NewDate(y, m, d)
}

// Time is midnight UTC of the day, for date columns.
func (d Date) Time() time.Time { return d.t }

// Begins is the instant at which the day begins for the council.
func (d Date) Begins() time.Time {
	return time.Date(d.t.Year(), d.t.Month(), d.t.Day(), 0, 0, 0, 0, London)
}

func (d Date) IsZero() bool          { return d.t.IsZero() }
func (d Date) Before(e Date) bool    { return d.t.Before(e.t) }
func (d Date) After(e Date) bool     { return d.t.After(e.t) }
func (d Date) AddDays(n int) Date    { return Date{d.t.AddDate(0, 0, n)} }
func (d Date) AddWeeks(n int) Date   { return d.AddDays(7 * n) }
func (d Date) DaysSince(e Date) int  { return int(d.t.Sub(e.t) / (24 * time.Hour)) }
func (d Date) Weekday() time.Weekday { return d.t.Weekday() }

// String is "2006-01-02", or "" for no day.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.t.Format(time.DateOnly)
}

// Words is "2 January 2006", or "" for no day.
func (d Date) Words() string {
	if d.IsZero() {
		return ""
	}
	return d.t.Format("2 January 2006")
}

// MarshalText makes a Date a plain string in JSON.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (d *Date) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = Date{}
		return nil
	}
	got, err := ParseDate(string(b))
	*d = got
	return err
}

// Scan reads a date column; NULL is the zero Date.
func (d *Date) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*d = Date{}
	case time.Time:
		*d = DateFromTime(v)
	default:
		return fmt.Errorf("a date cannot be read from %T", src)
	}
	return nil
}

// Span is a run of days, both ends included; a zero To is open.
type Span struct {
	From Date `db:"from_on"`
	To   Date `db:"to_on"`
}

// Covers reports whether the day lies in the span.
func (s Span) Covers(d Date) bool {
	return !d.Before(s.From) && (s.To.IsZero() || !d.After(s.To))
}

// Overlaps reports whether the two spans share a day.
func (s Span) Overlaps(o Span) bool {
	return (o.To.IsZero() || !s.From.After(o.To)) && (s.To.IsZero() || !o.From.After(s.To))
}

// Words is the span as people say it: "from 4 May 2023", "4 May 2023 to 3 May 2027".
func (s Span) Words() string {
	if s.To.IsZero() {
		return "from " + s.From.Words()
	}
	return s.From.Words() + " to " + s.To.Words()
}

// End returns the span with its last day, or an earlier one. It refuses a day before the first, and to put an end off.
func (s Span) End(on Date) (Span, error) {
	if !s.To.IsZero() && !on.Before(s.To) {
		return s, Blocked("to", "This ends on "+s.To.Words()+" already: enter an earlier day")
	}
	if on.Before(s.From) {
		return s, Blocked("to", "The last day must be on or after the first, "+s.From.Words())
	}
	s.To = on
	return s, nil
}

// ReadTimeOfDay reads a time of day such as 18:30, 18.30, 6:30 pm or 7pm, and writes it as "18:30".
func ReadTimeOfDay(typed string) (string, error) {
	t := strings.ToLower(strings.NewReplacer(" ", "", ".", ":").Replace(Line(typed)))
	t = strings.NewReplacer("a:m:", "am", "p:m:", "pm", "a:m", "am", "p:m", "pm").Replace(t)
	for _, layout := range []string{"15:04", "1504", "3:04pm", "3pm"} {
		if at, err := time.Parse(layout, t); err == nil {
			return at.Format("15:04"), nil
		}
	}
	return "", errors.New("the time should look like 18:30")
}
