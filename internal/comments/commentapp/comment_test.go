package commentapp_test

import (
	"errors"
	"testing"
	"time"

	"fourgates/internal/comments"
	"fourgates/internal/comments/commentapp"
	"fourgates/internal/comments/commentstore"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/serve/servertest"
)

func said(t *testing.T, h *servertest.Harness, issue domain.IssueID) []comments.Comment {
	t.Helper()
	list, err := commentstore.OfIssue(t.Context(), h.App.Store.Reader, issue)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestAMembersCommentIsKeptCorrectedAnsweredAndWithdrawn(t *testing.T) {
	h, q, all := servertest.SignedQuarter(t)
	ctx, member, officer := t.Context(), h.Actor(q.Members[0]), h.Actor(q.Officer)
	for range 2 { // the form sent twice
		if err := commentapp.CommentIssue(ctx, h.App, member, all[0], "Two lamps are out"); err != nil {
			t.Fatal(err)
		}
	}
	list := said(t, h, all[0])
	if len(list) != 1 || list[0].Capacity != "Member for Castle ward 0" || !list[0].Waits() {
		t.Fatalf("kept as %+v", list)
	}
	id := list[0].ID
	if err := commentapp.AnswerComment(ctx, h.App, officer, id, 1, "They are reported"); err != nil {
		t.Fatal(err)
	}
	if err := commentapp.CorrectComment(ctx, h.App, member, id, 1, "Three lamps are out"); !errors.Is(err,
		domain.ErrConflict) {
		t.Errorf("corrected over an answer: %v", err)
	}
	h.Move(time.Hour)
	if err := commentapp.CorrectComment(ctx, h.App, member, id, 2, "Three lamps are out"); err != nil {
		t.Fatal(err)
	}
	c := said(t, h, all[0])[0]
	if c.Text() != "Three lamps are out" || c.Texts[1].Text != "Two lamps are out" || c.Answered() {
		t.Errorf("corrected, it stands as %+v", c)
	}
	if err := commentapp.WithdrawComment(ctx, h.App, member, id, ""); err == nil {
		t.Error("withdrawn without a reason")
	}
	for range 2 {
		err := commentapp.WithdrawComment(ctx, h.App, member, id, "They shine again")
		if err != nil && !errors.Is(err, domain.ErrConflict) {
			t.Fatal(err)
		}
	}
	if err := commentapp.AnswerComment(ctx, h.App, officer, id, c.Version+1, "Good"); !errors.Is(err,
		domain.ErrConflict) {
		t.Errorf("one that was withdrawn is answered: %v", err)
	}
	if c = said(t, h, all[0])[0]; !c.Withdrawn() || len(c.Texts) != 2 {
		t.Errorf("withdrawn, it stands as %+v", c)
	}
}

func TestWhoMayCommentOnWhichIssue(t *testing.T) {
	h, q, all := servertest.SignedQuarter(t)
	restricted := h.Issue(q.Officer, issues.IssueDraft{Area: q.Area, Title: "A family", Source: domain.FromTheCommunity,
		Visibility: issues.VisibleRestricted}, issues.IssueTriaged)
	stranger := h.Person("Kwaku")
	h.Term(stranger, h.Seat("ward", "Far away"))
	for name, c := range map[string]struct {
		who   domain.PersonID
		issue domain.IssueID
		want  error
	}{
		"a Member":                {q.Members[1], all[1], nil},
		"a Member, restricted":    {q.Members[1], restricted, domain.ErrNotFound},
		"the officer":             {q.Officer, all[1], domain.ErrForbidden},
		"the planner":             {q.Planner, all[1], domain.ErrForbidden},
		"a Member, of no issue":   {q.Members[1], 99_999_999, domain.ErrNotFound},
		"a Member from elsewhere": {stranger, all[1], domain.ErrNotFound},
	} {
		if err := commentapp.CommentIssue(t.Context(), h.App, h.Actor(c.who), c.issue, "Yes"); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	c := said(t, h, all[1])[0]
	for name, err := range map[string]error{
		"another Member corrects": commentapp.CorrectComment(t.Context(), h.App, h.Actor(q.Members[0]), c.ID, 1, "No"),
		"the officer withdraws":   commentapp.WithdrawComment(t.Context(), h.App, h.Actor(q.Officer), c.ID, "No"),
		"a Member answers":        commentapp.AnswerComment(t.Context(), h.App, h.Actor(q.Members[1]), c.ID, 1, "No"),
	} {
		if !errors.Is(err, domain.ErrForbidden) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// However many comments, one notice on the day after to the officers, and one of answers to the Member.
func TestCommentsAreToldOnceADay(t *testing.T) {
	h, q, all := servertest.SignedQuarter(t)
	ctx, member := t.Context(), h.Actor(q.Members[0])
	for _, issue := range all[:3] {
		if err := commentapp.CommentIssue(ctx, h.App, member, issue, "Yes"); err != nil {
			t.Fatal(err)
		}
	}
	tell := func(want int) {
		t.Helper()
		if made, err := commentapp.TellComments(ctx, h.App); err != nil || made != want {
			t.Errorf("%d notices, %v, want %d", made, err, want)
		}
	}
	tell(0)
	h.Move(24 * time.Hour)
	tell(1)
	tell(0)
	if got := h.Text(`SELECT subject FROM notices WHERE event = 'issue comments'`); got !=
		"3 comments of Members on 3 issues of Castle" {
		t.Errorf("told %q", got)
	}
	for _, issue := range all[:2] {
		c := said(t, h, issue)[0]
		if err := commentapp.AnswerComment(ctx, h.App, h.Actor(q.Officer), c.ID, 1, "Noted"); err != nil {
			t.Fatal(err)
		}
	}
	h.Move(24 * time.Hour)
	tell(1)
	if got := h.Text(`SELECT r.name || ': ' || n.subject FROM notices n JOIN notice_recipients r ON r.notice_id = n.id
		WHERE n.event = 'issue comments answered'`); got !=
		"Aoife Ní Bhriain: 2 answers to your comments on 2 issues of Castle" {
		t.Errorf("told %q", got)
	}
}
