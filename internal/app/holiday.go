package app

import (
	"context"
	"fmt"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/store"
)

// ImportHolidays adds bank holidays to those that the council knows, for deadlines counted in working days from then on. It returns how many
// are new, and refuses what domain.ReadHolidays refuses.
func (a *App) ImportHolidays(ctx context.Context, actor policy.Actor, text string) (added int, err error) {
	err = a.do(ctx, actor, policy.EditHolidays, func(w store.Writer, _ time.Time) (domain.Event, error) {
		days, err := domain.ReadHolidays(text)
		if err != nil {
			return domain.Event{}, err
		}
		imported, err := w.BankHolidays(ctx)
		if err != nil {
			return domain.Event{}, err
		}
		fresh, _ := domain.NewHolidays(days, imported)
		if len(fresh) == 0 {
			return domain.Event{}, errNothing
		}
		added, err = w.AddBankHolidays(ctx, fresh)
		return domain.Event{Kind: "bank holidays", Summary: fmt.Sprintf("%d bank holidays imported", added), After: fresh}, err
	})
	return added, err
}

// RemoveHoliday takes a day off the council's own bank holidays. It returns domain.ErrConflict where it is not there any more.
func (a *App) RemoveHoliday(ctx context.Context, actor policy.Actor, day domain.Date) error {
	return a.do(ctx, actor, policy.EditHolidays, func(w store.Writer, _ time.Time) (domain.Event, error) {
		return domain.Event{Kind: "bank holidays", Summary: "Bank holiday removed: " + day.Words()}, w.RemoveBankHoliday(ctx, day)
	})
}
