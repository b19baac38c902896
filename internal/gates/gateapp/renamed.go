package gateapp

import (
	"context"
	"fmt"
	"strings"

	"fourgates/internal/act"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/notices"
	"fourgates/internal/notices/noticestore"
)

// TellRenamed tells the officers of each area in which issues were signed at gate 2 with the name of a theme or a place
// that is called otherwise by now: one notice an area and thing, and none for what they were told of before. The issues
// are marked wherever they are spoken of, as any that changed since.
func TellRenamed(of gatestore.Named) func(ctx context.Context, s *act.Step, ids []int64) error {
	return func(ctx context.Context, s *act.Step, ids []int64) error {
		for _, id := range ids {
			list, err := gatestore.SignedWith(ctx, s.Writer.Reader, of, id)
			if err != nil {
				return err
			}
			for _, area := range list {
				if err := tellRenamed(ctx, s, of, id, area); err != nil {
					return err
				}
			}
		}
		return nil
	}
}

func tellRenamed(ctx context.Context, s *act.Step, of gatestore.Named, id int64, in gatestore.NamedIn) error {
	signed, err := gatestore.ChangedIssues(ctx, s.Writer.Reader, in.Issues)
	if err != nil {
		return err
	}
	var marked []string
	var at gates.SignedAt
	for n, issue := range in.Issues {
		is, ok := signed[issue]
		if !ok || len(is.Changes) == 0 || !calledOtherwise(is.Issue, of, in.Name) {
			continue
		}
		at = is.SignedAt
		if in.Open[n] {
			marked = append(marked, "“"+is.Issue.Title+"”")
		} else {
			marked = append(marked, "an issue that is restricted")
		}
	}
	if len(marked) == 0 {
		return nil
	}
	link := fmt.Sprintf("/attempts/%d", at.Attempt)
	if of == gatestore.NamedTheme {
		link = fmt.Sprintf("/issues?area=%d&theme=%d", in.Area, id)
	}
	n := notices.Notice{Event: "renamed since it was signed", Area: in.Area, Attempt: at.Attempt, Link: link,
		Subject: fmt.Sprintf("%s: the %s “%s” was renamed since %s", in.AreaName, of, in.Name, at.Words()),
		Body:    renamedWords(of, in.Name, marked)}
	told, err := noticestore.LastTold(ctx, s.Writer.Reader, n.Area, n.Event, n.Link)
	if err != nil || told.Body == n.Body {
		return err
	}
	to, err := noticestore.AreaOfficers(ctx, s.Writer.Reader, in.Area, s.Today())
	if err != nil || len(to) == 0 {
		return err
	}
	_, err = noticestore.AddNotice(ctx, s.Writer, n, to, s.Now())
	return err
}

// calledOtherwise reports whether the issue was frozen with another name of the thing than it has now.
func calledOtherwise(i gates.SnapshotIssue, of gatestore.Named, name string) bool {
	if of == gatestore.NamedTheme {
		return i.Theme != name
	}
	return i.PlaceWords != "" && i.PlaceWords != name && !strings.HasPrefix(i.PlaceWords, name+": ")
}

// mostNamed is how many issues such a notice names.
const mostNamed = 3

func renamedWords(of gatestore.Named, name string, marked []string) string {
	such := strings.Join(marked[:min(len(marked), mostNamed)], ", ")
	if len(marked) > mostNamed {
		such += " and more"
	}
	return fmt.Sprintf("The %s is called “%s” now. Issues that were signed with another name are marked as changed "+
		"since: %s. What was signed stays as it was.", of, name, such)
}
