package app

import (
	"context"
	"fmt"
	"slices"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/store"
)

// AddCriterion adds a criterion at the end (D8). Version is that of the criteria which the actor saw: domain.ErrConflict where they changed since.
func (a *App) AddCriterion(ctx context.Context, actor policy.Actor, version int, c domain.Criterion) (id domain.CriterionID, err error) {
	err = a.changeCriteria(ctx, actor, version, func(w store.Writer, all []domain.Criterion) (domain.Event, error) {
		if blockers := c.Blockers(domain.Criterion{}); len(blockers) > 0 {
			return domain.Event{}, &domain.BlockedError{Blockers: blockers}
		}
		id, err = w.AddCriterion(ctx, c)
		return criterionEvent(id, "Criterion added", nil, criterionWords(c)), err
	})
	return id, err
}

// ChangeCriterion changes a criterion's name, hint, weight and scale. Issues are ranked by the new weights at once.
func (a *App) ChangeCriterion(ctx context.Context, actor policy.Actor, version int, c domain.Criterion) error {
	return a.changeCriterion(ctx, actor, version, c.ID, func(w store.Writer, was domain.Criterion, _ []domain.Criterion) (domain.Event, error) {
		if blockers := c.Blockers(was); len(blockers) > 0 {
			return domain.Event{}, &domain.BlockedError{Blockers: blockers}
		}
		is := was
		is.Name, is.Hint, is.Weight, is.Scale = c.Name, c.Hint, c.Weight, c.Scale
		if is == was {
			return domain.Event{}, errNothing
		}
		return criterionEvent(c.ID, "Criterion changed", criterionWords(was), criterionWords(is)), w.UpdateCriterion(ctx, is)
	})
}

// RetireCriterion takes a criterion out of use, or brings it back. Its scores stay and count again when it is back.
func (a *App) RetireCriterion(ctx context.Context, actor policy.Actor, version int, id domain.CriterionID, retired bool) error {
	return a.changeCriterion(ctx, actor, version, id, func(w store.Writer, c domain.Criterion, all []domain.Criterion) (domain.Event, error) {
		if c.Retired == retired {
			return domain.Event{}, errNothing
		}
		if retired && len(domain.InUse(all)) == 1 {
			return domain.Event{}, domain.Blocked("", "Keep at least one criterion in use: issues are scored by them")
		}
		c.Retired = retired
		summary := "Criterion brought back"
		if retired {
			summary = "Criterion retired"
		}
		return criterionEvent(id, summary, nil, criterionWords(c)), w.UpdateCriterion(ctx, c)
	})
}

// MoveCriterion puts a criterion one place up or down among those in use.
func (a *App) MoveCriterion(ctx context.Context, actor policy.Actor, version int, id domain.CriterionID, up bool) error {
	return a.changeCriterion(ctx, actor, version, id, func(w store.Writer, c domain.Criterion, all []domain.Criterion) (domain.Event, error) {
		used := domain.InUse(all)
		err := reorder(used, func(c domain.Criterion) bool { return c.ID == id }, up, func(c *domain.Criterion) *int { return &c.Position },
			func(c domain.Criterion) error { return w.UpdateCriterion(ctx, c) })
		return criterionEvent(id, "Criterion moved", nil, map[string]string{"Name": c.Name}), err
	})
}

// changeCriteria locks the criteria, checks the version that the actor saw, and keeps the state that they are in afterwards.
func (a *App) changeCriteria(ctx context.Context, actor policy.Actor, version int, body func(store.Writer, []domain.Criterion) (domain.Event, error)) error {
	return a.do(ctx, actor, policy.EditCriteria, func(w store.Writer, now time.Time) (domain.Event, error) {
		all, err := w.CriteriaForUpdate(ctx)
		if err != nil {
			return domain.Event{}, err
		}
		newest, err := w.CriteriaVersion(ctx)
		if err != nil {
			return domain.Event{}, err
		}
		if newest.Version != version {
			return domain.Event{}, domain.ErrConflict
		}
		event, err := body(w, all)
		if err != nil {
			return domain.Event{}, err
		}
		if all, err = w.Criteria(ctx); err != nil {
			return domain.Event{}, err
		}
		return event, w.AddCriteriaVersion(ctx, domain.Weights(all), actor.ID, now)
	})
}

func (a *App) changeCriterion(ctx context.Context, actor policy.Actor, version int, id domain.CriterionID,
	body func(store.Writer, domain.Criterion, []domain.Criterion) (domain.Event, error)) error {
	return a.changeCriteria(ctx, actor, version, func(w store.Writer, all []domain.Criterion) (domain.Event, error) {
		at := slices.IndexFunc(all, func(c domain.Criterion) bool { return c.ID == id })
		if at < 0 {
			return domain.Event{}, domain.ErrNotFound
		}
		return body(w, all[at], all)
	})
}

func criterionWords(c domain.Criterion) map[string]string {
	return map[string]string{"Name": c.Name, "Hint": c.Hint, "Weight": fmt.Sprint(c.Weight), "Scale": fmt.Sprintf("1 to %d", c.Scale)}
}

func criterionEvent(id domain.CriterionID, summary string, before, after map[string]string) domain.Event {
	e := domain.Event{Kind: "criterion", ID: int64(id), Summary: summary, After: after}
	if before != nil {
		e.Before = before
	}
	return e
}
