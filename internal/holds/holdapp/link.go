package holdapp

import (
	"context"
	"fmt"
	"slices"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/holds"
	"fourgates/internal/holds/holdstore"
	"fourgates/internal/notices"
	"fourgates/internal/notices/noticestore"
)

// TellLinks tells whoever a link to set a password is for, and the planning officers, that it was made, and when it was
// used. Without a planning officer the administrators are told.
func TellLinks(ctx context.Context, s *act.Step, ids []int64) error {
	links, err := holdstore.Links(ctx, s.Writer.Reader, ids)
	if err != nil {
		return err
	}
	told, err := noticestore.PlanningOfficers(ctx, s.Writer.Reader, s.Today())
	if err == nil && len(told) == 0 {
		told, err = noticestore.Administrators(ctx, s.Writer.Reader, s.Today())
	}
	if err != nil {
		return err
	}
	for _, l := range links {
		to := slices.DeleteFunc(slices.Clone(told), func(r notices.Recipient) bool { return r.Person == l.Person })
		event, did, at := "link made", "made", l.CreatedAt
		if !l.UsedAt.IsZero() {
			event, did, at = "link used", "used", l.UsedAt
		}
		how := holds.LinkWords(l.Maker, l.Handed)
		body := fmt.Sprintf("A link with which %s sets a password was %s on %s (%s).", l.Name, did, domain.Moment(at),
			how)
		if l.Handed != "" {
			body += " Somebody else had it in hand: what is decided with the account within 24 hours of its use " +
				"waits until a second person confirms whose it is."
		}
		body += " If it was not you who asked for it, tell a planning officer."
		if l.Maker == "" && l.Handed == "" {
			to = nil // they asked for it themselves, and it was in nobody's hand
		}
		n := notices.Notice{Event: event, Body: body, Link: "/holds", Subject: "Link to set a password " + did + ": " +
			l.Name}
		if len(to) > 0 {
			noticestore.Tell(s.Writer, n, to, s.Now())
		}
		n.Link = "/account"
		noticestore.Tell(s.Writer, n, []notices.Recipient{{Person: l.Person, Name: l.Name,
			Capacity: "whose account it is"}}, s.Now())
	}
	return nil
}
