package priorityapp

import (
	"context"
	"fmt"
	"slices"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/priorities"
	"fourgates/internal/priorities/prioritystore"
)

// AddCriterion adds a criterion at the end (D8). It returns domain.ErrConflict where the criteria have changed since
// the version that the actor saw.
func AddCriterion(ctx context.Context, a *act.App, actor policy.Actor, version int,
	c priorities.Criterion) (id domain.CriterionID, err error) {
	err = changeCriteria(ctx, a, actor, version, func(s *act.Step, all []priorities.Criterion) error {
		if blockers := c.Blockers(priorities.Criterion{}); len(blockers) > 0 {
			return &domain.BlockedError{Blockers: blockers}
		}
		if id, err = prioritystore.AddCriterion(ctx, s.Writer, c); err != nil {
			return err
		}
		s.Record(criterionEvent(id, "Criterion added", nil, criterionWords(c)))
		return nil
	})
	return id, err
}

// ChangeCriterion changes a criterion's name, hint, weight and scale. Issues are ranked by the new weights at once.
func ChangeCriterion(ctx context.Context, a *act.App, actor policy.Actor, version int, c priorities.Criterion) error {
	return changeCriterion(ctx, a, actor, version, c.ID,
		func(s *act.Step, was priorities.Criterion, _ []priorities.Criterion) error {
			if blockers := c.Blockers(was); len(blockers) > 0 {
				return &domain.BlockedError{Blockers: blockers}
			}
			is := was
			is.Name, is.Hint, is.Weight, is.Scale = c.Name, c.Hint, c.Weight, c.Scale
			if is == was {
				return s.Same()
			}
			s.Record(criterionEvent(c.ID, "Criterion changed", criterionWords(was), criterionWords(is)))
			return prioritystore.UpdateCriterion(ctx, s.Writer, is)
		})
}

// RetireCriterion takes a criterion out of use, or brings it back. Its scores stay, and count again once it is back.
func RetireCriterion(ctx context.Context, a *act.App, actor policy.Actor, version int, id domain.CriterionID,
	retired bool) error {
	return changeCriterion(ctx, a, actor, version, id, func(s *act.Step, c priorities.Criterion, all []priorities.Criterion) error {
		if c.Retired == retired {
			return s.Same()
		}
		if retired && len(priorities.InUse(all)) == 1 {
			return domain.Blocked("", "Keep at least one criterion in use: issues are scored by them")
		}
		c.Retired = retired
		summary := "Criterion brought back"
		if retired {
			summary = "Criterion retired"
		}
		s.Record(criterionEvent(id, summary, nil, criterionWords(c)))
		return prioritystore.UpdateCriterion(ctx, s.Writer, c)
	})
}

// MoveCriterion puts a criterion one place up or down among those in use.
func MoveCriterion(ctx context.Context, a *act.App, actor policy.Actor, version int, id domain.CriterionID,
	up bool) error {
	return changeCriterion(ctx, a, actor, version, id, func(s *act.Step, c priorities.Criterion, all []priorities.Criterion) error {
		used := priorities.InUse(all)
		moved, err := act.Reorder(used, func(c priorities.Criterion) bool { return c.ID == id }, up,
			func(c *priorities.Criterion) *int { return &c.Position },
			func(c priorities.Criterion) error { return prioritystore.UpdateCriterion(ctx, s.Writer, c) })
		if err != nil {
			return err
		}
		if !moved {
			return s.Same()
		}
		s.Record(criterionEvent(id, "Criterion moved", nil, map[string]string{"Name": c.Name}))
		return nil
	})
}

// changeCriteria locks the criteria, checks the version that the actor saw, and keeps what they are after the change as
// the next version.
func changeCriteria(ctx context.Context, a *act.App, actor policy.Actor, version int,
	body func(*act.Step, []priorities.Criterion) error) error {
	return a.Do(ctx, actor, policy.EditCriteria, func(s *act.Step) error {
		all, err := prioritystore.CriteriaForUpdate(ctx, s.Writer)
		if err != nil {
			return err
		}
		newest, err := prioritystore.CriteriaVersion(ctx, s.Writer.Reader)
		if err != nil {
			return err
		}
		if newest.Version != version {
			return domain.ErrConflict
		}
		if err := body(s, all); err != nil {
			return err
		}
		if all, err = prioritystore.Criteria(ctx, s.Writer.Reader); err != nil {
			return err
		}
		return prioritystore.AddCriteriaVersion(ctx, s.Writer, priorities.Weights(all), actor.ID, s.Now())
	})
}

func changeCriterion(ctx context.Context, a *act.App, actor policy.Actor, version int, id domain.CriterionID,
	body func(*act.Step, priorities.Criterion, []priorities.Criterion) error) error {
	return changeCriteria(ctx, a, actor, version, func(s *act.Step, all []priorities.Criterion) error {
		at := slices.IndexFunc(all, func(c priorities.Criterion) bool { return c.ID == id })
		if at < 0 {
			return domain.ErrNotFound
		}
		return body(s, all[at], all)
	})
}

func criterionWords(c priorities.Criterion) map[string]string {
	return map[string]string{"Name": c.Name, "Hint": c.Hint, "Weight": fmt.Sprint(c.Weight),
		"Scale": fmt.Sprintf("1 to %d", c.Scale)}
}

func criterionEvent(id domain.CriterionID, summary string, before, after map[string]string) domain.Event {
	e := domain.Event{Kind: "criterion", ID: int64(id), Summary: summary, After: after}
	if before != nil {
		e.Before = before
	}
	return e
}
