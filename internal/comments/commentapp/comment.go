// Package commentapp takes what Members say of issues, and what officers answer.
package commentapp

import (
	"context"

	"fourgates/internal/act"
	"fourgates/internal/comments"
	"fourgates/internal/comments/commentstore"
	"fourgates/internal/domain"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
)

// CommentIssue keeps what a Member says of an issue of their area. Sent twice, it keeps it once. It returns a
// *domain.BlockedError for the field "text", and domain.ErrForbidden where the actor is no Member of the area.
func CommentIssue(ctx context.Context, a *act.App, actor policy.Actor, issue domain.IssueID, text string) error {
	return a.Do(ctx, actor, policy.CommentIssues, func(s *act.Step) error {
		i, err := issuestore.IssueForUpdate(ctx, s.Writer, policy.IssueScopeOf(actor), issue)
		if err != nil {
			return err
		}
		if !comments.MayComment(actor, i.Area) {
			return domain.ErrForbidden
		}
		if err := i.CheckEdit(); err != nil {
			return err
		}
		if text == "" {
			return domain.Blocked("text", "Enter your comment")
		}
		all, err := commentstore.OfIssue(ctx, s.Writer.Reader, issue)
		if err != nil {
			return err
		}
		for _, c := range all {
			if c.By == actor.ID && c.Waits() && c.Text() == text {
				return s.Same() // the form was sent twice
			}
		}
		capacity, err := capacityOf(ctx, s, i.Area)
		if err != nil {
			return err
		}
		if _, err := commentstore.AddComment(ctx, s.Writer, issue, actor.ID, capacity, text, s.Now()); err != nil {
			return err
		}
		s.Record(event(i.ID, i.Area, "Comment of a Member", nil, map[string]string{"Comment": text, "As": capacity}))
		return nil
	})
}

// capacityOf says for which ward or division the actor is a Member of the area today.
func capacityOf(ctx context.Context, s *act.Step, area domain.AreaID) (string, error) {
	members, err := placestore.AreaMembers(ctx, s.Writer.Reader, area, s.Today())
	if err != nil {
		return "", err
	}
	words := ""
	for _, m := range members {
		switch {
		case m.Person != s.Actor.ID:
		case words == "":
			words = "Member for " + m.SeatName
		default:
			words += " and " + m.SeatName
		}
	}
	if words == "" {
		return "", domain.ErrForbidden
	}
	return words, nil
}

// CorrectComment gives a comment another wording, by who said it; the one before stays readable. It returns
// domain.ErrConflict where it was changed or answered meanwhile, and a *domain.StateError where it was withdrawn.
func CorrectComment(ctx context.Context, a *act.App, actor policy.Actor, id domain.IssueCommentID, version int,
	text string) error {
	return a.Do(ctx, actor, policy.CommentIssues, func(s *act.Step) error {
		c, err := commentFor(ctx, s, id, comments.MayChange)
		if err != nil {
			return err
		}
		if c.Text() == text {
			return s.Same()
		}
		if c.Version != version {
			return domain.ErrConflict
		}
		if text == "" {
			return domain.Blocked("text", "Enter your comment, or withdraw it")
		}
		s.Record(event(c.Issue, c.Area, "Comment of a Member corrected", map[string]string{"Comment": c.Text()},
			map[string]string{"Comment": text}))
		return commentstore.AddText(ctx, s.Writer, c, text, s.Now())
	})
}

// WithdrawComment takes a comment back, with the reason, by who said it. It stays readable as withdrawn.
func WithdrawComment(ctx context.Context, a *act.App, actor policy.Actor, id domain.IssueCommentID,
	why string) error {
	return a.Do(ctx, actor, policy.CommentIssues, func(s *act.Step) error {
		c, err := commentFor(ctx, s, id, comments.MayChange)
		if err != nil {
			return err
		}
		if why == "" {
			return domain.Blocked("why", "Say why you withdraw it")
		}
		s.Record(event(c.Issue, c.Area, "Comment of a Member withdrawn", map[string]string{"Comment": c.Text()},
			map[string]string{"Reason": why}))
		return commentstore.Withdraw(ctx, s.Writer, id, why, s.Now())
	})
}

// AnswerComment answers a comment, or answers it anew: the answer before stays readable. It returns domain.ErrConflict
// where it was changed or answered meanwhile, and a *domain.StateError where it was withdrawn.
func AnswerComment(ctx context.Context, a *act.App, actor policy.Actor, id domain.IssueCommentID, version int,
	text string) error {
	return a.Do(ctx, actor, policy.WorkIssues, func(s *act.Step) error {
		c, err := commentFor(ctx, s, id, comments.MayAnswer)
		if err != nil {
			return err
		}
		if c.Answered() && c.Answers[0].Text == text {
			return s.Same()
		}
		if c.Version != version {
			return domain.ErrConflict
		}
		if text == "" {
			return domain.Blocked("answer", "Enter the answer")
		}
		var before any
		if len(c.Answers) > 0 {
			before = map[string]string{"Answer": c.Answers[0].Text}
		}
		s.Record(event(c.Issue, c.Area, "Comment of a Member answered", before, map[string]string{"Answer": text}))
		return commentstore.AddAnswer(ctx, s.Writer, c, text, actor.ID, s.Now())
	})
}

// commentFor loads and locks a comment that the actor may see and may do something with.
func commentFor(ctx context.Context, s *act.Step, id domain.IssueCommentID,
	may func(policy.Actor, comments.Comment) bool) (comments.Comment, error) {
	c, err := commentstore.CommentForUpdate(ctx, s.Writer, policy.IssueScopeOf(s.Actor), id)
	if err != nil {
		return c, err
	}
	return c, check(s.Actor, c, may)
}

// check says first whether the actor may at all, then whether the comment stands.
func check(a policy.Actor, c comments.Comment, may func(policy.Actor, comments.Comment) bool) error {
	if !may(a, c.Standing()) {
		return domain.ErrForbidden
	}
	return c.CheckStands()
}

// event is an entry of what is said of an issue, among those of the issue.
func event(issue domain.IssueID, area domain.AreaID, summary string, before, after any) domain.Event {
	return domain.Event{Kind: "issue", ID: int64(issue), Area: area, Summary: summary, Before: before, After: after}
}
