package solutionweb_test

import (
	"net/http"
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/plans/planapp"
	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
	"fourgates/internal/solutions"
	"fourgates/internal/solutions/solutionstore"
)

// TestUnfinishedViewsAreNobodyElses has a service, a partner, a Member and an officer for the community each save an
// unfinished view, and looks for what they typed on every page and in every file, as everybody (E3; domain: "never
// shown outside while unfinished").
func TestUnfinishedViewsAreNobodyElses(t *testing.T) {
	m := newRemedy(t)
	lac, exec := m.Person("Ailbhe", policy.LAC), m.Person("Dagný", policy.ExecutiveMember)
	m.Assign(lac, m.Quay, policy.LAC)
	second := m.Person("Bronagh Quigley")
	m.Term(second, m.Seat("ward", "Elsewhere"))
	colleague := m.Person("Tomos")
	m.Grant(colleague, policy.Service, int64(m.Highways))
	sewers := m.Person("Femi Adebayo-Clarke", policy.Service)
	made := m.propose(m.CLO, "New lamps")
	views := map[string]string{ // address by what is typed
		"SERVICEDRAFT":   m.asked(made, "s"+servertest.ID(m.Highways)),
		"PARTNERDRAFT":   m.asked(made, "o"+servertest.ID(m.trust)),
		"MEMBERDRAFT":    m.asked(made, "members"),
		"COMMUNITYDRAFT": m.asked(made, "community"),
	}
	gives := map[string][]domain.PersonID{"SERVICEDRAFT": {m.Service, colleague}, "PARTNERDRAFT": {m.volunteer},
		"MEMBERDRAFT": {m.Member}, "COMMUNITYDRAFT": {m.CLO, m.CPO, lac}}
	for typed, view := range views {
		m.As(gives[typed][0]).Post(view, "version", "1", "verdict", "not feasible", "reason", typed+" reason", "cost",
			"7,654.32", "said_by", typed+" said", "do", "save").Want(t, 303)
	}
	m.Forced("without the gates before it", `UPDATE areas SET state = 'active' WHERE id = $1`, int64(m.Quay))
	m.Forced("likewise", `INSERT INTO phases (area_id, cycle, phase, opened_on, opened_by)
		VALUES ($1, 1, '3', '2026-03-01', $2)`, int64(m.Quay), int64(m.CPO))
	plan, err := planapp.StartPlan(t.Context(), m.App, m.Actor(m.CLO), m.Quay, "Plan for the quay")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := planapp.FreezePlan(t.Context(), m.App, m.Actor(m.CLO), plan, "For the record"); err != nil {
		t.Fatal(err)
	}
	everybody := []domain.PersonID{m.CLO, m.Other, m.CPO, lac, m.Service, colleague, sewers, m.Member, second,
		m.Executive, exec, m.volunteer, m.outsider, m.Admin}
	seen := map[string]map[domain.PersonID]bool{}
	asked := 0
	for _, who := range everybody {
		client := m.As(who)
		for _, route := range m.Server.Table {
			if route.Method != http.MethodGet {
				continue
			}
			for _, view := range views {
				path := strings.NewReplacer("{solution}", servertest.ID(domain.SolutionID(1)), "{view}",
					view[strings.LastIndex(view, "/")+1:], "{area}", servertest.ID(m.Quay),
					"{id}", servertest.ID(m.issue), "{issue}", servertest.ID(m.issue)).Replace(route.Pattern)
				page := client.Get(servertest.Parameter.ReplaceAllString(path, "1"))
				asked++
				if strings.Contains(page.Body, "7,654.32") || strings.Contains(page.Body, "7654.32") ||
					strings.Contains(page.Body, "DRAFT") {
					for typed, at := range views {
						if strings.Contains(page.Body, typed) {
							if path != at {
								t.Errorf("%d sees %s on %s", who, typed, path)
							}
							if seen[typed] == nil {
								seen[typed] = map[domain.PersonID]bool{}
							}
							seen[typed][who] = true
						}
					}
					if path != views["SERVICEDRAFT"] && path != views["PARTNERDRAFT"] && path != views["MEMBERDRAFT"] &&
						path != views["COMMUNITYDRAFT"] {
						t.Errorf("%d sees an unfinished cost on %s", who, path)
					}
				}
				if !strings.Contains(route.Pattern, "{view}") {
					break
				}
			}
		}
	}
	for typed, people := range gives {
		if len(seen[typed]) != len(people) {
			t.Errorf("%s is seen by %v, not by %v", typed, seen[typed], people)
		}
		for _, who := range people {
			if !seen[typed][who] {
				t.Errorf("%d, who gives the view, does not see %s", who, typed)
			}
		}
	}
	for _, who := range everybody { // nor does it leave the database for them
		actor := m.Actor(who)
		lines, err := solutionstore.Solutions(t.Context(), m.App.Store.Reader, policy.SolutionScopeOf(actor), m.Quay, 1)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range lines {
			for _, v := range l.Views {
				if !solutions.MayGiveView(actor, m.Quay, v) && (v.ViewDraft != solutions.ViewDraft{}) {
					t.Errorf("%d loads %+v", who, v.ViewDraft)
				}
				if !solutions.MayGiveView(actor, m.Quay, v) && !policy.CanIn(actor, policy.ChooseSolutions, m.Quay) {
					t.Errorf("%d loads that %s was asked", who, v.Of)
				}
			}
		}
	}
	if lines, err := solutionstore.Solutions(t.Context(), m.App.Store.Reader, policy.EverySolution(), m.Quay,
		1); err != nil || len(lines) != 1 || len(lines[0].Views) != 0 {
		t.Errorf("the application itself reads unfinished views: %v, %v", lines, err)
	}
	for _, text := range []string{`SELECT string_agg(content, ' ') FROM plan_versions`,
		`SELECT string_agg(words, ' ') FROM frozen_words`, `SELECT COALESCE(string_agg(subject || body, ' '), '')
			FROM notices`, `SELECT string_agg(summary || COALESCE(before::text, '') || COALESCE(after::text, ''), ' ')
				FROM audit_entries`} {
		if said := m.Text(text); strings.Contains(said, "DRAFT") || strings.Contains(said, "7,654.32") {
			t.Errorf("an unfinished view is in %s", text)
		}
	}
	t.Logf("%d pages", asked)
}

func TestAnOfficerEntersAViewButNotOverADraft(t *testing.T) {
	m := newRemedy(t)
	made := m.propose(m.CLO, "New lamps")
	view := m.asked(made, "s"+servertest.ID(m.Highways))
	// Officers may enter what they say on the telephone, but not over what they have begun to write, nor read that.
	for _, officer := range []domain.PersonID{m.CLO, m.CPO} {
		m.As(m.Service).Post(view, "version", m.Text(`SELECT version::text FROM feasibility_views`), "verdict",
			"not feasible", "reason", "DRAFT of ours", "do", "save").Want(t, 303)
		if page := m.As(officer).Get(view).Want(t, 200); page.Says("DRAFT") {
			t.Errorf("%d reads a draft: %s", officer, page.Words())
		}
		if page := m.As(officer).Post(view, "version", "1", "verdict", "feasible", "do", "finish", "said_by", "Them",
			"said_way", "telephone", "said_on", "2026-03-10").Want(t, 422); !page.Says("has begun to write this view") {
			t.Errorf("%d writes over a draft: %s", officer, page.Words())
		}
	}
}

func TestWhoKnowsOfAnUnfinishedView(t *testing.T) {
	m := newRemedy(t)
	made := m.propose(m.CLO, "New lamps")
	view := m.asked(made, "s"+servertest.ID(m.Highways))
	for who, status := range map[domain.PersonID]int{m.Service: 200, m.Member: 404,
		m.volunteer: 404, m.Executive: 403, m.outsider: 404, m.Other: 404, m.Admin: 403} {
		page := m.As(who).Get(view)
		if page.Status != status {
			t.Errorf("%d gets %d of an unfinished view, want %d", who, page.Status, status)
		}
		if who == m.Service {
			continue
		}
		if page = m.As(who).Post(view, "version", "1", "verdict", "feasible", "do", "finish"); page.Status != status {
			t.Errorf("%d posts it: %d, want %d", who, page.Status, status)
		}
	}
	clo := m.As(m.CLO).Get(made).Want(t, 200)
	if !clo.Says("Asked, and not finished yet") || !clo.Says("10 March 2026") || clo.Says("Unfinished view saved") {
		t.Error("the officer does not see that it was asked, since when, and no more")
	}
	if page := m.As(m.Member).Get(made).Want(t, 200); page.Says("not finished yet") ||
		page.Says("Highways, Test county, ") || page.Says("View asked") {
		t.Error("a Member sees what others were asked")
	}
	m.finish(m.Service, view, "feasible", "")
	if m.Int(`SELECT count(*) FROM feasibility_views WHERE finished_at IS NOT NULL`) != 1 {
		t.Error("not exactly the service finished it")
	}
	if m.Int(`SELECT count(*) FROM audit_entries WHERE summary LIKE 'View finished%'`) != 1 {
		t.Error("refused steps left a trail")
	}
}

func TestAFinishedViewIsReadByAllAndChangedByNone(t *testing.T) {
	m := newRemedy(t)
	made := m.propose(m.CLO, "New lamps")
	view := m.asked(made, "s"+servertest.ID(m.Highways))
	m.As(m.Service).Post(view, "version", "1", "do", "finish").Want(t, 422)
	short := m.As(m.Service).Post(view, "version", "1", "verdict", "not feasible", "cost", "a lot", "reason", "", "do",
		"finish").Want(t, 422)
	if got := short.Problem("cost"); got != "Enter an amount of money, such as 1,200 or £1,200.50" {
		t.Errorf("cost: %q", got)
	}
	if typed, _ := short.Field("cost"); typed != "a lot" {
		t.Errorf("what was typed is lost: %q", typed)
	}
	if got := m.As(m.Service).Post(view, "version", "1", "verdict", "not feasible", "reason", "", "do", "finish").
		Want(t, 422).Problem("reason"); got != "Say why it is not feasible" {
		t.Errorf("reason: %q", got)
	}
	if n := m.Int(`SELECT count(*) FROM feasibility_views WHERE verdict <> '' OR version > 1`); n != 0 {
		t.Error("a refused view was saved")
	}
	m.finish(m.Service, view, "not feasible", "The verge is private")
	for _, who := range []domain.PersonID{m.CLO, m.CPO, m.Member, m.Executive, m.volunteer, m.Service, m.Other} {
		if page := m.As(who).Get(made).Want(t, 200); !page.Says("The verge is private") || !page.Says("Not feasible") {
			t.Errorf("%d does not see the finished view", who)
		}
	}
	m.As(m.Service).Post(view, "version", "2", "verdict", "feasible", "do", "finish").Want(t, 422)
	m.As(m.Service).Get(view).Want(t, 422)
	// It changes by a new one only; the old one stays on record and counts no more.
	again := m.asked(made, "s"+servertest.ID(m.Highways))
	if again == view {
		t.Fatal("the finished view was opened again")
	}
	m.finish(m.Service, again, "feasible", "The verge was bought")
	page := m.As(m.CLO).Get(made).Want(t, 200)
	if !page.Says("1 earlier view") || !page.Says("The verge is private") || !page.Says("The verge was bought") {
		t.Error("the history of the views is not shown")
	}
	m.As(m.CLO).Post(made+"/moves", "move", "feasible", "reason", "The verge is ours").Want(t, 303)
}

func TestEveryMemberIsAskedForAViewOfTheirOwn(t *testing.T) {
	m := newRemedy(t)
	division := m.Seat("division", "Upper Quay")
	m.Forced("an area's overlaps are as a test states them", `INSERT INTO area_seats (area_id, seat_id, percent)
		VALUES ($1, $2, 100)`, int64(m.Quay), int64(division))
	second := m.Person("Muireann Ní Chonaill")
	m.Term(second, division)
	made := m.propose(m.CLO, "New lamps")
	m.asked(made, "members")
	mine := func(who domain.PersonID) string {
		return made + "/views/" + servertest.ID(m.Int(`SELECT id FROM feasibility_views WHERE member_id = $1`,
			int64(who)))
	}
	if got := m.As(m.CLO).Post(made+"/views", "of", "members").Want(t, 422).
		Problem("of"); got != "There is no Member of this area who was not asked already" {
		t.Errorf("asked twice: %q", got)
	}
	m.As(second).Get(mine(m.Member)).Want(t, 404)
	m.finish(second, mine(second), "feasible", "")
	m.finish(m.Member, mine(m.Member), "not feasible", "My ward wants it dark")
	if n := m.Int(`SELECT count(*) FROM notice_recipients r JOIN notices n ON n.id = r.notice_id
		WHERE n.event = 'feasibility asked'`); n != 2 {
		t.Errorf("%d Members were told", n)
	}
	if got := m.As(m.CLO).Post(made+"/moves", "move", "feasible", "reason", "Most say so").Want(t, 422).
		Problem("move"); !strings.Contains(got, "not every view says so") {
		t.Errorf("feasible against a Member: %q", got)
	}
}

func TestAskingForViewsIsRefusedWhereItCannotBeAnswered(t *testing.T) {
	m := newRemedy(t)
	made := m.propose(m.CLO, "New lamps")
	empty := m.Harness.Service("Archives")
	for of, want := range map[string]string{"": "Choose whom you ask", "x7": "Choose whom you ask",
		"s": "Choose whom you ask", "s99999": "Choose a service or organisation from the list"} {
		if got := m.As(m.CLO).Post(made+"/views", "of", of).Want(t, 422).Problem("of"); !strings.HasPrefix(got, want) {
			t.Errorf("%q: %q, want %q", of, got, want)
		}
	}
	if got := m.As(m.CLO).Post(made+"/views", "of", "s"+servertest.ID(empty)).Want(t, 422).Problem(
		"way"); !strings.HasPrefix(got, "Nobody who answers for them has an account") {
		t.Errorf("asked here of a service that nobody answers for: %q", got)
	}
	m.asked(made, "s"+servertest.ID(m.Highways))
	if got := m.As(m.CLO).Post(made+"/views", "of", "s"+servertest.ID(m.Highways)).Want(t, 422).
		Problem("of"); got != "They were asked already and have not finished" {
		t.Errorf("asked twice: %q", got)
	}
	for who, status := range map[domain.PersonID]int{m.Member: 403, m.Service: 403, m.volunteer: 403, m.Executive: 403,
		m.Other: 403} {
		m.As(who).Post(made+"/views", "of", "community").Want(t, status)
	}
	// Nobody outside is asked about a restricted issue before it is referred to them.
	secret := m.propose(m.CLO, "A quiet word", "issue", servertest.ID(m.secret))
	for _, of := range []string{"members", "community", "s" + servertest.ID(m.Highways)} {
		if got := m.As(m.CLO).Post(secret+"/views", "of", of).Want(t, 422).Problem("of"); !strings.Contains(got,
			"restricted") {
			t.Errorf("%s is asked about a restricted issue: %q", of, got)
		}
	}
	m.As(m.Service).Get(secret).Want(t, 404)
	m.As(m.CLO).Post("/issues/"+servertest.ID(m.secret)+"/referrals", "to", "s"+servertest.ID(m.Highways), "ask",
		"Look", "reply_by", "2026-04-01").Want(t, 303)
	m.asked(secret, "s"+servertest.ID(m.Highways))
	m.As(m.Service).Get(secret).Want(t, 200)
	if said := m.Text(`SELECT string_agg(subject || body, ' ') FROM notices WHERE link = $1`, secret); strings.Contains(
		said, "quiet word") {
		t.Errorf("a notice tells a restricted issue's solution: %s", said)
	}
}

func TestWhoIsAskedFromOutsideSeesThatSolutionAlone(t *testing.T) {
	m := newRemedy(t)
	made, other := m.propose(m.CLO, "New lamps"), m.propose(m.CLO, "A fence")
	outsider := m.As(m.outsider)
	outsider.Get(made).Want(t, 404)
	view := m.asked(made, "o"+servertest.ID(m.outside))
	page := outsider.Get(made).Want(t, 200)
	for _, href := range page.Links() {
		if strings.HasPrefix(href, "/areas/") || strings.HasPrefix(href, "/issues/") {
			t.Errorf("they are led to %s, which is not theirs to see", href)
		}
	}
	outsider.Get(other).Want(t, 404)
	outsider.Get(m.at("/solutions")).Want(t, 404)
	if !outsider.Get("/asks").Want(t, 200).Says("New lamps") {
		t.Error("the view is not in their list")
	}
	m.finish(m.outsider, view, "feasible", "")
	outsider.Get(made).Want(t, 200)
	if !m.As(m.Executive).Get(m.at("/notices")).Want(t, 200).Says("New lamps") {
		t.Error("what was asked is not among the area's notices")
	}
	// Restricted meanwhile, it is theirs no more: the page says what their notice told them, and no more.
	servertest.Shows(m.Harness, m.CLO, m.issue, issues.VisibleRestricted)
	if gone := outsider.Get(made).Want(t, 410); !gone.Says("This is not yours to see any more") {
		t.Errorf("it says %s", gone.Words())
	}
	m.As(m.Member).Get(made).Want(t, 404)
	if m.As(m.Executive).Get(m.at("/notices")).Want(t, 200).Says("New lamps") {
		t.Error("a restricted issue's solution is among the area's notices")
	}
	m.As(m.CLO).Get(made).Want(t, 200)
}

func TestAViewThatIsAskedForNoMoreIsWaitedForNoMore(t *testing.T) {
	m := newRemedy(t)
	made := m.propose(m.CLO, "New lamps")
	service, trust := m.asked(made, "s"+servertest.ID(m.Highways)), m.asked(made, "o"+servertest.ID(m.trust))
	m.finish(m.volunteer, trust, "feasible", "")
	m.As(m.Service).Post(service, "version", "1", "verdict", "not feasible", "reason", "Typed so far", "do", "save").
		Want(t, 303)
	clo := m.As(m.CLO)
	clo.Post(service+"/withdrawal", "reason", " ").Want(t, 422)
	clo.Post(trust+"/withdrawal", "reason", "No need").Want(t, 422)
	m.As(m.Service).Post(service+"/withdrawal", "reason", "No need").Want(t, 403)
	clo.Get(service+"/withdrawal").Want(t, 200)
	clo.Post(service+"/withdrawal", "reason", "Nobody there until June").Want(t, 303)
	if kept := m.Int(
		`SELECT count(*) FROM feasibility_views WHERE reason LIKE '%Typed%' OR verdict = 'not feasible'`); kept != 0 {
		t.Error("what was typed is kept")
	}
	m.As(m.Service).Get(service).Want(t, 404)
	if !clo.Get(made).Want(t, 200).Says("Nobody there until June") || m.As(m.Member).Get(made).Want(t, 200).
		Says("until June") {
		t.Error("the reason is not the officers' to see, or is others' too")
	}
	clo.Post(made+"/moves", "move", "feasible", "reason", "The trust says so").Want(t, 303)
}

func TestTwoOfAServiceWriteOneView(t *testing.T) {
	m := newRemedy(t)
	made := m.propose(m.CLO, "New lamps")
	view := m.asked(made, "s"+servertest.ID(m.Highways))
	colleague := m.Person("Tomos")
	m.Grant(colleague, policy.Service, int64(m.Highways))
	m.As(m.Service).Post(view, "version", "1", "verdict", "not feasible", "reason", "Too dear", "do", "save").
		Want(t, 303)
	stale := m.As(colleague).Post(view, "version", "1", "verdict", "feasible", "reason", "Cheap enough", "do",
		"finish").Want(t, 409)
	if typed, _ := stale.Field("reason"); typed != "Cheap enough" || !stale.Says("Too dear") {
		t.Errorf("both versions are not shown: %q", typed)
	}
	newest, _ := stale.Field("version")
	m.As(colleague).Post(view, "version", newest, "verdict", "feasible", "reason", "Cheap enough", "do", "finish").
		Want(t, 303)
	if got := m.Text(`SELECT verdict || ' ' || reason FROM feasibility_views`); got != "feasible Cheap enough" {
		t.Errorf("saved: %q", got)
	}
}
