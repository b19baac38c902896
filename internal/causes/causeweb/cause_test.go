package causeweb_test

import (
	"fmt"
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
	"fourgates/internal/solutions"
	"fourgates/internal/solutions/solutionapp"
)

func TestCausesFormATree(t *testing.T) {
	h, q, issues := servertest.SignedQuarter(t)
	officer := h.As(q.Officer)
	page := fmt.Sprintf("/issues/%d/causes", issues[0])
	add := func(parent, text string) *servertest.Page {
		return officer.Post(page, "parent", parent, "text", text, "taken_part", "Teel Bridge tenants")
	}
	bad := officer.Post(page, "text", "", "taken_part", "").Want(t, 422)
	if bad.Problem("text") == "" || bad.Problem("taken_part") == "" {
		t.Errorf("what is missing is not said by its field: %v", bad.Problems())
	}
	add("", "The lamps are out").Want(t, 303)
	if got := h.Text(`SELECT state FROM issues WHERE id = $1`, int64(issues[0])); got != "analysed" {
		t.Errorf("with its first cause the issue is %s, want analysed", got)
	}
	add("1", "Nobody reports them").Want(t, 303)
	add("1", "The contract has run out").Want(t, 303)
	add("99", "Under nothing").Want(t, 422)
	officer.Post("/causes/3/moves", "do", "up", "version", "1").Want(t, 303)
	shown := officer.Get(page).Want(t, 200)
	if first, second := strings.Index(shown.Body, "The contract has run out"),
		strings.Index(shown.Body, "Nobody reports them"); first < 0 || first > second {
		t.Error("the cause that was moved up does not stand first")
	}
	// Under itself, and under what lies under it.
	for _, parent := range []string{"1", "2"} {
		if refused := officer.Post("/causes/1", "parent", parent, "text", "The lamps are out", "taken_part", "Tenants",
			"version", "1").Want(t, 422); refused.Problem("parent") == "" {
			t.Errorf("under %s: not refused by its field", parent)
		}
	}
	change := []string{"parent", "", "text", "The lamps stay out", "taken_part", "Tenants and the warden", "version",
		"1"}
	officer.Post("/causes/1", change...).Want(t, 303)
	change[3] = "Typed by somebody slower"
	stale := officer.Post("/causes/1", change...).Want(t, 409)
	if typed, _ := stale.Field("text"); typed != "Typed by somebody slower" || !stale.Says("The lamps stay out") {
		t.Errorf("a stale form: %q on %s", typed, stale.Words())
	}

	rota := solutions.SolutionDraft{Issue: issues[0], Cause: 2, Title: "A rota", DeliveredBy: solutions.ByCommunity}
	if _, err := solutionapp.ProposeSolution(t.Context(), h.App, h.Actor(q.Officer), q.Area, rota, ""); err != nil {
		t.Fatal(err)
	}
	if asked := officer.Get("/causes/1/removal").
		Want(t, 200); !asked.Says("A solution hangs on “Nobody reports them”") {
		t.Errorf("the solution that hangs on it is not named: %s", asked.Words())
	}
	officer.Post("/causes/1/removal", "version", "2").Want(t, 422)
	h.Forced("solutions stay", `DELETE FROM solutions`)
	if asked := officer.Get("/causes/1/removal").Want(t, 200); !asked.Says("With it goes what lies under it") {
		t.Errorf("it is not asked what goes with it: %s", asked.Words())
	}
	officer.Post("/causes/1/removal", "version", "1").Want(t, 409)
	officer.Post("/causes/1/removal", "version", "2").Want(t, 303)
	if n := h.Int(`SELECT count(*) FROM causes WHERE removed_at IS NULL`); n != 0 {
		t.Errorf("%d causes are left, want none", n)
	}
	officer.Get("/causes/1").Want(t, 404)
}

func TestWhoWorksOnCauses(t *testing.T) {
	h, q, issues := servertest.SignedQuarter(t)
	page := fmt.Sprintf("/issues/%d/causes", issues[0])
	service, body := h.Service("Street lighting"), h.Organisation("Teel Bridge Trust")
	lighting, partner := h.Person("Wojciech Zając"), h.Person("Suresh")
	h.Grant(lighting, policy.Service, int64(service))
	h.Grant(partner, policy.Partner, int64(body))
	fields := []string{"text", "The lamps are out", "taken_part", "Tenants"}
	h.As(lighting).Post(page, fields...).Want(t, 403)
	h.As(partner).Get(page).Want(t, 404)
	h.As(partner).Post(page, fields...).Want(t, 404)
	for _, asked := range []string{"service_id", "organisation_id"} {
		of := int64(service)
		if asked == "organisation_id" {
			of = int64(body)
		}
		h.Forced("referred, and worked on all the same",
			`INSERT INTO referrals (issue_id, `+asked+
				`, ask, reply_by, was_state, referred_by, referred_at) VALUES ($1, $2, 'Why?', $3, 'synthesised', $4, $5)`,
			int64(issues[0]), of, domain.DateOf(h.Now()).Time(), int64(q.Officer), h.Now())
	}
	h.As(lighting).Post(page, fields...).Want(t, 303)
	h.As(partner).Post(page, fields...).Want(t, 303)
	h.As(q.Members[0]).Get(page).Want(t, 200)
	h.As(q.Members[0]).Post(page, fields...).Want(t, 403)
}
