package app

import (
	"context"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/store"
)

// AddPlace adds a named place to an area, to choose from when an issue is raised. It refuses a name that the area has.
func (a *App) AddPlace(ctx context.Context, actor policy.Actor, p domain.AreaPlace) error {
	return a.do(ctx, actor, policy.EditArea, func(w store.Writer, now time.Time) (domain.Event, error) {
		if _, err := runningArea(ctx, w, actor, policy.EditArea, p.Area); err != nil {
			return domain.Event{}, err
		}
		_, err := w.AddPlace(ctx, p)
		return areaEvent(p.Area, "Place added: "+p.Name, nil, p), err
	})
}

// ChangePlace gives a place of an area a new name or point. It returns domain.ErrNotFound for another area's place.
func (a *App) ChangePlace(ctx context.Context, actor policy.Actor, p domain.AreaPlace) error {
	return a.do(ctx, actor, policy.EditArea, func(w store.Writer, now time.Time) (domain.Event, error) {
		if _, err := runningArea(ctx, w, actor, policy.EditArea, p.Area); err != nil {
			return domain.Event{}, err
		}
		was, err := w.Place(ctx, p.Area, p.ID)
		if err != nil {
			return domain.Event{}, err
		}
		return areaEvent(p.Area, "Place changed: "+p.Name, was, p), w.ChangePlace(ctx, p)
	})
}

// RemovePlace takes a place off an area's list. It refuses one that issues are at.
func (a *App) RemovePlace(ctx context.Context, actor policy.Actor, area domain.AreaID, id domain.PlaceID) error {
	return a.do(ctx, actor, policy.EditArea, func(w store.Writer, now time.Time) (domain.Event, error) {
		if _, err := runningArea(ctx, w, actor, policy.EditArea, area); err != nil {
			return domain.Event{}, err
		}
		was, err := w.Place(ctx, area, id)
		if err != nil {
			return domain.Event{}, err
		}
		if was.Issues > 0 {
			return domain.Event{}, domain.Blocked("", "Issues are at this place: it stays on the list")
		}
		return areaEvent(area, "Place removed: "+was.Name, was, nil), w.RemovePlace(ctx, id)
	})
}
