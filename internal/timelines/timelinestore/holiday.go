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
