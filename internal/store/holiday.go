package store

import (
	"context"

	"fourgates/internal/domain"
)

// BankHolidays lists the days that were imported, in order. Those that the program knows by itself are not among them.
func (r Reader) BankHolidays(ctx context.Context) ([]domain.BankHoliday, error) {
	return list[domain.BankHoliday](ctx, r.db, "bank holidays", `SELECT day, name FROM bank_holidays ORDER BY day`, named{})
}

// Calendar is the council's working days, with the bank holidays imported.
func (r Reader) Calendar(ctx context.Context) (domain.Calendar, error) {
	days, err := r.BankHolidays(ctx)
	return domain.NewCalendar(days), err
}
