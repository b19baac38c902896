package executive

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/domain/domaintest"
	"fourgates/internal/people"
	"fourgates/internal/procedures"
)

// The people around a decision.
var (
	clerk   = Decider{Person: 1, Clerk: true, Officer: true}
	member  = Decider{Person: 2, Member: true}
	officer = Decider{Person: 3, Officer: true}
	others  = map[string]Decider{"another Executive Member": {Person: 4, Member: true},
		"another officer": {Person: 5, Officer: true}, "anybody": {Person: 6}, "nobody": {}}
)

// standing is a decision in the state, as the steps before bring it there. Joint ones are recorded where first is set.
func standing(t *testing.T, s ExecutiveState, joint, first bool) ExecutiveDecision {
	t.Helper()
	at := time.Date(2026, 3, 10, 9, 0, 0, 0, time.UTC)
	d := ExecutiveDecision{ID: 7, AreaName: "Castle", State: ExecutiveDrafted, DraftedAt: at,
		ReportDigest: domain.Digest{1}, Items: []ExecutiveItem{
			{Position: 1, About: AboutPlan, Recommendation: "Have regard to the plan.",
				IfAgreed: "Regard be had to the plan."},
			{Position: 2, About: AboutBid, Bid: 3, Asked: domaintest.Pence(5_000_000),
				Recommendation: "Approve the bid.", IfAgreed: "The bid be approved."},
			{Position: 3, About: AboutDelegation, Recommendation: "Hand over.", IfAgreed: "It be handed over."},
		}}
	step := func(next ExecutiveDecision, err error) {
		t.Helper()
		if err != nil {
			t.Fatalf("on the way to %s: %v", s, err)
		}
		d = next
	}
	if s == ExecutiveDrafted {
		return d
	}
	in := Scheduling{MeetsOn: domaintest.Day, Key: KeyYes, ForwardPlan: "FP-12"}
	if joint {
		in.MadeBy, in.WithOfficer = people.Person{ID: member.Person, Name: "Dáithí"},
			people.Person{ID: officer.Person, Name: "Marie-Ann"}
	}
	step(d.Schedule(in, domaintest.Day))
	if s == ExecutiveScheduled && !first {
		return d
	}
	step(d.RecordBy(agreedBy(d), people.Person{ID: member.Person, Name: "Dáithí"}, at))
	if s == ExecutiveScheduled {
		return d
	}
	if joint {
		step(d.Confirm(d.RecordDigest, officer.Person, at))
	}
	if s == ExecutiveReturned {
		d.State, d.SettledOn = s, d.DecidedOn
		return d
	}
	for _, then := range []struct {
		state ExecutiveState
		take  func() (ExecutiveDecision, error)
	}{
		{ExecutivePublished, func() (ExecutiveDecision, error) {
			return d.Publish(domaintest.Day, domain.Calendar{}, Window{Days: 5}, domaintest.Day)
		}},
		{ExecutiveCalledIn, func() (ExecutiveDecision, error) {
			return d.CallIn(CallIn{"Scrutiny", 3, domaintest.Day, "Costs"}, domaintest.Day)
		}},
		{ExecutiveUpheld, func() (ExecutiveDecision, error) {
			return d.Settle(settled(CallInUpheld), domaintest.Day)
		}},
		{ExecutiveInForce, func() (ExecutiveDecision, error) { return d.TakeEffect(d.EffectiveOn) }},
	} {
		if d.State == s {
			return d
		}
		step(then.take())
	}
	return d
}

func agreedBy(d ExecutiveDecision) Recording {
	r := Recording{DecidedOn: domaintest.Day, Reasons: "Asked for", Alternatives: "None"}
	for range d.Items {
		r.Items = append(r.Items, ItemOutcome{Outcome: ItemAgreed})
	}
	return r
}

// settled is an outcome of a call-in with all that it needs.
func settled(o CallInOutcome) Settlement {
	return Settlement{Outcome: o, Body: "Scrutiny Committee", On: domaintest.Day, Minute: "OS/14", Words: "Resolved."}
}

// take takes the step with all that it needs.
func take(d ExecutiveDecision, step ExecutiveStep) (ExecutiveDecision, error) {
	switch step {
	case ToSchedule:
		return d.Schedule(Scheduling{MeetsOn: domaintest.Day, Key: KeyNo, Why: "Wrong body"}, domaintest.Day)
	case ToAnnounce:
		return d.Announce(procedures.Announcement{How: procedures.InFull, On: domaintest.Day, From: domaintest.Day})
	case ToRecord:
		r := agreedBy(d)
		r.Why = "Better put"
		return d.RecordBy(r, people.Person{ID: 2}, d.DraftedAt)
	case ToConfirm:
		return d.Confirm(d.RecordDigest, officer.Person, d.DraftedAt)
	case ToDecline:
		return Decline(d, Declined{Reason: "I advised the bidder", By: 3, ByName: "Marie-Ann", At: d.DraftedAt})
	case ToPublish:
		return d.Publish(domaintest.Day, domain.Calendar{}, Window{Days: 5}, domaintest.Day)
	case ToCallIn:
		return d.CallIn(CallIn{"Scrutiny", 3, domaintest.Day, "Costs"}, domaintest.Day)
	case ToCorrect:
		r := agreedBy(d)
		if r.Why = "A figure was wrong"; d.State == ExecutiveReturned {
			r.Items = []ItemOutcome{{Outcome: ItemNotAgreed, Reason: "Costs"}}
		}
		return d.Correct(r, people.Person{ID: 2}, d.DraftedAt)
	case ToSettle:
		return d.Settle(settled(CallInUpheld), domaintest.Day)
	}
	return d.TakeEffect(domaintest.Day.AddDays(60))
}

// The decision states: where each step leads from each state, as minutes and rules have it; "" where it cannot be
// taken.
func TestEveryStepFromEveryState(t *testing.T) {
	table := map[ExecutiveState]map[ExecutiveStep]ExecutiveState{
		ExecutiveDrafted:   {ToSchedule: ExecutiveScheduled},
		ExecutiveScheduled: {ToSchedule: ExecutiveScheduled, ToRecord: ExecutiveDecided},
		ExecutiveDecided:   {ToCorrect: ExecutiveDecided, ToPublish: ExecutivePublished},
		ExecutivePublished: {ToCallIn: ExecutiveCalledIn, ToTakeEffect: ExecutiveInForce},
		ExecutiveCalledIn:  {ToCallIn: ExecutiveCalledIn, ToSettle: ExecutiveUpheld},
		ExecutiveUpheld:    {ToTakeEffect: ExecutiveInForce},
		ExecutiveReturned:  {ToCorrect: ExecutiveReturned, ToPublish: ExecutiveReturned},
		ExecutiveInForce:   {},
	}
	for _, from := range ExecutiveStates() {
		for _, step := range ExecutiveSteps() {
			d := standing(t, from, false, false)
			if d.State != from {
				t.Fatalf("stands %q, want %q", d.State, from)
			}
			before := fmt.Sprintf("%+v", d)
			got, err := take(d, step)
			want := table[from][step]
			switch {
			case want == "" && (len(domaintest.IDs(blockersOf(err))) != 1 ||
				domaintest.IDs(blockersOf(err))[0] != "state"):
				t.Errorf("%s: %s gives %q, %v: want it refused for its state", from, step, got.State, err)
			case want != "" && (err != nil || got.State != want):
				t.Errorf("%s: %s gives %q, %v, want %q", from, step, got.State, err, want)
			}
			if d.Ready(step) != (want != "") {
				t.Errorf("%s: the page offers %s: %v", from, step, d.Ready(step))
			}
			if fmt.Sprintf("%+v", d) != before {
				t.Errorf("%s: %s changed the decision itself", from, step)
			}
		}
	}
}

func TestStepsOfAJointDecision(t *testing.T) {
	table := map[bool]map[ExecutiveStep]string{
		false: {ToSchedule: "scheduled", ToRecord: "scheduled", ToConfirm: "", ToDecline: "scheduled"},
		true:  {ToSchedule: "scheduled", ToRecord: "scheduled", ToConfirm: "decided", ToDecline: "scheduled"},
	}
	for first, steps := range table {
		for step, want := range steps {
			d := standing(t, ExecutiveScheduled, true, first)
			got, err := take(d, step)
			if (err == nil) != (want != "") || (err == nil && string(got.State) != want) {
				t.Errorf("recorded %v: %s gives %q, %v, want %q", first, step, got.State, err, want)
			}
			if recorded := got.Recorded(); err == nil && recorded != (step == ToRecord) {
				t.Errorf("recorded %v: after %s it is recorded: %v", first, step, recorded)
			}
		}
	}
}

func blockersOf(err error) []domain.Blocker {
	if blocked, ok := errors.AsType[*domain.BlockedError](err); ok {
		return blocked.Blockers
	}
	return nil
}

// Who may take which step: the clerk for the Executive; where it is delegated the Executive Member records and the
// named officer confirms.
func TestWhoMayTakeWhichStep(t *testing.T) {
	alone := standing(t, ExecutiveScheduled, true, false)
	alone.WithOfficer = 0
	for name, c := range map[string]struct {
		d    ExecutiveDecision
		want map[ExecutiveStep][]Decider
	}{
		"of the Executive": {standing(t, ExecutiveScheduled, false, false),
			map[ExecutiveStep][]Decider{ToRecord: {clerk}, ToCorrect: {clerk}}},
		"of a Member": {alone, map[ExecutiveStep][]Decider{ToRecord: {member}, ToCorrect: {member}}},
		"joint": {standing(t, ExecutiveScheduled, true, false),
			map[ExecutiveStep][]Decider{ToRecord: {member}, ToCorrect: {member}, ToConfirm: {officer},
				ToDecline: {officer}}},
		"joint, recorded": {standing(t, ExecutiveScheduled, true, true), map[ExecutiveStep][]Decider{ToRecord: {member},
			ToCorrect: {member}, ToConfirm: {officer}, ToDecline: {officer}}},
	} {
		for _, step := range ExecutiveSteps() {
			want := c.want[step]
			switch step {
			case ToSchedule, ToAnnounce, ToPublish, ToCallIn, ToSettle:
				want = []Decider{clerk}
			}
			for who, by := range map[string]Decider{"clerk": clerk, "member": member, "officer": officer} {
				if got := c.d.May(step, by); got != slices.ContainsFunc(want, func(w Decider) bool {
					return w.Person == by.Person
				}) {
					t.Errorf("%s: the %s may %s: %v", name, who, step, got)
				}
			}
			for who, by := range others {
				if c.d.May(step, by) {
					t.Errorf("%s: %s may %s", name, who, step)
				}
			}
		}
	}
	gone := member
	gone.Member = false
	if standing(t, ExecutiveScheduled, true, false).May(ToRecord, gone) {
		t.Error("who is no Executive Member any more still decides")
	}
}

func TestNobodyConfirmsTheirOwnRecord(t *testing.T) {
	d := standing(t, ExecutiveScheduled, true, true)
	if _, err := d.Confirm(d.RecordDigest, d.RecordedBy, d.DraftedAt); !errors.Is(err, domain.ErrForbidden) {
		t.Errorf("confirmed: %v", err)
	}
	if _, err := d.Confirm(domain.Digest{9}, officer.Person, d.DraftedAt); !errors.Is(err, domain.ErrConflict) {
		t.Errorf("confirmed something else: %v", err)
	}
	both := d
	both.WithOfficer = both.RecordedBy
	if both.May(ToConfirm, Decider{Person: both.RecordedBy, Officer: true}) {
		t.Error("who recorded may confirm")
	}
}

// What was recorded by the first of two lapses when the decision is put to somebody else.
func TestSchedulingAgainTakesAnUnconfirmedRecordAway(t *testing.T) {
	d := standing(t, ExecutiveScheduled, true, true)
	if _, err := d.Schedule(Scheduling{MeetsOn: domaintest.Day, Key: KeyNo}, domaintest.Day); !slices.Equal(
		domaintest.IDs(blockersOf(err)), []string{"why"}) {
		t.Errorf("voided without a reason: %v", err)
	}
	again, err := d.Schedule(Scheduling{MeetsOn: domaintest.Day, Key: KeyNo, Why: "Wrong body"}, domaintest.Day)
	if err != nil {
		t.Fatal(err)
	}
	if again.Record != "" || again.RecordedBy != 0 || again.Reasons != "" || again.Items[0].Outcome != "" ||
		again.Delegated || again.ForwardPlan != "" {
		t.Errorf("left over: %+v", again)
	}
}

// Effective dates worked by hand with England's bank holidays of 2026 and 2027. The window is the five working days
// after publication; the decision is in force on the day after.
func TestEffectiveDatesOverBankHolidays(t *testing.T) {
	for _, c := range []struct{ published, until, effective, why string }{
		{"2026-03-10", "2026-03-17", "2026-03-18", "Tuesday: Wed Thu Fri Mon Tue"},
		{"2026-03-13", "2026-03-20", "2026-03-21", "Friday: the next whole week"},
		{"2026-03-14", "2026-03-20", "2026-03-21", "Saturday: the next whole week too"},
		{"2026-04-01", "2026-04-10", "2026-04-11", "Wednesday before Easter: Thu 2, then not Fri 3 nor Mon 6, Tue 7 " +
			"to Fri 10"},
		{"2026-05-01", "2026-05-11", "2026-05-12", "Friday before 4 May: Tue 5 to Fri 8, Mon 11"},
		{"2026-12-22", "2026-12-31", "2027-01-01", "Tuesday before Christmas: Wed 23, Thu 24, not Fri 25 nor Mon 28, " +
			"Tue 29 to Thu 31"},
		{"2026-12-24", "2027-01-05", "2027-01-06", "Christmas Eve: Tue 29 to Thu 31, not Fri 1 January, Mon 4, Tue 5"},
	} {
		on, err := domain.ParseDate(c.published)
		if err != nil {
			t.Fatal(err)
		}
		d := standing(t, ExecutiveDecided, false, false)
		// A key decision always has the window.
		got, err := d.Publish(on, domain.Calendar{}, Window{Days: 5, KeyOnly: true}, on)
		if err != nil || got.CallInUntil.String() != c.until || got.EffectiveOn.String() != c.effective {
			t.Errorf("published on %s: until %s, in force on %s, %v; want %s, %s (%s)", on, got.CallInUntil,
				got.EffectiveOn, err, c.until, c.effective, c.why)
		}
		if _, err := got.TakeEffect(got.CallInUntil); !slices.Equal(domaintest.IDs(blockersOf(err)),
			[]string{"effective"}) {
			t.Errorf("in force on the last day of the window: %v", err)
		}
		if _, err := got.TakeEffect(got.EffectiveOn); err != nil {
			t.Errorf("not in force on its day: %v", err)
		}
		if _, err := got.CallIn(CallIn{"Scrutiny", 5, got.CallInUntil, "Costs"}, got.CallInUntil); err != nil {
			t.Errorf("not called in on the last day: %v", err)
		}
		if _, err := got.CallIn(CallIn{"Scrutiny", 5, got.EffectiveOn, "Costs"}, got.EffectiveOn); !slices.Equal(
			domaintest.IDs(blockersOf(err)), []string{"on"}) {
			t.Errorf("called in after the window: %v", err)
		}
	}
	imported := domain.NewCalendar([]domain.BankHoliday{{Day: domain.NewDate(2026, 3, 12), Name: "The King’s visit"}})
	if got, err := standing(t, ExecutiveDecided, false, false).Publish(domaintest.Day, imported, Window{Days: 5},
		domaintest.Day); err != nil || got.CallInUntil.String() != "2026-03-18" {
		t.Errorf("with a day that the council imported: until %s, %v", got.CallInUntil, err)
	}
	plain := standing(t, ExecutiveDecided, false, false)
	plain.Key = KeyNo
	if got, err := plain.Publish(domaintest.Day, domain.Calendar{}, Window{Days: 5, KeyOnly: true},
		domaintest.Day); err != nil ||
		!got.CallInUntil.IsZero() || got.EffectiveOn != domaintest.Day {
		t.Errorf("where key decisions alone are called in: until %q, in force on %s, %v", got.CallInUntil,
			got.EffectiveOn, err)
	}
	if got, err := plain.Publish(domaintest.Day, domain.Calendar{}, Window{Days: 5}, domaintest.Day); err != nil ||
		got.CallInUntil.IsZero() {
		t.Errorf("where every decision is called in: %+v, %v", got.CallInUntil, err)
	}
}
