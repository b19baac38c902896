package priorityapp_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"fourgates/internal/causes"
	"fourgates/internal/causes/causeapp"
	"fourgates/internal/causes/causestore"
	"fourgates/internal/domain"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issueapp"
	"fourgates/internal/priorities"
	"fourgates/internal/priorities/priorityapp"
	"fourgates/internal/register/registerapp"
	"fourgates/internal/scores/scoreapp"
	"fourgates/internal/serve/servertest"
	"fourgates/internal/town"
)

// signedCastle has signed gate 2, with two issues on the list: speed, on its own, and bins.
func signedCastle(t *testing.T) (c *town.Town, speed, bins domain.IssueID) {
	t.Helper()
	c = town.NewCastle(t)
	c.PassGate(domain.GateAreas)
	speed, _, _ = c.ReadyForIssues()
	bins = c.Issue("Bins are missed", domain.FromTheCommunity, issues.IssueSynthesised, issues.VisiblePublic)
	c.EveryoneApproves(c.Submit(domain.GateIssues)[0])
	return c, speed, bins
}

// one reports how many of the errors are nil, and that every other is a refusal or a conflict.
func one(t *testing.T, said []error) int {
	t.Helper()
	n := 0
	for _, err := range said {
		_, blocked := errors.AsType[*domain.BlockedError](err)
		switch {
		case err == nil:
			n++
		case !blocked && !errors.Is(err, domain.ErrConflict):
			t.Error(err)
		}
	}
	return n
}

func TestTwoWhoScoreAtOnceBothCount(t *testing.T) {
	c, speed, _ := signedCastle(t)
	given := []map[domain.CriterionID]int{{1: 1, 2: 1, 3: 1, 4: 1}, {1: 5, 2: 5, 3: 5, 4: 5}}
	people := []domain.PersonID{c.Nia, c.Owen}
	for _, err := range town.AtOnce(10, func(i int) error {
		return scoreapp.ScoreIssue(t.Context(), c.App, c.Actor(people[i%2]), speed, given[i%2])
	}) {
		if err != nil {
			t.Error(err)
		}
	}
	c.WantLines([]string{"1 4", "5 4"}, `SELECT score || ' ' || count(*) FROM scores GROUP BY score, person_id
		ORDER BY 1`)
}

func TestARestrictedIssueIsNotScored(t *testing.T) {
	c, speed, _ := signedCastle(t)
	given := map[domain.CriterionID]int{1: 1, 2: 1, 3: 1, 4: 1}
	servertest.Shows(c.Harness, c.Nia, speed, issues.VisibleRestricted)
	if err := c.Refused("restricted", func(ctx context.Context) error {
		return scoreapp.ScoreIssue(ctx, c.App, c.Actor(c.Nia), speed, given)
	}); len(town.Blockers(err)) != 1 {
		t.Errorf("restricted: %v", err)
	}
	servertest.Shows(c.Harness, c.Nia, speed, issues.VisiblePublic)
	if err := issueapp.MoveIssue(t.Context(), c.App, c.Actor(c.Nia), speed, "with-service", ""); err != nil {
		t.Fatal(err)
	}
	if err := c.Refused("with a service", func(ctx context.Context) error {
		return scoreapp.ScoreIssue(ctx, c.App, c.Actor(c.Nia), speed, given)
	}); len(town.Blockers(err)) != 1 {
		t.Errorf("with a service: %v", err)
	}
}

func TestARoundIsConfirmedOnce(t *testing.T) {
	c, speed, bins := signedCastle(t)
	id := c.Round(map[domain.IssueID]int{speed: 20, bins: 10})
	said := town.AtOnce(6, func(int) error {
		return priorityapp.ConfirmRound(t.Context(), c.App, c.Actor(c.Nia), c.Area, id, 1, []domain.IssueID{speed})
	})
	if n := one(t, said); n != 1 {
		t.Errorf("confirmed %d times", n)
	}
	c.WantLines([]string{"1"}, `SELECT count(*)::text FROM audit_entries WHERE summary = 'Priority round confirmed'`)
	c.WantLines([]string{"1"}, `SELECT count(*)::text FROM notices WHERE event = 'priorities differ'`)
	c.WantLines([]string{"prioritised", "synthesised"}, `SELECT state FROM issues
		WHERE title IN ('Speed on the quay', 'Bins are missed') ORDER BY id`)
}

func TestARoundIsNotConfirmedBeforeGate2(t *testing.T) {
	c := town.NewCastle(t)
	c.EveryoneApproves(c.Submit(domain.GateAreas)[0])
	speed, _, _ := c.ReadyForIssues()
	id := c.Round(map[domain.IssueID]int{speed: 20})
	err := c.Refused("before gate 2", func(ctx context.Context) error {
		return priorityapp.ConfirmRound(ctx, c.App, c.Actor(c.Nia), c.Area, id, 1, []domain.IssueID{speed})
	})
	if len(town.Blockers(err)) != 1 {
		t.Errorf("before gate 2: %v", err)
	}
}

func TestTheOrderByPointsThatWasSignedIsCompared(t *testing.T) {
	c := town.NewCastle(t)
	c.EveryoneApproves(c.Submit(domain.GateAreas)[0])
	speed, _, _ := c.ReadyForIssues()
	bins := c.Issue("Bins are missed", domain.FromTheCommunity, issues.IssueSynthesised, issues.VisiblePublic)
	for issue, n := range map[domain.IssueID]int{speed: 5, bins: 2} {
		if err := scoreapp.ScoreIssue(t.Context(), c.App, c.Actor(c.Nia), issue, map[domain.CriterionID]int{1: n, 2: n,
			3: n, 4: n}); err != nil {
			t.Fatal(err)
		}
	}
	c.EveryoneApproves(c.Submit(domain.GateIssues)[0])
	c.Confirmed(c.Round(map[domain.IssueID]int{speed: 20, bins: 10}), speed, bins)
	c.WantLines([]string{"0"}, `SELECT count(*)::text FROM notices WHERE event = 'priorities differ'`)
	c.Confirmed(c.Round(map[domain.IssueID]int{speed: 10, bins: 20}), speed, bins)
	d, err := priorityapp.PriorityDifference(t.Context(), c.App, c.App.Store.Reader, c.Area)
	if err != nil || len(d.Changes) != 2 || d.Changes[0].Kind != priorities.PriorityMoved {
		t.Errorf("the order is turned round: %v, %v", d.Changes, err)
	}
	c.WantLines([]string{"4"}, `SELECT count(*)::text FROM notice_recipients r JOIN notices n ON n.id = r.notice_id
		WHERE n.event = 'priorities differ'`)
}

func TestGate2IsCalledBackOnce(t *testing.T) {
	c, speed, bins := signedCastle(t)
	c.Confirmed(c.Round(map[domain.IssueID]int{speed: 20, bins: 10}), speed)
	members := []domain.PersonID{c.Aneurin, c.Priya, c.Suresh, c.Maire}
	said := town.AtOnce(8, func(i int) error {
		return gateapp.CallBackGate(t.Context(), c.App, c.Actor(members[i%4]), c.Area, "The bins were dropped")
	})
	if n := one(t, said); n != 1 {
		t.Errorf("called back %d times", n)
	}
	c.WantLines([]string{"called back"}, `SELECT payload::jsonb ->> 'decision' FROM register_entries
		WHERE kind = 'called back'`)
	c.WantLines([]string{"2b"}, `SELECT phase FROM phases WHERE closed_on IS NULL`)
	// Whoever was told that it passed is told that this no longer holds, each once.
	told := c.Text(`SELECT string_agg(DISTINCT r.name, ', ' ORDER BY r.name) FROM notice_recipients r
		JOIN notices n ON n.id = r.notice_id WHERE r.result <> 'withheld: do not contact'
		AND (n.event LIKE 'issues agreed%' OR n.event LIKE 'gate passed%') AND n.attempt_id = (SELECT max(id) FROM attempts)`)
	toldAgain := c.Text(`SELECT string_agg(r.name, ', ' ORDER BY r.name) FROM notice_recipients r
		JOIN notices n ON n.id = r.notice_id WHERE n.event = 'gate 2 called back'`)
	if told != toldAgain || !strings.Contains(told, "Wojciech Zając") || !strings.Contains(told, "Castle Traders") {
		t.Errorf("told that it passed: %s\ntold that it was called back: %s", told, toldAgain)
	}
	c.Verify()

	// The entry in the register and the record beside it hold each other.
	c.Forced("tampered with", `UPDATE attempts SET called_back_reason = 'Another reason'
		WHERE called_back_at IS NOT NULL`)
	if _, err := registerapp.VerifyRegister(t.Context(), c.App, domain.Digest{}); err == nil {
		t.Error("a changed reason goes unnoticed")
	}
	c.Forced("and put back", `UPDATE attempts SET called_back_reason = 'The bins were dropped'
		WHERE called_back_at IS NOT NULL`)
	c.Verify()

	// Gate 2 is ready again, with the issues as they stand now, and passes as a new attempt.
	again := c.Submit(domain.GateIssues)[0]
	if c.Attempt(again).Number != 2 {
		t.Errorf("the new attempt has the number %d", c.Attempt(again).Number)
	}
	c.EveryoneApproves(again)
	c.WantLines([]string{"2c"}, `SELECT phase FROM phases WHERE closed_on IS NULL`)
	c.RefusedFor("after it was signed again", "no-notice", func(ctx context.Context) error {
		return gateapp.CallBackGate(ctx, c.App, c.Actor(c.Aneurin), c.Area, "Once more")
	})
	c.Verify()
}

func TestACalledBackGateWithdrawsTheOneOnTopOfIt(t *testing.T) {
	c := town.NewChamber(t) // whose one priority came after the list was signed
	c.Submit(domain.GateDraftPlan)
	if err := gateapp.CallBackGate(t.Context(), c.App, c.Actor(c.Priya), c.Area, "The bins were dropped"); err != nil {
		t.Fatal(err)
	}
	c.WantLines([]string{"withdrawn"}, `SELECT outcome FROM attempts WHERE gate = 3`)
	c.WantLines([]string{"drafting"}, `SELECT state FROM plans`)
}

func TestAQuickWinTakesAStepOnce(t *testing.T) {
	c, speed, _ := signedCastle(t)
	id, err := issueapp.ProposeQuickWin(t.Context(), c.App, c.Actor(c.Nia),
		issues.QuickWin{Issue: speed, Title: "A mirror", DeliveredBy: "The harbour"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	people := []domain.PersonID{c.Nia, c.Owen}
	said := town.AtOnce(6, func(i int) error {
		return issueapp.TakeQuickWin(t.Context(), c.App, c.Actor(people[i%2]), id,
			issueapp.QuickWinAct{Step: issues.StepAgree, Version: 1})
	})
	if n := one(t, said); n != 1 {
		t.Errorf("agreed %d times", n)
	}
	c.WantLines([]string{"1"}, `SELECT count(*)::text FROM audit_entries WHERE summary = 'Quick win agreed'
		AND object_id = (SELECT max(id) FROM quick_wins)`)
}

func TestCausesPutUnderEachOtherAtOnceMakeNoCircle(t *testing.T) {
	c, speed, _ := signedCastle(t)
	var added [2]domain.CauseID
	texts := []string{"The road is straight", "The road is wide"}
	for i := range added {
		var err error
		if added[i], err = causeapp.AddCause(t.Context(), c.App, c.Actor(c.Nia),
			causes.Cause{Issue: speed, Text: texts[i], TakenPart: "Quay Traders"}); err != nil {
			t.Fatal(err)
		}
	}
	said := town.AtOnce(2, func(i int) error {
		return causeapp.ChangeCause(t.Context(), c.App, c.Actor(c.Nia), causes.Cause{ID: added[i], Parent: added[1-i],
			Text: texts[i], TakenPart: "Quay Traders", Version: 1})
	})
	if n := one(t, said); n != 1 {
		t.Errorf("%d went under the other", n)
	}
	list, err := causestore.Causes(t.Context(), c.App.Store.Reader, speed)
	if err != nil || len(causes.CauseTree(list)) != 1 {
		t.Errorf("the tree has %d roots, want one: %v", len(causes.CauseTree(list)), err)
	}
}

func TestAFormSentTwiceCountsOnce(t *testing.T) {
	c, speed, bins := signedCastle(t)
	for name, send := range map[string]func() (int64, error){
		"causes": func() (int64, error) {
			id, err := causeapp.AddCause(t.Context(), c.App, c.Actor(c.Nia),
				causes.Cause{Issue: speed, Text: "The road is straight", TakenPart: "Quay Traders"})
			return int64(id), err
		},
		"quick_wins": func() (int64, error) {
			id, err := issueapp.ProposeQuickWin(t.Context(), c.App, c.Actor(c.Nia),
				issues.QuickWin{Issue: bins, Title: "A later round", DeliveredBy: "The crews"}, nil)
			return int64(id), err
		},
		"priority_rounds": func() (int64, error) {
			id, err := priorityapp.EnterRound(t.Context(), c.App, c.Actor(c.Nia), priorities.PriorityRound{Area: c.Area,
				Method: priorities.PaperCount, HeldOn: c.Day(), TakingPart: 30, VotesEach: 1,
				Votes: map[domain.IssueID]int{speed: 20, bins: 3}})
			return int64(id), err
		},
	} {
		before := c.Int(`SELECT count(*) FROM ` + name)
		got := make([]int64, 5)
		for _, err := range town.AtOnce(len(got), func(i int) (err error) { got[i], err = send(); return err }) {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		if n := c.Int(`SELECT count(*) FROM `+name) - before; n != 1 {
			t.Errorf("%s: %d are added, want one", name, n)
		}
		for _, id := range got {
			if id != got[0] {
				t.Errorf("%s: the same form leads to %v", name, got)
				break
			}
		}
	}
	_, err := issueapp.ProposeQuickWin(t.Context(), c.App, c.Actor(c.Owen),
		issues.QuickWin{Issue: bins, Title: "A later round", DeliveredBy: "The crews"}, nil)
	if got := town.Blockers(err); len(got) != 1 || got[0] != "title" {
		t.Errorf("the same from somebody else: %v", err)
	}
}
