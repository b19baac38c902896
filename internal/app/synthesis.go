package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/store"
)

// A Synthesis is what somebody types of a synthesised issue.
type Synthesis struct {
	Title, Description string
	Theme              domain.ThemeID
	Visibility         domain.Visibility
}

// SynthesiseIssues makes one issue of several, which become its members, and returns its identifier (D5). Where one of the chosen is a
// synthesis already, the others are added to that and what was typed is passed over. Contributors and evidence stay with the members.
func (a *App) SynthesiseIssues(ctx context.Context, actor policy.Actor, ids []domain.IssueID, s Synthesis, key string) (whole domain.IssueID, err error) {
	err = a.do(ctx, actor, policy.WorkIssues, func(w store.Writer, now time.Time) (domain.Event, error) {
		chosen, err := issuesToWork(ctx, w, actor, ids)
		if err != nil {
			return domain.Event{}, err
		}
		if made, err := w.IssueByKey(ctx, keyOf(actor, key)); err == nil { // the form was sent twice
			whole = made
			return domain.Event{}, errNothing
		} else if !errors.Is(err, domain.ErrNotFound) {
			return domain.Event{}, err
		}
		tied := tiedOf(chosen)
		if err := domain.CheckSynthesis(tied); err != nil {
			return domain.Event{}, err
		}
		var events []domain.Event
		if existing, ok := domain.SynthesisAmong(tied); ok {
			whole = existing.ID
		} else {
			event, err := a.addSynthesis(ctx, w, now, actor, chosen, s, key)
			if err != nil {
				return domain.Event{}, err
			}
			whole = domain.IssueID(event.ID)
			events = append(events, event)
		}
		for _, was := range chosen {
			if was.ID == whole {
				continue
			}
			if err := w.AddToSynthesis(ctx, whole, was.ID, was.State, actor.ID, now); err != nil {
				return domain.Event{}, err
			}
			is := was
			is.State, is.StateReason = domain.IssueSynthesised, ""
			event, err := a.writeIssue(ctx, w, now, actor, was, is, fmt.Sprintf("Made part of the synthesised issue %d", whole))
			if err == errNothing { // it stood as synthesised on its own
				event, err = issueEvent(was.Issue, fmt.Sprintf("Made part of the synthesised issue %d", whole), nil, nil), nil
			}
			if err != nil {
				return domain.Event{}, err
			}
			events = append(events, event, domain.Event{Kind: "issue", ID: int64(whole), Area: was.Area, Summary: fmt.Sprintf("Issue %d added to this synthesis", was.ID)})
		}
		return a.lastOf(ctx, w, now, actor, policy.WorkIssues, events)
	})
	return whole, err
}

func (a *App) addSynthesis(ctx context.Context, w store.Writer, now time.Time, actor policy.Actor, chosen []store.IssueRecord, s Synthesis, key string) (domain.Event, error) {
	if s.Title == "" {
		return domain.Event{}, domain.Blocked("title", "Enter a title for what they have in common")
	}
	d := domain.IssueDraft{Area: chosen[0].Area, Title: s.Title, Description: s.Description, Theme: s.Theme, Source: chosen[0].Source, Visibility: s.Visibility}
	names, err := w.DraftNames(ctx, policy.Scope{All: true}, d)
	if err != nil {
		return domain.Event{}, err
	}
	if err := checkDraft(d, names, 0); err != nil {
		return domain.Event{}, err
	}
	issue := domain.Issue{Area: d.Area, RaisedBy: actor.ID, RaisedAt: now, ChangedAt: now, State: domain.IssueSynthesised, IsSynthesis: true}.With(d)
	if issue.ID, _, err = w.AddIssue(ctx, issue, keyOf(actor, key)); err != nil {
		return domain.Event{}, err
	}
	return issueEvent(issue, fmt.Sprintf("Synthesised from %d issues", len(chosen)), nil, domain.Said(issue.Words(namesOf(names, actor)))), nil
}

// LeaveSynthesis takes an issue out of a synthesis: it stands again as it did before. Not once gate 2 is signed.
func (a *App) LeaveSynthesis(ctx context.Context, actor policy.Actor, whole, member domain.IssueID) error {
	return a.do(ctx, actor, policy.WorkIssues, func(w store.Writer, now time.Time) (domain.Event, error) {
		both, err := issuesToWork(ctx, w, actor, []domain.IssueID{whole, member})
		if err != nil {
			return domain.Event{}, err
		}
		was := both[0]
		if was.ID == whole {
			was = both[1]
		}
		if err := domain.CheckLeaveSynthesis(was.Ties, was.Ties.PartSince); err != nil {
			return domain.Event{}, err
		}
		event, err := a.leave(ctx, w, now, actor, whole, was)
		if err != nil {
			return domain.Event{}, err
		}
		out := domain.Event{Kind: "issue", ID: int64(whole), Area: was.Area, Summary: fmt.Sprintf("Issue %d taken out of this synthesis", member)}
		return event, a.also(ctx, w, now, actor, policy.WorkIssues, out)
	})
}

func (a *App) leave(ctx context.Context, w store.Writer, now time.Time, actor policy.Actor, whole domain.IssueID, was store.IssueRecord) (domain.Event, error) {
	state, err := w.LeaveSynthesis(ctx, whole, was.ID)
	if err != nil {
		return domain.Event{}, err
	}
	is := was
	is.State = state
	event, err := a.writeIssue(ctx, w, now, actor, was, is, fmt.Sprintf("Taken out of the synthesised issue %d", whole))
	if err == errNothing {
		return issueEvent(was.Issue, fmt.Sprintf("Taken out of the synthesised issue %d", whole), nil, nil), nil
	}
	return event, err
}

// UndoSynthesis takes every member out of a synthesis; what was made of them is kept as not taken forward. Not once gate 2 is signed.
func (a *App) UndoSynthesis(ctx context.Context, actor policy.Actor, id domain.IssueID) error {
	return a.do(ctx, actor, policy.WorkIssues, func(w store.Writer, now time.Time) (domain.Event, error) {
		members, err := w.SynthesisMembers(ctx, id)
		if err != nil {
			return domain.Event{}, err
		}
		all, err := issuesToWork(ctx, w, actor, append(members, id))
		if err != nil {
			return domain.Event{}, err
		}
		if again, err := w.SynthesisMembers(ctx, id); err != nil || !slices.Equal(again, members) {
			return domain.Event{}, cmp.Or(err, domain.ErrConflict) // another was added before the issues were locked
		}
		var whole store.IssueRecord
		var events []domain.Event
		for _, was := range all {
			if was.ID == id {
				whole = was
			}
		}
		if !whole.IsSynthesis {
			return domain.Event{}, domain.Blocked("", "This issue was not made by synthesis")
		}
		if err := domain.CheckLeaveSynthesis(whole.Ties, whole.RaisedAt); err != nil {
			return domain.Event{}, err
		}
		for _, was := range all {
			if was.ID == id {
				continue
			}
			event, err := a.leave(ctx, w, now, actor, id, was)
			if err != nil {
				return domain.Event{}, err
			}
			events = append(events, event)
		}
		is := whole
		is.State, is.StateReason = domain.IssueNotTakenForward, "The synthesis was undone."
		event, err := a.writeIssue(ctx, w, now, actor, whole, is, "Synthesis undone")
		if err != nil {
			return domain.Event{}, err
		}
		if err := w.UndoSynthesis(ctx, id); err != nil {
			return domain.Event{}, err
		}
		return a.lastOf(ctx, w, now, actor, policy.WorkIssues, append(events, event))
	})
}

func tiedOf(issues []store.IssueRecord) []domain.TiedIssue {
	tied := make([]domain.TiedIssue, len(issues))
	for at, i := range issues {
		tied[at] = domain.TiedIssue{Issue: i.Issue, Ties: i.Ties}
	}
	return tied
}
