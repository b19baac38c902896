package diaries

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/places"
	"fourgates/internal/sheets"
)

func day(month time.Month, d int) domain.Date { return domain.NewDate(2027, month, d) }

func calendar(entries ...Entry) Calendar {
	for i := range entries {
		entries[i].Authority, entries[i].Council = 1, "Thornlow"
		entries[i] = entries[i].Filled()
	}
	return Calendar{Councils: []Council{{ID: 1, Name: "Thornlow", Decides: true}}, Entries: entries}
}

func TestAGatesRangeMeetsTheCalendar(t *testing.T) {
	recess := Entry{Kind: Recess, Name: "Summer", StartsOn: day(8, 1), EndsOn: day(8, 31)}
	silence := Entry{Kind: PreElection, StartsOn: day(3, 27), EndsOn: day(5, 6), SeatNames: []string{"Priory", "Quay"}}
	poll := Entry{Kind: Election, StartsOn: day(5, 6)}
	for what, c := range map[string]struct {
		gate        domain.Gate
		early, late domain.Date
		in          []Entry
		want        []string
	}{
		"nothing": {2, day(7, 1), day(7, 31), []Entry{recess, poll}, nil},
		"wholly within": {2, day(8, 10), day(8, 31), []Entry{recess},
			[]string{"It falls into the recess “Summer” of Thornlow, 1 August 2027 to 31 August 2027"}},
		"in part": {2, day(7, 20), day(8, 4), []Entry{recess}, []string{"From 1 August 2027 to 4 August 2027 it " +
			"would fall into the recess “Summer” of Thornlow, 1 August 2027 to 31 August 2027"}},
		"on one day": {2, day(7, 20), day(8, 1), []Entry{recess}, []string{"On 1 August 2027 it would fall into the " +
			"recess “Summer” of Thornlow, 1 August 2027 to 31 August 2027"}},
		"some seats": {1, day(4, 1), day(4, 2), []Entry{silence}, []string{"It falls into the pre-election period of " +
			"Thornlow in Priory, Quay, 27 March 2027 to 6 May 2027"}},
		"an election": {1, day(5, 1), day(5, 9), []Entry{poll}, []string{"The election of Thornlow is on 6 May 2027: " +
			"whoever holds a place after it may be somebody else"}},
		"a meeting for gate 3": {3, day(7, 1), day(7, 31), []Entry{{Kind: Meeting, StartsOn: day(7, 13)}},
			[]string{"The Executive of Thornlow meets on 13 July 2027"}},
		"none in time": {3, day(7, 1), day(7, 31), []Entry{{Kind: Meeting, StartsOn: day(6, 30)},
			{Kind: Meeting, StartsOn: day(9, 7)}}, []string{"No meeting of the Executive of Thornlow falls into it: " +
			"the next after it is on 7 September 2027"}},
		"none at all": {3, day(7, 1), day(7, 31), nil, []string{"No meeting of the Executive of Thornlow is in its " +
			"calendar for then"}},
		"a meeting for gate 2": {2, day(7, 1), day(7, 31), []Entry{{Kind: Meeting, StartsOn: day(7, 13)}}, nil},
	} {
		t.Run(what, func(t *testing.T) {
			var got []string
			for _, is := range calendar(c.in...).Against(c.gate, c.early, c.late) {
				got = append(got, is.Words)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q\nwant %q", got, c.want)
			}
		})
	}
}

func TestEntriesThatCannotBe(t *testing.T) {
	has := []Entry{{ID: 7, Kind: Recess, StartsOn: day(8, 1), EndsOn: day(8, 31)}}
	for what, c := range map[string]struct {
		e     Entry
		field string
	}{
		"no kind":         {Entry{Kind: "party", StartsOn: day(1, 1), EndsOn: day(1, 2)}, "kind"},
		"no day":          {Entry{Kind: Election}, "from"},
		"no last day":     {Entry{Kind: Recess, StartsOn: day(1, 1)}, "to"},
		"ends before":     {Entry{Kind: Recess, StartsOn: day(1, 2), EndsOn: day(1, 1)}, "to"},
		"for years":       {Entry{Kind: Recess, StartsOn: day(1, 2), EndsOn: domain.NewDate(2029, 1, 1)}, "to"},
		"a long election": {Entry{Kind: Election, StartsOn: day(1, 2), EndsOn: day(1, 3)}, "to"},
		"recess of some": {Entry{Kind: Recess, StartsOn: day(1, 2), EndsOn: day(1, 3),
			Seats: []domain.SeatID{4}}, "seats"},
		"overlaps the other": {Entry{Kind: Recess, StartsOn: day(8, 31), EndsOn: day(9, 3)}, "from"},
		"out of reach":       {Entry{Kind: Election, StartsOn: domain.NewDate(1999, 1, 1)}, "from"},
	} {
		err, ok := c.e.Check(has).(*domain.BlockedError)
		if !ok || err.Blockers[0].Field != c.field {
			t.Errorf("%s: %v, want %s", what, err, c.field)
		}
	}
	if err := (Entry{ID: 7, Kind: Recess, StartsOn: day(8, 2), EndsOn: day(9, 3)}).Check(has); err != nil {
		t.Errorf("an entry overlaps itself: %v", err)
	}
}

func TestACalendarAsASheet(t *testing.T) {
	seats := []Seat{{ID: 3, Name: "Priory", Code: "E05000003"}, {ID: 4, Name: "Tŷ Gwyn"}}
	has := []Entry{{ID: 7, Kind: Recess, StartsOn: day(8, 1), EndsOn: day(8, 31), Name: "Summer", Version: 2},
		{ID: 8, Kind: Meeting, StartsOn: day(7, 13), EndsOn: day(7, 13)}}
	s, err := sheets.Read([]byte("Event;Date;End date;Title;Wards\nRecess;1/8/2027;3.9.2027;Summer;\n" +
		"Cabinet;13 July 2027;;;\nPurdah;27/03/2027;06/05/2027;By-election;e05000003; \n"))
	if err != nil {
		t.Fatal(err)
	}
	table := s.Under(Columns())
	read := func(table sheets.Table) Plan {
		return PlanOf(table.Records(Columns(), table.Propose(Columns())), places.Authority{ID: 1, Name: "Thornlow"},
			seats, has)
	}
	p := read(table)
	if p.Words() != "1 added, 1 changed, 1 unchanged" || len(p.Problems) > 0 {
		t.Fatalf("%s, %v", p.Words(), p.Problems)
	}
	if c := p.Changes[0]; c.ID != 7 || c.Version != 2 || c.EndsOn != day(9, 3) {
		t.Errorf("the recess becomes %+v", c.Entry)
	}
	if c := p.Changes[2]; !slices.Equal(c.Seats, []domain.SeatID{3}) || c.SeatNames[0] != "Priory" {
		t.Errorf("the pre-election period is of %v", c.SeatNames)
	}
	bad, _ := sheets.Read([]byte("what,from,to,name,seats\nbeano,1/8/2027,,,\nelection,soon,,,\n" +
		"election,6/5/2027,,,Nowhere\n" +
		"recess,5/8/2027,6/8/2027,,\nelection,7/5/2027,,,ty gwyn\nelection,7/5/2027,,,Tŷ Gwyn\n"))
	p = read(bad.Under(Columns()))
	var lines []string
	for _, l := range p.Problems {
		lines = append(lines, l.String())
	}
	for i, want := range []string{"line 2, what: “beano” is none of", "line 3, from: “soon” is no day",
		"line 4, seats: The council has no ward", "line 5, from: It overlaps", "line 7, from: It overlaps"} {
		if i >= len(lines) || !strings.Contains(strings.Join(lines, "\n"), want) {
			t.Errorf("no %q in %q", want, lines)
		}
	}
}
