package issueapp

import (
	"context"
	"fmt"
	"strings"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/notices"
	"fourgates/internal/notices/noticestore"
)

// tellRaiser tells whoever raised the issue what somebody else did with it (domain §5).
func tellRaiser(ctx context.Context, s *act.Step, i issuestore.IssueRecord, summary string) error {
	if i.RaisedBy == s.Actor.ID {
		return nil
	}
	to := []notices.Recipient{{Person: i.RaisedBy, Name: i.Names.RaisedBy, Capacity: "raised the issue"}}
	return tellAbout(ctx, s, i.Issue, "issue changed", summary, i.StateReason, to)
}

// tellAbout tells people what happened to an issue. For a restricted issue the notice gives neither title nor area:
// those are behind the link, for people who may see them.
func tellAbout(ctx context.Context, s *act.Step, i issues.Issue, event, summary, more string,
	to []notices.Recipient) error {
	if len(to) == 0 {
		return nil
	}
	summary = domain.LowerFirst(summary)
	n := notices.Notice{Event: event, Link: fmt.Sprintf("/issues/%d", i.ID),
		Subject: fmt.Sprintf("Issue %d: %s", i.ID, summary)}
	n.Body = n.Subject + "."
	if i.Visibility != issues.VisibleRestricted {
		n.Area = i.Area
		n.Body = strings.TrimSpace(fmt.Sprintf("“%s”: %s. %s", i.Title, summary, more))
	}
	noticestore.Tell(s.Writer, n, to, s.Now())
	return nil
}
