// Package synthesisstore keeps synthesis sessions in Postgres.
package synthesisstore

import (
	"context"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
	"fourgates/internal/syntheses"
)

const placeSQL = `'Seat', v.seat_id, 'Place', v.place, 'SeatName', v.seat_name, 'Authority', v.authority,
		       'Tier', v.tier, 'Person', COALESCE(v.person_id, 0), 'Name', v.name`

const sessionSQL = `
	SELECT s.id, s.area_id AS area, a.name AS area_name, s.cycle, s.held_on, s.held_at, s.venue, s.agenda, s.version,
	       (SELECT name FROM people WHERE id = s.planned_by) AS planned_by_name, s.planned_at,
	       (SELECT COALESCE(jsonb_agg(jsonb_build_object(` + placeSQL + `) ORDER BY v.position), '[]')
	        FROM synthesis_invited v WHERE v.session_id = s.id) AS invited,
	       (SELECT COALESCE(jsonb_agg(jsonb_build_object('Number', r.number, 'Synthesised', r.synthesised,
	               'Reason', r.reason, 'ByName', p.name, 'At', r.recorded_at, 'Attendance',
	               (SELECT COALESCE(jsonb_agg(jsonb_build_object(` + placeSQL + `,
	                       'Came', v.came, 'StoodIn', v.stood_in) ORDER BY v.position), '[]')
	                FROM synthesis_attendance v WHERE v.record_id = r.id)) ORDER BY r.number DESC), '[]')
	        FROM synthesis_records r JOIN people p ON p.id = r.recorded_by WHERE r.session_id = s.id) AS records,
	       s.cancelled_reason, COALESCE((SELECT name FROM people WHERE id = s.cancelled_by), '') AS cancelled_by_name,
	       s.cancelled_at
	FROM synthesis_sessions s
	JOIN areas a ON a.id = s.area_id
	`

// SessionsJSON are the sessions of the area @area in the cycle c.cycle, for a statement that asks for more, with the
// names of the domain's fields.
const SessionsJSON = `(
	SELECT json_agg(json_build_object('ID', x.id, 'Area', x.area, 'AreaName', x.area_name, 'Cycle', x.cycle,
	           'HeldOn', x.held_on, 'HeldAt', x.held_at, 'Venue', x.venue, 'Agenda', x.agenda, 'Version', x.version,
	           'PlannedByName', x.planned_by_name, 'PlannedAt', x.planned_at, 'Invited', x.invited,
	           'Records', x.records, 'CancelledReason', x.cancelled_reason, 'CancelledByName', x.cancelled_by_name,
	           'CancelledAt', x.cancelled_at) ORDER BY x.held_on, x.id)
	FROM (` + sessionSQL + `WHERE s.area_id = @area AND s.cycle = c.cycle) x)`

// Session loads a session of an area within scope; else domain.ErrNotFound.
func Session(ctx context.Context, r db.Reader, s policy.Scope, id domain.SynthesisID) (syntheses.Session, error) {
	var w db.Where
	w.And("s.id = @id", "id", int64(id))
	w.InScope("s.area_id", s)
	return db.One[syntheses.Session](ctx, r.DB, "session", sessionSQL+w.String(), w.Args)
}

// SessionForUpdate is Session, locked until the transaction ends.
func SessionForUpdate(ctx context.Context, w db.Writer, s policy.Scope, id domain.SynthesisID) (syntheses.Session,
	error) {
	if err := w.Exec(ctx, "lock session", `SELECT FROM synthesis_sessions WHERE id = @id FOR UPDATE`,
		db.Named{"id": int64(id)}); err != nil {
		return syntheses.Session{}, err
	}
	return Session(ctx, w.Reader, s, id)
}

// Sessions lists the sessions of an area's cycle, the first first. The caller has loaded the area within scope.
func Sessions(ctx context.Context, r db.Reader, area domain.AreaID, cycle int) ([]syntheses.Session, error) {
	return db.List[syntheses.Session](ctx, r.DB, "sessions", sessionSQL+`
		WHERE s.area_id = @area AND s.cycle = @cycle
		ORDER BY s.held_on, s.id`, db.Named{"area": int64(area), "cycle": cycle})
}

// AddSession plans a session.
func AddSession(ctx context.Context, w db.Writer, s syntheses.Session, by domain.PersonID,
	at time.Time) (domain.SynthesisID, error) {
	return db.Value[domain.SynthesisID](ctx, w.DB, "add session", `
		INSERT INTO synthesis_sessions (area_id, cycle, held_on, held_at, venue, agenda, planned_by, planned_at)
		VALUES (@area, @cycle, @on, @time, @venue, @agenda, @by, @at)
		RETURNING id`,
		db.Named{"area": int64(s.Area), "cycle": s.Cycle, "on": s.HeldOn.Time(), "time": s.HeldAt, "venue": s.Venue,
			"agenda": s.Agenda, "by": int64(by), "at": at})
}

// Change writes the plan of a session that is locked.
func Change(ctx context.Context, w db.Writer, id domain.SynthesisID, p syntheses.Plan) error {
	return w.Change(ctx, "change session", `
		UPDATE synthesis_sessions
		SET held_on = @on, held_at = @time, venue = @venue, agenda = @agenda, version = version + 1
		WHERE id = @id AND cancelled_at IS NULL`,
		db.Named{"id": int64(id), "on": p.HeldOn.Time(), "time": p.HeldAt, "venue": p.Venue, "agenda": p.Agenda})
}

// Invite asks the places to a session, in place of those asked before.
func Invite(ctx context.Context, w db.Writer, id domain.SynthesisID, list []syntheses.Place) error {
	if err := w.Exec(ctx, "clear invited", `DELETE FROM synthesis_invited WHERE session_id = @id`,
		db.Named{"id": int64(id)}); err != nil {
		return err
	}
	args := placeColumns(list)
	args["id"] = int64(id)
	return w.Exec(ctx, "invite", `
		INSERT INTO synthesis_invited (session_id, position, seat_id, place, seat_name, authority, tier, person_id, name)
		SELECT @id, position, seat, place, seat_name, authority, tier, NULLIF(person, 0), name
		FROM unnest(@seats::bigint[], @places::int[], @seat_names::text[], @authorities::text[], @tiers::text[],
		            @persons::bigint[], @names::text[])
		     WITH ORDINALITY AS p (seat, place, seat_name, authority, tier, person, name, position)`, args)
}

func placeColumns(list []syntheses.Place) db.Named {
	n := len(list)
	seats, numbers, persons := make([]int64, n), make([]int, n), make([]int64, n)
	seatNames, authorities, tiers, names := make([]string, n), make([]string, n), make([]string, n), make([]string, n)
	for i, p := range list {
		seats[i], numbers[i], persons[i] = int64(p.Seat), p.Place, int64(p.Person)
		seatNames[i], authorities[i], tiers[i], names[i] = p.SeatName, p.Authority, string(p.Tier), p.Name
	}
	return db.Named{"seats": seats, "places": numbers, "seat_names": seatNames, "authorities": authorities,
		"tiers": tiers, "persons": persons, "names": names}
}

// AddRecord adds a record to a session that is locked: its first, or a correction.
func AddRecord(ctx context.Context, w db.Writer, id domain.SynthesisID, r syntheses.Record, by domain.PersonID,
	at time.Time) error {
	n := len(r.Attendance)
	places, came, stoodIn := make([]syntheses.Place, n), make([]string, n), make([]string, n)
	for i, a := range r.Attendance {
		places[i], came[i], stoodIn[i] = a.Place, a.Came, a.StoodIn
	}
	args := placeColumns(places)
	args["id"], args["number"], args["synthesised"], args["reason"] = int64(id), r.Number, r.Synthesised, r.Reason
	args["by"], args["at"], args["came"], args["stood_in"] = int64(by), at, came, stoodIn
	if err := w.Exec(ctx, "add session record", `
		WITH r AS (
			INSERT INTO synthesis_records (session_id, number, synthesised, reason, recorded_by, recorded_at)
			VALUES (@id, @number, @synthesised, @reason, @by, @at)
			RETURNING id)
		INSERT INTO synthesis_attendance (record_id, position, seat_id, place, seat_name, authority, tier, person_id, name,
		                                  came, stood_in)
		SELECT r.id, position, seat, place, seat_name, authority, tier, NULLIF(person, 0), name, came, stood_in
		FROM r, unnest(@seats::bigint[], @places::int[], @seat_names::text[], @authorities::text[], @tiers::text[],
		               @persons::bigint[], @names::text[], @came::text[], @stood_in::text[])
		     WITH ORDINALITY AS p (seat, place, seat_name, authority, tier, person, name, came, stood_in, position)`,
		args); err != nil {
		return err
	}
	return w.Change(ctx, "session recorded", `UPDATE synthesis_sessions SET version = version + 1 WHERE id = @id`,
		db.Named{"id": int64(id)})
}

// Cancel calls a session off that is locked.
func Cancel(ctx context.Context, w db.Writer, id domain.SynthesisID, reason string, by domain.PersonID,
	at time.Time) error {
	return w.Change(ctx, "call off session", `
		UPDATE synthesis_sessions
		SET cancelled_reason = @reason, cancelled_by = @by, cancelled_at = @at, version = version + 1
		WHERE id = @id AND cancelled_at IS NULL`,
		db.Named{"id": int64(id), "reason": reason, "by": int64(by), "at": at})
}

// Exempt reports whether the cycle had begun its synthesis before a session was asked for.
func Exempt(ctx context.Context, r db.Reader, area domain.AreaID, cycle int) (bool, error) {
	return db.Value[bool](ctx, r.DB, "session not asked of", `
		SELECT EXISTS (SELECT FROM not_asked_of WHERE area_id = @area AND cycle = @cycle AND requirement = 'session')`,
		db.Named{"area": int64(area), "cycle": cycle})
}

// Asked lists the places whose attendance is recorded: those of the newest record, so that a correction is about the
// same, else those of the day of the session.
func Asked(ctx context.Context, r db.Reader, s syntheses.Session) ([]syntheses.Place, error) {
	if s.Held() {
		return s.Records[0].Places(), nil
	}
	members, err := placestore.AreaMembers(ctx, r, s.Area, s.HeldOn)
	return s.Asked(members), err
}
