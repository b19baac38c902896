package server_test

import (
	"slices"
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/server/servertest"
)

// remedy is a matter whose quay has a synthesised issue with a cause, to be solved, and a partner of its network.
type remedy struct {
	matter
	issue, secret domain.IssueID
	cause         domain.CauseID
	trust         domain.OrganisationID
	volunteer     domain.PersonID // of the trust, which is in the quay's network
	outsider      domain.PersonID // of an organisation that is in no network
	outside       domain.OrganisationID
}

func newRemedy(t *testing.T) remedy {
	m := remedy{matter: newMatter(t)}
	m.issue = m.add("Dark path to the station", "prioritised", "area team")
	m.secret = m.add("A house that worries us", "synthesised", "restricted")
	m.cause = domain.CauseID(m.Int(`INSERT INTO causes (issue_id, text, taken_part, by, at) VALUES ($1, 'No lamps since 2019', 'Residents', $2, $3) RETURNING id`, int64(m.issue), int64(m.clo), m.Now()))
	m.trust, m.volunteer = m.Organisation("Quay Trust"), m.Person("Wanjiku")
	m.Grant(m.volunteer, policy.Partner, int64(m.trust))
	contact := m.Int(`INSERT INTO contacts (name, email, lawful_basis, channel, created_by, created_at) VALUES ('Wanjiku', '', 'public task', 'email', $1, $2) RETURNING id`, int64(m.clo), m.Now())
	m.Exec(`INSERT INTO contact_roles (contact_id, organisation_id, title, from_on) VALUES ($1, $2, 'volunteer', '2020-01-01')`, contact, int64(m.trust))
	m.Exec(`INSERT INTO network_entries (area_id, contact_id, kind, added_by, added_at) VALUES ($1, $2, 'stakeholder', $3, $4)`, int64(m.quay), contact, int64(m.clo), m.Now())
	m.outside, m.outsider = m.Organisation("Rail Operator"), m.Person("Søren Ó Briain")
	m.Grant(m.outsider, policy.Partner, int64(m.outside))
	return m
}

func (m remedy) add(title, state, visibility string) domain.IssueID {
	return domain.IssueID(m.Int(`INSERT INTO issues (area_id, title, source, state, visibility, raised_by, raised_at, changed_at) VALUES ($1, $2, 'community', $3, $4, $5, $6, $6) RETURNING id`,
		int64(m.quay), title, state, visibility, int64(m.clo), m.Now()))
}

func (m remedy) at(path string) string { return "/areas/" + servertest.ID(m.quay) + path }

// typedSolution is a form that proposes a solution, with some fields replaced by name, value pairs.
func (m remedy) typedSolution(title string, pairs ...string) []string {
	return replaced([]string{"title", title, "issue", servertest.ID(m.issue), "delivered_by", "council", "service", servertest.ID(m.highways), "cost", "1,200.50"}, pairs)
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
	m.As(m.clo).Post(solution+"/views", "of", of).Want(m.T, 303)
	return solution + "/views/" + servertest.ID(m.Int(`SELECT max(id) FROM feasibility_views`))
}

// finish finishes a view.
func (m remedy) finish(who domain.PersonID, view, verdict, reason string, pairs ...string) {
	m.T.Helper()
	m.As(who).Post(view, append([]string{"version", "1", "verdict", verdict, "reason", reason, "do", "finish"}, pairs...)...).Want(m.T, 303)
}

func TestASolutionGoesFromIdeaToChosen(t *testing.T) {
	m := newRemedy(t)
	clo := m.As(m.clo)
	ask := clo.Get(m.at("/solutions/new")).Want(t, 200)
	if !ask.Says("Dark path to the station (priority)") {
		t.Error("the priority is not offered")
	}
	form := clo.Get(m.at("/solutions/new?issue="+servertest.ID(m.issue))).Want(t, 200)
	key, _ := form.Field("key")
	if !form.Says("No lamps since 2019") || key == "" {
		t.Error("the form offers no cause, or has no key")
	}
	typed := m.typedSolution("New lamps", "key", key, "cause", servertest.ID(m.cause), "avoided", "£300", "resources", "The trust’s ladders", "proposed_by", servertest.ID(m.member), "proposed_for", "Friends of the path")
	made := clo.Post(m.at("/solutions"), typed...).Want(t, 303).Location()
	if again := clo.Post(m.at("/solutions"), typed...).Want(t, 303).Location(); again != made || m.Int(`SELECT count(*) FROM solutions`) != 1 {
		t.Errorf("sent twice: %s and %s", made, again)
	}
	view := m.asked(made, "s"+servertest.ID(m.highways))
	if !m.As(m.service).Get("/notices").Want(t, 200).Says("Feasibility asked: New lamps") {
		t.Error("the service is not told")
	}
	stuck := clo.Post(made+"/moves", "move", "feasible", "reason", "All say so").Want(t, 422)
	if got := stuck.Problem("move"); !strings.Contains(got, "not finished") {
		t.Errorf("concluded with a view open: %q", got)
	}
	m.finish(m.service, view, "feasible with changes", "Fewer lamps", "cost", "900")
	if !clo.Get("/notices").Want(t, 200).Says("Feasibility finished: New lamps") {
		t.Error("the officer is not told")
	}
	clo.Post(made+"/moves", "move", "feasible", "reason", "All say so").Want(t, 422)
	clo.Post(made+"/moves", "move", "feasible-with-changes").Want(t, 422)
	clo.Post(made+"/moves", "move", "feasible-with-changes", "reason", "Nine lamps").Want(t, 303)
	clo.Post(made+"/edit", m.typedSolution("Other lamps", "version", "3")...).Want(t, 422)
	clo.Post(made+"/moves", "move", "choose", "reason", "It lights the whole path").Want(t, 303)
	if !m.As(m.member).Get("/notices").Want(t, 200).Says("It lights the whole path") {
		t.Error("whoever proposed it is not told")
	}
	shown := clo.Get(made).Want(t, 200)
	for _, words := range []string{"Chosen", "It lights the whole path", "Feasible with changes. Nine lamps", "£1,200.50", "£300", "Fewer lamps", "£900", "No lamps since 2019",
		"The council: Highways, Test county", "The trust’s ladders", "Gwenllïan ap Rhys", "Friends of the path has no account and is still to be told"} {
		if !shown.Says(words) {
			t.Errorf("the page does not say %q", words)
		}
	}
	clo.Post(made+"/telling", "told_on", "2026-03-10", "told_how", "At the forum").Want(t, 303)
	if shown = clo.Get(made).Want(t, 200); shown.Says("still to be told") || !shown.Says("Friends of the path, 10 March 2026: At the forum") || shown.Statements > 11 {
		t.Errorf("not told, or %d statements", shown.Statements)
	}
	list := clo.Get(m.at("/solutions")).Want(t, 200)
	for _, words := range []string{"1 chosen of 1 solution. Cost of those chosen: £1,200.50. Cost avoided: £300.", "1 feasible with changes", "A priority.", "Issues with no solution yet", "A house that worries us"} {
		if !list.Says(words) {
			t.Errorf("the list does not say %q", words)
		}
	}
	if list.Statements > 11 {
		t.Errorf("%d statements", list.Statements)
	}
	if other := m.As(m.member).Get(m.at("/solutions")).Want(t, 200); other.Says("A house that worries us") {
		t.Error("a Member sees a restricted issue among those to be solved")
	}
	if m.As(m.member).Get(m.at("/solutions?state=idea")).Want(t, 200).Says("New lamps") {
		t.Error("the filter takes what it should not")
	}
}
