package gateweb_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"fourgates/internal/places"
	"fourgates/internal/places/placeapp"
	"fourgates/internal/policy"
	"fourgates/internal/register"
	"fourgates/internal/serve/servertest"
)

func TestFourMembersSignBothGates(t *testing.T) {
	h := servertest.New(t)
	q := h.Quarter("Castle")
	for gate := 1; gate <= 2; gate++ {
		if gate == 2 {
			h.ReadyForGate2(q)
		}
		attempt := servertest.Submit(t, h, q, gate)
		for i, m := range q.Members {
			member := h.As(m)
			page := member.Follow(servertest.DecideAs(t, member, attempt, "decision", "approve").Want(t, 303)).
				Want(t, 200)
			if !page.Says("Your decision is recorded Reference FG-") {
				t.Errorf("gate %d, Member %d: no reference on %s", gate, i, page.Words())
			}
		}
		if page := h.As(q.Officer).Get(attempt).Want(t, 200); !page.Says("Passed") {
			t.Errorf("gate %d did not pass: %s", gate, page.Words())
		}
	}
	if got := h.Text(`SELECT phase FROM phases WHERE area_id = $1 AND closed_on IS NULL`, int64(q.Area)); got != "2c" {
		t.Errorf("the area stands in phase %s, want 2c", got)
	}
	if got := h.Text(`SELECT state FROM areas WHERE id = $1`, int64(q.Area)); got != "active" {
		t.Errorf("the area is %s, want active", got)
	}
}

// What gate 1 agrees is an area: its frozen boundary is drawn among its wards and divisions, and without those once it
// is drawn anew.
func TestGateOneDrawsTheBoundaryThatIsFrozen(t *testing.T) {
	h := servertest.New(t)
	q := h.Quarter("Castle")
	h.Forced("the harness's squares make no outline", `UPDATE areas
		SET outline = '{"ViewBox":"0 0 640 420","Area":"M9 9h9v9z","Seats":[{"Seat":1,"Name":"Castle ward 0","Tier":"borough","Path":"M1 1h8v8z","X":50,"Y":50}]}' WHERE id = $1`, int64(q.Area))
	attempt := servertest.Submit(t, h, q, 1)
	shown := h.As(q.Members[0]).Get(attempt).Want(t, 200)
	if !strings.Contains(shown.Body, `class="fg-outline"`) || !strings.Contains(shown.Body, "M1 1h8v8z") ||
		!shown.Says("1. Castle ward 0") || strings.Contains(shown.Body, "M9 9h9v9z") {
		t.Errorf("the boundary is not drawn as it was frozen, among its seats: %s", shown.Words())
	}
	h.Forced("a boundary stays while Members have its gate", `INSERT INTO area_boundaries (area_id, version, boundary,
		reason, by, at) SELECT area_id, 2, boundary, 'Again', by, at FROM area_boundaries WHERE area_id = $1`,
		int64(q.Area))
	shown = h.As(q.Members[0]).Get(attempt).Want(t, 200)
	if !strings.Contains(shown.Body, `class="fg-outline"`) || strings.Contains(shown.Body, "M1 1h8v8z") ||
		shown.Says("1. Castle ward 0") {
		t.Errorf("the frozen boundary is drawn among what was drawn later: %s", shown.Words())
	}
}

func TestGateNotReadyListsEveryReason(t *testing.T) {
	h := servertest.New(t)
	q := h.Quarter("Castle")
	h.Forced("what is recorded stays", `DELETE FROM inductions`)
	h.Forced("likewise", `DELETE FROM network_entries`)
	p := h.As(q.Officer).Post(fmt.Sprintf("/areas/%d/gates/1/attempts", q.Area)).Want(t, 422)
	for _, want := range []string{"An induction is recorded for each Area Member: none recorded for",
		"The stakeholder list is attached: no stakeholder listed"} {
		if !p.Says(want) {
			t.Errorf("the page does not say %q: %v", want, p.Problems())
		}
	}
}

func TestDecisionKeepsWhatWasTyped(t *testing.T) {
	h := servertest.New(t)
	q := h.Quarter("Castle")
	attempt := servertest.Submit(t, h, q, 1)
	for _, c := range []struct{ field, decision, comment string }{
		{"comment", "reject", ""},
		{"comment", "stand aside", ""},
		{"resubmit", "defer", "Two streets are missing."},
		{"condition-1", "approve with conditions", "Fine but for one thing."},
		{"decision", "", "I like it."},
	} {
		p := servertest.Decide(t, h, q.Members[0], attempt, "decision", c.decision, "comment", c.comment).Want(t, 422)
		if p.Problem(c.field) == "" {
			t.Errorf("%s: no message by %s: %v", c.decision, c.field, p.Problems())
		}
		if got, _ := p.Field("comment"); got != c.comment {
			t.Errorf("%s: the comment is %q, want %q", c.decision, got, c.comment)
		}
	}
	if n := h.Int(`SELECT count(*) FROM signatures`); n != 0 {
		t.Errorf("%d signatures were stored", n)
	}
}

func TestTheSameFormTwiceCountsOnceAndShowsTheSameReference(t *testing.T) {
	h := servertest.New(t)
	q := h.Quarter("Castle")
	attempt := servertest.Submit(t, h, q, 1)
	member := h.As(q.Members[0])
	shown := member.Get(attempt)
	digest, _ := shown.Field("digest")
	key, _ := shown.Field("key")
	var words []string
	for range 2 {
		p := member.Follow(member.Post(attempt+"/signatures", "digest", digest, "key", key, "decision", "approve").
			Want(t, 303))
		_, after, _ := strings.Cut(p.Words(), "Your decision is recorded Reference ")
		words = append(words, after[:min(len(after), 9)])
	}
	if words[0] != words[1] || !strings.Contains(words[0], "FG-") {
		t.Errorf("the references differ: %q", words)
	}
	if n := h.Int(`SELECT count(*) FROM signatures`); n != 1 {
		t.Errorf("%d signatures were stored, want 1", n)
	}
}

func TestAnOldFormAfterResubmissionShowsTheDifference(t *testing.T) {
	h := servertest.New(t)
	q := h.Quarter("Castle")
	attempt := servertest.Submit(t, h, q, 1)
	member := h.As(q.Members[2])
	shown := member.Get(attempt)
	digest, _ := shown.Field("digest")
	key, _ := shown.Field("key")

	h.As(q.Officer).Post(attempt+"/withdrawal", "reason", "The name was wrong.").Want(t, 303)
	renamed := places.Area{ID: q.Area, Code: h.Text(`SELECT code FROM areas WHERE id = $1`, int64(q.Area)),
		Name: "Castle and Wharf", Version: 1}
	if err := placeapp.ChangeArea(t.Context(), h.App, h.Actor(q.Officer), renamed); err != nil {
		t.Fatal(err)
	}
	servertest.Submit(t, h, q, 1)

	p := member.Post(attempt+"/signatures", "digest", digest, "key", key, "decision", "reject", "comment",
		"Not the whole parish.").Want(t, 409)
	for _, want := range []string{"The name was wrong.", "Castle and Wharf", "Not the whole parish.", "attempt 2"} {
		if !p.Says(want) {
			t.Errorf("the page does not say %q: %s", want, p.Words())
		}
	}
	if n := h.Int(`SELECT count(*) FROM signatures`); n != 0 {
		t.Errorf("%d signatures were stored", n)
	}
}

func TestMembersSeeOnlyTheirAreasGates(t *testing.T) {
	h := servertest.New(t)
	q, other := h.Quarter("Castle"), h.Quarter("Wharf")
	attempt := servertest.Submit(t, h, q, 1)
	reference := h.Text(`SELECT reference FROM register_entries WHERE position = 1`)
	stranger := h.As(other.Members[0])
	for _, path := range []string{attempt, attempt + "/snapshot.json", fmt.Sprintf("/areas/%d/gates/1", q.Area),
		"/register/" + reference,
		"/register/" + reference + "/receipt.json", fmt.Sprintf("/areas/%d/notices", q.Area), "/notices/1"} {
		stranger.Get(path).Want(t, 404)
		h.As(q.Members[0]).Get(path).Want(t, 200)
	}
	stranger.Post(attempt+"/signatures", "digest", strings.Repeat("0", 64), "key", strings.Repeat("k", 26), "decision",
		"approve").Want(t, 404)
	h.As(other.Officer).Post(attempt+"/withdrawal", "reason", "Not mine.").Want(t, 403)
	h.As(other.Officer).Post(fmt.Sprintf("/areas/%d/gates/1/attempts", q.Area)).Want(t, 403)
}

func TestReceiptChecksWithoutTheApplication(t *testing.T) {
	h := servertest.New(t)
	q := h.Quarter("Castle")
	attempt := servertest.Submit(t, h, q, 1)
	servertest.Decide(t, h, q.Members[0], attempt, "decision", "approve", "comment", "Good.").Want(t, 303)
	servertest.Decide(t, h, q.Members[1], attempt, "decision", "approve").Want(t, 303)

	var r register.LogReceipt
	if err := json.Unmarshal([]byte(h.As(q.Members[0]).Get("/register/FG-000002/receipt.json").Want(t, 200).Body),
		&r); err != nil {
		t.Fatal(err)
	}
	key := h.Browser().Get("/register/key").Want(t, 200).Body
	published, err := register.ReadCheckpoint([]byte(h.Browser().Get("/register/checkpoint").Want(t, 200).Body), key)
	if err != nil {
		t.Fatal(err)
	}
	p, own, err := r.Verify(key)
	if err != nil || p.Words != "Good." || own != published || own.Size != 3 {
		t.Errorf("Verify = %+v, %+v, %v; published is %+v", p, own, err, published)
	}
}

func TestBatchIsDecidedOnOnePage(t *testing.T) {
	h := servertest.New(t)
	q := h.Quarter("Castle")
	second := h.Area("Wharf", q.Seats...)
	h.Assign(q.Officer, second, policy.CLO)
	h.ReadyForGate1(servertest.Quarter{Area: second, Officer: q.Officer, Planner: q.Planner, Members: q.Members})
	p := h.As(q.Officer).Post("/batches", "areas", servertest.ID(q.Area), "areas", servertest.ID(second)).Want(t, 303)
	batch := p.Location()
	for _, m := range q.Members {
		shown := h.As(m).Get(batch).Want(t, 200)
		key, _ := shown.Field("key")
		d1, _ := shown.Field("digest-1")
		d2, _ := shown.Field("digest-2")
		h.As(m).Post(batch+"/signatures", "key", key, "attempts", "1", "attempts", "2", "digest-1", d1, "digest-2", d2,
			// a rejection needs reasons: nothing is recorded
			"decision-1", "approve", "decision-2", "reject").Want(t, 422)
		h.As(m).Post(batch+"/signatures", "key", key, "attempts", "1", "attempts", "2", "digest-1", d1, "digest-2", d2,
			"decision-1", "approve", "decision-2", "approve").Want(t, 303)
	}
	if n := h.Int(`SELECT count(*) FROM attempts WHERE outcome = 'passed'`); n != 2 {
		t.Errorf("%d attempts passed, want both", n)
	}
	if n := h.Int(`SELECT count(*) FROM audit_entries WHERE action = 'gate.sign'`); n != 8 {
		t.Errorf("%d audit entries for 8 signatures", n)
	}
}

func TestOverrideShowsOnEveryLaterView(t *testing.T) {
	h := servertest.New(t)
	q := h.Quarter("Castle")
	attempt := servertest.Submit(t, h, q, 1)
	path := fmt.Sprintf("/areas/%d/gates/1", q.Area)
	h.As(q.Officer).Post(path+"/override", "reason", "Nobody answers.").Want(t, 403)
	h.As(q.Planner).Post(path+"/override", "reason", " ").Want(t, 422)
	h.As(q.Planner).Post(path+"/override", "reason", "Two Members are ill until May.").Want(t, 303)
	h.Forced("without the phases before it", `INSERT INTO plans (area_id, cycle, title, created_by, created_at)
		VALUES ($1, 1, 'The plan', $2, $3)`, int64(q.Area), int64(q.Officer), h.Now())
	area := fmt.Sprintf("/areas/%d", q.Area)
	for _, path := range []string{attempt, path, area, area + "/gates/2", area + "/boundary", area + "/timeline",
		area + "/issues", area + "/priorities",
		area + "/quick-wins", area + "/solutions", area + "/network", area + "/plan", area + "/history", area + "/bids",
		area + "/feedback", "/plans/1/versions"} {
		reader := q.Members[0]
		if strings.HasSuffix(path, "/network") {
			reader = q.Officer
		}
		if p := h.As(reader).Get(path).Want(t, 200); !p.Says("Gate 1 was overridden by Oluwaseun Adébáyò") ||
			!p.Says("Two Members are ill until May.") {
			t.Errorf("%s does not say that the gate was overridden, by whom and why", path)
		}
	}
}
