// Package procedures holds what a council's constitution says of its decisions: its nation and holidays, when a
// decision is key, who calls in and for how long, and how early a key decision is announced.
package procedures

import (
	"fmt"
	"slices"

	"fourgates/internal/domain"
)

// Procedure is what the constitution of one council says.
type Procedure struct {
	Authority     domain.AuthorityID
	Name          string // of the council
	Nation        domain.Nation
	KeySum        *domain.Pence // from which a decision is key; nil for no sum
	KeyWards      int           // on how many wards or divisions of the council its effects make it key
	CallInDays    int           // working days after publication
	CallInKeyOnly bool
	CallInBy      string // who can call in, in words
	NoticeDays    int    // clear days before a key decision
	Version       int    // zero: nobody has said yet, these are the defaults
}

// Default is what holds until somebody says otherwise (SI 2012/2089: 28 days, two or more wards).
func Default(keyOnly bool) Procedure {
	return Procedure{Nation: domain.England, KeyWards: 2, CallInDays: 5, CallInKeyOnly: keyOnly, NoticeDays: 28}
}

// The most that a constitution can say, in days and wards.
const (
	mostDays  = 90
	mostWards = 50
)

// Check returns a *BlockedError by field where the procedure cannot be.
func (p Procedure) Check() error {
	var list []domain.Blocker
	add := func(field, words string) { list = append(list, domain.Blocker{ID: field, Field: field, Words: words}) }
	if !slices.Contains(domain.Nations(), p.Nation) {
		add("nation", "Choose the nation")
	}
	if p.KeySum != nil && *p.KeySum <= 0 {
		add("key_sum", "Enter the sum from which a decision is key, or leave it empty")
	}
	between := func(field string, n, least, most int) {
		if n < least || n > most {
			add(field, fmt.Sprintf("Must be a whole number from %d to %d", least, most))
		}
	}
	between("key_wards", p.KeyWards, 1, mostWards)
	between("call_in_days", p.CallInDays, 0, mostDays)
	between("notice_days", p.NoticeDays, 0, mostDays)
	if len(list) > 0 {
		return &domain.BlockedError{Blockers: list}
	}
	return nil
}

// KeyWords says when a decision of the council is key, and when that is announced.
func (p Procedure) KeyWords() string {
	words := fmt.Sprintf("Key with effects on %s or more of the council’s wards or divisions",
		fmt.Sprint(p.KeyWards))
	if p.KeySum != nil {
		words += ", or from " + p.KeySum.Words()
	}
	if p.NoticeDays == 0 {
		return words + ". It needs no notice."
	}
	return fmt.Sprintf("%s. It is announced %s before.", words, domain.Counted(p.NoticeDays, "clear day", "clear days"))
}

// Day is a day on which the council's offices are closed though they would work, or open though others close.
type Day struct {
	Day    domain.Date
	Name   string
	Closed bool
}

// Words says what the day is.
func (d Day) Words() string {
	if d.Closed {
		return "Closed"
	}
	return "Open"
}

// Check returns a *BlockedError by field where the day cannot be.
func (d Day) Check() error {
	switch {
	case d.Day.IsZero():
		return domain.Blocked("day", "Enter the day")
	case d.Name == "":
		return domain.Blocked("name", "Enter what the day is")
	}
	return nil
}

// Deadline is a day by which something in an area is to be done that is not done yet.
type Deadline struct {
	Day      domain.Date
	What     string
	Link     string
	Area     domain.AreaID
	AreaName string
}

// Words is the deadline in one line.
func (d Deadline) Words() string { return d.Day.Words() + ": " + d.What + ", " + d.AreaName }

// MostDeadlines is how many deadlines are listed at once.
const MostDeadlines = 200
