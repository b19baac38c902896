package world

import (
	"context"
	"slices"

	"fourgates/internal/asks"
	"fourgates/internal/asks/askapp"
	"fourgates/internal/asks/askstore"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issueapp"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/policy"
)

// working is a load of what became of an area after gate 2.
type working struct {
	*loading
	Work
	area Area

	causes    map[string]domain.CauseID
	solutions map[string]domain.SolutionID
	actions   map[string]domain.ActionID
	bids      map[string]domain.BidID
	comments  map[string]domain.PlanCommentID
	planID    domain.PlanID
}

func (l *loading) planWork(k Work) {
	w := &working{loading: l, Work: k,
		area:   l.Areas[slices.IndexFunc(l.Areas, func(a Area) bool { return a.Key == k.Area })],
		causes: map[string]domain.CauseID{}, solutions: map[string]domain.SolutionID{},
		actions: map[string]domain.ActionID{}, bids: map[string]domain.BidID{},
		comments: map[string]domain.PlanCommentID{}}
	if w.Timeline != nil {
		w.planTimeline()
	}
	if w.Profile != nil {
		w.planProfile()
	}
	w.planPriorities()
	w.planOnline()
	w.planReviews()
	w.planMoves()
	w.planQuickWins()
	w.planSolutions()
	if w.Plan != nil {
		w.planPlan()
	}
	w.planFeedback()
	if w.Executive != nil {
		w.planExecutive()
	}
}

// on plans a step of the work on the area.
func (w *working) on(who string, day Day, what string, do func(context.Context, policy.Actor) error) {
	w.by(who, day, workingOn, what+" of "+w.area.Name, do)
}

// id is the area's.
func (w *working) id() domain.AreaID { return w.areas[w.Area] }

// pounds is whole pounds as money is kept.
func pounds(n int64) domain.Pence { return domain.Pence(100 * n) }

// money is the money of an amount of whole pounds; 0 is none known.
func money(n int64) *domain.Pence {
	if n == 0 {
		return nil
	}
	p := pounds(n)
	return &p
}

// planQuickWins plans each quick win with every step that it has taken. Who delivers it begins it and says that it is
// done; the rest is an officer's.
func (w *working) planQuickWins() {
	for _, q := range w.QuickWins {
		var id domain.QuickWinID
		w.on(q.By, q.Proposed, "proposes a quick win", func(ctx context.Context, by policy.Actor) (err error) {
			before, err := w.photo(q, false)
			if err != nil {
				return err
			}
			id, err = issueapp.ProposeQuickWin(ctx, w.app, by, issues.QuickWin{Issue: w.issues[q.Issue], Title: q.Title,
				Description: q.Description,
				Service:     w.services[q.Service], DeliveredBy: q.DeliveredBy, WithinDuty: q.WithinDuty,
				DueOn: w.date(q.Due)}, before)
			return err
		})
		if q.Ask != nil {
			w.planWinAsk(q, func() domain.QuickWinID { return id })
		}
		deliverer, _ := w.answerer(q.Service)
		for _, s := range []struct {
			day   *Day
			step  issues.QuickWinStep
			who   string
			words string
		}{
			{q.Agreed, issues.StepAgree, "", ""}, {q.Started, issues.StepStart, deliverer, ""},
			{q.Done, issues.StepDone, deliverer, q.Proof},
			{q.Confirmed, issues.StepConfirm, q.ConfirmedBy, q.SaidBy}, {q.Dropped, issues.StepDrop, "", q.Reason},
			{q.Promoted, issues.StepPromote, "", q.Reason},
		} {
			if s.day == nil || s.step == issues.StepAgree && q.Ask.agrees() {
				continue
			}
			if s.who == "" {
				s.who = officer(w.area, *s.day)
			}
			w.on(s.who, *s.day, string(s.step)+" a quick win", func(ctx context.Context, by policy.Actor) error {
				is, err := issuestore.QuickWin(ctx, w.store.Reader, policy.IssueScopeOf(by), id)
				if err != nil {
					return err
				}
				act := issueapp.QuickWinAct{Step: s.step, Version: is.Version, Words: s.words}
				if s.step == issues.StepDone {
					if act.After, err = w.photo(q, true); err != nil {
						return err
					}
				}
				return issueapp.TakeQuickWin(ctx, w.app, by, id, act)
			})
		}
	}
}

// planWinAsk plans that somebody is asked whether they do a quick win, and what they say.
func (w *working) planWinAsk(q QuickWin, id func() domain.QuickWinID) {
	k := q.Ask
	w.on(officer(w.area, k.Day), k.Day, "asks about a quick win", func(ctx context.Context, by policy.Actor) error {
		return issueapp.AskAboutQuickWin(ctx, w.app, by, id(), asks.Ask{Service: w.services[k.To],
			Organisation: w.organisations[k.To], Way: w.way(k.To), Question: k.Question,
			DueOn: w.date(k.Day).AddWorkingDays(10)})
	})
	if k.Answered != 0 {
		w.planGiven(asks.QuickWin, func() int64 { return int64(id()) }, w.area, k.To, k.Answered, asks.Answer{
			Outcome: k.Outcome, Words: k.Words, SaidBy: k.SaidBy})
	}
}

// planGiven plans that those asked about a thing answer: here, or by telephone, which an officer of the area enters.
func (l *loading) planGiven(kind asks.Kind, of func() int64, area Area, to string, day Day, w asks.Answer) {
	who, here := l.answerer(to)
	if !here {
		who = officer(area, day)
	}
	l.by(who, day, workingOn, string(kind)+" answered by "+to, func(ctx context.Context, by policy.Actor) error {
		all, err := askstore.List(ctx, l.store.Reader, kind, of(), l.date(day))
		if err != nil {
			return err
		}
		k, err := domain.Among(all, func(k asks.Ask) bool {
			return k.Open() && k.Service == l.services[to] && k.Organisation == l.organisations[to]
		})
		if err != nil {
			return err
		}
		if !here {
			w.SaidWay, w.SaidOn = "telephone", l.date(day)
		}
		return askapp.Give(ctx, l.app, by, k.ID, w)
	})
}

// photo is the photograph of a quick win, before or after; nil where none was taken.
func (w *working) photo(q QuickWin, after bool) (*issues.File, error) {
	if q.Photos == "" {
		return nil, nil
	}
	return photo(q.Photos, after)
}

// planReferral plans that a service or organisation is asked about an issue. Where somebody there can sign in, they
// acknowledge it three days later.
func (l *loading) planReferral(i Issue, who string, day Day, ask string) {
	l.by(who, day, moving, "refers "+i.Key, func(ctx context.Context, by policy.Actor) error {
		return issueapp.ReferIssue(ctx, l.app, by, l.issues[i.Key], asks.Ask{Service: l.services[i.To],
			Organisation: l.organisations[i.To], Way: l.way(i.To), Question: ask,
			DueOn: l.date(day).AddWorkingDays(10)})
	})
	if answerer, ok := l.answerer(i.To); ok && day+3 < 0 {
		l.by(answerer, day+3, moving, "acknowledges "+i.Key, func(ctx context.Context, by policy.Actor) error {
			id, err := l.referral(ctx, i)
			if err != nil {
				return err
			}
			return askapp.Acknowledge(ctx, l.app, by, id)
		})
	}
}

// planAnswered plans that a service or organisation is asked on the day and answers with the reason for which the issue
// settles.
func (l *loading) planAnswered(i Issue, answerer string, day Day) {
	l.by(officer(l.areaOf(i), day), day, moving, "refers "+i.Key, func(ctx context.Context, by policy.Actor) error {
		return issueapp.ReferIssue(ctx, l.app, by, l.issues[i.Key], asks.Ask{Service: l.services[i.To],
			Organisation: l.organisations[i.To], Way: l.way(i.To),
			Question: "Can this be put right soon, outside the plan?", DueOn: l.date(i.Settled)})
	})
	l.by(answerer, i.Settled, triaging, "answers "+i.Key, func(ctx context.Context, by policy.Actor) error {
		id, err := l.referral(ctx, i)
		if err != nil {
			return err
		}
		return askapp.Give(ctx, l.app, by, id, asks.Answer{Words: i.Reason})
	})
}

// way is how a service or organisation is asked: here, where somebody there can sign in, and else by telephone.
func (l *loading) way(to string) asks.Way {
	if _, ok := l.answerer(to); ok {
		return asks.Here
	}
	return asks.Telephone
}

func (l *loading) referral(ctx context.Context, i Issue) (domain.AskID, error) {
	all, err := askstore.List(ctx, l.store.Reader, asks.Referral, int64(l.issues[i.Key]), l.date(0))
	if err != nil {
		return 0, err
	}
	if len(all) == 0 {
		return 0, domain.ErrNotFound
	}
	return all[0].ID, nil
}

// answerer is somebody who can sign in and answers for a service or organisation.
func (l *loading) answerer(of string) (person string, ok bool) {
	for _, p := range l.People {
		for _, g := range p.Grants {
			if of != "" && (g.Service == of || g.Organisation == of) {
				return p.Key, true
			}
		}
	}
	return "", false
}
