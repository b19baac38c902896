// Package erasureapp erases words where the law asks.
package erasureapp

import (
	"context"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/erasures"
	"fourgates/internal/erasures/erasurestore"
	"fourgates/internal/policy"
)

// Erase erases words wherever they stand, with the records that are chosen, all of it or nothing. It returns a
// *domain.BlockedError by field.
func Erase(ctx context.Context, a *act.App, actor policy.Actor, q erasures.Request) (done erasures.Standing,
	err error) {
	err = a.Do(ctx, actor, policy.EraseWords, func(s *act.Step) error {
		if err := q.Check(); err != nil {
			return err
		}
		if done, err = erasurestore.Standing(ctx, s.Writer.Reader, q, s.Today()); err != nil {
			return err
		}
		if err := done.CheckChosen(q); err != nil {
			return err
		}
		if err := erasurestore.Erase(ctx, s.Writer, q, s.Today()); err != nil {
			return err
		}
		id, err := erasurestore.Add(ctx, s.Writer, q, done, actor.ID, s.Now())
		if err != nil {
			return err
		}
		s.Record(domain.Event{Kind: "erasure", ID: id, Summary: "Erased in " +
			domain.Counted(done.Rows()+len(q.Contacts)+len(q.People), "place", "places")})
		return nil
	})
	return done, err
}
