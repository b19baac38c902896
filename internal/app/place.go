package app

import (
	"context"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// AddPlace adds a named place to an area, to be chosen when an issue is raised. It refuses a name that the area has
// already.
func (a *App) AddPlace(ctx context.Context, actor policy.Actor, p domain.AreaPlace) error {
	return a.Do(ctx, actor, policy.EditArea, func(s *Step) error {
		if _, err := runningArea(ctx, s, policy.EditArea, p.Area); err != nil {
			return err
		}
		_, err := s.AddPlace(ctx, p)
		if err != nil {
			return err
		}
		s.Record(areaEvent(p.Area, "Place added: "+p.Name, nil, p))
		return nil
	})
}

// ChangePlace gives a place of an area a new name or point. It returns domain.ErrNotFound for another area's place.
func (a *App) ChangePlace(ctx context.Context, actor policy.Actor, p domain.AreaPlace) error {
	return a.Do(ctx, actor, policy.EditArea, func(s *Step) error {
		if _, err := runningArea(ctx, s, policy.EditArea, p.Area); err != nil {
			return err
		}
		was, err := s.Place(ctx, p.Area, p.ID)
		if err != nil {
			return err
		}
		s.Record(areaEvent(p.Area, "Place changed: "+p.Name, was, p))
		return s.ChangePlace(ctx, p)
	})
}

// RemovePlace takes a place off an area's list. It refuses one at which there are issues.
func (a *App) RemovePlace(ctx context.Context, actor policy.Actor, area domain.AreaID, id domain.PlaceID) error {
	return a.Do(ctx, actor, policy.EditArea, func(s *Step) error {
		if _, err := runningArea(ctx, s, policy.EditArea, area); err != nil {
			return err
		}
		was, err := s.Place(ctx, area, id)
		if err != nil {
			return err
		}
		if was.Issues > 0 {
			return domain.Blocked("", "Issues are at this place: it stays on the list")
		}
		s.Record(areaEvent(area, "Place removed: "+was.Name, was, nil))
		return s.RemovePlace(ctx, id)
	})
}
