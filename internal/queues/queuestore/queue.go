// Package queuestore reads the queues of the background work from Postgres, and changes what an administrator may.
//
// The tables are River's. What is changed here is changed as River's own client does it, within a transaction of ours,
// which that client cannot join.
package queuestore

import (
	"context"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/queues"
)

const jobColumns = `
	id, kind, queue, state::text AS state, COALESCE((args->>'id')::bigint, 0) AS about, attempt::int AS tries,
	scheduled_at AS next_at, attempted_at AS last_at, COALESCE(errors[array_length(errors, 1)]->>'error', '') AS error,
	created_at AS created`

// Standings says how each queue stands.
func Standings(ctx context.Context, r db.Reader) ([]queues.Standing, error) {
	got, err := db.List[queues.Standing](ctx, r.DB, "queues", `
		SELECT queue,
		       count(*) FILTER (WHERE state IN ('available', 'scheduled', 'retryable', 'pending'))::int AS waiting,
		       count(*) FILTER (WHERE state IN ('available', 'scheduled', 'retryable', 'pending')
		                        AND array_length(errors, 1) > 0)::int AS failing,
		       count(*) FILTER (WHERE state = 'running')::int AS running,
		       count(*) FILTER (WHERE state IN ('discarded', 'cancelled'))::int AS given_up,
		       COALESCE(max(GREATEST(1, extract(epoch FROM now() - scheduled_at)))
		                FILTER (WHERE state = 'available'), 0)::int AS oldest
		FROM river_job
		WHERE state <> 'completed'
		GROUP BY queue`, nil)
	if err != nil {
		return nil, err
	}
	of := map[queues.Name]queues.Standing{}
	for _, s := range got {
		of[s.Queue] = s
	}
	var all []queues.Standing
	for _, name := range queues.Names() {
		s := of[name]
		s.Queue = name
		all = append(all, s)
	}
	return all, nil
}

// AskTroubled asks for what failed: what is tried again, what failed too often and what was given up, the newest first.
func AskTroubled(most int, to *[]queues.Job) db.Question {
	return db.Asking(to, "troubled jobs", `
		SELECT`+jobColumns+`
		FROM river_job
		WHERE state IN ('discarded', 'cancelled') OR state <> 'completed' AND array_length(errors, 1) > 0
		ORDER BY id DESC
		LIMIT @most`, db.Named{"most": most})
}

// AskUnderWay asks for what is being done and what is next, in its order.
func AskUnderWay(most int, to *[]queues.Job) db.Question {
	return db.Asking(to, "jobs under way", `
		SELECT`+jobColumns+`
		FROM river_job
		WHERE state IN ('available', 'scheduled', 'running') AND COALESCE(array_length(errors, 1), 0) = 0
		ORDER BY state = 'running' DESC, state = 'available' DESC, scheduled_at, id
		LIMIT @most`, db.Named{"most": most})
}

// AskLooked asks when each kind was done the last time.
func AskLooked(kinds []queues.Kind, to *[]queues.Looked) db.Question {
	return db.Asking(to, "last done", `
		SELECT kind, max(finalized_at) AS at
		FROM river_job
		WHERE state = 'completed' AND kind = ANY(@kinds)
		GROUP BY kind`, db.Named{"kinds": kinds})
}

// Worked says when a process that works the queues was last heard of; the zero time where none is there.
func Worked(ctx context.Context, r db.Reader) (time.Time, error) {
	return db.Value[time.Time](ctx, r.DB, "who works", `
		SELECT max(elected_at) FROM river_leader WHERE expires_at > now()`, nil)
}

// JobForUpdate loads a piece of work and locks it. It returns domain.ErrNotFound where there is none.
func JobForUpdate(ctx context.Context, w db.Writer, id domain.JobID) (queues.Job, error) {
	return db.One[queues.Job](ctx, w.DB, "job", `
		SELECT`+jobColumns+`
		FROM river_job
		WHERE id = @id
		FOR UPDATE`, db.Named{"id": int64(id)})
}

// RetryJob puts a piece of work back into its queue, at once.
func RetryJob(ctx context.Context, w db.Writer, id domain.JobID) error {
	return w.Change(ctx, "retry job", `
		UPDATE river_job
		SET state = 'available', finalized_at = NULL, scheduled_at = now(), metadata = metadata - 'cancel_attempted_at',
		    max_attempts = GREATEST(max_attempts, attempt + 1)
		WHERE id = @id AND state <> 'running'`, db.Named{"id": int64(id)})
}

// CancelJob gives a piece of work up.
func CancelJob(ctx context.Context, w db.Writer, id domain.JobID) error {
	return w.Change(ctx, "give up job", `
		UPDATE river_job SET state = 'cancelled', finalized_at = now() WHERE id = @id AND state <> 'running'`,
		db.Named{"id": int64(id)})
}

// Add puts a piece of work about one thing into a queue, when all else of the transaction is done.
func Add(ctx context.Context, w db.Writer, kind queues.Kind, queue queues.Name, id int64) error {
	return w.Later(ctx, "add work", `
		INSERT INTO river_job (kind, queue, args, max_attempts)
		VALUES (@kind, @queue, jsonb_build_object('id', @id::bigint), @tries)`,
		db.Named{"kind": string(kind), "queue": string(queue), "id": id, "tries": queues.MostTries})
}
