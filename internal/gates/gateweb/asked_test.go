package gateweb_test

import (
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/people/peopleapp"
	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
)

// asking is a gate that is with the Members of a quarter, as a test looks at it.
type asking struct {
	*servertest.Harness
	servertest.Quarter
	admin domain.PersonID
	at    string
}

func atGate(t *testing.T, gate int) asking {
	t.Helper()
	h := servertest.New(t)
	a := asking{Harness: h, Quarter: h.Quarter("Castle"), admin: h.Person("Zoë", policy.Admin)}
	if gate == 2 {
		one := servertest.Submit(t, h, a.Quarter, 1)
		for _, m := range a.Members {
			servertest.Decide(t, h, m, one, "decision", "approve").Want(t, 303)
		}
		h.ReadyForGate2(a.Quarter)
	}
	a.at = servertest.Submit(t, h, a.Quarter, gate)
	return a
}

// A ward that lies elsewhere by now: whoever was asked reads the gate, decides, and has the receipt; home says that it
// waits, and nothing else of the area is theirs to see.
func TestWhoeverWasAskedDecidesThoughTheWardHasMovedAway(t *testing.T) {
	for _, gate := range []int{1, 2} {
		a := atGate(t, gate)
		a.Forced("a boundary import would do so", `DELETE FROM area_seats WHERE seat_id = $1`, int64(a.Seats[0]))
		if _, err := gateapp.SettleAttempts(t.Context(), a.App); err != nil {
			t.Fatal(err)
		}
		member := a.As(a.Members[0])
		says(t, member.Get("/").Want(t, 200), "Read and decide: Castle")
		says(t, member.Get("/gates").Want(t, 200), "Read and decide: Castle")
		page := member.Get(a.at).Want(t, 200)
		says(t, page, "Your decision", "Who is asked, and what changed",
			"Castle ward 0 does not overlap the area any more",
			"Aoife Ní Bhriain is still asked, and can decide until this gate closes",
			"Aoife Ní Bhriain, Oluwaseun Adébáyò, Siân Prys-Llewelyn")
		for _, link := range page.Links() {
			if path, _, _ := strings.Cut(link, "#"); strings.HasPrefix(path, "/") && path != "/" {
				if got := member.Get(path); got.Status >= 400 {
					t.Errorf("gate %d: the page leads to %s, which answers %d", gate, path, got.Status)
				}
			}
		}
		done := member.Follow(servertest.DecideAs(t, member, a.at, "decision", "approve").Want(t, 303)).Want(t, 200)
		says(t, done, "Your decision is recorded Reference FG-")
		for _, m := range a.Members[1:] {
			servertest.Decide(t, a.Harness, m, a.at, "decision", "approve").Want(t, 303)
		}
		says(t, member.Get(a.at+"/decision").Want(t, 200), "You Approve") // also when it has passed
		for _, path := range []string{"/areas/1", "/areas/1/gates/1", "/areas/1/notices"} {
			member.Get(path).Want(t, 404)
		}
	}
}

func TestADisabledMemberIsNotPending(t *testing.T) {
	a := atGate(t, 1)
	if err := peopleapp.DisablePerson(t.Context(), a.App, a.Actor(a.admin), a.Members[0]); err != nil {
		t.Fatal(err)
	}
	page := a.As(a.Officer).Get(a.at).Want(t, 200)
	says(t, page, "Vacant Aoife Ní Bhriain cannot sign in: the account is disabled",
		"Vacant: nobody is asked, and the place is left out of the count")
	for _, m := range a.Members[1:] {
		servertest.Decide(t, a.Harness, m, a.at, "decision", "approve").Want(t, 303)
	}
	says(t, a.As(a.Officer).Get(a.at).Want(t, 200), "Stands Passed")
	if told := a.Text(`SELECT string_agg(r.name, ', ' ORDER BY r.name) FROM notice_recipients r
		JOIN notices n ON n.id = r.notice_id WHERE n.event = 'who is asked'`); told != "Oluwaseun Adébáyò, Siân "+
		"Prys-Llewelyn" {
		t.Errorf("told: %s", told)
	}
}
