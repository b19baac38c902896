package domain

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Pence is an amount of money in whole pence: added and compared without rounding. An amount that nobody knows is a nil
// *Pence, never 0.
type Pence int64

// MostPence is the largest amount that can be typed: a penny under ten thousand million pounds.
const MostPence Pence = 999_999_999_999

var errMoney = errors.New("enter an amount of money, such as 1,200 or £1,200.50")

var moneyTyped = regexp.MustCompile(`^£?([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.([0-9]{2}))?$`)

// ParsePence reads an amount as people type it: "1200", "1,200", "£1,200.50", "0". Anything else is an error in words
// for the reader: pence of one or three digits, commas out of place, signs, other currencies, more than MostPence.
func ParsePence(s string) (Pence, error) {
	parts := moneyTyped.FindStringSubmatch(s)
	if parts == nil {
		return 0, errMoney
	}
	digits := strings.TrimLeft(strings.ReplaceAll(parts[1], ",", ""), "0") + (parts[2] + "00")[:2]
	pence, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || Pence(pence) > MostPence {
		return 0, fmt.Errorf("enter an amount of %s or less", MostPence.Words())
	}
	return Pence(pence), nil
}

// Words is the amount as people write it: "£1,200.50", or "£1,200" where there are no pence.
func (p Pence) Words() string { return "£" + p.Typed() }

// Typed is the amount as it is typed into a form, read again by ParsePence: "1,200.50", "1,200".
func (p Pence) Typed() string {
	digits := strconv.FormatInt(int64(p/100), 10)
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	if p%100 == 0 {
		return digits
	}
	return fmt.Sprintf("%s.%02d", digits, p%100)
}

// Decimal is the amount in pounds for files that are read by programs: "1200.50", always with two places.
func (p Pence) Decimal() string { return fmt.Sprintf("%d.%02d", p/100, p%100) }

// MoneyWords is an amount that may not be known, in words.
func MoneyWords(p *Pence) string {
	if p == nil {
		return "not known"
	}
	return p.Words()
}

// AgreedWords is a sum that the Executive agreed, with what was proposed where that was another: "£30,000 (proposed
// £40,000)".
func AgreedWords(agreed, proposed *Pence) string {
	if agreed == nil || proposed == nil || *agreed == *proposed {
		return MoneyWords(agreed)
	}
	return agreed.Words() + " (proposed " + proposed.Words() + ")"
}

// MoneyTyped is MoneyWords for a form's field: "" where the amount is not known.
func MoneyTyped(p *Pence) string {
	if p == nil {
		return ""
	}
	return p.Typed()
}

// MoneySum adds up amounts of which some may not be known.
type MoneySum struct {
	Pence   Pence
	Known   int // how many amounts it is the sum of
	Unknown int // how many were not known and are missing from it
}

// Add adds one amount.
func (s *MoneySum) Add(p *Pence) {
	if p == nil {
		s.Unknown++
		return
	}
	s.Known++
	s.Pence += *p
}

// Words is the sum with what is missing from it: "£1,200", "£1,200 and 2 not known", "not known" where nothing is.
// No amounts at all are "£0".
func (s MoneySum) Words() string {
	switch {
	case s.Unknown == 0:
		return s.Pence.Words()
	case s.Known == 0:
		return "not known"
	}
	return fmt.Sprintf("%s and %d not known", s.Pence.Words(), s.Unknown)
}
