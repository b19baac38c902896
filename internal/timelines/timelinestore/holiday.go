package timelinestore

import (
	"context"
	"errors"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
)

// BankHolidays lists the days that were imported, in order. Those that the program knows by itself are not among them.
func BankHolidays(ctx context.Context, r db.Reader) ([]domain.BankHoliday, error) {
	return db.List[domain.BankHoliday](ctx, r.DB, "bank holidays", `
		SELECT day, name FROM bank_holidays ORDER BY day`, db.Named{})
}

// Calendar is the council's working days, with the bank holidays imported.
func Calendar(ctx context.Context, r db.Reader) (domain.Calendar, error) {
	days, err := BankHolidays(ctx, r)
	return domain.NewCalendar(days), err
}

// CalendarFor is the working days of an area: those of the widest council of its wards and divisions, by its nation and
// days of its own, with the bank holidays imported.
func CalendarFor(ctx context.Context, r db.Reader, area domain.AreaID) (domain.Calendar, error) {
	all, err := CalendarsFor(ctx, r, area)
	return all[area], err
}

// CalendarsFor is CalendarFor for each of several areas.
func CalendarsFor(ctx context.Context, r db.Reader, areas ...domain.AreaID) (map[domain.AreaID]domain.Calendar,
	error) {
	return calendars[domain.AreaID](ctx, r, `
		SELECT a.id AS of, c.authority_id
		FROM unnest(@ids::bigint[]) AS a (id)
		LEFT JOIN LATERAL (SELECT s.authority_id
		                   FROM area_seats o
		                   JOIN seats s ON s.id = o.seat_id
		                   JOIN authorities u ON u.id = s.authority_id AND u.tier <> 'parish'
		                   WHERE o.area_id = a.id
		                   ORDER BY array_position(ARRAY['county', 'unitary', 'borough'], u.tier), u.name
		                   LIMIT 1) c ON true`, areas)
}

// CalendarOf is the working days of a council.
func CalendarOf(ctx context.Context, r db.Reader, authority domain.AuthorityID) (domain.Calendar, error) {
	all, err := calendars[domain.AuthorityID](ctx, r, `
		SELECT a.id AS of, a.id AS authority_id FROM unnest(@ids::bigint[]) AS a (id)`,
		[]domain.AuthorityID{authority})
	return all[authority], err
}

// calendars makes a calendar for each row of the query, which says of what it is and of which council.
func calendars[T ~int64](ctx context.Context, r db.Reader, of string, ids []T) (map[T]domain.Calendar,
	error) {
	type row struct {
		Of     T
		Nation domain.Nation
		Day    domain.Date
		Name   string
		Closed bool
	}
	rows, err := db.List[row](ctx, r.DB, "calendars", `
		WITH asked AS (`+of+`)
		SELECT DISTINCT asked.of, COALESCE(p.nation, 'England') AS nation, d.day, COALESCE(d.name, '') AS name,
		       COALESCE(d.closed, true) AS closed
		FROM asked
		LEFT JOIN authority_procedures p ON p.authority_id = asked.authority_id
		LEFT JOIN LATERAL (SELECT h.day, h.name, true AS closed FROM bank_holidays h
		                   UNION ALL
		                   SELECT w.day, w.name, w.closed FROM authority_days w
		                   WHERE w.authority_id = asked.authority_id) d ON true`, db.Named{"ids": db.Numbers(ids)})
	if err != nil {
		return nil, err
	}
	nations, closed, open := map[T]domain.Nation{}, map[T][]domain.BankHoliday{}, map[T][]domain.Date{}
	for _, r := range rows {
		nations[r.Of] = r.Nation
		switch {
		case r.Day.IsZero():
		case r.Closed:
			closed[r.Of] = append(closed[r.Of], domain.BankHoliday{Day: r.Day, Name: r.Name})
		default:
			open[r.Of] = append(open[r.Of], r.Day)
		}
	}
	all := map[T]domain.Calendar{}
	for of, nation := range nations {
		all[of] = domain.NewCalendar(closed[of]).Of(nation).Open(open[of])
	}
	return all, nil
}

// AddBankHolidays adds days to the council's own; those that are there already stay as they are. It returns how many
// are new.
func AddBankHolidays(ctx context.Context, w db.Writer, days []domain.BankHoliday) (int, error) {
	on, names := make([]time.Time, len(days)), make([]string, len(days))
	for i, d := range days {
		on[i], names[i] = d.Day.Time(), d.Name
	}
	tag, err := w.DB.Exec(ctx, `
		INSERT INTO bank_holidays (day, name) SELECT day, name FROM unnest(@days::date[], @names::text[]) AS h (day,
		    name)
		ON CONFLICT DO NOTHING`, db.Named{"days": on, "names": names})
	return int(tag.RowsAffected()), err
}

// RemoveBankHoliday takes a day off the council's own. It returns a *domain.StateError where it is not there.
func RemoveBankHoliday(ctx context.Context, w db.Writer, day domain.Date) error {
	err := w.Change(ctx, "remove bank holiday", `DELETE FROM bank_holidays WHERE day = @day`,
		db.Named{"day": day.Time()})
	if errors.Is(err, domain.ErrConflict) {
		return domain.Stands("%s is no bank holiday of the council's", day.Words())
	}
	return err
}
