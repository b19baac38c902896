package beyond_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fourgates/internal/asks"
	"fourgates/internal/asks/askapp"
	"fourgates/internal/cycles"
	"fourgates/internal/cycles/cycleapp"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issueapp"
	"fourgates/internal/places/placeapp"
	"fourgates/internal/policy"
	"fourgates/internal/replies"
	"fourgates/internal/replies/replyapp"
	"fourgates/internal/reviews/reviewapp"
	"fourgates/internal/serve/servertest"
	"fourgates/internal/solutions"
	"fourgates/internal/solutions/solutionapp"
)

// lane is a quarter past gate 2 with a service that answers here, and things that it can be asked about.
type lane struct {
	*servertest.Harness
	servertest.Quarter
	Signs    domain.ServiceID
	Answerer domain.PersonID
	Issue    domain.IssueID // and what hangs on it
	Other    domain.IssueID
	Win      domain.QuickWinID
	Solution domain.SolutionID
	by       policy.Actor // the liaison officer
}

func newLane(t *testing.T) *lane {
	t.Helper()
	h, q, _ := servertest.SignedQuarter(t)
	l := &lane{Harness: h, Quarter: q, by: h.Actor(q.Officer)}
	draft := func(title string) issues.IssueDraft {
		return issues.IssueDraft{Area: q.Area, Title: title, Source: domain.FromTheCommunity,
			Visibility: issues.VisiblePublic}
	}
	l.Issue = h.Issue(q.Officer, draft("Nowhere to sit"), issues.IssueSynthesised)
	l.Other = h.Issue(q.Officer, draft("No bench at the stop"), issues.IssueSynthesised)
	l.Signs, l.Answerer = h.Service("Signs and seats"), h.Person("Oisín Mac Giolla Phádraig")
	h.Grant(l.Answerer, policy.Service, int64(l.Signs))
	return l
}

func (l *lane) must(err error) {
	l.T.Helper()
	if err != nil {
		l.T.Fatal(err)
	}
}

func (l *lane) put() asks.Ask {
	return asks.Ask{Service: l.Signs, Way: asks.Here, Question: "Could you?", DueOn: domain.DateOf(l.Now()).AddDays(14)}
}

func (l *lane) refer() {
	l.T.Helper()
	l.must(issueapp.ReferIssue(l.T.Context(), l.App, l.by, l.Issue, l.put()))
}

func (l *lane) win() {
	l.T.Helper()
	var err error
	l.Win, err = issueapp.ProposeQuickWin(l.T.Context(), l.App, l.by, issues.QuickWin{Issue: l.Issue, Title: "A bench",
		Service: l.Signs, DueOn: domain.DateOf(l.Now()).AddDays(30)}, nil)
	l.must(err)
	l.must(issueapp.AskAboutQuickWin(l.T.Context(), l.App, l.by, l.Win, l.put()))
}

func (l *lane) step(step issues.QuickWinStep, words string) {
	l.T.Helper()
	l.must(issueapp.TakeQuickWin(l.T.Context(), l.App, l.by, l.Win, issueapp.QuickWinAct{Step: step, Words: words,
		Version: int(l.Int(`SELECT version FROM quick_wins WHERE id = $1`, int64(l.Win)))}))
}

func (l *lane) review() {
	l.T.Helper()
	servertest.Prioritised(l.Harness, l.Quarter.Area, l.Officer, l.Issue)
	l.must(reviewapp.AskReviews(l.T.Context(), l.App, l.by, l.Quarter.Area, reviewapp.Ask{Service: l.Signs,
		Issues: []domain.IssueID{l.Issue}, Words: "And the bins?", ReplyBy: domain.DateOf(l.Now()).AddDays(14)}))
}

func (l *lane) view() {
	l.T.Helper()
	cost := domain.Pence(100)
	l.Begins(l.Quarter.Area, l.Officer, domain.PhaseSolutions)
	var err error
	l.Solution, err = solutionapp.ProposeSolution(l.T.Context(), l.App, l.by, l.Quarter.Area, solutions.SolutionDraft{
		Issue: l.Issue, Title: "Benches", Description: "Four of them", DeliveredBy: solutions.ByCouncil,
		Service: l.Signs, Cost: &cost}, "")
	l.must(err)
	l.must(solutionapp.AskFeasibility(l.T.Context(), l.App, l.by, l.Solution, solutionapp.FeasibilityAsk{
		Service: l.Signs}))
}

func (l *lane) validity() {
	l.T.Helper()
	k := l.put()
	k.CountsAs = "service provider"
	l.must(askapp.AskValidity(l.T.Context(), l.App, l.by, l.Quarter.Area, k))
}

func (l *lane) joint() {
	l.T.Helper()
	second := l.Service("Parks and seats")
	l.Grant(l.Person("Bronagh Teague"), policy.Service, int64(second))
	_, err := replyapp.Ask(l.T.Context(), l.App, l.by, l.Issue, replies.Request{Question: "Who seats them?",
		PartsBy: domain.DateOf(l.Now()).AddDays(9), DueOn: domain.DateOf(l.Now()).AddDays(20),
		Bodies: []asks.Ask{{Service: l.Signs}, {Service: second}}})
	l.must(err)
}

func (l *lane) moved(move string) func() {
	return func() {
		l.T.Helper()
		l.must(issueapp.MoveIssue(l.T.Context(), l.App, l.by, l.Issue, move, "Said in March"))
	}
}

func (l *lane) merged() {
	l.T.Helper()
	l.must(issueapp.MergeIssues(l.T.Context(), l.App, l.by, []domain.IssueID{l.Issue, l.Other}, l.Other, "The same"))
}

func (l *lane) rejected() {
	l.T.Helper()
	l.Forced("an area past gate 1 is not rejected by a command", `UPDATE areas SET state = 'proposed' WHERE id = $1`,
		int64(l.Quarter.Area))
	l.must(placeapp.MoveArea(l.T.Context(), l.App, l.Actor(l.Planner), l.Quarter.Area, "rejected", "Too small"))
}

// Every kind of ask, and every way in which what it is about ends: it ends by itself with words, whoever was asked is
// told, and it climbs to nobody. What goes on keeps its ask.
func TestAsksEndWithWhatTheyAreAbout(t *testing.T) {
	type of = func(l *lane) func()
	move := func(id string) of { return func(l *lane) func() { return l.moved(id) } }
	step := func(words string, steps ...issues.QuickWinStep) of {
		return func(l *lane) func() {
			return func() {
				for _, s := range steps {
					l.step(s, words)
				}
			}
		}
	}
	merge := func(l *lane) func() { return l.merged }
	reject := func(l *lane) func() { return l.rejected }
	choose := func(l *lane) func() {
		return func() {
			l.must(solutionapp.MoveSolution(t.Context(), l.App, l.by, l.Solution, "not-choose", "Too dear"))
		}
	}
	over := func(l *lane) func() {
		return func() {
			l.must(cycleapp.EndCycle(t.Context(), l.App, l.Actor(l.Person("Rhodri Ellis", policy.CPO)), l.Quarter.Area,
				cycles.End{On: domain.DateOf(l.Now()), How: cycles.NotPursued, Reason: "Nobody came."}))
		}
	}
	refer, win, review, view := (*lane).refer, (*lane).win, (*lane).review, (*lane).view
	validity, joint := (*lane).validity, (*lane).joint
	for _, x := range []struct {
		name string
		ask  func(*lane)
		ends of
		why  string // "": it goes on
	}{
		{"referral, merged", refer, merge, "the issue was merged into issue "},
		{"referral, not taken forward", refer, move("not-taken-forward"), "the issue is not taken forward"},
		{"referral, resolved", refer, move("resolve"), "the issue was resolved"},
		{"referral, area rejected", refer, reject, ""},
		{"referral, with a service", refer, move("with-service"), ""},
		{"referral, back to triage", refer, move("back-to-triage"), ""},
		{"part of one reply, merged", joint, merge, "the issue was merged into issue "},
		{"part of one reply, resolved", joint, move("resolve"), "the issue was resolved"},
		{"quick win, dropped", win, step("It rots", issues.StepDrop), "the quick win was dropped"},
		{"quick win, promoted", win, step("It is bigger", issues.StepPromote),
			"the quick win was promoted to the plan"},
		{"quick win, done", win, step("Two benches", issues.StepAgree, issues.StepStart, issues.StepDone),
			"the quick win was done"},
		{"quick win, agreed", win, step("", issues.StepAgree), ""},
		{"view on a solution, not chosen", view, choose, "the solution was not chosen"},
		{"view on a boundary, area rejected", validity, reject, "the area was rejected"},
		{"review, merged", review, merge, "the issue was merged into issue "},
		{"review, resolved", review, move("resolve"), "the issue was resolved"},
		{"review, not taken forward", review, move("not-taken-forward"), "the issue is not taken forward"},
		{"review, became a quick win", review, move("quick-win"), "the issue became a quick win"},
		{"review, with a service", review, move("with-service"), "the issue went to a service"},
		{"referral, cycle ended", refer, over, ""},
		{"quick win, cycle ended", win, over, ""},
		{"view on a solution, cycle ended", view, over, "the cycle of the area ended"},
		{"view on a boundary, cycle ended", validity, over, "the cycle of the area ended"},
		{"review, cycle ended", review, over, "the cycle of the area ended"},
		{"review, community-led", review, move("community-led"), "the community took the issue on"},
	} {
		t.Run(x.name, func(t *testing.T) {
			l := newLane(t)
			x.ask(l)
			id := l.Int(`SELECT min(id) FROM asks WHERE answered_at IS NULL AND withdrawn_at IS NULL AND service_id = $1`,
				int64(l.Signs))
			x.ends(l)()
			got := l.Text(`SELECT ended FROM asks WHERE id = $1`, id)
			if x.why == "" {
				if got != "" || l.Int(`SELECT count(*) FROM notices WHERE event = 'ask ended'`) != 0 {
					t.Errorf("it ended: %s", got)
				}
				return
			}
			if !strings.HasPrefix(got, x.why) {
				t.Fatalf("it ended %q, want %q", got, x.why)
			}
			if n := l.Int(`SELECT count(*) FROM notices n JOIN notice_recipients r ON r.notice_id = n.id
				WHERE n.event = 'ask ended' AND r.person_id = $1 AND n.subject LIKE '%' || $2 || '%'`, int64(l.Answerer),
				got); n != 1 {
				t.Errorf("whoever was asked is told %d times: %v", n, l.Lines(`SELECT subject FROM notices`))
			}
			words := got + " on " + domain.DateOf(l.Now()).Words()
			page := l.As(l.Officer).Get(fmt.Sprintf("/asks/%d", id)).Want(t, 200)
			if !page.Says("Ended "+domain.Capital(words)) || page.Says("Withdrawn by") ||
				page.Says("Enter the answer") {
				t.Errorf("its page says %s", page.Words())
			}
			for _, who := range []domain.PersonID{l.Answerer, l.Officer} {
				for _, path := range []string{"/", "/asks"} {
					if p := l.As(who).Get(path).Want(t, 200); p.Says("Signs and seats") && p.Says("Reply by") {
						t.Errorf("%s says %s", path, p.Words())
					}
				}
			}
			l.Move(60 * 24 * time.Hour)
			if n, err := askapp.Climb(t.Context(), l.App); n != 0 || err != nil {
				t.Errorf("%d climbed, %v", n, err)
			}
			if n := l.Int(`SELECT count(*) FROM feasibility_views WHERE finished_at IS NULL AND withdrawn_at IS NULL`) +
				l.Int(`SELECT count(*) FROM reviews WHERE answered_at IS NULL AND closed_at IS NULL`) +
				l.Int(`SELECT count(*) FROM replies WHERE cleared_at IS NULL AND withdrawn_at IS NULL`); n != 0 {
				t.Errorf("%d views, reviews and replies are waited for", n)
			}
		})
	}
}

// A priority that a later round does not confirm is reviewed no more.
func TestReviewEndsWhereItIsNoPriorityAnyMore(t *testing.T) {
	l := newLane(t)
	l.review()
	servertest.Prioritised(l.Harness, l.Quarter.Area, l.Officer, l.Other)
	if got := l.Text(`SELECT ended FROM asks WHERE kind = 'review'`); got != "the issue is no longer a priority" {
		t.Errorf("it ended %q: %s", got, l.Text(`SELECT state FROM issues WHERE id = $1`, int64(l.Issue)))
	}
}

// What ended before asks ended with it does not climb: it ends when it would.
func TestAnOldAskEndsInsteadOfClimbing(t *testing.T) {
	l := newLane(t)
	l.win()
	l.Forced("as dropped before asks ended", `UPDATE quick_wins SET state = 'dropped', ended_at = now(), reason = 'Rot'
		WHERE id = $1`, int64(l.Win))
	l.Move(40 * 24 * time.Hour)
	if n, err := askapp.Climb(t.Context(), l.App); n != 0 || err != nil {
		t.Errorf("%d climbed, %v", n, err)
	}
	if got := l.Text(`SELECT ended FROM asks`); got != "the quick win was dropped" {
		t.Errorf("it ended %q", got)
	}
	if n := l.Int(`SELECT count(*) FROM notices WHERE event IN ('ask overdue', 'ask ended')`); n != 1 {
		t.Errorf("told %v", l.Lines(`SELECT event FROM notices`))
	}
}
