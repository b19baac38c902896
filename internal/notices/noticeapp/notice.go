// Package noticeapp marks notices as seen and names the Members who are told.
package noticeapp

import (
	"context"

	"fourgates/internal/act"
	"fourgates/internal/db"
	"fourgates/internal/notices/noticestore"
	"fourgates/internal/policy"
)

// MarkNoticesSeen marks every notice to the actor as read. It is no change of record and has no audit entry.
func MarkNoticesSeen(ctx context.Context, a *act.App, actor policy.Actor) error {
	for at := a.Instant(); ; {
		marked := 0
		if err := a.Store.InTx(ctx, func(w db.Writer) (err error) {
			marked, err = noticestore.MarkNoticesSeen(ctx, w, actor.ID, at)
			return err
		}); err != nil || marked == 0 {
			return err
		}
	}
}
