package gateapp_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/partners"
	"fourgates/internal/policy"
	"fourgates/internal/town"
)

func TestGateThatIsNotReadyListsEveryReasonAndChangesNothing(t *testing.T) {
	c := town.NewCastle(t)
	bare := c.Harness.Area("Moor")
	c.Forced("the harness draws every area", `DELETE FROM area_boundaries WHERE area_id = $1`, int64(bare))
	err := c.Refused("gate 1 of a bare area",
		c.Submission(c.Owen, gateapp.Submission{Areas: []domain.AreaID{bare}, Gate: domain.GateAreas}))
	want := []string{"boundary", "members", "inductions", "validity-community", "validity-provider", "service-managers",
		"stakeholders", "officer"}
	if d := cmp.Diff(want, town.Blockers(err)); d != "" {
		t.Errorf("blocked by (-want +got):\n%s", d)
	}
	err = c.Refused("gate 2 before gate 1", c.Submission(c.Owen, gateapp.Submission{Areas: []domain.AreaID{c.Area},
		Gate: domain.GateIssues}))
	want = []string{"order", "state", "gate-1", "categorised", "synthesised", "session", "sources", "patch-workers",
		"representativeness"}
	if d := cmp.Diff(want, town.Blockers(err)); d != "" {
		t.Errorf("blocked by (-want +got):\n%s", d)
	}
}

func TestWhoMaySubmit(t *testing.T) {
	c := town.NewCastle(t)
	here := gateapp.Submission{Areas: []domain.AreaID{c.Area}, Gate: domain.GateAreas}
	elsewhere := c.Person("Łukasz Woźniak", policy.CLO)
	c.RefusedAs("the officer of another area", domain.ErrForbidden, c.Submission(elsewhere, here))
	for name, who := range map[string]domain.PersonID{"a Member": c.Aneurin, "an administrator": c.Admin,
		"a service officer": c.Person("Gráinne", policy.Service), "an Executive Member": c.Person("Bao",
			policy.ExecutiveMember)} {
		c.RefusedAs(name, domain.ErrForbidden, c.Submission(who, here))
	}
	c.RefusedAs("an area that does not exist", domain.ErrNotFound,
		c.Submission(c.Owen, gateapp.Submission{Areas: []domain.AreaID{987654}, Gate: domain.GateAreas}))
	c.RefusedFor("no area", "areas", c.Submission(c.Nia, gateapp.Submission{Gate: domain.GateAreas}))
	c.RefusedFor("a due date of today", "due",
		c.Submission(c.Nia, gateapp.Submission{Areas: here.Areas, Gate: domain.GateAreas, DueOn: c.Day()}))
	c.RefusedFor("gate 2 of two areas", "areas",
		c.Submission(c.Nia, gateapp.Submission{Areas: []domain.AreaID{c.Area, 1}, Gate: domain.GateIssues}))
	c.Submit(domain.GateAreas)
	c.RefusedFor("a second time", "open-attempt", c.Submission(c.Nia, here))
}

func TestSubmissionFreezesWhatMembersSee(t *testing.T) {
	c := town.NewCastle(t)
	before := c.Int(`SELECT max(id) FROM audit_entries`)
	id := c.Submit(domain.GateAreas)[0]
	after := c.Int(`SELECT max(id) FROM audit_entries`)
	got := c.WantOutcome(id, gates.OutcomeOpen)
	if got.Number != 1 || got.Rule != gates.RuleAll || got.DueOn.String() != "2026-03-24" ||
		got.SubmittedByName != "Nia Pugh" {
		t.Errorf("submitted as %+v", got)
	}
	s, err := got.Content()
	if err != nil {
		t.Fatal(err)
	}
	if withheld, err := got.Frozen().Verify(); err != nil || withheld != nil || got.Frozen().Digest() != got.Digest {
		t.Errorf("the stored snapshot is not what its digest says: %v", err)
	}
	var asked []string
	for _, m := range s.Members {
		asked = append(asked, fmt.Sprintf("%s: %s, %s", m.Tier, m.Seat, m.Name))
	}
	slices.Sort(asked)
	want := []string{"borough: Castle Keep, Aneurin Bevan-Lloyd", "borough: Old Quay, Priya Raghunathan",
		"county: Lower Moor, Máire Ní Dhomhnaill", "county: Upper Moor, Suresh"}
	if d := cmp.Diff(want, asked); d != "" {
		t.Errorf("Members (-want +got):\n%s", d)
	}
	c.Forced("an area keeps its name while Members have its gate", `UPDATE areas SET name = 'Citadel' WHERE id = $1`,
		int64(c.Area))
	c.NetworkLeaves()
	if now := c.Attempt(id); now.Frozen() != got.Frozen() {
		t.Error("what is frozen changed with the records")
	}
	c.WantLines([]string{"Aneurin Bevan-Lloyd: Member for Castle Keep", "Máire Ní Dhomhnaill: Member for Lower Moor",
		"Priya Raghunathan: Member for Old Quay", "Suresh: Member for Upper Moor"},
		`SELECT r.name || ': ' || r.capacity FROM notice_recipients r JOIN notices n ON n.id = r.notice_id
			WHERE n.event = 'gate submitted' AND r.result = 'shown in app' ORDER BY 1`)
	c.WantLines([]string{"gate.submit attempt Gate 1: agreement on selected areas submitted to Area Members"},
		`SELECT action || ' ' || object_kind || ' ' || summary FROM audit_entries WHERE area_id = $1 AND id > $2
			AND id <= $3`, int64(c.Area), before, after)
}

func TestBatchGoesWholeOrNotAtAll(t *testing.T) {
	c := town.NewCastle(t)
	moor := c.Ready("Moor", c.Upper, c.Keep)
	bare := c.Harness.Area("Fen")
	c.Assign(c.Nia, bare, policy.CLO)
	err := c.Refused("a batch with one area that is not ready",
		c.Submission(c.Nia, gateapp.Submission{Areas: []domain.AreaID{moor, bare, c.Area}, Gate: domain.GateAreas}))
	if words := fmt.Sprint(err); !strings.Contains(words, "Fen: An induction") || strings.Contains(words, "Moor:") {
		t.Errorf("the reasons do not say whose they are: %s", words)
	}
	foreign := c.Harness.Area("Heath")
	c.RefusedAs("a batch with an area of somebody else", domain.ErrForbidden,
		c.Submission(c.Nia, gateapp.Submission{Areas: []domain.AreaID{c.Area, foreign}, Gate: domain.GateAreas}))

	ids := c.Submit(domain.GateAreas, moor, c.Area)
	if len(ids) != 2 || c.Attempt(ids[0]).Batch == 0 || c.Attempt(ids[0]).Batch != c.Attempt(ids[1]).Batch {
		t.Fatalf("attempts %v are not of one batch", ids)
	}
	if n := c.Int(`SELECT count(*) FROM audit_entries WHERE action = 'gate.submit' AND object_id = ANY($1)`,
		[]int64{int64(ids[0]), int64(ids[1])}); n != 2 {
		t.Errorf("%d audit entries for two attempts", n)
	}

	// Aneurin sits for both: he decides on both at once, or on neither.
	both := []gateapp.Signature{c.Decision(ids[0], gates.Approve), c.Decision(ids[1], gates.Reject)}
	both[1].Comment = ""
	c.RefusedFor("a batch in which one decision lacks its reasons", "comment", func(ctx context.Context) error {
		_, err := gateapp.SignGates(ctx, c.App, c.Actor(c.Aneurin), both)
		return err
	})
	both[1].Comment = "Not this one"
	refs, err := gateapp.SignGates(t.Context(), c.App, c.Actor(c.Aneurin), both)
	if err != nil || len(refs) != 2 {
		t.Fatalf("both: %v, %v", refs, err)
	}
	again, err := gateapp.SignGates(t.Context(), c.App, c.Actor(c.Aneurin), both)
	if err != nil || !slices.Equal(again, refs) {
		t.Errorf("sent again: %v, %v; want %v", again, err, refs)
	}
	c.WantOutcome(ids[0], gates.OutcomeOpen)
	c.WantOutcome(ids[1], gates.OutcomeRejected)
	if n := c.Int(`SELECT count(*) FROM audit_entries WHERE action = 'gate.sign'`); n != 2 {
		t.Errorf("%d audit entries for two decisions", n)
	}
	c.Verify()
}

func TestWithdrawnGateComesBackAsAnotherAttempt(t *testing.T) {
	c := town.NewCastle(t)
	first := c.Submit(domain.GateAreas)[0]
	stale := c.Decision(first, gates.Approve)
	c.Sign(c.Priya, first, gates.Approve)
	withdraw := func(who domain.PersonID, reason string) func(context.Context) error {
		return func(ctx context.Context) error {
			return gateapp.WithdrawAttempt(ctx, c.App, c.Actor(who), first, reason)
		}
	}
	c.RefusedFor("without a reason", "reason", withdraw(c.Nia, ""))
	c.RefusedAs("by a Member", domain.ErrForbidden, withdraw(c.Aneurin, "No"))
	if err := withdraw(c.Nia, "The boundary was wrong")(t.Context()); err != nil {
		t.Fatal(err)
	}
	got := c.WantOutcome(first, gates.OutcomeWithdrawn)
	if got.OutcomeReason != "The boundary was wrong" || got.OutcomeByName != "Nia Pugh" {
		t.Errorf("withdrawn as %+v", got)
	}
	c.RefusedAs("twice", domain.ErrConflict, withdraw(c.Nia, "Again"))
	c.RefusedAs("a decision on what was withdrawn", domain.ErrConflict, func(ctx context.Context) error {
		_, err := gateapp.SignGate(ctx, c.App, c.Actor(c.Aneurin), stale)
		return err
	})

	c.Contact(c.Area, partners.Stakeholder, "Ynys Housing", false)
	second := c.Submit(domain.GateAreas)[0]
	now := c.WantOutcome(second, gates.OutcomeOpen)
	if now.Number != 2 || now.Digest == got.Digest {
		t.Errorf("resubmitted as %+v", now)
	}
	stale.Attempt = second
	c.RefusedAs("a decision on content that was not shown", domain.ErrConflict, func(ctx context.Context) error {
		_, err := gateapp.SignGate(ctx, c.App, c.Actor(c.Aneurin), stale)
		return err
	})
	last, mine, err := gatestore.Earlier(t.Context(), c.App.Store.Reader, now, domain.Self{c.Aneurin})
	if err != nil || last == nil || last.ID != first {
		t.Fatalf("the attempt before is %+v, %v", last, err)
	}
	if mine != nil && mine.ID != first {
		t.Errorf("the attempt that Aneurin decided on last is %d", mine.ID)
	}
	before, _ := last.Content()
	after, _ := now.Content()
	want := []gates.Change{{Section: "Network", Key: "stakeholder: Ynys Housing",
		After: "listed; patch Quay Street; engaged 10 March 2026"}}
	if d := cmp.Diff(want, gates.Changes(before, after)); d != "" {
		t.Errorf("what changed (-want +got):\n%s", d)
	}

	for _, who := range []domain.PersonID{c.Aneurin, c.Suresh, c.Maire} {
		c.Sign(who, second, gates.Approve)
	}
	c.WantOutcome(second, gates.OutcomeOpen) // Priya's signature on the first attempt is kept and does not count
	if n := c.Int(`SELECT count(*) FROM signatures WHERE attempt_id = $1`, int64(first)); n != 1 {
		t.Errorf("%d signatures kept of the first attempt, want 1", n)
	}
	c.Sign(c.Priya, second, gates.Approve)
	c.WantOutcome(second, gates.OutcomePassed)
	c.Verify()
}

func TestRuleChangesForLaterAttemptsOnly(t *testing.T) {
	c := town.NewCastle(t)
	first := c.Submit(domain.GateAreas)[0]
	set := func(who domain.PersonID, rule gates.Rule) func(context.Context) error {
		return func(ctx context.Context) error {
			return gateapp.SetGateRule(ctx, c.App, c.Actor(who), domain.GateAreas, rule)
		}
	}
	c.RefusedAs("by the planning officer", domain.ErrForbidden, set(c.Owen, gates.RuleMajority))
	c.RefusedFor("a rule that there is none", "rule", set(c.Admin, "two of three"))
	if err := set(c.Admin, gates.RuleMajority)(t.Context()); err != nil {
		t.Fatal(err)
	}
	c.Sign(c.Aneurin, first, gates.Approve)
	c.Sign(c.Priya, first, gates.Approve)
	c.Sign(c.Suresh, first, gates.Approve)
	if got := c.WantOutcome(first, gates.OutcomeOpen); got.Rule != gates.RuleAll {
		t.Errorf("the open attempt has rule %q", got.Rule)
	}
	if err := gateapp.WithdrawAttempt(t.Context(), c.App, c.Actor(c.Nia), first, "To use the new rule"); err != nil {
		t.Fatal(err)
	}
	second := c.Submit(domain.GateAreas)[0]
	c.Sign(c.Aneurin, second, gates.Approve)
	c.Sign(c.Priya, second, gates.Approve)
	c.WantOutcome(second, gates.OutcomeOpen)
	c.Sign(c.Suresh, second, gates.Approve)
	c.WantOutcome(second, gates.OutcomePassed)
	c.WantLines([]string{`gate rule 1 "all" "majority"`}, `SELECT object_kind || ' ' || object_id || ' ' || before ||
		' ' || after FROM audit_entries WHERE action = 'list.manage'`)
}
