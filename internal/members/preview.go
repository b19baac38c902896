package members

import (
	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/places"
	"fourgates/internal/sheets"
)

// Choices is what somebody says of a list: whose it is, and what stands in it.
type Choices struct {
	Council  domain.AuthorityID
	From     domain.Date // the first day of terms for which the list has none
	Whole    bool        // it is the whole council, after an election
	Matching sheets.Matching
	Answers  map[int]string // by line, who somebody is
}

// List is the table read with the choices.
func (c Choices) List(t sheets.Table) List {
	l := List{From: c.From, Whole: c.Whole, Answers: c.Answers}
	if c.Matching.Fits(Columns(), t) {
		l.Records = t.Records(Columns(), c.Matching)
	}
	return l
}

// Preview is a list that somebody has uploaded, with what it would do.
type Preview struct {
	ID      domain.ImportFileID
	Name    string
	Council places.Authority
	Table   sheets.Table
	Choices Choices
	Plan
	Digest string
	Open   []gates.OpenPlace // those among them that gates wait for
}

// At is the change by which a place changes hands.
func (p Preview) At(seat domain.SeatID, place int) (Change, bool) {
	for _, c := range p.Changes {
		if c.Seat == seat && c.Place == place && c.Does != Unchanged && c.Does != Changed {
			return c, true
		}
	}
	return Change{}, false
}
