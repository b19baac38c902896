// Package letterapp notes what was posted.
package letterapp

import (
	"context"
	"fmt"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/letters/letterstore"
	"fourgates/internal/policy"
)

// PostNotices notes that every notice was posted that the actor sees waiting for it, up to the last of those shown. It
// refuses a day to come.
func PostNotices(ctx context.Context, a *act.App, actor policy.Actor, last int64, on domain.Date) (posted int,
	err error) {
	err = a.Do(ctx, actor, policy.SendLetters, func(s *act.Step) error {
		if on.IsZero() || on.After(s.Today()) {
			return domain.Blocked("posted", "Enter the day on which they were posted, which is not to come")
		}
		list, err := letterstore.ToPost(ctx, s.Writer.Reader, policy.ScopeOf(actor, policy.SendLetters))
		if err != nil {
			return err
		}
		var ids []int64
		for _, n := range list {
			if n.ID <= last {
				ids = append(ids, n.ID)
			}
		}
		if posted, err = letterstore.Posted(ctx, s.Writer, ids, on, actor.ID); err != nil || posted == 0 {
			if err == nil {
				err = s.Same()
			}
			return err
		}
		s.Record(domain.Event{Kind: "letters", ID: last,
			Summary: fmt.Sprintf("%s posted on %s", domain.Counted(posted, "notice", "notices"), on.Words())})
		return nil
	})
	return posted, err
}
