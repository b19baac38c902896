package reviewapp

import (
	"cmp"
	"context"
	"fmt"

	"fourgates/internal/act"
	"fourgates/internal/asks"
	"fourgates/internal/asks/askstore"
	"fourgates/internal/domain"
	"fourgates/internal/notices"
	"fourgates/internal/notices/noticestore"
	"fourgates/internal/reviews"
	"fourgates/internal/reviews/reviewstore"
)

// Events of notices about reviews.
const (
	eventAnswered = "review answered"
	eventClosed   = "review closed"
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
	noticestore.Tell(s.Writer, n, to, s.Now())
	return nil
}

// about names the priority and its area where everybody who is told may read them.
func about(r reviews.Review) string {
	if r.Restricted {
		return fmt.Sprintf("Issue %d", r.Issue)
	}
	return fmt.Sprintf("“%s” in %s", r.Title, r.AreaName)
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

// FollowAsks lets reviews follow what became of the asks for them: passed on, they are those whom is asked now; not
// theirs to answer, they are closed and say so.
func FollowAsks(ctx context.Context, s *act.Step, ids []int64) error {
	for _, id := range ids {
		k, err := askstore.ForUpdate(ctx, s.Writer, domain.AskID(id), s.Today())
		if err != nil {
			return err
		}
		switch {
		case k.Kind != asks.Review:
		case k.Ended != "":
			err = reviewstore.Close(ctx, s.Writer, k.Review, domain.Capital(k.EndedWords())+".",
				cmp.Or(s.Actor.ID, k.AskedBy), s.Now())
		case k.Open():
			err = reviewstore.Move(ctx, s.Writer, k.Review, k.Service, k.Organisation)
		case k.NotOurs:
			err = reviewstore.Close(ctx, s.Writer, k.Review, "It is not theirs, says "+k.To+": "+k.Words, s.Actor.ID,
				s.Now())
		}
		if err != nil {
			return err
		}
	}
	return nil
}
