package executive

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/domain/domaintest"
	"fourgates/internal/people"
	"fourgates/internal/plans"
	"fourgates/internal/procedures"
)

var (
	proposed    = procedures.Proposal{Key: true, Why: []string{"It lies in 2 wards"}, NoticeDays: 28}
	notProposed = procedures.Proposal{Why: []string{"It lies in 1 ward"}, NoticeDays: 28}
)

// What the key-decision question needs as an answer, by what the records propose.
func TestAnswersToTheKeyDecisionQuestion(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		proposed procedures.Proposal
		key      KeyAnswer
		reason   string
		field    string // that is refused
		words    string // on the record
	}{
		{proposed, KeyYes, "", "", "Yes, forward plan FP/7"},
		{proposed, KeyNo, "", "key_reason", ""},
		{proposed, KeyNo, "It only notes the plan", "", "No. Proposed: a key decision. Answered otherwise because: " +
			"It only notes the plan"},
		{notProposed, KeyNo, "", "", "No"},
		{notProposed, KeyNo, "Left over", "", "No"},
		{notProposed, KeyYes, "", "", "Yes, forward plan FP/7"},
		{procedures.Proposal{}, KeyNo, "", "", "No"},
	} {
		in := Scheduling{MeetsOn: domaintest.Day, Key: c.key, Proposed: c.proposed, KeyReason: c.reason}
		if c.key == KeyYes {
			in.ForwardPlan = "FP/7"
		}
		d, err := standing(t, ExecutiveDrafted, false, false).Schedule(in, domaintest.Day)
		if got := strings.Join(domaintest.IDs(blockersOf(err)), " "); got != c.field {
			t.Errorf("%s to %q with %q refuses %q, want %q", c.key, c.proposed.Words(), c.reason, got, c.field)
		} else if err == nil && KeyWords(d) != c.words {
			t.Errorf("%s to %q stands as %q, want %q", c.key, c.proposed.Words(), KeyWords(d), c.words)
		}
	}
}

// A key decision is recorded after its notice alone, or after an exception; what was scheduled before that was asked
// stays as it was.
func TestAKeyDecisionNeedsItsNotice(t *testing.T) {
	t.Parallel()
	day := domaintest.Day
	full := procedures.Announcement{How: procedures.InFull, On: day.AddDays(-29), From: day}
	late := procedures.Announcement{How: procedures.InFull, On: day.AddDays(-20), From: day.AddDays(9)}
	urgent := procedures.Announcement{How: procedures.SpecialUrgency, On: day, Who: "Cllr Idris Fell", Why: "A grant",
		From: day}
	for _, c := range []struct {
		name     string
		proposed procedures.Proposal
		key      KeyAnswer
		a        procedures.Announcement
		refused  bool
		frozen   string
	}{
		{"key, in time", proposed, KeyYes, full, false, `"how":"notice"`},
		{"key, urgent", proposed, KeyYes, urgent, false, `"who":"Cllr Idris Fell"`},
		{"key, too late", proposed, KeyYes, late, true, ""},
		{"key, not announced", proposed, KeyYes, procedures.Announcement{}, true, ""},
		{"key though not proposed, not announced", notProposed, KeyYes, procedures.Announcement{}, true, ""},
		{"not key", proposed, KeyNo, procedures.Announcement{}, false, `"reason":"It notes the plan"`},
		{"not key any more", proposed, KeyNo, late, false, `"key":true`},
		{"no notice in this nation", procedures.Proposal{Why: []string{"None"}}, KeyYes, procedures.Announcement{},
			false,
			`"notice_days":0`},
		{"scheduled before it was asked", procedures.Proposal{}, KeyYes, procedures.Announcement{}, false, ""},
	} {
		in := Scheduling{MeetsOn: day, Key: c.key, Proposed: c.proposed, KeyReason: "It notes the plan"}
		if c.key == KeyYes {
			in.ForwardPlan = "FP/7"
		}
		d, err := standing(t, ExecutiveDrafted, false, false).Schedule(in, day)
		if err != nil {
			t.Fatal(err)
		}
		d.Announced = c.a
		got, err := d.RecordBy(agreedBy(d), people.Person{ID: 2}, time.Date(2026, 3, 10, 9, 0, 0, 0, time.UTC))
		if ids := domaintest.IDs(blockersOf(err)); c.refused && (len(ids) != 1 || ids[0] != "decided") ||
			!c.refused && err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if has := strings.Contains(got.Record, `"key_answer"`); !c.refused && (has != (c.frozen != "") ||
			!strings.Contains(got.Record, c.frozen)) {
			t.Errorf("%s: recorded as %s, want %s", c.name, got.Record, c.frozen)
		}
	}
}

// The sums that are compared: those that are put to the Executive.
func TestKeySumsSayOfWhatTheyAre(t *testing.T) {
	t.Parallel()
	var words []string
	for _, s := range KeySums(plans.PlanDocument{
		Actions: []plans.PlanAction{{Cost: domaintest.Pence(120_000)}, {}, {Cost: domaintest.Pence(80_000)}},
		Solutions: []plans.PlanSolution{{State: plans.PlanChosen, Cost: domaintest.Pence(5_000)},
			{State: "not chosen", Cost: domaintest.Pence(9_000_000)}},
		Bids: []plans.PlanBid{{State: "drafting", Amount: domain.Pence(4_000_000), Match: 1_000_000},
			{State: "lost", Amount: 7_000_000}}}) {
		words = append(words, s.What+" "+s.Of.Words())
	}
	if got := fmt.Sprint(words); got != "[Proposed actions £2,000 and 1 not known Chosen solutions £50 "+
		"Sought by bids, with match funding £50,000]" {
		t.Errorf("compared %s", got)
	}
}
