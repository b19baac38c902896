package domain

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// The people around a decision.
var (
	clerk   = Decider{Person: 1, Clerk: true, Officer: true}
	member  = Decider{Person: 2, Member: true}
	officer = Decider{Person: 3, Officer: true}
	others  = map[string]Decider{"another Executive Member": {Person: 4, Member: true}, "another officer": {Person: 5, Officer: true}, "anybody": {Person: 6}, "nobody": {}}
)

// standing is a decision in the state, as the steps before bring it there. Joint ones are recorded where first is set.
func standing(t *testing.T, s ExecutiveState, joint, first bool) ExecutiveDecision {
	t.Helper()
	at := time.Date(2026, 3, 10, 9, 0, 0, 0, time.UTC)
	d := ExecutiveDecision{ID: 7, AreaName: "Castle", State: ExecutiveDrafted, DraftedAt: at, ReportDigest: Digest{1}, Items: []ExecutiveItem{
		{Position: 1, About: AboutPlan, Recommendation: "Have regard to the plan.", IfAgreed: "Regard be had to the plan."},
		{Position: 2, About: AboutBid, Bid: 3, Asked: pence(5_000_000), Recommendation: "Approve the bid.", IfAgreed: "The bid be approved."},
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
	in := Scheduling{MeetsOn: day, Key: KeyYes, ForwardPlan: "FP-12"}
	if joint {
		in.MadeBy, in.WithOfficer = Person{ID: member.Person, Name: "Dáithí"}, Person{ID: officer.Person, Name: "Marie-Ann"}
	}
	step(d.Schedule(in, day))
	if s == ExecutiveScheduled && !first {
		return d
	}
	step(d.RecordBy(agreedBy(d), Person{ID: member.Person, Name: "Dáithí"}, at))
	if s == ExecutiveScheduled {
		return d
	}
	if joint {
		step(d.Confirm(d.RecordDigest, officer.Person, at))
	}
	if s == ExecutiveReturned {
		d.State = s
		return d
	}
	for _, then := range []struct {
		state ExecutiveState
		take  func() (ExecutiveDecision, error)
	}{
		{ExecutivePublished, func() (ExecutiveDecision, error) { return d.Publish(day, Calendar{}, false, day) }},
		{ExecutiveCalledIn, func() (ExecutiveDecision, error) { return d.CallIn(CallIn{"Scrutiny", day, "Costs"}, day) }},
		{ExecutiveUpheld, func() (ExecutiveDecision, error) { return d.Uphold(day) }},
		{ExecutiveInForce, func() (ExecutiveDecision, error) { return d.TakeEffect(day) }},
	} {
		if d.State == s {
			return d
		}
		step(then.take())
	}
	return d
}

func agreedBy(d ExecutiveDecision) Recording {
	r := Recording{DecidedOn: day, Reasons: "Asked for", Alternatives: "None"}
	for range d.Items {
		r.Items = append(r.Items, ItemOutcome{Outcome: ItemAgreed})
	}
	return r
}

// take takes the step with all that it needs.
func take(d ExecutiveDecision, step ExecutiveStep) (ExecutiveDecision, error) {
	switch step {
	case ToSchedule:
		return d.Schedule(Scheduling{MeetsOn: day, Key: KeyNo}, day)
	case ToRecord:
		return d.RecordBy(agreedBy(d), Person{ID: 2}, d.DraftedAt)
	case ToConfirm:
		return d.Confirm(d.RecordDigest, officer.Person, d.DraftedAt)
	case ToPublish:
		return d.Publish(day, Calendar{}, false, day)
	case ToCallIn:
		return d.CallIn(CallIn{"Scrutiny", day, "Costs"}, day)
	case ToUphold:
		return d.Uphold(day)
	case ToReturn:
		return d.Return("Costs", day)
	}
	return d.TakeEffect(day.AddDays(60))
}

// The decision states: where each step leads from each state, as minutes and rules have it; "" where it cannot be taken.
func TestEveryStepFromEveryState(t *testing.T) {
	table := map[ExecutiveState]map[ExecutiveStep]ExecutiveState{
		ExecutiveDrafted:   {ToSchedule: ExecutiveScheduled},
		ExecutiveScheduled: {ToSchedule: ExecutiveScheduled, ToRecord: ExecutiveDecided},
		ExecutiveDecided:   {ToPublish: ExecutivePublished},
		ExecutivePublished: {ToCallIn: ExecutiveCalledIn, ToTakeEffect: ExecutiveInForce},
		ExecutiveCalledIn:  {ToUphold: ExecutiveUpheld, ToReturn: ExecutiveReturned},
		ExecutiveUpheld:    {ToTakeEffect: ExecutiveInForce},
		ExecutiveReturned:  {},
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
			case want == "" && (len(ids(blockersOf(err))) != 1 || ids(blockersOf(err))[0] != "state"):
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
		if over := len(table[from]) == 0; from.Over() != over {
			t.Errorf("%s is over: %v", from, from.Over())
		}
	}
}

func TestStepsOfAJointDecision(t *testing.T) {
	table := map[bool]map[ExecutiveStep]string{
		false: {ToSchedule: "scheduled", ToRecord: "scheduled", ToConfirm: ""},
		true:  {ToSchedule: "scheduled", ToRecord: "scheduled", ToConfirm: "decided"},
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

func blockersOf(err error) []Blocker {
	if blocked, ok := errors.AsType[*BlockedError](err); ok {
		return blocked.Blockers
	}
	return nil
}

// Who may take which step: the clerk for the Executive; where it is delegated the Executive Member records and the named officer confirms.
func TestWhoMayTakeWhichStep(t *testing.T) {
	alone := standing(t, ExecutiveScheduled, true, false)
	alone.WithOfficer = 0
	for name, c := range map[string]struct {
		d    ExecutiveDecision
		want map[ExecutiveStep][]Decider
	}{
		"of the Executive": {standing(t, ExecutiveScheduled, false, false), map[ExecutiveStep][]Decider{ToRecord: {clerk}}},
		"of a Member":      {alone, map[ExecutiveStep][]Decider{ToRecord: {member}}},
		"joint":            {standing(t, ExecutiveScheduled, true, false), map[ExecutiveStep][]Decider{ToRecord: {member}, ToConfirm: {officer}}},
		"joint, recorded":  {standing(t, ExecutiveScheduled, true, true), map[ExecutiveStep][]Decider{ToRecord: {member}, ToConfirm: {officer}}},
	} {
		for _, step := range ExecutiveSteps() {
			want := c.want[step]
			switch step {
			case ToSchedule, ToPublish, ToCallIn, ToUphold, ToReturn:
				want = []Decider{clerk}
			}
			for who, by := range map[string]Decider{"clerk": clerk, "member": member, "officer": officer} {
				if got := c.d.May(step, by); got != slices.Contains(want, by) {
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
	if _, err := d.Confirm(d.RecordDigest, d.RecordedBy, d.DraftedAt); !errors.Is(err, ErrForbidden) {
		t.Errorf("confirmed: %v", err)
	}
	if _, err := d.Confirm(Digest{9}, officer.Person, d.DraftedAt); !errors.Is(err, ErrConflict) {
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
	again, err := d.Schedule(Scheduling{MeetsOn: day, Key: KeyNo}, day)
	if err != nil {
		t.Fatal(err)
	}
	if again.Record != "" || again.RecordedBy != 0 || again.Reasons != "" || again.Items[0].Outcome != "" || again.Delegated || again.ForwardPlan != "" {
		t.Errorf("left over: %+v", again)
	}
}

// Effective dates worked by hand with England's bank holidays of 2026 and 2027. The window is the five working days after publication; the
// decision is in force on the day after.
func TestEffectiveDatesOverBankHolidays(t *testing.T) {
	for _, c := range []struct{ published, until, effective, why string }{
		{"2026-03-10", "2026-03-17", "2026-03-18", "Tuesday: Wed Thu Fri Mon Tue"},
		{"2026-03-13", "2026-03-20", "2026-03-21", "Friday: the next whole week"},
		{"2026-03-14", "2026-03-20", "2026-03-21", "Saturday: the next whole week too"},
		{"2026-04-01", "2026-04-10", "2026-04-11", "Wednesday before Easter: Thu 2, then not Fri 3 nor Mon 6, Tue 7 to Fri 10"},
		{"2026-05-01", "2026-05-11", "2026-05-12", "Friday before 4 May: Tue 5 to Fri 8, Mon 11"},
		{"2026-12-22", "2026-12-31", "2027-01-01", "Tuesday before Christmas: Wed 23, Thu 24, not Fri 25 nor Mon 28, Tue 29 to Thu 31"},
		{"2026-12-24", "2027-01-05", "2027-01-06", "Christmas Eve: Tue 29 to Thu 31, not Fri 1 January, Mon 4, Tue 5"},
	} {
		on, err := ParseDate(c.published)
		if err != nil {
			t.Fatal(err)
		}
		d := standing(t, ExecutiveDecided, false, false)
		got, err := d.Publish(on, Calendar{}, true, on) // a key decision always has the window
		if err != nil || got.CallInUntil.String() != c.until || got.EffectiveOn.String() != c.effective {
			t.Errorf("published on %s: until %s, in force on %s, %v; want %s, %s (%s)", on, got.CallInUntil, got.EffectiveOn, err, c.until, c.effective, c.why)
		}
		if _, err := got.TakeEffect(got.CallInUntil); !slices.Equal(ids(blockersOf(err)), []string{"effective"}) {
			t.Errorf("in force on the last day of the window: %v", err)
		}
		if _, err := got.TakeEffect(got.EffectiveOn); err != nil {
			t.Errorf("not in force on its day: %v", err)
		}
		if _, err := got.CallIn(CallIn{"Scrutiny", got.CallInUntil, "Costs"}, got.CallInUntil); err != nil {
			t.Errorf("not called in on the last day: %v", err)
		}
		if _, err := got.CallIn(CallIn{"Scrutiny", got.EffectiveOn, "Costs"}, got.EffectiveOn); !slices.Equal(ids(blockersOf(err)), []string{"on"}) {
			t.Errorf("called in after the window: %v", err)
		}
	}
	imported := NewCalendar([]BankHoliday{{Day: NewDate(2026, 3, 12), Name: "The King’s visit"}})
	if got, err := standing(t, ExecutiveDecided, false, false).Publish(day, imported, false, day); err != nil || got.CallInUntil.String() != "2026-03-18" {
		t.Errorf("with a day that the council imported: until %s, %v", got.CallInUntil, err)
	}
	plain := standing(t, ExecutiveDecided, false, false)
	plain.Key = KeyNo
	if got, err := plain.Publish(day, Calendar{}, true, day); err != nil || !got.CallInUntil.IsZero() || got.EffectiveOn != day {
		t.Errorf("where key decisions alone are called in: until %q, in force on %s, %v", got.CallInUntil, got.EffectiveOn, err)
	}
	if got, err := plain.Publish(day, Calendar{}, false, day); err != nil || got.CallInUntil.IsZero() {
		t.Errorf("where every decision is called in: %+v, %v", got.CallInUntil, err)
	}
}

// What each form must say, by its field.
func TestWhatAStepNeedsIsSaidByTheField(t *testing.T) {
	drafted, scheduled, decided, published := standing(t, ExecutiveDrafted, false, false), standing(t, ExecutiveScheduled, false, false),
		standing(t, ExecutiveDecided, false, false), standing(t, ExecutivePublished, false, false)
	drafted.SubmittedBy, drafted.OverriddenBy = 44, 45
	record := func(spoil func(*Recording)) func() error {
		return func() error {
			r := agreedBy(scheduled)
			spoil(&r)
			_, err := scheduled.RecordBy(r, Person{ID: 1}, time.Date(2026, 3, 12, 9, 0, 0, 0, time.UTC))
			return err
		}
	}
	schedule := func(s Scheduling) func() error {
		return func() error { _, err := drafted.Schedule(s, day); return err }
	}
	publish := func(on Date) func() error {
		return func() error { _, err := decided.Publish(on, Calendar{}, false, day.AddDays(2)); return err }
	}
	callIn := func(c CallIn) func() error {
		return func() error { _, err := published.CallIn(c, day.AddDays(2)); return err }
	}
	a, b := Person{ID: 2, Name: "A"}, Person{ID: 3, Name: "B"}
	for _, c := range []struct {
		field string
		do    func() error
	}{
		{"", schedule(Scheduling{MeetsOn: day, Key: KeyNo})},
		{"", schedule(Scheduling{MeetsOn: day.AddDays(30), Key: KeyYes, ForwardPlan: "FP-1", MadeBy: a, WithOfficer: b})},
		{"meets", schedule(Scheduling{Key: KeyNo})},
		{"meets", schedule(Scheduling{MeetsOn: day.AddDays(-1), Key: KeyNo})},
		{"key", schedule(Scheduling{MeetsOn: day})},
		{"forward_plan", schedule(Scheduling{MeetsOn: day, Key: KeyYes})},
		{"forward_plan", schedule(Scheduling{MeetsOn: day, Key: KeyNo, ForwardPlan: "FP-1"})},
		{"made_by", schedule(Scheduling{MeetsOn: day, Key: KeyNo, WithOfficer: b})},
		{"with_officer", schedule(Scheduling{MeetsOn: day, Key: KeyNo, MadeBy: a, WithOfficer: a})},
		{"with_officer", schedule(Scheduling{MeetsOn: day, Key: KeyNo, MadeBy: a, WithOfficer: Person{ID: 44}})},
		{"made_by", schedule(Scheduling{MeetsOn: day, Key: KeyNo, MadeBy: Person{ID: 44}})},
		{"with_officer", schedule(Scheduling{MeetsOn: day, Key: KeyNo, MadeBy: a, WithOfficer: Person{ID: 45}})},
		{"", record(func(*Recording) {})},
		{"", record(func(r *Recording) { r.Interests, r.Dispensations = "Mine", "Granted in May" })},
		{"", record(func(r *Recording) {
			r.Items[1] = ItemOutcome{Outcome: ItemAmended, Resolved: "Half", Approved: pence(2_500_000)}
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
			r.Items[1] = ItemOutcome{Outcome: ItemAmended, Resolved: "Half", Approved: pence(0)}
		})},
		{"approved-2", record(func(r *Recording) {
			r.Items[1] = ItemOutcome{Outcome: ItemAmended, Resolved: "Half", Approved: pence(5_000_001)}
		})},
		{"reasons", record(func(r *Recording) { r.Reasons = "" })},
		{"alternatives", record(func(r *Recording) { r.Alternatives = "" })},
		{"decided", record(func(r *Recording) { r.DecidedOn = Date{} })},
		{"decided", record(func(r *Recording) { r.DecidedOn = day.AddDays(3) })},
		{"decided", record(func(r *Recording) { r.DecidedOn = day.AddDays(-1) })},
		{"", publish(day)},
		{"", publish(day.AddDays(2))},
		{"published", publish(Date{})},
		{"published", publish(day.AddDays(3))},
		{"published", publish(day.AddDays(-1))},
		{"", callIn(CallIn{"Scrutiny", day, "Costs"})},
		{"by", callIn(CallIn{"", day, "Costs"})},
		{"on", callIn(CallIn{"Scrutiny", Date{}, "Costs"})},
		{"on", callIn(CallIn{"Scrutiny", day.AddDays(3), "Costs"})},
		{"on", callIn(CallIn{"Scrutiny", day.AddDays(-1), "Costs"})},
		{"reason", callIn(CallIn{"Scrutiny", day, ""})},
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
	if _, err := standing(t, ExecutiveCalledIn, false, false).Return("", day); len(blockersOf(err)) != 1 || blockersOf(err)[0].Field != "reason" {
		t.Errorf("returned without reasons: %v", err)
	}
}

// Where the meeting is put off, a decision cannot be recorded as made before it.
func TestDecidedBeforeTheMeetingIsRefused(t *testing.T) {
	d := standing(t, ExecutiveScheduled, false, false)
	d.MeetsOn = day.AddDays(5)
	if _, err := d.RecordBy(agreedBy(d), Person{ID: 1}, time.Date(2026, 3, 20, 9, 0, 0, 0, time.UTC)); !slices.Equal(ids(blockersOf(err)), []string{"decided"}) {
		t.Errorf("%v", err)
	}
}

func TestPlanNotAgreedReturnsEverything(t *testing.T) {
	d := standing(t, ExecutiveScheduled, true, false)
	r := agreedBy(d)
	r.Items = []ItemOutcome{{Outcome: ItemNotAgreed, Reason: "The costs do not add up."}}
	d, err := d.RecordBy(r, Person{ID: 2, Name: "Dáithí"}, d.DraftedAt)
	if err != nil || d.State != ExecutiveScheduled {
		t.Fatalf("one of two returned it: %s, %v", d.State, err)
	}
	d, err = d.Confirm(d.RecordDigest, officer.Person, d.DraftedAt)
	if err != nil || d.State != ExecutiveReturned || d.ReturnReason != "The costs do not add up.\nAsked for" || d.SettledOn != day {
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
		on   Date
		want row
	}{
		{standing(t, ExecutiveDrafted, false, false), day, row{clerk: "To be scheduled"}},
		{standing(t, ExecutiveScheduled, false, false), day, row{clerk: "To be decided and recorded"}},
		{standing(t, ExecutiveScheduled, false, false), day.AddDays(-1), row{}},
		{standing(t, ExecutiveScheduled, true, false), day.AddDays(-1), row{member: "To be decided by you from 10 March 2026"}},
		{standing(t, ExecutiveScheduled, true, false), day, row{member: "To be decided and recorded"}},
		{standing(t, ExecutiveScheduled, true, true), day, row{officer: "To be confirmed by you"}},
		{standing(t, ExecutiveDecided, false, false), day, row{clerk: "To be published"}},
		{standing(t, ExecutivePublished, false, false), day, row{}},
		{standing(t, ExecutiveCalledIn, false, false), day, row{clerk: "Called in: to be upheld or returned"}},
		{standing(t, ExecutiveInForce, false, false), day, row{}},
		{standing(t, ExecutiveReturned, false, false), day, row{}},
	} {
		if got := (row{c.d.WaitsFor(clerk, c.on), c.d.WaitsFor(member, c.on), c.d.WaitsFor(officer, c.on)}); got != c.want {
			t.Errorf("%s on %s waits for %+v, want %+v", c.d.State, c.on, got, c.want)
		}
	}
}

func TestNumeralsAreThoseOfMinutes(t *testing.T) {
	var got []string
	for _, n := range []int{1, 2, 3, 4, 5, 6, 9, 10, 14, 40, 49, 90, 99, 100} {
		got = append(got, Numeral(n))
	}
	if want := "i ii iii iv v vi ix x xiv xl xlix xc xcix c"; strings.Join(got, " ") != want {
		t.Errorf("%v, want %s", got, want)
	}
}

// The report says what the records say, and nothing else.
func TestReportIsDrawnUpFromTheRecords(t *testing.T) {
	f := ReportFacts{
		Attempt:  Attempt{Gate: GateDraftPlan, Number: 2, Outcome: OutcomePassedWithConditions, Digest: Digest{7}},
		Snapshot: Snapshot{Officers: []string{"Nia Pugh"}}, Plan: *fullPlan(), PlanVersion: 3, FeedbackOn: day, On: day,
		Passed: []Attempt{{Gate: GateAreas, Number: 1, Outcome: OutcomePassed, OutcomeAt: day.Time()},
			{Gate: GateIssues, Number: 1, Outcome: OutcomeOverridden, OutcomeAt: day.Time(), OutcomeByName: "Owen Adeyemi", OutcomeReason: "Purdah"}},
		Signed: []Signatory{{SignedByName: "Priya Raghunathan", SeatName: "Castle", Decision: ApproveWithConditions, Comment: "Light it"},
			{SignedByName: "Suresh", SeatName: "Moor", Decision: StandAside, Comment: "I own the chandlery", SubstituteFor: "Máire"}},
		Conditions: []Condition{{Text: "Light the footpath", SetBy: "Priya Raghunathan", DueOn: day}},
	}
	r := DraftReport(f)
	text, digest, err := r.Freeze()
	if err != nil {
		t.Fatal(err)
	}
	back, err := ReadExecutiveReport(text)
	if err != nil {
		t.Fatal(err)
	}
	if again, same, err := back.Freeze(); err != nil || again != text || same != digest {
		t.Errorf("the report reads back as something else: %v", err)
	}
	var headings []string
	for _, p := range r.Parts {
		headings = append(headings, p.Heading)
	}
	want := []string{"Purpose of the report", "Background", "Consultation", "The draft plan", "Bids for funding", "Financial implications",
		"Decisions of the Area Members", "Risks, and alternatives considered"}
	if d := cmp.Diff(want, headings); d != "" {
		t.Errorf("parts (-want +got):\n%s", d)
	}
	for _, says := range []string{
		"overridden by Owen Adeyemi: Purdah", "Priya Raghunathan", "Suresh (substitute for Máire)", "I own the chandlery", "41 people took part",
		"Safer quay", "£50,000", "£12,000.50 and 1 not known", "The cost of 1 action is not known", "£500", "A camera", "The police will not run it", "A bypass",
		"2 solutions are still worked up", "1 proposed action has no lead yet", "1 priority is restricted", "Light the footpath",
	} {
		if !strings.Contains(text, says) {
			t.Errorf("the report does not say %q", says)
		}
	}
	if strings.Contains(text, "Lost already") {
		t.Error("the Executive is asked about a bid that is lost")
	}
	var asked []string
	for _, i := range r.Items() {
		asked = append(asked, fmt.Sprintf("(%s) %s %s", i.Numeral(), i.About, i.Recommendation))
	}
	wantAsked := []string{
		"(i) plan Have regard to and approve the draft Local Community Action Plan for Castle (version 3), as set out in this report.",
		"(ii) bid Approve “Safer quay”, a bid of £50,000 to Road Trust with match funding of £1,000, for submission by 8 June 2026.",
		"(iii) other Have regard to 1 condition set by Area Members, as listed in this report.",
		"(iv) delegation Agree that the plan go forward to delivery planning, and that the leads be asked to confirm the proposed actions.",
	}
	if d := cmp.Diff(wantAsked, asked); d != "" {
		t.Errorf("recommendations (-want +got):\n%s", d)
	}
}
