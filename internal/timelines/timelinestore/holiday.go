package timelinestore

import (
	"context"
	"errors"
	"slices"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/timelines"
)

// BankHolidays lists the days that were imported, in order. Those that the program knows by itself are not among them.
func BankHolidays(ctx context.Context, r db.Reader) ([]domain.BankHoliday, error) {
	return db.List[domain.BankHoliday](ctx, r.DB, "bank holidays", `
		SELECT day, name, division FROM bank_holidays ORDER BY day, division`, db.Named{})
}

// Divisions lists of which parts of the country the councils are; England and Wales where there is none.
func Divisions(ctx context.Context, r db.Reader) ([]domain.Division, error) {
	nations, err := db.Values[domain.Nation](ctx, r.DB, "nations", `
		SELECT DISTINCT COALESCE(p.nation, 'England')
		FROM authorities u
		LEFT JOIN authority_procedures p ON p.authority_id = u.id
		WHERE u.ended_on IS NULL AND u.tier <> 'parish'`, nil)
	var here []domain.Division
	for _, v := range domain.Divisions() {
		if slices.ContainsFunc(nations, func(n domain.Nation) bool { return n.Division() == v }) {
			here = append(here, v)
		}
	}
	if len(here) == 0 {
		here = []domain.Division{domain.EnglandAndWales}
	}
	return here, err
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
		LEFT JOIN area_councils c ON c.area_id = a.id`, areas)
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
		                   WHERE h.division = '' OR h.division =
		                         CASE WHEN p.nation IN ('Scotland', 'Northern Ireland') THEN p.nation
		                              ELSE 'England and Wales' END
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

// HolidayImports lists the imports of which days are still there, the newest first.
func HolidayImports(ctx context.Context, r db.Reader) ([]timelines.HolidayImport, error) {
	return db.List[timelines.HolidayImport](ctx, r.DB, "holiday imports", `
		SELECT i.id, i.at, p.name AS by, count(*)::int AS days
		FROM holiday_imports i
		JOIN people p ON p.id = i.by
		JOIN bank_holidays h ON h.import_id = i.id
		WHERE i.taken_back_at IS NULL
		GROUP BY i.id, i.at, p.name
		ORDER BY i.id DESC`, nil)
}

// AddBankHolidays adds days to the councils' own as one import; those that are there already stay as they are. It
// returns how many are new.
func AddBankHolidays(ctx context.Context, w db.Writer, days []domain.BankHoliday, by domain.PersonID,
	at time.Time) (int, error) {
	on, names, divisions := make([]time.Time, len(days)), make([]string, len(days)), make([]string, len(days))
	for i, d := range days {
		on[i], names[i], divisions[i] = d.Day.Time(), d.Name, string(d.Division)
	}
	tag, err := w.DB.Exec(ctx, `
		WITH import AS (INSERT INTO holiday_imports (by, at) VALUES (@by, @at) RETURNING id)
		INSERT INTO bank_holidays (day, name, division, import_id)
		SELECT h.day, h.name, h.division, import.id
		FROM import, unnest(@days::date[], @names::text[], @divisions::text[]) AS h (day, name, division)
		ON CONFLICT DO NOTHING`,
		db.Named{"days": on, "names": names, "divisions": divisions, "by": int64(by), "at": at})
	return int(tag.RowsAffected()), err
}

// TakeBackImport takes away what is still there of an import, and returns how many days those are. It returns a
// *domain.StateError where nothing is.
func TakeBackImport(ctx context.Context, w db.Writer, id int64, at time.Time) (int, error) {
	err := w.Change(ctx, "take back import", `
		UPDATE holiday_imports SET taken_back_at = @at WHERE id = @id AND taken_back_at IS NULL`,
		db.Named{"id": id, "at": at})
	if errors.Is(err, domain.ErrConflict) {
		return 0, domain.Stands("this import is taken back already")
	}
	if err != nil {
		return 0, err
	}
	tag, err := w.DB.Exec(ctx, `DELETE FROM bank_holidays WHERE import_id = @id`, db.Named{"id": id})
	return int(tag.RowsAffected()), err
}

// RemoveBankHoliday takes a day off the councils' own, of one division or of all where none is said. It returns a
// *domain.StateError where it is not there.
func RemoveBankHoliday(ctx context.Context, w db.Writer, day domain.Date, of domain.Division) error {
	tag, err := w.DB.Exec(ctx, `DELETE FROM bank_holidays WHERE day = @day AND @division IN ('', division)`,
		db.Named{"day": day.Time(), "division": string(of)})
	if err == nil && tag.RowsAffected() == 0 {
		return domain.Stands("%s is no bank holiday of the council's", day.Words())
	}
	return err
}
