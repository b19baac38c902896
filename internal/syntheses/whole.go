package syntheses

import (
	"fourgates/internal/domain"
	"fourgates/internal/places"
)

// WholeSession is a session that was held, as it is frozen with gate 2.
type WholeSession struct {
	ID          domain.SynthesisID `json:"id"`
	HeldOn      domain.Date        `json:"held_on"`
	HeldAt      string             `json:"held_at,omitempty"`
	Venue       string             `json:"venue"`
	Synthesised string             `json:"synthesised"`
	RecordedBy  string             `json:"recorded_by"`
	RecordedOn  domain.Date        `json:"recorded_on"`
	Record      int                `json:"record"` // its number: above 1 it was corrected before
	Counts      string             `json:"counts"`
	Attendance  []WholeAttendance  `json:"attendance"`
}

// WholeAttendance is what became of one place.
type WholeAttendance struct {
	Seat      string      `json:"seat"`
	Authority string      `json:"authority"`
	Tier      places.Tier `json:"tier"`
	Place     int         `json:"place"`
	Name      string      `json:"name,omitempty"` // "" where it was vacant
	Came      string      `json:"came"`
	StoodIn   string      `json:"stood_in,omitempty"`
}

// Words names the place.
func (a WholeAttendance) Words() string {
	return Place{SeatName: a.Seat, Authority: a.Authority, Place: a.Place}.Words()
}

// Whole lists the sessions that were held, as their newest records say.
func Whole(list []Session) []WholeSession {
	var whole []WholeSession
	for _, s := range list {
		if !s.Held() {
			continue
		}
		r := s.Records[0]
		is := WholeSession{ID: s.ID, HeldOn: s.HeldOn, HeldAt: s.HeldAt, Venue: s.Venue, Synthesised: r.Synthesised,
			RecordedBy: r.ByName, RecordedOn: domain.DateOf(r.At), Record: r.Number, Counts: r.Counts()}
		for _, a := range r.Attendance {
			is.Attendance = append(is.Attendance, WholeAttendance{a.SeatName, a.Authority, a.Tier, a.Place.Place,
				a.Name, a.Came, a.StoodIn})
		}
		whole = append(whole, is)
	}
	return whole
}
