// Package askapp puts asks and takes their answers, whatever they are about.
package askapp

import (
	"context"
	"fmt"

	"fourgates/internal/act"
	"fourgates/internal/asks"
	"fourgates/internal/asks/askstore"
	"fourgates/internal/domain"
	"fourgates/internal/notices"
	"fourgates/internal/notices/noticestore"
	"fourgates/internal/policy"
)

// Put puts an ask in a step of whatever it is about, and tells those who answer here. It returns the ask as it was
// written, and a *domain.BlockedError where it cannot be put so. The caller has checked who may ask, and records it.
func Put(ctx context.Context, s *act.Step, k asks.Ask) (asks.Ask, error) {
	body, err := askstore.BodyName(ctx, s.Writer.Reader, k.Service, k.Organisation, k.Member, s.Today())
	if err != nil {
		return k, domain.Blocked("to", "Choose a service or organisation from the list")
	}
	k.To, k.Reachable = body.Name, body.Reachable
	if k.Way == "" {
		k.Way = asks.Here
	}
	if k.Way == asks.Here && !k.Reachable && (k.Member != 0 || k.Kind == asks.Review) {
		k.Way = asks.Letter
	}
	if err := k.CheckPut(s.Today()); err != nil {
		return k, err
	}
	k.AskedBy, k.AskedAt = s.Actor.ID, s.Now()
	id, err := askstore.Add(ctx, s.Writer, k)
	if err != nil {
		return k, err
	}
	s.Record(domain.Event{Kind: "ask", ID: int64(id), Area: k.Area, Summary: "Asked: " + k.To + ", " + string(k.Way)})
	if k, err = askstore.ForUpdate(ctx, s.Writer, id, s.Today()); err != nil || k.Way != asks.Here {
		return k, err
	}
	return k, tellAsked(ctx, s, k)
}

// PutWords says how an ask was put, for the record of what it is about.
func PutWords(k asks.Ask) string {
	switch k.Way {
	case asks.Letter:
		return k.To + ", by letter"
	case asks.Telephone:
		return k.To + ", by telephone"
	}
	return k.To
}

// Acknowledge notes that those asked have seen what is asked of them.
func Acknowledge(ctx context.Context, a *act.App, actor policy.Actor, id domain.AskID) error {
	return handle(ctx, a, actor, id, func(s *act.Step, k asks.Ask) error {
		if !asks.MayAnswer(actor, k) {
			return domain.ErrForbidden
		}
		if err := k.CheckAcknowledge(); err != nil {
			return err
		}
		summary := word(k) + " acknowledged by " + k.To
		record(s, k, summary, nil)
		if err := askstore.Acknowledge(ctx, s.Writer, id, actor.ID, s.Now()); err != nil {
			return err
		}
		return tellAsker(ctx, s, k, summary, "")
	})
}

// Give writes the answer of those asked, "not ours" among them, and tells who asked. Somebody who does not answer for
// them, an officer of the area, enters it, and says who gave it, how and when: that stands on record.
func Give(ctx context.Context, a *act.App, actor policy.Actor, id domain.AskID, w asks.Answer) error {
	return handle(ctx, a, actor, id, func(s *act.Step, k asks.Ask) error {
		return give(ctx, s, k, w)
	})
}

func give(ctx context.Context, s *act.Step, k asks.Ask, w asks.Answer) error {
	entered := !asks.MayAnswer(s.Actor, k)
	if !entered {
		w.SaidBy, w.SaidWay, w.SaidOn = "", "", domain.Date{}
	}
	if err := k.CheckAnswer(w, entered, s.Today()); err != nil {
		return err
	}
	summary := word(k) + " answered by " + k.To
	if w.NotOurs {
		summary = word(k) + " is not theirs, says " + k.To
	}
	after, told := map[string]string{"Answer": w.Words}, w.Words
	if w.Outcome != "" {
		after["Outcome"] = w.Outcome
	}
	if entered {
		k.Answer, k.AnsweredBy = w, s.Actor.Name
		after["Entered"] = k.Entered()
	}
	if k.Joint != 0 { // read where the one reply is made, and not in the issue's history
		after, told = nil, ""
	}
	if err := askstore.WriteAnswer(ctx, s.Writer, k.ID, w, s.Actor.ID, s.Now()); err != nil {
		return err
	}
	record(s, k, summary, after)
	if err := keepValidity(ctx, s, k, w, entered); err != nil {
		return err
	}
	return tellAsker(ctx, s, k, summary, told)
}

// Pass passes an ask on: to a colleague by name, or to another service or organisation, which is then asked instead.
// Those who are asked now are told, and so is who asked.
func Pass(ctx context.Context, a *act.App, actor policy.Actor, id domain.AskID, to asks.Next, words string) error {
	return handle(ctx, a, actor, id, func(s *act.Step, k asks.Ask) error {
		var err error
		if to.Name, to.Reachable, err = named(ctx, s, k, to); err != nil {
			return err
		}
		is, err := k.Pass(to)
		if err != nil {
			return err
		}
		p := asks.Passing{From: k.To, To: to.Name, Words: words, By: actor.Name, At: s.Now()}
		if k.Colleague != 0 {
			p.From = k.ColleagueName + ", " + k.To
		}
		if err := askstore.WritePassing(ctx, s.Writer, is, p, actor.ID); err != nil {
			return err
		}
		summary := fmt.Sprintf("%s passed on by %s to %s", word(k), p.From, p.To)
		record(s, is, summary, map[string]string{"Why": words, "How the answer comes": is.Comes()})
		if is.Way == asks.Here {
			if err := tellAsked(ctx, s, is); err != nil {
				return err
			}
		}
		return tellAsker(ctx, s, is, summary, words+" "+is.Comes()+".")
	})
}

// named is the name of whom an ask is passed on to, and whether they can sign in. It refuses anybody but a colleague
// and whoever is in the directory.
func named(ctx context.Context, s *act.Step, k asks.Ask, to asks.Next) (string, bool, error) {
	if to.Colleague == 0 {
		body, err := askstore.BodyName(ctx, s.Writer.Reader, to.Service, to.Organisation, 0, s.Today())
		if err != nil {
			return "", false, domain.Blocked("next", "Choose from the list")
		}
		return body.Name, body.Reachable, nil
	}
	with, err := askstore.Colleagues(ctx, s.Writer.Reader, k.Service, k.Organisation, s.Today())
	if err != nil {
		return "", false, err
	}
	for _, one := range with {
		if one.Person == to.Colleague {
			return one.Name, true, nil
		}
	}
	return "", false, domain.Blocked("next", "Choose from the list")
}

// Withdraw takes a question back.
func Withdraw(ctx context.Context, a *act.App, actor policy.Actor, id domain.AskID) error {
	return handle(ctx, a, actor, id, func(s *act.Step, k asks.Ask) error {
		if err := asks.CheckEnter(actor, k); err != nil {
			return err
		}
		if err := k.CheckWithdraw(); err != nil {
			return err
		}
		record(s, k, word(k)+" withdrawn: "+k.To, nil)
		return askstore.Withdraw(ctx, s.Writer, id, actor.ID, s.Now())
	})
}

// handle loads an ask for those who answer it or look after it. It returns domain.ErrNotFound for everybody else.
func handle(ctx context.Context, a *act.App, actor policy.Actor, id domain.AskID,
	body func(*act.Step, asks.Ask) error) error {
	return a.Do(ctx, actor, policy.HandleAsks, func(s *act.Step) error {
		k, err := askstore.ForUpdate(ctx, s.Writer, id, s.Today())
		if err != nil {
			return err
		}
		if err := asks.CheckHandle(actor, k); err != nil {
			return err
		}
		return body(s, k)
	})
}

// Finish answers the ask of a view or a review in the step that finishes it. What the community says has none.
func Finish(ctx context.Context, s *act.Step, kind asks.Kind, of int64, w asks.Answer) error {
	id, err := askstore.OpenOf(ctx, s.Writer, kind, of)
	if err != nil || id == 0 {
		return err
	}
	return askstore.WriteAnswer(ctx, s.Writer, id, w, s.Actor.ID, s.Now())
}

// Close takes the ask of a review back in the step that closes it.
func Close(ctx context.Context, s *act.Step, kind asks.Kind, of int64) error {
	id, err := askstore.OpenOf(ctx, s.Writer, kind, of)
	if err != nil || id == 0 {
		return err
	}
	return askstore.Withdraw(ctx, s.Writer, id, s.Actor.ID, s.Now())
}

func word(k asks.Ask) string { return domain.Capital(string(k.Kind)) }

// record enters what became of an ask in the history of what it is about, and as its own.
func record(s *act.Step, k asks.Ask, summary string, after map[string]string) {
	e := domain.Event{Kind: "ask", ID: int64(k.ID), Area: k.Area, Summary: summary}
	if after != nil {
		e.After = after
	}
	about := e
	switch k.Kind {
	case asks.Referral, asks.Review:
		about.Kind, about.ID = "issue", int64(k.Issue)
	case asks.Feasibility:
		about.Kind, about.ID = "views on solution", int64(k.Solution)
	case asks.QuickWin:
		about.Kind, about.ID = "quick win", int64(k.QuickWin)
	case asks.Validity:
		about.Kind, about.ID = "area", int64(k.Area)
	}
	s.Record(about, e)
}

// askedHere lists who can answer here: the Member who is asked, or all who answer for the body.
func askedHere(ctx context.Context, s *act.Step, k asks.Ask) ([]notices.Recipient, error) {
	if k.Member != 0 {
		return []notices.Recipient{{Person: k.Member, Name: k.To, Capacity: "Member"}}, nil
	}
	return askstore.Colleagues(ctx, s.Writer.Reader, k.Service, k.Organisation, s.Today())
}

// withThem lists with whom an ask is that is answered here: where it was passed on by name, the colleague alone.
func withThem(ctx context.Context, s *act.Step, k asks.Ask) ([]notices.Recipient, error) {
	to, err := askedHere(ctx, s, k)
	for _, one := range to {
		if k.Colleague != 0 && one.Person == k.Colleague {
			return []notices.Recipient{one}, err
		}
	}
	return to, err
}

// tellAsked tells the people with whom an ask is.
func tellAsked(ctx context.Context, s *act.Step, k asks.Ask) error {
	to, err := withThem(ctx, s, k)
	if err != nil {
		return err
	}
	due := ""
	if !k.DueOn.IsZero() {
		due = ", reply asked by " + k.DueOn.Words()
	}
	return tell(ctx, s, k, askedEvent(k), fmt.Sprintf("%s asked of %s%s", k.Kind, k.To, due), k.InWords(), to)
}

func askedEvent(k asks.Ask) string {
	switch {
	case k.Lead:
		return "lead of one reply asked"
	case k.Kind == asks.Referral:
		return "issue referred"
	case k.Kind == asks.Feasibility:
		return "feasibility asked"
	}
	return string(k.Kind) + " asked"
}

// tellAsker tells whoever asked, where somebody else did something with it.
func tellAsker(ctx context.Context, s *act.Step, k asks.Ask, summary, more string) error {
	if k.AskedBy == s.Actor.ID {
		return nil
	}
	to := []notices.Recipient{{Person: k.AskedBy, Name: k.AskedByName, Capacity: "asked"}}
	return tell(ctx, s, k, "ask answered", summary, more, to)
}

// tell tells people of an ask. For a restricted issue the notice gives neither title nor area: those are behind the
// link, for people who may see them.
func tell(ctx context.Context, s *act.Step, k asks.Ask, event, summary, more string, to []notices.Recipient) error {
	if len(to) == 0 {
		return nil
	}
	summary = domain.LowerFirst(summary)
	n := notices.Notice{Event: event, Link: fmt.Sprintf("/asks/%d", k.ID), Subject: domain.Capital(summary)}
	if k.Kind == asks.Review {
		n.Link = fmt.Sprintf("/reviews/%d", k.Review)
	}
	if k.Kind == asks.Feasibility { // whom the area's notices are shown may see the solution, and not who is asked
		n.Link = fmt.Sprintf("/solutions/%d", k.Solution)
	}
	n.Body = n.Subject + "."
	if !k.Restricted {
		n.Area = k.Area
		n.Subject = domain.Capital(summary) + ": " + k.Title
		n.Body = fmt.Sprintf("“%s”: %s. %s", k.Title, summary, more)
	}
	noticestore.Tell(s.Writer, n, to, s.Now())
	return nil
}
