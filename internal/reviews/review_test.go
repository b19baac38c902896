package reviews

import (
	"strings"
	"testing"
	"time"

	"fourgates/internal/domain"
)

func TestWhatIsMissingOfTheReview(t *testing.T) {
	at := time.Date(2026, 5, 4, 10, 0, 0, 0, time.UTC)
	answered, closed := Review{Of: "Highways", AnsweredAt: at}, Review{Of: "Transit", ClosedAt: at}
	lamps := func(all ...Review) Priority { return Priority{Issue: 1, Title: "Lamps", Reviews: all} }
	for name, c := range map[string]struct {
		list []Priority
		ok   bool
		want string
	}{
		"no priority":  {nil, false, "there is no priority yet"},
		"nobody asked": {[]Priority{lamps()}, false, "nobody is asked about “Lamps”"},
		"one awaited": {[]Priority{lamps(answered, Review{Of: "Police"})}, false,
			"no answer yet from “Police on Lamps”"},
		"one restricted": {[]Priority{{Issue: 2, Title: "A family", Restricted: true}, lamps(answered)}, false,
			"nobody is asked about “a restricted issue”"},
		"one asked, one not": {[]Priority{lamps(Review{Of: "Police"}), {Issue: 2, Title: "Bins"}}, false,
			"nobody is asked about “Bins”; no answer yet from “Police on Lamps”"},
		"answered": {[]Priority{lamps(answered)}, true, "1 answer on 1 priority"},
		"answered and closed": {[]Priority{lamps(answered, closed)}, true,
			"1 answer on 1 priority, 1 closed without an answer"},
		"closed: nobody blocks the gate": {[]Priority{lamps(closed)}, true,
			"no answer on 1 priority, 1 closed without an answer"},
	} {
		if ok, words := Reviewed(c.list); ok != c.ok || words != c.want {
			t.Errorf("%s: %v %q, want %q", name, ok, words, c.want)
		}
	}
}

// 3 August 2026 is a Monday; the council's calendar has no holidays here.
func TestAnAnswerIsChasedByTheDay(t *testing.T) {
	r := Review{ReplyBy: domain.NewDate(2026, 8, 17), AskedAt: time.Date(2026, 8, 3, 9, 0, 0, 0, time.UTC)}
	for day, want := range map[int]Rung{3: "", 7: "", 10: RungBefore, 16: RungBefore, 17: RungDue, 23: RungDue,
		24: RungOverdue, 31: RungOverdue} {
		if got := r.RungOn(domain.NewDate(2026, 8, day), domain.NewCalendar(nil)); got != want {
			t.Errorf("on 2026-08-%02d: %q, want %q", day, got, want)
		}
	}
	r.AnsweredAt = r.AskedAt
	if got := r.RungOn(domain.NewDate(2026, 8, 24), domain.NewCalendar(nil)); got != "" {
		t.Errorf("an answered one is chased: %q", got)
	}
}

func TestWhatAnAnswerLacks(t *testing.T) {
	whole := Answer{Does: "Sweeps", Shows: "12 reports", Binds: "Its budget", Said: Said{SaidBy: "Ines Hale",
		SaidHow: "telephone", SaidOn: domain.NewDate(2026, 5, 4)}}
	for name, c := range map[string]struct {
		spoil func(*Answer)
		want  string
	}{
		"whole":         {func(*Answer) {}, ""},
		"nothing":       {func(a *Answer) { *a = Answer{} }, "does shows binds said_by said_how said_on"},
		"nobody":        {func(a *Answer) { a.SaidBy = "" }, "said_by"},
		"another way":   {func(a *Answer) { a.SaidHow = "pigeon" }, "said_how"},
		"a day to come": {func(a *Answer) { a.SaidOn = domain.NewDate(2026, 5, 5) }, "said_on"},
	} {
		a := whole
		c.spoil(&a)
		var got []string
		for _, b := range a.EnteredBlockers(domain.NewDate(2026, 5, 4)) {
			got = append(got, b.Field)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, want %s", name, got, c.want)
		}
	}
}
