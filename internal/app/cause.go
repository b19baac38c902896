package app

import (
	"context"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/store"
)

// AddCause puts a cause under an issue, or under another of its causes, with who took part in finding it (D10). The
// first cause makes a synthesised issue analysed. Sent twice, it adds nothing and returns the first cause.
func (a *App) AddCause(ctx context.Context, actor policy.Actor, c domain.Cause) (id domain.CauseID, err error) {
	err = a.Do(ctx, actor, policy.WorkCauses, func(s *Step) error {
		issue, tree, err := causesToWork(ctx, s, c.Issue)
		if err != nil {
			return err
		}
		blockers := append(c.Blockers(), domain.AddCauseBlockers(tree, c.Parent)...)
		if len(blockers) > 0 {
			return &domain.BlockedError{Blockers: blockers}
		}
		for _, there := range domain.Siblings(tree, c.Parent) {
			if there.Text != c.Text {
				continue
			}
			if id = there.ID; there.TakenPart == c.TakenPart {
				return s.Same() // the form was sent twice
			}
			return domain.Blocked("text", "This cause stands there already: change who took part there")
		}
		if id, err = s.AddCause(ctx, c, actor.ID, s.Now()); err != nil {
			return err
		}
		s.Record(issueEvent(issue.Issue, "Cause added", nil, causeWords(c)))
		if !issue.CanMove(domain.MoveAnalyse, issue.Ties) {
			return nil
		}
		is := issue
		if is.Issue, err = issue.Move(domain.MoveAnalyse, "", issue.Ties); err != nil {
			return err
		}
		return changeIssue(ctx, s, issue, is, movedSummary(is.State))
	})
	return id, err
}

// ChangeCause writes what a cause says, who took part and what it lies under, over the version that was read. It
// returns domain.ErrConflict where somebody has changed the cause in between.
func (a *App) ChangeCause(ctx context.Context, actor policy.Actor, c domain.Cause) error {
	return a.changeCause(ctx, actor, c.ID, c.Version,
		func(s *Step, issue store.IssueRecord, tree []domain.CauseNode, was domain.Cause) error {
			is := was
			is.Text, is.TakenPart, is.Parent = c.Text, c.TakenPart, c.Parent
			blockers := append(is.Blockers(), domain.MoveCauseBlockers(tree, c.ID, c.Parent)...)
			if len(blockers) > 0 {
				return &domain.BlockedError{Blockers: blockers}
			}
			if is == was {
				return s.Same()
			}
			if is.Parent != was.Parent {
				is.Position = domain.LastUnder(tree, is.Parent) + 1
			}
			s.Record(issueEvent(issue.Issue, "Cause changed", causeWords(was), causeWords(is)))
			return s.UpdateCause(ctx, is)
		})
}

// MoveCause puts a cause one place up or down among its siblings.
func (a *App) MoveCause(ctx context.Context, actor policy.Actor, id domain.CauseID, version int, up bool) error {
	return a.changeCause(ctx, actor, id, version,
		func(s *Step, issue store.IssueRecord, tree []domain.CauseNode, c domain.Cause) error {
			moved := domain.Swap(domain.Siblings(tree, c.Parent), id, up)
			if moved == nil {
				return s.Same()
			}
			for _, m := range moved {
				if err := s.UpdateCause(ctx, m); err != nil {
					return err
				}
			}
			s.Record(issueEvent(issue.Issue, "Cause moved", nil, map[string]string{"Cause": c.Text}))
			return nil
		})
}

// RemoveCause removes a cause with everything under it. It returns a *domain.BlockedError where a solution hangs on any
// of them.
func (a *App) RemoveCause(ctx context.Context, actor policy.Actor, id domain.CauseID, version int) error {
	return a.Do(ctx, actor, policy.WorkCauses, func(s *Step) error {
		issue, tree, c, err := causeToWork(ctx, s, id, version)
		if err != nil {
			return err
		}
		node, _, _ := domain.FindCause(tree, id)
		if blockers := domain.RemoveCauseBlockers(node); len(blockers) > 0 {
			return &domain.BlockedError{Blockers: blockers}
		}
		var ids []domain.CauseID
		for _, under := range node.Whole() {
			ids = append(ids, under.ID)
		}
		s.Record(issueEvent(issue.Issue, "Cause removed", causeWords(c), nil))
		return s.RemoveCauses(ctx, ids, s.Now())
	})
}

func (a *App) changeCause(ctx context.Context, actor policy.Actor, id domain.CauseID, version int,
	body func(*Step, store.IssueRecord, []domain.CauseNode, domain.Cause) error) error {
	return a.Do(ctx, actor, policy.WorkCauses, func(s *Step) error {
		issue, tree, c, err := causeToWork(ctx, s, id, version)
		if err != nil {
			return err
		}
		return body(s, issue, tree, c)
	})
}

// causeToWork loads a cause that the actor works on, in the tree of its locked issue. It returns domain.ErrConflict
// where the version is no longer the one that was read.
func causeToWork(ctx context.Context, s *Step, id domain.CauseID, version int) (store.IssueRecord, []domain.CauseNode,
	domain.Cause, error) {
	on, err := s.IssueOfCause(ctx, id)
	if err != nil {
		return store.IssueRecord{}, nil, domain.Cause{}, err
	}
	issue, tree, err := causesToWork(ctx, s, on)
	if err != nil {
		return issue, nil, domain.Cause{}, err
	}
	node, _, ok := domain.FindCause(tree, id)
	if !ok || node.Version != version {
		return issue, nil, domain.Cause{}, domain.ErrConflict
	}
	return issue, tree, node.Cause, nil
}

// causesToWork loads and locks an issue with the tree of its causes. It returns domain.ErrNotFound where the actor may
// not see the issue, and domain.ErrForbidden where they may not work on its causes.
func causesToWork(ctx context.Context, s *Step, id domain.IssueID) (store.IssueRecord, []domain.CauseNode, error) {
	issue, err := s.IssueForUpdate(ctx, policy.IssueScopeOf(s.Actor), id)
	if err != nil {
		return issue, nil, err
	}
	services, organisations, err := s.IssueParties(ctx, id)
	if err != nil {
		return issue, nil, err
	}
	if !policy.MayWorkCauses(s.Actor, issue.Area, services, organisations) {
		return issue, nil, domain.ErrForbidden
	}
	if err := issue.CheckEdit(); err != nil {
		return issue, nil, err
	}
	list, err := s.Causes(ctx, id)
	return issue, domain.CauseTree(list), err
}

func causeWords(c domain.Cause) map[string]string {
	return map[string]string{"Cause": c.Text, "Who took part": c.TakenPart}
}
