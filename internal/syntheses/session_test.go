package syntheses

import (
	"cmp"
	"fmt"
	"strings"
	"testing"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/places"
	"fourgates/internal/policy"
)

var (
	keep  = Place{Seat: 1, Place: 1, SeatName: "Castle Keep", Authority: "Marlwick", Person: 5, Name: "Bethan"}
	quay  = Place{Seat: 2, Place: 1, SeatName: "Old Quay", Authority: "Marlwick", Person: 6, Name: "Kwame"}
	upper = Place{Seat: 3, Place: 2, SeatName: "Upper Moor", Authority: "Aldermoor"}
)

func record(came ...string) Record {
	r := Record{Number: 1, Synthesised: "Lamps and paths"}
	for i, p := range []Place{keep, quay, upper}[:len(came)] {
		r.Attendance = append(r.Attendance, Attendance{Place: p, Came: came[i]})
	}
	return r
}

func TestWhatARecordLacks(t *testing.T) {
	with := func(r Record, change func(*Record)) Record { change(&r); return r }
	for name, c := range map[string]struct {
		r    Record
		want string
	}{
		"whole":             {record(Came, Apologies, Vacant), ""},
		"nothing said":      {with(record(Came), func(r *Record) { r.Synthesised = "" }), "synthesised"},
		"a place unsaid":    {record(Came, ""), "came-2-1"},
		"another word":      {record("perhaps", Came), "came-1-1"},
		"held, yet vacant":  {record(Came, Vacant), "came-2-1"},
		"substitute unsaid": {record(Substitute), "stood_in-1-1"},
		"nobody":            {record(Apologies, DidNotCome, Vacant), "-"},
		"by letter alone":   {record(ByLetter, DidNotCome), ""},
		"all vacant": {Record{Number: 1, Synthesised: "Lamps", Attendance: []Attendance{{Place: upper, Came: Vacant}}},
			""},
		"corrected, no reason": {with(record(Came), func(r *Record) { r.Number = 2 }), "reason"},
	} {
		var got []string
		for _, b := range c.r.Blockers() {
			got = append(got, cmp.Or(b.Field, "-"))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestHowASessionStands(t *testing.T) {
	today := domain.NewDate(2026, 5, 4)
	at := time.Date(2026, 5, 4, 20, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		on      int
		records []Record
		off     bool
		status  string
		open    bool // its plan can be changed
		record  bool // it can be recorded
	}{
		"to come":    {5, nil, false, Planned, true, false},
		"today":      {4, nil, false, NotRecorded, true, true},
		"past":       {3, nil, false, NotRecorded, true, true},
		"held":       {3, []Record{record(Came)}, false, Held, false, true},
		"called off": {5, nil, true, CalledOff, false, false},
	} {
		s := Session{Plan: Plan{HeldOn: domain.NewDate(2026, 5, c.on)}, Records: c.records}
		if c.off {
			s.CancelledAt = at
		}
		if s.Status(today) != c.status || (s.CheckOpen() == nil) != c.open ||
			(s.CheckRecord(today) == nil) != c.record {
			t.Errorf("%s: %s, open %v, record %v", name, s.Status(today), s.CheckOpen(), s.CheckRecord(today))
		}
	}
}

func TestWhatGateTwoSaysOfSessions(t *testing.T) {
	on := Plan{HeldOn: domain.NewDate(2026, 5, 4)}
	off := Session{Plan: on, Cancelled: Cancelled{CancelledAt: time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC)}}
	held := Session{Plan: on, Records: []Record{record(Came, Substitute, Vacant), record(Came, Came)}}
	for name, c := range map[string]struct {
		list []Session
		ok   bool
		want string
	}{
		"none":       {nil, false, "none is planned"},
		"called off": {[]Session{off}, false, "none is planned"},
		"planned":    {[]Session{off, {Plan: on}}, false, "planned for 4 May 2026, and not recorded yet"},
		"held": {[]Session{off, held, {Plan: on}}, true,
			"held on 4 May 2026: 2 of 3 places took part, 1 by a substitute, 1 vacant"},
	} {
		if ok, words := HeldOf(c.list); ok != c.ok || words != c.want {
			t.Errorf("%s: %v %q, want %q", name, ok, words, c.want)
		}
	}
}

// Whoever was asked is on the record, though their ward is the area's no longer; and whoever took over a place.
func TestWhosePlacesAreRecorded(t *testing.T) {
	s := Session{Invited: []Place{keep, quay}}
	got := s.Asked([]places.AreaMember{{Seat: 1, Place: 1, SeatName: "Keep", Person: 9, Name: "Ines"},
		{Seat: 4, Place: 1, SeatName: "Bridge", Person: 8, Name: "Morwenna"}})
	var words []string
	for _, p := range got {
		words = append(words, fmt.Sprint(p.Key(), " ", p.Name))
	}
	if strings.Join(words, ", ") != "1-1 Ines, 4-1 Morwenna, 2-1 Kwame" {
		t.Errorf("recorded of %v", words)
	}
}

func TestATimeIsReadAsPeopleWriteIt(t *testing.T) {
	for typed, want := range map[string]string{"18:30": "18:30", "18.30": "18:30", "6.30 p.m.": "18:30", "7pm": "19:00",
		"9:05 AM": "09:05", "1830": "18:30", "": "", "late": "late"} {
		if got := (Plan{HeldAt: typed}).Tidy().HeldAt; got != want {
			t.Errorf("%q is read as %q, want %q", typed, got, want)
		}
	}
}

func TestWhatAPlanLacks(t *testing.T) {
	for name, c := range map[string]struct {
		p    Plan
		want string
	}{
		"whole":   {Plan{domain.NewDate(2026, 5, 4), "18:30", "Quay hall", ""}, ""},
		"no time": {Plan{domain.NewDate(2026, 5, 4), "", "Quay hall", ""}, ""},
		"nothing": {Plan{}, "held_on venue"},
		"no hour": {Plan{domain.NewDate(2026, 5, 4), "half", "Quay hall", ""}, "held_at"},
		"too far": {Plan{domain.NewDate(2026, 5, 4), "24:30", "Quay hall", ""}, "held_at"},
	} {
		var got []string
		for _, b := range c.p.Blockers() {
			got = append(got, b.Field)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, want %s", name, got, c.want)
		}
	}
}

// Area 1 is the actor's own where they have one.
func TestWhoRunsSessionsAndWhoReadsThem(t *testing.T) {
	own := []domain.AreaID{1}
	for _, c := range []struct {
		name  string
		grant policy.Grant
		want  string // runs in area 1, in area 2 · reads of area 1, of area 2
	}{
		{"liaison officer", policy.Grant{Role: policy.CLO, Areas: own}, "true false · true true"},
		{"planning officer", policy.Grant{Role: policy.CPO}, "true true · true true"},
		{"coordinator", policy.Grant{Role: policy.LAC, Areas: own}, "true false · true true"},
		{"service", policy.Grant{Role: policy.Service, Service: 5}, "false false · true true"},
		{"partner", policy.Grant{Role: policy.Partner, Organisation: 7, Areas: own}, "false false · false false"},
		{"Member", policy.Grant{Role: policy.Member, Areas: own}, "false false · true false"},
		{"Executive Member", policy.Grant{Role: policy.ExecutiveMember}, "false false · true true"},
		{"clerk", policy.Grant{Role: policy.Clerk}, "false false · true true"},
		{"director", policy.Grant{Role: policy.Director}, "false false · true true"},
		{"administrator", policy.Grant{Role: policy.Admin}, "false false · false false"},
		{"nobody", policy.Grant{}, "false false · false false"},
	} {
		a := policy.Actor{ID: 1, Grants: []policy.Grant{c.grant}}
		got := fmt.Sprintf("%v %v · %v %v", MayRun(a, 1), MayRun(a, 2), MayRead(a, 1), MayRead(a, 2))
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}
