// Package priorityapp enters, changes and confirms the community's rounds of priorities.
package priorityapp

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"fourgates/internal/act"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issueapp"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/notices"
	"fourgates/internal/notices/noticeapp"
	"fourgates/internal/notices/noticestore"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
	"fourgates/internal/priorities"
	"fourgates/internal/priorities/prioritystore"
	"fourgates/internal/scores"
	"fourgates/internal/scores/scorestore"
	"fourgates/internal/timelines/timelinestore"
)

// EnterRound enters a round in which the community set priorities, by workshop tally or paper count (D9). It can be
// changed until it is confirmed. The same count sent twice enters nothing and returns the first round.
func EnterRound(ctx context.Context, a *act.App, actor policy.Actor, r priorities.PriorityRound) (id domain.RoundID,
	err error) {
	err = a.Do(ctx, actor, policy.Prioritise, func(s *act.Step) error {
		if err := gatestore.LockForGate(ctx, s.Writer, r.Area); err != nil {
			return err
		}
		listed, err := toPrioritise(ctx, s, r.Area)
		if err != nil {
			return err
		}
		if blockers := r.Blockers(listed, s.Today()); len(blockers) > 0 {
			return &domain.BlockedError{Blockers: blockers}
		}
		if r.Cycle, err = timelinestore.AreaCycle(ctx, s.Writer.Reader, r.Area); err != nil {
			return err
		}
		rounds, err := prioritystore.Rounds(ctx, s.Writer.Reader, r.Area)
		if err != nil {
			return err
		}
		if at := slices.IndexFunc(rounds, r.Same); at >= 0 {
			id = rounds[at].ID
			return s.Same() // the form was sent twice
		}
		r.EnteredAt = s.Now()
		if id, err = prioritystore.AddRound(ctx, s.Writer, r, actor.ID); err != nil {
			return err
		}
		r.ID = id
		s.Record(roundEvent(r, "Priority round entered"))
		return nil
	})
	return id, err
}

// EnterOnline enters the count of an online round that has closed, as part of a step that has checked who counts it,
// and locked the area. It returns a *domain.BlockedError where its issues are on the area's list no more.
func EnterOnline(ctx context.Context, s *act.Step, r priorities.PriorityRound) (domain.RoundID, error) {
	listed, err := toPrioritise(ctx, s, r.Area)
	if err != nil {
		return 0, err
	}
	for id := range r.Votes {
		if !slices.Contains(listed, id) {
			delete(r.Votes, id) // it went another way meanwhile; the online round keeps its votes
		}
	}
	if r.Total() == 0 {
		return 0, domain.Blocked("", "None of the issues that people chose is on the area’s list any more")
	}
	r.EnteredAt = s.Now()
	if r.ID, err = prioritystore.AddRound(ctx, s.Writer, r, s.Actor.ID); err != nil {
		return 0, err
	}
	s.Record(roundEvent(r, "Priority round entered"))
	return r.ID, nil
}

// ChangeRound writes a round over the version that was read. It returns domain.ErrConflict where somebody has changed
// it in between, and a *domain.StateError once it is confirmed.
func ChangeRound(ctx context.Context, a *act.App, actor policy.Actor, r priorities.PriorityRound) error {
	return a.Do(ctx, actor, policy.Prioritise, func(s *act.Step) error {
		listed, err := toPrioritise(ctx, s, r.Area)
		if err != nil {
			return err
		}
		was, err := roundOfCycle(ctx, s, r.Area, r.ID)
		if err != nil {
			return err
		}
		if was.Confirmed() {
			return domain.Stands("This round was confirmed by %s on %s, so its votes stay as they are", was.ConfirmedBy,
				domain.DateOf(was.ConfirmedAt).Words())
		}
		if was.Method == priorities.Online {
			return domain.Stands("The votes of this round were counted online, so they stay as they are")
		}
		if was.Version != r.Version {
			return domain.ErrConflict
		}
		if blockers := r.Blockers(listed, s.Today()); len(blockers) > 0 {
			return &domain.BlockedError{Blockers: blockers}
		}
		s.Record(roundEvent(r, "Priority round changed"))
		return prioritystore.UpdateRound(ctx, s.Writer, r)
	})
}

// ConfirmRound confirms a round with the issues that it makes priorities. Those become prioritised; those of an earlier
// round that are not among them step down. Where the result differs from the list signed at gate 2, the Area Members
// are told, and may call that gate back.
func ConfirmRound(ctx context.Context, a *act.App, actor policy.Actor, area domain.AreaID, id domain.RoundID,
	version int,
	chosen []domain.IssueID) error {
	return a.Do(ctx, actor, policy.Prioritise, func(s *act.Step) error {
		if err := gatestore.LockForGate(ctx, s.Writer, area); err != nil {
			return err
		}
		listed, err := toPrioritise(ctx, s, area)
		if err != nil {
			return err
		}
		r, err := roundOfCycle(ctx, s, area, id)
		if err != nil {
			return err
		}
		facts, _, err := gatestore.CallBackFacts(ctx, s.Writer.Reader, area, s.Today())
		if err != nil {
			return err
		}
		_, err = gatestore.OpenAttemptOf(ctx, s.Writer.Reader, area)
		if err != nil && !errors.Is(err, domain.ErrNotFound) {
			return err
		}
		if blockers := r.ConfirmBlockers(chosen, listed, err == nil, facts.ThreePassed); len(blockers) > 0 {
			return &domain.BlockedError{Blockers: blockers}
		}
		if r.Version != version {
			return domain.ErrConflict
		}
		signed, err := gatestore.PassedAttempt(ctx, s.Writer.Reader, area, domain.GateIssues)
		if errors.Is(err, domain.ErrNotFound) {
			return domain.Blocked("",
				"Gate 2 comes first: what the community confirms is compared with the list that it freezes")
		}
		if err != nil {
			return err
		}
		if err := prioritise(ctx, s, area, chosen); err != nil {
			return err
		}
		notice, err := tellDifference(ctx, s, signed, r, chosen)
		if err != nil {
			return err
		}
		event := roundEvent(r, "Priority round confirmed")
		event.After.(map[string]string)["Priorities"] = listIDs(chosen)
		s.Record(event)
		return prioritystore.ConfirmRound(ctx, s.Writer, r, chosen, actor.ID, s.Now(), notice)
	})
}

// roundOfCycle loads and locks a round. It returns a *domain.StateError for one of a cycle before.
func roundOfCycle(ctx context.Context, s *act.Step, area domain.AreaID, id domain.RoundID) (priorities.PriorityRound,
	error) {
	r, err := prioritystore.RoundForUpdate(ctx, s.Writer, area, id)
	if err != nil {
		return r, err
	}
	cycle, err := timelinestore.AreaCycle(ctx, s.Writer.Reader, area)
	if err == nil && cycle != r.Cycle {
		err = domain.Stands("This round was of cycle %d of the area, which has ended", r.Cycle)
	}
	return r, err
}

// toPrioritise checks that the actor works on the priorities of the area's cycle, and lists its issues. It refuses it
// once the cycle has ended.
func toPrioritise(ctx context.Context, s *act.Step, area domain.AreaID) ([]domain.IssueID, error) {
	if err := scores.CheckPrioritise(s.Actor, area); err != nil {
		return nil, err
	}
	in, err := placestore.Area(ctx, s.Writer.Reader, policy.Scope{Areas: []domain.AreaID{area}}, area)
	if err != nil {
		return nil, err
	}
	if err := in.CheckGoesOn(in.Cycle); err != nil {
		return nil, err
	}
	list, err := scorestore.PriorityIssues(ctx, s.Writer.Reader, area)
	ids := make([]domain.IssueID, len(list))
	for i, p := range list {
		ids[i] = p.ID
	}
	return ids, err
}

// prioritise moves the issues of a confirmed round to prioritised, and those that are no longer priorities a step down.
func prioritise(ctx context.Context, s *act.Step, area domain.AreaID, chosen []domain.IssueID) error {
	before, err := prioritystore.PrioritisedIssues(ctx, s.Writer.Reader, area)
	if err != nil {
		return err
	}
	all := slices.Concat(chosen, before)
	slices.Sort(all)
	list, err := issuestore.IssuesForUpdate(ctx, s.Writer, policy.IssueScopeOf(s.Actor), slices.Compact(all))
	if err != nil {
		return err
	}
	for _, was := range list {
		is, move := was, issues.MoveStepDown
		if slices.Contains(chosen, was.ID) {
			move = issues.MovePrioritise
			if was.State == issues.IssuePrioritised || was.State == issues.IssueInPlan {
				continue
			}
		}
		if is.Issue, err = was.Move(move, "", was.Ties); err != nil {
			return err
		}
		if err := issueapp.ChangeIssue(ctx, s, was, is, issueapp.MovedSummary(is.State)); err != nil {
			return err
		}
	}
	return nil
}

// tellDifference tells the Area Members how a round differs from the list that they signed. It tells nobody where it
// does not.
func tellDifference(ctx context.Context, s *act.Step, signed gates.Attempt, r priorities.PriorityRound,
	chosen []domain.IssueID) (domain.NoticeID, error) {
	changes, err := roundDifference(ctx, s.Reader, signed, r, chosen)
	if err != nil || len(changes) == 0 {
		return 0, err
	}
	to, err := noticeapp.AreaMembers(ctx, s.Writer, signed.Area, s.Today())
	if err != nil {
		return 0, err
	}
	working, err := timelinestore.CalendarFor(ctx, s.Writer.Reader, signed.Area)
	if err != nil {
		return 0, err
	}
	last := gates.CallBackFacts{NoticedOn: s.Today(), Working: working}.Last()
	body := fmt.Sprintf("The community’s confirmed priorities of %s differ from %s. You may call "+
		"gate 2 back until %s.", signed.AreaName, signed.ListWords(), last.Words())
	return noticestore.AddNotice(ctx, s.Writer, notices.Notice{Event: "priorities differ", Area: signed.Area,
		Attempt: signed.ID,
		Subject: "Priorities differ from gate 2: " + signed.AreaName, Body: body + differenceWords(changes),
		Link: fmt.Sprintf("/areas/%d/priorities/difference", signed.Area)}, to, s.Now())
}

// mostTold is how many lines of a difference a notice gives; the page behind it has them all.
const mostTold = 20

func differenceWords(changes []priorities.PriorityChange) string {
	var b strings.Builder
	for i, c := range changes {
		if i == mostTold {
			fmt.Fprintf(&b, "\nand %d more", len(changes)-i)
			break
		}
		fmt.Fprintf(&b, "\n%s: issue %d, %s", domain.Capital(c.Kind), c.Issue, c.Title)
	}
	return b.String()
}

// roundDifference compares a round with the list signed in an attempt, which must have its snapshot.
func roundDifference(ctx context.Context, r db.Reader, signed gates.Attempt, round priorities.PriorityRound,
	chosen []domain.IssueID) ([]priorities.PriorityChange, error) {
	snapshot, err := signed.Content()
	if err != nil {
		return nil, err
	}
	list := priorities.SignedList(snapshot)
	ids := slices.Clone(chosen)
	for _, s := range list {
		ids = append(ids, s.ID)
	}
	stands, err := prioritystore.IssueStands(ctx, r, signed.Area, ids)
	if err != nil {
		return nil, err
	}
	now, err := gatestore.IssuesNow(ctx, r, ids)
	if err != nil {
		return nil, err
	}
	return append(priorities.PriorityDifference(list, priorities.Confirmed(stands, round, chosen)),
		priorities.WordsChanged(snapshot, list, now)...), nil
}

// Difference is what the community confirmed beside what Members signed at gate 2.
type Difference struct {
	Attempt gates.Attempt // by which gate 2 was passed last; without its snapshot
	Round   priorities.PriorityRound
	Signed  []priorities.SignedIssue
	Tallies []priorities.Tally
	Changes []priorities.PriorityChange
	Facts   gates.CallBackFacts
}

// PriorityDifference compares the round of an area that was confirmed last with the list signed when gate 2 was last
// passed, whether or not it was called back since. It returns domain.ErrNotFound where there is no such round or list.
// The caller has checked that the area is within scope; r is the reader's.
func PriorityDifference(ctx context.Context, a *act.App, r db.Reader, area domain.AreaID) (d Difference, err error) {
	cycle, err := timelinestore.AreaCycle(ctx, r, area)
	if err != nil {
		return d, err
	}
	if d.Round, err = prioritystore.LastConfirmedRound(ctx, r, area, cycle); err != nil {
		return d, err
	}
	var attempt domain.AttemptID
	if d.Facts, attempt, err = gatestore.CallBackFacts(ctx, r, area, a.Today()); err != nil {
		return d, err
	}
	if d.Attempt, err = gatestore.Attempt(ctx, r, policy.Scope{All: true}, attempt); err != nil {
		return d, err
	}
	if d.Tallies, err = prioritystore.Tallies(ctx, r, d.Round.ID); err != nil {
		return d, err
	}
	var chosen []domain.IssueID
	for _, t := range d.Tallies {
		if t.Priority {
			chosen = append(chosen, t.Issue)
		}
	}
	snapshot, err := d.Attempt.Content()
	if err != nil {
		return d, err
	}
	d.Signed = priorities.SignedList(snapshot)
	d.Changes, err = roundDifference(ctx, r, d.Attempt, d.Round, chosen)
	d.Attempt.Snapshot = ""
	return d, err
}

func listIDs(ids []domain.IssueID) string {
	words := make([]string, len(ids))
	for i, id := range ids {
		words[i] = fmt.Sprint(id)
	}
	return strings.Join(words, ", ")
}

func roundEvent(r priorities.PriorityRound, summary string) domain.Event {
	return domain.Event{Kind: "priority round", ID: int64(r.ID), Area: r.Area, Summary: summary,
		After: map[string]string{"Method": r.Method, "Held on": r.HeldOn.Words(),
			"Taking part": fmt.Sprint(r.TakingPart), "Votes": fmt.Sprint(r.Total())}}
}
