package app

import (
	"context"
	"fmt"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/store"
)

// MergeIssues merges duplicates into the one of them that stays (D6). They keep their text, evidence and files, which show on the one that
// stays, so that undoing it loses nothing.
func (a *App) MergeIssues(ctx context.Context, actor policy.Actor, ids []domain.IssueID, into domain.IssueID, reason string) error {
	return a.do(ctx, actor, policy.WorkIssues, func(w store.Writer, now time.Time) (domain.Event, error) {
		chosen, err := issuesToWork(ctx, w, actor, ids)
		if err != nil {
			return domain.Event{}, err
		}
		if mergedAlready(chosen, into) {
			return domain.Event{}, errNothing
		}
		if err := domain.CheckMerge(tiedOf(chosen), into); err != nil {
			return domain.Event{}, err
		}
		var events []domain.Event
		for _, was := range chosen {
			if was.ID == into {
				continue
			}
			if err := w.AddMerge(ctx, was.ID, into, was.State, reason, actor.ID, now); err != nil {
				return domain.Event{}, err
			}
			is := was
			if is.Issue, err = was.Move(domain.MoveMerge, reason, was.Ties); err != nil {
				return domain.Event{}, err
			}
			event, err := a.writeIssue(ctx, w, now, actor, was, is, fmt.Sprintf("Merged into issue %d", into))
			if err != nil {
				return domain.Event{}, err
			}
			events = append(events, event, domain.Event{Kind: "issue", ID: int64(into), Area: was.Area, Summary: fmt.Sprintf("Issue %d merged into this one", was.ID)})
		}
		return a.lastOf(ctx, w, now, actor, policy.WorkIssues, events)
	})
}

// UndoMerge takes a merged issue out again: it stands as it did before.
func (a *App) UndoMerge(ctx context.Context, actor policy.Actor, id domain.IssueID) error {
	return a.do(ctx, actor, policy.WorkIssues, func(w store.Writer, now time.Time) (domain.Event, error) {
		was, err := issueToWork(ctx, w, actor, id)
		if err != nil {
			return domain.Event{}, err
		}
		if was.State != domain.IssueMerged {
			return domain.Event{}, domain.Blocked("", fmt.Sprintf("Issue %d is not merged into another", id))
		}
		state, err := w.UndoMerge(ctx, id, actor.ID, now)
		if err != nil {
			return domain.Event{}, err
		}
		is := was
		is.State, is.StateReason = state, ""
		out := domain.Event{Kind: "issue", ID: int64(was.Ties.MergedInto), Area: was.Area, Summary: fmt.Sprintf("Merging of issue %d undone", id)}
		if err := a.also(ctx, w, now, actor, policy.WorkIssues, out); err != nil {
			return domain.Event{}, err
		}
		return a.writeIssue(ctx, w, now, actor, was, is, "Merging undone")
	})
}

// mergedAlready reports whether the others are merged into that one: a form sent twice.
func mergedAlready(chosen []store.IssueRecord, into domain.IssueID) bool {
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
