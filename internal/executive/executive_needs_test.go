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
	drafted.SubmittedBy, drafted.OverriddenBy = 44, 45
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
			_, err := decided.Publish(on, domain.Calendar{}, false, domaintest.Day.AddDays(2))
			return err
		}
	}
	callIn := func(c CallIn) func() error {
		return func() error { _, err := published.CallIn(c, domaintest.Day.AddDays(2)); return err }
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
		{"", callIn(CallIn{"Scrutiny", domaintest.Day, "Costs"})},
		{"by", callIn(CallIn{"", domaintest.Day, "Costs"})},
		{"on", callIn(CallIn{"Scrutiny", domain.Date{}, "Costs"})},
		{"on", callIn(CallIn{"Scrutiny", domaintest.Day.AddDays(3), "Costs"})},
		{"on", callIn(CallIn{"Scrutiny", domaintest.Day.AddDays(-1), "Costs"})},
		{"reason", callIn(CallIn{"Scrutiny", domaintest.Day, ""})},
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
	if _, err := standing(t, ExecutiveCalledIn, false, false).Return("", domaintest.Day); len(blockersOf(err)) != 1 ||
		blockersOf(err)[0].Field != "reason" {
		t.Errorf("returned without reasons: %v", err)
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
			row{clerk: "Called in: to be upheld or returned"}},
		{standing(t, ExecutiveInForce, false, false), domaintest.Day, row{}},
		{standing(t, ExecutiveReturned, false, false), domaintest.Day, row{}},
	} {
		if got := (row{c.d.WaitsFor(clerk, c.on), c.d.WaitsFor(member, c.on),
			c.d.WaitsFor(officer, c.on)}); got != c.want {
			t.Errorf("%s on %s waits for %+v, want %+v", c.d.State, c.on, got, c.want)
		}
	}
}
