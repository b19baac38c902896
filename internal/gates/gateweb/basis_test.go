package gateweb_test

import (
	"fmt"
	"net/url"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
)

// An override and a withdrawal are of what their page showed: where a Member decided meanwhile, they are refused at
// each step, with what was typed, until the page is read again.
func TestOverrideAndWithdrawalAreOfTheStateThatWasShown(t *testing.T) {
	for name, path := range map[string]func(area domain.AreaID, attempt string) string{
		"override": func(area domain.AreaID, _ string) string {
			return fmt.Sprintf("/areas/%d/gates/1/override", area)
		},
		"withdrawal": func(_ domain.AreaID, attempt string) string { return attempt + "/withdrawal" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := servertest.New(t)
			q := h.Quarter("Castle")
			attempt := servertest.Submit(t, h, q, 1)
			at, officer := path(q.Area, attempt), h.As(h.Person("Orla Quist", policy.CPO))
			first := officer.Get(at).Want(t, 200).Hidden(at + "/check")
			first.Set("reason", "The hall burnt down")
			record := officer.PostForm(at+"/check", first).Want(t, 200).Hidden(at)
			servertest.Decide(t, h, q.Members[0], attempt, "decision", "approve").Want(t, 303)
			for to, sent := range map[string]url.Values{at + "/check": first, at: record} {
				p := officer.PostForm(to, sent).Want(t, 409)
				if !p.Says("The hall burnt down") || !p.Says("This has moved on since you opened the page") {
					t.Errorf("%s: refused with %s", to, p.Words())
				}
			}
			if n := h.Int(`SELECT count(*) FROM attempts WHERE outcome IS NOT NULL`); n != 0 {
				t.Fatalf("%d attempts are closed", n)
			}
			again := officer.Get(at).Want(t, 200).Hidden(at + "/check")
			again.Set("reason", "The hall burnt down")
			record = officer.PostForm(at+"/check", again).Want(t, 200).Hidden(at)
			to := officer.PostForm(at, record).Want(t, 303).Location()
			if p := officer.PostForm(at, record).Want(t, 303); p.Location() != to ||
				!officer.Follow(p).Says("Already recorded: you sent this before, and it counts once.") {
				t.Errorf("sent again, it leads to %s", p.Location())
			}
			record.Set("reason", "It rained in")
			if p := officer.PostForm(at, record).Want(t, 409); !p.Says("It rained in") ||
				!p.Says("This form was sent before") {
				t.Errorf("the same form with another reason: %s", p.Words())
			}
		})
	}
}

// A Member's first decision is of none that stands: where they decided elsewhere meanwhile, it is a conflict, and what
// others decide is none.
func TestADecisionIsOfTheSendersOwnStanding(t *testing.T) {
	t.Parallel()
	h := servertest.New(t)
	q := h.Quarter("Castle")
	attempt := servertest.Submit(t, h, q, 1)
	member := h.As(q.Members[0])
	form := member.Get(attempt).Want(t, 200).Hidden(attempt + "/check")
	form.Set("decision", "reject")
	form.Set("comment", "It cuts the estate in two")
	servertest.Decide(t, h, q.Members[1], attempt, "decision", "approve").Want(t, 303)
	member.PostForm(attempt+"/check", form).Want(t, 200)
	servertest.Decide(t, h, q.Members[0], attempt, "decision", "approve").Want(t, 303)
	for _, step := range []string{"/check", "/signatures"} {
		if p := member.PostForm(attempt+step, form).Want(t, 409); !p.Says("It cuts the estate in two") {
			t.Errorf("%s: %s", step, p.Words())
		}
	}
}
