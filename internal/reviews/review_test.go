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
	notTheirs := Review{Of: "Canal company", ClosedAt: at, NotOurs: true}
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
		"not theirs: somebody else is asked": {[]Priority{lamps(notTheirs)}, false, "nobody is asked about “Lamps”"},
		"not theirs, and answered by others": {[]Priority{lamps(notTheirs, answered)}, true, "1 answer on 1 priority"},
		"closed: nobody blocks the gate": {[]Priority{lamps(closed)}, true,
			"no answer on 1 priority, 1 closed without an answer"},
	} {
		if ok, words := Reviewed(c.list); ok != c.ok || words != c.want {
			t.Errorf("%s: %v %q, want %q", name, ok, words, c.want)
		}
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
		"nothing":       {func(a *Answer) { *a = Answer{} }, "does shows binds said_by said_way said_on"},
		"nobody":        {func(a *Answer) { a.SaidBy = "" }, "said_by"},
		"another way":   {func(a *Answer) { a.SaidHow = "pigeon" }, "said_way"},
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
