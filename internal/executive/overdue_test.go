package executive

import (
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/domain/domaintest"
	"fourgates/internal/procedures"
)

// What is overdue from when on: a decision that was to be made, a confirmation and a publication two working days
// after. The day of the decision is Tuesday, 10 March 2026.
func TestWhatIsOverdueOfADecision(t *testing.T) {
	corrected := standing(t, ExecutiveDecided, true, true)
	corrected.ConfirmedBy = 0
	published := standing(t, ExecutiveReturned, false, false)
	published.PublishedOn = domaintest.Day
	later := standing(t, ExecutiveDecided, false, false)
	later.DecidedOn = domain.NewDate(2026, 4, 2) // Thursday before Easter
	for _, c := range []struct {
		d    ExecutiveDecision
		day  string
		want string
	}{
		{standing(t, ExecutiveDrafted, false, false), "2026-05-01", ""},
		{toAnnounce(t, procedures.Announcement{}), "2026-02-09", ""},
		{toAnnounce(t, procedures.Announcement{}), "2026-02-10",
			"To be announced as a key decision by 9 February 2026: 1 day late"},
		{toAnnounce(t, procedures.Announcement{}), "2026-03-12",
			"To be announced as a key decision by 9 February 2026: 31 days late"},
		{toAnnounce(t, procedures.Announcement{How: procedures.InFull, On: domain.NewDate(2026, 3, 1),
			From: domain.NewDate(2026, 3, 31)}), "2026-03-10", "To be announced as a key decision by 9 February " +
			"2026. " +
			"Announced on 1 March 2026. It can be taken from 31 March 2026, not on 10 March 2026"},
		{toAnnounce(t, procedures.Announcement{How: procedures.InFull, On: domain.NewDate(2026, 2, 9),
			From: domain.NewDate(2026, 3, 10)}), "2026-03-10", ""},
		{toAnnounce(t, procedures.Announcement{How: procedures.InFull, On: domain.NewDate(2026, 2, 9),
			From: domain.NewDate(2026, 3, 10)}), "2026-03-11", "To be decided by 10 March 2026: 1 day late"},
		{standing(t, ExecutiveScheduled, false, false), "2026-03-10", ""},
		{standing(t, ExecutiveScheduled, false, false), "2026-03-11", "To be decided by 10 March 2026: 1 day late"},
		{standing(t, ExecutiveScheduled, true, true), "2026-03-12", ""},
		{standing(t, ExecutiveScheduled, true, true), "2026-03-14", "To be confirmed by 12 March 2026: 2 days late"},
		{corrected, "2026-03-13", "To be confirmed by 12 March 2026: 1 day late"},
		{standing(t, ExecutiveDecided, false, false), "2026-03-12", ""},
		{standing(t, ExecutiveDecided, false, false), "2026-03-13", "To be published by 12 March 2026: 1 day late"},
		{later, "2026-04-08", ""},
		{later, "2026-04-09", "To be published by 8 April 2026: 1 day late"},
		{standing(t, ExecutiveReturned, false, false), "2026-03-13", "To be published by 12 March 2026: 1 day late"},
		{published, "2026-05-01", ""},
		{standing(t, ExecutivePublished, false, false), "2026-05-01", ""},
		{standing(t, ExecutiveCalledIn, false, false), "2026-05-01", ""},
		{standing(t, ExecutiveUpheld, false, false), "2026-05-01", ""},
		{standing(t, ExecutiveInForce, false, false), "2026-05-01", ""},
	} {
		day, err := domain.ParseDate(c.day)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if o := c.d.Overdue(day, domain.Calendar{}); !o.By.IsZero() {
			got = o.Words(day)
		}
		if got != c.want {
			t.Errorf("%s on %s: %q, want %q", c.d.State, day, got, c.want)
		}
	}
}

// toAnnounce is a key decision that is scheduled and was announced so.
func toAnnounce(t *testing.T, a procedures.Announcement) ExecutiveDecision {
	t.Helper()
	d := standing(t, ExecutiveScheduled, false, false)
	d.Key, d.KeyAnswer, d.Announced = KeyYes, procedures.Answer{Proposal: proposed}, a
	return d
}

func TestWhoAnswersForAnOverdueDecision(t *testing.T) {
	together, joint := standing(t, ExecutiveScheduled, false, false), standing(t, ExecutiveScheduled, true, false)
	for name, c := range map[string]struct {
		by              Decider
		together, joint bool
	}{
		"clerk": {clerk, true, true}, "Executive Member to whom it is delegated": {member, true, true},
		"named officer": {officer, false, true}, "planning officer": {Decider{Person: 9, Planner: true}, true, true},
		"another Executive Member": {others["another Executive Member"], true, false},
		"another officer":          {others["another officer"], false, false},
		"anybody":                  {others["anybody"], false, false},
	} {
		if got := together.Answers(c.by); got != c.together {
			t.Errorf("%s, of the Executive together: %v", name, got)
		}
		if got := joint.Answers(c.by); got != c.joint {
			t.Errorf("%s, of two jointly: %v", name, got)
		}
	}
}
