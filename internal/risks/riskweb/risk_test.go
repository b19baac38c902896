package riskweb_test

import (
	"fmt"
	"slices"
	"testing"

	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
)

// An area has a register of risks: its officers enter, change and close them, whoever reads its gates reads it, and
// what is open stands at the head of what Members decide on (G11).
func TestAnAreaHasARegisterOfRisks(t *testing.T) {
	h := servertest.New(t)
	q := h.Quarter("Castle")
	at := "/areas/" + servertest.ID(q.Area) + "/risks"
	officer, member := h.As(q.Officer), h.As(q.Members[0])
	if p := member.Get(at).Want(t, 200); !p.Says("No risk is open") || p.Says("Enter a risk") {
		t.Errorf("an empty register: %s", p.Words())
	}
	typed := func(pairs ...string) []string {
		list := []string{"kind", "risk", "text", "The hall may close", "likelihood", "high", "impact", "medium",
			"owner", "Siân Prys-Llewelyn", "response", "The chapel is asked for its room"}
		for i := 0; i < len(pairs); i += 2 {
			if at := slices.Index(list, pairs[i]); at >= 0 && at%2 == 0 {
				list[at+1] = pairs[i+1]
			} else {
				list = append(list, pairs[i], pairs[i+1])
			}
		}
		return list
	}
	officer.Post(at, typed()...).Want(t, 303)
	officer.Post(at, "kind", "dependency", "text", "The bypass opens in May", "likelihood", "low", "impact", "high",
		"owner", "Highways", "response", "Asked each month").Want(t, 303)
	for _, field := range []string{"kind", "text", "likelihood", "impact", "owner", "response"} {
		body := typed()
		for i := 0; i < len(body); i += 2 {
			if body[i] == field {
				body[i+1] = ""
			}
		}
		if p := officer.Post(at, body...).Want(t, 422); p.Problem(field) == "" || len(p.Faults()) > 0 {
			t.Errorf("no message by %s: %s, %v", field, p.Words(), p.Faults())
		}
	}
	p := member.Get(at).Want(t, 200)
	for _, words := range []string{"The hall may close", "Likelihood high, impact medium", "Dependency: The bypass",
		"10 March 2026"} {
		if !p.Says(words) {
			t.Errorf("no %q in %s", words, p.Words())
		}
	}
	first := fmt.Sprintf("%s/%d", at, h.Int(`SELECT min(id) FROM risks`))
	officer.Post(first, typed("version", "1", "text", "The hall closes in June")...).Want(t, 303)
	officer.Post(first, typed("version", "1")...).Want(t, 409)
	member.Get(first).Want(t, 403)
	member.Post(at, typed()...).Want(t, 403)
	h.As(h.Person("Bríd", policy.CLO)).Post(at, typed()...).Want(t, 403)
	h.As(h.Person("Pádraig", policy.Partner)).Get(at).Want(t, 403)
	h.As(h.Person("Eilidh", policy.Member)).Get(at).Want(t, 404)
	officer.Get(at+"/98765432109876").Want(t, 404)
	second := fmt.Sprintf("%s/%d", at, h.Int(`SELECT max(id) FROM risks`))
	if p := officer.Post(second+"/closure", "why", "").Want(t, 422); p.Problem("why") == "" || !p.Says("The bypass") {
		t.Errorf("closed without a reason: %s", p.Words())
	}
	attempt := servertest.Submit(t, h, q, 1)
	officer.Post(second+"/closure", "why", "It is open").Want(t, 303)
	officer.Post(second+"/closure", "why", "It is open").Want(t, 409)
	if p := officer.Get(second).Want(t, 200); !p.Says("What is closed stays as it is") {
		t.Errorf("a closed one: %s", p.Words())
	}
	p = member.Get(attempt).Want(t, 200)
	for _, words := range []string{"Progress since the area was proposed", "The hall closes in June",
		"Dependency: The bypass opens in May", "Phase 2a", "What comes next"} {
		if !p.Says(words) {
			t.Errorf("the gate does not say %q: %s", words, p.Words())
		}
	}
	if n := h.Int(`SELECT count(*) FROM audit_entries WHERE summary LIKE '%register of risks%'`); n != 4 {
		t.Errorf("%d entries in the audit trail, want 4", n)
	}
}
