package app_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/policy"
	"fourgates/internal/solutions"
	"fourgates/internal/solutions/solutionapp"
	"fourgates/internal/solutions/solutionstore"
)

// proposed is a solution for an issue of the castle's that was synthesised.
func (c *castle) proposed(by domain.PersonID, change ...func(*solutions.SolutionDraft)) domain.SolutionID {
	c.t.Helper()
	c.Exec(`INSERT INTO themes (name) VALUES ('Roads') ON CONFLICT DO NOTHING`)
	d := solutions.SolutionDraft{Issue: c.issue("Speed on the quay", domain.FromAreaMember, issues.IssueSynthesised, issues.VisiblePublic), Title: "Bollards", DeliveredBy: solutions.ByCouncil}
	for _, f := range change {
		f(&d)
	}
	id, err := solutionapp.ProposeSolution(c.t.Context(), c.App, c.Actor(by), c.area, d, "")
	if err != nil {
		c.t.Fatal(err)
	}
	return id
}

func (c *castle) solution(id domain.SolutionID) solutions.SolutionLine {
	c.t.Helper()
	l, err := solutionstore.Solution(c.t.Context(), c.App.Store.Reader, policy.SolutionScopeOf(c.Actor(c.owen)), id)
	if err != nil {
		c.t.Fatal(err)
	}
	return l
}

// communitySays asks the community and writes down a finished view.
func (c *castle) communitySays(id domain.SolutionID, verdict solutions.Verdict) {
	c.t.Helper()
	if err := solutionapp.AskFeasibility(c.t.Context(), c.App, c.Actor(c.nia), id, solutionapp.FeasibilityAsk{Community: true}); err != nil {
		c.t.Fatal(err)
	}
	l := c.solution(id)
	said := solutions.ViewDraft{Verdict: verdict, Reason: "So they say", SaidBy: "The forum"}
	if err := solutionapp.SaveView(c.t.Context(), c.App, c.Actor(c.nia), id, l.Views[len(l.Views)-1].ID, 1, said, true); err != nil {
		c.t.Fatal(err)
	}
}

func (c *castle) move(id domain.SolutionID, move, reason string) {
	c.t.Helper()
	if err := solutionapp.MoveSolution(c.t.Context(), c.App, c.Actor(c.nia), id, move, reason); err != nil {
		c.t.Fatalf("%s: %v", move, err)
	}
}

// wasTold is who was told of an event, each as "name: result".
func (c *castle) wasTold(event string) string {
	c.t.Helper()
	return c.Text(`SELECT COALESCE(string_agg(r.name || ': ' || r.result, ', ' ORDER BY r.id), '') FROM notice_recipients r JOIN notices n ON n.id = r.notice_id WHERE n.event = $1`, event)
}

func TestWhoeverProposedASolutionIsToldWhatBecameOfIt(t *testing.T) {
	c := newCastle(t)
	id := c.proposed(c.nia, func(d *solutions.SolutionDraft) { d.ProposedBy, d.ProposedFor = c.aneurin, "Friends of the quay" })
	c.communitySays(id, solutions.Feasible)
	c.move(id, "feasible", "They would use it")
	if said := c.wasTold("solution feasible"); said != "" {
		t.Errorf("told before it is chosen or not: %s", said)
	}
	c.move(id, solutions.MoveChoose, "Cheapest")
	if said := c.wasTold("solution chosen"); said != "Aneurin Bevan-Lloyd: shown in app, Friends of the quay: no address" {
		t.Errorf("chosen: %s", said)
	}
	if !c.solution(id).ToBeTold() {
		t.Error("who has no account is not to be told")
	}
	if err := solutionapp.RecordProposerTold(t.Context(), c.App, c.Actor(c.nia), id, c.day().AddDays(1), "By letter"); err == nil {
		t.Error("told on a day to come")
	}
	if err := solutionapp.RecordProposerTold(t.Context(), c.App, c.Actor(c.nia), id, c.day(), "By letter"); err != nil {
		t.Fatal(err)
	}
	if err := solutionapp.RecordProposerTold(t.Context(), c.App, c.Actor(c.nia), id, c.day(), "By letter"); err == nil {
		t.Error("told twice")
	}
	c.move(id, "test-again", "Steel is dearer")
	c.move(id, solutions.MoveNotChoose, "Too dear now")
	if said := c.wasTold("solution not chosen"); said != "Aneurin Bevan-Lloyd: shown in app, Friends of the quay: no address" {
		t.Errorf("not chosen: %s", said)
	}
	if !c.solution(id).ToBeTold() {
		t.Error("who has no account is not to be told of the newest decision")
	}
	own := c.proposed(c.nia)
	c.move(own, solutions.MoveNotChoose, "The same as another")
	if n := c.Int(`SELECT count(*) FROM notices WHERE link = $1`, fmt.Sprintf("/solutions/%d", own)); n != 0 {
		t.Errorf("%d notices to oneself", n)
	}
}

func TestWhatIsNotChosenIsWaitedForNoMore(t *testing.T) {
	c := newCastle(t)
	id := c.proposed(c.nia)
	if err := solutionapp.AskFeasibility(t.Context(), c.App, c.Actor(c.nia), id, solutionapp.FeasibilityAsk{Members: true}); err != nil {
		t.Fatal(err)
	}
	open := `SELECT count(*) FROM feasibility_views WHERE finished_at IS NULL AND withdrawn_at IS NULL`
	if n := c.Int(open); n != 4 {
		t.Fatalf("%d views waited for; the area has four Members", n)
	}
	c.move(id, solutions.MoveNotChoose, "Nobody wants it")
	if n := c.Int(open); n != 0 {
		t.Errorf("%d views are still waited for", n)
	}
}

func TestOfManyStepsAtOnceOneIsTaken(t *testing.T) {
	c := newCastle(t)
	id := c.proposed(c.nia)
	c.communitySays(id, solutions.Feasible)
	c.move(id, "feasible", "They would use it")
	taken := 0
	for _, err := range atOnce(8, func(i int) error {
		move := solutions.MoveChoose
		if i%2 == 1 {
			move = solutions.MoveNotChoose
		}
		return solutionapp.MoveSolution(t.Context(), c.App, c.Actor(c.nia), id, move, "At once")
	}) {
		if err == nil {
			taken++
		} else if _, blocked := errors.AsType[*domain.BlockedError](err); !blocked {
			t.Error(err)
		}
	}
	if n := c.Int(`SELECT count(*) FROM audit_entries WHERE summary IN ('Status: chosen', 'Status: not chosen')`); taken != 1 || n != 1 {
		t.Errorf("%d taken, %d audit entries", taken, n)
	}
}

func TestNothingIsConcludedWhileAViewIsBeingAskedFor(t *testing.T) {
	c := newCastle(t)
	for range 5 {
		id := c.proposed(c.nia)
		c.communitySays(id, solutions.Feasible)
		said := atOnce(2, func(i int) error {
			if i == 0 {
				return solutionapp.MoveSolution(t.Context(), c.App, c.Actor(c.nia), id, "feasible", "They would use it")
			}
			return solutionapp.AskFeasibility(t.Context(), c.App, c.Actor(c.owen), id, solutionapp.FeasibilityAsk{Members: true})
		})
		l := c.solution(id)
		if said[1] != nil || l.State != solutions.SolutionTesting || l.Verdict != "" {
			t.Fatalf("%s with %d views, verdict %q: %v", l.State, len(l.Views), l.Verdict, said)
		}
	}
}

func TestAViewIsAskedForOnceAndFinishedOnce(t *testing.T) {
	c := newCastle(t)
	id := c.proposed(c.nia)
	asked := 0
	for _, err := range atOnce(6, func(int) error {
		return solutionapp.AskFeasibility(t.Context(), c.App, c.Actor(c.nia), id, solutionapp.FeasibilityAsk{Community: true})
	}) {
		if err == nil {
			asked++
		}
	}
	view := c.solution(id).Views[0].ID
	finished := 0
	for _, err := range atOnce(6, func(i int) error {
		d := solutions.ViewDraft{Verdict: solutions.NotFeasible, Reason: fmt.Sprintf("Reason %d", i), SaidBy: "The forum"}
		return solutionapp.SaveView(t.Context(), c.App, c.Actor(c.nia), id, view, 1, d, true)
	}) {
		if err == nil {
			finished++
		}
	}
	if n := c.Int(`SELECT count(*) FROM feasibility_views WHERE finished_at IS NOT NULL`); asked != 1 || finished != 1 || n != 1 {
		t.Errorf("asked %d times, finished %d times, %d views", asked, finished, n)
	}
}

func TestAFormSentManyTimesAtOnceProposesOneSolution(t *testing.T) {
	c := newCastle(t)
	c.Exec(`INSERT INTO themes (name) VALUES ('Roads')`)
	d := solutions.SolutionDraft{Issue: c.issue("Speed on the quay", domain.FromAreaMember, issues.IssuePrioritised, issues.VisiblePublic), Title: "Bollards", DeliveredBy: solutions.ByCommunity}
	ids := make([]domain.SolutionID, 8)
	for _, err := range atOnce(len(ids), func(i int) (err error) {
		ids[i], err = solutionapp.ProposeSolution(t.Context(), c.App, c.Actor(c.nia), c.area, d, "one key")
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
	if id, err := solutionapp.ProposeSolution(t.Context(), c.App, c.Actor(c.owen), c.area, d, "one key"); err != nil || id == ids[0] {
		t.Errorf("another's: %d, %v", id, err)
	}
}

func TestABidAtTheSameMomentAsTheStatementThatThereIsNone(t *testing.T) {
	c := newCastle(t)
	for i := range 4 {
		c.Exec(`DELETE FROM bids`)
		said := atOnce(2, func(which int) error {
			if which == 0 {
				_, err := solutionapp.AddBid(t.Context(), c.App, c.Actor(c.nia), c.area, solutions.BidDraft{Title: "Bollards", Funder: "The lottery", Amount: 100, Deadline: c.day()}, "")
				return err
			}
			return solutionapp.StateNoBids(t.Context(), c.App, c.Actor(c.owen), c.area, fmt.Sprintf("None, %d", i))
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
	c := newCastle(t)
	id, err := solutionapp.AddBid(t.Context(), c.App, c.Actor(c.nia), c.area, solutions.BidDraft{Title: "Bollards", Funder: "The lottery", Amount: 100000, Deadline: c.day()}, "")
	if err != nil {
		t.Fatal(err)
	}
	approve := func(id domain.BidID, amount domain.Pence) error {
		return c.App.Store.InTx(t.Context(), func(w db.Writer) error {
			return solutionstore.SetBidApproved(t.Context(), w, id, amount, c.owen, c.Now())
		})
	}
	if err := approve(id+1, 1); !errors.Is(err, domain.ErrNotFound) {
		t.Errorf("a bid that is not there: %v", err)
	}
	approved := 0
	for _, err := range atOnce(4, func(int) error { return approve(id, 60000) }) {
		if err == nil {
			approved++
		} else if !strings.Contains(err.Error(), "already") {
			t.Error(err)
		}
	}
	bids, err := solutionstore.Bids(t.Context(), c.App.Store.Reader, policy.EverySolution(), c.area, 1)
	if err != nil || approved != 1 || bids[0].State != solutions.BidApproved || *bids[0].Approved != 60000 {
		t.Errorf("approved %d times: %+v, %v", approved, bids, err)
	}
}
