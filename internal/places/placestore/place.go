package placestore

import (
	"context"
	"errors"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/places"
)

const placeSQL = `
	SELECT p.id, p.area_id AS area, p.name, point(p.lon, p.lat) AS point,
	       (SELECT count(*) FROM issues i WHERE i.area_id = p.area_id AND i.place_id = p.id)::int AS issues
	FROM places p`

// Places lists the named places of an area by name. The caller has loaded the area within scope.
func Places(ctx context.Context, r db.Reader, area domain.AreaID) ([]places.AreaPlace, error) {
	return db.List[places.AreaPlace](ctx, r.DB, "places", placeSQL+`
		WHERE p.area_id = @area
		ORDER BY p.name COLLATE by_name, p.id`,
		db.Named{"area": int64(area)})
}

// Place loads a place of an area. It returns domain.ErrNotFound where the area has none of that id.
func Place(ctx context.Context, r db.Reader, area domain.AreaID, id domain.PlaceID) (places.AreaPlace, error) {
	return db.One[places.AreaPlace](ctx, r.DB, "place", placeSQL+` WHERE p.area_id = @area AND p.id = @id`,
		db.Named{"area": int64(area), "id": int64(id)})
}

// errPlace is what is said where an area has a place of the name.
var errPlace = domain.Blocked("name", "The area has a place of this name already")

// placeKnown refuses a name that another place of the area has, as names are compared.
func placeKnown(ctx context.Context, w db.Writer, p places.AreaPlace) error {
	known, err := db.Value[bool](ctx, w.DB, "place of a name", `
		SELECT EXISTS (SELECT FROM places WHERE area_id = @area AND folded(name) = folded(@name) AND id <> @id::bigint)`,
		db.Named{"area": int64(p.Area), "name": p.Name, "id": int64(p.ID)})
	if err == nil && known {
		return errPlace
	}
	return err
}

// AddPlace adds a place to an area's list and returns its id. It refuses a name that the area has.
func AddPlace(ctx context.Context, w db.Writer, p places.AreaPlace) (domain.PlaceID, error) {
	if err := placeKnown(ctx, w, p); err != nil {
		return 0, err
	}
	lon, lat := lonLat(p.Point)
	id, err := db.Value[domain.PlaceID](ctx, w.DB, "add place", `
		INSERT INTO places (area_id, name, lon, lat) VALUES (@area, @name, @lon, @lat) RETURNING id`,
		db.Named{"area": int64(p.Area), "name": p.Name, "lon": lon, "lat": lat})
	if db.Violates(err, "places_area_id_name_key") {
		return 0, errors.Join(errPlace, err)
	}
	return id, err
}

// ChangePlace gives a place a new name and point. It refuses a name that the area has.
func ChangePlace(ctx context.Context, w db.Writer, p places.AreaPlace) error {
	if err := placeKnown(ctx, w, p); err != nil {
		return err
	}
	lon, lat := lonLat(p.Point)
	err := w.Change(ctx, "change place", `UPDATE places SET name = @name, lon = @lon, lat = @lat WHERE id = @id`,
		db.Named{"id": int64(p.ID), "name": p.Name, "lon": lon, "lat": lat})
	if db.Violates(err, "places_area_id_name_key") {
		return errors.Join(errPlace, err)
	}
	return err
}

// RemovePlace takes a place off its area's list.
func RemovePlace(ctx context.Context, w db.Writer, id domain.PlaceID) error {
	return w.Change(ctx, "remove place", `DELETE FROM places WHERE id = @id`, db.Named{"id": int64(id)})
}

func lonLat(p *domain.Point) (lon, lat any) {
	if p == nil {
		return nil, nil
	}
	return p.Lon, p.Lat
}
