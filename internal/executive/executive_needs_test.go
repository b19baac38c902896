package executive

import (
	"slices"
	"testing"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/domain/domaintest"
	"fourgates/internal/people"
)

// What each form must say, by its field.
func TestWhatAStepNeedsIsSaidByTheField(t *testing.T) {
	drafted, scheduled, decided, published := standing(t, ExecutiveDrafted, false, false),
		standing(t, ExecutiveScheduled, false, false),
		standing(t, ExecutiveDecided, false, false), standing(t, ExecutivePublished, false, false)
	drafted.Brought = []domain.PersonID{44, 45}
	record := func(spoil func(*Recording)) func() error {
		return func() error {
			r := agreedBy(scheduled)
			spoil(&r)
			_, err := scheduled.RecordBy(r, people.Person{ID: 1}, time.Date(2026, 3, 12, 9, 0, 0, 0, time.UTC))
			return err
		}
	}
	schedule := func(s Scheduling) func() error {
		return func() error { _, err := drafted.Schedule(s, domaintest.Day); return err }
	}
	publish := func(on domain.Date) func() error {
		return func() error {
			_, err := decided.Publish(on, domain.Calendar{}, Window{Days: 5}, domaintest.Day.AddDays(2))
			return err
		}
	}
	callIn := func(c CallIn) func() error {
		return func() error { _, err := published.CallIn(c, domaintest.Day.AddDays(2)); return err }
	}
	called := standing(t, ExecutiveCalledIn, false, false)
	settle := func(spoil func(*Settlement)) func() error {
		return func() error {
			s := settled(CallInUpheld)
			spoil(&s)
			_, err := called.Settle(s, domaintest.Day.AddDays(2))
			return err
		}
	}
	correct := func(spoil func(*Recording)) func() error {
		return func() error {
			r := agreedBy(decided)
			r.Why = "A figure was wrong"
			spoil(&r)
			_, err := decided.Correct(r, people.Person{ID: 1}, time.Date(2026, 3, 12, 9, 0, 0, 0, time.UTC))
			return err
		}
	}
	a, b := people.Person{ID: 2, Name: "A"}, people.Person{ID: 3, Name: "B"}
	for _, c := range []struct {
		field string
		do    func() error
	}{
		{"", schedule(Scheduling{MeetsOn: domaintest.Day, Key: KeyNo})},
		{"", schedule(Scheduling{MeetsOn: domaintest.Day.AddDays(30), Key: KeyYes, ForwardPlan: "FP-1", MadeBy: a,
			WithOfficer: b})},
		{"meets", schedule(Scheduling{Key: KeyNo})},
		{"meets", schedule(Scheduling{MeetsOn: domaintest.Day.AddDays(-1), Key: KeyNo})},
		{"key", schedule(Scheduling{MeetsOn: domaintest.Day})},
		{"forward_plan", schedule(Scheduling{MeetsOn: domaintest.Day, Key: KeyYes})},
		{"forward_plan", schedule(Scheduling{MeetsOn: domaintest.Day, Key: KeyNo, ForwardPlan: "FP-1"})},
		{"made_by", schedule(Scheduling{MeetsOn: domaintest.Day, Key: KeyNo, WithOfficer: b})},
		{"with_officer", schedule(Scheduling{MeetsOn: domaintest.Day, Key: KeyNo, MadeBy: a, WithOfficer: a})},
		{"with_officer",
			schedule(Scheduling{MeetsOn: domaintest.Day, Key: KeyNo, MadeBy: a, WithOfficer: people.Person{ID: 44}})},
		{"made_by", schedule(Scheduling{MeetsOn: domaintest.Day, Key: KeyNo, MadeBy: people.Person{ID: 44}})},
		{"with_officer",
			schedule(Scheduling{MeetsOn: domaintest.Day, Key: KeyNo, MadeBy: a, WithOfficer: people.Person{ID: 45}})},
		{"", record(func(*Recording) {})},
		{"", record(func(r *Recording) { r.Interests, r.Dispensations = "Mine", "Granted in May" })},
		{"", record(func(r *Recording) {
			r.Items[1] = ItemOutcome{Outcome: ItemAmended, Resolved: "Half", Approved: domaintest.Pence(2_500_000)}
		})},
		{"", record(func(r *Recording) { r.Items[2] = ItemOutcome{Outcome: ItemNotAgreed, Reason: "Not yet"} })},
		{"", record(func(r *Recording) { r.Items = []ItemOutcome{{Outcome: ItemNotAgreed, Reason: "Not yet"}} })},
		{"reason-1", record(func(r *Recording) { r.Items = []ItemOutcome{{Outcome: ItemNotAgreed}} })},
		{"item-2", record(func(r *Recording) {
			r.Items[0], r.Items[2] = ItemOutcome{Outcome: ItemNotAgreed, Reason: "Not yet"}, ItemOutcome{}
		})},
		{"item-3", record(func(r *Recording) { r.Items = r.Items[:2] })},
		{"item-1", record(func(r *Recording) { r.Items[0].Outcome = "deferred" })},
		{"resolved-1", record(func(r *Recording) { r.Items[0].Outcome = ItemAmended })},
		{"approved-2", record(func(r *Recording) { r.Items[1] = ItemOutcome{Outcome: ItemAmended, Resolved: "Half"} })},
		{"approved-2", record(func(r *Recording) {
			r.Items[1] = ItemOutcome{Outcome: ItemAmended, Resolved: "Half", Approved: domaintest.Pence(0)}
		})},
		{"approved-2", record(func(r *Recording) {
			r.Items[1] = ItemOutcome{Outcome: ItemAmended, Resolved: "Half", Approved: domaintest.Pence(5_000_001)}
		})},
		{"reasons", record(func(r *Recording) { r.Reasons = "" })},
		{"alternatives", record(func(r *Recording) { r.Alternatives = "" })},
		{"decided", record(func(r *Recording) { r.DecidedOn = domain.Date{} })},
		{"decided", record(func(r *Recording) { r.DecidedOn = domaintest.Day.AddDays(3) })},
		{"decided", record(func(r *Recording) { r.DecidedOn = domaintest.Day.AddDays(-1) })},
		{"", publish(domaintest.Day)},
		{"", publish(domaintest.Day.AddDays(2))},
		{"published", publish(domain.Date{})},
		{"published", publish(domaintest.Day.AddDays(3))},
		{"published", publish(domaintest.Day.AddDays(-1))},
		{"", callIn(CallIn{"Scrutiny", 5, domaintest.Day, "Costs"})},
		{"by", callIn(CallIn{"", 5, domaintest.Day, "Costs"})},
		{"on", callIn(CallIn{"Scrutiny", 5, domain.Date{}, "Costs"})},
		{"on", callIn(CallIn{"Scrutiny", 5, domaintest.Day.AddDays(3), "Costs"})},
		{"on", callIn(CallIn{"Scrutiny", 5, domaintest.Day.AddDays(-1), "Costs"})},
		{"members", callIn(CallIn{"Scrutiny", 0, domaintest.Day, "Costs"})},
		{"", settle(func(*Settlement) {})},
		{"", settle(func(s *Settlement) { s.Outcome = CallInLapsed })},
		{"", settle(func(s *Settlement) { s.Outcome = CallInToCouncil })},
		{"", settle(func(s *Settlement) { s.Outcome = CallInReferred })},
		{"outcome", settle(func(s *Settlement) { s.Outcome = "" })},
		{"body", settle(func(s *Settlement) { s.Body = "" })},
		{"settled", settle(func(s *Settlement) { s.On = domain.Date{} })},
		{"settled", settle(func(s *Settlement) { s.On = domaintest.Day.AddDays(3) })},
		{"settled", settle(func(s *Settlement) { s.On = domaintest.Day.AddDays(-1) })},
		{"minute", settle(func(s *Settlement) { s.Minute = "" })},
		{"words", settle(func(s *Settlement) { s.Words = " " })},
		{"", correct(func(*Recording) {})},
		{"why", correct(func(r *Recording) { r.Why = "" })},
		{"reasons", correct(func(r *Recording) { r.Reasons = "" })},
		{"reason", callIn(CallIn{"Scrutiny", 5, domaintest.Day, ""})},
	} {
		err := c.do()
		var got []string
		for _, b := range blockersOf(err) {
			got = append(got, b.Field)
		}
		if (c.field == "") != (err == nil) || (c.field != "" && !slices.Equal(got, []string{c.field})) {
			t.Errorf("refused by %v (%v), want %q", got, err, c.field)
		}
	}
}

// A call-in is closed by a body, on a date, with a minute and its words, and nothing comes into force before its window
// has ended (rulings, 9).
func TestHowACallInIsClosed(t *testing.T) {
	d := standing(t, ExecutiveCalledIn, false, false) // published on the 10th, window until the 17th
	for _, c := range []struct {
		outcome CallInOutcome
		on      string
		state   ExecutiveState
		effect  string
	}{
		{CallInUpheld, "2026-03-12", ExecutiveUpheld, "2026-03-18"},
		{CallInUpheld, "2026-03-17", ExecutiveUpheld, "2026-03-18"},
		{CallInUpheld, "2026-03-24", ExecutiveUpheld, "2026-03-24"},
		{CallInLapsed, "2026-03-12", ExecutiveUpheld, "2026-03-18"},
		{CallInLapsed, "2026-03-30", ExecutiveUpheld, "2026-03-30"},
		{CallInReferred, "2026-03-12", ExecutiveReturned, ""},
		{CallInToCouncil, "2026-03-12", ExecutiveCalledIn, "2026-03-18"},
	} {
		s := settled(c.outcome)
		s.On, _ = domain.ParseDate(c.on)
		got, err := d.Settle(s, domain.NewDate(2026, 3, 31))
		if err != nil || got.State != c.state || got.EffectiveOn.String() != c.effect {
			t.Errorf("%s on %s: %s, in force on %q, %v; want %s, %q", c.outcome, c.on, got.State, got.EffectiveOn, err,
				c.state, c.effect)
		}
		if c.state == ExecutiveReturned && got.ReturnReason != "Resolved." {
			t.Errorf("returned with %q", got.ReturnReason)
		}
	}
	s := settled(CallInToCouncil)
	s.On = domain.NewDate(2026, 3, 12)
	council, err := d.Settle(s, s.On)
	if err != nil || !council.AtCouncil() {
		t.Fatalf("at the Council: %v", err)
	}
	if _, err := council.TakeEffect(s.On.AddDays(60)); len(blockersOf(err)) != 1 {
		t.Errorf("in force while the Council has it: %v", err)
	}
	for field, answer := range map[string]Settlement{"outcome": s, "settled": settled(CallInUpheld)} {
		if _, err := council.Settle(answer, s.On.AddDays(9)); !slices.Equal(domaintest.IDs(blockersOf(err)),
			[]string{field}) {
			t.Errorf("%+v: %v", answer, err)
		}
	}
	s.Outcome = CallInUpheld
	if got, err := council.Settle(s, s.On); err != nil || got.State != ExecutiveUpheld || len(got.Settled) != 2 ||
		len(council.Settled) != 1 {
		t.Errorf("answered: %+v, %v", got.Settled, err)
	}
}

// What is recorded can be corrected until it is published; a plan that went back is agreed only when it comes again.
func TestWhatACorrectionLeaves(t *testing.T) {
	at := time.Date(2026, 3, 12, 9, 0, 0, 0, time.UTC)
	d := standing(t, ExecutiveDecided, true, true)
	r := agreedBy(d)
	r.Why, r.Reasons = "The wrong reasons", "Others"
	got, err := d.Correct(r, people.Person{ID: member.Person}, at)
	if err != nil || got.State != ExecutiveDecided || !got.Unconfirmed() || !got.Ready(ToConfirm) ||
		got.Ready(ToPublish) || got.RecordDigest == d.RecordDigest {
		t.Fatalf("a joint decision, corrected: %+v, %v", got, err)
	}
	if got, err = got.Confirm(got.RecordDigest, officer.Person, at); err != nil || !got.Ready(ToPublish) ||
		got.Reasons != "Others" {
		t.Errorf("confirmed: %+v, %v", got, err)
	}
	refused := agreedBy(d)
	refused.Why, refused.Items = "It was not agreed", []ItemOutcome{{Outcome: ItemNotAgreed, Reason: "Costs"}}
	back, err := standing(t, ExecutiveDecided, false, false).Correct(refused, people.Person{ID: 1}, at)
	if err != nil || back.State != ExecutiveReturned || !back.Shown() {
		t.Fatalf("corrected to not agreed: %+v, %v", back, err)
	}
	if _, err := back.Correct(r, people.Person{ID: 1}, at); len(blockersOf(err)) != 1 ||
		blockersOf(err)[0].Field != "item-1" {
		t.Errorf("a plan that went back is agreed by a correction: %v", err)
	}
	out, err := back.Publish(domain.DateOf(at), domain.Calendar{}, Window{Days: 5}, domain.DateOf(at))
	if err != nil || out.State != ExecutiveReturned || !out.EffectiveOn.IsZero() || !out.CallInUntil.IsZero() ||
		out.Ready(ToPublish) || out.Ready(ToCorrect) || out.Ready(ToTakeEffect) {
		t.Errorf("returned and published: %+v, %v", out, err)
	}
}

// Where the meeting is put off, a decision cannot be recorded as made before it.
func TestDecidedBeforeTheMeetingIsRefused(t *testing.T) {
	d := standing(t, ExecutiveScheduled, false, false)
	d.MeetsOn = domaintest.Day.AddDays(5)
	if _, err := d.RecordBy(agreedBy(d), people.Person{ID: 1}, time.Date(2026, 3, 20, 9, 0, 0, 0,
		time.UTC)); !slices.Equal(domaintest.IDs(blockersOf(err)), []string{"decided"}) {
		t.Errorf("%v", err)
	}
}

func TestPlanNotAgreedReturnsEverything(t *testing.T) {
	d := standing(t, ExecutiveScheduled, true, false)
	r := agreedBy(d)
	r.Items = []ItemOutcome{{Outcome: ItemNotAgreed, Reason: "The costs do not add up."}}
	d, err := d.RecordBy(r, people.Person{ID: 2, Name: "Dáithí"}, d.DraftedAt)
	if err != nil || d.State != ExecutiveScheduled {
		t.Fatalf("one of two returned it: %s, %v", d.State, err)
	}
	d, err = d.Confirm(d.RecordDigest, officer.Person, d.DraftedAt)
	if err != nil || d.State != ExecutiveReturned || d.ReturnReason != "The costs do not add up.\nAsked for" ||
		d.SettledOn != domaintest.Day {
		t.Fatalf("%+v, %v", d, err)
	}
	for _, i := range d.Items {
		if i.Outcome != ItemNotAgreed || i.Reason == "" || i.Approved != nil || i.Resolved != "" {
			t.Errorf("(%s) %+v", i.Numeral(), i)
		}
	}
}

func TestWhatADecisionWaitsFor(t *testing.T) {
	type row struct{ clerk, member, officer string }
	for _, c := range []struct {
		d    ExecutiveDecision
		on   domain.Date
		want row
	}{
		{standing(t, ExecutiveDrafted, false, false), domaintest.Day, row{clerk: "To be scheduled"}},
		{standing(t, ExecutiveScheduled, false, false), domaintest.Day, row{clerk: "To be decided and recorded"}},
		{standing(t, ExecutiveScheduled, false, false), domaintest.Day.AddDays(-1), row{}},
		{standing(t, ExecutiveScheduled, true, false), domaintest.Day.AddDays(-1),
			row{member: "To be decided by you from 10 March 2026"}},
		{standing(t, ExecutiveScheduled, true, false), domaintest.Day, row{member: "To be decided and recorded"}},
		{standing(t, ExecutiveScheduled, true, true), domaintest.Day, row{officer: "To be confirmed by you"}},
		{standing(t, ExecutiveDecided, false, false), domaintest.Day, row{clerk: "To be published"}},
		{standing(t, ExecutivePublished, false, false), domaintest.Day, row{}},
		{standing(t, ExecutiveCalledIn, false, false), domaintest.Day,
			row{clerk: "Called in: to be closed as its body decides"}},
		{standing(t, ExecutiveInForce, false, false), domaintest.Day, row{}},
		{standing(t, ExecutiveReturned, false, false), domaintest.Day,
			row{clerk: "To be published"}},
	} {
		if got := (row{c.d.WaitsFor(clerk, c.on), c.d.WaitsFor(member, c.on),
			c.d.WaitsFor(officer, c.on)}); got != c.want {
			t.Errorf("%s on %s waits for %+v, want %+v", c.d.State, c.on, got, c.want)
		}
	}
}
