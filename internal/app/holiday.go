package app

import (
	"context"
	"fmt"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// ImportHolidays adds bank holidays to those that the council knows. Deadlines counted in working days from then on
// take them into account. It returns how many are new, and refuses what domain.ReadHolidays refuses.
func (a *App) ImportHolidays(ctx context.Context, actor policy.Actor, text string) (added int, err error) {
	err = a.Do(ctx, actor, policy.EditHolidays, func(s *Step) error {
		days, err := domain.ReadHolidays(text)
		if err != nil {
			return err
		}
		imported, err := s.BankHolidays(ctx)
		if err != nil {
			return err
		}
		fresh, _ := domain.NewHolidays(days, imported)
		if len(fresh) == 0 {
			return s.Same()
		}
		if added, err = s.AddBankHolidays(ctx, fresh); err != nil {
			return err
		}
		s.Record(domain.Event{Kind: "bank holidays", Summary: fmt.Sprintf("%d bank holidays imported", added),
			After: fresh})
		return nil
	})
	return added, err
}

// RemoveHoliday removes a day from the council's own bank holidays. It returns domain.ErrConflict where it is no longer
// one.
func (a *App) RemoveHoliday(ctx context.Context, actor policy.Actor, day domain.Date) error {
	return a.Do(ctx, actor, policy.EditHolidays, func(s *Step) error {
		s.Record(domain.Event{Kind: "bank holidays", Summary: "Bank holiday removed: " + day.Words()})
		return s.RemoveBankHoliday(ctx, day)
	})
}
