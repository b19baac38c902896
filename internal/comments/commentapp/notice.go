package commentapp

import (
	"context"
	"fmt"

	"fourgates/internal/act"
	"fourgates/internal/comments/commentstore"
	"fourgates/internal/domain"
	"fourgates/internal/notices"
	"fourgates/internal/notices/noticestore"
)

// TellComments tells an area's officers what its Members said since they were told the last time, and each Member what
// was answered: one notice a day, however much it was. It returns how many notices it made.
func TellComments(ctx context.Context, a *act.App) (made int, err error) {
	any, err := commentstore.AnyUntold(ctx, a.Store.Reader, a.Today())
	if err != nil || !any {
		return 0, err
	}
	err = a.DoFor(ctx, 0, "issue.comment.tell", func(s *act.Step) error {
		made = 0
		list, err := commentstore.TakeUntold(ctx, s.Writer, s.Today(), s.Now())
		if err != nil {
			return err
		}
		for _, u := range list {
			told, err := tell(ctx, s, u)
			if err != nil {
				return err
			}
			made += told
		}
		s.Record(domain.Event{Kind: "notices", Summary: fmt.Sprintf("What Members said of issues, and answers: %s",
			domain.Counted(made, "notice", "notices"))})
		return nil
	})
	return made, err
}

// tell makes the notice about an area's comments to its officers, or about answers to a Member.
func tell(ctx context.Context, s *act.Step, u commentstore.Untold) (int, error) {
	n := notices.Notice{Event: "issue comments", Area: u.Area, Link: fmt.Sprintf("/areas/%d/comments", u.Area)}
	on := fmt.Sprintf(" on %s of %s", domain.Counted(u.Issues, "issue", "issues"), u.AreaName)
	var to []notices.Recipient
	if u.Person != 0 {
		n.Event = "issue comments answered"
		n.Subject = domain.Counted(u.Said, "answer", "answers") + " to your comments" + on
		n.Body = "The area’s officers answered what you said."
		to = []notices.Recipient{{Person: u.Person, Name: u.Name, Capacity: "Area Member"}}
	} else {
		var err error
		n.Subject = domain.Counted(u.Said, "comment", "comments") + " of Members" + on
		n.Body = "Area Members said something of issues. It can be answered, and gate 2 shows it."
		if to, err = noticestore.AreaOfficers(ctx, s.Writer.Reader, u.Area, s.Today()); err != nil {
			return 0, err
		}
	}
	if len(to) == 0 {
		return 0, nil
	}
	noticestore.Tell(s.Writer, n, to, s.Now())
	return 1, nil
}
