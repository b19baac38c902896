package home_test

import (
	"testing"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/serve/servertest"
)

// A decision needs the password again when the last proof is over 15 minutes old; nothing typed is lost on the way.
func TestDecisionAsksForThePasswordAgain(t *testing.T) {
	h := servertest.New(t)
	q := h.Quarter("Castle")
	attempt := servertest.Submit(t, h, q, 1)
	h.Password(q.Members[0], servertest.Password)
	member := h.As(q.Members[0])
	h.Move(15 * time.Minute)
	asked := func() bool {
		t.Helper()
		form := member.Get(attempt).Want(t, 200)
		if _, early := form.Field("password"); early {
			t.Error("asked for before there is anything to record")
		}
		values := form.Hidden(attempt + "/check")
		values.Set("decision", "approve")
		_, asked := member.PostForm(attempt+"/check", values).Want(t, 200).Field("password")
		return asked
	}
	if asked() {
		t.Error("asked for within 15 minutes")
	}
	h.Move(time.Second)
	if !asked() {
		t.Fatal("not asked for after 15 minutes")
	}
	for given, problem := range map[string]string{"": "Enter your password again",
		"not the password": "That is not your password"} {
		p := servertest.DecideAs(t, member, attempt, "decision", "reject", "comment", "The canal divides it.",
			"password", given).Want(t, 422)
		if p.Problem("password") != problem {
			t.Errorf("%q by the password, want %q", p.Problem("password"), problem)
		}
		if reasons, _ := p.Field("comment"); reasons != "The canal divides it." {
			t.Errorf("the reasons typed are %q", reasons)
		}
	}
	if n := h.Int(`SELECT count(*) FROM signatures`); n != 0 {
		t.Fatalf("%d decisions without proof", n)
	}
	servertest.DecideAs(t, member, attempt, "decision", "approve", "password", servertest.Password).Want(t, 303)
	if n := h.Int(`SELECT count(*) FROM signatures`); n != 1 {
		t.Errorf("%d decisions with proof", n)
	}
}

func TestProofIsThrottled(t *testing.T) {
	h := servertest.New(t)
	q := h.Quarter("Castle")
	attempt := servertest.Submit(t, h, q, 1)
	h.Password(q.Members[0], servertest.Password)
	member := h.As(q.Members[0])
	h.Move(16 * time.Minute)
	for range domain.TriesForAccount {
		servertest.DecideAs(t, member, attempt, "decision", "approve", "password", "not the password").Want(t, 422)
	}
	p := servertest.DecideAs(t, member, attempt, "decision", "approve", "password", servertest.Password).Want(t, 429)
	if p.Header.Get("Retry-After") != "900" {
		t.Errorf("Retry-After %q", p.Header.Get("Retry-After"))
	}
	if n := h.Int(`SELECT count(*) FROM signatures`); n != 0 {
		t.Errorf("%d decisions without proof", n)
	}
}
