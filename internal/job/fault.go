package job

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"fourgates/internal/act"
	"fourgates/internal/domain"
)

// waits are how long it is waited after the first failures; after later ones the last of them.
var waits = []time.Duration{10 * time.Second, 30 * time.Second, time.Minute, 2 * time.Minute, 5 * time.Minute}

// patience says when what failed is tried again.
type patience struct{ wall func() time.Time }

// NextRetry implements river.ClientRetryPolicy.
func (p patience) NextRetry(j *rivertype.JobRow) time.Time {
	return p.wall().Add(waits[min(len(j.Errors), len(waits)-1)])
}

// fault is what is kept of an error: a code and ids. It has no words of people, for they could not be erased there; the
// log has the whole.
type fault struct{ code string }

// Error is the code.
func (f fault) Error() string { return f.code }

// codesOf says in codes what went wrong, each thing by itself.
func codesOf(err error) string {
	codes := codesAbout(err, "")
	if len(codes) > mostCodes {
		codes = append(codes[:mostCodes], fmt.Sprintf("and %d more", len(codes)-mostCodes))
	}
	return strings.Join(codes, "; ")
}

// mostCodes is how many things that went wrong are named.
const mostCodes = 10

func codesAbout(err error, about string) (codes []string) {
	for e := err; e != nil; e = errors.Unwrap(e) {
		switch is := e.(type) {
		case act.Failed:
			return codesAbout(is.Err, fmt.Sprintf("%s%s %d: ", about, is.Kind, is.ID))
		case interface{ Unwrap() []error }:
			for _, one := range is.Unwrap() {
				codes = append(codes, codesAbout(one, about)...)
			}
			return codes
		}
	}
	return []string{about + code(err)}
}

// code says what kind of error it is.
func code(err error) string {
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		return strings.TrimSpace("the database refused it, " + pg.Code + " " + pg.ConstraintName)
	}
	if said, ok := errors.AsType[fault](err); ok {
		return said.code
	}
	if _, ok := errors.AsType[*domain.BlockedError](err); ok {
		return "the rules refused it"
	}
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return "the database could not be reached"
	}
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return "it took too long"
	case errors.Is(err, domain.ErrNotFound):
		return "what it is about is gone"
	case errors.Is(err, domain.ErrConflict):
		return "somebody else changed it at the same time"
	}
	return "an error that the log tells of"
}

// guard stands around all work: it logs what went wrong, and hands River no more than codes.
//
// One NUL in a message would keep River from recording all that was done together with it, again and again, so that all
// of it would be done again: codes have none, whatever failed. A panic is an error like others. What is stopped with
// the server goes back into the queue, and has not failed.
type guard struct {
	river.MiddlewareDefaults
	app  *act.App
	done func(kind string, failed bool)
}

// Work implements rivertype.WorkerMiddleware.
func (g *guard) Work(ctx context.Context, j *rivertype.JobRow, inner func(context.Context) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			g.app.Log.ErrorContext(ctx, "work in the background", "kind", j.Kind, "job", j.ID, "panic", fmt.Sprint(p),
				"stack", string(debug.Stack()))
			err = fault{"the program failed, and the log tells of it"}
		}
		if _, snoozed := errors.AsType[*rivertype.JobSnoozeError](err); !snoozed && g.done != nil {
			g.done(j.Kind, err != nil)
		}
	}()
	err = inner(ctx)
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[*rivertype.JobSnoozeError](err); ok {
		return err
	}
	if errors.Is(ctx.Err(), context.Canceled) {
		return river.JobSnooze(0) // the server stops
	}
	g.app.Log.ErrorContext(ctx, "work in the background", "kind", j.Kind, "job", j.ID, "err", err)
	return fault{codesOf(err)}
}
