package domain

import (
	"fmt"
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

// DateOf returns the day on which the instant falls in London.
func DateOf(at time.Time) Date {
	y, m, d := at.In(London).Date()
	return NewDate(y, m, d)
}

// ParseDate reads "2006-01-02".
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("%q is not a date like 2026-03-31", s)
	}
	return Date{t}, nil
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
func (d Date) Time() time.Time       { return d.t }
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
