package registerstore

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"fourgates/internal/db"
)

// Misfit is a place where a stored record does not agree with the register.
type Misfit struct {
	Position int64
	Words    string
}

// check is SQL that finds misfits among the rows of a table whose key lies above @from and up to @to.
type check struct{ over, key, sql string }

// checkStep is how many rows a check looks at in one statement, so that no register is too long for the time-out.
const checkStep = 500

// mostMisfits is how many are listed: whoever looks for the first one needs no more.
const mostMisfits = 1000

// Progress hears how far a walk is: how many of how many.
type Progress func(what string, done, all int64)

// RegisterMisfits compares what stands beside the register with it. It lists what does not agree, by position; last, at
// position 0, what has no entry.
func RegisterMisfits(ctx context.Context, r db.Reader) ([]Misfit, error) {
	return MisfitsInSteps(ctx, r, func(string, int64, int64) {})
}

// MisfitsInSteps is RegisterMisfits, and far hears how far it is.
func MisfitsInSteps(ctx context.Context, r db.Reader, far Progress) ([]Misfit, error) {
	var misfits []Misfit
	for _, c := range slices.Concat(gateChecks, executiveChecks) {
		all, err := db.Value[int64](ctx, r.DB, "count "+c.over, `SELECT count(*) FROM `+c.over, db.Named{})
		if err != nil {
			return nil, err
		}
		for from, done := int64(-1)<<62, int64(0); done < all && len(misfits) < mostMisfits; {
			step, err := db.One[struct{ Last, Rows int64 }](ctx, r.DB, "next "+c.over, fmt.Sprintf(`
				SELECT COALESCE(max(%[1]s), 0)::bigint AS last, count(*) AS rows FROM (
				    SELECT %[1]s FROM %[2]s WHERE %[1]s > @from ORDER BY %[1]s LIMIT @step) next`, c.key, c.over),
				db.Named{"from": from, "step": checkStep})
			if err != nil {
				return nil, err
			}
			if step.Rows == 0 {
				break
			}
			found, err := db.List[Misfit](ctx, r.DB, "misfits of "+c.over,
				`SELECT position, words FROM (`+c.sql+`) AS misfits (position, words)`,
				db.Named{"from": from, "to": step.Last})
			if err != nil {
				return nil, err
			}
			misfits = append(misfits, found...)
			from, done = step.Last, done+step.Rows
			far("compared: "+c.over, done, all)
		}
	}
	SortMisfits(misfits)
	return misfits, nil
}

// SortMisfits puts those of entries first, by position.
func SortMisfits(list []Misfit) {
	slices.SortStableFunc(list, func(a, b Misfit) int {
		switch {
		case a.Position == b.Position:
			return cmp.Compare(a.Words, b.Words)
		case a.Position == 0:
			return 1
		case b.Position == 0:
			return -1
		}
		return cmp.Compare(a.Position, b.Position)
	})
}
