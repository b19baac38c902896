package solutionapp_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/solutions"
	"fourgates/internal/solutions/solutionapp"
	"fourgates/internal/solutions/solutionstore"
	"fourgates/internal/town"
)

func TestWhoeverProposedASolutionIsToldWhatBecameOfIt(t *testing.T) {
	c := town.NewCastle(t)
	id := c.Proposed(c.Nia, func(d *solutions.SolutionDraft) {
		d.ProposedBy, d.ProposedFor = c.Aneurin,
			"Friends of the quay"
	})
	c.CommunitySays(id, solutions.Feasible)
	c.MoveSolution(id, "feasible", "They would use it")
	if said := c.WasTold("solution feasible"); said != "" {
		t.Errorf("told before it is chosen or not: %s", said)
	}
	c.MoveSolution(id, solutions.MoveChoose, "Cheapest")
	if said := c.WasTold("solution chosen"); said != "Aneurin Bevan-Lloyd: shown in app, Friends of the quay: no "+
		"address" {
		t.Errorf("chosen: %s", said)
	}
	if !c.Solution(id).ToBeTold() {
		t.Error("who has no account is not to be told")
	}
	if err := solutionapp.RecordProposerTold(t.Context(), c.App, c.Actor(c.Nia), id, c.Day().AddDays(1),
		"By letter"); err == nil {
		t.Error("told on a day to come")
	}
	if err := solutionapp.RecordProposerTold(t.Context(), c.App, c.Actor(c.Nia), id, c.Day(), "By letter"); err != nil {
		t.Fatal(err)
	}
	if err := solutionapp.RecordProposerTold(t.Context(), c.App, c.Actor(c.Nia), id, c.Day(), "By letter"); err == nil {
		t.Error("told twice")
	}
	c.MoveSolution(id, "test-again", "Steel is dearer")
	c.MoveSolution(id, solutions.MoveNotChoose, "Too dear now")
	if said := c.WasTold("solution not chosen"); said != "Aneurin Bevan-Lloyd: shown in app, Friends of the quay: no "+
		"address" {
		t.Errorf("not chosen: %s", said)
	}
	if !c.Solution(id).ToBeTold() {
		t.Error("who has no account is not to be told of the newest decision")
	}
	own := c.Proposed(c.Nia)
	c.MoveSolution(own, solutions.MoveNotChoose, "The same as another")
	if n := c.Int(`SELECT count(*) FROM notices WHERE link = $1`, fmt.Sprintf("/solutions/%d", own)); n != 0 {
		t.Errorf("%d notices to oneself", n)
	}
}

// Whoever proposed a solution that is not feasible is told, with the reason (E5).
func TestWhoeverProposedASolutionThatIsNotFeasibleIsToldWhy(t *testing.T) {
	c := town.NewCastle(t)
	id := c.Proposed(c.Nia, func(d *solutions.SolutionDraft) {
		d.ProposedBy, d.ProposedFor = c.Aneurin, "Friends of the quay"
	})
	c.CommunitySays(id, solutions.NotFeasible)
	c.MoveSolution(id, "not-feasible", "The quay wall would not bear it")
	if said := c.WasTold("solution not feasible"); said !=
		"Aneurin Bevan-Lloyd: shown in app, Friends of the quay: no address" {
		t.Errorf("told: %s", said)
	}
	if body := c.Text(`SELECT body FROM notices WHERE event = 'solution not feasible'`); !strings.Contains(body,
		"The quay wall would not bear it") {
		t.Errorf("told without the reason: %s", body)
	}
	if !c.Solution(id).ToBeTold() {
		t.Error("who has no account is not to be told")
	}
}

func TestWhatIsNotChosenIsWaitedForNoMore(t *testing.T) {
	c := town.NewCastle(t)
	id := c.Proposed(c.Nia)
	if err := solutionapp.AskFeasibility(t.Context(), c.App, c.Actor(c.Nia), id,
		solutionapp.FeasibilityAsk{Members: true}); err != nil {
		t.Fatal(err)
	}
	open := `SELECT count(*) FROM feasibility_views WHERE finished_at IS NULL AND withdrawn_at IS NULL`
	if n := c.Int(open); n != 4 {
		t.Fatalf("%d views waited for; the area has four Members", n)
	}
	c.MoveSolution(id, solutions.MoveNotChoose, "Nobody wants it")
	if n := c.Int(open); n != 0 {
		t.Errorf("%d views are still waited for", n)
	}
}

func TestOfManyStepsAtOnceOneIsTaken(t *testing.T) {
	c := town.NewCastle(t)
	id := c.Proposed(c.Nia)
	c.CommunitySays(id, solutions.Feasible)
	c.MoveSolution(id, "feasible", "They would use it")
	taken := 0
	for _, err := range town.AtOnce(8, func(i int) error {
		move := solutions.MoveChoose
		if i%2 == 1 {
			move = solutions.MoveNotChoose
		}
		return solutionapp.MoveSolution(t.Context(), c.App, c.Actor(c.Nia), id, move, "At once")
	}) {
		if err == nil {
			taken++
		} else if _, blocked := errors.AsType[*domain.BlockedError](err); !blocked {
			t.Error(err)
		}
	}
	if n := c.Int(
		`SELECT count(*) FROM audit_entries WHERE summary IN ('Status: chosen', 'Status: not chosen')`); taken != 1 ||
		n != 1 {
		t.Errorf("%d taken, %d audit entries", taken, n)
	}
}

func TestNothingIsConcludedWhileAViewIsBeingAskedFor(t *testing.T) {
	c := town.NewCastle(t)
	for range 5 {
		id := c.Proposed(c.Nia)
		c.CommunitySays(id, solutions.Feasible)
		said := town.AtOnce(2, func(i int) error {
			if i == 0 {
				return solutionapp.MoveSolution(t.Context(), c.App, c.Actor(c.Nia), id, "feasible", "They would use it")
			}
			return solutionapp.AskFeasibility(t.Context(), c.App, c.Actor(c.Owen), id,
				solutionapp.FeasibilityAsk{Members: true})
		})
		l := c.Solution(id)
		if said[1] != nil || l.State != solutions.SolutionTesting || l.Verdict != "" {
			t.Fatalf("%s with %d views, verdict %q: %v", l.State, len(l.Views), l.Verdict, said)
		}
	}
}

func TestAViewIsAskedForOnceAndFinishedOnce(t *testing.T) {
	c := town.NewCastle(t)
	id := c.Proposed(c.Nia)
	asked := 0
	for _, err := range town.AtOnce(6, func(int) error {
		return solutionapp.AskFeasibility(t.Context(), c.App, c.Actor(c.Nia), id,
			solutionapp.FeasibilityAsk{Community: true})
	}) {
		if err == nil {
			asked++
		}
	}
	view := c.Solution(id).Views[0].ID
	finished := 0
	for _, err := range town.AtOnce(6, func(i int) error {
		d := solutions.ViewDraft{Verdict: solutions.NotFeasible, Reason: fmt.Sprintf("Reason %d", i),
			SaidBy: "The forum"}
		return solutionapp.SaveView(t.Context(), c.App, c.Actor(c.Nia), id, view, 1, d, true)
	}) {
		if err == nil {
			finished++
		}
	}
	if n := c.Int(`SELECT count(*) FROM feasibility_views WHERE finished_at IS NOT NULL`); asked != 1 ||
		finished != 1 || n != 1 {
		t.Errorf("asked %d times, finished %d times, %d views", asked, finished, n)
	}
}

func TestAFormSentManyTimesAtOnceProposesOneSolution(t *testing.T) {
	c := town.At(t, town.Gate2Passed)
	c.Confirmed(c.Round(map[domain.IssueID]int{c.Speed: 20}), c.Speed)
	d := solutions.SolutionDraft{Issue: c.Speed, Title: "Bollards", DeliveredBy: solutions.ByCommunity}
	ids := make([]domain.SolutionID, 8)
	for _, err := range town.AtOnce(len(ids), func(i int) (err error) {
		ids[i], err = solutionapp.ProposeSolution(t.Context(), c.App, c.Actor(c.Nia), c.Area, d, "one key")
		return err
	}) {
		if err != nil {
			t.Error(err)
		}
	}
	for _, id := range ids {
		if id != ids[0] || id == 0 {
			t.Fatalf("different solutions: %v", ids)
		}
	}
	if n := c.Int(`SELECT count(*) FROM audit_entries WHERE object_kind = 'solution'`); n != 1 {
		t.Errorf("%d audit entries", n)
	}
	// Another person's key is another key.
	if id, err := solutionapp.ProposeSolution(t.Context(), c.App, c.Actor(c.Owen), c.Area, d, "one key"); err != nil ||
		id == ids[0] {
		t.Errorf("another's: %d, %v", id, err)
	}
}

func TestABidAtTheSameMomentAsTheStatementThatThereIsNone(t *testing.T) {
	c := town.NewCastle(t)
	for i := range 4 {
		c.Forced("bids stay", `DELETE FROM bids`)
		said := town.AtOnce(2, func(which int) error {
			if which == 0 {
				_, err := solutionapp.AddBid(t.Context(), c.App, c.Actor(c.Nia), c.Area,
					solutions.BidDraft{Title: "Bollards", Funder: "The lottery", Amount: 100, Deadline: c.Day()}, "")
				return err
			}
			return solutionapp.StateNoBids(t.Context(), c.App, c.Actor(c.Owen), c.Area, fmt.Sprintf("None, %d", i))
		})
		if said[0] != nil {
			t.Fatal(said[0])
		}
		stated := c.Int(`SELECT count(*) FROM area_statements WHERE text = $1`, fmt.Sprintf("None, %d", i))
		if (said[1] == nil) != (stated == 1) {
			t.Errorf("said %v, and %d stated", said[1], stated)
		}
		if _, blocked := errors.AsType[*domain.BlockedError](said[1]); said[1] != nil && !blocked {
			t.Error(said[1])
		}
	}
}

func TestTheExecutivesApprovalIsForBidsThatAreBeingPrepared(t *testing.T) {
	c := town.NewCastle(t)
	id, err := solutionapp.AddBid(t.Context(), c.App, c.Actor(c.Nia), c.Area, solutions.BidDraft{Title: "Bollards",
		Funder: "The lottery", Amount: 100000, Deadline: c.Day()}, "")
	if err != nil {
		t.Fatal(err)
	}
	approve := func(id domain.BidID, amount domain.Pence) error {
		return c.App.Store.InTx(t.Context(), func(w db.Writer) error {
			return solutionstore.SetBidApproved(t.Context(), w, id, amount, c.Owen, c.Now())
		})
	}
	if err := approve(id+1, 1); !errors.Is(err, domain.ErrNotFound) {
		t.Errorf("a bid that is not there: %v", err)
	}
	approved := 0
	for _, err := range town.AtOnce(4, func(int) error { return approve(id, 60000) }) {
		if err == nil {
			approved++
		} else if !strings.Contains(err.Error(), "already") {
			t.Error(err)
		}
	}
	bids, err := solutionstore.Bids(t.Context(), c.App.Store.Reader, policy.EverySolution(), c.Area, 1)
	if err != nil || approved != 1 || bids[0].State != solutions.BidApproved || *bids[0].Approved != 60000 {
		t.Errorf("approved %d times: %+v, %v", approved, bids, err)
	}
}
