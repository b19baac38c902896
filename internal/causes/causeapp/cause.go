// Package causeapp adds, changes and removes the root causes of an issue.
package causeapp

import (
	"context"

	"fourgates/internal/act"
	"fourgates/internal/causes"
	"fourgates/internal/causes/causestore"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issueapp"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/policy"
)

// AddCause puts a cause under an issue, or under another of its causes, with who took part in finding it (D10). The
// first cause makes a synthesised issue analysed. Sent twice, it adds nothing and returns the first cause.
func AddCause(ctx context.Context, a *act.App, actor policy.Actor, c causes.Cause) (id domain.CauseID, err error) {
	err = a.Do(ctx, actor, policy.WorkCauses, func(s *act.Step) error {
		issue, tree, err := causesToWork(ctx, s, c.Issue)
		if err != nil {
			return err
		}
		blockers := append(c.Blockers(), causes.AddCauseBlockers(tree, c.Parent)...)
		if len(blockers) > 0 {
			return &domain.BlockedError{Blockers: blockers}
		}
		for _, there := range causes.Siblings(tree, c.Parent) {
			if there.Text != c.Text {
				continue
			}
			if id = there.ID; there.TakenPart == c.TakenPart {
				return s.Same() // the form was sent twice
			}
			return domain.Blocked("text", "This cause stands there already: change who took part there")
		}
		if id, err = causestore.AddCause(ctx, s.Writer, c, actor.ID, s.Now()); err != nil {
			return err
		}
		s.Record(issueapp.IssueEvent(issue.Issue, "Cause added", nil, causeWords(c)))
		if !issue.CanMove(issues.MoveAnalyse, issue.Ties) {
			return nil
		}
		is := issue
		if is.Issue, err = issue.Move(issues.MoveAnalyse, "", issue.Ties); err != nil {
			return err
		}
		return issueapp.ChangeIssue(ctx, s, issue, is, issueapp.MovedSummary(is.State))
	})
	return id, err
}

// ChangeCause writes what a cause says, who took part and what it lies under, over the version that was read. It
// returns domain.ErrConflict where somebody has changed the cause in between.
func ChangeCause(ctx context.Context, a *act.App, actor policy.Actor, c causes.Cause) error {
	return changeCause(ctx, a, actor, c.ID, c.Version,
		func(s *act.Step, issue issuestore.IssueRecord, tree []causes.CauseNode, was causes.Cause) error {
			is := was
			is.Text, is.TakenPart, is.Parent = c.Text, c.TakenPart, c.Parent
			blockers := append(is.Blockers(), causes.MoveCauseBlockers(tree, c.ID, c.Parent)...)
			if len(blockers) > 0 {
				return &domain.BlockedError{Blockers: blockers}
			}
			if is == was {
				return s.Same()
			}
			if is.Parent != was.Parent {
				is.Position = causes.LastUnder(tree, is.Parent) + 1
			}
			s.Record(issueapp.IssueEvent(issue.Issue, "Cause changed", causeWords(was), causeWords(is)))
			return causestore.UpdateCause(ctx, s.Writer, is)
		})
}

// MoveCause puts a cause one place up or down among its siblings.
func MoveCause(ctx context.Context, a *act.App, actor policy.Actor, id domain.CauseID, version int, up bool) error {
	return changeCause(ctx, a, actor, id, version,
		func(s *act.Step, issue issuestore.IssueRecord, tree []causes.CauseNode, c causes.Cause) error {
			moved := causes.Swap(causes.Siblings(tree, c.Parent), id, up)
			if moved == nil {
				return s.Same()
			}
			for _, m := range moved {
				if err := causestore.UpdateCause(ctx, s.Writer, m); err != nil {
					return err
				}
			}
			s.Record(issueapp.IssueEvent(issue.Issue, "Cause moved", nil, map[string]string{"Cause": c.Text}))
			return nil
		})
}

// RemoveCause removes a cause with everything under it. It returns a *domain.BlockedError where a solution hangs on any
// of them.
func RemoveCause(ctx context.Context, a *act.App, actor policy.Actor, id domain.CauseID, version int) error {
	return a.Do(ctx, actor, policy.WorkCauses, func(s *act.Step) error {
		issue, tree, c, err := causeToWork(ctx, s, id, version)
		if err != nil {
			return err
		}
		node, _, _ := causes.FindCause(tree, id)
		if blockers := causes.RemoveCauseBlockers(node); len(blockers) > 0 {
			return &domain.BlockedError{Blockers: blockers}
		}
		var ids []domain.CauseID
		for _, under := range node.Whole() {
			ids = append(ids, under.ID)
		}
		s.Record(issueapp.IssueEvent(issue.Issue, "Cause removed", causeWords(c), nil))
		return causestore.RemoveCauses(ctx, s.Writer, ids, s.Now())
	})
}

func changeCause(ctx context.Context, a *act.App, actor policy.Actor, id domain.CauseID, version int,
	body func(*act.Step, issuestore.IssueRecord, []causes.CauseNode, causes.Cause) error) error {
	return a.Do(ctx, actor, policy.WorkCauses, func(s *act.Step) error {
		issue, tree, c, err := causeToWork(ctx, s, id, version)
		if err != nil {
			return err
		}
		return body(s, issue, tree, c)
	})
}

// causeToWork loads a cause that the actor works on, in the tree of its locked issue. It returns domain.ErrConflict
// where the version is no longer the one that was read.
func causeToWork(ctx context.Context, s *act.Step, id domain.CauseID, version int) (issuestore.IssueRecord,
	[]causes.CauseNode,
	causes.Cause, error) {
	on, err := causestore.IssueOfCause(ctx, s.Writer.Reader, id)
	if err != nil {
		return issuestore.IssueRecord{}, nil, causes.Cause{}, err
	}
	issue, tree, err := causesToWork(ctx, s, on)
	if err != nil {
		return issue, nil, causes.Cause{}, err
	}
	node, _, ok := causes.FindCause(tree, id)
	if !ok || node.Version != version {
		return issue, nil, causes.Cause{}, domain.ErrConflict
	}
	return issue, tree, node.Cause, nil
}

// causesToWork loads and locks an issue with the tree of its causes. It returns domain.ErrNotFound where the actor may
// not see the issue, and domain.ErrForbidden where they may not work on its causes.
func causesToWork(ctx context.Context, s *act.Step, id domain.IssueID) (issuestore.IssueRecord, []causes.CauseNode,
	error) {
	issue, err := issuestore.IssueForUpdate(ctx, s.Writer, policy.IssueScopeOf(s.Actor), id)
	if err != nil {
		return issue, nil, err
	}
	services, organisations, err := causestore.IssueParties(ctx, s.Writer.Reader, id)
	if err != nil {
		return issue, nil, err
	}
	if !issues.MayWorkCauses(s.Actor, issue.Area, services, organisations) {
		return issue, nil, domain.ErrForbidden
	}
	if err := issue.CheckEdit(); err != nil {
		return issue, nil, err
	}
	list, err := causestore.Causes(ctx, s.Writer.Reader, id)
	return issue, causes.CauseTree(list), err
}

func causeWords(c causes.Cause) map[string]string {
	return map[string]string{"Cause": c.Text, "Who took part": c.TakenPart}
}
