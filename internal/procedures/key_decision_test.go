package procedures

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/domain/domaintest"
)

func sumOf(pounds ...int) domain.MoneySum {
	var s domain.MoneySum
	for _, p := range pounds {
		if p < 0 {
			s.Add(nil)
			continue
		}
		s.Add(domaintest.Pence(domain.Pence(p * 100)))
	}
	return s
}

// When a decision is proposed as a key one: by one sum that reaches the council's, never by sums of the same work
// together, or by the wards in which it is felt.
func TestWhatMakesADecisionKey(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		sum     int // of the council in pounds; 0 for none
		wards   int // that make it key
		actions domain.MoneySum
		bids    domain.MoneySum
		felt    []string
		key     bool
		says    string
	}{
		{100_000, 2, sumOf(60_000, 20_000), sumOf(52_000), []string{"Tern Quay"}, false,
			"Proposed actions: £80,000, which does not reach £100,000|Sought by bids: £52,000, which does not " +
				"reach £100,000|It lies in 1 ward or division of the council (Tern Quay), fewer than the 2 that make " +
				"it key"},
		{100_000, 2, sumOf(60_000, 40_000), sumOf(), []string{"Tern Quay"}, true,
			"Proposed actions: £100,000, which reaches £100,000"},
		{100_000, 2, sumOf(10, -1), sumOf(250_000), nil, true, "Proposed actions: £10 and 1 not known, which does not"},
		{100_000, 2, sumOf(), sumOf(250_000), nil, true, "Sought by bids: £250,000, which reaches £100,000"},
		{0, 2, sumOf(9_000_000), sumOf(), []string{"Tern Quay"}, false,
			"No sum is set from which a decision of the council is key|Proposed actions: £9,000,000|"},
		{0, 2, sumOf(), sumOf(), []string{"Tern Quay", "Ósk Hill"}, true,
			"It lies in 2 wards or divisions of the council (Tern Quay, Ósk Hill), of the 2 that make it key"},
		{0, 1, sumOf(), sumOf(), []string{"Tern Quay"}, true, "It lies in 1 ward or division"},
		{0, 3, sumOf(), sumOf(), []string{"Tern Quay", "Ósk Hill"}, false, "fewer than the 3 that make it key"},
		{0, 2, sumOf(), sumOf(), nil, false, "It lies in no ward or division of the council, fewer than"},
	} {
		p := Procedure{KeyWards: c.wards, NoticeDays: 28}
		if c.sum > 0 {
			p.KeySum = domaintest.Pence(domain.Pence(c.sum * 100))
		}
		got := p.Propose(Effects{Sums: []Sum{{"Proposed actions", c.actions}, {"Sought by bids", c.bids}},
			Wards: c.felt})
		if words := strings.Join(got.Why, "|"); got.Key != c.key || !strings.Contains(words, c.says) ||
			got.NoticeDays != 28 {
			t.Errorf("from £%d and %d wards: key %v because %s; want %v because %s", c.sum, c.wards, got.Key, words,
				c.key,
				c.says)
		}
		if got.Needs(true) || got.Needs(false) != c.key {
			t.Errorf("from £%d and %d wards: a no needs a reason: %v", c.sum, c.wards, got.Needs(false))
		}
	}
}

// From which day a key decision can be taken, by how it was announced. Easter 2027 is on 28 March.
func TestFromWhichDayAKeyDecisionCanBeTaken(t *testing.T) {
	t.Parallel()
	day := func(s string) domain.Date {
		d, err := domain.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	moved := domain.NewCalendar([]domain.BankHoliday{{Day: day("2027-04-21"), Name: "Charter day"}})
	for _, c := range []struct {
		days    int
		nation  domain.Nation
		working domain.Calendar
		how     Announcing
		on      string
		from    string
		by      string // the last day on which a decision of that day can be announced in full
	}{
		{28, domain.England, domain.Calendar{}, InFull, "2027-03-01", "2027-03-30", "2027-03-01"},
		{28, domain.England, domain.Calendar{}, InFull, "2027-03-02", "2027-03-31", "2027-03-02"},
		{28, domain.England, domain.Calendar{}, InFull, "2027-04-17", "2027-05-18", "2027-04-19"}, // a Saturday
		{28, domain.England, domain.Calendar{}, InFull, "2027-03-26", "2027-04-28", "2027-03-30"}, // Good Friday
		{28, domain.Scotland, domain.Calendar{}, InFull, "2027-03-29", "2027-04-27", "2027-03-29"},
		{28, domain.England, moved, InFull, "2027-04-21", "2027-05-21", "2027-04-22"}, // its own closed day
		{14, domain.Wales, domain.Calendar{}, InFull, "2027-03-01", "2027-03-16", "2027-03-01"},
		{0, domain.Wales, domain.Calendar{}, InFull, "2027-04-17", "2027-04-17", "2027-04-17"},
		{28, domain.England, domain.Calendar{}, GeneralException, "2027-03-01", "2027-03-09", ""},
		{28, domain.England, domain.Calendar{}, GeneralException, "2027-03-24", "2027-04-05", ""},
		{28, domain.England, domain.Calendar{}, SpecialUrgency, "2027-04-17", "2027-04-17", ""},
	} {
		working := c.working.Of(c.nation)
		p := Procedure{NoticeDays: c.days}
		a, err := p.Announce(Announcement{How: c.how, On: day(c.on), Who: "Cllr Idris Fell", Why: "Grant closes"},
			working,
			day("2027-06-01"))
		if err != nil || a.From.String() != c.from {
			t.Errorf("%s of %d days in %s on %s: from %s, %v; want %s", c.how, c.days, c.nation, c.on, a.From, err,
				c.from)
		}
		if by := p.NoticeBy(a.From, working); c.by != "" && by.String() != c.by {
			t.Errorf("%d days in %s before %s: by %s, want %s", c.days, c.nation, a.From, by, c.by)
		}
	}
}

func TestWhatAnAnnouncementNeeds(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a    Announcement
		want string
	}{
		{Announcement{How: InFull, On: domaintest.Day}, ""},
		{Announcement{How: InFull}, "on"},
		{Announcement{How: InFull, On: domaintest.Day.AddDays(1)}, "on"},
		{Announcement{On: domaintest.Day}, "how"},
		{Announcement{How: GeneralException, On: domaintest.Day}, "who why"},
		{Announcement{How: SpecialUrgency, On: domaintest.Day, Who: "Cllr Idris Fell"}, "why"},
		{Announcement{How: SpecialUrgency, On: domaintest.Day, Why: "The grant closes"}, "who"},
		{Announcement{How: SpecialUrgency, On: domaintest.Day, Who: "Cllr Idris Fell", Why: "The grant closes"}, ""},
	} {
		_, err := Procedure{NoticeDays: 28}.Announce(c.a, domain.Calendar{}, domaintest.Day)
		var got []string
		if err != nil {
			for _, b := range err.(*domain.BlockedError).Blockers {
				got = append(got, b.Field)
			}
		}
		if slices.Sort(got); strings.Join(got, " ") != c.want {
			t.Errorf("%+v needs %v, want %q", c.a, fmt.Sprint(got), c.want)
		}
	}
}
