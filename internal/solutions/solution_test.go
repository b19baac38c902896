package solutions_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/solutions"
)

var finishedAt = time.Date(2026, time.March, 3, 12, 0, 0, 0, time.UTC)

// views are finished views with these verdicts, each of another service; "" is one that is not finished.
func views(verdicts ...solutions.Verdict) []solutions.FeasibilityView {
	var list []solutions.FeasibilityView
	for at, verdict := range verdicts {
		v := solutions.FeasibilityView{ID: domain.ViewID(at + 1), AskedOf: solutions.AskedService,
			Service: domain.ServiceID(at + 1), ViewDraft: solutions.ViewDraft{Verdict: verdict}}
		if verdict != "" {
			v.FinishedAt = &finishedAt
		}
		list = append(list, v)
	}
	return list
}

// TestEveryStepOfASolutionInEveryState holds the state machine to a table: which of the steps, with words given and
// views that allow every verdict, is open in which state.
func TestEveryStepOfASolutionInEveryState(t *testing.T) {
	want := map[string]string{
		"idea test":                        "testing",
		"idea not-choose":                  "not chosen",
		"testing feasible-with-changes":    "feasible with changes",
		"testing not-feasible":             "not feasible",
		"testing not-choose":               "not chosen",
		"feasible choose":                  "chosen",
		"feasible not-choose":              "not chosen",
		"feasible test-again":              "testing",
		"feasible with changes choose":     "chosen",
		"feasible with changes not-choose": "not chosen",
		"feasible with changes test-again": "testing",
		"not feasible not-choose":          "not chosen",
		"not feasible test-again":          "testing",
		"chosen test-again":                "testing",
		"not chosen test-again":            "testing",
	}
	for _, state := range solutions.SolutionStates() {
		for _, move := range solutions.SolutionMoves() {
			l := solutions.SolutionLine{Solution: solutions.Solution{State: state, Conclusion: "Once concluded",
				Reason: "Once reasoned"}, Views: views(solutions.Feasible, solutions.NotFeasible)}
			key := fmt.Sprintf("%s %s", state, move.ID)
			got, err := l.Move(move.ID, " Because ")
			if string(got.State) != want[key] || (err == nil) != (want[key] != "") {
				t.Errorf("%s: %q, %v; want %q", key, got.State, err, want[key])
			}
			if open := slices.ContainsFunc(l.MovesNow(), func(m solutions.SolutionMove) bool {
				return m.ID == move.ID
			}); open != (err == nil) {
				t.Errorf("%s: offered %v, and the command says %v", key, open, err)
			}
			if err != nil {
				continue
			}
			if _, err := l.Move(move.ID, " \n"); (err == nil) != (move.Reason == "") {
				t.Errorf("%s without words: %v", key, err)
			}
			l.Names.PlanLocked = true
			if got, err := l.Move(move.ID, "Because"); err == nil {
				t.Errorf("%s although the plan is with the Members: %s", key, got.State)
			}
		}
	}
}

func TestWhatAStepKeeps(t *testing.T) {
	l := solutions.SolutionLine{Solution: solutions.Solution{State: solutions.SolutionTesting, Reason: "Prices fell"},
		Views: views(solutions.Feasible)}
	s, err := l.Move("feasible", "All say so")
	if err != nil || s.Verdict != solutions.Feasible || s.Conclusion != "All say so" || s.Reason != "" {
		t.Fatalf("concluded: %+v, %v", s, err)
	}
	l.Solution = s
	if s, err = l.Move(solutions.MoveChoose, "Cheapest"); err != nil || s.Verdict != solutions.Feasible ||
		s.Conclusion != "All say so" || s.Reason != "Cheapest" {
		t.Fatalf("chosen: %+v, %v", s, err)
	}
	s.ProposedFor, s.ToldOn, s.ToldHow = "The forum", domain.NewDate(2026, 3, 4), "By letter"
	l.Solution = s
	if s, err = l.Move("test-again", "Prices rose"); err != nil || s.Verdict != "" || s.Conclusion != "" ||
		s.Reason != "Prices rose" || s.ToldHow != "" {
		t.Errorf("tested again: %+v, %v", s, err)
	}
	if s.ToBeTold() {
		t.Error("there is something to tell before it is chosen or not")
	}
}

// TestTheVerdictRestsOnTheViews: every verdict against every kind of views (E3, E5).
func TestTheVerdictRestsOnTheViews(t *testing.T) {
	const yes, with, no, open = solutions.Feasible, solutions.WithChanges, solutions.NotFeasible, solutions.Verdict("")
	for _, c := range []struct {
		views []solutions.Verdict
		can   []solutions.Verdict
	}{
		{nil, nil},
		{[]solutions.Verdict{open}, nil},
		{[]solutions.Verdict{yes, open}, nil},
		{[]solutions.Verdict{no, open}, nil},
		{[]solutions.Verdict{yes}, []solutions.Verdict{yes, with}},
		{[]solutions.Verdict{yes, yes}, []solutions.Verdict{yes, with}},
		{[]solutions.Verdict{with}, []solutions.Verdict{with}},
		{[]solutions.Verdict{yes, with}, []solutions.Verdict{with}},
		{[]solutions.Verdict{no}, []solutions.Verdict{no}},
		{[]solutions.Verdict{no, no}, []solutions.Verdict{no}},
		{[]solutions.Verdict{yes, no}, []solutions.Verdict{with, no}},
		{[]solutions.Verdict{with, no}, []solutions.Verdict{with, no}},
	} {
		for _, verdict := range solutions.Verdicts() {
			against := solutions.VerdictBlockers(verdict, views(c.views...))
			if (len(against) == 0) != slices.Contains(c.can, verdict) {
				t.Errorf("%q with views %q: %q", verdict, c.views, against)
			}
		}
	}
	replaced := views(no, yes)
	replaced[0].Replaced = true
	if got := solutions.VerdictBlockers(yes, replaced); got != nil {
		t.Errorf("a view in whose place a newer stands still counts: %q", got)
	}
	withdrawn := views(open, yes)
	withdrawn[0].WithdrawnAt = &finishedAt
	if got := solutions.VerdictBlockers(yes, withdrawn); got != nil {
		t.Errorf("a view that is asked for no more is waited for: %q", got)
	}
	l := solutions.SolutionLine{Solution: solutions.Solution{State: solutions.SolutionFeasible, Verdict: yes},
		Views: views(yes, open)}
	if _, err := l.Move(solutions.MoveChoose, "Cheapest"); err == nil {
		t.Error("chosen while a view is not finished")
	}
}

func TestAViewNeedsAReasonWhereverItIsNotPlainlyFeasible(t *testing.T) {
	for _, c := range []struct {
		draft solutions.ViewDraft
		of    solutions.AskedParty
		want  string
	}{
		{solutions.ViewDraft{}, solutions.AskedService, "verdict"},
		{solutions.ViewDraft{Reason: "As it is"}, solutions.AskedPartner, "verdict"},
		{solutions.ViewDraft{Verdict: solutions.Feasible}, solutions.AskedService, ""},
		{solutions.ViewDraft{Verdict: solutions.WithChanges}, solutions.AskedService, "reason"},
		{solutions.ViewDraft{Verdict: solutions.NotFeasible}, solutions.AskedMember, "reason"},
		{solutions.ViewDraft{Verdict: solutions.NotFeasible, Reason: "Too steep"}, solutions.AskedMember, ""},
		{solutions.ViewDraft{Verdict: solutions.Feasible}, solutions.AskedCommunity, "said_by"},
		{solutions.ViewDraft{Verdict: solutions.NotFeasible}, solutions.AskedCommunity, "reason said_by"},
		{solutions.ViewDraft{Verdict: solutions.Feasible, SaidBy: "14 at the workshop"}, solutions.AskedCommunity, ""},
	} {
		var fields []string
		if blocked, ok := c.draft.CheckFinish(c.of).(*domain.BlockedError); ok {
			for _, b := range blocked.Blockers {
				fields = append(fields, b.Field)
			}
		}
		if got := strings.Join(fields, " "); got != c.want {
			t.Errorf("%+v of a %s: %q, want %q", c.draft, c.of, got, c.want)
		}
	}
}

func TestWhoDeliversGoesWithWhoIsNamed(t *testing.T) {
	for _, c := range []struct {
		by           solutions.Deliverer
		service, org bool
		others       string
		want         string
	}{
		{solutions.ByCommunity, false, false, "", ""},
		{solutions.ByCommunity, false, true, "", ""},
		{solutions.ByCommunity, true, false, "", "service"},
		{solutions.ByCouncil, true, false, "", ""},
		{solutions.ByCouncil, false, false, "", ""},
		{solutions.ByCouncil, false, true, "", "organisation"},
		{solutions.ByPartner, false, true, "", ""},
		{solutions.ByPartner, false, false, "The church", ""},
		{solutions.ByPartner, false, false, "", "organisation"},
		{solutions.ByPartner, true, true, "", "service"},
		{solutions.ByJointly, true, true, "", ""},
		{solutions.ByJointly, true, false, "Volunteers", ""},
		{solutions.ByJointly, true, false, "", "delivered_by"},
		{solutions.ByJointly, false, false, "Volunteers", "delivered_by"},
		{"", false, false, "", "delivered_by"},
	} {
		d := solutions.SolutionDraft{DeliveredBy: c.by, Others: c.others}
		if c.service {
			d.Service = 1
		}
		if c.org {
			d.Organisation = 1
		}
		got := ""
		if blocked, ok := d.Check().(*domain.BlockedError); ok {
			got = blocked.Blockers[0].Field
		}
		if got != c.want {
			t.Errorf("%+v: refused by %q, want %q", c, got, c.want)
		}
	}
}

func TestOnlyChosenSolutionsAreAddedUp(t *testing.T) {
	p := func(n domain.Pence) *domain.Pence { return &n }
	line := func(state solutions.SolutionState, cost, avoided *domain.Pence) solutions.SolutionLine {
		return solutions.SolutionLine{Solution: solutions.Solution{State: state, Cost: cost, Avoided: avoided}}
	}
	chosen, cost, avoided := solutions.SolutionTotals([]solutions.SolutionLine{
		line(solutions.SolutionChosen, p(120050), nil), line(solutions.SolutionFeasible, p(999), p(999)),
		line(solutions.SolutionChosen, p(1999), nil), line(solutions.SolutionChosen, nil, p(0)),
		line(solutions.SolutionNotChosen, p(5), p(5)),
	})
	if chosen != 3 || cost.Words() != "£1,220.49 and 1 not known" || avoided.Words() != "£0 and 2 not known" {
		t.Errorf("%d chosen, cost %s, avoided %s", chosen, cost.Words(), avoided.Words())
	}
}

func TestWhatASolutionSaysStandsOnceTestingIsConcluded(t *testing.T) {
	for _, state := range solutions.SolutionStates() {
		for _, locked := range []bool{false, true} {
			l := solutions.SolutionLine{Solution: solutions.Solution{State: state},
				Names: solutions.SolutionNames{PlanLocked: locked}}
			if may, want := l.CheckEdit() == nil, state == solutions.SolutionIdea ||
				state == solutions.SolutionTesting && !locked; may != want {
				t.Errorf("%s, plan with the Members %v: may be edited %v", state, locked, may)
			}
			if may, want := l.CheckAsk() == nil, state != solutions.SolutionChosen &&
				state != solutions.SolutionNotChosen && !locked; may != want {
				t.Errorf("%s, plan with the Members %v: views may be asked %v", state, locked, may)
			}
		}
	}
}

func TestSolutionsAreSoughtForWhatWasSynthesised(t *testing.T) {
	for _, state := range issues.IssueStates() {
		want := slices.Contains([]issues.IssueState{issues.IssueSynthesised, issues.IssueAnalysed,
			issues.IssuePrioritised, issues.IssueInPlan, issues.IssueCommunityLed}, state)
		if got := (issues.Issue{State: state}).CheckSolvable(issues.IssueTies{}) == nil; got != want {
			t.Errorf("%s: %v", state, got)
		}
		if (issues.Issue{State: state}).CheckSolvable(issues.IssueTies{PartOf: 9}) == nil {
			t.Errorf("%s, part of a synthesis: a solution can be named", state)
		}
	}
}
