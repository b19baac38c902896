package timelineapp

import (
	"context"
	"fmt"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/timelines"
	"fourgates/internal/timelines/timelinestore"
)

// ImportHolidays adds bank holidays to those that the council knows. Deadlines counted in working days from then on
// take them into account. It returns how many are new, and refuses what timelines.ReadHolidays refuses.
func ImportHolidays(ctx context.Context, a *act.App, actor policy.Actor, text string) (added int, err error) {
	err = a.Do(ctx, actor, policy.EditHolidays, func(s *act.Step) error {
		days, err := timelines.ReadHolidays(text)
		if err != nil {
			return err
		}
		imported, err := timelinestore.BankHolidays(ctx, s.Writer.Reader)
		if err != nil {
			return err
		}
		fresh, _ := timelines.NewHolidays(days, imported)
		if len(fresh) == 0 {
			return s.Same()
		}
		if added, err = timelinestore.AddBankHolidays(ctx, s.Writer, fresh); err != nil {
			return err
		}
		s.Record(domain.Event{Kind: "bank holidays", Summary: fmt.Sprintf("%d bank holidays imported", added),
			After: fresh})
		return nil
	})
	return added, err
}

// RemoveHoliday removes a day from the council's own bank holidays. It returns a *domain.StateError where it is
// none.
func RemoveHoliday(ctx context.Context, a *act.App, actor policy.Actor, day domain.Date) error {
	return a.Do(ctx, actor, policy.EditHolidays, func(s *act.Step) error {
		s.Record(domain.Event{Kind: "bank holidays", Summary: "Bank holiday removed: " + day.Words()})
		return timelinestore.RemoveBankHoliday(ctx, s.Writer, day)
	})
}
