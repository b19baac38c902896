// Package calendarstore keeps calendar addresses in Postgres and reads what their feeds show.
package calendarstore

import (
	"context"
	"time"

	"fourgates/internal/calendars"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// mostPhases is how many phases one calendar address shows at most, the soonest first.
const mostPhases = 2000

// PhasesFor lists the phases within scope that have a planned end, have not ended, are not skipped and are of areas
// that run.
func PhasesFor(ctx context.Context, r db.Reader, scope policy.Scope) ([]calendars.DatedPhase, error) {
	var w db.Where
	w.And("a.state IN ('proposed', 'selected', 'active', 'delivering')")
	w.And("c.cycle = (SELECT max(cycle) FROM cycles WHERE area_id = a.id)")
	w.And("NOT c.skipped AND COALESCE(c.late_end, c.target_on) IS NOT NULL")
	w.And(`NOT EXISTS (SELECT FROM phases h WHERE h.area_id = c.area_id AND h.cycle = c.cycle AND h.phase = c.phase
	                   AND h.closed_on IS NOT NULL)`)
	w.InScope("a.id", scope)
	w.Set("most", mostPhases)
	return db.List[calendars.DatedPhase](ctx, r.DB, "feed phases", `
		SELECT a.id AS area, a.code, a.name AS area_name, c.cycle, c.phase, c.name, COALESCE(c.gate, 0) AS gate,
		       c.early_end, c.late_end, c.target_on
		FROM cycle_phases c
		JOIN areas a ON a.id = c.area_id
		`+w.String()+`
		ORDER BY COALESCE(c.late_end, c.target_on), a.id, c.position
		LIMIT @most`, w.Args)
}

// OwnerOf is whose calendar address a token opens, by its hash. It returns domain.ErrNotFound where there is none or it
// was revoked.
func OwnerOf(ctx context.Context, r db.Reader, tokenHash []byte) (domain.PersonID, error) {
	return db.Value[domain.PersonID](ctx, r.DB, "calendar feed", `
		SELECT person_id FROM calendar_feeds WHERE token_hash = @hash AND revoked_at IS NULL`,
		db.Named{"hash": tokenHash})
}

// MadeAt is when the person's calendar address was made; the zero time where they have none.
func MadeAt(ctx context.Context, r db.Reader, person domain.PersonID) (time.Time, error) {
	return db.Value[time.Time](ctx, r.DB, "calendar feed", `
		SELECT max(created_at) FROM calendar_feeds WHERE person_id = @person AND revoked_at IS NULL`,
		db.Named{"person": int64(person)})
}

// AddAddress makes a person's calendar address. Revoke the one they have first.
func AddAddress(ctx context.Context, w db.Writer, person domain.PersonID, tokenHash []byte, at time.Time) error {
	return w.Exec(ctx, "add calendar feed", `
		INSERT INTO calendar_feeds (person_id, token_hash, created_at) VALUES (@person, @hash, @at)`,
		db.Named{"person": int64(person), "hash": tokenHash, "at": at})
}

// RevokeAddress ends the person's calendar address and reports whether they had one.
func RevokeAddress(ctx context.Context, w db.Writer, person domain.PersonID, at time.Time) (bool, error) {
	tag, err := w.DB.Exec(ctx, `
		UPDATE calendar_feeds SET revoked_at = @at WHERE person_id = @person AND revoked_at IS NULL`,
		db.Named{"person": int64(person), "at": at})
	return tag.RowsAffected() > 0, err
}
