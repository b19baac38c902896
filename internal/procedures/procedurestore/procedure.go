// Package procedurestore keeps in Postgres what councils' constitutions say.
package procedurestore

import (
	"context"
	"time"

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

// OpenDeadlines lists what is to be done by one of the days and is not done, by day: in areas whose working days are
// those of the council, or of any where it is 0, as far as the day is one of their division. At most
// procedures.MostDeadlines and one.
func OpenDeadlines(ctx context.Context, r db.Reader, council domain.AuthorityID,
	days []domain.BankHoliday) ([]procedures.Deadline, error) {
	on, divisions := make([]time.Time, len(days)), make([]string, len(days))
	for i, d := range days {
		on[i], divisions[i] = d.Day.Time(), string(d.Division)
	}
	return db.List[procedures.Deadline](ctx, r.DB, "open deadlines", `
		SELECT DISTINCT d.day, d.what, d.link, d.area_id AS area, a.name COLLATE by_name AS area_name
		FROM open_deadlines d
		JOIN areas a ON a.id = d.area_id
		JOIN area_councils c ON c.area_id = a.id
		JOIN unnest(@days::date[], @divisions::text[]) AS h (day, division)
		  ON h.day = d.day AND h.division IN ('', c.division)
		WHERE @council::bigint IN (0, c.authority_id)
		ORDER BY d.day, a.name COLLATE by_name, d.what, d.link
		LIMIT @most`, db.Named{"days": on, "divisions": divisions, "council": int64(council),
		"most": procedures.MostDeadlines + 1})
}
