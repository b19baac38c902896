package scoreapp

import (
	"context"
	"fmt"
	"slices"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/scores"
	"fourgates/internal/scores/scorestore"
)

// AddCriterion adds a criterion at the end (D8). It returns domain.ErrConflict where the criteria have changed since
// the version that the actor saw.
func AddCriterion(ctx context.Context, a *act.App, actor policy.Actor, version int,
	c scores.Criterion) (id domain.CriterionID, err error) {
	err = changeCriteria(ctx, a, actor, version, func(s *act.Step, all []scores.Criterion) error {
		if blockers := c.Blockers(scores.Criterion{}); len(blockers) > 0 {
			return &domain.BlockedError{Blockers: blockers}
		}
		if id, err = scorestore.AddCriterion(ctx, s.Writer, c); err != nil {
			return err
		}
		s.Record(criterionEvent(id, "Criterion added", nil, criterionWords(c)))
		return nil
	})
	return id, err
}

// ChangeCriterion changes a criterion's name, hint, weight and scale. Issues are ranked by the new weights at once.
func ChangeCriterion(ctx context.Context, a *act.App, actor policy.Actor, version int, c scores.Criterion) error {
	return changeCriterion(ctx, a, actor, version, c.ID,
		func(s *act.Step, was scores.Criterion, _ []scores.Criterion) error {
			if blockers := c.Blockers(was); len(blockers) > 0 {
				return &domain.BlockedError{Blockers: blockers}
			}
			is := was
			is.Name, is.Hint, is.Weight, is.Scale = c.Name, c.Hint, c.Weight, c.Scale
			if is == was {
				return s.Same()
			}
			s.Record(criterionEvent(c.ID, "Criterion changed", criterionWords(was), criterionWords(is)))
			return scorestore.UpdateCriterion(ctx, s.Writer, is)
		})
}

// RetireCriterion takes a criterion out of use, or brings it back. Its scores stay, and count again once it is back.
func RetireCriterion(ctx context.Context, a *act.App, actor policy.Actor, version int, id domain.CriterionID,
	retired bool) error {
	return changeCriterion(ctx, a, actor, version, id, func(s *act.Step, c scores.Criterion,
		all []scores.Criterion) error {
		if c.Retired == retired {
			return s.Same()
		}
		if retired && len(scores.InUse(all)) == 1 {
			return domain.Blocked("", "Keep at least one criterion in use: issues are scored by them")
		}
		c.Retired = retired
		summary := "Criterion brought back"
		if retired {
			summary = "Criterion retired"
		}
		s.Record(criterionEvent(id, summary, nil, criterionWords(c)))
		return scorestore.UpdateCriterion(ctx, s.Writer, c)
	})
}

// MoveCriterion puts a criterion one place up or down among those in use.
func MoveCriterion(ctx context.Context, a *act.App, actor policy.Actor, version int, id domain.CriterionID,
	up bool) error {
	return changeCriterion(ctx, a, actor, version, id, func(s *act.Step, c scores.Criterion,
		all []scores.Criterion) error {
		used := scores.InUse(all)
		moved, err := act.Reorder(used, func(c scores.Criterion) bool { return c.ID == id }, up,
			func(c *scores.Criterion) *int { return &c.Position },
			func(c scores.Criterion) error { return scorestore.UpdateCriterion(ctx, s.Writer, c) })
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
	body func(*act.Step, []scores.Criterion) error) error {
	return a.Do(ctx, actor, policy.EditCriteria, func(s *act.Step) error {
		all, err := scorestore.CriteriaForUpdate(ctx, s.Writer)
		if err != nil {
			return err
		}
		newest, err := scorestore.CriteriaVersion(ctx, s.Writer.Reader)
		if err != nil {
			return err
		}
		if newest.Version != version {
			return domain.ErrConflict
		}
		if err := body(s, all); err != nil {
			return err
		}
		if all, err = scorestore.Criteria(ctx, s.Writer.Reader); err != nil {
			return err
		}
		return scorestore.AddCriteriaVersion(ctx, s.Writer, scores.Weights(all), actor.ID, s.Now())
	})
}

func changeCriterion(ctx context.Context, a *act.App, actor policy.Actor, version int, id domain.CriterionID,
	body func(*act.Step, scores.Criterion, []scores.Criterion) error) error {
	return changeCriteria(ctx, a, actor, version, func(s *act.Step, all []scores.Criterion) error {
		at := slices.IndexFunc(all, func(c scores.Criterion) bool { return c.ID == id })
		if at < 0 {
			return domain.ErrNotFound
		}
		return body(s, all[at], all)
	})
}

func criterionWords(c scores.Criterion) map[string]string {
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
