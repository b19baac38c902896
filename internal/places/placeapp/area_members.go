package placeapp

import (
	"context"
	"fmt"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/geo"
	"fourgates/internal/places"
	"fourgates/internal/places/placestore"
)

// MembersOn is the Area Members of a day, and the boundary that makes them so.
type MembersOn struct {
	Boundary places.AreaBoundary // places.BoundaryOn the day, without its outline; the zero one where the area has none
	Past     bool                // another has followed since
	Members  []places.AreaMember
	None     []places.AreaMember // wards and divisions that have no Member by law
}

// AreaMembersOn derives the Area Members of an area on any day (A6) from the terms of that day and the boundary that
// stood then: the first one for a day before there was any, the present one for a day to come. An earlier boundary is
// laid over the wards and divisions of today. The caller has loaded the area within scope.
func AreaMembersOn(ctx context.Context, a *act.App, area domain.AreaID, on domain.Date) (MembersOn, error) {
	versions, err := placestore.AreaBoundaries(ctx, a.Store.Reader, area)
	if err != nil {
		return MembersOn{}, err
	}
	m := MembersOn{Boundary: places.BoundaryOn(versions, on)}
	switch m.Boundary.Version {
	case 0:
		return m, nil
	case versions[0].Version:
		m.Members, m.None, err = placestore.AreaMembersAndNone(ctx, a.Store.Reader, area, on)
		return m, err
	}
	m.Past = true
	then, err := groundThen(ctx, a, area, int64(m.Boundary.Version))
	if err != nil {
		return m, err
	}
	m.Members, m.None, err = placestore.AreaMembersOf(ctx, a.Store.Reader, area, areaSeats(then.seats), on)
	return m, err
}

// GroundThen is one version of an area's boundary, laid over the wards and divisions of today.
type GroundThen struct {
	Boundary places.AreaBoundary
	Seats    []places.AreaSeat
	Hectares float64
	Outline  Outline
}

// BoundaryVersion shows an earlier or the present version of an area's boundary (A3). It returns domain.ErrNotFound
// where there is no such version. The caller has loaded the area within scope.
func BoundaryVersion(ctx context.Context, a *act.App, area domain.AreaID, version int64) (GroundThen, error) {
	then, err := groundThen(ctx, a, area, version)
	if err != nil {
		return GroundThen{}, err
	}
	return GroundThen{Boundary: then.boundary, Seats: areaSeats(then.seats), Hectares: then.shape.Area() / 10_000,
		Outline: outline(then.shape, then.seats)}, nil
}

// laidGround is a version of a boundary with the seats of today that it overlaps.
type laidGround struct {
	boundary places.AreaBoundary
	shape    geo.Shape
	seats    []seatShape
}

func groundThen(ctx context.Context, a *act.App, area domain.AreaID, version int64) (laidGround, error) {
	was, err := placestore.AreaBoundaryVersion(ctx, a.Store.Reader, area, version)
	if err != nil {
		return laidGround{}, err
	}
	shape, err := geo.ParseShape(was.Boundary)
	if err != nil {
		return laidGround{}, fmt.Errorf("boundary %d of area %d: %w", was.Version, area, err)
	}
	seats, err := seatShapes(ctx, a.Store.Reader)
	if err != nil {
		return laidGround{}, err
	}
	found, err := overlapped(shape, seats)
	return laidGround{was, shape, found}, err
}
