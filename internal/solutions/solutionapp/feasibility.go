package solutionapp

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"fourgates/internal/act"
	"fourgates/internal/asks"
	"fourgates/internal/asks/askapp"
	"fourgates/internal/asks/askstore"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
	"fourgates/internal/solutions"
	"fourgates/internal/solutions/solutionstore"
)

// FeasibilityAsk says who is asked for a view: a service, an organisation, all Members of the area, or the community.
// It names one of them.
type FeasibilityAsk struct {
	Service      domain.ServiceID
	Organisation domain.OrganisationID
	Members      bool
	Community    bool
	Question     string      // what to look at; "" for the solution as it is
	Way          asks.Way    // how it is put; "" is here. A Member without e-mail address is asked by letter
	DueOn        domain.Date // zero: no day is set
}

// AskFeasibility asks for views on a solution and tells those who answer here (E3). This takes an idea into testing,
// and undoes what was concluded before. Each Member gives a view of their own, one without account by letter; an
// officer of the area writes down what the community says. It returns a *domain.BlockedError where they have been asked
// already, and where nobody could answer in the way that was chosen.
func AskFeasibility(ctx context.Context, a *act.App, actor policy.Actor, id domain.SolutionID,
	ask FeasibilityAsk) error {
	return a.Do(ctx, actor, policy.ChooseSolutions, func(s *act.Step) error {
		was, err := solutionToChoose(ctx, s, id)
		if err != nil {
			return err
		}
		if err := was.CheckAsk(); err != nil {
			return err
		}
		if err := checkReaches(ctx, s.Writer, was, ask, s.Today()); err != nil {
			return err
		}
		asked, err := whoIsAsked(ctx, s.Writer, was, ask, s.Today())
		if err != nil {
			return err
		}
		var names []string
		for _, v := range asked {
			v.Solution, v.Question, v.AskedBy, v.AskedAt = id, ask.Question, actor.ID, s.Now()
			name, err := askForView(ctx, s, was, v, ask)
			if err != nil {
				return err
			}
			names = append(names, name)
		}
		s.Record(viewsEvent(was.Solution, "View asked: "+strings.Join(names, "; "), ""))
		if was.State == solutions.SolutionTesting {
			return nil
		}
		return writeSolution(ctx, s, was, was.Asked(), "Status: "+string(solutions.SolutionTesting))
	})
}

// askForView writes a view that is waited for, and the ask that it answers. What the community says is asked of nobody.
func askForView(ctx context.Context, s *act.Step, l solutions.SolutionLine, v solutions.FeasibilityView,
	ask FeasibilityAsk) (string, error) {
	id, err := solutionstore.AddView(ctx, s.Writer, v)
	if err != nil || v.AskedOf == solutions.AskedCommunity {
		return v.Of, err
	}
	k := asks.Ask{Kind: asks.Feasibility, Service: v.Service, Organisation: v.Organisation, Member: v.Member,
		Way: ask.Way, Question: v.Question, DueOn: ask.DueOn}
	k.View, k.Solution, k.Area = id, l.ID, l.Area
	if k.Way == "" || v.Member != 0 {
		k.Way = asks.Here
	}
	if k, err = askapp.Put(ctx, s, k); err != nil {
		return "", err
	}
	return askapp.PutWords(k), nil
}

// checkReaches refuses to ask anybody about a restricted issue who may not read it. A service or organisation may once
// the issue has been referred to it.
func checkReaches(ctx context.Context, w db.Writer, l solutions.SolutionLine, ask FeasibilityAsk,
	today domain.Date) error {
	if l.Names.IssueVisibility != issues.VisibleRestricted {
		return nil
	}
	if ask.Members || ask.Community {
		return domain.Blocked("of",
			"The issue is restricted: its solutions are not for the Members or the community to read")
	}
	referred, err := askstore.List(ctx, w.Reader, asks.Referral, int64(l.Issue), today)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(referred, func(r asks.Ask) bool {
		return r.WithdrawnAt == nil && !r.NotOurs && r.Service == ask.Service && r.Organisation == ask.Organisation
	}) {
		return domain.Blocked("of", "The issue is restricted: refer it to them first, so that they may read it")
	}
	return nil
}

// whoIsAsked lists the views that are asked for, one for each who gives one.
func whoIsAsked(ctx context.Context, w db.Writer, l solutions.SolutionLine, ask FeasibilityAsk,
	today domain.Date) ([]solutions.FeasibilityView, error) {
	switch {
	case ask.Members:
		return membersAsked(ctx, w, l, today)
	case ask.Community:
		return []solutions.FeasibilityView{{AskedOf: solutions.AskedCommunity, Of: "the community"}}, nil
	}
	v := solutions.FeasibilityView{AskedOf: solutions.AskedService, Service: ask.Service,
		Organisation: ask.Organisation}
	if ask.Organisation != 0 {
		v.AskedOf = solutions.AskedPartner
	}
	return []solutions.FeasibilityView{v}, nil
}

// membersAsked lists a view for each Member of the area who has none open.
func membersAsked(ctx context.Context, w db.Writer, l solutions.SolutionLine,
	today domain.Date) ([]solutions.FeasibilityView, error) {
	members, err := placestore.AreaMembers(ctx, w.Reader, l.Area, today)
	if err != nil {
		return nil, err
	}
	var views []solutions.FeasibilityView
	seen := map[domain.PersonID]bool{}
	for _, v := range l.Views {
		if v.Open() {
			seen[v.Member] = true
		}
	}
	for _, m := range members {
		if m.Person == 0 || seen[m.Person] {
			continue
		}
		seen[m.Person] = true
		views = append(views, solutions.FeasibilityView{AskedOf: solutions.AskedMember, Member: m.Person, Of: m.Name})
	}
	if len(views) == 0 {
		return nil, domain.Blocked("of", "There is no Member of this area who was not asked already")
	}
	return views, nil
}

// SaveView writes a view over the version that was read. Unfinished, only those who give it can see it. Once finished
// it can no longer be changed, and the officers of the area are told (E3). It returns domain.ErrConflict where a
// colleague has saved in between.
func SaveView(ctx context.Context, a *act.App, actor policy.Actor, solution domain.SolutionID, id domain.ViewID,
	version int, d solutions.ViewDraft, finish bool) error {
	return saveView(ctx, a, actor, solution, id, version, d, asks.Answer{}, finish)
}

// EnterView finishes a view that those asked gave by letter or telephone, and says who said it, how and when. An
// officer of the area does so, unless they have begun to write it here.
func EnterView(ctx context.Context, a *act.App, actor policy.Actor, solution domain.SolutionID, id domain.ViewID,
	d solutions.ViewDraft, from asks.Answer) error {
	return saveView(ctx, a, actor, solution, id, 1, d, from, true)
}

func saveView(ctx context.Context, a *act.App, actor policy.Actor, solution domain.SolutionID, id domain.ViewID,
	version int, d solutions.ViewDraft, from asks.Answer, finish bool) error {
	return a.Do(ctx, actor, policy.GiveFeasibility, func(s *act.Step) error {
		l, v, err := viewForUpdate(ctx, s, solution, id)
		if err != nil {
			return err
		}
		entered := !solutions.MayGiveView(actor, l.Area, v)
		if entered && !solutions.MayEnterView(actor, l.Area, v) {
			return domain.ErrForbidden
		}
		if err := l.CheckGive(v); err != nil {
			return err
		}
		if entered {
			finish = true
			if err := v.CheckEnter(); err != nil {
				return err
			}
		}
		if v.Version != version {
			return domain.ErrConflict
		}
		if v.AskedOf != solutions.AskedCommunity {
			d.SaidBy = ""
		}
		if !finish {
			// Nothing of it in the trail: that is read by more people than write it.
			s.Record(domain.Event{Kind: "feasibility view", ID: int64(id), Area: l.Area,
				Summary: "Unfinished view saved"})
			return solutionstore.SaveView(ctx, s.Writer, id, version, d, actor.ID, time.Time{})
		}
		if err := d.CheckFinish(v.AskedOf); err != nil {
			return err
		}
		if entered {
			k := asks.Ask{AskedAt: v.AskedAt, Answer: from, AnsweredBy: actor.Name}
			if err := k.CheckSource(from, s.Today()); err != nil {
				return err
			}
			d.SaidBy = k.Entered()
		} else {
			from = asks.Answer{}
		}
		from.Outcome, from.Words = string(d.Verdict), d.Reason
		if err := askapp.Finish(ctx, s, asks.Feasibility, int64(id), from); err != nil {
			return err
		}
		if err := solutionstore.SaveView(ctx, s.Writer, id, version, d, actor.ID, s.Now()); err != nil {
			return err
		}
		summary := fmt.Sprintf("View finished: %s, %s", v.Of, d.Verdict)
		s.Record(solutionEvent(l.Solution, summary, nil, issues.Said(d.Words())))
		return tellFinished(ctx, s, l, v, d)
	})
}

// WithdrawView stops asking for a view, with a reason. What was typed so far is cleared.
func WithdrawView(ctx context.Context, a *act.App, actor policy.Actor, solution domain.SolutionID, id domain.ViewID,
	reason string) error {
	return a.Do(ctx, actor, policy.ChooseSolutions, func(s *act.Step) error {
		l, v, err := viewForUpdate(ctx, s, solution, id)
		if err != nil {
			return err
		}
		if err := policy.CheckIn(actor, policy.ChooseSolutions, l.Area); err != nil {
			return err
		}
		if err := v.CheckOpen(); err != nil {
			return err
		}
		n, err := solutionstore.WithdrawViews(ctx, s.Writer, solution, id, reason, actor.ID, s.Now())
		if err != nil {
			return err
		}
		if n != 1 {
			return domain.ErrConflict
		}
		s.Record(viewsEvent(l.Solution, "View asked for no more: "+v.Of, reason))
		return nil
	})
}

// viewsEvent is an entry about who is asked for views on a solution. It stands in a history of its own for the officers
// of the area: others learn of a view once it is finished.
func viewsEvent(s solutions.Solution, summary, reason string) domain.Event {
	e := solutionEvent(s, summary, nil, nil)
	e.Kind = "views on solution"
	if reason != "" {
		e.After = map[string]string{"Reason": reason}
	}
	return e
}

// viewForUpdate loads and locks a solution, with a view on it. It returns domain.ErrNotFound where the actor may not
// know of the view.
func viewForUpdate(ctx context.Context, s *act.Step, solution domain.SolutionID, id domain.ViewID) (
	solutions.SolutionLine,
	solutions.FeasibilityView, error) {
	l, err := solutionstore.SolutionForUpdate(ctx, s.Writer, policy.SolutionScopeOf(s.Actor), solution)
	if err != nil {
		return l, solutions.FeasibilityView{}, err
	}
	v, err := domain.Among(l.Views, func(v solutions.FeasibilityView) bool { return v.ID == id })
	if err != nil {
		return l, v, err
	}
	if !solutions.MayKnowView(s.Actor, l.Area, v) {
		return l, solutions.FeasibilityView{}, domain.ErrNotFound
	}
	return l, v, nil
}
