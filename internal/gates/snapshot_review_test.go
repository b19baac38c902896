package gates

import (
	"strings"
	"testing"

	"fourgates/internal/comments"
	"fourgates/internal/domain"
	"fourgates/internal/domain/domaintest"
	"fourgates/internal/reviews"
)

// reviewed is a snapshot of gate 3 with an answer, a review closed without one, and one of a restricted issue.
func reviewed() Snapshot {
	at := domaintest.Day.Time()
	f := GateFacts{Today: domaintest.Day, Draft: DraftFacts{Reviews: []reviews.Priority{
		{Issue: 1, Title: "Lamps", Reviews: []reviews.Review{
			{Issue: 1, Title: "Lamps", Of: "Highways", AskedAt: at, AnsweredAt: at, AnsweredByName: "Oisín",
				Answer: reviews.Answer{Does: "Mends them", Shows: "12 out", Binds: "A contract"}},
			{Issue: 1, Title: "Lamps", Of: "Police", AskedAt: at, ClosedAt: at, ClosedReason: "They have moved"}}},
		{Issue: 2, Title: "A family", Restricted: true, Reviews: []reviews.Review{{Issue: 2, Title: "A family",
			Of: "Housing", AnsweredAt: at, Answer: reviews.Answer{Does: "Must not show"}}}},
	}}}
	return TakeSnapshot(SnapshotHead{Gate: domain.GateDraftPlan}, f)
}

func TestReviewsAreFrozenWithGateThree(t *testing.T) {
	kept, err := reviewed().Freeze(salts())
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"reviews[0].does","Mends them"]`, `"reviews[0].binds","A contract"]`,
		`"reviews[1].reason","They have moved"]`} {
		if !strings.Contains(kept.Words, want) {
			t.Errorf("nothing is frozen as %s:\n%s", want, kept.Words)
		}
	}
	if strings.Contains(kept.Words, "Must not show") || strings.Contains(kept.Words, "A family") {
		t.Errorf("the review of a restricted issue is frozen: %s", kept.Words)
	}
	if back, err := ReadSnapshot(kept); err != nil || len(back.Reviews) != 2 || back.Reviews[0].Shows != "12 out" {
		t.Errorf("reads back as %+v, %v", back.Reviews, err)
	}
}

func TestReviewsShowInTheDifferenceFromWhereTheyWereFrozen(t *testing.T) {
	from, to := reviewed(), reviewed()
	to.Reviews[0].Binds = "Nothing"
	if got := Changes(from, to); len(got) != 1 || got[0].Section != "Review with services and partners" {
		t.Errorf("an answer that changed shows as %v", got)
	}
	from.Format, from.Reviews = 2, nil
	if got := Changes(from, to); len(got) != 0 {
		t.Errorf("a snapshot that held no reviews differs by them: %v", got)
	}
}

func TestACycleThatWasPastItsReviewShowsItAsNotRecorded(t *testing.T) {
	f := readyFacts(domain.GateDraftPlan)
	f.Draft.Reviews, f.Draft.ReviewNotAsked = []reviews.Priority{{Issue: 1, Title: "Lamps"}}, true
	for _, c := range Checklist(domain.GateDraftPlan, f) {
		if c.ID == "reviewed" && (!c.Met || !strings.HasPrefix(c.Detail, "not recorded")) {
			t.Errorf("it stands as %+v", c)
		}
	}
}

func TestSessionsAreFrozenWithGateTwo(t *testing.T) {
	s := frozen(t, domain.GateIssues)
	if len(s.Sessions) != 1 || s.Sessions[0].Synthesised != "Speeding into roads" ||
		s.Sessions[0].Counts != "1 of 1 place took part" || s.Sessions[0].Attendance[0].Came != "came" {
		t.Errorf("frozen as %+v", s.Sessions)
	}
	if got := frozen(t, domain.GateAreas); got.Format != 2 || got.Sessions != nil {
		t.Errorf("gate 1 is frozen in format %d with %v", got.Format, got.Sessions)
	}
	to := frozen(t, domain.GateIssues)
	to.Sessions[0].Attendance[0].Came = "sent apologies"
	if got := Changes(s, to); len(got) != 1 || got[0].Section != "Synthesis with Members" {
		t.Errorf("another attendance changes %v", got)
	}
	s.Format, s.Sessions = 2, nil
	if got := Changes(s, to); len(got) != 0 {
		t.Errorf("a snapshot that held no sessions differs by them: %v", got)
	}
}

func TestACycleThatHadBegunItsSynthesisShowsTheSessionAsNotRecorded(t *testing.T) {
	f := readyFacts(domain.GateIssues)
	f.Sessions, f.SessionNotAsked = nil, true
	found := false
	for _, c := range Checklist(domain.GateIssues, f) {
		if c.ID == "session" {
			found = c.Met && strings.HasPrefix(c.Detail, "not recorded")
		}
	}
	if !found || len(SubmitBlockers(domain.GateIssues, f)) != 0 {
		t.Error("a cycle is asked for a session that it had gone past, or does not say so")
	}
}

func TestWhatMembersSayIsFrozenWithGateTwo(t *testing.T) {
	f := readyFacts(domain.GateIssues)
	f.Comments = []comments.Comment{{ID: 4, Issue: 1, ByName: "Priya", Capacity: "Member for Castle",
		Texts: []comments.Text{{Text: "At the school too", At: domaintest.Day.Time()}}}}
	from := TakeSnapshot(SnapshotHead{Gate: domain.GateIssues, Attempt: 1}, f)
	if len(from.Comments) != 1 || from.Comments[0].Words != "At the school too" || from.Format != SnapshotFormat {
		t.Errorf("frozen as %+v in format %d", from.Comments, from.Format)
	}
	f.Comments[0].Answers = []comments.Answer{{Text: "Noted", ByName: "Nia", At: domaintest.Day.Time()}}
	to := TakeSnapshot(SnapshotHead{Gate: domain.GateIssues, Attempt: 2}, f)
	if got := Changes(from, to); len(got) != 1 || got[0].Section != "What Members say" {
		t.Errorf("an answer changes %v", got)
	}
	if got := ChangedSince(from, to); len(got) != 0 {
		t.Errorf("a comment marks what was signed as changed: %v", got)
	}
	from.Format, from.Comments = 4, nil
	if got := Changes(from, to); len(got) != 0 {
		t.Errorf("a snapshot that held no comments differs by them: %v", got)
	}
}
