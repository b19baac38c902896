package places_test

import (
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/places"
)

func day(month, d int) domain.Date { return domain.NewDate(2026, 1, 1).AddDays(31*(month-1) + d - 1) }

func span(from, to domain.Date) domain.Span { return domain.Span{From: from, To: to} }

// fieldsOf are the fields of the blockers, in order.
func fieldsOf(blockers []domain.Blocker) string {
	fields := ""
	for _, b := range blockers {
		fields += b.ID + " "
	}
	return fields
}

func TestTermBlockers(t *testing.T) {
	ward := places.Seat{ID: 1, Name: "Canalside", Places: 2}
	held := []places.Term{{Place: 1, Person: 7, Name: "Roisín", Span: span(day(2, 1), day(4, 1))}}
	for name, c := range map[string]struct {
		term places.Term
		want string
	}{
		"the other place": {places.Term{Place: 2, Person: 8, Span: span(day(1, 1), domain.Date{})}, ""},
		"the same place on a shared day": {places.Term{Place: 1, Person: 8, Span: span(day(4, 1), domain.Date{})},
			"held "},
		"the same place the day after": {
			places.Term{Place: 1, Person: 8, Span: span(day(4, 1).AddDays(1), domain.Date{})}, ""},
		"the same place before": {places.Term{Place: 1, Person: 8, Span: span(day(1, 1), day(1, 31))}, ""},
		"both places for one person": {places.Term{Place: 2, Person: 7, Span: span(day(3, 1), domain.Date{})},
			"twice "},
		"a place that there is not": {places.Term{Place: 3, Person: 8, Span: span(day(1, 1), domain.Date{})},
			"place "},
		"an end before the beginning": {places.Term{Place: 2, Person: 8, Span: span(day(3, 1), day(2, 1))}, "to "},
	} {
		if got := fieldsOf(places.TermBlockers(c.term, ward, held)); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestSubstituteBlockers(t *testing.T) {
	ward := places.Seat{ID: 1, Name: "Canalside", Places: 2}
	terms := []places.Term{{Place: 1, Person: 7, Name: "Roisín", Span: span(day(1, 1), domain.Date{})}}
	others := []places.Substitute{{Place: 1, Person: 9, Name: "Suresh", Span: span(day(5, 1), day(5, 31))}}
	today := day(3, 1)
	sits := map[domain.PersonID][]domain.Span{7: {span(day(1, 1), domain.Date{})}, 8: {span(day(2, 1), day(3, 31))}}
	for name, c := range map[string]struct {
		sub     places.Substitute
		allowed bool
		want    string
	}{
		"in good time": {places.Substitute{Place: 1, Person: 8, Span: span(today, day(4, 1))}, true, ""},
		"not allowed": {places.Substitute{Place: 1, Person: 8, Span: span(today, day(4, 1))}, false,
			"allowed "},
		"afterwards": {places.Substitute{Place: 1, Person: 8, Span: span(today.AddDays(-1), day(4, 1))}, true,
			"beforehand "},
		"for a vacant place": {places.Substitute{Place: 2, Person: 8, Span: span(today, day(4, 1))}, true, "vacant "},
		"the Member himself": {places.Substitute{Place: 1, Person: 7, Span: span(today, day(4, 1))}, true, "member "},
		"two for one day":    {places.Substitute{Place: 1, Person: 8, Span: span(today, day(5, 1))}, true, "twice "},
		"no Member":          {places.Substitute{Place: 1, Person: 6, Span: span(today, day(4, 1))}, true, "no-seat "},
		"a Member no longer": {places.Substitute{Place: 1, Person: 8, Span: span(day(4, 1), day(4, 9))}, true,
			"no-seat "},
		"an end before today": {places.Substitute{Place: 1, Person: 8, Span: span(today, day(2, 1))}, true, "to "},
	} {
		if got := fieldsOf(places.SubstituteBlockers(c.sub, ward, terms, others, sits[c.sub.Person], c.allowed,
			today)); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestTermEndsEarlierAndNeverLater(t *testing.T) {
	term := places.Term{Name: "Roisín", Span: span(day(1, 1), day(6, 1))}
	if got, err := term.End(day(5, 1), "Moved away"); err != nil || got.Span.To.String() != day(5, 1).String() {
		t.Errorf("an earlier end: %v, %v", got.Span.To, err)
	}
	for name, on := range map[string]domain.Date{"a later end": day(7, 1), "the same end": day(6, 1),
		"before the first day": day(1, 1).AddDays(-1)} {
		if _, err := term.End(on, "Moved away"); err == nil {
			t.Errorf("%s is not refused", name)
		}
	}
	if _, err := term.End(day(5, 1), ""); err == nil {
		t.Error("an end without a reason is not refused")
	}
	if term.CheckRemoval(day(1, 1)) == nil || term.CheckRemoval(day(1, 1).AddDays(-1)) != nil {
		t.Error("a term can be taken back until the day before it begins, and no longer")
	}
}

func TestPlaceThatIsHeldCannotGo(t *testing.T) {
	ward := places.Seat{Places: 3}
	terms := []places.Term{{Place: 3, Name: "Roisín", Span: span(day(1, 1), day(2, 1))},
		{Place: 2, Name: "Suresh", Span: span(day(4, 1), domain.Date{})}}
	for places, want := range map[int]bool{0: false, 1: false, 2: true, 9: true, 10: false} {
		if got := len(ward.PlacesBlockers(places, terms, day(3, 1))) == 0; got != want {
			t.Errorf("%d places: %v, want %v", places, got, want)
		}
	}
}
