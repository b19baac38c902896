package app

import (
	"context"
	"slices"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/store"
)

// ProposeSolution writes a new solution for an issue of the area, or for a cause of it, and returns its identifier (E4). The same key again from the
// same person, a form sent twice, writes nothing and returns the first one's. Officers of the area may enter it for one of its Members; services
// and organisations propose what they would deliver themselves.
func (a *App) ProposeSolution(ctx context.Context, actor policy.Actor, area domain.AreaID, d domain.SolutionDraft, key string) (id domain.SolutionID, err error) {
	err = a.do(ctx, actor, policy.WorkSolutions, func(w store.Writer, now time.Time) (domain.Event, error) {
		in, err := w.Area(ctx, policy.ScopeOf(actor, policy.ViewAreas), area)
		if err != nil {
			return domain.Event{}, err
		}
		if err := policy.CheckPropose(actor, area, d); err != nil {
			return domain.Event{}, err
		}
		if err := in.CheckRunning(); err != nil {
			return domain.Event{}, err
		}
		if err := checkSolution(ctx, w, actor, area, d, domain.SolutionDraft{}); err != nil {
			return domain.Event{}, err
		}
		by, err := proposer(ctx, w, actor, area, d.ProposedBy, domain.DateOf(now))
		if err != nil {
			return domain.Event{}, err
		}
		cycle, err := w.CurrentCycle(ctx, area)
		if err != nil {
			return domain.Event{}, err
		}
		s := domain.Solution{Area: area, Cycle: cycle, State: domain.SolutionIdea, ProposedBy: by, ProposedAt: now}.With(d)
		fresh := false
		if id, fresh, err = w.AddSolution(ctx, s, keyOf(actor, key)); err != nil {
			return domain.Event{}, err
		}
		if !fresh {
			return domain.Event{}, errNothing
		}
		is, err := w.Solution(ctx, policy.EverySolution(), id)
		return solutionEvent(is.Solution, "Solution proposed", nil, domain.Said(is.Words(is.Names))), err
	})
	return id, err
}

// EditSolution writes what was typed over the version that was read. It returns domain.ErrConflict where somebody changed the solution in
// between, and a *domain.BlockedError once testing is concluded.
func (a *App) EditSolution(ctx context.Context, actor policy.Actor, id domain.SolutionID, version int, d domain.SolutionDraft) error {
	return a.do(ctx, actor, policy.WorkSolutions, func(w store.Writer, now time.Time) (domain.Event, error) {
		was, err := w.SolutionForUpdate(ctx, policy.SolutionScopeOf(actor), id)
		if err != nil {
			return domain.Event{}, err
		}
		if !policy.MayWorkSolution(actor, was.Solution) {
			return domain.Event{}, domain.ErrForbidden
		}
		if was.Version != version {
			return domain.Event{}, domain.ErrConflict
		}
		if err := was.CheckEdit(); err != nil {
			return domain.Event{}, err
		}
		if err := policy.CheckPropose(actor, was.Area, d); err != nil {
			return domain.Event{}, err
		}
		if err := checkSolution(ctx, w, actor, was.Area, d, was.Draft()); err != nil {
			return domain.Event{}, err
		}
		return writeSolution(ctx, w, was, was.With(d), "Solution changed")
	})
}

// MoveSolution takes a solution a step further (E5). It returns a *domain.BlockedError with every reason why the step is not open. Whoever proposed it
// is told when it is chosen, not chosen or tested again; who waits to give a view on one that is not chosen is asked no more.
func (a *App) MoveSolution(ctx context.Context, actor policy.Actor, id domain.SolutionID, move, reason string) error {
	return a.do(ctx, actor, policy.ChooseSolutions, func(w store.Writer, now time.Time) (domain.Event, error) {
		was, err := solutionToChoose(ctx, w, actor, id)
		if err != nil {
			return domain.Event{}, err
		}
		is, err := was.Move(move, reason)
		if err != nil {
			return domain.Event{}, err
		}
		if is.State == domain.SolutionNotChosen {
			if _, err := w.WithdrawViews(ctx, id, 0, "The solution was not chosen", actor.ID, now); err != nil {
				return domain.Event{}, err
			}
		}
		event, err := writeSolution(ctx, w, was, is, "Status: "+string(is.State))
		if err != nil {
			return domain.Event{}, err
		}
		return event, tellProposer(ctx, w, now, actor, was, is, move)
	})
}

// RecordProposerTold notes when and how somebody without an account was told what became of the solution that was proposed for them.
func (a *App) RecordProposerTold(ctx context.Context, actor policy.Actor, id domain.SolutionID, on domain.Date, how string) error {
	return a.do(ctx, actor, policy.ChooseSolutions, func(w store.Writer, now time.Time) (domain.Event, error) {
		was, err := solutionToChoose(ctx, w, actor, id)
		if err != nil {
			return domain.Event{}, err
		}
		if !was.ToBeTold() {
			return domain.Event{}, domain.Blocked("", "There is nobody to be told about this solution")
		}
		if on.After(domain.DateOf(now)) {
			return domain.Event{}, domain.Blocked("told_on", "Choose a day that is not to come")
		}
		is := was.Solution
		is.ToldOn, is.ToldHow = on, how
		after := map[string]string{"Told": is.ProposedFor, "On": on.Words(), "How": how}
		return solutionEvent(is, "Told whoever it was proposed for", nil, after), w.UpdateSolution(ctx, is)
	})
}

// solutionToChoose loads and locks a solution that the actor decides on as an officer of its area: domain.ErrNotFound where they may not see it,
// domain.ErrForbidden where it is not theirs.
func solutionToChoose(ctx context.Context, w store.Writer, actor policy.Actor, id domain.SolutionID) (domain.SolutionLine, error) {
	line, err := w.SolutionForUpdate(ctx, policy.SolutionScopeOf(actor), id)
	if err != nil {
		return line, err
	}
	return line, policy.CheckIn(actor, policy.ChooseSolutions, line.Area)
}

// writeSolution writes a solution that was locked, and returns the event. Nothing different is errNothing.
func writeSolution(ctx context.Context, w store.Writer, was domain.SolutionLine, is domain.Solution, summary string) (domain.Event, error) {
	if err := w.UpdateSolution(ctx, is); err != nil {
		return domain.Event{}, err
	}
	now, err := w.Solution(ctx, policy.EverySolution(), is.ID)
	if err != nil {
		return domain.Event{}, err
	}
	before, after := domain.Changes(was.Words(was.Names), now.Words(now.Names))
	if len(after) == 0 {
		return domain.Event{}, errNothing
	}
	return solutionEvent(is, summary, before, after), nil
}

// checkSolution refuses what the draft refers to and may not. The issue that it was for can stay.
func checkSolution(ctx context.Context, w store.Writer, actor policy.Actor, area domain.AreaID, d, was domain.SolutionDraft) error {
	if d.Issue != was.Issue {
		issue, err := w.Issue(ctx, policy.SolutionScopeOf(actor).Issues, d.Issue)
		if err != nil || issue.Area != area {
			return domain.Blocked("issue", "Choose an issue from the list")
		}
		if err := issue.CheckSolvable(issue.Ties); err != nil {
			return err
		}
	}
	if d.Cause != 0 && (d.Cause != was.Cause || d.Issue != was.Issue) {
		of, err := w.IsCauseOf(ctx, d.Issue, d.Cause)
		if err != nil {
			return err
		}
		if !of {
			return domain.Blocked("cause", "Choose a cause of the issue")
		}
	}
	return d.Check()
}

// proposer is whose account the solution is proposed by: the actor, or one of the area's Members for whom an officer enters it.
func proposer(ctx context.Context, w store.Writer, actor policy.Actor, area domain.AreaID, who domain.PersonID, today domain.Date) (domain.PersonID, error) {
	if who == 0 || who == actor.ID {
		return actor.ID, nil
	}
	if err := policy.CheckIn(actor, policy.ChooseSolutions, area); err != nil {
		return 0, err
	}
	members, err := w.AreaMembers(ctx, area, today)
	if err != nil {
		return 0, err
	}
	if !slices.ContainsFunc(members, func(m domain.AreaMember) bool { return m.Person == who }) {
		return 0, domain.Blocked("proposed_by", "Choose somebody from the list")
	}
	return who, nil
}

func solutionEvent(s domain.Solution, summary string, before, after map[string]string) domain.Event {
	e := domain.Event{Kind: "solution", ID: int64(s.ID), Area: s.Area, Summary: summary}
	if len(before) > 0 {
		e.Before = before
	}
	if len(after) > 0 {
		e.After = after
	}
	return e
}
