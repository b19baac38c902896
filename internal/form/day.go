package form

import (
	"strconv"
	"strings"

	"fourgates/internal/domain"
)

// Date reads a required day from the three fields name-day, name-month and name-year, or from one field, as
// domain.ReadDate does. empty is the message where there is none, and names the field where the day is wrong.
func (f *Form) Date(name, empty string) domain.Date {
	d := f.OptionalDate(name, empty)
	if d.IsZero() {
		f.Add(name, empty)
	}
	return d
}

// OptionalDate is Date where no day at all is a fine answer: the zero Date. What the field is called, if it is given,
// stands before what is wrong.
func (f *Form) OptionalDate(name string, called ...string) domain.Date {
	d, err := f.readDay(name)
	if err != nil {
		words := err.Error()
		if len(called) > 0 {
			words = strings.TrimRight(called[0], ".:") + ": " + words
		}
		f.Add(name, domain.Capital(words))
	}
	return d
}

// readDay reads the three parts of a day, or a whole one typed into the first of them or into a field of its own.
func (f Form) readDay(name string) (domain.Date, error) {
	day, month, year := f.Text(name+"-day"), f.Text(name+"-month"), f.Text(name+"-year")
	whole := f.Text(name)
	if month+year == "" && len(day) > 4 {
		whole, day = day, ""
	}
	if day+month+year != "" {
		return domain.ReadDateParts(day, month, year)
	}
	if whole == "" {
		return domain.Date{}, nil
	}
	return domain.ReadDate(whole)
}

// DayTyped is a day as its three boxes show it again, and which of them is wrong: "day", "month", "year", or "" for
// none in particular. What was filled from a record may be one value, "2027-03-27".
func (f Form) DayTyped(name string) (day, month, year, wrong string) {
	day, month, year = f.Values.Get(name+"-day"), f.Values.Get(name+"-month"), f.Values.Get(name+"-year")
	d, err := f.readDay(name)
	if part := domain.AsDatePart(err); part != nil {
		wrong = part.Part
	}
	if day+month+year == "" && !d.IsZero() {
		t := d.Time()
		return strconv.Itoa(t.Day()), strconv.Itoa(int(t.Month())), strconv.Itoa(t.Year()), wrong
	}
	return day, month, year, wrong
}

// Point reads a place on the map from the fields lat and lon, as domain.ReadPoint does: nil where both are empty.
func (f *Form) Point() *domain.Point {
	lat, lon := f.Text("lat"), f.Text("lon")
	if lat == "" && lon == "" {
		return nil
	}
	p, err := domain.ReadPoint(lat, lon)
	if wrong := domain.AsPointError(err); wrong != nil {
		f.Add(wrong.Part, wrong.Words)
		return nil
	}
	return &p
}
