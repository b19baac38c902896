package app

import (
	"context"
	"fmt"

	"fourgates/internal/domain"
	"fourgates/internal/geo"
)

// MembersOn is the Area Members of a day, with the boundary that they follow from.
type MembersOn struct {
	Boundary domain.AreaBoundary // the version that stood on the day, without its outline; the zero one where there was none
	Past     bool                // another has followed since
	Members  []domain.AreaMember
}

// AreaMembersOn derives the Area Members of an area for any day (A6): from the boundary that stood on it, or the present one for a day
// to come, and from the terms of that day. A boundary of the past is laid over the wards and divisions of today. The caller has
// loaded the area within scope.
func (a *App) AreaMembersOn(ctx context.Context, area domain.AreaID, on domain.Date) (MembersOn, error) {
	versions, err := a.Store.AreaBoundaries(ctx, area)
	if err != nil {
		return MembersOn{}, err
	}
	m := MembersOn{Boundary: domain.BoundaryOn(versions, on)}
	switch m.Boundary.Version {
	case 0:
		return m, nil
	case versions[0].Version:
		m.Members, err = a.Store.AreaMembers(ctx, area, on)
		return m, err
	}
	m.Past = true
	was, err := a.Store.AreaBoundaryVersion(ctx, area, m.Boundary.Version)
	if err != nil {
		return m, err
	}
	shape, err := geo.ParseShape(was.Boundary)
	if err != nil {
		return m, fmt.Errorf("boundary %d of area %d: %w", was.Version, area, err)
	}
	seats, err := seatShapes(ctx, a.Store.Reader)
	if err != nil {
		return m, err
	}
	m.Members, err = a.Store.AreaMembersOf(ctx, area, areaSeats(overlapped(shape, seats)), on)
	return m, err
}
