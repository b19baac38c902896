// Package roundapp holds online rounds: it begins, changes, cancels and counts them, makes their codes, and takes what
// people answer.
package roundapp

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"fourgates/internal/act"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
	"fourgates/internal/priorities"
	"fourgates/internal/priorities/priorityapp"
	"fourgates/internal/rounds"
	"fourgates/internal/rounds/roundstore"
	"fourgates/internal/scores/scorestore"
	"fourgates/internal/timelines/timelinestore"
)

// BeginRound plans an online round of an area (D9); it opens by itself on its first day. An area has one at a time. The
// same sent twice begins nothing and returns the first. It returns a *domain.BlockedError by the fields.
func BeginRound(ctx context.Context, a *act.App, actor policy.Actor, r rounds.Round) (id domain.OnlineRoundID,
	err error) {
	err = a.Do(ctx, actor, policy.Prioritise, func(s *act.Step) error {
		if err := checkHold(ctx, s, r.Area); err != nil {
			return err
		}
		all, err := roundstore.Rounds(ctx, s.Writer.Reader, r.Area)
		if err != nil {
			return err
		}
		for _, is := range all {
			if in := is.State(s.Today()); in != rounds.Planned && in != rounds.Open {
				continue
			}
			if is.Same(r) {
				id = is.ID
				return s.Same() // the form was sent twice
			}
			return domain.Blocked("", fmt.Sprintf("This area has an online round already, from %s to %s",
				is.OpensOn.Words(), is.ClosesOn.Words()))
		}
		if err := offered(ctx, s, &r); err != nil {
			return err
		}
		if r.Cycle, err = timelinestore.AreaCycle(ctx, s.Writer.Reader, r.Area); err != nil {
			return err
		}
		if r.ID, err = roundstore.AddRound(ctx, s.Writer, r, actor.ID, s.Now()); err != nil {
			return err
		}
		id = r.ID
		s.Record(event(r, "Online round begun", nil, words(r)))
		return nil
	})
	return id, err
}

// checkHold locks the area. It returns domain.ErrForbidden where the actor holds no rounds of it, and a
// *domain.BlockedError once its cycle has ended.
func checkHold(ctx context.Context, s *act.Step, area domain.AreaID) error {
	if !rounds.MayHold(s.Actor, area) {
		return domain.ErrForbidden
	}
	if err := gatestore.LockForGate(ctx, s.Writer, area); err != nil {
		return err
	}
	in, err := placestore.Area(ctx, s.Writer.Reader, policy.Scope{Areas: []domain.AreaID{area}}, area)
	if err != nil {
		return err
	}
	return in.CheckGoesOn(in.Cycle)
}

// offered puts the words of the issues into the round, and checks it.
func offered(ctx context.Context, s *act.Step, r *rounds.Round) error {
	listed, err := Listed(ctx, s.Writer.Reader, r.Area)
	if err != nil {
		return err
	}
	for n, o := range r.Offered {
		if at := slices.IndexFunc(listed, func(l rounds.Offer) bool { return l.Issue == o.Issue }); at >= 0 {
			r.Offered[n] = listed[at]
		}
	}
	return domain.BlockedBy(r.Blockers(listed, s.Today()))
}

// Listed lists the public issues of the area's list, which can be offered.
func Listed(ctx context.Context, r db.Reader, area domain.AreaID) ([]rounds.Offer, error) {
	list, err := scorestore.PriorityIssues(ctx, r, area)
	if err != nil {
		return nil, err
	}
	ids := make([]domain.IssueID, len(list))
	for i, p := range list {
		ids[i] = p.ID
	}
	return roundstore.Listed(ctx, r, ids)
}

// ChangeRound writes a round over the version that was read; once it is open, its last day alone. It returns
// domain.ErrConflict where somebody has changed it in between, and a *domain.StateError once it has closed.
func ChangeRound(ctx context.Context, a *act.App, actor policy.Actor, to rounds.Round) error {
	return a.Do(ctx, actor, policy.Prioritise, func(s *act.Step) error {
		was, err := toHold(ctx, s, to.Area, to.ID, rounds.Planned, rounds.Open)
		if err != nil {
			return err
		}
		if was.Same(to) {
			return s.Same()
		}
		if was.Version != to.Version {
			return domain.ErrConflict
		}
		if was.State(s.Today()) == rounds.Open {
			for n := range to.Offered { // in the words in which people were asked
				if n < len(was.Offered) && to.Offered[n].Issue == was.Offered[n].Issue {
					to.Offered[n] = was.Offered[n]
				}
			}
			err = domain.BlockedBy(was.ChangeBlockers(to, nil, s.Today()))
		} else {
			err = offered(ctx, s, &to)
		}
		if err != nil {
			return err
		}
		s.Record(event(to, "Online round changed", words(was), words(to)))
		return roundstore.UpdateRound(ctx, s.Writer, to)
	})
}

// toHold locks a round for an officer who holds it, in one of the states.
func toHold(ctx context.Context, s *act.Step, area domain.AreaID, id domain.OnlineRoundID,
	in ...rounds.State) (rounds.Round, error) {
	if err := checkHold(ctx, s, area); err != nil {
		return rounds.Round{}, err
	}
	r, err := roundstore.RoundForUpdate(ctx, s.Writer, area, id)
	if err != nil {
		return r, err
	}
	if err := r.CheckState(s.Today(), in...); err != nil {
		return r, err
	}
	is, err := placestore.Area(ctx, s.Writer.Reader, policy.Scope{Areas: []domain.AreaID{area}}, area)
	if err != nil {
		return r, err
	}
	return r, is.CheckGoesOn(r.Cycle)
}

// CancelRound cancels a round that is not counted, with the reason: nobody can answer any more, and what was answered
// counts nowhere.
func CancelRound(ctx context.Context, a *act.App, actor policy.Actor, area domain.AreaID, id domain.OnlineRoundID,
	why string) error {
	return a.Do(ctx, actor, policy.Prioritise, func(s *act.Step) error {
		r, err := toHold(ctx, s, area, id, rounds.Planned, rounds.Open, rounds.Closed)
		if err != nil {
			return err
		}
		if why == "" {
			return domain.Blocked("why", "Say why it is cancelled")
		}
		s.Record(event(r, "Online round cancelled", nil, map[string]string{"Reason": why}))
		return roundstore.CancelRound(ctx, s.Writer, id, why, actor.ID, s.Now())
	})
}

// CountRound enters the votes of a round that has closed among the area's rounds of priorities, where it is confirmed
// as any other. It returns that round.
func CountRound(ctx context.Context, a *act.App, actor policy.Actor, area domain.AreaID,
	id domain.OnlineRoundID) (count domain.RoundID, err error) {
	err = a.Do(ctx, actor, policy.Prioritise, func(s *act.Step) error {
		r, err := toHold(ctx, s, area, id, rounds.Closed)
		if err != nil {
			return err
		}
		if r.Answers() == 0 {
			return domain.Blocked("", "Nobody answered, so there is nothing to count. It can be cancelled.")
		}
		votes, err := roundstore.Votes(ctx, s.Writer.Reader, id)
		if err != nil {
			return err
		}
		of := map[domain.IssueID]int{}
		for _, v := range votes {
			of[v.Issue] = v.WithAccount + v.WithCode
		}
		if count, err = priorityapp.EnterOnline(ctx, s, priorities.PriorityRound{Area: area, Cycle: r.Cycle,
			Method: priorities.Online, HeldOn: r.ClosesOn, TakingPart: r.Answers(), VotesEach: r.VotesEach,
			Note: "Counted together: " + r.ByMethod() + ".", Votes: of}); err != nil {
			return err
		}
		s.Record(event(r, "Online round counted", nil, map[string]string{"Answers": r.ByMethod()}))
		return roundstore.SetCount(ctx, s.Writer, id, count)
	})
	return count, err
}

func event(r rounds.Round, summary string, before, after map[string]string) domain.Event {
	e := domain.Event{Kind: "online round", ID: int64(r.ID), Area: r.Area, Summary: summary}
	if len(before) > 0 {
		e.Before = before
	}
	if len(after) > 0 {
		e.After = after
	}
	return e
}

func words(r rounds.Round) map[string]string {
	titles := make([]string, len(r.Offered))
	for i, o := range r.Offered {
		titles[i] = fmt.Sprintf("%d %s", o.Issue, o.Title)
	}
	return map[string]string{"Opens on": r.OpensOn.Words(), "Closes on": r.ClosesOn.Words(),
		"Votes each": fmt.Sprint(r.VotesEach), "Issues": strings.Join(titles, "; "), "Note": r.Note}
}
