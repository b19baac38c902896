package solutionweb_test

import (
	"slices"
	"strings"
	"testing"

	"fourgates/internal/causes"
	"fourgates/internal/causes/causeapp"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issueapp"
	"fourgates/internal/partners"
	"fourgates/internal/partners/partnerapp"
	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
	"fourgates/internal/solutions"
)

// remedy is a matter whose quay has a synthesised issue with a cause, to be solved, and a partner of its network.
type remedy struct {
	servertest.Matter
	issue, secret domain.IssueID
	cause         domain.CauseID
	trust         domain.OrganisationID
	volunteer     domain.PersonID // of the trust, which is in the quay's network
	outsider      domain.PersonID // of an organisation that is in no network
	outside       domain.OrganisationID
}

func newRemedy(t *testing.T) remedy {
	m := remedy{Matter: servertest.NewMatter(t)}
	m.issue = m.add("Dark path to the station", issues.VisibleAreaTeam)
	m.Forced("without gate 2 and a round of the community", `UPDATE issues SET state = 'prioritised' WHERE id = $1`,
		int64(m.issue))
	m.secret = m.add("A house that worries us", issues.VisibleRestricted)
	m.cause = m.because(m.issue, "No lamps since 2019")
	m.trust, m.volunteer = m.Organisation("Quay Trust"), m.Person("Wanjiku")
	m.Grant(m.volunteer, policy.Partner, int64(m.trust))
	speaker := partners.Contact{Name: "Wanjiku", Email: "wanjiku@trust.test", LawfulBasis: "public task",
		Channel: partners.ByEmail}
	role := partners.ContactRole{Organisation: m.trust, Title: "volunteer", From: domain.NewDate(2020, 1, 1)}
	if err := partnerapp.AddToNetwork(t.Context(), m.App, m.Actor(m.CLO), partners.NetworkEntry{Area: m.Quay,
		Kind: partners.Stakeholder}, speaker, role); err != nil {
		t.Fatal(err)
	}
	m.outside, m.outsider = m.Organisation("Rail Operator"), m.Person("Søren Ó Briain")
	m.Grant(m.outsider, policy.Partner, int64(m.outside))
	return m
}

// add raises an issue that stands on its own.
func (m remedy) add(title string, seen issues.Visibility) domain.IssueID {
	m.T.Helper()
	d := issues.IssueDraft{Area: m.Quay, Title: title, Theme: m.Litter, Source: domain.FromTheCommunity,
		Visibility: seen}
	return m.Issue(m.CLO, d, issues.IssueSynthesised)
}

// because adds a cause.
func (m remedy) because(issue domain.IssueID, text string) domain.CauseID {
	m.T.Helper()
	id, err := causeapp.AddCause(m.T.Context(), m.App, m.Actor(m.CLO), causes.Cause{Issue: issue, Text: text,
		TakenPart: "Residents"})
	if err != nil {
		m.T.Fatal(err)
	}
	return id
}

func (m remedy) at(path string) string { return "/areas/" + servertest.ID(m.Quay) + path }

// typedSolution is a form that proposes a solution, with some fields replaced by name, value pairs.
func (m remedy) typedSolution(title string, pairs ...string) []string {
	return replaced([]string{"title", title, "issue", servertest.ID(m.issue), "delivered_by", "council", "service",
		servertest.ID(m.Highways), "cost", "1,200.50"}, pairs)
}

func replaced(form, pairs []string) []string {
	for i := 0; i+1 < len(pairs); i += 2 {
		for at := 0; at+1 < len(form); at += 2 {
			if form[at] == pairs[i] {
				form = slices.Delete(form, at, at+2)
				break
			}
		}
		form = append(form, pairs[i], pairs[i+1])
	}
	return form
}

// propose proposes a solution and returns its address.
func (m remedy) propose(by domain.PersonID, title string, pairs ...string) string {
	m.T.Helper()
	return m.As(by).Post(m.at("/solutions"), m.typedSolution(title, pairs...)...).Want(m.T, 303).Location()
}

// asked asks for a view and returns the address of it.
func (m remedy) asked(solution, of string) string {
	m.T.Helper()
	m.As(m.CLO).Post(solution+"/views", "of", of).Want(m.T, 303)
	return solution + "/views/" + servertest.ID(m.Int(`SELECT max(id) FROM feasibility_views`))
}

// finish finishes a view.
func (m remedy) finish(who domain.PersonID, view, verdict, reason string, pairs ...string) {
	m.T.Helper()
	m.As(who).Post(view, append([]string{"version", "1", "verdict", verdict, "reason", reason, "do", "finish"},
		pairs...)...).Want(m.T, 303)
}

func TestASolutionGoesFromIdeaToChosen(t *testing.T) {
	m := newRemedy(t)
	clo := m.As(m.CLO)
	ask := clo.Get(m.at("/solutions/new")).Want(t, 200)
	if !ask.Says("Dark path to the station (priority)") {
		t.Error("the priority is not offered")
	}
	form := clo.Get(m.at("/solutions/new?issue="+servertest.ID(m.issue))).Want(t, 200)
	key, _ := form.Field("key")
	if !form.Says("No lamps since 2019") || key == "" {
		t.Error("the form offers no cause, or has no key")
	}
	typed := m.typedSolution("New lamps", "key", key, "cause", servertest.ID(m.cause), "avoided", "£300", "resources",
		"The trust’s ladders", "proposed_by", servertest.ID(m.Member), "proposed_for", "Friends of the path")
	made := clo.Post(m.at("/solutions"), typed...).Want(t, 303).Location()
	if again := clo.Post(m.at("/solutions"), typed...).Want(t, 303).Location(); again != made ||
		m.Int(`SELECT count(*) FROM solutions`) != 1 {
		t.Errorf("sent twice: %s and %s", made, again)
	}
	view := m.asked(made, "s"+servertest.ID(m.Highways))
	if !m.As(m.Service).Get("/notices").Want(t, 200).Says("Feasibility view asked of Highways") {
		t.Error("the service is not told")
	}
	stuck := clo.Post(made+"/moves", "move", "feasible", "reason", "All say so").Want(t, 422)
	if got := stuck.Problem("move"); !strings.Contains(got, "not finished") {
		t.Errorf("concluded with a view open: %q", got)
	}
	m.finish(m.Service, view, "feasible with changes", "Fewer lamps", "cost", "900")
	if !clo.Get("/notices").Want(t, 200).Says("Feasibility finished: New lamps") {
		t.Error("the officer is not told")
	}
	clo.Post(made+"/moves", "move", "feasible", "reason", "All say so").Want(t, 422)
	clo.Post(made+"/moves", "move", "feasible-with-changes").Want(t, 422)
	clo.Post(made+"/moves", "move", "feasible-with-changes", "reason", "Nine lamps").Want(t, 303)
	clo.Post(made+"/edit", m.typedSolution("Other lamps", "version", "3")...).Want(t, 422)
	clo.Post(made+"/moves", "move", "choose", "reason", "It lights the whole path").Want(t, 303)
	if !m.As(m.Member).Get("/notices").Want(t, 200).Says("It lights the whole path") {
		t.Error("whoever proposed it is not told")
	}
	shown := clo.Get(made).Want(t, 200)
	for _, words := range []string{"Chosen", "It lights the whole path", "Feasible with changes. Nine lamps",
		"£1,200.50", "£300", "Fewer lamps", "£900", "No lamps since 2019",
		"The council: Highways, Test county", "The trust’s ladders", "Gwenllïan ap Rhys",
		"Friends of the path has no account and is still to be told"} {
		if !shown.Says(words) {
			t.Errorf("the page does not say %q", words)
		}
	}
	clo.Post(made+"/telling", "told_on", "2026-03-10", "told_how", "At the forum").Want(t, 303)
	if shown = clo.Get(made).Want(t, 200); shown.Says("still to be told") ||
		!shown.Says("Friends of the path, 10 March 2026: At the forum") || shown.Statements > 11 {
		t.Errorf("not told, or %d statements", shown.Statements)
	}
	list := clo.Get(m.at("/solutions")).Want(t, 200)
	for _, words := range []string{"1 chosen of 1 solution. Cost of those chosen: £1,200.50. Cost avoided: £300.",
		"1 feasible with changes", "A priority.", "Issues with no solution yet", "A house that worries us"} {
		if !list.Says(words) {
			t.Errorf("the list does not say %q", words)
		}
	}
	if list.Statements > 11 {
		t.Errorf("%d statements", list.Statements)
	}
	if other := m.As(m.Member).Get(m.at("/solutions")).Want(t, 200); other.Says("A house that worries us") {
		t.Error("a Member sees a restricted issue among those to be solved")
	}
	if m.As(m.Member).Get(m.at("/solutions?state=idea")).Want(t, 200).Says("New lamps") {
		t.Error("the filter takes what it should not")
	}
}

func TestWhatIsWrongWithASolutionIsSaidByItsField(t *testing.T) {
	m := newRemedy(t)
	clo := m.As(m.CLO)
	draft := issues.IssueDraft{Area: m.Quay, Title: "Merged away", Source: domain.FromTheCommunity,
		Visibility: issues.VisibleAreaTeam}
	merged := m.Issue(m.CLO, draft, issues.IssueTriaged)
	draft.Title = "Merged into"
	if err := issueapp.MergeIssues(t.Context(), m.App, m.Actor(m.CLO),
		[]domain.IssueID{merged, m.Issue(m.CLO, draft, issues.IssueTriaged)}, merged+1, "The same"); err != nil {
		t.Fatal(err)
	}
	draft.Area, draft.Title, draft.Theme = m.Moor, "Sheep", m.Litter
	moor := m.Issue(m.Other, draft, issues.IssueSynthesised)
	elsewhere := m.because(m.secret, "Another’s")
	for _, c := range []struct{ field, value, message string }{
		{"title", "", "Enter the solution in a few words"},
		{"title", strings.Repeat("é", 121), "Must be 120 characters or fewer; it has 121"},
		{"description", strings.Repeat("x", 4001), "Must be 4000 characters or fewer; it has 4001"},
		{"delivered_by", "", "Choose who would deliver it"},
		{"delivered_by", "everybody", "Choose who would deliver it"},
		{"delivered_by", "partner", ""}, // the service does not go with it: said by the service
		{"cost", "twelve", "Enter an amount of money, such as 1,200 or £1,200.50"},
		{"cost", "-1", "Enter an amount of money, such as 1,200 or £1,200.50"},
		{"avoided", "1.5", "Enter an amount of money, such as 1,200 or £1,200.50"},
		{"avoided", "99,999,999,999", "Enter an amount of £9,999,999,999.99 or less"},
		{"service", "987654", "Choose a service from the list"},
		{"organisation", "x", "Choose one from the list"},
		{"cause", servertest.ID(domain.CauseID(elsewhere)), "Choose a cause of the issue"},
		{"proposed_by", servertest.ID(m.CPO), "Choose somebody from the list"},
	} {
		page := clo.Post(m.at("/solutions"), m.typedSolution("New lamps", c.field, c.value)...).Want(t, 422)
		if got := page.Problem(c.field); got != c.message {
			t.Errorf("%s %.20q: %q, want %q", c.field, c.value, got, c.message)
		}
		if typed, _ := page.Field("title"); c.field != "title" && typed != "New lamps" {
			t.Errorf("%s %.20q: what was typed is lost", c.field, c.value)
		}
		if len(page.Problems()) == 0 {
			t.Errorf("%s %.20q: no summary", c.field, c.value)
		}
	}
	for _, issue := range []string{"", "0", "987654", servertest.ID(merged), servertest.ID(domain.IssueID(moor))} {
		if got := clo.Post(m.at("/solutions"), m.typedSolution("New lamps", "issue", issue)...).Want(t, 422).
			Problem("issue"); got == "" {
			t.Errorf("issue %q: not said by the field", issue)
		}
	}
	if n := m.Int(`SELECT count(*) FROM solutions`); n != 0 {
		t.Errorf("%d solutions by refused forms", n)
	}
}

func TestTwoPeopleEditOneSolution(t *testing.T) {
	m := newRemedy(t)
	made := m.propose(m.CLO, "New lamps")
	first, second := m.As(m.CLO), m.As(m.CPO)
	version, _ := second.Get(made+"/edit").Want(t, 200).Field("version")
	first.Post(made+"/edit", m.typedSolution("New low lamps", "version", version)...).Want(t, 303)
	stale := second.Post(made+"/edit", m.typedSolution("New solar lamps", "version", version, "cost", "£900", "others",
		"The allotments")...).Want(t, 409)
	for _, words := range []string{"New low lamps", "New solar lamps", "£1,200.50", "£900", "The allotments"} {
		if !stale.Says(words) {
			t.Errorf("the page does not show %q", words)
		}
	}
	if typed, _ := stale.Field("cost"); typed != "£900" {
		t.Errorf("what was typed is lost: %q", typed)
	}
	newest, _ := stale.Field("version")
	second.Post(made+"/edit", m.typedSolution("New solar lamps", "version", newest)...).Want(t, 303)
	if got := m.Text(`SELECT title FROM solutions`); got != "New solar lamps" {
		t.Errorf("saving over the newest: %q", got)
	}
	second.Post(made+"/edit", m.typedSolution("New solar lamps", "version", "3")...).Want(t, 303)
	if n := m.Int(`SELECT count(*) FROM audit_entries WHERE summary = 'Solution changed'`); n != 2 {
		t.Errorf("%d audit entries for two changes and one of nothing", n)
	}
}

func TestWhoMayDoWhatToASolution(t *testing.T) {
	m := newRemedy(t)
	made := m.propose(m.CLO, "New lamps")
	secret := m.propose(m.CLO, "A quiet word", "issue", servertest.ID(m.secret))
	// see, see the restricted one, edit, move, propose for a service that is not theirs
	for who, want := range map[domain.PersonID][5]int{
		m.CLO:       {200, 200, 200, 303, 303},
		m.CPO:       {200, 200, 200, 303, 303},
		m.Other:     {200, 404, 403, 403, 403}, // an officer of another area
		m.Service:   {200, 404, 200, 403, 303}, // it would deliver it
		m.volunteer: {200, 404, 403, 403, 422},
		m.Member:    {200, 404, 403, 403, 403},
		m.Executive: {200, 404, 403, 403, 403},
		m.outsider:  {404, 404, 404, 403, 404},
		m.Admin:     {403, 403, 403, 403, 403},
	} {
		client := m.As(who)
		got := [5]int{client.Get(made).Status, client.Get(secret).Status, client.Get(made + "/edit").Status,
			client.Post(made+"/moves", "move", "test").Status,
			client.Post(m.at("/solutions"), m.typedSolution("Theirs")...).Status}
		if got[3] == 303 {
			m.Forced("back to where it began, for the next person", `UPDATE solutions SET state = 'idea' WHERE id = 1`)
		}
		if got != want {
			t.Errorf("%d: %v, want %v", who, got, want)
		}
	}
	// A partner proposes what it would deliver itself, for issues that it may read.
	if got := m.As(m.volunteer).Post(m.at("/solutions"), m.typedSolution("Theirs")...).Want(t, 422).
		Problem("organisation"); !strings.HasPrefix(got, "Choose your own") {
		t.Errorf("a partner proposes for others: %q", got)
	}
	theirs := []string{"delivered_by", "partner", "service", "", "organisation", servertest.ID(m.trust)}
	own := m.propose(m.volunteer, "A tool store", theirs...)
	m.As(m.volunteer).Get(own+"/edit").Want(t, 200)
	m.As(m.Service).Get(own+"/edit").Want(t, 403)
	m.As(m.volunteer).Post(m.at("/solutions"), m.typedSolution("For what they may not read",
		append(theirs, "issue", servertest.ID(m.secret))...)...).Want(t, 422)
	m.As(m.volunteer).Post(m.at("/solutions"), m.typedSolution("In another’s name",
		append(theirs, "proposed_by", servertest.ID(m.Member))...)...).Want(t, 403)
	m.As(m.volunteer).Post("/areas/"+servertest.ID(m.Moor)+"/solutions", m.typedSolution("Elsewhere", theirs...)...).
		Want(t, 404)
	m.As(m.volunteer).Get(m.at("/solutions.csv")).Want(t, 200)
	m.As(m.outsider).Get(m.at("/solutions.csv")).Want(t, 404)
	m.As(m.CLO).Get("/solutions/987654").Want(t, 404)
	m.As(m.CLO).Get("/solutions/9223372036854775808").Want(t, 404)
}

func TestOfARestrictedIssueNoSolutionIsCounted(t *testing.T) {
	m := newRemedy(t)
	m.propose(m.CLO, "New lamps")
	quiet := m.add("A noise at night", issues.VisibleAreaTeam)
	m.propose(m.CLO, "A quiet word", "issue", servertest.ID(quiet), "cost", "77,777")
	for _, id := range []domain.SolutionID{1, 2} {
		m.Answers(id, m.CLO, solutions.ViewDraft{Verdict: solutions.Feasible, SaidBy: "The forum"})
		m.moved(id, "feasible", "So")
		m.moved(id, solutions.MoveChoose, "So")
	}
	bid := m.As(m.CLO).Post(m.at("/bids"), m.typedBid("Lamps and words", "solution", "1", "solution", "2")...).
		Want(t, 303).Location()
	m.Forced("histories named titles once", `INSERT INTO audit_entries (at, actor_id, action, object_kind, object_id,
		area_id, summary, after)
		VALUES ($1, $2, 'bid.edit', 'bid', 1, $3, 'Bid changed', '{"Solutions funded": "New lamps; A quiet word"}')`,
		m.Now(), int64(m.CLO), int64(m.Quay))
	servertest.Shows(m.Harness, m.CLO, quiet, issues.VisibleRestricted)
	for _, who := range []domain.PersonID{m.Member, m.Service, m.volunteer, m.Executive, m.Other} {
		for _, path := range []string{m.at("/solutions"), m.at("/solutions.csv"), m.at("/bids"), m.at("/bids.csv"), bid,
			"/solutions/1"} {
			page := m.As(who).Get(path).Want(t, 200)
			if strings.Contains(page.Body, "quiet word") || strings.Contains(page.Body, "77,777") ||
				strings.Contains(page.Body, "78,977") || strings.Contains(page.Body, "77777") {
				t.Errorf("%d reads of a restricted issue's solution on %s", who, path)
			}
		}
		if !m.As(who).Get(m.at("/solutions")).Says("1 chosen of 1 solution. Cost of those chosen: £1,200.50.") {
			t.Errorf("%d is told another sum", who)
		}
		if !m.As(who).Get(bid).Says("And 1 that you may not read.") {
			t.Errorf("%d is not told that there is one more", who)
		}
	}
	if !m.As(m.CLO).Get(bid).Says("New lamps; A quiet word") {
		t.Error("the officer no longer reads what an old history names")
	}
	if page := m.As(m.CLO).Get(m.at("/solutions")).Want(t, 200); !page.Says("2 chosen of 2 solutions. Cost of those " +
		"chosen: £78,977.50. Cost avoided: not known.") {
		t.Errorf("the officer is told another sum")
	}
}

func TestSolutionsAsAFileHoldNoFormulas(t *testing.T) {
	m := newRemedy(t)
	made := m.propose(m.CLO, "=1+1", "resources", "@SUM(A1)", "proposed_for", "+44", "cost", "", "avoided", "0")
	m.finish(m.Service, m.asked(made, "s"+servertest.ID(m.Highways)), "feasible", "")
	m.asked(made, "o"+servertest.ID(m.trust))
	file := m.As(m.Member).Get(m.at("/solutions.csv")).Want(t, 200)
	for _, want := range []string{",'=1+1,", ",'@SUM(A1),", ",'+44,", ",,0.00,1,0,0,testing,"} {
		if !strings.Contains(file.Body, want) {
			t.Errorf("%q is not in\n%s", want, file.Body)
		}
	}
	if file.Header.Get("Content-Type") != "text/csv; charset=utf-8" {
		t.Errorf("it is a %s", file.Header.Get("Content-Type"))
	}
	if none := m.As(m.Member).Get(m.at("/solutions.csv?state=chosen")).Want(t, 200); strings.Contains(none.Body,
		"1+1") {
		t.Error("the filter takes what it should not")
	}
}

func TestThePlanThatIsWithTheMembersLocksItsSolutions(t *testing.T) {
	m := newRemedy(t)
	made := m.propose(m.CLO, "New lamps")
	view := m.asked(made, "community")
	m.Forced("without the gates that bring it there", `INSERT INTO plans (area_id, title, state, created_by, created_at)
		VALUES ($1, 'Plan', 'with Members', $2, $3)`, int64(m.Quay), int64(m.CLO), m.Now())
	clo := m.As(m.CLO)
	clo.Post(made+"/moves", "move", "not-choose", "reason", "Late").Want(t, 422)
	clo.Post(made+"/edit", m.typedSolution("Other lamps", "version", "2")...).Want(t, 422)
	clo.Post(made+"/views", "of", "members").Want(t, 422)
	clo.Get(made+"/views/new").Want(t, 422)
	if page := clo.Get(made).Want(t, 200); !page.Says("was put to its Members") {
		t.Error("the page does not say why no step is open")
	}
	idea := m.propose(m.CLO, "An idea that came late")
	clo.Post(idea+"/edit", m.typedSolution("An idea, said better", "version", "1")...).Want(t, 303)
	clo.Post(idea+"/moves", "move", "test").Want(t, 422)
	m.Forced("likewise", `UPDATE plans SET state = 'drafting'`)
	m.finish(m.CLO, view, "feasible", "", "said_by", "14 at the workshop")
	clo.Post(made+"/moves", "move", "feasible", "reason", "They want it").Want(t, 303)
}
