package adviceweb_test

import (
	"fmt"
	"slices"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
)

// drafted is an area whose plan has actions, with a coordinator of its own and somebody of the service that leads the
// first of them.
type drafted struct {
	*servertest.Harness
	servertest.Quarter
	servertest.Draft
	coordinator, roads domain.PersonID
}

func draftedOf(t *testing.T) drafted {
	t.Helper()
	h, q, _ := servertest.SignedQuarter(t)
	d := drafted{Harness: h, Quarter: q, Draft: h.ReadyForGate3(q.Area, q.Officer)}
	d.coordinator, d.roads = h.Person("Tomasz Llywelyn", policy.LAC), h.Person("Ngozi")
	h.Assign(d.coordinator, q.Area, policy.LAC)
	h.Grant(d.roads, policy.Service, int64(d.Roads))
	return d
}

// Coordinators log what they advised: to whom, when, about what, and later what came of it (000). Whoever works with
// the area reads it, and nobody else.
func TestACoordinatorLogsAdviceAndWhatCameOfIt(t *testing.T) {
	d := draftedOf(t)
	at := "/areas/" + servertest.ID(d.Quarter.Area) + "/advice"
	lac := d.As(d.coordinator)
	if p := lac.Get(at).Want(t, 200); !p.Says("No advice is logged yet") || !p.Says("Log advice") {
		t.Errorf("an empty log: %s", p.Words())
	}
	typed := func(but, is string) []string {
		var list []string
		for _, f := range [][2]string{{"to", "s" + servertest.ID(d.Roads)}, {"given_to", "Ngozi, area engineer"},
			{"action", servertest.ID(d.Actions[0])}, {"about", "How the crossing is told to the school"},
			{"text", "Walk it with the head teacher before the drawing is fixed"}, {"given_on-day", "9"},
			{"given_on-month", "3"}, {"given_on-year", "2026"}} {
			if f[0] == but {
				f[1] = is
			}
			list = append(list, f[0], f[1])
		}
		return list
	}
	for field, is := range map[string]string{"text": "", "given_on-day": "", "given_on-year": "2031", "to": "s98765432",
		"action": "98765432"} {
		p := lac.Post(at, typed(field, is)...).Want(t, 422)
		if len(p.Faults()) > 0 || len(p.Problems()) != 1 {
			t.Errorf("%s %q: %v, %v", field, is, p.Problems(), p.Faults())
		}
	}
	if p := lac.Post(at, "text", "Ring them", "given_on-day", "9", "given_on-month", "3", "given_on-year",
		"2026").Want(t, 422); p.Problem("to") == "" || p.Problem("about") == "" {
		t.Errorf("to nobody, about nothing: %v", p.Problems())
	}
	entry := lac.Post(at, typed("", "")...).Want(t, 303).Location()
	if again := lac.Post(at, typed("", "")...).Want(t, 303).Location(); again != entry {
		t.Errorf("sent twice: %s and %s", entry, again)
	}
	if p := lac.Post(entry+"/outcome", "version", "1", "came_of_it", "").Want(t, 422); p.Problem("came_of_it") == "" {
		t.Errorf("nothing came of it: %v", p.Problems())
	}
	lac.Post(entry+"/outcome", "version", "1", "came_of_it", "The drawing has the drop-off moved").Want(t, 303)
	if p := lac.Post(entry+"/outcome", "version", "1", "came_of_it", "Nothing yet").Want(t, 409); !p.Says(
		"Somebody else wrote what came of it") || !p.Says("The drawing has the drop-off moved") {
		t.Errorf("an old form: %s", p.Words())
	}
	comments := "/actions/" + servertest.ID(d.Actions[0]) + "/comments"
	for _, who := range []domain.PersonID{d.coordinator, d.Officer, d.Planner, d.Members[0], d.roads} {
		for _, page := range []string{at, entry, comments} {
			if p := d.As(who).Get(page).Want(t, 200); !p.Says("The drawing has the drop-off moved") ||
				!p.Says("Ngozi, area engineer, Roads") {
				t.Errorf("%s for %d: %s", page, who, p.Words())
			}
		}
	}
	other := d.Person("Bríd", policy.LAC)
	elsewhere := d.Harness.Area("Wharf")
	d.Assign(other, elsewhere, policy.LAC)
	for _, who := range []domain.PersonID{d.Officer, d.Planner, d.Members[0], d.roads, other} {
		d.As(who).Post(at, typed("", "")...).Want(t, 403)
		d.As(who).Post(entry+"/outcome", "version", "2", "came_of_it", "No").Want(t, 403)
	}
	d.As(d.Person("Eilidh", policy.Member)).Get(at).Want(t, 404)
	d.As(d.Person("Pádraig", policy.Partner)).Get(at).Want(t, 403)
	lac.Get(at+"/98765432109876").Want(t, 404)
	lac.Get("/areas/"+servertest.ID(elsewhere)+"/advice/"+entry[len(at)+1:]).Want(t, 404)
	if n := d.Int(`SELECT count(*) FROM audit_entries WHERE object_kind = 'advice'`); n != 2 {
		t.Errorf("%d entries in the audit trail, want 2", n)
	}
}

// Coordinators and Members comment on an action of a plan in their area; those who lead it and the area's officers are
// told, and whoever sees the action reads it.
func TestCoordinatorsAndMembersCommentOnActions(t *testing.T) {
	d := draftedOf(t)
	at := "/actions/" + servertest.ID(d.Actions[0]) + "/comments"
	lac := d.As(d.coordinator)
	if p := lac.Get(at).Want(t, 200); !p.Says("Nobody has commented on this action yet") || !p.Says("Your comment") {
		t.Errorf("an action: %s", p.Words())
	}
	if p := lac.Post(at, "text", " ").Want(t, 422); p.Problem("text") == "" {
		t.Errorf("an empty comment: %v", p.Problems())
	}
	lac.Post(at, "text", "The school term ends on 17 July: build it in August").Want(t, 303)
	lac.Post(at, "text", "The school term ends on 17 July: build it in August").Want(t, 303)
	d.As(d.Members[0]).Post(at, "text", "August suits the market too").Want(t, 303)
	executive := d.Person("Dáithí Chance", policy.ExecutiveMember)
	d.As(executive).Post(at, "text", "I shall open it").Want(t, 303)
	d.WantLines([]string{"local area coordinator", "Area Member", "Executive Member"},
		`SELECT capacity FROM action_comments ORDER BY id`)
	for _, who := range []domain.PersonID{d.coordinator, d.Officer, d.Planner, d.Members[1], d.roads, executive} {
		if p := d.As(who).Get(at).Want(t, 200); !p.Says("build it in August") ||
			!p.Says("Tomasz Llywelyn, local area coordinator") {
			t.Errorf("%d reads %s", who, p.Words())
		}
	}
	area := "/areas/" + servertest.ID(d.Quarter.Area)
	if p := d.As(d.Officer).Get(area+"/advice").Want(t, 200); !p.Says("Build the crossing") {
		t.Errorf("the area's page: %s", p.Words())
	}
	for _, page := range []string{area + "/plan", at[:len(at)-len("comments")] + "thread"} {
		if p := d.As(d.Officer).Get(page).Want(t, 200); !slices.Contains(p.Links(), at) {
			t.Errorf("%s does not lead to the comments: %s", page, p.Words())
		}
	}
	for _, who := range []domain.PersonID{d.Officer, d.Planner, d.roads} {
		d.As(who).Post(at, "text", "No").Want(t, 403)
	}
	d.As(d.Person("Eilidh", policy.Member)).Post(at, "text", "No").Want(t, 404)
	d.Exec(`UPDATE issues SET visibility = 'restricted' WHERE id = $1`, int64(d.Priority))
	d.As(d.Members[0]).Get(at).Want(t, 404)
	if p := d.As(d.Members[0]).Get(area + "/advice"); p.Says("Build the crossing") {
		t.Errorf("an action of a restricted issue: %s", p.Words())
	}
	d.WantLines([]string{"Ngozi", "Siân Prys-Llewelyn", "Tomasz Llywelyn"}, `SELECT DISTINCT r.name FROM notices n
		JOIN notice_recipients r ON r.notice_id = n.id WHERE n.event = 'comment on an action' ORDER BY 1`)
	if n := d.Int(`SELECT count(*) FROM notices WHERE event = 'comment on an action'
		AND (subject || body) ~ 'August|crossing'`); n != 0 {
		t.Errorf("%d notices say what it is about", n)
	}
	if n := d.Int(fmt.Sprintf(`SELECT count(*) FROM audit_entries WHERE object_kind = 'action' AND object_id = %d
		AND summary = 'Comment on an action'`, d.Actions[0])); n != 3 {
		t.Errorf("%d entries in the audit trail, want 3", n)
	}
}
