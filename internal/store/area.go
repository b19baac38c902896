package store

import (
	"context"
	"errors"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

const areaSQL = `
	SELECT a.id, a.code, a.name, a.rationale, a.state, a.version, a.created_by, a.created_at,
	       (SELECT v.overrides FROM gate_overrides v WHERE v.area_id = a.id AND v.cycle = y.cycle) AS overrides
	FROM areas a
	JOIN present_cycles y ON y.area_id = a.id`

// Area loads an area. It returns domain.ErrNotFound where there is none within scope.
func (r Reader) Area(ctx context.Context, scope policy.Scope, id domain.AreaID) (domain.Area, error) {
	return r.area(ctx, scope, id, "")
}

// AreaForUpdate loads an area and locks it until the transaction ends. It returns domain.ErrNotFound where there is
// none within scope.
func (w Writer) AreaForUpdate(ctx context.Context, scope policy.Scope, id domain.AreaID) (domain.Area, error) {
	return w.area(ctx, scope, id, "FOR UPDATE OF a")
}

func (r Reader) area(ctx context.Context, scope policy.Scope, id domain.AreaID, lock string) (domain.Area, error) {
	var w where
	w.and("a.id = @id", "id", int64(id))
	w.inScope("a.id", scope)
	return one[domain.Area](ctx, r.db, "area", areaSQL+"\n"+w.String()+"\n"+lock, w.args)
}

// AreaCodes lists the codes in use, oldest first.
func (r Reader) AreaCodes(ctx context.Context) ([]string, error) {
	return values[string](ctx, r.db, "area codes", `SELECT code FROM areas ORDER BY id`, named{})
}

// HasOpenAttempt reports whether a gate of the area is with its Members.
func (r Reader) HasOpenAttempt(ctx context.Context, area domain.AreaID) (bool, error) {
	return value[bool](ctx, r.db, "open attempt", `
		SELECT EXISTS (SELECT FROM attempts WHERE area_id = @area AND outcome IS NULL)`,
		named{"area": int64(area)})
}

// errCode is what is said where an area's code is in use.
var errCode = domain.Blocked("code", "Another area has this code: enter one that is not in use")

// AddArea stores a new area in its state, as the first step of its life, and returns its id. It refuses a code in use.
func (w Writer) AddArea(ctx context.Context, a domain.Area) (domain.AreaID, error) {
	id, err := value[domain.AreaID](ctx, w.db, "add area", `
		INSERT INTO areas (code, name, rationale, state, created_by, created_at)
		VALUES (@code, @name, @rationale, @state, @by, @at)
		RETURNING id`,
		named{"code": a.Code, "name": a.Name, "rationale": a.Rationale, "state": string(a.State),
			"by": int64(a.CreatedBy), "at": a.CreatedAt})
	if violates(err, "areas_code_key") {
		return 0, errors.Join(errCode, err)
	}
	if err != nil {
		return 0, err
	}
	a.ID = id
	return id, w.addAreaState(ctx, a, "Proposed", a.CreatedBy, a.CreatedAt)
}

// ChangeArea gives an area a new code, name and rationale and raises its version. It returns domain.ErrConflict where
// the version is not the one given, and refuses a code in use.
func (w Writer) ChangeArea(ctx context.Context, a domain.Area) error {
	err := w.change(ctx, "change area", `
		UPDATE areas SET code = @code, name = @name, rationale = @rationale, version = version + 1
		WHERE id = @id AND version = @version`,
		named{"id": int64(a.ID), "code": a.Code, "name": a.Name, "rationale": a.Rationale, "version": a.Version})
	if violates(err, "areas_code_key") {
		return errors.Join(errCode, err)
	}
	return err
}

func (w Writer) addAreaState(ctx context.Context, a domain.Area, reason string, by domain.PersonID,
	at time.Time) error {
	return w.exec(ctx, "add area state", `
		INSERT INTO area_states (area_id, state, reason, by, at) VALUES (@area, @state, @reason, @by, @at)`,
		named{"area": int64(a.ID), "state": string(a.State), "reason": reason, "by": int64(by), "at": at})
}

// AreaStates lists the steps of an area's life, newest first. The caller has loaded the area within scope.
func (r Reader) AreaStates(ctx context.Context, area domain.AreaID) ([]domain.AreaStateChange, error) {
	return list[domain.AreaStateChange](ctx, r.db, "area states", `
		SELECT s.state, s.reason, p.name AS by, s.at
		FROM area_states s
		JOIN people p ON p.id = s.by
		WHERE s.area_id = @area
		ORDER BY s.id DESC`, named{"area": int64(area)})
}
