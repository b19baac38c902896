package placeapp

import (
	"context"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/places"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
)

// AddPlace adds a named place to an area, to be chosen when an issue is raised. It refuses a name that the area has
// already.
func AddPlace(ctx context.Context, a *act.App, actor policy.Actor, p places.AreaPlace) error {
	return a.Do(ctx, actor, policy.EditArea, func(s *act.Step) error {
		if _, err := RunningArea(ctx, s, policy.EditArea, p.Area); err != nil {
			return err
		}
		if err := CheckInside(ctx, s.Writer.Reader, p.Area, p.Point, p.Outside); err != nil {
			return err
		}
		_, err := placestore.AddPlace(ctx, s.Writer, p)
		if err != nil {
			return err
		}
		s.Record(AreaEvent(p.Area, "Place added: "+p.Name, nil, p))
		return nil
	})
}

// ChangePlace gives a place of an area a new name or point. It returns domain.ErrNotFound for another area's place.
func ChangePlace(ctx context.Context, a *act.App, actor policy.Actor, p places.AreaPlace) error {
	return a.Do(ctx, actor, policy.EditArea, func(s *act.Step) error {
		if _, err := RunningArea(ctx, s, policy.EditArea, p.Area); err != nil {
			return err
		}
		was, err := placestore.Place(ctx, s.Writer.Reader, p.Area, p.ID)
		if err != nil {
			return err
		}
		if !domain.SamePoint(was.Point, p.Point) {
			if err := CheckInside(ctx, s.Writer.Reader, p.Area, p.Point, p.Outside); err != nil {
				return err
			}
		}
		s.Record(AreaEvent(p.Area, "Place changed: "+p.Name, was, p))
		if was.Name != p.Name { // issues are at it that may be signed
			s.Record(domain.Event{Kind: "place", ID: int64(p.ID), Area: p.Area, Summary: "Place renamed",
				Before: map[string]string{"Name": was.Name}, After: map[string]string{"Name": p.Name}})
		}
		return placestore.ChangePlace(ctx, s.Writer, p)
	})
}

// RemovePlace takes a place off an area's list. It refuses one at which there are issues.
func RemovePlace(ctx context.Context, a *act.App, actor policy.Actor, area domain.AreaID, id domain.PlaceID) error {
	return a.Do(ctx, actor, policy.EditArea, func(s *act.Step) error {
		if _, err := RunningArea(ctx, s, policy.EditArea, area); err != nil {
			return err
		}
		was, err := placestore.Place(ctx, s.Writer.Reader, area, id)
		if err != nil {
			return err
		}
		if was.Issues > 0 {
			return domain.Blocked("", "Issues are at this place: it stays on the list")
		}
		s.Record(AreaEvent(area, "Place removed: "+was.Name, was, nil))
		return placestore.RemovePlace(ctx, s.Writer, id)
	})
}
