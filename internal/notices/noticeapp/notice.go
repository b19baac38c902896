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
	return a.Store.InTx(ctx, func(w db.Writer) error {
		return noticestore.MarkNoticesSeen(ctx, w, actor.ID, a.Instant())
	})
}
