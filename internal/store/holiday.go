package store

import (
	"context"
	"time"

	"fourgates/internal/domain"
)

// BankHolidays lists the days that were imported, in order. Those that the program knows by itself are not among them.
func (r Reader) BankHolidays(ctx context.Context) ([]domain.BankHoliday, error) {
	return list[domain.BankHoliday](ctx, r.db, "bank holidays", `
		SELECT day, name FROM bank_holidays ORDER BY day`, named{})
}

// Calendar is the council's working days, with the bank holidays imported.
func (r Reader) Calendar(ctx context.Context) (domain.Calendar, error) {
	days, err := r.BankHolidays(ctx)
	return domain.NewCalendar(days), err
}

// AddBankHolidays adds days to the council's own; those that are there already stay as they are. It returns how many
// are new.
func (w Writer) AddBankHolidays(ctx context.Context, days []domain.BankHoliday) (int, error) {
	on, names := make([]time.Time, len(days)), make([]string, len(days))
	for i, d := range days {
		on[i], names[i] = d.Day.Time(), d.Name
	}
	tag, err := w.db.Exec(ctx, `
		INSERT INTO bank_holidays (day, name) SELECT day, name FROM unnest(@days::date[], @names::text[]) AS h (day,
		    name)
		ON CONFLICT DO NOTHING`, named{"days": on, "names": names})
	return int(tag.RowsAffected()), err
}

// RemoveBankHoliday takes a day off the council's own. It returns domain.ErrConflict where it is not there.
func (w Writer) RemoveBankHoliday(ctx context.Context, day domain.Date) error {
	return w.change(ctx, "remove bank holiday", `DELETE FROM bank_holidays WHERE day = @day`, named{"day": day.Time()})
}
