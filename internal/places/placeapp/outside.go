package placeapp

import (
	"context"
	"errors"
	"fmt"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/geo"
	"fourgates/internal/places/placestore"
)

// CheckInside asks about a point that lies outside of its area: it returns a *domain.BlockedError for the field
// "outside", which says where the point lies, unless right says that this point is meant, as domain.PointWords has it.
// An area without boundary has no outside. The caller has checked that the area is within scope.
func CheckInside(ctx context.Context, r db.Reader, area domain.AreaID, at *domain.Point, right string) error {
	if at == nil || right == domain.PointWords(at) {
		return nil
	}
	boundary, err := placestore.AreaBoundary(ctx, r, area)
	if errors.Is(err, domain.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	shape, err := geo.ParseShape(boundary.Boundary)
	if err != nil {
		return fmt.Errorf("boundary of area %d: %w", area, err)
	}
	if shape.Contains(position(*at)) {
		return nil
	}
	name, err := placestore.AreaNamed(ctx, r, area)
	if err != nil {
		return err
	}
	where, err := groundOf(ctx, r, *at)
	if err != nil {
		return err
	}
	return domain.Blocked("outside", fmt.Sprintf("This place is outside %s, %s. Is that right?", name, where))
}

func position(p domain.Point) geo.Position { return geo.Position{Lon: p.Lon, Lat: p.Lat} }

// groundOf says in which ward, or else in which division, a point lies.
func groundOf(ctx context.Context, r db.Reader, at domain.Point) (string, error) {
	shapes, err := seatShapes(ctx, r)
	if err != nil {
		return "", err
	}
	where := "and in no ward or division that is known here"
	for _, s := range shapes { // the widest tier first
		if s.shape.Contains(position(at)) {
			where = fmt.Sprintf("in %s %s, %s", s.Name, s.Kind, s.Authority)
		}
	}
	return where, nil
}
