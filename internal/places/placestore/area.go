// Package placestore keeps areas, boundaries, places, seats and Members in Postgres.
package placestore

import (
	"context"
	"errors"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/places"
	"fourgates/internal/policy"
)

const areaSQL = `
	SELECT a.id, a.code, a.name, a.rationale, a.state, a.version, a.created_by, a.created_at,
	       y.cycle, (SELECT e.ended_on FROM cycle_ends e WHERE e.area_id = a.id AND e.cycle = y.cycle) AS cycle_ended,
	       (SELECT v.overrides FROM gate_overrides v WHERE v.area_id = a.id AND v.cycle = y.cycle) AS overrides
	FROM areas a
	JOIN present_cycles y ON y.area_id = a.id`

// Area loads an area. It returns domain.ErrNotFound where there is none within scope.
func Area(ctx context.Context, r db.Reader, scope policy.Scope, id domain.AreaID) (places.Area, error) {
	return area(ctx, r, scope, id, "")
}

// AreaForUpdate loads an area and locks it until the transaction ends. It returns domain.ErrNotFound where there is
// none within scope.
func AreaForUpdate(ctx context.Context, w db.Writer, scope policy.Scope, id domain.AreaID) (places.Area, error) {
	return area(ctx, w.Reader, scope, id, "FOR UPDATE OF a")
}

func area(ctx context.Context, r db.Reader, scope policy.Scope, id domain.AreaID, lock string) (places.Area, error) {
	var w db.Where
	w.And("a.id = @id", "id", int64(id))
	w.InScope("a.id", scope)
	return db.One[places.Area](ctx, r.DB, "area", areaSQL+"\n"+w.String()+"\n"+lock, w.Args)
}

// AreaCodes lists the codes in use, oldest first.
func AreaCodes(ctx context.Context, r db.Reader) ([]string, error) {
	return db.Values[string](ctx, r.DB, "area codes", `SELECT code FROM areas ORDER BY id`, db.Named{})
}

// HasOpenAttempt reports whether a gate of the area is with its Members.
func HasOpenAttempt(ctx context.Context, r db.Reader, area domain.AreaID) (bool, error) {
	return db.Value[bool](ctx, r.DB, "open attempt", `
		SELECT EXISTS (SELECT FROM attempts WHERE area_id = @area AND outcome IS NULL)`,
		db.Named{"area": int64(area)})
}

// errCode is what is said where an area's code is in use.
var errCode = domain.Blocked("code", "Another area has this code: enter one that is not in use")

// AddArea stores a new area in its state, as the first step of its life, and returns its id. It refuses a code in use.
func AddArea(ctx context.Context, w db.Writer, a places.Area) (domain.AreaID, error) {
	id, err := db.Value[domain.AreaID](ctx, w.DB, "add area", `
		INSERT INTO areas (code, name, rationale, state, created_by, created_at)
		VALUES (@code, @name, @rationale, @state, @by, @at)
		RETURNING id`,
		db.Named{"code": a.Code, "name": a.Name, "rationale": a.Rationale, "state": string(a.State),
			"by": int64(a.CreatedBy), "at": a.CreatedAt})
	if db.Violates(err, "areas_code_key") {
		return 0, errors.Join(errCode, err)
	}
	if err != nil {
		return 0, err
	}
	a.ID = id
	return id, addAreaState(ctx, w, a, "Proposed", a.CreatedBy, a.CreatedAt)
}

// ChangeArea gives an area a new code, name and rationale and raises its version. It returns domain.ErrConflict where
// the version is not the one given, and refuses a code in use.
func ChangeArea(ctx context.Context, w db.Writer, a places.Area) error {
	err := w.Change(ctx, "change area", `
		UPDATE areas SET code = @code, name = @name, rationale = @rationale, version = version + 1
		WHERE id = @id AND version = @version`,
		db.Named{"id": int64(a.ID), "code": a.Code, "name": a.Name, "rationale": a.Rationale, "version": a.Version})
	if db.Violates(err, "areas_code_key") {
		return errors.Join(errCode, err)
	}
	return err
}

func addAreaState(ctx context.Context, w db.Writer, a places.Area, reason string, by domain.PersonID,
	at time.Time) error {
	return w.Exec(ctx, "add area state", `
		INSERT INTO area_states (area_id, state, reason, by, at) VALUES (@area, @state, @reason, @by, @at)`,
		db.Named{"area": int64(a.ID), "state": string(a.State), "reason": reason, "by": int64(by), "at": at})
}

// AreaStates lists the steps of an area's life, newest first. The caller has loaded the area within scope.
func AreaStates(ctx context.Context, r db.Reader, area domain.AreaID) ([]places.AreaStateChange, error) {
	return db.List[places.AreaStateChange](ctx, r.DB, "area states", `
		SELECT s.state, s.reason, p.name AS by, s.at
		FROM area_states s
		JOIN people p ON p.id = s.by
		WHERE s.area_id = @area
		ORDER BY s.id DESC`, db.Named{"area": int64(area)})
}

// SetAreaState moves an area to a state and keeps who, when and why.
func SetAreaState(ctx context.Context, w db.Writer, area domain.AreaID, s places.AreaState, reason string,
	by domain.PersonID, at time.Time) error {
	if err := w.ChangeLater(ctx, "set area state", `
		UPDATE areas SET state = @state, version = version + 1 WHERE id = @area`,
		db.Named{"area": int64(area), "state": string(s)}, nil); err != nil {
		return err
	}
	return w.Later(ctx, "add area state", `
		INSERT INTO area_states (area_id, state, reason, by, at) VALUES (@area, @state, @reason, @by, @at)`,
		db.Named{"area": int64(area), "state": string(s), "reason": reason, "by": int64(by), "at": at})
}
