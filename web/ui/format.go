package ui

import (
	"strconv"
	"strings"
	"time"
)

// london is the clock that people here read. Days that decide anything are the domain's; this one only writes them.
var london = mustLondon()

func mustLondon() *time.Location {
	l, err := time.LoadLocation("Europe/London")
	if err != nil {
		panic(err) // the domain package carries the time zones
	}
	return l
}

// Day is a date in words, "22 November 2026", as it was in London. The zero time is "".
func Day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(london).Format("2 January 2006")
}

// Instant is a date and time in words, "22 November 2026, 3:04pm", as it was in London. The zero time is "".
func Instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(london).Format("2 January 2006, 3:04pm")
}

// Number groups thousands: 12,345.
func Number(n int) string {
	digits := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, digits = "−", digits[1:]
	}
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(d)
	}
	return sign + b.String()
}

// Count is a number with its noun: "1 issue", "12 issues".
func Count(n int, one, many string) string {
	return Number(n) + " " + Noun(n, one, many)
}

// Noun is the word for so many.
func Noun(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

func itoa(n int) string { return strconv.Itoa(n) }

// tenth is a length with one decimal.
func tenth(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) }
