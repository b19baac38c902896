package gates

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/domain"
	"fourgates/internal/domain/domaintest"
)

const (
	submitter domain.PersonID = 1
	aneurin   domain.PersonID = 11 // holds Castle
	priya     domain.PersonID = 12 // holds Quay and Upper Moor
	suresh    domain.PersonID = 13 // has signed for Harbour
	solveig   domain.PersonID = 14 // substitute in Castle and in the vacant Mill
	zoe       domain.PersonID = 15 // holds Old Park, which the area no longer overlaps
	maire     domain.PersonID = 16 // holds Bridge, for which a predecessor decided
	gwen      domain.PersonID = 17 // holds Weir, and her account is disabled
	iolo      domain.PersonID = 18 // her substitute
	stranger  domain.PersonID = 99
)

func asked() []Signatory {
	return []Signatory{
		{SeatName: "Castle", Holder: aneurin, Substitute: solveig, Overlaps: true},
		{SeatName: "Quay", Holder: priya, Overlaps: true},
		{SeatName: "Upper Moor", Holder: priya, Overlaps: true},
		{SeatName: "Harbour", Holder: suresh, Overlaps: true, Decision: Approve, SignedBy: suresh},
		{SeatName: "Mill", Substitute: solveig, Overlaps: true},
		{SeatName: "Old Park", Holder: zoe},
		{SeatName: "Bridge", Holder: maire, Overlaps: true, Decision: Reject, SignedBy: 98},
		{SeatName: "Weir", Holder: gwen, Bar: BarDisabled, Substitute: iolo},
	}
}

func TestWhoMaySign(t *testing.T) {
	for name, c := range map[string]struct {
		person  domain.PersonID
		outcome Outcome
		want    []string // ids of the blockers
		mine    []string // seats decided for
	}{
		"a Member":                           {aneurin, "", nil, []string{"Castle"}},
		"a Member with two seats":            {priya, "", nil, []string{"Quay", "Upper Moor"}},
		"a substitute, not for a vacancy":    {solveig, "", nil, []string{"Castle"}},
		"a Member who has decided":           {suresh, "", []string{"signed"}, nil},
		"a seat that no longer overlaps":     {zoe, "", nil, []string{"Old Park"}},
		"a seat decided by the predecessor":  {maire, "", []string{"decided"}, nil},
		"a Member who cannot sign in":        {gwen, "", []string{"barred"}, nil},
		"the substitute of one who cannot":   {iolo, "", nil, []string{"Weir"}},
		"somebody without a seat":            {stranger, "", []string{"seat"}, nil},
		"nobody":                             {0, "", []string{"seat"}, nil},
		"the officer who submitted":          {submitter, "", []string{"own"}, nil},
		"a Member, after the gate was taken": {aneurin, OutcomeWithdrawn, []string{"closed"}, []string{"Castle"}},
		"a Member, after a pass":             {aneurin, OutcomePassed, []string{"closed"}, []string{"Castle"}},
	} {
		a := Attempt{SubmittedBy: submitter, Outcome: c.outcome}
		for by, self := range map[string]domain.Self{"by this account": {c.person}, "by another": {99, c.person}} {
			if d := cmp.Diff(c.want, domaintest.IDs(a.SignBlockers(asked(), self))); d != "" {
				t.Errorf("%s is blocked %s by (-want +got):\n%s", name, by, d)
			}
			var mine []string
			for _, s := range Mine(asked(), self) {
				mine = append(mine, s.SeatName)
			}
			if d := cmp.Diff(c.mine, mine); d != "" {
				t.Errorf("%s decides %s for (-want +got):\n%s", name, by, d)
			}
		}
	}
}

func TestNobodySignsWhatTheySubmittedThoughTheySitThere(t *testing.T) {
	for _, person := range []domain.PersonID{aneurin, priya, solveig} {
		a := Attempt{SubmittedBy: person}
		if got := domaintest.IDs(a.SignBlockers(asked(), domain.Self{person, 98})); !cmp.Equal(got, []string{"own"}) {
			t.Errorf("person %d who submitted is blocked by %v", person, got)
		}
	}
}

func TestSlotsAreWhatTheRuleSees(t *testing.T) {
	want := []Slot{{}, {}, {}, {Decision: Approve}, {Vacant: true}, {}, {Decision: Reject}, {}}
	if d := cmp.Diff(want, Slots(asked())); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestPendingSinceIsWhenTheHolderWasAsked(t *testing.T) {
	a := Attempt{SubmittedAt: time.Date(2026, 3, 9, 23, 30, 0, 0, time.UTC)}
	for since, want := range map[domain.Date]domain.Date{
		domain.NewDate(2020, 5, 4):  domain.NewDate(2026, 3, 9),
		domain.NewDate(2026, 3, 20): domain.NewDate(2026, 3, 20), // a successor is asked when they come
	} {
		if got := (Signatory{HolderSince: since}).PendingSince(a); got != want {
			t.Errorf("a Member since %s is asked since %s, want %s", since, got, want)
		}
	}
}

// 5 working days before, on the day, 5 after, then the CPO (domain §3), around Easter and the May holidays of 2026.
func TestReminderLadderClimbsOnWorkingDays(t *testing.T) {
	for due, rungs := range map[string][4]string{
		"2026-03-18": {"2026-03-11", "2026-03-18", "2026-03-25", "2026-03-26"},
		// Good Friday and Easter Monday before it
		"2026-04-08": {"2026-03-30", "2026-04-08", "2026-04-15", "2026-04-16"},
		"2026-04-02": {"2026-03-26", "2026-04-02", "2026-04-13", "2026-04-14"}, // and after it
		"2026-05-05": {"2026-04-27", "2026-05-05", "2026-05-12", "2026-05-13"}, // early May bank holiday
		"2026-03-21": {"2026-03-16", "2026-03-21", "2026-03-27", "2026-03-30"}, // a Saturday
		"2026-12-24": {"2026-12-17", "2026-12-24", "2027-01-05", "2027-01-06"}, // Christmas and New Year
	} {
		a := Attempt{}
		a.DueOn = mustDate(t, due)
		want := ReminderStep("")
		for d := a.DueOn.AddDays(-20); d.Before(a.DueOn.AddDays(30)); d = d.AddDays(1) {
			for i, on := range rungs {
				if d.String() == on {
					want = ReminderSteps()[i]
				}
			}
			if got := a.StepOn(d, domain.Calendar{}); got != want {
				t.Errorf("due %s: on %s the rung is %q, want %q", due, d, got, want)
			}
		}
	}
}

func TestOverdueIsAfterTheDueDayAndOnlyWhileOpen(t *testing.T) {
	a := Attempt{DueOn: domaintest.Day}
	if a.Overdue(domaintest.Day) || !a.Overdue(domaintest.Day.AddDays(1)) {
		t.Error("the due day itself is in time, the day after is not")
	}
	a.Outcome = OutcomePassed
	if a.Overdue(domaintest.Day.AddDays(1)) {
		t.Error("a passed gate is not overdue")
	}
}

func mustDate(t *testing.T, s string) domain.Date {
	t.Helper()
	d, err := domain.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
