// Package queueapp does what an administrator may with work in the background.
package queueapp

import (
	"context"

	"fourgates/internal/act"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/queues"
	"fourgates/internal/queues/queuestore"
)

// Retry has a piece of work tried again at once. It returns a *domain.BlockedError where it is done or under way.
func Retry(ctx context.Context, a *act.App, actor policy.Actor, id domain.JobID) error {
	return change(ctx, a, actor, id, queues.Job.Retry, "Tried again", queuestore.RetryJob)
}

// GiveUp ends a piece of work that is not being done just now. It returns a *domain.BlockedError otherwise.
func GiveUp(ctx context.Context, a *act.App, actor policy.Actor, id domain.JobID) error {
	return change(ctx, a, actor, id, queues.Job.GiveUp, "Given up", queuestore.CancelJob)
}

func change(ctx context.Context, a *act.App, actor policy.Actor, id domain.JobID, may func(queues.Job) error,
	did string, do func(context.Context, db.Writer, domain.JobID) error) error {
	return a.Do(ctx, actor, policy.ManageQueues, func(s *act.Step) error {
		j, err := queuestore.JobForUpdate(ctx, s.Writer, id)
		if err != nil {
			return err
		}
		if err := may(j); err != nil {
			return err
		}
		s.Record(j.Event(did))
		return do(ctx, s.Writer, id)
	})
}
