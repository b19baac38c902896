// Package replyapp asks several together for one reply, and takes it to where all have cleared it.
package replyapp

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"fourgates/internal/act"
	"fourgates/internal/asks"
	"fourgates/internal/asks/askapp"
	"fourgates/internal/asks/askstore"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issueapp"
	"fourgates/internal/policy"
	"fourgates/internal/replies"
	"fourgates/internal/replies/replystore"
)

// Ask asks several services and organisations for one reply to an issue (D15). The first leads; who cannot answer here
// is asked in the way of the request. It returns a *domain.BlockedError by field.
func Ask(ctx context.Context, a *act.App, actor policy.Actor, issue domain.IssueID, q replies.Request) (
	id domain.ReplyID, err error) {
	err = a.Do(ctx, actor, policy.WorkIssues, func(s *act.Step) error {
		return issueapp.Refer(ctx, s, issue, func(was issues.Issue) (string, asks.Ask, error) {
			asked := asks.Ask{Question: q.Question, DueOn: q.DueOn}
			if err := q.Check(s.Today()); err != nil {
				return "", asked, err
			}
			if id, err = replystore.Add(ctx, s.Writer, issue, q, actor.ID, s.Now()); err != nil {
				return "", asked, err
			}
			var names []string
			for i, k := range q.Bodies {
				k = issueapp.About(was, k)
				k.Joint, k.Lead, k.Question, k.DueOn = id, i == 0, q.Question, q.PartsBy
				if k.Lead {
					k.DueOn = q.DueOn
				}
				if k, err = put(ctx, s, k, q.Way); err != nil {
					return "", asked, renamed(err, i)
				}
				names = append(names, askapp.PutWords(k))
			}
			return "One reply asked of " + names[0] + ", who leads, with " + strings.Join(names[1:], "; "), asked, nil
		})
	})
	return id, err
}

// put puts an ask here where somebody can answer here, and otherwise in the way given.
func put(ctx context.Context, s *act.Step, k asks.Ask, otherwise asks.Way) (asks.Ask, error) {
	k.Way = asks.Here
	is, err := askstore.BodyName(ctx, s.Writer.Reader, k.Service, k.Organisation, 0, s.Today())
	if err == nil && !is.Reachable {
		if otherwise == "" || otherwise == asks.Here {
			return k, domain.Blocked("way", "Nobody who answers for "+is.Name+" has an account: say whether you "+
				"ask by letter or telephone")
		}
		k.Way = otherwise
	}
	return askapp.Put(ctx, s, k)
}

// renamed files a refusal of the body at the place by its field.
func renamed(err error, at int) error {
	if blocked, ok := err.(*domain.BlockedError); ok {
		for i := range blocked.Blockers {
			if blocked.Blockers[i].Field == "to" {
				blocked.Blockers[i].Field = fmt.Sprintf("to-%d", at+1)
			}
		}
	}
	return err
}

// Draft writes the lead's draft, over the one with the number given; views on that do not count any more. Somebody who
// does not answer for the lead, an officer of the area, enters it and says who gave it. It returns domain.ErrConflict
// where another draft stands.
func Draft(ctx context.Context, a *act.App, actor policy.Actor, id domain.ReplyID, over int, text string,
	from asks.Answer) error {
	return handle(ctx, a, actor, policy.HandleAsks, id, func(s *act.Step, r replies.Reply) error {
		entered, err := replies.CheckDraft(actor, r)
		if err != nil {
			return err
		}
		lead, _ := r.Lead()
		is, err := r.Write(text, over)
		if err != nil {
			return err
		}
		is.SaidBy, is.SaidWay, is.SaidOn = "", "", domain.Date{}
		if entered {
			if err := lead.CheckSource(from, s.Today()); err != nil {
				return err
			}
			is.SaidBy, is.SaidWay, is.SaidOn = from.SaidBy, from.SaidWay, from.SaidOn
		}
		at := s.Now()
		is.Drafter, is.DraftedAt = actor.ID, &at
		if err := replystore.WriteDraft(ctx, s.Writer, is, actor.ID, s.Now()); err != nil {
			return err
		}
		s.Record(event(is, fmt.Sprintf("Draft %d of the one reply written for %s", is.Draft, lead.To)))
		if is.AllClear() { // nobody is left to clear it
			return clear(ctx, s, is)
		}
		return tellContributors(ctx, s, is, fmt.Sprintf("Draft %d of the one reply waits for you to clear it",
			is.Draft))
	})
}

// Say keeps what one of the others says of the draft. The last who clears it makes it the reply; a disagreement goes to
// the directors. It returns domain.ErrConflict where the draft that they read does not stand any more.
func Say(ctx context.Context, a *act.App, actor policy.Actor, id domain.ReplyID, v replies.View) error {
	return handle(ctx, a, actor, policy.HandleAsks, id, func(s *act.Step, r replies.Reply) error {
		k, ok := r.Part(v.Ask)
		if !ok {
			return domain.ErrNotFound
		}
		entered, err := replies.CheckView(actor, r, k)
		if err != nil {
			return err
		}
		if err := r.CheckView(k, v); err != nil {
			return err
		}
		from := asks.Answer{SaidBy: v.SaidBy, SaidWay: v.SaidWay, SaidOn: v.SaidOn}
		if !entered {
			from = asks.Answer{}
		} else if err := k.CheckSource(from, s.Today()); err != nil {
			return err
		}
		v.SaidBy, v.SaidWay, v.SaidOn = from.SaidBy, from.SaidWay, from.SaidOn
		if v.Clears {
			v.Reason = ""
		}
		if was, ok := r.ViewOf(k.ID); ok && was.Clears == v.Clears && was.Reason == v.Reason {
			return s.Same()
		}
		if err := replystore.WriteView(ctx, s.Writer, id, v, actor.ID, s.Now()); err != nil {
			return err
		}
		if k.Open() {
			from.Words = "Nothing to add: it clears the one reply"
			if !v.Clears {
				from.Words = v.Reason
			}
			if err := askstore.WriteAnswer(ctx, s.Writer, k.ID, from, actor.ID, s.Now()); err != nil {
				return err
			}
		}
		words := "clears"
		if !v.Clears {
			words = "disagrees with"
		}
		s.Record(event(r, fmt.Sprintf("%s %s draft %d of the one reply", k.To, words, r.Draft)))
		if !v.Clears {
			return tellDisagreement(ctx, s, r, k)
		}
		return look(ctx, s, id)
	})
}

// Decide keeps a director's decision where those asked disagree: the draft stands and is the reply, or the lead writes
// another. It refuses one without a reason, and a director who answers for one of them.
func Decide(ctx context.Context, a *act.App, actor policy.Actor, id domain.ReplyID, d replies.Decision) error {
	return handle(ctx, a, actor, policy.DecideReplies, id, func(s *act.Step, r replies.Reply) error {
		if !replies.MayDecide(actor, r) {
			return domain.ErrForbidden
		}
		if err := r.CheckDecide(d); err != nil {
			return err
		}
		if err := replystore.WriteDecision(ctx, s.Writer, id, d, actor.ID, s.Now()); err != nil {
			return err
		}
		words := "is to be drafted again"
		if d.Stands {
			words = "stands"
		}
		s.Record(event(r, fmt.Sprintf("A director decided: draft %d of the one reply %s", r.Draft, words)))
		if !d.Stands {
			return tellLead(ctx, s, r, "A director decided: the one reply is to be drafted again")
		}
		return look(ctx, s, id)
	})
}

// NameLead asks another to lead, where nobody does any more.
func NameLead(ctx context.Context, a *act.App, actor policy.Actor, id domain.ReplyID, k asks.Ask) error {
	return handle(ctx, a, actor, policy.WorkIssues, id, func(s *act.Step, r replies.Reply) error {
		if err := policy.CheckIn(actor, policy.WorkIssues, r.Area); err != nil {
			return err
		}
		if err := r.CheckOpen(); err != nil {
			return err
		}
		if lead, ok := r.Lead(); ok {
			return domain.Stands("%s leads this reply", lead.To)
		}
		was := ""
		for _, one := range r.Parts {
			was = one.WasState
		}
		k.Kind, k.Issue, k.Area, k.WasState = asks.Referral, r.Issue, r.Area, was
		k.Joint, k.Lead, k.Question = id, true, r.Question
		if k.DueOn = r.DueOn; k.DueOn.Before(s.Today()) {
			k.DueOn = s.Today()
		}
		k, err := put(ctx, s, k, k.Way)
		if err != nil {
			return err
		}
		s.Record(event(r, "The one reply is led by "+askapp.PutWords(k)))
		return nil
	})
}

// Withdraw takes the request for one reply back, with what is open of its parts.
func Withdraw(ctx context.Context, a *act.App, actor policy.Actor, id domain.ReplyID) error {
	return handle(ctx, a, actor, policy.WorkIssues, id, func(s *act.Step, r replies.Reply) error {
		if err := policy.CheckIn(actor, policy.WorkIssues, r.Area); err != nil {
			return err
		}
		if err := r.CheckOpen(); err != nil {
			return err
		}
		s.Record(event(r, "One reply is not asked for any more"))
		for _, k := range r.Parts { // the issue looks again at who is left
			s.Record(domain.Event{Kind: "ask", ID: int64(k.ID), Area: r.Area, Summary: "Withdrawn with the one reply"})
		}
		return replystore.Withdraw(ctx, s.Writer, r, actor.ID, s.Now())
	})
}

// handle loads and locks a reply for those who may see it. It returns domain.ErrNotFound for everybody else.
func handle(ctx context.Context, a *act.App, actor policy.Actor, what policy.Action, id domain.ReplyID,
	body func(*act.Step, replies.Reply) error) error {
	return a.Do(ctx, actor, what, func(s *act.Step) error {
		r, err := replystore.ForUpdate(ctx, s.Writer, id, s.Today())
		if err != nil {
			return err
		}
		if err := replies.CheckSee(actor, r); err != nil {
			return err
		}
		return body(s, r)
	})
}

// FollowAsks looks again at the replies of which the asks are parts: with one who is not asked any more, the others may
// all have cleared the draft.
func FollowAsks(ctx context.Context, s *act.Step, ids []int64) error {
	joint, err := replystore.JointOf(ctx, s.Writer.Reader, ids)
	if err != nil {
		return err
	}
	for _, id := range joint {
		if err := look(ctx, s, id); err != nil {
			return err
		}
	}
	return nil
}

// look clears the reply where nothing stands in its way.
func look(ctx context.Context, s *act.Step, id domain.ReplyID) error {
	r, err := replystore.ForUpdate(ctx, s.Writer, id, s.Today())
	if err != nil {
		return err
	}
	if why := r.Over(); why != "" {
		s.Record(event(r, "One reply is not needed any more: "+why))
		return replystore.Withdraw(ctx, s.Writer, r, cmp.Or(s.Actor.ID, r.AskedBy), s.Now())
	}
	if !r.AllClear() {
		return nil
	}
	return clear(ctx, s, r)
}

// clear makes the draft that stands the one reply: it is in the issue's history, and whoever raised the issue is told.
func clear(ctx context.Context, s *act.Step, r replies.Reply) error {
	lead, ok := r.Lead()
	if !ok {
		return nil // nobody's reply: another lead is named first
	}
	if err := replystore.Clear(ctx, s.Writer, r, lead, s.Actor.ID, s.Now()); err != nil {
		return err
	}
	e := domain.Event{Kind: "issue", ID: int64(r.Issue), Area: r.Area, Summary: "One reply of " + r.Of(),
		After: map[string]string{"Reply": r.Text}}
	s.Record(e)
	return tellCleared(ctx, s, r)
}

// event is in the history of the reply, without its words: those are for who makes it until it is cleared.
func event(r replies.Reply, summary string) domain.Event {
	return domain.Event{Kind: "reply", ID: int64(r.ID), Area: r.Area, Summary: summary}
}
