// Package solutionapp proposes, changes and chooses solutions, and takes views and bids.
package solutionapp

import (
	"context"
	"slices"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issueapp"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/places"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
	"fourgates/internal/solutions"
	"fourgates/internal/solutions/solutionstore"
)

// ProposeSolution writes a new solution for an issue of the area, or for one of its causes, and returns its identifier
// (E4). The same key sent again by the same person writes nothing and returns the first solution. Officers of the area
// may enter it for one of its Members; services and organisations propose what they would deliver themselves.
func ProposeSolution(ctx context.Context, a *act.App, actor policy.Actor, area domain.AreaID, d solutions.SolutionDraft,
	key string) (id domain.SolutionID, err error) {
	err = a.Do(ctx, actor, policy.WorkSolutions, func(s *act.Step) error {
		in, err := placestore.Area(ctx, s.Writer.Reader, policy.ScopeOf(actor, policy.ViewAreas), area)
		if err != nil {
			return err
		}
		if err := solutions.CheckPropose(actor, area, d); err != nil {
			return err
		}
		if err := in.CheckCycle(); err != nil {
			return err
		}
		if err := checkSolution(ctx, s, area, d, solutions.SolutionDraft{}); err != nil {
			return err
		}
		by, err := proposer(ctx, s, area, d.ProposedBy, s.Today())
		if err != nil {
			return err
		}
		cycle, err := solutionstore.CurrentCycle(ctx, s.Writer.Reader, area)
		if err != nil {
			return err
		}
		idea := solutions.Solution{Area: area, Cycle: cycle, State: solutions.SolutionIdea, ProposedBy: by,
			ProposedAt: s.Now()}.With(d)
		fresh := false
		if id, fresh, err = solutionstore.AddSolution(ctx, s.Writer, idea, issueapp.KeyOf(actor, key)); err != nil {
			return err
		}
		if !fresh {
			return s.Same()
		}
		is, err := solutionstore.Solution(ctx, s.Writer.Reader, policy.EverySolution(), id)
		if err != nil {
			return err
		}
		s.Record(solutionEvent(is.Solution, "Solution proposed", nil, issues.Said(is.Words(is.Names))))
		return nil
	})
	return id, err
}

// EditSolution writes an edit over the version that was read. It returns domain.ErrConflict where somebody has changed
// the solution in between, and a *domain.BlockedError once testing is concluded.
func EditSolution(ctx context.Context, a *act.App, actor policy.Actor, id domain.SolutionID, version int,
	d solutions.SolutionDraft) error {
	return a.Do(ctx, actor, policy.WorkSolutions, func(s *act.Step) error {
		was, err := solutionstore.SolutionForUpdate(ctx, s.Writer, policy.SolutionScopeOf(actor), id)
		if err != nil {
			return err
		}
		if !solutions.MayWorkSolution(actor, was.Solution) {
			return domain.ErrForbidden
		}
		if was.Version != version {
			return domain.ErrConflict
		}
		if err := was.CheckEdit(); err != nil {
			return err
		}
		if err := solutions.CheckPropose(actor, was.Area, d); err != nil {
			return err
		}
		if err := checkSolution(ctx, s, was.Area, d, was.Draft()); err != nil {
			return err
		}
		return writeSolution(ctx, s, was, was.With(d), "Solution changed")
	})
}

// MoveSolution takes a solution a step further (E5). Whoever proposed it is told, with the reason, when it is not
// feasible, chosen, not chosen or tested again; views on one that is not chosen are no longer asked for. It returns a
// *domain.BlockedError with every reason why the step is not open.
func MoveSolution(ctx context.Context, a *act.App, actor policy.Actor, id domain.SolutionID, move,
	reason string) error {
	return a.Do(ctx, actor, policy.ChooseSolutions, func(s *act.Step) error {
		was, err := solutionToChoose(ctx, s, id)
		if err != nil {
			return err
		}
		is, err := was.Move(move, reason)
		if err != nil {
			return err
		}
		if is.State == solutions.SolutionNotChosen {
			if _, err := solutionstore.WithdrawViews(ctx, s.Writer, id, 0, "The solution was not chosen", actor.ID,
				s.Now()); err != nil {
				return err
			}
		}
		if err := writeSolution(ctx, s, was, is, "Status: "+string(is.State)); err != nil {
			return err
		}
		return tellProposer(ctx, s, was, is, move)
	})
}

// RecordProposerTold notes when and how somebody without an account was told what became of the solution proposed for
// them.
func RecordProposerTold(ctx context.Context, a *act.App, actor policy.Actor, id domain.SolutionID, on domain.Date,
	how string) error {
	return a.Do(ctx, actor, policy.ChooseSolutions, func(s *act.Step) error {
		was, err := solutionToChoose(ctx, s, id)
		if err != nil {
			return err
		}
		if !was.ToBeTold() {
			return domain.Blocked("", "There is nobody to be told about this solution")
		}
		if on.After(s.Today()) {
			return domain.Blocked("told_on", "Choose a day that is not to come")
		}
		is := was.Solution
		is.ToldOn, is.ToldHow = on, how
		after := map[string]string{"Told": is.ProposedFor, "On": on.Words(), "How": how}
		s.Record(solutionEvent(is, "Told whoever it was proposed for", nil, after))
		return solutionstore.UpdateSolution(ctx, s.Writer, is)
	})
}

// solutionToChoose loads and locks a solution. It returns domain.ErrNotFound where the actor may not see it, and
// domain.ErrForbidden where they do not decide on it as an officer of its area.
func solutionToChoose(ctx context.Context, s *act.Step, id domain.SolutionID) (solutions.SolutionLine, error) {
	line, err := solutionstore.SolutionForUpdate(ctx, s.Writer, policy.SolutionScopeOf(s.Actor), id)
	if err != nil {
		return line, err
	}
	return line, policy.CheckIn(s.Actor, policy.ChooseSolutions, line.Area)
}

// writeSolution writes a solution that was locked, and records it.
func writeSolution(ctx context.Context, s *act.Step, was solutions.SolutionLine, is solutions.Solution,
	summary string) error {
	if err := solutionstore.UpdateSolution(ctx, s.Writer, is); err != nil {
		return err
	}
	now, err := solutionstore.Solution(ctx, s.Writer.Reader, policy.EverySolution(), is.ID)
	if err != nil {
		return err
	}
	before, after := issues.Changes(was.Words(was.Names), now.Words(now.Names))
	if len(after) == 0 {
		return s.Same()
	}
	s.Record(solutionEvent(is, summary, before, after))
	return nil
}

// checkSolution refuses an issue or a cause that the solution may not be for. The issue that it was for before can
// stay.
func checkSolution(ctx context.Context, s *act.Step, area domain.AreaID, d, was solutions.SolutionDraft) error {
	if d.Issue != was.Issue {
		issue, err := issuestore.Issue(ctx, s.Writer.Reader, policy.SolutionScopeOf(s.Actor).Issues, d.Issue)
		if err != nil || issue.Area != area {
			return domain.Blocked("issue", "Choose an issue from the list")
		}
		if err := issue.CheckSolvable(issue.Ties); err != nil {
			return err
		}
	}
	if d.Cause != 0 && (d.Cause != was.Cause || d.Issue != was.Issue) {
		of, err := solutionstore.IsCauseOf(ctx, s.Writer.Reader, d.Issue, d.Cause)
		if err != nil {
			return err
		}
		if !of {
			return domain.Blocked("cause", "Choose a cause of the issue")
		}
	}
	return d.Check()
}

// proposer is the person by whom the solution is proposed: the actor, or the area's Member for whom an officer enters
// it.
func proposer(ctx context.Context, s *act.Step, area domain.AreaID, who domain.PersonID,
	today domain.Date) (domain.PersonID, error) {
	if who == 0 || who == s.Actor.ID {
		return s.Actor.ID, nil
	}
	if err := policy.CheckIn(s.Actor, policy.ChooseSolutions, area); err != nil {
		return 0, err
	}
	members, err := placestore.AreaMembers(ctx, s.Writer.Reader, area, today)
	if err != nil {
		return 0, err
	}
	if !slices.ContainsFunc(members, func(m places.AreaMember) bool { return m.Person == who }) {
		return 0, domain.Blocked("proposed_by", "Choose somebody from the list")
	}
	return who, nil
}

func solutionEvent(s solutions.Solution, summary string, before, after map[string]string) domain.Event {
	e := domain.Event{Kind: "solution", ID: int64(s.ID), Area: s.Area, Summary: summary}
	if len(before) > 0 {
		e.Before = before
	}
	if len(after) > 0 {
		e.After = after
	}
	return e
}
