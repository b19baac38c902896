package replyapp

import (
	"context"
	"fmt"

	"fourgates/internal/act"
	"fourgates/internal/asks"
	"fourgates/internal/asks/askstore"
	"fourgates/internal/domain"
	"fourgates/internal/notices"
	"fourgates/internal/notices/noticestore"
	"fourgates/internal/replies"
	"fourgates/internal/replies/replystore"
)

// tell tells people of a reply that is in the making: that it waits, and nothing of its words.
func tell(ctx context.Context, s *act.Step, r replies.Reply, summary string, to []notices.Recipient) error {
	var others []notices.Recipient
	for _, one := range to {
		if one.Person != s.Actor.ID {
			others = append(others, one)
		}
	}
	if len(others) == 0 {
		return nil
	}
	n := notices.Notice{Event: "one reply", Link: fmt.Sprintf("/replies/%d", r.ID), Subject: summary,
		Body: summary + "."}
	if !r.Restricted {
		n.Subject, n.Body = summary+": "+r.Title, fmt.Sprintf("“%s”: %s.", r.Title, domain.LowerFirst(summary))
	}
	noticestore.Tell(s.Writer, n, others, s.Now())
	return nil
}

// here lists who can answer here for those asked.
func here(ctx context.Context, s *act.Step, list []asks.Ask) (to []notices.Recipient, err error) {
	for _, k := range list {
		if k.Way != asks.Here {
			continue
		}
		some, err := askstore.Colleagues(ctx, s.Writer.Reader, k.Service, k.Organisation, s.Today())
		if err != nil {
			return nil, err
		}
		to = append(to, some...)
	}
	return to, nil
}

func asker(r replies.Reply) notices.Recipient {
	return notices.Recipient{Person: r.AskedBy, Name: r.AskedByName, Capacity: "asked"}
}

// tellContributors tells those who clear, and who asked: an officer enters what those say who cannot here.
func tellContributors(ctx context.Context, s *act.Step, r replies.Reply, summary string) error {
	to, err := here(ctx, s, r.Contributors())
	if err != nil {
		return err
	}
	return tell(ctx, s, r, summary, append(to, asker(r)))
}

func tellLead(ctx context.Context, s *act.Step, r replies.Reply, summary string) error {
	lead, ok := r.Lead()
	if !ok {
		return tell(ctx, s, r, summary, []notices.Recipient{asker(r)})
	}
	to, err := here(ctx, s, []asks.Ask{lead})
	if err != nil {
		return err
	}
	return tell(ctx, s, r, summary, append(to, asker(r)))
}

// tellDisagreement takes a disagreement to the directors, and tells the lead. Where nobody is a director, the planning
// officers are told.
func tellDisagreement(ctx context.Context, s *act.Step, r replies.Reply, k asks.Ask) error {
	to, err := replystore.Directors(ctx, s.Writer.Reader, s.Today())
	if err == nil && len(to) == 0 {
		to, err = noticestore.PlanningOfficers(ctx, s.Writer.Reader, s.Today())
	}
	if err != nil {
		return err
	}
	summary := k.To + " disagrees with the one reply; a director decides"
	if err := tell(ctx, s, r, summary, to); err != nil {
		return err
	}
	return tellLead(ctx, s, r, summary)
}

// tellCleared tells whoever raised the issue, who asked and those who made the reply. For a restricted issue the notice
// gives neither title nor area.
func tellCleared(ctx context.Context, s *act.Step, r replies.Reply) error {
	to, err := here(ctx, s, r.Parts)
	if err != nil {
		return err
	}
	to = append(to, asker(r), notices.Recipient{Person: r.RaisedBy, Name: r.RaisedName,
		Capacity: "raised the issue"})
	n := notices.Notice{Event: "issue answered", Link: fmt.Sprintf("/issues/%d", r.Issue),
		Subject: fmt.Sprintf("Issue %d: one reply is here", r.Issue)}
	n.Body = n.Subject + "."
	if !r.Restricted {
		n.Area = r.Area
		n.Body = fmt.Sprintf("“%s”: one reply of %s. %s", r.Title, r.Of(), r.Text)
	}
	noticestore.Tell(s.Writer, n, to, s.Now())
	return nil
}
