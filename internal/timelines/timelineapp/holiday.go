package timelineapp

import (
	"context"
	"fmt"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/procedures"
	"fourgates/internal/procedures/procedureapp"
	"fourgates/internal/procedures/procedurestore"
	"fourgates/internal/timelines"
	"fourgates/internal/timelines/timelinestore"
)

// ImportHolidays adds the bank holidays of a file, as far as they are of the councils here, to those that are known.
// Deadlines counted in working days from then on take them into account; open ones that fall on them stay, and the
// officers of their areas are told. It returns how many days are new and those deadlines, and refuses what
// timelines.ReadHolidays refuses.
func ImportHolidays(ctx context.Context, a *act.App, actor policy.Actor, text string,
	said domain.Division) (added int, touched []procedures.Deadline, err error) {
	err = a.Do(ctx, actor, policy.EditHolidays, func(s *act.Step) error {
		here, err := timelinestore.Divisions(ctx, s.Writer.Reader)
		if err != nil {
			return err
		}
		file, err := timelines.ReadHolidays(text, said, here)
		if err != nil {
			return err
		}
		imported, err := timelinestore.BankHolidays(ctx, s.Writer.Reader)
		if err != nil {
			return err
		}
		fresh, _ := timelines.NewHolidays(file.Days, imported)
		if len(fresh) == 0 {
			return s.Same()
		}
		if added, err = timelinestore.AddBankHolidays(ctx, s.Writer, fresh, actor.ID, s.Now()); err != nil {
			return err
		}
		s.Record(domain.Event{Kind: "bank holidays", Summary: fmt.Sprintf("%d bank holidays imported, of %s", added,
			timelines.DivisionWords(file.Read)), After: fresh})
		if touched, err = procedurestore.OpenDeadlines(ctx, s.Writer.Reader, 0, fresh); err != nil {
			return err
		}
		return procedureapp.TellDeadlines(ctx, s, touched)
	})
	return added, touched, err
}

// TakeBackImport takes away the days of an import that are still there. It returns a *domain.StateError where it is
// taken back already.
func TakeBackImport(ctx context.Context, a *act.App, actor policy.Actor, id int64) (removed int, err error) {
	err = a.Do(ctx, actor, policy.EditHolidays, func(s *act.Step) error {
		if removed, err = timelinestore.TakeBackImport(ctx, s.Writer, id, s.Now()); err != nil {
			return err
		}
		s.Record(domain.Event{Kind: "bank holidays", Summary: fmt.Sprintf("Import taken back: %d bank holidays",
			removed)})
		return nil
	})
	return removed, err
}

// RemoveHoliday removes a day from the councils' own bank holidays. It returns a *domain.StateError where it is
// none.
func RemoveHoliday(ctx context.Context, a *act.App, actor policy.Actor, day domain.Date, of domain.Division) error {
	return a.Do(ctx, actor, policy.EditHolidays, func(s *act.Step) error {
		s.Record(domain.Event{Kind: "bank holidays", Summary: "Bank holiday removed: " + day.Words()})
		return timelinestore.RemoveBankHoliday(ctx, s.Writer, day, of)
	})
}
