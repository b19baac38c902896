package gatestore

import (
	"context"
	"fmt"
	"slices"

	"fourgates/internal/db"
	"fourgates/internal/domain"
)

// Whoever decides about gates takes locks in one order, so that nobody waits in a circle: the areas by id, then their
// attempts, then the register. Areas are locked without hindering rows that only refer to them, such as a new issue.
//
// Deciders wait for each other longer than the pool's own limits: at the last minute before a deadline many come at
// once, and each is to come to its turn. A statement's own limit counts from its start, so patience is asked for in one
// before it.
const (
	patientSQL = `SELECT set_config('lock_timeout', '10s', true), set_config('statement_timeout', '15s', true)`
	lockSQL    = `
	SELECT a.id
	FROM areas a
	WHERE a.id IN (%s)
	ORDER BY a.id
	FOR NO KEY UPDATE OF a`
)

// LockForGate locks areas until the transaction ends, so that two gates of one are never decided at once.
// It returns domain.ErrNotFound where one does not exist.
func LockForGate(ctx context.Context, w db.Writer, areas ...domain.AreaID) error {
	got, err := LockAreas(ctx, w, "SELECT unnest(@ids::bigint[])", db.Numbers(areas))
	if err != nil {
		return err
	}
	for _, id := range areas {
		if !slices.Contains(got, id) {
			return domain.ErrNotFound
		}
	}
	return nil
}

// LockAttempts locks the areas of attempts: call it before AttemptForUpdate. Attempts that do not exist lock nothing.
func LockAttempts(ctx context.Context, w db.Writer, attempts ...domain.AttemptID) error {
	_, err := LockAreas(ctx, w, "SELECT area_id FROM attempts WHERE id = ANY(@ids::bigint[])", db.Numbers(attempts))
	return err
}

func LockAreas(ctx context.Context, w db.Writer, which string, ids []int64) ([]domain.AreaID, error) {
	if err := w.Later(ctx, "be patient", patientSQL, db.Named{}); err != nil {
		return nil, err
	}
	return db.Values[domain.AreaID](ctx, w.DB, "lock areas", fmt.Sprintf(lockSQL, which), db.Named{"ids": ids})
}
