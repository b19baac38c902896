// Package app carries out what people ask for: one method for each thing a person does, one transaction, one audit entry.
package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/store"
)

// App holds what every command needs.
type App struct {
	Store *store.Store
	Now   func() time.Time // the one clock
	Log   *slog.Logger
	Rules Rules

	Passwords Effort // what a password's hash costs; zero is StandardEffort
}

// Rules are the settings by which a council differs from another.
type Rules struct {
	GateDueWorkingDays int  // deadline of a gate, in working days from submission; 0 means 10
	SubstitutesAllowed bool // whether a Member may name a substitute (G8)
	CallInKeyOnly      bool // only key decisions of the Executive can be called in (H3); else all
}

type requestKey struct{}

// WithRequest puts a request's id into the context, so that audit entries can be found from the log.
func WithRequest(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, requestKey{}, id)
}

func requestOf(ctx context.Context) string {
	id, _ := ctx.Value(requestKey{}).(string)
	return id
}

// A change is the body of a command. It returns what to write in the audit trail.
type change func(w store.Writer, now time.Time) (domain.Event, error)

// errNothing is returned by a body that found nothing to change: the transaction is rolled back, no entry is written
// and the command succeeds. For steps sent twice.
var errNothing = errors.New("nothing to change")

// do asks the policy, takes now once, runs body and writes its event in the same transaction.
// A refused or failed command changes nothing and leaves no entry.
func (a *App) do(ctx context.Context, actor policy.Actor, act policy.Action, body change) error {
	if !policy.Can(actor, act) {
		return fmt.Errorf("%s: %w", act, domain.ErrForbidden)
	}
	return a.record(ctx, actor.ID, act, body)
}

// record is do without asking the policy: for the system's own steps and the command line, where there is no actor to ask about.
func (a *App) record(ctx context.Context, by domain.PersonID, act policy.Action, body change) error {
	now := a.now()
	err := a.Store.InTx(ctx, func(w store.Writer) error {
		event, err := body(w, now)
		if err != nil {
			return err
		}
		return w.AddAudit(ctx, now, by, string(act), requestOf(ctx), event)
	})
	if err != nil && !errors.Is(err, errNothing) {
		return fmt.Errorf("%s: %w", act, err)
	}
	return nil
}

func (a *App) now() time.Time { return a.Now().UTC().Truncate(time.Microsecond) }

// Today is the council's day.
func (a *App) Today() domain.Date { return domain.DateOf(a.Now()) }
