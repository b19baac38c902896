package reviewapp

import (
	"context"
	"fmt"
	"strings"

	"fourgates/internal/act"
	"fourgates/internal/asks/askstore"
	"fourgates/internal/domain"
	"fourgates/internal/notices"
	"fourgates/internal/notices/noticestore"
	"fourgates/internal/policy"
	"fourgates/internal/reviews"
	"fourgates/internal/reviews/reviewstore"
	"fourgates/internal/timelines/timelinestore"
)

// Events of notices about reviews.
const (
	eventAsked    = "review asked"
	eventAnswered = "review answered"
	eventClosed   = "review closed"
	eventChased   = "review chased"
)

// tell stores a notice about a review, unless there is nobody to tell. Of a restricted issue it gives neither title nor
// area: those are behind the link.
func tell(ctx context.Context, s *act.Step, r reviews.Review, event, subject, body string,
	to []notices.Recipient) error {
	if len(to) == 0 {
		return nil
	}
	n := notices.Notice{Event: event, Area: r.Area, Subject: subject, Body: body,
		Link: fmt.Sprintf("/reviews/%d", r.ID)}
	if r.Restricted {
		n.Area = 0
	}
	_, err := noticestore.AddNotice(ctx, s.Writer, n, to, s.Now())
	return err
}

// about names the priority and its area where everybody who is told may read them.
func about(r reviews.Review) string {
	if r.Restricted {
		return fmt.Sprintf("Issue %d", r.Issue)
	}
	return fmt.Sprintf("“%s” in %s", r.Title, r.AreaName)
}

// tellAsked asks the people with an account who answer for a service or an organisation; all reviews are of it.
func tellAsked(ctx context.Context, s *act.Step, asked []reviews.Review) error {
	first := asked[0]
	to, err := askstore.Colleagues(ctx, s.Writer.Reader, first.Service, first.Organisation, s.Today())
	if err != nil {
		return err
	}
	for _, r := range asked {
		body := fmt.Sprintf("%s: what do you do already, what do your data show, what binds you? Please answer by %s. "+
			"%s", about(r), r.ReplyBy.Words(), r.Ask)
		if err := tell(ctx, s, r, eventAsked, fmt.Sprintf("Your review is asked by %s", r.ReplyBy.Words()),
			strings.TrimSpace(body), to); err != nil {
			return err
		}
	}
	return nil
}

// tellOfficers tells the area's officers of an answer, but for whoever entered it.
func tellOfficers(ctx context.Context, s *act.Step, r reviews.Review, summary string) error {
	team, err := noticestore.AreaOfficers(ctx, s.Writer.Reader, r.Area, s.Today())
	if err != nil {
		return err
	}
	var to []notices.Recipient
	for _, t := range team {
		if t.Person != s.Actor.ID {
			to = append(to, t)
		}
	}
	return tell(ctx, s, r, eventAnswered, summary, about(r)+": "+domain.LowerFirst(summary)+".", to)
}

// tellClosed tells those asked that nothing is awaited of them any more.
func tellClosed(ctx context.Context, s *act.Step, r reviews.Review, reason string) error {
	to, err := askstore.Colleagues(ctx, s.Writer.Reader, r.Service, r.Organisation, s.Today())
	if err != nil {
		return err
	}
	return tell(ctx, s, r, eventClosed, "Your review is no longer awaited",
		about(r)+": closed without an answer. "+reason, to)
}

// ChaseReviews reminds those asked before the day of their answer, on it and after it; the area's officers too where
// nobody asked has an account, and in the end in any case. Each rung once, however often and on however many servers it
// runs. It returns how many it chased.
func ChaseReviews(ctx context.Context, a *act.App) (chased int, err error) {
	open, err := reviewstore.OpenReviews(ctx, a.Store.Reader, a.Today())
	if err != nil || len(open) == 0 {
		return 0, err
	}
	areas := make([]domain.AreaID, len(open))
	for i, r := range open {
		areas[i] = r.Area
	}
	working, err := timelinestore.CalendarsFor(ctx, a.Store.Reader, areas...)
	if err != nil {
		return 0, err
	}
	for _, r := range open {
		if r.RungOn(a.Today(), working[r.Area]) == "" {
			continue
		}
		did := false
		err := a.DoFor(ctx, 0, "review.chase", func(s *act.Step) error {
			if did, err = chase(ctx, s, r.ID, working[r.Area]); err != nil {
				return err
			}
			if !did {
				return s.Same()
			}
			s.Record(domain.Event{Kind: "review", ID: int64(r.ID), Area: r.Area, Summary: "Review chased: " + r.Of})
			return nil
		})
		if err != nil {
			return chased, err
		}
		if did {
			chased++
		}
	}
	return chased, nil
}

var everyIssue = policy.IssueScope{View: policy.Scope{All: true}, Restricted: policy.Scope{All: true}}

func chase(ctx context.Context, s *act.Step, id domain.ReviewID, working domain.Calendar) (bool, error) {
	today := s.Today()
	r, err := reviewstore.ReviewForUpdate(ctx, s.Writer, everyIssue, id, today)
	if err != nil {
		return false, err
	}
	rung := r.RungOn(today, working)
	if rung == "" {
		return false, nil
	}
	first, err := reviewstore.AddReminder(ctx, s.Writer, id, rung, s.Now())
	if err != nil || !first {
		return false, err
	}
	to, err := askstore.Colleagues(ctx, s.Writer.Reader, r.Service, r.Organisation, today)
	if err != nil {
		return false, err
	}
	body := fmt.Sprintf("%s: the review of %s was asked on %s and is due on %s.", about(r), r.Of,
		domain.DateOf(r.AskedAt).Words(), r.ReplyBy.Words())
	if len(to) == 0 {
		body += " Nobody there has an account: ask by letter or telephone, and enter the answer."
	}
	if len(to) == 0 || rung == reviews.RungOverdue {
		team, err := noticestore.AreaOfficers(ctx, s.Writer.Reader, r.Area, today)
		if err != nil {
			return false, err
		}
		to = append(to, team...)
	}
	return true, tell(ctx, s, r, eventChased, chasedSubject(r, rung, today), body, to)
}

func chasedSubject(r reviews.Review, rung reviews.Rung, today domain.Date) string {
	switch {
	case today.After(r.ReplyBy):
		return "Overdue: the review of " + r.Of
	case rung == reviews.RungDue:
		return "Due today: the review of " + r.Of
	}
	return fmt.Sprintf("Due on %s: the review of %s", r.ReplyBy.Words(), r.Of)
}
