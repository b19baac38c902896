package planweb_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/plans"
	"fourgates/internal/plans/planstore"
	"fourgates/internal/plans/planweb"
	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
	"fourgates/internal/solutions"
	"fourgates/internal/solutions/solutionapp"
)

// draft is an area in phase 3 with a plan.
type draft struct {
	*servertest.Harness
	q        servertest.Quarter
	plan     int64
	issue    int64
	solution int64
	at       string // the plan's address
}

func newDraft(t *testing.T) *draft {
	t.Helper()
	h, q, _ := servertest.SignedQuarter(t)
	d := &draft{Harness: h, q: q}
	h.Begins(q.Area, q.Officer, domain.PhaseSolutions)
	issue := h.Issue(q.Officer, issues.IssueDraft{Area: q.Area, Title: "Dark path", Description: "The lamps are out.",
		Source:     domain.FromTheCommunity,
		Visibility: issues.VisiblePublic}, issues.IssueSynthesised)
	servertest.Prioritised(h, q.Area, q.Officer, issue)
	solution := h.Solves(q.Area, q.Officer, solutions.SolutionDraft{Issue: issue, Title: "New lamps",
		DeliveredBy: solutions.ByCouncil}, "Works")
	if err := solutionapp.MoveSolution(t.Context(), h.App, h.Actor(q.Officer), solution, solutions.MoveChoose,
		"Cheapest"); err != nil {
		t.Fatal(err)
	}
	d.issue, d.solution = int64(issue), int64(solution)
	h.As(d.q.Officer).Post(servertest.Path("/areas/#/plans", d.q.Area), "title", "Plan for the Castle").
		Want(t, http.StatusSeeOther)
	d.plan = d.Int(`SELECT id FROM plans`)
	d.at = fmt.Sprintf("/plans/%d", d.plan)
	return d
}

func (d *draft) body(key string) string {
	return d.Text(`SELECT body FROM plan_sections WHERE plan_id = $1 AND key = $2`, d.plan, key)
}

func TestPlanIsWrittenReadAndCompared(t *testing.T) {
	d := newDraft(t)
	clo := d.As(d.q.Officer)
	edit := clo.Get(d.at+"/sections/introduction/edit").Want(t, 200)
	version, _ := edit.Field("version")
	clo.Post(d.at+"/sections/introduction", "version", version, "body",
		"We fit ten lamps.\r\n\r\n- one\r\n- <b>two</b>").Want(t, http.StatusSeeOther)
	clo.Post(d.at+"/versions", "note", "").Want(t, 422).Want(t, 422)
	clo.Post(d.at+"/versions", "note", "For the forum").Want(t, http.StatusSeeOther)
	clo.Post(d.at+"/sections/introduction", "version", "2", "body", "We fit 14 lamps.\n\n- one\n- <b>two</b>").
		Want(t, http.StatusSeeOther)
	whole := clo.Get(servertest.Path("/areas/#/plan", d.q.Area)).Want(t, 200)
	for _, want := range []string{"We fit 14 lamps.", "<b>two</b>", "New lamps", "Drafting", "Version 1",
		"1 of 9 parts are completed", "Not written yet"} {
		if !whole.Says(want) {
			t.Errorf("the plan does not say %q", want)
		}
	}
	if faults := whole.Faults(); len(faults) > 0 {
		t.Error(faults)
	}
	compared := clo.Get(d.at+"/comparison?from=1&to=now").Want(t, 200)
	if !compared.Says("[taken out: ten") || !compared.Says("[put in: 14") {
		t.Errorf("the difference is not said in words: %s", compared.Words())
	}
	if frozen := clo.Get(d.at+"/versions/1").Want(t, 200); !frozen.Says("ten lamps") || frozen.Says("14 lamps") {
		t.Error("version 1 does not say what it said")
	}
	for _, odd := range []string{"/versions/2", "/versions/0", "/versions/x", "/versions/99999999999",
		"/comparison?from=9&to=now", "/sections/nothing/edit", "/sections/nothing/comments"} {
		clo.Get(d.at+odd).Want(t, 404)
	}
}

func TestStaleSectionShowsBothTextsAndKeepsWhatWasTyped(t *testing.T) {
	d := newDraft(t)
	clo, cpo := d.As(d.q.Officer), d.As(d.q.Planner)
	cpo.Post(d.at+"/sections/delivery", "version", "1", "body", "The planner's words").Want(t, http.StatusSeeOther)
	stale := clo.Post(d.at+"/sections/delivery", "version", "1", "body", "The officer's words").
		Want(t, http.StatusConflict)
	if got, _ := stale.Field("body"); got != "The officer's words" || !stale.Says("The planner's words") ||
		!stale.Says("Oluwaseun Adébáyò") {
		t.Errorf("both texts are not there: %s", stale.Words())
	}
	version, _ := stale.Field("version")
	clo.Post(d.at+"/sections/delivery", "version", version, "body", "Both").Want(t, http.StatusSeeOther)
	if got := d.body("delivery"); got != "Both" {
		t.Errorf("saved %q", got)
	}
	long := strings.Repeat("x", planweb.MostSection+1)
	refused := clo.Post(d.at+"/sections/delivery", "version", "3", "body", long).Want(t, 422)
	if got, _ := refused.Field("body"); got != long || refused.Problem("body") == "" {
		t.Error("what is too long is not said by the field, or is lost")
	}
	d.Forced("without the gate that brings it there", `UPDATE plans SET state = 'with Members'`)
	locked := clo.Post(d.at+"/sections/delivery", "version", "3", "body", "Too late").Want(t, 422)
	if got, _ := locked.Field("body"); got != "Too late" || !locked.Says("with the Area Members") {
		t.Errorf("a locked plan: %s", locked.Words())
	}
	clo.Get(d.at+"/sections/delivery/edit").Want(t, 422)
	if d.body("delivery") != "Both" {
		t.Error("a refused save changed the section")
	}
	if p := clo.Get(servertest.Path("/areas/#/plan", d.q.Area)).Want(t, 200); p.Says("Write this section") ||
		!p.Says("can withdraw gate 3") {
		t.Error("the locked plan does not say who can unlock it")
	}
}

// Nothing typed is lost to a timeout: the longest section, in letters that take most room, is there again after signing
// in.
func TestLongestSectionIsKeptThroughSignIn(t *testing.T) {
	d := newDraft(t)
	email := d.Password(d.q.Officer, servertest.Password)
	c := servertest.SignIn(t, d.Harness, email)
	d.Move(time.Hour)
	typed := strings.Repeat("🧑", planweb.MostSection-6) + "\n\nend."
	p := c.Post(d.at+"/sections/people", "version", "1", "body", typed).Want(t, http.StatusUnauthorized)
	keepPath, _ := p.Field("keep-path")
	fields, _ := p.Field("keep-fields")
	p = c.Post("/sign-in", "email", email, "password", servertest.Password, "keep-path", keepPath, "keep-fields",
		fields).Want(t, http.StatusOK)
	body, _ := p.Field("body")
	version, _ := p.Field("version")
	c.Post(p.Forms()[0], "version", version, "body", body).Want(t, http.StatusSeeOther)
	if got := d.body("people"); got != typed {
		t.Errorf("%d of %d bytes came through", len(got), len(typed))
	}
}

func TestPlansAreForThoseOfTheirArea(t *testing.T) {
	d := newDraft(t)
	stranger, police, other := d.Person("Siobhán Nic Craith", policy.Member), d.Person("Takumi", policy.Partner),
		d.Person("Ewan", policy.CLO)
	d.As(d.q.Officer).Post(d.at+"/actions", "title", "Fit them", "answers", "s"+fmt.Sprint(d.solution)).
		Want(t, http.StatusSeeOther)
	action := fmt.Sprintf("/actions/%d", d.Int(`SELECT id FROM actions`))
	reads := []string{servertest.Path("/areas/#/plan", d.q.Area), d.at + "/versions", d.at + "/history",
		d.at + "/sections/bids/comments", d.at + "/comparison",
		servertest.Path("/areas/#/feedback", d.q.Area), servertest.Path("/areas/#/orphans", d.q.Area),
		action + "/thread", fmt.Sprintf("/solutions/%d/thread", d.solution), fmt.Sprintf("/issues/%d/thread", d.issue)}
	for _, at := range reads {
		d.As(d.q.Members[0]).Get(at).Want(t, 200)
		d.As(other).Get(at).Want(t, 200)
		d.As(stranger).Get(at).Want(t, 404)
		d.As(police).Get(at).Want(t, 404)
	}
	for _, at := range []string{d.at + "/sections/bids/edit", d.at + "/links/new", d.at + "/actions/new",
		action + "/edit", servertest.Path("/areas/#/feedback/new", d.q.Area)} {
		d.As(d.q.Officer).Get(at).Want(t, 200)
		d.As(d.q.Members[0]).Get(at).Want(t, 403)
		d.As(other).Get(at).Want(t, 403)
	}
	for _, at := range []string{d.at + "/sections/bids", d.at + "/versions", d.at + "/links", d.at + "/actions", action,
		action + "/removal", servertest.Path("/areas/#/feedback", d.q.Area)} {
		d.As(d.q.Members[0]).Post(at, "version", "1").Want(t, 403)
		d.As(other).Post(at, "version", "1", "title", "x", "body", "x", "note", "x", "kind", "other", "to", "x", "text",
			"x", "on", "2026-03-01").Want(t, 403)
	}
	d.As(d.q.Members[0]).Post(d.at+"/sections/bids/comments", "text", "Which funder?").Want(t, http.StatusSeeOther)
	d.As(other).Post(d.at+"/sections/bids/comments", "text", "x").Want(t, 403)
	d.As(stranger).Post(d.at+"/sections/bids/comments", "text", "x").Want(t, 404)
}

func TestCommentsWaitUntilTheyAreAnswered(t *testing.T) {
	d := newDraft(t)
	member, clo := d.As(d.q.Members[1]), d.As(d.q.Officer)
	at := d.at + "/sections/bids/comments"
	if p := member.Post(at, "text", " ").Want(t, 422); p.Problem("text") == "" {
		t.Error("an empty comment is not said by the field")
	}
	member.Post(at, "text", "Which funder?").Want(t, http.StatusSeeOther)
	if p := clo.Get(servertest.Path("/areas/#/plan", d.q.Area)).
		Want(t, 200); !p.Says("1 comment, 1 waits for an answer") {
		t.Error("the plan does not count the comment")
	}
	answer := fmt.Sprintf("%s/comments/%d/answer", d.at, d.Int(`SELECT id FROM plan_comments`))
	if p := clo.Post(answer, "answer", "", "how", "answer").Want(t, 422); p.Problem("answer") == "" {
		t.Error("an empty answer is not said by the field")
	}
	clo.Post(answer, "answer", "The lottery", "how", "answer").Want(t, http.StatusSeeOther)
	late := d.As(d.q.Planner).Post(answer, "answer", "Somebody else's answer", "how", "answer").
		Want(t, http.StatusConflict)
	if !late.Says("The lottery") {
		t.Error("the answer that was first is not shown")
	}
	clo.Post(d.at+"/comments/987654/answer", "how", "resolve").Want(t, 404)
	if p := member.Get(at).Want(t, 200); !p.Says("The lottery") || p.Says("Waits for an answer") {
		t.Error(p.Words())
	}
}

func TestWhatIsWrongOfAnActionALinkOrFeedbackIsSaidByItsField(t *testing.T) {
	d := newDraft(t)
	clo := d.As(d.q.Officer)
	restricted := d.Issue(d.q.Officer, issues.IssueDraft{Area: d.q.Area, Title: "A family",
		Source: domain.FromTheCommunity, Visibility: issues.VisibleRestricted}, issues.IssueRaised)
	for _, c := range []struct{ at, field, value string }{
		{d.at + "/actions", "title", ""}, {d.at + "/actions", "cost", "12,00"}, {d.at + "/actions", "cost", "-5"},
		{d.at + "/actions", "answers", "s987654"},
		{d.at + "/actions", "answers", "x1"}, {d.at + "/actions", "lead", "s987654"},
		{d.at + "/actions", "position", "0"}, {d.at + "/actions", "due", "2026-02-30"},
		{d.at + "/actions", "due", "2026-03-09"},
		{d.at + "/links", "kind", "novel"}, {d.at + "/links", "title", ""},
		{d.at + "/links", "link", "javascript:alert(1)"}, {d.at + "/links", "issue", "987654"},
		{d.at + "/links", "issue", fmt.Sprint(restricted)},
		{servertest.Path("/areas/#/feedback", d.q.Area), "to", ""}, {servertest.Path("/areas/#/feedback", d.q.Area),
			"text", ""}, {servertest.Path("/areas/#/feedback", d.q.Area), "on", "2026-03-11"},
		{servertest.Path("/areas/#/feedback", d.q.Area), "issue", "x"}, {servertest.Path("/areas/#/feedback", d.q.Area),
			"issue", "987654"},
	} {
		form := map[string]string{"title": "Parish plan", "kind": "parish plan", "to": "Residents",
			"text": "It is coming", "on": "2026-03-09", "description": "Typed with care"}
		form[c.field] = c.value
		var pairs []string
		for name, v := range form {
			pairs = append(pairs, name, v)
		}
		p := clo.Post(c.at, pairs...).Want(t, 422)
		if p.Problem(c.field) == "" {
			t.Errorf("%s with %s %q: nothing is said by the field: %v", c.at, c.field, c.value, p.Problems())
		}
		if got, ok := p.Field("description"); ok && got != "Typed with care" {
			t.Errorf("%s with %s %q: what was typed is lost", c.at, c.field, c.value)
		}
	}
	if n := d.Int(`SELECT (SELECT count(*) FROM actions) + (SELECT count(*) FROM plan_links) + (SELECT count(*)
		FROM feedback_entries)`); n != 0 {
		t.Errorf("%d refused forms left something", n)
	}
	clo.Post(servertest.Path("/areas/#/feedback", d.q.Area), "to", "Residents", "text", "It is coming", "on",
		"2026-03-09", "issue", fmt.Sprint(d.issue)).Want(t, http.StatusSeeOther)
	if p := clo.Get(servertest.Path("/areas/#/feedback", d.q.Area)).Want(t, 200); !p.Says("yesterday") ||
		!p.Says("Dark path") {
		t.Error(p.Words())
	}
}

func TestStaleActionShowsBothAndALostOneIsReported(t *testing.T) {
	d := newDraft(t)
	clo := d.As(d.q.Officer)
	clo.Post(d.at+"/actions", "title", "Fit 14 lamps", "cost", "£1,200.50", "due", "2026-12-01").
		Want(t, http.StatusSeeOther)
	action := fmt.Sprintf("/actions/%d", d.Int(`SELECT id FROM actions`))
	if p := clo.Get(action+"/thread").Want(t, 200); !p.Says("lost its thread") {
		t.Error(p.Words())
	}
	if p := clo.Get(servertest.Path("/areas/#/orphans", d.q.Area)).Want(t, 200); !p.Says("Fit 14 lamps") ||
		!p.Says("Dark path") {
		t.Errorf("the orphan report: %s", p.Words())
	}
	edit := clo.Get(action+"/edit").Want(t, 200)
	if cost, _ := edit.Field("cost"); cost != "1,200.50" {
		t.Errorf("the cost is shown as %q", cost)
	}
	d.As(d.q.Planner).Post(action, "version", "1", "title", "Fit 15 lamps").Want(t, http.StatusSeeOther)
	stale := clo.Post(action, "version", "1", "title", "Fit 16 lamps", "answers", "s"+fmt.Sprint(d.solution)).
		Want(t, http.StatusConflict)
	if got, _ := stale.Field("title"); got != "Fit 16 lamps" || !stale.Says("Fit 15 lamps") {
		t.Error(stale.Words())
	}
	version, _ := stale.Field("version")
	clo.Post(action, "version", version, "title", "Fit 16 lamps", "answers", "s"+fmt.Sprint(d.solution)).
		Want(t, http.StatusSeeOther)
	if p := clo.Get(action+"/thread").Want(t, 200); !p.Says("The lamps are out.") || !p.Says("New lamps") {
		t.Error(p.Words())
	}
	clo.Post(action+"/removal", "version", "1").Want(t, http.StatusConflict)
	clo.Post(action+"/removal", "version", fmt.Sprint(d.Int(`SELECT version FROM actions`))).
		Want(t, http.StatusSeeOther)
	clo.Get(action+"/thread").Want(t, 404)
}

// The largest plan that there can be, over a megabyte of text among 5,000 issues, is shown, frozen and compared.
func TestLargestPlanIsShownFrozenAndCompared(t *testing.T) {
	d := newDraft(t)
	clo := d.As(d.q.Officer)
	words := strings.Repeat("A sentence of the plan that says something about lamps. ", planweb.MostSection/56)
	d.Forced("a plan of a megabyte", `UPDATE plan_sections SET body = $1`, words)
	d.Forced("thousands of them", `INSERT INTO issues (area_id, title, source, visibility, raised_by, raised_at,
		changed_at, state)
		SELECT $1, 'Issue ' || n, 'community', 'public', $2, $3, $3, 'prioritised' FROM generate_series(1, 5000) n`,
		int64(d.q.Area), int64(d.q.Officer), d.Now())
	d.Forced("thousands of them", `INSERT INTO solutions (area_id, issue_id, title, description, delivered_by, state,
		verdict, conclusion, reason, proposed_by, proposed_at)
		SELECT $1, id, 'Solution for ' || title, repeat('What would be done about it. ', 250), 'council', 'chosen',
		'feasible', 'Works', 'Best', $2, $3
		FROM issues WHERE title LIKE 'Issue %' ORDER BY id LIMIT 120`, int64(d.q.Area), int64(d.q.Officer), d.Now())
	clo.Post(d.at+"/versions", "note", "Largest").Want(t, http.StatusSeeOther)
	if n := d.Int(
		`SELECT sum(octet_length(w.words)) FROM plan_versions v JOIN frozen_words w ON w.digest = v.digest`); n < 1<<20 {
		t.Fatalf("only %d bytes", n)
	}
	d.Forced("likewise", `UPDATE plan_sections SET body = body || 'The end.'`)
	for _, at := range []string{servertest.Path("/areas/#/plan", d.q.Area), d.at + "/versions/1",
		d.at + "/comparison?from=1&to=now", servertest.Path("/areas/#/orphans", d.q.Area),
		fmt.Sprintf("/solutions/%d/thread", d.solution), d.at + "/sections/bids/edit", d.at + "/versions"} {
		p := clo.Get(at).Want(t, 200)
		t.Logf("%s: %d bytes, %d statements", at, len(p.Body), p.Statements)
		most := 12
		if strings.HasSuffix(at, "/thread") {
			most += 2 // what was signed of it at gates 2 and 3
		}
		if p.Statements+1 > most {
			t.Errorf("%s runs %d statements", at, p.Statements+1)
		}
	}
	if s, err := planstore.PlanForGate(t.Context(), d.App.Store.Reader, d.q.Area, 1); err != nil ||
		s.NewestNumber != 1 || len(s.Empty) != 0 || s.State != plans.PlanDrafting {
		t.Errorf("%+v, %v", s, err)
	}
}
