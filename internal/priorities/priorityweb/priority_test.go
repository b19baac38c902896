package priorityweb_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/priorities"
	"fourgates/internal/register/registerapp"
	"fourgates/internal/serve/servertest"
)

// roundPairs is a form of a round with those votes for the issues in turn.
func roundPairs(issues []domain.IssueID, votes ...int) []string {
	pairs := []string{"method", "workshop tally", "held", "2026-03-09", "place", "St Cybi’s hall", "taking_part", "40",
		"votes_each", "1", "note", ""}
	for i, n := range votes {
		pairs = append(pairs, priorities.VotesField(issues[i]), fmt.Sprint(n))
	}
	return pairs
}

// enter enters a round and returns its address.
func enter(t *testing.T, h *servertest.Harness, q servertest.Quarter, issues []domain.IssueID, votes ...int) string {
	t.Helper()
	return h.As(q.Officer).Post(fmt.Sprintf("/areas/%d/rounds", q.Area), roundPairs(issues, votes...)...).Want(t, 303).
		Location()
}

// confirm confirms a round with what its own form carries, and those priorities.
func confirm(t *testing.T, h *servertest.Harness, q servertest.Quarter, round string,
	priorities ...domain.IssueID) *servertest.Page {
	t.Helper()
	officer := h.As(q.Officer)
	version, _ := officer.Get(round+"/confirmation").Want(t, 200).Field("version")
	pairs := []string{"version", version}
	for _, id := range priorities {
		pairs = append(pairs, "priority", servertest.ID(id))
	}
	return officer.Post(round+"/confirmation", pairs...)
}

func TestIssuesAreRankedByWhatPeopleScored(t *testing.T) {
	h, q, issues := servertest.SignedQuarter(t)
	officer := h.As(q.Officer)
	list := fmt.Sprintf("/areas/%d/priorities", q.Area)
	if page := officer.Get(list).Want(t, 200); !page.Says("4 issues, 4 not scored yet") {
		t.Errorf("the unscored ones are not counted: %s", page.Words())
	}
	form := fmt.Sprintf("/issues/%d/scores", issues[1])
	bad := officer.Post(form, "score-1", "6", "score-2", "5", "score-3", "x").Want(t, 422)
	for field, want := range map[string]string{"score-1": "from 1 to 5", "score-3": "from 1 to 5",
		"score-4": "Choose a score"} {
		if !strings.Contains(bad.Problem(field), want) {
			t.Errorf("%s: %q, want %q", field, bad.Problem(field), want)
		}
	}
	if n := h.Int(`SELECT count(*) FROM scores`); n != 0 {
		t.Errorf("%d scores were kept of a refused form", n)
	}
	officer.Post(form, "score-1", "5", "score-2", "5", "score-3", "5", "score-4", "5").Want(t, 303)
	h.As(q.Planner).Post(form, "score-1", "1", "score-2", "1", "score-3", "1", "score-4", "1").Want(t, 303)
	h.As(q.Planner).Post(fmt.Sprintf("/issues/%d/scores", issues[0]), "score-1", "3", "score-2", "3", "score-3", "3",
		"score-4", "3").Want(t, 303)
	page := officer.Get(list).Want(t, 200)
	for _, want := range []string{"1=", "50.0", "Siân Prys-Llewelyn", "Oluwaseun Adébáyò",
		"Ranked by version 1 of the criteria", "Not scored"} {
		if !page.Says(want) {
			t.Errorf("the list does not say %q: %s", want, page.Words())
		}
	}
	h.As(q.Members[0]).Get(form).Want(t, 200)
	h.As(q.Members[0]).Post(form, "score-1", "5").Want(t, 403)
	elsewhere := h.Person("Gwydion", policy.CLO)
	h.As(elsewhere).Post(form, "score-1", "5", "score-2", "5", "score-3", "5", "score-4", "5").Want(t, 403)
	officer.Get("/areas/999/priorities").Want(t, 404)
}

func TestCriteriaAreChangedByVersion(t *testing.T) {
	h := servertest.New(t)
	planner := h.As(h.Person("Oluwaseun Adébáyò", policy.CPO))
	fields := []string{"name", "How many people it touches", "hint", "", "weight", "100", "scale", "5"}
	planner.Post("/criteria/1", append(fields, "version", "1")...).Want(t, 303)
	stale := planner.Post("/criteria/1", append(fields, "version", "1")...).Want(t, 409)
	if typed, _ := stale.Field("weight"); typed != "100" {
		t.Errorf("what was typed is lost: %q", typed)
	}
	bad := planner.Post("/criteria", "name", "", "weight", "101", "scale", "1", "version", "2").Want(t, 422)
	for _, field := range []string{"name", "weight", "scale"} {
		if bad.Problem(field) == "" {
			t.Errorf("nothing is said by %s", field)
		}
	}
	if taken := planner.Post("/criteria", append(fields, "version", "2")...).Want(t, 422); taken.Problem("name") == "" {
		t.Error("a name that is taken is not refused by its field")
	}
	planner.Post("/criteria/4", "do", "retire", "version", "2").Want(t, 303)
	planner.Post("/criteria/99", "do", "retire", "version", "3").Want(t, 404)
	h.As(h.Person("Nia", policy.CLO)).Get("/criteria").Want(t, 403)
	if n := h.Int(`SELECT max(version) FROM criteria_versions`); n != 3 {
		t.Errorf("the criteria are at version %d, want 3", n)
	}
}

func TestARoundIsCheckedChangedAndConfirmed(t *testing.T) {
	h, q, issues := servertest.SignedQuarter(t)
	officer := h.As(q.Officer)
	address := fmt.Sprintf("/areas/%d/rounds", q.Area)
	bad := officer.Post(address, roundPairs(issues, 30, 11)...).Want(t, 422)
	if want := "41 votes are more than 40 people with 1 vote each can have cast"; bad.Problem("taking_part") != want {
		t.Errorf("too many votes: %q, want %q", bad.Problem("taking_part"), want)
	}
	if kept, _ := bad.Field(priorities.VotesField(issues[1])); kept != "11" {
		t.Errorf("the votes typed are lost: %q", kept)
	}
	for name, pair := range map[string][2]string{"to come": {"held", "2027-03-09"},
		"method": {"method", "show of hands"}, "votes each": {"votes_each", "0"},
		"votes": {priorities.VotesField(issues[0]), "-1"}} {
		pairs := roundPairs(issues, 3, 2)
		for i := 0; i < len(pairs); i += 2 {
			if pairs[i] == pair[0] {
				pairs[i+1] = pair[1]
			}
		}
		if refused := officer.Post(address, pairs...).Want(t, 422); refused.Problem(pair[0]) == "" {
			t.Errorf("%s: nothing is said by %s: %v", name, pair[0], refused.Problems())
		}
	}
	round := enter(t, h, q, issues, 20, 10)
	change := append(roundPairs(issues, 20, 12), "version", "1")
	officer.Post(round, change...).Want(t, 303)
	stale := officer.Post(round, change...).Want(t, 409)
	if !stale.Says("Somebody else changed this while you were typing") {
		t.Errorf("a stale form is not told: %s", stale.Words())
	}
	h.As(q.Members[0]).Post(round, change...).Want(t, 403)
	confirm(t, h, q, round).Want(t, 422)
	confirm(t, h, q, round, issues[0], issues[1]).Want(t, 303)
	if n := h.Int(`SELECT count(*) FROM issues WHERE state = 'prioritised'`); n != 2 {
		t.Errorf("%d issues are prioritised, want 2", n)
	}
	officer.Get(round+"/edit").Want(t, 422)
	officer.Post(round, append(roundPairs(issues, 1), "version", "3")...).Want(t, 409)
	officer.Get(strings.Replace(round, fmt.Sprintf("/areas/%d/", q.Area), "/areas/998/", 1)).Want(t, 404)

	// A later round takes the place of the first: who is no priority any more steps down.
	confirm(t, h, q, enter(t, h, q, issues, 5, 0, 9), issues[0], issues[2]).Want(t, 303)
	if got := h.Text(
		`SELECT string_agg(state, ',' ORDER BY id) FROM issues`); got !=
		"prioritised,analysed,prioritised,synthesised" {
		t.Errorf("after the second round: %s", got)
	}
}

func TestAMemberCallsGate2Back(t *testing.T) {
	h, q, issues := servertest.SignedQuarter(t)
	member := h.As(q.Members[2])
	page := fmt.Sprintf("/areas/%d/priorities/difference", q.Area)
	back := fmt.Sprintf("/areas/%d/priorities/call-back", q.Area)
	if empty := member.Get(page).Want(t, 200); !empty.Says("nothing to compare yet") {
		t.Errorf("before a round: %s", empty.Words())
	}
	member.Get(back).Want(t, 422)
	confirm(t, h, q, enter(t, h, q, issues, 20, 10, 5, 5), issues...).Want(t, 303)
	if n := h.Int(`SELECT count(*) FROM notices WHERE event = 'priorities differ'`); n != 0 {
		t.Error("Members are told of a difference where there is none")
	}
	confirm(t, h, q, enter(t, h, q, issues, 20, 10), issues[0], issues[1]).Want(t, 303)
	if n := h.Int(`SELECT count(*) FROM notice_recipients r JOIN notices n ON n.id = r.notice_id
		WHERE n.event = 'priorities differ' AND r.result = 'shown in app'`); n != 4 {
		t.Errorf("%d Members are told, want 4", n)
	}
	shown := member.Get(page).Want(t, 200)
	for _, want := range []string{"Dropped", "Signed at gate 2", "Confirmed with the community", "Call gate 2 back",
		"24 March 2026"} {
		if !shown.Says(want) {
			t.Errorf("the page does not say %q: %s", want, shown.Words())
		}
	}
	if none := member.Post(back, "reason", " ").Want(t, 422); none.Problem("reason") == "" {
		t.Error("no reason is not refused by its field")
	}
	h.As(q.Officer).Post(back, "reason", "Mine").Want(t, 403)
	stranger := h.Person("Ealasaid")
	h.Term(stranger, h.Seat("ward", "Far Moor"))
	h.As(stranger).Post(back, "reason", "Not my area").Want(t, 404)

	h.Move(14 * 24 * time.Hour) // the tenth working day
	h.As(q.Members[2]).Post(back, "reason", "The market was left out").Want(t, 303)
	if again := h.As(q.Members[1]).Post(back, "reason", "Me too").
		Want(t, 422); !again.Says("called back already, by Tomos ap Rhys") {
		t.Errorf("a second time: %s", again.Words())
	}
	if got := h.Text(`SELECT phase FROM phases WHERE area_id = $1 AND closed_on IS NULL`, int64(q.Area)); got != "2b" {
		t.Errorf("the area is in phase %s, want 2b", got)
	}
	if _, err := registerapp.VerifyRegister(t.Context(), h.App, domain.Digest{}); err != nil {
		t.Errorf("the register does not verify: %v", err)
	}
	attempt := servertest.Submit(t, h, q, 2)
	for _, m := range q.Members {
		servertest.Decide(t, h, m, attempt, "decision", "approve").Want(t, 303)
	}
	if got := h.Text(`SELECT phase FROM phases WHERE area_id = $1 AND closed_on IS NULL`, int64(q.Area)); got != "2c" {
		t.Errorf("signed again, the area is in phase %s, want 2c", got)
	}
}

func TestGate2IsNotCalledBackAfterTenWorkingDays(t *testing.T) {
	h, q, issues := servertest.SignedQuarter(t)
	confirm(t, h, q, enter(t, h, q, issues, 20, 10), issues[0]).Want(t, 303)
	h.Move(15 * 24 * time.Hour)
	late := h.As(q.Members[0]).Post(fmt.Sprintf("/areas/%d/priorities/call-back", q.Area), "reason", "Too late").
		Want(t, 422)
	if !late.Says("could be called back until 24 March 2026") {
		t.Errorf("too late: %s", late.Words())
	}
	if n := h.Int(`SELECT count(*) FROM attempts WHERE called_back_at IS NOT NULL`); n != 0 {
		t.Error("it was called back too late")
	}
}
