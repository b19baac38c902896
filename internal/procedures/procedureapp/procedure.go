// Package procedureapp changes what councils' constitutions say of their decisions.
package procedureapp

import (
	"context"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/procedures"
	"fourgates/internal/procedures/procedurestore"
)

// Change stores what holds for a council from now on: what was computed before stays. It returns domain.ErrConflict
// where somebody else changed it first, and a *domain.BlockedError by field.
func Change(ctx context.Context, a *act.App, actor policy.Actor, p procedures.Procedure) error {
	return a.Do(ctx, actor, policy.EditProcedures, func(s *act.Step) error {
		was, err := procedurestore.Procedure(ctx, s.Writer.Reader, p.Authority, a.Rules.CallInKeyOnly)
		if err != nil {
			return err
		}
		if p.Version != was.Version {
			return domain.ErrConflict
		}
		if err := p.Check(); err != nil {
			return err
		}
		s.Record(domain.Event{Kind: "authority", ID: int64(p.Authority),
			Summary: "What " + was.Name + "’s constitution says of decisions changed", Before: was, After: p})
		return procedurestore.Change(ctx, s.Writer, p)
	})
}

// PutDay adds a day on which the council's offices are closed, or open though others close.
func PutDay(ctx context.Context, a *act.App, actor policy.Actor, id domain.AuthorityID, d procedures.Day) error {
	return a.Do(ctx, actor, policy.EditProcedures, func(s *act.Step) error {
		was, err := procedurestore.Procedure(ctx, s.Writer.Reader, id, false)
		if err != nil {
			return err
		}
		if err := d.Check(); err != nil {
			return err
		}
		s.Record(domain.Event{Kind: "authority", ID: int64(id), After: d,
			Summary: was.Name + ": " + d.Words() + " on " + d.Day.Words() + ", " + d.Name})
		if err := procedurestore.PutDay(ctx, s.Writer, id, d); err != nil || !d.Closed {
			return err
		}
		list, err := procedurestore.OpenDeadlines(ctx, s.Writer.Reader, id, []domain.BankHoliday{{Day: d.Day}})
		if err != nil {
			return err
		}
		return TellDeadlines(ctx, s, list)
	})
}

// RemoveDay takes such a day away. It returns domain.ErrConflict where it is no longer there.
func RemoveDay(ctx context.Context, a *act.App, actor policy.Actor, id domain.AuthorityID, day domain.Date) error {
	return a.Do(ctx, actor, policy.EditProcedures, func(s *act.Step) error {
		was, err := procedurestore.Procedure(ctx, s.Writer.Reader, id, false)
		if err != nil {
			return err
		}
		s.Record(domain.Event{Kind: "authority", ID: int64(id),
			Summary: was.Name + ": " + day.Words() + " is as in the nation’s calendar again"})
		return procedurestore.RemoveDay(ctx, s.Writer, id, day)
	})
}
