// Package diarystore keeps councils' calendars in Postgres.
package diarystore

import (
	"context"

	"fourgates/internal/db"
	"fourgates/internal/diaries"
	"fourgates/internal/domain"
)

const entrySQL = `
	SELECT e.id, e.authority_id AS authority, a.name AS council, e.kind, e.starts_on, e.ends_on, e.name,
	       ARRAY(SELECT x.seat_id FROM diary_entry_seats x JOIN seats s ON s.id = x.seat_id WHERE x.entry_id = e.id
	             ORDER BY s.name COLLATE by_name, s.id) AS seats,
	       ARRAY(SELECT s.shown FROM diary_entry_seats x JOIN seats s ON s.id = x.seat_id WHERE x.entry_id = e.id
	             ORDER BY s.name COLLATE by_name, s.id) AS seat_names, e.version
	FROM diary_entries e
	JOIN authorities a ON a.id = e.authority_id`

// Entries lists a council's calendar, in order.
func Entries(ctx context.Context, r db.Reader, council domain.AuthorityID) ([]diaries.Entry, error) {
	return db.List[diaries.Entry](ctx, r.DB, "diary entries", entrySQL+`
		WHERE e.authority_id = @council
		ORDER BY e.starts_on, e.id`, db.Named{"council": int64(council)})
}

// Entry loads an entry of a council's calendar. It returns domain.ErrNotFound where there is none such.
func Entry(ctx context.Context, r db.Reader, council domain.AuthorityID, id domain.DiaryEntryID) (diaries.Entry,
	error) {
	return db.One[diaries.Entry](ctx, r.DB, "diary entry", entrySQL+`
		WHERE e.authority_id = @council AND e.id = @id`, db.Named{"council": int64(council), "id": int64(id)})
}

// AreaCalendar is what the gates of an area fall against from the day on: the calendars of the councils of its wards
// and divisions, without what is of other wards and divisions alone. The caller has loaded the area within scope.
func AreaCalendar(ctx context.Context, r db.Reader, area domain.AreaID, from domain.Date) (diaries.Calendar, error) {
	return db.One[diaries.Calendar](ctx, r.DB, "calendar of area", areaCalendarSQL,
		db.Named{"area": int64(area), "from": from.Time()})
}

// areaCalendarSQL asks for both lists as JSON with the names of the domain's fields: one statement in place of two.
const areaCalendarSQL = `
	WITH councils AS (
		SELECT DISTINCT a.id, a.name, a.tier
		FROM area_seats x
		JOIN seats s ON s.id = x.seat_id
		JOIN authorities a ON a.id = s.authority_id
		WHERE x.area_id = @area AND a.tier <> 'parish'
	)
	SELECT (SELECT json_agg(json_build_object('ID', c.id, 'Name', c.name, 'Decides', true)
	                        ORDER BY array_position(ARRAY['county', 'unitary', 'borough'], c.tier), c.name COLLATE by_name)
	        FROM councils c) AS councils,
	       (SELECT json_agg(json_build_object('ID', e.id, 'Authority', c.id, 'Council', c.name, 'Kind', e.kind,
	                                          'StartsOn', e.starts_on, 'EndsOn', e.ends_on, 'Name', e.name,
	                                          'SeatNames', (SELECT json_agg(s.shown ORDER BY s.name COLLATE by_name, s.id)
	                                                        FROM diary_entry_seats x
	                                                        JOIN seats s ON s.id = x.seat_id
	                                                        WHERE x.entry_id = e.id))
	                        ORDER BY e.starts_on, e.id)
	        FROM diary_entries e
	        JOIN councils c ON c.id = e.authority_id
	        WHERE e.ends_on >= @from
	          AND (NOT EXISTS (SELECT FROM diary_entry_seats x WHERE x.entry_id = e.id)
	               OR EXISTS (SELECT
	                          FROM diary_entry_seats x
	                          JOIN area_seats y ON y.seat_id = x.seat_id
	                          WHERE x.entry_id = e.id AND y.area_id = @area))) AS entries`

// Seats lists the present wards and divisions of a council.
func Seats(ctx context.Context, r db.Reader, council domain.AuthorityID) ([]diaries.Seat, error) {
	return db.List[diaries.Seat](ctx, r.DB, "seats for diary", `
		SELECT id, shown AS name, COALESCE(code, '') AS code
		FROM seats
		WHERE authority_id = @council AND valid_to IS NULL
		ORDER BY name COLLATE by_name, id`, db.Named{"council": int64(council)})
}

// Add stores a new entry and returns its id.
func Add(ctx context.Context, w db.Writer, e diaries.Entry) (domain.DiaryEntryID, error) {
	id, err := db.Value[domain.DiaryEntryID](ctx, w.DB, "add diary entry", `
		INSERT INTO diary_entries (authority_id, kind, starts_on, ends_on, name)
		VALUES (@council, @kind, @from, @to, @name)
		RETURNING id`,
		db.Named{"council": int64(e.Authority), "kind": string(e.Kind), "from": e.StartsOn.Time(),
			"to": e.EndsOn.Time(), "name": e.Name})
	if err != nil {
		return 0, err
	}
	return id, addSeats(ctx, w, id, e.Seats)
}

// Change stores an entry as it is now. It returns domain.ErrConflict where somebody changed or removed it since its
// version.
func Change(ctx context.Context, w db.Writer, e diaries.Entry) error {
	if err := w.Change(ctx, "change diary entry", `
		UPDATE diary_entries
		SET kind = @kind, starts_on = @from, ends_on = @to, name = @name, version = version + 1
		WHERE id = @id AND authority_id = @council AND version = @version`,
		db.Named{"id": int64(e.ID), "council": int64(e.Authority), "kind": string(e.Kind), "from": e.StartsOn.Time(),
			"to": e.EndsOn.Time(), "name": e.Name, "version": e.Version}); err != nil {
		return err
	}
	if err := w.Exec(ctx, "clear seats of diary entry", `
		DELETE FROM diary_entry_seats WHERE entry_id = @id`, db.Named{"id": int64(e.ID)}); err != nil {
		return err
	}
	return addSeats(ctx, w, e.ID, e.Seats)
}

func addSeats(ctx context.Context, w db.Writer, id domain.DiaryEntryID, seats []domain.SeatID) error {
	ids := make([]int64, len(seats))
	for i, s := range seats {
		ids[i] = int64(s)
	}
	return w.Exec(ctx, "add seats of diary entry", `
		INSERT INTO diary_entry_seats (entry_id, seat_id) SELECT @id, unnest(@seats::bigint[])`,
		db.Named{"id": int64(id), "seats": ids})
}

// Remove takes an entry out of the calendar. It returns domain.ErrConflict where it is not there.
func Remove(ctx context.Context, w db.Writer, council domain.AuthorityID, id domain.DiaryEntryID) error {
	return w.Change(ctx, "remove diary entry", `
		DELETE FROM diary_entries WHERE id = @id AND authority_id = @council`,
		db.Named{"id": int64(id), "council": int64(council)})
}

// Lock keeps others from changing a council's calendar until the transaction ends. It returns domain.ErrNotFound where
// there is no such council.
func Lock(ctx context.Context, w db.Writer, council domain.AuthorityID) error {
	_, err := db.Value[domain.AuthorityID](ctx, w.DB, "lock calendar", `
		SELECT id FROM authorities WHERE id = @id FOR NO KEY UPDATE`, db.Named{"id": int64(council)})
	return err
}
