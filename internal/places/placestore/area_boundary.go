package placestore

import (
	"context"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/places"
	"fourgates/internal/restrictions"
	"fourgates/internal/restrictions/restrictionstore"
)

// AreaBoundary is the present boundary of an area. It returns domain.ErrNotFound where none is recorded.
// The caller has loaded the area within scope.
func AreaBoundary(ctx context.Context, r db.Reader, area domain.AreaID) (places.AreaBoundary, error) {
	return db.One[places.AreaBoundary](ctx, r.DB, "area boundary", `
		SELECT b.version, b.boundary, b.reason, p.name AS by, b.at
		FROM area_boundaries b
		JOIN people p ON p.id = b.by
		WHERE b.area_id = @area
		ORDER BY b.version DESC
		LIMIT 1`, db.Named{"area": int64(area)})
}

// AreaBoundaryVersion is one version of an area's boundary. It returns domain.ErrNotFound where the area has no such
// version. The caller has loaded the area within scope.
func AreaBoundaryVersion(ctx context.Context, r db.Reader, area domain.AreaID,
	version int64) (places.AreaBoundary, error) {
	return db.One[places.AreaBoundary](ctx, r.DB, "area boundary version", `
		SELECT b.version, b.boundary, b.reason, p.name AS by, b.at
		FROM area_boundaries b
		JOIN people p ON p.id = b.by
		WHERE b.area_id = @area AND b.version = @version::bigint`, db.Named{"area": int64(area), "version": version})
}

// AreaBoundaries lists the versions of an area's boundary, newest first, without their outlines.
// The caller has loaded the area within scope.
func AreaBoundaries(ctx context.Context, r db.Reader, area domain.AreaID) ([]places.AreaBoundary, error) {
	return db.List[places.AreaBoundary](ctx, r.DB, "area boundaries", `
		SELECT b.version, '' AS boundary, b.reason, p.name AS by, b.at
		FROM area_boundaries b
		JOIN people p ON p.id = b.by
		WHERE b.area_id = @area
		ORDER BY b.version DESC`, db.Named{"area": int64(area)})
}

// AreaGround is the ground of an area as its own page shows it: the drawing of it among its seats, "" for none, the
// versions of its boundary without their shapes, and what was said of it, both newest first.
type AreaGround struct {
	Outline    string
	Boundaries []places.AreaBoundary
	Views      []places.RecordedView
}

// AreaGlance is what an area's own page shows beside where its cycle stands.
type AreaGlance struct {
	Outline  string             // the drawing of it among its seats; "" for none
	Officers []places.Officer   // who is assigned on the day
	Lately   []places.AreaEvent // the latest of its history, newest first
}

// Glance loads the AreaGlance of a day, with so many of the latest events. The caller has loaded the area within scope.
func Glance(ctx context.Context, r db.Reader, area domain.AreaID, on domain.Date, most int) (AreaGlance, error) {
	w := db.Where{Args: db.Named{"area": int64(area), "on": on.Time(), "most": most}}
	got, err := db.One[struct {
		AreaGlance
		Hidden []restrictions.Issue
	}](ctx, r.DB, "area at a glance", `
		SELECT a.outline, `+restrictionstore.UnsaidSQL(r, &w, "ARRAY[a.id]")+` AS hidden,
		       COALESCE((SELECT json_agg(json_build_object('Person', p.id, 'Name', p.name, 'Role', s.role)
		                                 ORDER BY s.role, s.from_on, s.id)
		                 FROM assignments s
		                 JOIN people p ON p.id = s.person_id
		                 WHERE s.area_id = a.id AND s.from_on <= @on AND (s.to_on IS NULL OR s.to_on >= @on)),
		                '[]'::json) AS officers,
		       COALESCE((SELECT json_agg(json_build_object('At', e.at, 'By', e.name, 'What', e.summary) ORDER BY e.id DESC)
		                 FROM (SELECT e.id, e.at, e.summary, COALESCE(p.name, '') AS name
		                       FROM audit_entries e
		                       LEFT JOIN people p ON p.id = e.actor_id
		                       WHERE e.object_kind = 'area' AND e.object_id = a.id
		                       ORDER BY e.id DESC
		                       LIMIT @most::int) e), '[]'::json) AS lately
		FROM areas a
		WHERE a.id = @area`, w.Args)
	unsaid := restrictions.Unsaid{}
	unsaid.Add(got.Hidden)
	for i, e := range got.Lately {
		if unsaid.In(area, e.What) {
			got.Lately[i].What = restrictions.Told
		}
	}
	return got.AreaGlance, err
}

// GroundOf loads the ground of an area. The caller has loaded the area within scope.
func GroundOf(ctx context.Context, r db.Reader, area domain.AreaID) (AreaGround, error) {
	return db.One[AreaGround](ctx, r.DB, "area ground", `
		SELECT a.outline,
		       COALESCE((SELECT json_agg(json_build_object('Version', b.version, 'Reason', b.reason, 'By', p.name,
		                                                   'At', b.at) ORDER BY b.version DESC)
		                 FROM area_boundaries b
		                 JOIN people p ON p.id = b.by
		                 WHERE b.area_id = a.id), '[]'::json) AS boundaries,
		       COALESCE((SELECT json_agg(json_build_object('Kind', v.kind, 'SaidBy', v.said_by, 'Supports', v.supports,
		                                                   'Note', v.note, 'SaidOn', v.said_on,
		                                                   'Boundary', COALESCE(v.boundary, 0), 'By', p.name,
		                                                   'At', v.recorded_at, 'Cycle', v.cycle) ORDER BY v.said_on DESC, v.id DESC)
		                 FROM validity_views v
		                 JOIN people p ON p.id = v.recorded_by
		                 WHERE v.area_id = a.id), '[]'::json) AS views
		FROM areas a
		WHERE a.id = @area`, db.Named{"area": int64(area)})
}

// AddAreaBoundary stores the next version of an area's boundary and returns its number. The caller has locked the area.
func AddAreaBoundary(ctx context.Context, w db.Writer, area domain.AreaID, boundary, reason string, by domain.PersonID,
	at time.Time) (int, error) {
	return db.Value[int](ctx, w.DB, "add area boundary", `
		INSERT INTO area_boundaries (area_id, version, boundary, reason, by, at)
		SELECT @area, COALESCE(max(version), 0) + 1, @boundary, @reason, @by, @at FROM area_boundaries
		WHERE area_id = @area
		RETURNING version`,
		db.Named{"area": int64(area), "boundary": boundary, "reason": reason, "by": int64(by), "at": at})
}

// Ground is the present boundary of an area that is not closed.
type Ground struct {
	AreaID   domain.AreaID
	Name     string
	Boundary string
}

// GroundsForUpdate lists the present boundaries of all areas but the closed, and locks those areas until the
// transaction ends.
func GroundsForUpdate(ctx context.Context, w db.Writer) ([]Ground, error) {
	return db.List[Ground](ctx, w.DB, "grounds", `
		SELECT a.id AS area_id, a.name, b.boundary
		FROM areas a
		JOIN LATERAL (SELECT boundary FROM area_boundaries v WHERE v.area_id = a.id ORDER BY v.version DESC
		              LIMIT 1) b ON true
		WHERE a.state <> 'closed'
		ORDER BY a.id
		FOR UPDATE OF a`, db.Named{})
}

// AreaNamed is the name of an area. The caller has checked that it is within scope.
func AreaNamed(ctx context.Context, r db.Reader, area domain.AreaID) (string, error) {
	return db.Value[string](ctx, r.DB, "name of area", `SELECT name FROM areas WHERE id = @area`,
		db.Named{"area": int64(area)})
}
