package domain_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fourgates/internal/domain"
)

var finishedAt = time.Date(2026, time.March, 3, 12, 0, 0, 0, time.UTC)

// views are finished views with these verdicts, each of another service; "" is one that is not finished.
func views(verdicts ...domain.Verdict) []domain.FeasibilityView {
	var list []domain.FeasibilityView
	for at, verdict := range verdicts {
		v := domain.FeasibilityView{ID: domain.ViewID(at + 1), AskedOf: domain.AskedService, Service: domain.ServiceID(at + 1), ViewDraft: domain.ViewDraft{Verdict: verdict}}
		if verdict != "" {
			v.FinishedAt = &finishedAt
		}
		list = append(list, v)
	}
	return list
}

// TestEveryStepOfASolutionInEveryState holds the state machine to a table: which of the steps, with words given and views that allow every
// verdict, is open in which state.
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
	for _, state := range domain.SolutionStates() {
		for _, move := range domain.SolutionMoves() {
			l := domain.SolutionLine{Solution: domain.Solution{State: state, Conclusion: "Once concluded", Reason: "Once reasoned"}, Views: views(domain.Feasible, domain.NotFeasible)}
			key := fmt.Sprintf("%s %s", state, move.ID)
			got, err := l.Move(move.ID, " Because ")
			if string(got.State) != want[key] || (err == nil) != (want[key] != "") {
				t.Errorf("%s: %q, %v; want %q", key, got.State, err, want[key])
			}
			if open := slices.ContainsFunc(l.MovesNow(), func(m domain.SolutionMove) bool { return m.ID == move.ID }); open != (err == nil) {
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
	l := domain.SolutionLine{Solution: domain.Solution{State: domain.SolutionTesting, Reason: "Prices fell"}, Views: views(domain.Feasible)}
	s, err := l.Move("feasible", "All say so")
	if err != nil || s.Verdict != domain.Feasible || s.Conclusion != "All say so" || s.Reason != "" {
		t.Fatalf("concluded: %+v, %v", s, err)
	}
	l.Solution = s
	if s, err = l.Move(domain.MoveChoose, "Cheapest"); err != nil || s.Verdict != domain.Feasible || s.Conclusion != "All say so" || s.Reason != "Cheapest" {
		t.Fatalf("chosen: %+v, %v", s, err)
	}
	s.ProposedFor, s.ToldOn, s.ToldHow = "The forum", domain.NewDate(2026, 3, 4), "By letter"
	l.Solution = s
	if s, err = l.Move("test-again", "Prices rose"); err != nil || s.Verdict != "" || s.Conclusion != "" || s.Reason != "Prices rose" || s.ToldHow != "" {
		t.Errorf("tested again: %+v, %v", s, err)
	}
	if s.ToBeTold() {
		t.Error("there is something to tell before it is chosen or not")
	}
}

// TestTheVerdictRestsOnTheViews: every verdict against every kind of views (E3, E5).
func TestTheVerdictRestsOnTheViews(t *testing.T) {
	const yes, with, no, open = domain.Feasible, domain.WithChanges, domain.NotFeasible, domain.Verdict("")
	for _, c := range []struct {
		views []domain.Verdict
		can   []domain.Verdict
	}{
		{nil, nil},
		{[]domain.Verdict{open}, nil},
		{[]domain.Verdict{yes, open}, nil},
		{[]domain.Verdict{no, open}, nil},
		{[]domain.Verdict{yes}, []domain.Verdict{yes, with}},
		{[]domain.Verdict{yes, yes}, []domain.Verdict{yes, with}},
		{[]domain.Verdict{with}, []domain.Verdict{with}},
		{[]domain.Verdict{yes, with}, []domain.Verdict{with}},
		{[]domain.Verdict{no}, []domain.Verdict{no}},
		{[]domain.Verdict{no, no}, []domain.Verdict{no}},
		{[]domain.Verdict{yes, no}, []domain.Verdict{with, no}},
		{[]domain.Verdict{with, no}, []domain.Verdict{with, no}},
	} {
		for _, verdict := range domain.Verdicts() {
			against := domain.VerdictBlockers(verdict, views(c.views...))
			if (len(against) == 0) != slices.Contains(c.can, verdict) {
				t.Errorf("%q with views %q: %q", verdict, c.views, against)
			}
		}
	}
	replaced := views(no, yes)
	replaced[0].Replaced = true
	if got := domain.VerdictBlockers(yes, replaced); got != nil {
		t.Errorf("a view in whose place a newer stands still counts: %q", got)
	}
	withdrawn := views(open, yes)
	withdrawn[0].WithdrawnAt = &finishedAt
	if got := domain.VerdictBlockers(yes, withdrawn); got != nil {
		t.Errorf("a view that is asked for no more is waited for: %q", got)
	}
	l := domain.SolutionLine{Solution: domain.Solution{State: domain.SolutionFeasible, Verdict: yes}, Views: views(yes, open)}
	if _, err := l.Move(domain.MoveChoose, "Cheapest"); err == nil {
		t.Error("chosen while a view is not finished")
	}
}

func TestAViewNeedsAReasonWhereverItIsNotPlainlyFeasible(t *testing.T) {
	for _, c := range []struct {
		draft domain.ViewDraft
		of    domain.AskedParty
		want  string
	}{
		{domain.ViewDraft{}, domain.AskedService, "verdict"},
		{domain.ViewDraft{Reason: "As it is"}, domain.AskedPartner, "verdict"},
		{domain.ViewDraft{Verdict: domain.Feasible}, domain.AskedService, ""},
		{domain.ViewDraft{Verdict: domain.WithChanges}, domain.AskedService, "reason"},
		{domain.ViewDraft{Verdict: domain.NotFeasible}, domain.AskedMember, "reason"},
		{domain.ViewDraft{Verdict: domain.NotFeasible, Reason: "Too steep"}, domain.AskedMember, ""},
		{domain.ViewDraft{Verdict: domain.Feasible}, domain.AskedCommunity, "said_by"},
		{domain.ViewDraft{Verdict: domain.NotFeasible}, domain.AskedCommunity, "reason said_by"},
		{domain.ViewDraft{Verdict: domain.Feasible, SaidBy: "14 at the workshop"}, domain.AskedCommunity, ""},
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
		by           domain.Deliverer
		service, org bool
		others       string
		want         string
	}{
		{domain.ByCommunity, false, false, "", ""},
		{domain.ByCommunity, false, true, "", ""},
		{domain.ByCommunity, true, false, "", "service"},
		{domain.ByCouncil, true, false, "", ""},
		{domain.ByCouncil, false, false, "", ""},
		{domain.ByCouncil, false, true, "", "organisation"},
		{domain.ByPartner, false, true, "", ""},
		{domain.ByPartner, false, false, "The church", ""},
		{domain.ByPartner, false, false, "", "organisation"},
		{domain.ByPartner, true, true, "", "service"},
		{domain.ByJointly, true, true, "", ""},
		{domain.ByJointly, true, false, "Volunteers", ""},
		{domain.ByJointly, true, false, "", "delivered_by"},
		{domain.ByJointly, false, false, "Volunteers", "delivered_by"},
		{"", false, false, "", "delivered_by"},
	} {
		d := domain.SolutionDraft{DeliveredBy: c.by, Others: c.others}
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
	line := func(state domain.SolutionState, cost, avoided *domain.Pence) domain.SolutionLine {
		return domain.SolutionLine{Solution: domain.Solution{State: state, Cost: cost, Avoided: avoided}}
	}
	chosen, cost, avoided := domain.SolutionTotals([]domain.SolutionLine{
		line(domain.SolutionChosen, p(120050), nil), line(domain.SolutionFeasible, p(999), p(999)), line(domain.SolutionChosen, p(1999), nil), line(domain.SolutionChosen, nil, p(0)),
		line(domain.SolutionNotChosen, p(5), p(5)),
	})
	if chosen != 3 || cost.Words() != "£1,220.49 and 1 not known" || avoided.Words() != "£0 and 2 not known" {
		t.Errorf("%d chosen, cost %s, avoided %s", chosen, cost.Words(), avoided.Words())
	}
}

func TestWhatASolutionSaysStandsOnceTestingIsConcluded(t *testing.T) {
	for _, state := range domain.SolutionStates() {
		for _, locked := range []bool{false, true} {
			l := domain.SolutionLine{Solution: domain.Solution{State: state}, Names: domain.SolutionNames{PlanLocked: locked}}
			if may, want := l.CheckEdit() == nil, state == domain.SolutionIdea || state == domain.SolutionTesting && !locked; may != want {
				t.Errorf("%s, plan with the Members %v: may be edited %v", state, locked, may)
			}
			if may, want := l.CheckAsk() == nil, state != domain.SolutionChosen && state != domain.SolutionNotChosen && !locked; may != want {
				t.Errorf("%s, plan with the Members %v: views may be asked %v", state, locked, may)
			}
		}
	}
}

func TestSolutionsAreSoughtForWhatWasSynthesised(t *testing.T) {
	for _, state := range domain.IssueStates() {
		want := slices.Contains([]domain.IssueState{domain.IssueSynthesised, domain.IssueAnalysed, domain.IssuePrioritised, domain.IssueInPlan, domain.IssueCommunityLed}, state)
		if got := (domain.Issue{State: state}).CheckSolvable(domain.IssueTies{}) == nil; got != want {
			t.Errorf("%s: %v", state, got)
		}
		if (domain.Issue{State: state}).CheckSolvable(domain.IssueTies{PartOf: 9}) == nil {
			t.Errorf("%s, part of a synthesis: a solution can be named", state)
		}
	}
}
