package app

import (
	"context"
	"fmt"
	"strings"

	"fourgates/internal/domain"
	"fourgates/internal/store"
)

// tellRaiser tells whoever raised the issue what somebody else did with it (domain §5).
func tellRaiser(ctx context.Context, s *Step, i store.IssueRecord, summary string) error {
	if i.RaisedBy == s.Actor.ID {
		return nil
	}
	to := []domain.Recipient{{Person: i.RaisedBy, Name: i.Names.RaisedBy, Capacity: "raised the issue"}}
	return tellAbout(ctx, s, i.Issue, "issue changed", summary, i.StateReason, to)
}

// tellAbout tells people what happened to an issue. A restricted issue's notice says neither its title nor its area:
// both stand behind the link, for those who may see them.
func tellAbout(ctx context.Context, s *Step, i domain.Issue, event, summary, more string, to []domain.Recipient) error {
	if len(to) == 0 {
		return nil
	}
	n := domain.Notice{Event: event, Link: fmt.Sprintf("/issues/%d", i.ID),
		Subject: fmt.Sprintf("Issue %d: %s", i.ID, lowerFirst(summary))}
	n.Body = n.Subject + "."
	if i.Visibility != domain.VisibleRestricted {
		n.Area = i.Area
		n.Body = strings.TrimSpace(fmt.Sprintf("“%s”: %s. %s", i.Title, lowerFirst(summary), more))
	}
	_, err := s.AddNotice(ctx, n, to, s.Now())
	return err
}

func lowerFirst(s string) string {
	if s == "" {
		return ""
	}
	return strings.ToLower(s[:1]) + s[1:]
}
