package gateapp

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/notices"
	"fourgates/internal/notices/noticestore"
	"fourgates/internal/places/placestore"
)

// TellChangedIssues tells the Area Members of the issues that a step left otherwise than they were signed at gate 2, in
// its own transaction. A thing has one notice a day at most, and none for a difference of which it was told before.
func TellChangedIssues(ctx context.Context, s *act.Step, things []int64) error {
	ids := make([]domain.IssueID, len(things))
	for i, id := range things {
		ids[i] = domain.IssueID(id)
	}
	ids, err := gatestore.MayBeSigned(ctx, s.Writer.Reader, ids)
	if err != nil || len(ids) == 0 {
		return err
	}
	signed, err := gatestore.ChangedIssues(ctx, s.Writer.Reader, ids)
	if err != nil {
		return err
	}
	for _, id := range ids {
		was := signed[id]
		if len(was.Changes) == 0 {
			continue
		}
		n := notices.Notice{Event: "changed since it was signed", Area: was.Area, Attempt: was.Attempt,
			Link:    fmt.Sprintf("/issues/%d", id),
			Subject: fmt.Sprintf("Issue %d: changed since %s", id, was.Words()), Body: changeWords(was.Changes)}
		if err := tellChanged(ctx, s, n); err != nil {
			return err
		}
	}
	return nil
}

// TellChangedArea tells the Area Members where a step left name, code, rationale or boundary of an area otherwise than
// they were signed at gate 1.
func TellChangedArea(ctx context.Context, s *act.Step, things []int64) error {
	for _, thing := range things {
		area := domain.AreaID(thing)
		signed, changes, err := gatestore.SignedArea(ctx, s.Writer.Reader, area)
		if errors.Is(err, domain.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		if len(changes) == 0 {
			continue
		}
		n := notices.Notice{Event: "changed since it was signed", Area: area, Attempt: signed.Attempt,
			Link:    fmt.Sprintf("/areas/%d", area),
			Subject: fmt.Sprintf("%s: changed since %s", signed.Name, signed.Words()), Body: changeWords(changes)}
		if err := tellChanged(ctx, s, n); err != nil {
			return err
		}
	}
	return nil
}

// mostChanges is how many lines of a difference a notice gives; the page behind it has them all.
const mostChanges = 10

// changeWords says what is otherwise, and what it says now. Changes keeps long texts to what differs.
func changeWords(changes []gates.Change) string {
	lines := []string{"It says now:"}
	for i, c := range changes {
		if i == mostChanges {
			lines = append(lines, fmt.Sprintf("and %d more", len(changes)-i))
			break
		}
		after := c.After
		if after == "" {
			after = "gone"
		}
		lines = append(lines, c.Key+": "+after)
	}
	return strings.Join(lines, "\n")
}

func tellChanged(ctx context.Context, s *act.Step, n notices.Notice) error {
	told, err := noticestore.LastTold(ctx, s.Writer.Reader, n.Area, n.Event, n.Link)
	if err != nil {
		return err
	}
	if told.Body == n.Body || domain.DateOf(told.At) == s.Today() {
		return nil
	}
	members, err := placestore.AreaMembers(ctx, s.Writer.Reader, n.Area, s.Today())
	if err != nil {
		return err
	}
	var to []notices.Recipient
	for _, m := range members {
		if m.Person != 0 && m.Person != s.Actor.ID && !slices.ContainsFunc(to, func(r notices.Recipient) bool {
			return r.Person == m.Person
		}) {
			to = append(to, notices.Recipient{Person: m.Person, Name: m.Name, Capacity: "Member for " + m.SeatName})
		}
	}
	if len(to) == 0 {
		return nil
	}
	_, err = noticestore.AddNotice(ctx, s.Writer, n, to, s.Now())
	return err
}
