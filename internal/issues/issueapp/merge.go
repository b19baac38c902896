package issueapp

import (
	"context"
	"fmt"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/policy"
)

// MergeIssues merges duplicates into one of them (D6). The others keep their text, evidence and files, which show on
// the one that stays, so that undoing the merge loses nothing.
func MergeIssues(ctx context.Context, a *act.App, actor policy.Actor, ids []domain.IssueID, into domain.IssueID,
	reason string) error {
	return a.Do(ctx, actor, policy.WorkIssues, func(s *act.Step) error {
		chosen, err := issuesToWork(ctx, s, ids)
		if err != nil {
			return err
		}
		if mergedAlready(chosen, into) {
			return s.Same()
		}
		if err := issues.CheckMerge(tiedOf(chosen), into); err != nil {
			return err
		}
		for _, was := range chosen {
			if was.ID == into {
				continue
			}
			if err := issuestore.AddMerge(ctx, s.Writer, was.ID, into, was.State, reason, actor.ID,
				s.Now()); err != nil {
				return err
			}
			is := was
			if is.Issue, err = was.Move(issues.MoveMerge, reason, was.Ties); err != nil {
				return err
			}
			if err := ChangeIssue(ctx, s, was, is, fmt.Sprintf("Merged into issue %d", into)); err != nil {
				return err
			}
			s.Record(domain.Event{Kind: "issue", ID: int64(into), Area: was.Area,
				Summary: fmt.Sprintf("Issue %d merged into this one", was.ID)})
		}
		return nil
	})
}

// UndoMerge takes a merged issue out again, as it was before.
func UndoMerge(ctx context.Context, a *act.App, actor policy.Actor, id domain.IssueID) error {
	return a.Do(ctx, actor, policy.WorkIssues, func(s *act.Step) error {
		was, err := issueToWork(ctx, s, id)
		if err != nil {
			return err
		}
		if was.State != issues.IssueMerged {
			return domain.Blocked("", fmt.Sprintf("Issue %d is not merged into another", id))
		}
		state, err := issuestore.UndoMerge(ctx, s.Writer, id, actor.ID, s.Now())
		if err != nil {
			return err
		}
		is := was
		is.State, is.StateReason = state, ""
		s.Record(domain.Event{Kind: "issue", ID: int64(was.Ties.MergedInto), Area: was.Area,
			Summary: fmt.Sprintf("Merging of issue %d undone", id)})
		return ChangeIssue(ctx, s, was, is, "Merging undone")
	})
}

// mergedAlready reports whether the others are merged into that one already, as when a form is sent twice.
func mergedAlready(chosen []issuestore.IssueRecord, into domain.IssueID) bool {
	others := 0
	for _, i := range chosen {
		if i.ID == into {
			continue
		}
		if i.Ties.MergedInto != into {
			return false
		}
		others++
	}
	return others > 0
}
