package holdapp_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/executive"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/holds/holdapp"
	"fourgates/internal/people"
	"fourgates/internal/people/peopleapp"
	"fourgates/internal/policy"
	"fourgates/internal/register/registerapp"
	"fourgates/internal/serve/servertest"
	"fourgates/internal/signin"
	"fourgates/internal/town"
)

// opened has the administrator make a link for somebody's password, and open it: whoever that is.
func opened(t *testing.T, c *town.Town, who ...domain.PersonID) {
	t.Helper()
	for _, p := range who {
		token, err := peopleapp.InviteAgain(t.Context(), c.App, c.Actor(c.Admin), p,
			people.OnScreen)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := peopleapp.AcceptInvitation(t.Context(), c.App, token, servertest.Password,
			signin.Caller{}); err != nil {
			t.Fatal(err)
		}
	}
}

// waits takes a step that has to wait, and returns the hold.
func waits(t *testing.T, c *town.Town, what string, do func(context.Context) error) domain.HoldID {
	t.Helper()
	count := func() int64 {
		return c.Int(`SELECT count(*) FROM signatures`) +
			c.Int(`SELECT count(*) FROM attempts WHERE outcome IS NOT NULL`) +
			c.Int(`SELECT COALESCE(sum(version), 0) FROM executive_decisions`)
	}
	before := count()
	err := do(t.Context())
	held, ok := errors.AsType[*domain.WaitsError](err)
	if !ok {
		t.Fatalf("%s does not wait: %v", what, err)
	}
	if count() != before {
		t.Errorf("%s waits and counts", what)
	}
	verified(t, c)
	return domain.HoldID(c.Int(`SELECT x.hold_id FROM hold_entries x JOIN register_entries e USING (position)
		WHERE e.reference = $1`, held.Reference))
}

func verified(t *testing.T, c *town.Town) {
	t.Helper()
	if _, err := registerapp.VerifyRegister(t.Context(), c.App, domain.Digest{}); err != nil {
		t.Errorf("the register does not verify: %v", err)
	}
}

func outcome(c *town.Town, id domain.HoldID) string {
	return c.Text(`SELECT COALESCE(outcome, 'waits') FROM holds WHERE id = $1`, int64(id))
}

// An administrator makes a link for every Member, opens them and signs: nothing counts, whoever did neither confirms,
// and the last decision passes the gate in that transaction.
func TestSignaturesWithAnothersLinkWaitAndPassTheGateOnceConfirmed(t *testing.T) {
	c := town.NewCastle(t)
	id := c.Submit(domain.GateAreas)[0]
	members := []domain.PersonID{c.Aneurin, c.Priya, c.Suresh, c.Maire}
	opened(t, c, members...)
	var held []domain.HoldID
	for _, who := range members {
		held = append(held, waits(t, c, "a signature", c.Signing(who, c.Decision(id, gates.Approve))))
	}
	confirm := func(who domain.PersonID, h domain.HoldID) func(context.Context) error {
		return func(ctx context.Context) error {
			return holdapp.Confirm(ctx, c.App, c.Actor(who), h, "Spoke by telephone")
		}
	}
	c.RefusedFor("confirming one's own link", "maker", confirm(c.Admin, held[0]))
	if err := confirm(c.Nia, held[0])(t.Context()); !errors.Is(err, domain.ErrForbidden) {
		t.Errorf("a liaison officer confirms: %v", err)
	}
	for i, h := range held {
		if c.Attempt(id).Outcome != gates.OutcomeOpen {
			t.Errorf("passed with %d of 4 confirmed", i)
		}
		if err := confirm(c.Owen, h)(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := confirm(c.Owen, h)(t.Context()); err != nil {
			t.Errorf("confirmed twice: %v", err)
		}
	}
	if got := c.Attempt(id).Outcome; got != gates.OutcomePassed {
		t.Errorf("after the last was confirmed the gate is %q", got)
	}
	if n := c.Int(`SELECT count(*) FROM register_entries WHERE kind = 'confirmation' AND person_id = $1`,
		int64(c.Owen)); n != 4 {
		t.Errorf("%d confirmations in the register", n)
	}
	verified(t, c)
}

// A decision waits for 24 hours from the use of the link, by the microsecond; one's own link, and one that went to the
// person alone, make nothing wait.
func TestDecisionWaitsFor24HoursFromTheUseOfTheLink(t *testing.T) {
	used := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	for after, want := range map[time.Duration]bool{0: true, 24*time.Hour - time.Microsecond: true,
		24 * time.Hour: false, 25 * time.Hour: false} {
		a := policy.Actor{ID: 1, OpenedAt: used}
		if got := used.Add(after).Before(a.WaitsUntil()); got != want {
			t.Errorf("%s after the use: waits %v", after, got)
		}
	}
	if !(policy.Actor{ID: 1}).WaitsUntil().IsZero() {
		t.Error("without a link something waits")
	}
	c := town.NewCastle(t)
	id := c.Submit(domain.GateAreas)[0]
	opened(t, c, c.Aneurin, c.Priya)
	c.Move(24*time.Hour - time.Second)
	waits(t, c, "a signature a second before the day is over", c.Signing(c.Aneurin, c.Decision(id, gates.Approve)))
	c.Move(time.Second)
	c.Sign(c.Priya, id, gates.Approve)
	opened(t, c, c.Suresh)
	c.Exec(`UPDATE invitations SET handed = '' WHERE person_id = $1`, int64(c.Suresh))
	c.Sign(c.Suresh, id, gates.Approve)
	opened(t, c, c.Maire)
	c.Exec(`UPDATE invitations SET invited_by = person_id WHERE person_id = $1`, int64(c.Maire))
	c.Sign(c.Maire, id, gates.Approve)
}

// What becomes of a decision that waits, where something else happens before somebody confirms it.
func TestWhatBecomesOfADecisionThatWaits(t *testing.T) {
	for name, row := range map[string]struct {
		then func(t *testing.T, c *town.Town, id domain.AttemptID)
		want string // of the hold
		also func(c *town.Town, id domain.AttemptID) bool
	}{
		"nothing": {then: func(*testing.T, *town.Town, domain.AttemptID) {}, want: "waits"},
		"refused": {then: func(t *testing.T, c *town.Town, _ domain.AttemptID) {
			must(t, holdapp.Refuse(t.Context(), c.App, c.Actor(c.Owen), 1, "It was not her"))
		}, want: "refused"},
		"the gate is withdrawn": {then: func(t *testing.T, c *town.Town, id domain.AttemptID) {
			must(t, gateapp.WithdrawAttempt(t.Context(), c.App, c.Actor(c.Nia), id, "The boundary is wrong"))
		}, want: "overtaken"},
		"the gate is overridden": {then: func(t *testing.T, c *town.Town, _ domain.AttemptID) {
			must(t, gateapp.OverrideGate(t.Context(), c.App, c.Actor(c.Owen), c.Area, domain.GateAreas, "Election"))
		}, want: "overtaken"},
		"the others reject": {then: func(_ *testing.T, c *town.Town, id domain.AttemptID) {
			c.Sign(c.Priya, id, gates.Reject)
		}, want: "overtaken"},
		"she decides otherwise, still within the day": {then: func(t *testing.T, c *town.Town, id domain.AttemptID) {
			waits(t, c, "another decision", c.Signing(c.Aneurin, c.Decision(id, gates.Reject)))
		}, want: "replaced"},
		"she decides when the day is over": {then: func(_ *testing.T, c *town.Town, id domain.AttemptID) {
			c.Move(25 * time.Hour)
			c.Sign(c.Aneurin, id, gates.Approve)
		}, want: "overtaken"},
		"the due date passes": {then: func(t *testing.T, c *town.Town, _ domain.AttemptID) {
			c.Move(40 * 24 * time.Hour)
			must(t, holdapp.Confirm(t.Context(), c.App, c.Actor(c.Owen), 1, "Spoke with her"))
		}, want: "confirmed", also: func(c *town.Town, _ domain.AttemptID) bool {
			return c.Int(`SELECT count(*) FROM signatures`) == 1
		}},
		"her seat passes to another": {then: func(t *testing.T, c *town.Town, _ domain.AttemptID) {
			c.TakesOver(c.Person("Eluned Price"), c.Keep)
			if err := holdapp.Confirm(t.Context(), c.App, c.Actor(c.Owen), 1, "Spoke with her"); err == nil {
				t.Error("a decision of who sits no longer was counted")
			}
		}, want: "waits"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := town.NewCastle(t)
			id := c.Submit(domain.GateAreas)[0]
			opened(t, c, c.Aneurin)
			h := waits(t, c, "a signature", c.Signing(c.Aneurin, c.Decision(id, gates.Approve)))
			row.then(t, c, id)
			if got := outcome(c, h); got != row.want {
				t.Errorf("the decision is %q, want %q", got, row.want)
			}
			if row.also != nil && !row.also(c, id) {
				t.Error("what should follow did not")
			}
			verified(t, c)
		})
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Whatever the register holds as somebody's decision waits: a changed one, a batch, a withdrawal and an override too.
func TestEveryDecisionOfTheRegisterWaits(t *testing.T) {
	c := town.NewCastle(t)
	opened(t, c, c.Owen)
	second := c.Person("Fatima Okonjo", policy.CPO)
	confirm := func(h domain.HoldID) {
		t.Helper()
		must(t, holdapp.Confirm(t.Context(), c.App, c.Actor(second), h, "Spoke"))
	}
	override := func(ctx context.Context) error {
		return gateapp.OverrideGate(ctx, c.App, c.Actor(c.Owen), c.Area, domain.GateAreas, "Nobody answers")
	}
	waits(t, c, "an override without a submission", override)
	id := c.Submit(domain.GateAreas)[0]
	h := waits(t, c, "an override", override)
	c.Sign(c.Aneurin, id, gates.Approve)
	opened(t, c, c.Aneurin, c.Nia)
	form := c.Changing(c.Aneurin, id, gates.ApproveWithConditions)
	change := waits(t, c, "a changed decision", c.Signing(c.Aneurin, form))
	if got := c.Text(`SELECT decision FROM standing_signatures`); got != "approve" {
		t.Errorf("while the change waits, the decision is %q", got)
	}
	confirm(change)
	if got := c.Text(`SELECT decision FROM standing_signatures`); got != "approve with conditions" {
		t.Errorf("once the change is confirmed, the decision is %q", got)
	}
	waits(t, c, "a withdrawal", func(ctx context.Context) error {
		return gateapp.WithdrawAttempt(ctx, c.App, c.Actor(c.Nia), id, "The boundary is wrong")
	})
	confirm(h)
	if got := c.Attempt(id).Outcome; got != gates.OutcomeOverridden {
		t.Errorf("once the override is confirmed, the gate is %q", got)
	}
	verified(t, c)
}

// A form sent twice waits once, and is told once: to those who may confirm it, and to whose decision it is.
func TestSentTwiceWaitsOnce(t *testing.T) {
	c := town.NewCastle(t)
	id := c.Submit(domain.GateAreas)[0]
	opened(t, c, c.Aneurin)
	form := c.Decision(id, gates.Approve)
	first := waits(t, c, "a signature", c.Signing(c.Aneurin, form))
	if again := waits(t, c, "the same", c.Signing(c.Aneurin, form)); again != first ||
		c.Int(`SELECT count(*) FROM holds`) != 1 {
		t.Errorf("sent twice it is hold %d and %d", first, again)
	}
	told := c.Int(`SELECT count(*) FROM notice_recipients r JOIN notices n ON n.id = r.notice_id
		WHERE n.event = 'decision waits' AND r.person_id = $1`, int64(c.Owen))
	if told != 1 {
		t.Errorf("the planning officer was told %d times", told)
	}
	if n := c.Int(`SELECT count(*) FROM notice_recipients r JOIN notices n ON n.id = r.notice_id
		WHERE n.event = 'decision waits' AND r.person_id = $1`, int64(c.Admin)); n != 0 {
		t.Error("who made the link is asked to confirm")
	}
	for event, want := range map[string]int64{"link made": 1, "link used": 1, "own decision waits": 1} {
		if n := c.Int(`SELECT count(*) FROM notice_recipients r JOIN notices n ON n.id = r.notice_id
			WHERE n.event = $1 AND r.person_id = $2`, event, int64(c.Aneurin)); n != want {
			t.Errorf("told of %q %d times", event, n)
		}
	}
	for event := range map[string]bool{"link made": true, "link used": true} {
		if n := c.Int(`SELECT count(*) FROM notice_recipients r JOIN notices n ON n.id = r.notice_id
			WHERE n.event = $1 AND r.person_id = $2`, event, int64(c.Owen)); n != 1 {
			t.Errorf("the planning officer was told of %q %d times", event, n)
		}
	}
}

// What the Executive decides waits as well: recorded and published by a clerk whose password was set with a link.
func TestExecutiveDecisionWaits(t *testing.T) {
	c := town.NewChamber(t)
	d := c.Drafted()
	d = c.Must(d.ID, c.Schedule(c.Clerk, d, c.Today()))
	opened(t, c, c.Clerk)
	h := waits(t, c, "a record", c.Record(c.Clerk, d, c.Agreed(d)))
	if n := c.Int(`SELECT count(*) FROM register_entries WHERE kind = 'executive waiting'`); n == 0 {
		t.Error("what waits of the Executive is no entry of its own kind")
	}
	must(t, holdapp.Confirm(t.Context(), c.App, c.Actor(c.Owen), h, "Met in the corridor"))
	if is := c.Decision3(d.ID); is.State != executive.ExecutiveDecided {
		t.Errorf("once confirmed it is %s", is.State)
	}
	verified(t, c)
	is := c.Decision3(d.ID)
	h = waits(t, c, "a publication", c.Publish(is, c.Day()))
	must(t, holdapp.Confirm(t.Context(), c.App, c.Actor(c.Owen), h, "Met again"))
	if is := c.Decision3(d.ID); is.PublishedOn.IsZero() {
		t.Errorf("once confirmed it is not published: %s", is.State)
	}
	verified(t, c)
}

// What was sent and is not what the register says is not counted.
func TestWhatWasAlteredWhileItWaitedIsNotCounted(t *testing.T) {
	c := town.NewCastle(t)
	id := c.Submit(domain.GateAreas)[0]
	opened(t, c, c.Aneurin)
	h := waits(t, c, "a signature", c.Signing(c.Aneurin, c.Decision(id, gates.Reject)))
	c.Exec(`UPDATE holds SET sent = replace(sent, 'reject', 'approve')`)
	if err := holdapp.Confirm(t.Context(), c.App, c.Actor(c.Owen), h, "Spoke"); err == nil {
		t.Error("an altered decision was counted")
	}
	if n := c.Int(`SELECT count(*) FROM signatures`); n != 0 {
		t.Errorf("%d signatures", n)
	}
}
