// Package act carries out a command: it asks the policy, opens one transaction and writes an audit entry for each
// thing that changed.
package act

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/password"
	"fourgates/internal/policy"
)

// App holds what every command needs.
type App struct {
	Store *db.Store
	Now   func() time.Time // the one clock
	Log   *slog.Logger
	Rules Rules

	RegisterKey string // the private key of signed notes with which the register is published; "" publishes nothing

	Mail Mail // how e-mails leave the house, for pages that say so

	Random    io.Reader       // of the salts of what is frozen; nil is crypto/rand
	Beyond    Beyond          // what follows from a command in parts above its own
	Passwords password.Effort // what hashing a password costs; zero is password.StandardEffort
}

// Mail is how e-mails leave the house.
type Mail struct {
	By   string                                          // what sends them; "" where none go out
	Test func(ctx context.Context, address string) error // its error is what the server answered
}

// Beyond is what follows from a command in parts above its own, in the same transaction. It is composed above all
// parts.
type Beyond struct {
	Proposed func(ctx context.Context, s *Step, area domain.AreaID) error // a new area
	// Recorded follows at the end of a step from what it recorded, by the kind of thing: each thing once.
	Recorded map[string]func(ctx context.Context, s *Step, ids []int64) error
	Holds    Holds // keeps decisions that wait
	Again    map[string]TakenAgain
	Passed   map[domain.Gate]func(ctx context.Context, s *Step, t domain.AttemptID, by domain.PersonID) error
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

// RequestOf is the request's id in the context; "" where there is none.
func RequestOf(ctx context.Context) string {
	id, _ := ctx.Value(requestKey{}).(string)
	return id
}

// Do asks the policy, and runs body as a step of the actor: one transaction, with the audit entries that body recorded.
// A step that says Same and records nothing is rolled back and succeeds. One that does neither fails: no command
// commits without an entry. A refused or failed command changes nothing and leaves no entry.
func (a *App) Do(ctx context.Context, actor policy.Actor, act policy.Action, body func(*Step) error) error {
	if !policy.Can(actor, act) {
		return fmt.Errorf("%s: %w", act, domain.ErrForbidden)
	}
	return a.step(ctx, Step{Actor: actor, by: actor.ID, act: act, beyond: a.Beyond, random: a.Random}, body)
}

// DoFor is Do without asking the policy: for the system's own steps and the command line, which have no actor to ask
// about. By is who the entries name, or zero.
func (a *App) DoFor(ctx context.Context, by domain.PersonID, act policy.Action, body func(*Step) error) error {
	return a.step(ctx, Step{by: by, act: act, beyond: a.Beyond, random: a.Random}, body)
}

// errSame rolls back a step that had nothing to do.
var errSame = errors.New("nothing to do")

func (a *App) step(ctx context.Context, begun Step, body func(*Step) error) error {
	if outer, ok := ctx.Value(joined{}).(*Step); ok {
		return a.within(ctx, outer, &begun, body)
	}
	if a.Beyond.Holds.Keep != nil && a.Instant().Before(begun.Actor.WaitsUntil()) {
		return a.hold(ctx, begun, body)
	}
	err := a.inTx(ctx, func(w db.Writer) error {
		s := begun // afresh for each try of the transaction
		s.Writer, s.clock = w, a.Instant
		if err := body(&s); err != nil {
			return err
		}
		if err := rests(ctx, w); err != nil {
			return err
		}
		return s.end(ctx)
	})
	if err != nil && !errors.Is(err, errSame) {
		return fmt.Errorf("%s: %w", begun.act, err)
	}
	return nil
}

// Instant is the time now, as precise as the database keeps it.
func (a *App) Instant() time.Time { return a.Now().UTC().Truncate(time.Microsecond) }

// Today is the council's day.
func (a *App) Today() domain.Date { return domain.DateOf(a.Now()) }
