// Package procedurestore keeps in Postgres what councils' constitutions say.
package procedurestore

import (
	"context"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/procedures"
)

// Procedure is what holds for the council; what nobody has said yet is as by default. It returns domain.ErrNotFound
// where there is no such council.
func Procedure(ctx context.Context, r db.Reader, id domain.AuthorityID, keyOnly bool) (procedures.Procedure, error) {
	was := procedures.Default(keyOnly)
	return db.One[procedures.Procedure](ctx, r.DB, "procedure", `
		SELECT u.id AS authority, u.name, COALESCE(p.nation, @nation) AS nation, p.key_sum_pence AS key_sum,
		       COALESCE(p.key_wards, @wards) AS key_wards, COALESCE(p.call_in_days, @call_in) AS call_in_days,
		       COALESCE(p.call_in_key_only, @key_only) AS call_in_key_only, COALESCE(p.call_in_by, '') AS call_in_by,
		       COALESCE(p.notice_days, @notice) AS notice_days, COALESCE(p.version, 0) AS version
		FROM authorities u
		LEFT JOIN authority_procedures p ON p.authority_id = u.id
		WHERE u.id = @id`, db.Named{"id": int64(id), "nation": string(was.Nation), "wards": was.KeyWards,
		"call_in": was.CallInDays, "key_only": was.CallInKeyOnly, "notice": was.NoticeDays})
}

// Change stores what holds for a council. It returns domain.ErrConflict where somebody else changed it since its
// version.
func Change(ctx context.Context, w db.Writer, p procedures.Procedure) error {
	var sum any
	if p.KeySum != nil {
		sum = int64(*p.KeySum)
	}
	return w.Change(ctx, "change procedure", `
		INSERT INTO authority_procedures AS p (authority_id, nation, key_sum_pence, key_wards, call_in_days,
		                                       call_in_key_only, call_in_by, notice_days, version)
		SELECT @id, @nation, @sum::bigint, @wards, @call_in, @key_only, @by, @notice, 1
		WHERE @version = 0 OR EXISTS (SELECT FROM authority_procedures WHERE authority_id = @id)
		ON CONFLICT (authority_id) DO UPDATE
		SET nation = excluded.nation, key_sum_pence = excluded.key_sum_pence, key_wards = excluded.key_wards,
		    call_in_days = excluded.call_in_days, call_in_key_only = excluded.call_in_key_only,
		    call_in_by = excluded.call_in_by, notice_days = excluded.notice_days, version = p.version + 1
		WHERE p.version = @version`,
		db.Named{"id": int64(p.Authority), "nation": string(p.Nation), "sum": sum, "wards": p.KeyWards,
			"call_in": p.CallInDays, "key_only": p.CallInKeyOnly, "by": p.CallInBy, "notice": p.NoticeDays,
			"version": p.Version})
}

// Days lists a council's own days, in order.
func Days(ctx context.Context, r db.Reader, id domain.AuthorityID) ([]procedures.Day, error) {
	return db.List[procedures.Day](ctx, r.DB, "council's days", `
		SELECT day, name, closed FROM authority_days WHERE authority_id = @id ORDER BY day`,
		db.Named{"id": int64(id)})
}

// PutDay stores a day of a council's own. It returns domain.ErrConflict where there is one already.
func PutDay(ctx context.Context, w db.Writer, id domain.AuthorityID, d procedures.Day) error {
	return w.Change(ctx, "add council's day", `
		INSERT INTO authority_days (authority_id, day, name, closed) VALUES (@id, @day, @name, @closed)
		ON CONFLICT DO NOTHING`,
		db.Named{"id": int64(id), "day": d.Day.Time(), "name": d.Name, "closed": d.Closed})
}

// RemoveDay takes a day away. It returns domain.ErrConflict where it is not there.
func RemoveDay(ctx context.Context, w db.Writer, id domain.AuthorityID, day domain.Date) error {
	return w.Change(ctx, "remove council's day", `
		DELETE FROM authority_days WHERE authority_id = @id AND day = @day`,
		db.Named{"id": int64(id), "day": day.Time()})
}
