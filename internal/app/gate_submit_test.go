package app_test

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
)

func (c *castle) submission(who domain.PersonID, sub gateapp.Submission) func(context.Context) error {
	return func(ctx context.Context) error {
		_, err := gateapp.SubmitGate(ctx, c.App, c.Actor(who), sub)
		return err
	}
}

func TestGateThatIsNotReadyListsEveryReasonAndChangesNothing(t *testing.T) {
	c := newCastle(t)
	bare := c.Area("Moor")
	c.Exec(`DELETE FROM area_boundaries WHERE area_id = $1`, int64(bare))
	err := c.refused("gate 1 of a bare area", c.submission(c.owen, gateapp.Submission{Areas: []domain.AreaID{bare}, Gate: domain.GateAreas}))
	want := []string{"boundary", "members", "inductions", "validity-community", "validity-provider", "service-managers", "stakeholders", "officer"}
	if d := cmp.Diff(want, blockers(err)); d != "" {
		t.Errorf("blocked by (-want +got):\n%s", d)
	}
	err = c.refused("gate 2 before gate 1", c.submission(c.owen, gateapp.Submission{Areas: []domain.AreaID{c.area}, Gate: domain.GateIssues}))
	want = []string{"order", "state", "gate-1", "categorised", "synthesised", "sources", "patch-workers", "representativeness"}
	if d := cmp.Diff(want, blockers(err)); d != "" {
		t.Errorf("blocked by (-want +got):\n%s", d)
	}
}

func TestWhoMaySubmit(t *testing.T) {
	c := newCastle(t)
	here := gateapp.Submission{Areas: []domain.AreaID{c.area}, Gate: domain.GateAreas}
	elsewhere := c.Person("Łukasz Woźniak", policy.CLO)
	c.refusedAs("the officer of another area", domain.ErrForbidden, c.submission(elsewhere, here))
	for name, who := range map[string]domain.PersonID{"a Member": c.aneurin, "an administrator": c.admin,
		"a service officer": c.Person("Gráinne", policy.Service), "an Executive Member": c.Person("Bao", policy.ExecutiveMember)} {
		c.refusedAs(name, domain.ErrForbidden, c.submission(who, here))
	}
	c.refusedAs("an area that does not exist", domain.ErrNotFound, c.submission(c.owen, gateapp.Submission{Areas: []domain.AreaID{987654}, Gate: domain.GateAreas}))
	c.refusedFor("no area", "areas", c.submission(c.nia, gateapp.Submission{Gate: domain.GateAreas}))
	c.refusedFor("a due date of today", "due", c.submission(c.nia, gateapp.Submission{Areas: here.Areas, Gate: domain.GateAreas, DueOn: c.day()}))
	c.refusedFor("gate 2 of two areas", "areas", c.submission(c.nia, gateapp.Submission{Areas: []domain.AreaID{c.area, 1}, Gate: domain.GateIssues}))
	c.submit(domain.GateAreas)
	c.refusedFor("a second time", "open-attempt", c.submission(c.nia, here))
}

func TestSubmissionFreezesWhatMembersSee(t *testing.T) {
	c := newCastle(t)
	id := c.submit(domain.GateAreas)[0]
	got := c.wantOutcome(id, gates.OutcomeOpen)
	if got.Number != 1 || got.Rule != gates.RuleAll || got.DueOn.String() != "2026-03-24" || got.SubmittedByName != "Nia Pugh" {
		t.Errorf("submitted as %+v", got)
	}
	s, err := gates.ReadSnapshot(got.Snapshot)
	if err != nil {
		t.Fatal(err)
	}
	if text, digest, err := s.Freeze(); err != nil || text != got.Snapshot || digest != got.Digest {
		t.Errorf("the stored snapshot is not what its digest says: %v", err)
	}
	var asked []string
	for _, m := range s.Members {
		asked = append(asked, fmt.Sprintf("%s: %s, %s", m.Tier, m.Seat, m.Name))
	}
	slices.Sort(asked)
	want := []string{"borough: Castle Keep, Aneurin Bevan-Lloyd", "borough: Old Quay, Priya Raghunathan", "county: Lower Moor, Máire Ní Dhomhnaill", "county: Upper Moor, Suresh"}
	if d := cmp.Diff(want, asked); d != "" {
		t.Errorf("Members (-want +got):\n%s", d)
	}
	c.Exec(`UPDATE areas SET name = 'Citadel' WHERE id = $1`, int64(c.area))
	c.Exec(`DELETE FROM network_entries`)
	if now := c.attempt(id); now.Snapshot != got.Snapshot {
		t.Error("what is frozen changed with the records")
	}
	c.wantLines([]string{"Aneurin Bevan-Lloyd: Member for Castle Keep", "Máire Ní Dhomhnaill: Member for Lower Moor", "Priya Raghunathan: Member for Old Quay", "Suresh: Member for Upper Moor"},
		`SELECT r.name || ': ' || r.capacity FROM notice_recipients r JOIN notices n ON n.id = r.notice_id WHERE n.event = 'gate submitted' AND r.result = 'shown in app' ORDER BY 1`)
	c.wantLines([]string{"gate.submit attempt Gate 1: agreement on selected areas submitted to Area Members"},
		`SELECT action || ' ' || object_kind || ' ' || summary FROM audit_entries WHERE area_id = $1`, int64(c.area))
}

func TestBatchGoesWholeOrNotAtAll(t *testing.T) {
	c := newCastle(t)
	moor := c.ready("Moor", c.upper, c.keep)
	bare := c.Area("Fen")
	c.Assign(c.nia, bare, policy.CLO)
	err := c.refused("a batch with one area that is not ready", c.submission(c.nia, gateapp.Submission{Areas: []domain.AreaID{moor, bare, c.area}, Gate: domain.GateAreas}))
	if words := fmt.Sprint(err); !strings.Contains(words, "Fen: An induction") || strings.Contains(words, "Moor:") {
		t.Errorf("the reasons do not say whose they are: %s", words)
	}
	foreign := c.Area("Heath")
	c.refusedAs("a batch with an area of somebody else", domain.ErrForbidden, c.submission(c.nia, gateapp.Submission{Areas: []domain.AreaID{c.area, foreign}, Gate: domain.GateAreas}))

	ids := c.submit(domain.GateAreas, moor, c.area)
	if len(ids) != 2 || c.attempt(ids[0]).Batch == 0 || c.attempt(ids[0]).Batch != c.attempt(ids[1]).Batch {
		t.Fatalf("attempts %v are not of one batch", ids)
	}
	if n := c.Int(`SELECT count(*) FROM audit_entries WHERE action = 'gate.submit' AND object_id = ANY($1)`, []int64{int64(ids[0]), int64(ids[1])}); n != 2 {
		t.Errorf("%d audit entries for two attempts", n)
	}

	// Aneurin sits for both: he decides on both at once, or on neither.
	both := []gateapp.Signature{c.decision(ids[0], gates.Approve), c.decision(ids[1], gates.Reject)}
	both[1].Comment = ""
	c.refusedFor("a batch in which one decision lacks its reasons", "comment", func(ctx context.Context) error {
		_, err := gateapp.SignGates(ctx, c.App, c.Actor(c.aneurin), both)
		return err
	})
	both[1].Comment = "Not this one"
	refs, err := gateapp.SignGates(t.Context(), c.App, c.Actor(c.aneurin), both)
	if err != nil || len(refs) != 2 {
		t.Fatalf("both: %v, %v", refs, err)
	}
	again, err := gateapp.SignGates(t.Context(), c.App, c.Actor(c.aneurin), both)
	if err != nil || !slices.Equal(again, refs) {
		t.Errorf("sent again: %v, %v; want %v", again, err, refs)
	}
	c.wantOutcome(ids[0], gates.OutcomeOpen)
	c.wantOutcome(ids[1], gates.OutcomeRejected)
	if n := c.Int(`SELECT count(*) FROM audit_entries WHERE action = 'gate.sign'`); n != 2 {
		t.Errorf("%d audit entries for two decisions", n)
	}
	c.verify()
}

func TestWithdrawnGateComesBackAsAnotherAttempt(t *testing.T) {
	c := newCastle(t)
	first := c.submit(domain.GateAreas)[0]
	stale := c.decision(first, gates.Approve)
	c.sign(c.priya, first, gates.Approve)
	withdraw := func(who domain.PersonID, reason string) func(context.Context) error {
		return func(ctx context.Context) error {
			return gateapp.WithdrawAttempt(ctx, c.App, c.Actor(who), first, reason)
		}
	}
	c.refusedFor("without a reason", "reason", withdraw(c.nia, ""))
	c.refusedAs("by a Member", domain.ErrForbidden, withdraw(c.aneurin, "No"))
	if err := withdraw(c.nia, "The boundary was wrong")(t.Context()); err != nil {
		t.Fatal(err)
	}
	got := c.wantOutcome(first, gates.OutcomeWithdrawn)
	if got.OutcomeReason != "The boundary was wrong" || got.OutcomeByName != "Nia Pugh" {
		t.Errorf("withdrawn as %+v", got)
	}
	c.refusedAs("twice", domain.ErrConflict, withdraw(c.nia, "Again"))
	c.refusedAs("a decision on what was withdrawn", domain.ErrConflict, func(ctx context.Context) error {
		_, err := gateapp.SignGate(ctx, c.App, c.Actor(c.aneurin), stale)
		return err
	})

	c.contact(c.area, partners.Stakeholder, "Ynys Housing", false)
	second := c.submit(domain.GateAreas)[0]
	now := c.wantOutcome(second, gates.OutcomeOpen)
	if now.Number != 2 || now.Digest == got.Digest {
		t.Errorf("resubmitted as %+v", now)
	}
	stale.Attempt = second
	c.refusedAs("a decision on content that was not shown", domain.ErrConflict, func(ctx context.Context) error {
		_, err := gateapp.SignGate(ctx, c.App, c.Actor(c.aneurin), stale)
		return err
	})
	last, err := gatestore.LastAttempt(t.Context(), c.App.Store.Reader, c.area, 1, domain.GateAreas, now.Number)
	if err != nil || last.ID != first {
		t.Fatalf("the attempt before is %d, %v", last.ID, err)
	}
	before, _ := gates.ReadSnapshot(last.Snapshot)
	after, _ := gates.ReadSnapshot(now.Snapshot)
	want := []gates.Change{{Section: "Network", Key: "stakeholder: Ynys Housing", After: "listed; patch Quay Street; engaged 10 March 2026"}}
	if d := cmp.Diff(want, gates.Difference(before, after)); d != "" {
		t.Errorf("what changed (-want +got):\n%s", d)
	}

	for _, who := range []domain.PersonID{c.aneurin, c.suresh, c.maire} {
		c.sign(who, second, gates.Approve)
	}
	c.wantOutcome(second, gates.OutcomeOpen) // Priya's signature on the first attempt is kept and does not count
	if n := c.Int(`SELECT count(*) FROM signatures WHERE attempt_id = $1`, int64(first)); n != 1 {
		t.Errorf("%d signatures kept of the first attempt, want 1", n)
	}
	c.sign(c.priya, second, gates.Approve)
	c.wantOutcome(second, gates.OutcomePassed)
	c.verify()
}

func TestRuleChangesForLaterAttemptsOnly(t *testing.T) {
	c := newCastle(t)
	first := c.submit(domain.GateAreas)[0]
	set := func(who domain.PersonID, rule gates.Rule) func(context.Context) error {
		return func(ctx context.Context) error {
			return gateapp.SetGateRule(ctx, c.App, c.Actor(who), domain.GateAreas, rule)
		}
	}
	c.refusedAs("by the planning officer", domain.ErrForbidden, set(c.owen, gates.RuleMajority))
	c.refusedFor("a rule that there is none", "rule", set(c.admin, "two of three"))
	if err := set(c.admin, gates.RuleMajority)(t.Context()); err != nil {
		t.Fatal(err)
	}
	c.sign(c.aneurin, first, gates.Approve)
	c.sign(c.priya, first, gates.Approve)
	c.sign(c.suresh, first, gates.Approve)
	if got := c.wantOutcome(first, gates.OutcomeOpen); got.Rule != gates.RuleAll {
		t.Errorf("the open attempt has rule %q", got.Rule)
	}
	if err := gateapp.WithdrawAttempt(t.Context(), c.App, c.Actor(c.nia), first, "To use the new rule"); err != nil {
		t.Fatal(err)
	}
	second := c.submit(domain.GateAreas)[0]
	c.sign(c.aneurin, second, gates.Approve)
	c.sign(c.priya, second, gates.Approve)
	c.wantOutcome(second, gates.OutcomeOpen)
	c.sign(c.suresh, second, gates.Approve)
	c.wantOutcome(second, gates.OutcomePassed)
	c.wantLines([]string{`gate rule 1 "all" "majority"`}, `SELECT object_kind || ' ' || object_id || ' ' || before || ' ' || after FROM audit_entries WHERE action = 'list.manage'`)
}
