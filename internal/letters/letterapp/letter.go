// Package letterapp notes what was posted.
package letterapp

import (
	"context"
	"fmt"
	"slices"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/letters/letterstore"
	"fourgates/internal/policy"
)

// PostNotices notes that those of the notices were posted that the actor sees waiting for it. It refuses a day to come,
// and one before a notice was made.
func PostNotices(ctx context.Context, a *act.App, actor policy.Actor, ids []int64, on domain.Date) (posted int,
	err error) {
	err = a.Do(ctx, actor, policy.SendLetters, func(s *act.Step) error {
		if on.IsZero() || on.After(s.Today()) {
			return domain.Blocked("posted", "Enter the day on which they were posted, which is not to come")
		}
		list, err := letterstore.ToPost(ctx, s.Writer.Reader, policy.ScopeOf(actor, policy.SendLetters), s.Today())
		if err != nil {
			return err
		}
		var these []int64
		for _, n := range list {
			if !n.Writable || !slices.Contains(ids, n.ID) {
				continue
			}
			if made := domain.DateOf(n.At); on.Before(made) {
				return domain.Blocked("posted", fmt.Sprintf("“%s” was made on %s: it cannot have been posted before",
					n.Subject, made.Words()))
			}
			these = append(these, n.ID)
		}
		if posted, err = letterstore.Posted(ctx, s.Writer, these, on, actor.ID, s.Now()); err != nil || posted == 0 {
			if err == nil {
				err = s.Same()
			}
			return err
		}
		s.Record(domain.Event{Kind: "letters", ID: these[len(these)-1],
			Summary: fmt.Sprintf("%s posted on %s", domain.Counted(posted, "notice", "notices"), on.Words())})
		return nil
	})
	return posted, err
}
