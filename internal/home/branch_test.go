package home_test

import (
	"cmp"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"strings"
	"testing"

	"golang.org/x/net/html"

	put "fourgates/internal/asks"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/policy"
	"fourgates/internal/replies"
	"fourgates/internal/replies/replyapp"
	"fourgates/internal/serve/servertest"
	"fourgates/internal/syntheses"
	"fourgates/internal/syntheses/synthesisapp"
	"fourgates/internal/timelines/timelineapp"
)

// garbage fails as a text that is too long, a date, a number, a sum and a choice.
var garbage = strings.Repeat("no date ", 4000)

// byAPost is the template whose form no address shows, for it is the check of another: mergerweb tries it.
const byAPost = "merger.templ"

// branched is a form of which a choice shows and hides fields.
type branched struct {
	template string // that has it
	page     func() (who domain.PersonID, path string)
	choice   string
	base     func() []string            // what it needs besides, whichever is chosen
	with     map[string]func() []string // by choice: what that needs
}

func pairs(list ...string) func() []string { return func() []string { return list } }

// Fields of a choice that was not made refuse nothing, whatever stands in them: a page hides them, so nobody could put
// them right.
func TestWhatBelongsToAnotherChoiceRefusesNoForm(t *testing.T) {
	h, covered := servertest.New(t), map[string]int{}
	for _, f := range branchedForms(t, h) {
		for value, needs := range f.with {
			t.Run(f.choice+"="+value, func(t *testing.T) {
				who, path := f.page()
				client := h.As(who)
				shown := client.Get(path).Want(t, 200)
				values, hidden := elsewhere(shown, f.choice, value)
				covered[f.template] = max(covered[f.template], hidden)
				list := append(append(needs(), f.base()...), f.choice, value)
				for i := 0; i+1 < len(list); i += 2 {
					values.Set(list[i], list[i+1])
				}
				to := cmp.Or(servertest.Attr(formOf(shown, f.choice), "action"), path)
				answer := sendTo(client, to, shown, f.choice, values)
				if answer.Status != 200 && answer.Status != 303 {
					t.Errorf("status %d: %q", answer.Status, answer.Problems())
				}
				if checked := formOf(answer, f.choice); answer.Status == 200 && checked != nil {
					record := servertest.Attr(checked, "action")
					client.PostForm(record, answer.Hidden(record)).Want(t, 303)
				}
			})
		}
	}
	for name, n := range conditionals(t) {
		if covered[name] == 0 && name != byAPost {
			t.Errorf("%s has %d choices that show fields, and no form of it is tried here", name, n)
		}
	}
}

// sendTo posts the values to the form's address, with a bad file where it takes one.
func sendTo(client *servertest.Client, path string, shown *servertest.Page, choice string,
	values url.Values) *servertest.Page {
	if servertest.Attr(formOf(shown, choice), "enctype") != "multipart/form-data" {
		return client.PostForm(path, values)
	}
	var list []string
	for name, all := range values {
		for _, v := range all {
			list = append(list, name, v)
		}
	}
	return client.Upload(path, "file", "bad.geojson", []byte(garbage), list...)
}

// elsewhere fills the fields that other values of the choice show, and counts how many there are.
func elsewhere(p *servertest.Page, choice, value string) (values url.Values, hidden int) {
	values = url.Values{}
	form := formOf(p, choice)
	closed := map[string]bool{}
	for n := range form.Descendants() {
		controls := servertest.Attr(n, "data-aria-controls")
		if controls != "" && (servertest.Attr(n, "name") != choice || servertest.Attr(n, "value") != value) {
			closed[controls] = true
		}
	}
	for n := range form.Descendants() {
		name := servertest.Attr(n, "name")
		switch {
		case n.Type != html.ElementNode || name == "" || name == choice || n.Data == "button":
		case within(n, closed):
			values.Set(name, garbage)
			hidden++
		default:
			if v, ok := p.Field(name); ok {
				values.Set(name, v)
			}
		}
	}
	return values, hidden
}

func within(n *html.Node, ids map[string]bool) bool {
	for at := n; at != nil; at = at.Parent {
		if ids[servertest.Attr(at, "id")] {
			return true
		}
	}
	return false
}

// formOf is the posting form that has the field, or nil.
func formOf(p *servertest.Page, field string) *html.Node {
	if p.Doc == nil {
		return nil
	}
	for n := range p.Doc.Descendants() {
		if servertest.Attr(n, "name") != field {
			continue
		}
		for at := n.Parent; at != nil; at = at.Parent {
			if at.Data == "form" && strings.EqualFold(servertest.Attr(at, "method"), "post") {
				return at
			}
		}
	}
	return nil
}

// conditionals counts, by template, the choices that show fields of their own.
func conditionals(t *testing.T) map[string]int {
	t.Helper()
	count := map[string]int{}
	house := os.DirFS("..")
	err := fs.WalkDir(house, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".templ") {
			return err
		}
		text, err := fs.ReadFile(house, path)
		if n := strings.Count(string(text), "Conditional: ") + strings.Count(string(text), ".Conditional = "); n > 0 {
			count[path[strings.LastIndex(path, "/")+1:]] = n
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return count
}

// branchedForms sets a scene and lists every such form of the product in it.
func branchedForms(t *testing.T, h *servertest.Harness) []branched {
	t.Helper()
	day := domain.DateOf(h.Now())
	soon := day.AddDays(40).String()
	clerk, lead := h.Person("Philippa Lindqvist", policy.Clerk), h.Person("Dáithí Chance", policy.ExecutiveMember)
	admin := h.Person("Ada", policy.Admin)
	q := h.Quarter("Castle")
	asked := servertest.Submit(t, h, q, 1)
	members := q.Members
	nextMember := func() (domain.PersonID, string) {
		m := members[0]
		members = append(members[1:], m)
		return m, asked
	}
	decision := decisionOf(t, h, clerk)
	version := func(more ...string) func() []string {
		return func() []string {
			return append([]string{"version", fmt.Sprint(h.Int(`SELECT version FROM executive_decisions`))}, more...)
		}
	}
	alone := func(name string) func() (domain.PersonID, string) {
		other := h.Quarter(name)
		attempt := servertest.Submit(t, h, other, 1)
		return func() (domain.PersonID, string) { return other.Members[0], attempt }
	}
	newcomer := func() (domain.PersonID, string) {
		return admin, servertest.Path("/admin/people/#/roles/new", h.Person("Somebody"))
	}
	leaver := func() (domain.PersonID, string) {
		who := h.Person("Somebody", policy.CPO)
		return admin, fmt.Sprintf("/admin/people/%d/roles/%d/ending", who, h.Int(`SELECT max(id) FROM role_grants`))
	}
	seat, service, organisation := h.Seat("ward", "Elsewhere"), h.Service("Lamps"),
		h.Organisation("Friends of the Quay")
	abbey := h.Quarter("Abbey")
	h.Joins(abbey.Area, abbey.Officer, "stakeholder", "Known Neighbour", "", false)
	known := h.Int(`SELECT max(id) FROM contacts`)
	listed := func() (domain.PersonID, string) { return admin, "/members/imports/new" }
	planned := func() (domain.PersonID, string) {
		return abbey.Officer, servertest.Path("/areas/#/timeline/phases/1/activity", abbey.Area)
	}
	if err := timelineapp.StartCycle(t.Context(), h.App, h.Actor(abbey.Officer), abbey.Area,
		domain.Date{}); err != nil {
		t.Fatal(err)
	}
	venues := 0
	session := func() (domain.PersonID, string) {
		venues++
		id, err := synthesisapp.PlanSession(t.Context(), h.App, h.Actor(abbey.Officer), abbey.Area,
			syntheses.Plan{HeldOn: day, Venue: fmt.Sprintf("Room %d", venues)})
		if err != nil {
			t.Fatal(err)
		}
		return abbey.Officer, servertest.Path("/synthesis/#/record", id)
	}
	came := func() []string {
		list := []string{"synthesised", "Lamps and paths"}
		for _, place := range h.Lines(`SELECT seat_id || '-' || place FROM synthesis_invited
			WHERE session_id = (SELECT max(id) FROM synthesis_sessions) AND person_id IS NOT NULL`) {
			list = append(list, "came-"+place, "came")
		}
		return list
	}
	council := pairs("authority", servertest.ID(h.Authority("borough")))
	return []branched{
		{"list.templ", listed, "list", council, map[string]func() []string{
			"some": pairs(), "whole": pairs("from", soon)}},
		{"timeline_change.templ", planned, "kind", pairs("text", "Walk the quay", "reason", "The tide"),
			map[string]func() []string{"fitted": pairs(), "slipped": pairs("party", "Members"), "corrected": pairs()}},
		{"decision.templ", nextMember, "decision", pairs("comment", "I have read it."), map[string]func() []string{
			"approve":                 pairs(),
			"approve with conditions": pairs("condition-1", "Light the path", "due-1", soon),
			"stand aside":             pairs(),
		}},
		{"decision.templ", alone("Weir"), "decision", pairs("comment", "The costs."),
			map[string]func() []string{"defer": pairs("resubmit", soon)}},
		{"decision.templ", alone("Ford"), "decision", pairs("comment", "The wrong ward."),
			map[string]func() []string{"reject": pairs()}},
		{"executive_schedule.templ", func() (domain.PersonID, string) { return clerk, decision + "/schedule" }, "maker",
			version("meets", day.String(), "key", "no", "key_reason", "It notes a plan"), map[string]func() []string{
				"executive": pairs(), "member": pairs("made_by_alone", servertest.ID(lead)),
				"jointly": pairs("made_by", servertest.ID(lead), "with_officer",
					servertest.ID(h.Person("Marie-Ann", policy.NamedOfficer))),
			}},
		{"executive_schedule.templ", func() (domain.PersonID, string) { return clerk, decision + "/schedule" }, "key",
			version("meets", day.String(), "maker", "executive"),
			map[string]func() []string{"no": pairs("key_reason", "It notes a plan")}},
		{"executive_record.templ", func() (domain.PersonID, string) { return clerk, decision + "/record" }, "item-1",
			version("decided", day.String(), "reasons", "Asked for", "alternatives", "None",
				"item-2", "agreed", "item-3", "agreed", "item-4", "agreed"),
			map[string]func() []string{"agreed": pairs()}},
		{"area_boundary.templ", func() (domain.PersonID, string) {
			return q.Planner, servertest.Path("/areas/#/boundaries/new", abbey.Area)
		}, "how",
			pairs(), map[string]func() []string{"seats": pairs("seats", servertest.ID(seat))}},
		{"network_form.templ", func() (domain.PersonID, string) {
			return q.Officer, servertest.Path("/areas/#/network/new", q.Area) + "?q=Known"
		}, "contact", pairs("kind", "community"),
			map[string]func() []string{servertest.ID(domain.ContactID(known)): pairs()}},
		{"person.templ", newcomer, "role", pairs("from", day.String()), map[string]func() []string{
			"cpo": pairs(), "service": pairs("service", servertest.ID(service)), "executive member": pairs("portfolio",
				"Places"),
			"partner": pairs("organisation", servertest.ID(organisation)),
		}},
		{"change.templ", func() (domain.PersonID, string) {
			return admin, servertest.Path("/seats/#/changes/new", h.Seat("ward", "Changing"))
		}, "kind", pairs("on", day.String()), map[string]func() []string{
			"renamed": pairs("name", "New Quay"), "recoded": pairs("code", "E05990999"), "places": pairs("places", "2"),
			"merged": pairs("into", servertest.ID(h.Seat("ward", "Taking"))), "ended": pairs(),
		}},
		{"session.templ", session, "came-" + servertest.ID(abbey.Seats[0]) + "-1", came,
			map[string]func() []string{"came": pairs(), "sent apologies": pairs()}},
		{"person.templ", leaver, "when", pairs(), map[string]func() []string{"now": pairs()}},
		{"step.templ", func() (domain.PersonID, string) { return clearing(t, h, abbey) }, "do", pairs(),
			map[string]func() []string{"clears": pairs()}},
	}
}

// clearing is somebody who clears a draft of one reply of several, and where.
func clearing(t *testing.T, h *servertest.Harness, q servertest.Quarter) (domain.PersonID, string) {
	t.Helper()
	lead, other := h.Person("Ottokar", policy.Service), h.Person("Sunniva", policy.Service)
	of := func(who domain.PersonID) put.Ask { return put.Ask{Service: h.Actor(who).Grants[0].Service} }
	issue := h.Issue(q.Officer, issues.IssueDraft{Area: q.Area, Title: "Nobody mends the quay",
		Source: domain.FromTheCommunity, Visibility: issues.VisiblePublic}, issues.IssueRaised)
	today := domain.DateOf(h.Now())
	id, err := replyapp.Ask(t.Context(), h.App, h.Actor(q.Officer), issue, replies.Request{Question: "Who mends it?",
		Bodies: []put.Ask{of(lead), of(other)}, PartsBy: today, DueOn: today})
	if err != nil {
		t.Fatal(err)
	}
	if err := replyapp.Draft(t.Context(), h.App, h.Actor(lead), id, 0, "We do", put.Answer{}); err != nil {
		t.Fatal(err)
	}
	part := h.Int(`SELECT id FROM asks WHERE joint_id = $1 AND NOT lead`, int64(id))
	return other, fmt.Sprintf("/replies/%d/parts/%d/view", id, part)
}

// decisionOf is the address of an Executive decision that is scheduled for today.
func decisionOf(t *testing.T, h *servertest.Harness, clerk domain.PersonID) string {
	t.Helper()
	q := h.Quarter("Quayside")
	for gate := 1; gate <= 3; gate++ {
		switch gate {
		case 2:
			h.ReadyForGate2(q)
		case 3:
			h.ReadyForGate3(q.Area, q.Officer)
		}
		attempt := servertest.Submit(t, h, q, gate)
		for _, m := range q.Members {
			servertest.Decide(t, h, m, attempt, "decision", "approve").Want(t, 303)
		}
	}
	at := servertest.Path("/decisions/#", domain.ExecutiveID(h.Int(`SELECT id FROM executive_decisions`)))
	h.As(clerk).Post(at+"/schedule", "version", "1", "meets", domain.DateOf(h.Now()).String(), "key", "no",
		"key_reason", "It notes a plan", "maker", "executive").Want(t, 303)
	return at
}
