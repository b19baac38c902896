package cycleweb_test

import (
	"fmt"
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/executive/executiveapp"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/issues"
	"fourgates/internal/partners"
	"fourgates/internal/places"
	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
	"fourgates/internal/town"
)

// decided is the town once the Executive's decision on Castle's plan is in force. Aneurin approved gate 3 with a
// condition that is to be met before the next gate.
func decided(t *testing.T) (c *town.Town, at string) {
	t.Helper()
	c = town.At(t, town.PlanDrafted)
	id := c.Submit(domain.GateDraftPlan)[0]
	c.Sign(c.Aneurin, id, gates.ApproveWithConditions)
	for _, m := range []domain.PersonID{c.Priya, c.Suresh, c.Maire} {
		c.Sign(m, id, gates.Approve)
	}
	d := c.DecisionOf(id)
	d = c.Must(d.ID, c.Schedule(c.Clerk, d, c.Today()))
	d = c.Must(d.ID, c.Record(c.Clerk, d, c.Agreed(d)))
	c.Must(d.ID, c.Publish(d, c.Day()))
	c.Move(20 * 24 * 3600e9)
	if n, err := executiveapp.TakeEffects(t.Context(), c.App); n != 1 || err != nil {
		t.Fatalf("%d in force, %v", n, err)
	}
	return c, fmt.Sprintf("/areas/%d", c.Area)
}

// end is the form that ends the present cycle today, with what the page carries.
func end(c *town.Town, at string, pairs ...string) *servertest.Page {
	officer := c.As(c.Owen)
	form := officer.Get(at+"/cycle-end").Want(c.T, 200).Hidden(at + "/cycle-end")
	for _, p := range [][2]string{{"on", c.Day().String()}, {"how", "plan decided"},
		{"reason", "Four years are over."}} {
		form.Set(p[0], p[1])
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return officer.PostForm(at+"/cycle-end", form)
}

func begin(c *town.Town, at string) *servertest.Page {
	day := c.Day().String()
	return c.As(c.Owen).Post(at+"/next-cycle", "on", day, "shown", day)
}

// says reports the first of the words that the page does not say.
func says(t *testing.T, p *servertest.Page, words ...string) {
	t.Helper()
	for _, w := range words {
		if !p.Says(w) {
			t.Errorf("not said: %q in %s", w, p.Words())
		}
	}
}

func TestASecondCycleFromTheEndOfTheFirst(t *testing.T) {
	c, at := decided(t)
	first := fmt.Sprintf("/attempts/%d", domain.AttemptID(c.Int(`SELECT id FROM attempts WHERE gate = 1`)))
	snapshot := c.As(c.Owen).Get(first+"/snapshot.json").Want(t, 200).Body
	was := c.Verify()

	shown := c.As(c.Owen).Get(at+"/cycle-end").Want(t, 200)
	says(t, shown, "Approved draft: it stays as it is", "Light the footpath", "before the next gate",
		"Nowhere to cross",
		"A named family", "1 to be met before gate 1 of the next cycle")
	speed := fmt.Sprintf("out-%d", c.Speed)
	end(c, at, speed, "The road was closed").Want(t, 303)
	says(t, c.As(c.Owen).Get(at+"/cycles").Want(t, 200), "Four years are over.", "1 left out of the next",
		"Begin cycle 2")
	c.WantState(places.AreaActive)
	c.WantLines([]string{"A lamp is out carried over", "A named family carried over", "Nowhere to cross carried over",
		"Speed on the quay left out The road was closed"}, `
		SELECT concat_ws(' ', i.title, n.went, NULLIF(n.reason, ''))
		FROM issue_cycles n JOIN issues i ON i.id = n.issue_id
		WHERE n.cycle = 1 ORDER BY 1`)
	if p := c.As(c.Owen).Get(at+"/gates/1").Want(t, 200); p.Says("Submit to Area Members") {
		t.Error("a gate is submitted between two cycles")
	}
	late := c.Raised(c.Typed("Raised in between"))

	says(t, c.As(c.Owen).Get(at+"/next-cycle").Want(t, 200), "3 open issues are carried over", "Gate 1 is asked again",
		"Where its gates would fall", "1 issue came in or was taken up since")
	says(t, c.As(c.Owen).Post(at+"/next-cycle", "on", c.Day().String()).Want(t, 200), "Where its gates would fall")
	begin(c, at).Want(t, 303)
	says(t, c.As(c.Owen).Get(at+"/cycles").Want(t, 200), "Cycle 2", "Cycle 1",
		"3 carried over from the cycle before", "1 came in")
	if p := begin(c, at).Want(t, 409); !p.Says("Cycle 2 of this area goes on") {
		t.Errorf("begun twice: %s", p.Words())
	}

	// gate 1 is asked again: what was recorded for the first cycle does not count, and the condition blocks it
	facts, _, _, err := gatestore.GateFacts(t.Context(), c.App.Store.Reader, c.Area, c.Day())
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(missing(facts), " "); got != "inductions validity-community validity-provider conditions" {
		t.Errorf("gate 1 of cycle 2 misses %s", got)
	}
	c.Inducted(c.Area, c.Nia, c.Aneurin, c.Priya, c.Suresh, c.Maire)
	c.Supported(c.Area, c.Nia, func(string) string { return "Residents of the Quay" })
	town.Meets(c, c.Aneurin)
	id := c.Submit(domain.GateAreas)[0]
	says(t, c.As(c.Owen).Get(fmt.Sprintf("/attempts/%d", id)).Want(t, 200), "2 of 2", "Castle (")
	c.EveryoneApproves(id)
	c.WantState(places.AreaActive)
	c.WantTold("area selected: stakeholder list", c.Told("area selected: stakeholder list")...)
	if n := c.Int(`SELECT count(*) FROM phases WHERE area_id = $1 AND cycle = 2 AND phase = '2a' AND closed_on IS NULL`,
		int64(c.Area)); n != 1 {
		t.Error("phase 2a of cycle 2 is not open")
	}

	// entries name the cycle from the second on; those of the first are as they were
	if got := c.Verify(); got.Position <= was.Position {
		t.Errorf("the register has not grown: %v", got)
	}
	if n := c.Int(`SELECT count(*) FROM register_entries WHERE position <= $1 AND payload::jsonb ? 'cycle'`,
		was.Position); n != 0 {
		t.Errorf("%d entries of the first cycle name it", n)
	}
	if n := c.Int(`SELECT count(*) FROM register_entries WHERE position > $1 AND payload NOT LIKE '%"cycle":2%'
		AND kind IN ('submission', 'signature', 'outcome')`, was.Position); n != 0 {
		t.Errorf("%d entries of the second do not", n)
	}

	// the first stays readable
	officer := c.As(c.Owen)
	if now := officer.Get(first+"/snapshot.json").Want(t, 200).Body; now != snapshot {
		t.Error("the first snapshot has changed")
	}
	says(t, officer.Get(first).Want(t, 200), "1 of 2")
	receipt := c.Text(`SELECT reference FROM register_entries WHERE kind = 'submission' ORDER BY position LIMIT 1`)
	says(t, officer.Get("/register/"+receipt).Want(t, 200), "Cycle 1")
	says(t, officer.Get("/register").Want(t, 200), "Castle, cycle 2, gate 1, attempt 1", "Castle, gate 3, attempt 1")
	for path, words := range map[string][2]string{
		"/plan":     {"Approved draft", "No plan yet"},
		"/gates/3":  {"Attempt 1", "Not submitted yet"},
		"/timeline": {"Cycle 1 of 2", "Cycle 2 of 2"},
		"/issues":   {"Speed on the quay", "Raised in between"},

		"/priorities": {"Speed on the quay", "No round is entered yet"},
		"/reviews":    {"Nowhere to cross", "No priority yet"},
		"/solutions":  {"A crossing by the school", "No solutions yet"},
		"/bids":       {"Safer quay", "No bids yet"},
		"/synthesis":  {"Held", "No session is planned"},
		"/orphans":    {"Every priority has a solution or a reason", "Issues nobody answered"},
	} {
		says(t, officer.Get(at+path+"?cycle=1").Want(t, 200), "Cycle 1 of 2", "an earlier cycle", words[0])
		says(t, officer.Get(at+path).Want(t, 200), "Cycle 2 of 2", words[1])
		for _, wrong := range []string{"9", "0", "-1", "x", "1e0", "99999999999999"} {
			officer.Get(at+path+"?cycle="+wrong).Want(t, 404)
		}
	}
	if p := officer.Get(at+"/issues").Want(t, 200); p.Says("Speed on the quay") {
		t.Error("what was left out is among the issues of cycle 2")
	}
	if p := officer.Get(at+"/timeline?cycle=1").Want(t, 200); len(p.Forms()) > len(officer.Get("/register").Forms()) {
		t.Errorf("the timeline of an earlier cycle has forms: %v", p.Forms())
	}
	says(t, officer.Get(fmt.Sprintf("/issues/%d/thread", c.Priority)).Want(t, 200),
		"Cycle 1: came in; carried over to the next", "Cycle 2: carried over from the cycle before", ", cycle 1")
	says(t, officer.Get(fmt.Sprintf("/issues/%d", late)).Want(t, 200), "Cycle 2: came in")
	says(t, officer.Get(fmt.Sprintf("/issues/%d", c.Speed)).Want(t, 200),
		"Cycle 1: came in; left out of the next: The road was closed")
	says(t, officer.Get(at).Want(t, 200), "Cycle 2")
	c.As(c.Aneurin).Get(fmt.Sprintf("/issues/%d", c.Family)).Want(t, 404)
	if p := c.As(c.Aneurin).Get(at+"/issues?cycle=1").Want(t, 200); p.Says("A named family") {
		t.Error("a restricted issue is shown to a Member in an earlier cycle")
	}
}

// missing are the requirements of gate 1 that are not met.
func missing(f gates.GateFacts) []string {
	var list []string
	for _, is := range gates.Checklist(domain.GateAreas, f) {
		if !is.Met {
			list = append(list, is.ID)
		}
	}
	return list
}

// The second cycle's gate 2 lists what was carried over and what came in, asks for its statements anew, and freezes the
// cycle.
func TestGateTwoOfTheSecondCycle(t *testing.T) {
	c, at := decided(t)
	end(c, at, fmt.Sprintf("out-%d", c.Speed), "The road was closed").Want(t, 303)
	begin(c, at).Want(t, 303)
	c.Inducted(c.Area, c.Nia, c.Aneurin, c.Priya, c.Suresh, c.Maire)
	c.Supported(c.Area, c.Nia, func(string) string { return "Residents of the Quay" })
	town.Meets(c, c.Aneurin)
	c.PassGate(domain.GateAreas)
	c.Issue("Trees fell", domain.FromAreaMember, issues.IssueSynthesised, issues.VisiblePublic)
	facts, _, _, err := gatestore.GateFacts(t.Context(), c.App.Store.Reader, c.Area, c.Day())
	if err != nil {
		t.Fatal(err)
	}
	var blocked []string
	for _, b := range gates.SubmitBlockers(domain.GateIssues, facts) {
		blocked = append(blocked, b.ID)
	}
	if got := strings.Join(blocked, " "); got != "categorised session sources representativeness" {
		t.Errorf("gate 2 of cycle 2 is blocked by %s", got)
	}
	c.Forced("it was raised after gate 2", `UPDATE issues SET theme_id = (SELECT min(id) FROM themes) WHERE id = $1`,
		int64(c.Priority))
	for _, about := range []string{partners.StatedRepresentativeness, partners.StatedAbsence(domain.FromDeskResearch)} {
		c.States(c.Area, c.Nia, about, "As the network says.")
	}
	servertest.Synthesised(c.Harness, c.Area, c.Nia)
	id := c.PassGate(domain.GateIssues)
	s, err := gatestore.Snapshot(t.Context(), c.App.Store.Reader, id)
	if err != nil {
		t.Fatal(err)
	}
	var titles []string
	for _, i := range s.Issues {
		titles = append(titles, i.Title)
	}
	if got := strings.Join(titles, ", "); s.Cycle != 2 || got != "A lamp is out, Nowhere to cross, Trees fell" {
		t.Errorf("cycle %d froze %s", s.Cycle, got)
	}
	if _, err := gatestore.Attempt(t.Context(), c.App.Store.Reader, policy.Scope{All: true}, id); err != nil {
		t.Error(err)
	}
	c.Verify()
}

func TestEndingIsRefusedInWordsAndKeepsWhatWasTyped(t *testing.T) {
	c := town.At(t, town.PlanDrafted)
	at := fmt.Sprintf("/areas/%d", c.Area)
	for field, pairs := range map[string][]string{
		"on":     {"on", c.Day().AddDays(3).String(), "how", "withdrawn"},
		"reason": {"how", "withdrawn", "reason", " "},
		"how":    {"how", "forgotten"},
	} {
		if p := end(c, at, pairs...).Want(t, 422); p.Problem(field) == "" || len(p.Problems()) != 1 {
			t.Errorf("%s: problems are %v", field, p.Problems())
		}
	}
	if p := end(c, at).Want(t, 422); !strings.Contains(p.Problem("how"), "not decided") {
		t.Errorf("a plan that is drafted: %v", p.Problems())
	}
	kept := end(c, at, "how", "withdrawn", "reason", "", fmt.Sprintf("out-%d", c.Speed), "Gone").Want(t, 422)
	if v, _ := kept.Field(fmt.Sprintf("out-%d", c.Speed)); v != "Gone" {
		t.Errorf("why an issue is left out is %q", v)
	}
	id := c.Submit(domain.GateDraftPlan)[0]
	open := c.As(c.Owen).Get(at+"/cycle-end").Want(t, 200)
	says(t, open, "Gate 3 is with its Members: withdraw it first")
	refused := c.As(c.Owen).Post(at+"/cycle-end", "on", c.Day().String(), "how", "withdrawn", "reason", "Over").
		Want(t, 422)
	says(t, refused, "Gate 3 is with its Members: withdraw it first")
	c.EveryoneApproves(id)
	says(t, c.As(c.Owen).Post(at+"/cycle-end", "on", c.Day().String(), "how", "not pursued", "reason", "Over").
		Want(t, 422), "decision on this cycle is drafted")
	if n := c.Int(`SELECT count(*) FROM cycle_ends`); n != 0 {
		t.Errorf("%d cycles ended", n)
	}
}

// Where an area is not pursued any further, its plan is closed as it is, and nothing of the cycle is changed any more.
func TestWhatEndsIsReadOnly(t *testing.T) {
	c := town.At(t, town.PlanDrafted)
	at := fmt.Sprintf("/areas/%d", c.Area)
	end(c, at, "how", "not pursued").Want(t, 303)
	if got := c.Text(`SELECT state FROM plans WHERE id = $1`, int64(c.Plan)); got != "closed" {
		t.Errorf("the plan is %s", got)
	}
	officer := c.As(c.Nia)
	for what, p := range map[string]*servertest.Page{
		"a solution": officer.Post(at+"/solutions", "issue", servertest.ID(c.Priority), "title", "A bridge",
			"delivered_by", "council"),
		"a bid": officer.Post(at+"/bids", "title", "More", "funder", "The lottery", "amount", "5",
			"deadline", c.Day().AddDays(90).String()),
		"a phase":    officer.Post(at+"/phases", "phase", "5", "kind", "fitted", "reason", "On"),
		"a round":    officer.Post(at+"/priorities/rounds", "method", "workshop", "held", c.Day().String()),
		"a session":  officer.Post(at+"/synthesis", "on", c.Day().String(), "at", "19:00", "venue", "Hall"),
		"a gate":     officer.Post(at+"/gates/3/attempts", "note", ""),
		"its plan":   officer.Get(fmt.Sprintf("/plans/%d/sections/people/edit", c.Plan)),
		"the cycle":  c.As(c.Owen).Post(at+"/cycle-end", "on", c.Day().String(), "how", "withdrawn", "reason", "Again"),
		"an action":  officer.Get(fmt.Sprintf("/plans/%d/actions/new", c.Plan)),
		"a new plan": officer.Post(at+"/plans", "title", "Another"),
	} {
		if p.Status == 303 && what != "a new plan" || p.Status >= 500 {
			t.Errorf("%s: %d %s", what, p.Status, p.Words())
		}
	}
	if n := c.Int(`SELECT count(*) FROM plans`); n != 1 {
		t.Errorf("%d plans", n)
	}
}

// Who may: the planning officer alone.
func TestWhoMovesCycles(t *testing.T) {
	c := town.At(t, town.Gate2Passed)
	at := fmt.Sprintf("/areas/%d", c.Area)
	for who, want := range map[domain.PersonID]int{c.Owen: 200, c.Nia: 403, c.Aneurin: 403, c.Admin: 403} {
		c.As(who).Get(at+"/cycle-end").Want(t, want)
		c.As(who).Get(at+"/cycles").Want(t, 200)
	}
	if p := c.As(c.Nia).Get(at + "/cycles"); p.Says("End cycle 1") {
		t.Error("a liaison officer is offered to end the cycle")
	}
}
