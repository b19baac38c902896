// Package adviceapp logs advice and comments on actions.
package adviceapp

import (
	"context"
	"errors"
	"fmt"

	"fourgates/internal/act"
	"fourgates/internal/advice"
	"fourgates/internal/advice/advicestore"
	"fourgates/internal/asks/askstore"
	"fourgates/internal/domain"
	"fourgates/internal/notices"
	"fourgates/internal/notices/noticestore"
	"fourgates/internal/places/placeapp"
	"fourgates/internal/plans"
	"fourgates/internal/plans/planstore"
	"fourgates/internal/policy"
)

// Log enters advice into an area's log. Sent twice, it enters nothing and returns the first. It returns a
// *domain.BlockedError by field.
func Log(ctx context.Context, a *act.App, actor policy.Actor, d advice.Advice) (id domain.AdviceID, err error) {
	err = a.Do(ctx, actor, policy.LogAdvice, func(s *act.Step) error {
		if _, err := placeapp.RunningArea(ctx, s, policy.LogAdvice, d.Area); err != nil {
			return err
		}
		if err := d.Check(s.Today()); err != nil {
			return err
		}
		if known, err := advicestore.Known(ctx, s.Writer.Reader, d); err != nil {
			return err
		} else if !known {
			return domain.Blocked("to", "Choose a service or organisation from the list")
		}
		if d.Action != 0 {
			is, err := action(ctx, s, d.Action)
			if errors.Is(err, domain.ErrNotFound) || err == nil && is.Area != d.Area {
				return domain.Blocked("action", "Choose an action of this area from the list")
			}
			if err != nil {
				return err
			}
		}
		if id, err = advicestore.SameAdvice(ctx, s.Writer.Reader, d, actor.ID); err != nil {
			return err
		}
		if id != 0 {
			return s.Same()
		}
		if id, err = advicestore.Add(ctx, s.Writer, d, actor.ID, s.Now()); err != nil {
			return err
		}
		s.Record(event(d.Area, id, fmt.Sprintf("Advice given on %s logged", d.GivenOn.Words())))
		return nil
	})
	return id, err
}

// Outcome writes what came of advice, over what was written of that before. It returns domain.ErrConflict where
// somebody else wrote since the version.
func Outcome(ctx context.Context, a *act.App, actor policy.Actor, area domain.AreaID, id domain.AdviceID, version int,
	words string) error {
	return a.Do(ctx, actor, policy.LogAdvice, func(s *act.Step) error {
		if _, err := placeapp.RunningArea(ctx, s, policy.LogAdvice, area); err != nil {
			return err
		}
		was, err := advicestore.Load(ctx, s.Writer.Reader, policy.IssueScopeOf(actor), area, id)
		if err != nil {
			return err
		}
		if words == "" {
			return domain.Blocked("came_of_it", "Enter what came of it")
		}
		if was.CameOfIt == words {
			return s.Same()
		}
		e := event(area, id, "What came of advice written")
		if was.CameOfIt != "" && was.Action == 0 {
			e.Before = map[string]string{"What came of it": was.CameOfIt}
		}
		s.Record(e)
		return advicestore.WriteOutcome(ctx, s.Writer, id, version, words, actor.ID, s.Now())
	})
}

// event is in the history of the area, without words: those are in the log, for those who may see it.
func event(area domain.AreaID, id domain.AdviceID, summary string) domain.Event {
	return domain.Event{Kind: "advice", ID: int64(id), Area: area, Summary: summary}
}

// Comment says something of an action of a plan, and tells the area's officers and those who answer for the service
// that leads it. The same words of the same person, sent twice, are one comment.
func Comment(ctx context.Context, a *act.App, actor policy.Actor, id domain.ActionID, text string) error {
	return a.Do(ctx, actor, policy.CommentActions, func(s *act.Step) error {
		is, err := action(ctx, s, id)
		if err != nil {
			return err
		}
		if _, err := placeapp.RunningArea(ctx, s, policy.CommentActions, is.Area); err != nil {
			return err
		}
		if text == "" {
			return domain.Blocked("text", "Enter your comment")
		}
		added, err := advicestore.AddComment(ctx, s.Writer, advice.Comment{Action: id, Text: text,
			Capacity: advice.CapacityIn(actor, is.Area), At: s.Now()}, actor.ID)
		if err != nil {
			return err
		}
		if !added {
			return s.Same()
		}
		s.Record(domain.Event{Kind: "action", ID: int64(id), Area: is.Area, Summary: "Comment on an action"})
		return tell(ctx, s, is)
	})
}

// action is an action that the actor may see.
func action(ctx context.Context, s *act.Step, id domain.ActionID) (plans.Action, error) {
	return planstore.Action(ctx, s.Writer.Reader, policy.ScopeOf(s.Actor, policy.ViewPlans),
		policy.IssueScopeOf(s.Actor), id)
}

// tell says that there is a comment and nothing of it: what the action hangs on may not be for everybody.
func tell(ctx context.Context, s *act.Step, is plans.Action) error {
	to, err := noticestore.AreaOfficers(ctx, s.Writer.Reader, is.Area, s.Today())
	if err != nil {
		return err
	}
	if is.LeadService != 0 {
		lead, err := askstore.Colleagues(ctx, s.Writer.Reader, is.LeadService, 0, s.Today())
		if err != nil {
			return err
		}
		to = append(to, lead...)
	}
	var others []notices.Recipient
	for _, one := range to {
		if one.Person != s.Actor.ID {
			others = append(others, one)
		}
	}
	if len(others) == 0 {
		return nil
	}
	noticestore.Tell(s.Writer, notices.Notice{Event: "comment on an action", Area: is.Area,
		Link:    fmt.Sprintf("/actions/%d/comments", is.ID),
		Subject: s.Actor.Name + " commented on an action of the plan",
		Body:    s.Actor.Name + " commented on an action of the plan."}, others, s.Now())
	return nil
}
