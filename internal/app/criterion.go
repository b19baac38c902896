package app

import (
	"context"
	"fmt"
	"slices"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// AddCriterion adds a criterion at the end (D8). It returns domain.ErrConflict where the criteria have changed since
// the version that the actor saw.
func (a *App) AddCriterion(ctx context.Context, actor policy.Actor, version int,
	c domain.Criterion) (id domain.CriterionID, err error) {
	err = a.changeCriteria(ctx, actor, version, func(s *Step, all []domain.Criterion) error {
		if blockers := c.Blockers(domain.Criterion{}); len(blockers) > 0 {
			return &domain.BlockedError{Blockers: blockers}
		}
		if id, err = s.AddCriterion(ctx, c); err != nil {
			return err
		}
		s.Record(criterionEvent(id, "Criterion added", nil, criterionWords(c)))
		return nil
	})
	return id, err
}

// ChangeCriterion changes a criterion's name, hint, weight and scale. Issues are ranked by the new weights at once.
func (a *App) ChangeCriterion(ctx context.Context, actor policy.Actor, version int, c domain.Criterion) error {
	return a.changeCriterion(ctx, actor, version, c.ID,
		func(s *Step, was domain.Criterion, _ []domain.Criterion) error {
			if blockers := c.Blockers(was); len(blockers) > 0 {
				return &domain.BlockedError{Blockers: blockers}
			}
			is := was
			is.Name, is.Hint, is.Weight, is.Scale = c.Name, c.Hint, c.Weight, c.Scale
			if is == was {
				return s.Same()
			}
			s.Record(criterionEvent(c.ID, "Criterion changed", criterionWords(was), criterionWords(is)))
			return s.UpdateCriterion(ctx, is)
		})
}

// RetireCriterion takes a criterion out of use, or brings it back. Its scores stay, and count again once it is back.
func (a *App) RetireCriterion(ctx context.Context, actor policy.Actor, version int, id domain.CriterionID,
	retired bool) error {
	return a.changeCriterion(ctx, actor, version, id, func(s *Step, c domain.Criterion, all []domain.Criterion) error {
		if c.Retired == retired {
			return s.Same()
		}
		if retired && len(domain.InUse(all)) == 1 {
			return domain.Blocked("", "Keep at least one criterion in use: issues are scored by them")
		}
		c.Retired = retired
		summary := "Criterion brought back"
		if retired {
			summary = "Criterion retired"
		}
		s.Record(criterionEvent(id, summary, nil, criterionWords(c)))
		return s.UpdateCriterion(ctx, c)
	})
}

// MoveCriterion puts a criterion one place up or down among those in use.
func (a *App) MoveCriterion(ctx context.Context, actor policy.Actor, version int, id domain.CriterionID,
	up bool) error {
	return a.changeCriterion(ctx, actor, version, id, func(s *Step, c domain.Criterion, all []domain.Criterion) error {
		used := domain.InUse(all)
		moved, err := reorder(used, func(c domain.Criterion) bool { return c.ID == id }, up,
			func(c *domain.Criterion) *int { return &c.Position },
			func(c domain.Criterion) error { return s.UpdateCriterion(ctx, c) })
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
func (a *App) changeCriteria(ctx context.Context, actor policy.Actor, version int,
	body func(*Step, []domain.Criterion) error) error {
	return a.Do(ctx, actor, policy.EditCriteria, func(s *Step) error {
		all, err := s.CriteriaForUpdate(ctx)
		if err != nil {
			return err
		}
		newest, err := s.CriteriaVersion(ctx)
		if err != nil {
			return err
		}
		if newest.Version != version {
			return domain.ErrConflict
		}
		if err := body(s, all); err != nil {
			return err
		}
		if all, err = s.Criteria(ctx); err != nil {
			return err
		}
		return s.AddCriteriaVersion(ctx, domain.Weights(all), actor.ID, s.Now())
	})
}

func (a *App) changeCriterion(ctx context.Context, actor policy.Actor, version int, id domain.CriterionID,
	body func(*Step, domain.Criterion, []domain.Criterion) error) error {
	return a.changeCriteria(ctx, actor, version, func(s *Step, all []domain.Criterion) error {
		at := slices.IndexFunc(all, func(c domain.Criterion) bool { return c.ID == id })
		if at < 0 {
			return domain.ErrNotFound
		}
		return body(s, all[at], all)
	})
}

func criterionWords(c domain.Criterion) map[string]string {
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
