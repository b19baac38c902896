package issueapp

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/policy"
)

// A Synthesis is what somebody types about a synthesised issue.
type Synthesis struct {
	Title, Description string
	Theme              domain.ThemeID
	Visibility         issues.Visibility
}

// SynthesiseIssues makes one issue of several, which become its members, and returns its identifier (D5). Where one of
// those chosen is a synthesis already, the others are added to it and what was typed is not used. Contributors and
// evidence stay with the members.
func SynthesiseIssues(ctx context.Context, a *act.App, actor policy.Actor, ids []domain.IssueID, n Synthesis,
	key string) (whole domain.IssueID, err error) {
	err = a.Do(ctx, actor, policy.WorkIssues, func(s *act.Step) error {
		chosen, err := issuesToWork(ctx, s, ids)
		if err != nil {
			return err
		}
		// the form was sent twice
		if made, err := issuestore.IssueByKey(ctx, s.Writer.Reader, KeyOf(actor, key)); err == nil {
			whole = made
			return s.Same()
		} else if !errors.Is(err, domain.ErrNotFound) {
			return err
		}
		tied := tiedOf(chosen)
		if err := issues.CheckSynthesis(tied); err != nil {
			return err
		}
		if existing, ok := issues.SynthesisAmong(tied); ok {
			whole = existing.ID
		} else if whole, err = addSynthesis(ctx, s, chosen, n, key); err != nil {
			return err
		}
		for _, was := range chosen {
			if was.ID == whole {
				continue
			}
			if err := issuestore.AddToSynthesis(ctx, s.Writer, whole, was.ID, was.State, actor.ID,
				s.Now()); err != nil {
				return err
			}
			is := was
			is.State, is.StateReason = issues.IssueSynthesised, ""
			// Where nothing is different, it stood as synthesised on its own.
			event, _, err := WriteIssue(ctx, s, was, is, fmt.Sprintf("Made part of the synthesised issue %d", whole))
			if err != nil {
				return err
			}
			s.Record(event, domain.Event{Kind: "issue", ID: int64(whole), Area: was.Area,
				Summary: fmt.Sprintf("Issue %d added to this synthesis", was.ID)})
		}
		return nil
	})
	return whole, err
}

func addSynthesis(ctx context.Context, s *act.Step, chosen []issuestore.IssueRecord, n Synthesis,
	key string) (domain.IssueID,
	error) {
	if n.Title == "" {
		return 0, domain.Blocked("title", "Enter a title for what they have in common")
	}
	d := issues.IssueDraft{Area: chosen[0].Area, Title: n.Title, Description: n.Description, Theme: n.Theme,
		Source: chosen[0].Source, Visibility: n.Visibility}
	names, err := issuestore.LoadDraftNames(ctx, s.Writer.Reader, policy.Scope{All: true}, d)
	if err != nil {
		return 0, err
	}
	if err := checkDraft(d, names, 0); err != nil {
		return 0, err
	}
	issue := issues.Issue{Area: d.Area, RaisedBy: s.Actor.ID, RaisedAt: s.Now(), ChangedAt: s.Now(),
		State: issues.IssueSynthesised, IsSynthesis: true}.With(d)
	if issue.ID, _, err = issuestore.AddIssue(ctx, s.Writer, issue, KeyOf(s.Actor, key)); err != nil {
		return 0, err
	}
	s.Record(IssueEvent(issue, fmt.Sprintf("Synthesised from %d issues", len(chosen)), nil,
		issues.Said(issue.Words(namesOf(names, s.Actor)))))
	return issue.ID, nil
}

// LeaveSynthesis takes an issue out of a synthesis, as it was before. It is refused once gate 2 is signed with the
// issue in it.
func LeaveSynthesis(ctx context.Context, a *act.App, actor policy.Actor, whole, member domain.IssueID) error {
	return a.Do(ctx, actor, policy.WorkIssues, func(s *act.Step) error {
		both, err := issuesToWork(ctx, s, []domain.IssueID{whole, member})
		if err != nil {
			return err
		}
		was := both[0]
		if was.ID == whole {
			was = both[1]
		}
		if err := issues.CheckLeaveSynthesis(was.Ties, was.Ties.PartSince); err != nil {
			return err
		}
		s.Record(domain.Event{Kind: "issue", ID: int64(whole), Area: was.Area,
			Summary: fmt.Sprintf("Issue %d taken out of this synthesis", member)})
		return leave(ctx, s, whole, was)
	})
}

func leave(ctx context.Context, s *act.Step, whole domain.IssueID, was issuestore.IssueRecord) error {
	state, err := issuestore.LeaveSynthesis(ctx, s.Writer, whole, was.ID)
	if err != nil {
		return err
	}
	is := was
	is.State = state
	event, _, err := WriteIssue(ctx, s, was, is, fmt.Sprintf("Taken out of the synthesised issue %d", whole))
	if err != nil {
		return err
	}
	s.Record(event)
	return nil
}

// UndoSynthesis takes every member out of a synthesis, and keeps the synthesis as not taken forward. It is refused once
// gate 2 is signed with it.
func UndoSynthesis(ctx context.Context, a *act.App, actor policy.Actor, id domain.IssueID) error {
	return a.Do(ctx, actor, policy.WorkIssues, func(s *act.Step) error {
		members, err := issuestore.SynthesisMembers(ctx, s.Writer.Reader, id)
		if err != nil {
			return err
		}
		all, err := issuesToWork(ctx, s, append(members, id))
		if err != nil {
			return err
		}
		if again, err := issuestore.SynthesisMembers(ctx, s.Writer.Reader, id); err != nil ||
			!slices.Equal(again, members) {
			return cmp.Or(err, domain.ErrConflict) // another was added before the issues were locked
		}
		var whole issuestore.IssueRecord
		for _, was := range all {
			if was.ID == id {
				whole = was
			}
		}
		if !whole.IsSynthesis {
			return domain.Blocked("", "This issue was not made by synthesis")
		}
		if err := issues.CheckLeaveSynthesis(whole.Ties, whole.RaisedAt); err != nil {
			return err
		}
		for _, was := range all {
			if was.ID == id {
				continue
			}
			if err := leave(ctx, s, id, was); err != nil {
				return err
			}
		}
		is := whole
		is.State, is.StateReason = issues.IssueNotTakenForward, "The synthesis was undone."
		if err := ChangeIssue(ctx, s, whole, is, "Synthesis undone"); err != nil {
			return err
		}
		return issuestore.UndoSynthesis(ctx, s.Writer, id)
	})
}

func tiedOf(list []issuestore.IssueRecord) []issues.TiedIssue {
	tied := make([]issues.TiedIssue, len(list))
	for at, i := range list {
		tied[at] = issues.TiedIssue{Issue: i.Issue, Ties: i.Ties}
	}
	return tied
}
