package app

import (
	"context"
	"crypto/sha256"
	"errors"
	"log/slog"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/store"
)

// Caller is where a request came from, and with what.
type Caller struct {
	Source string // address that tries of passwords are counted by
	Device string // "Firefox on Windows", for the person's own list of sessions
}

var errWrongPassword = errors.New("wrong password")

// SignIn begins a session for an e-mail address and password. Whatever is wrong, even an address that nobody has, it
// returns the same *domain.BlockedError after the same time; after too many tries domain.ErrThrottled.
func (a *App) SignIn(ctx context.Context, email, password string, from Caller) (domain.SignInID, error) {
	email = domain.FoldEmail(email)
	account, err := a.Store.AccountByEmail(ctx, email)
	if err != nil && !errors.Is(err, domain.ErrNotFound) {
		return 0, err
	}
	refused := domain.Blocked("email", "E-mail address or password is not right")
	if err := a.try(ctx, email, account, password, from); errors.Is(err, errWrongPassword) {
		return 0, refused
	} else if err != nil {
		return 0, err
	}
	var id domain.SignInID
	err = a.DoFor(ctx, account.ID, policy.SignIn, func(s *Step) error {
		if id, err = s.AddSignIn(ctx, account, from.Device, s.Now()); err != nil {
			return err
		}
		if err := a.renewHash(ctx, s.Writer, account, password); err != nil {
			return err
		}
		s.Record(domain.Event{Kind: "sign-in", ID: int64(id), Summary: "Signed in"})
		return s.ForgetTries(ctx, accountKey(email), from.Source)
	})
	if errors.Is(err, domain.ErrNotFound) {
		return 0, refused // disabled or changed while the password was checked
	}
	if err == nil {
		a.security(ctx, "sign-in", account.ID)
	}
	return id, err
}

// renewHash hashes the password again where the hash kept was made with another effort than today's.
func (a *App) renewHash(ctx context.Context, w store.Writer, account store.Account, password string) error {
	if !a.Passwords.Outdated(account.Hash) {
		return nil
	}
	hash, err := a.Passwords.Hash(ctx, password)
	if err != nil {
		return err
	}
	return w.SetPassword(ctx, account.ID, hash)
}

// try checks a password. The try is counted first, in a transaction of its own, so that a refusal cannot take it back
// and many at once cannot slip through. It returns errWrongPassword, or domain.ErrThrottled with the password
// unchecked.
func (a *App) try(ctx context.Context, email string, account store.Account, password string, from Caller) error {
	now := a.now()
	err := a.Store.InTx(ctx, func(w store.Writer) error {
		since := now.Add(-domain.TryWindow)
		forAccount, fromSource, err := w.Tries(ctx, accountKey(email), from.Source, since)
		if err != nil {
			return err
		}
		if !domain.MayTry(forAccount, fromSource) {
			return domain.ErrThrottled
		}
		return w.AddTry(ctx, accountKey(email), from.Source, now, since)
	})
	if errors.Is(err, domain.ErrThrottled) {
		a.security(ctx, "password throttled", account.ID)
	}
	if err != nil {
		return err
	}
	right, err := a.Passwords.Matches(ctx, account.Hash, password)
	if err != nil {
		return err
	}
	if !right || account.Disabled {
		a.security(ctx, "password refused", account.ID)
		return errWrongPassword
	}
	return nil
}

// accountKey is what tries are counted by, so that no address is kept with them, known or not.
func accountKey(email string) []byte {
	sum := sha256.Sum256([]byte(email))
	return sum[:]
}

// Seen notes that a session is in use, for its idle limit. It is not a change of record and has no audit entry.
func (a *App) Seen(ctx context.Context, id domain.SignInID) error {
	return a.Store.InTx(ctx, func(w store.Writer) error { return w.TouchSignIn(ctx, id, a.now()) })
}

// ProvePassword notes that whoever uses a session has given its password again. It returns a *domain.BlockedError for
// the field "password" where that is wrong, and domain.ErrThrottled after too many tries.
func (a *App) ProvePassword(ctx context.Context, actor policy.Actor, session domain.SignInID, password string,
	from Caller) error {
	account, err := a.tryOwn(ctx, actor, password, from)
	if errors.Is(err, errWrongPassword) {
		return domain.Blocked("password", "That is not your password")
	}
	if err != nil {
		return err
	}
	return a.Store.InTx(ctx, func(w store.Writer) error {
		if err := w.ForgetTries(ctx, accountKey(account.Email), from.Source); err != nil {
			return err
		}
		return w.Proved(ctx, session, actor.ID, a.now())
	})
}

func (a *App) tryOwn(ctx context.Context, actor policy.Actor, password string, from Caller) (store.Account, error) {
	account, err := a.Store.Account(ctx, actor.ID)
	if err != nil {
		return account, err
	}
	return account, a.try(ctx, account.Email, account, password, from)
}

// ChangePassword replaces the actor's password and ends their other sessions. It returns a *domain.BlockedError for the
// field "old" where the present password is wrong and for "password" where the new one may not be used, and
// domain.ErrThrottled after too many tries.
func (a *App) ChangePassword(ctx context.Context, actor policy.Actor, session domain.SignInID, old, password string,
	from Caller) error {
	account, err := a.tryOwn(ctx, actor, old, from)
	if errors.Is(err, errWrongPassword) {
		return domain.Blocked("old", "That is not your password")
	}
	if err != nil {
		return err
	}
	if err := domain.CheckPassword(password, account.Email); err != nil {
		return err
	}
	hash, err := a.Passwords.Hash(ctx, password)
	if err != nil {
		return err
	}
	err = a.Do(ctx, actor, policy.OwnAccount, func(s *Step) error {
		if err := s.SetPassword(ctx, actor.ID, hash); err != nil {
			return err
		}
		if _, err := s.EndSignIns(ctx, actor.ID, session, s.Now()); err != nil {
			return err
		}
		if err := s.ForgetTries(ctx, accountKey(account.Email), from.Source); err != nil {
			return err
		}
		s.Record(domain.Event{Kind: "person", ID: int64(actor.ID), Summary: "Password changed"})
		return s.Proved(ctx, session, actor.ID, s.Now())
	})
	if err == nil {
		a.security(ctx, "password changed", actor.ID)
	}
	return err
}

// EndSession ends one of the actor's own sessions. It returns domain.ErrNotFound for anybody else's.
func (a *App) EndSession(ctx context.Context, actor policy.Actor, id domain.SignInID) error {
	err := a.Do(ctx, actor, policy.OwnAccount, func(s *Step) error {
		s.Record(domain.Event{Kind: "sign-in", ID: int64(id), Summary: "Signed out"})
		return s.EndSignIn(ctx, actor.ID, id, s.Now())
	})
	if errors.Is(err, domain.ErrConflict) {
		return domain.ErrNotFound
	}
	return err
}

// EndSessions ends every session of the actor but one (0 for none).
func (a *App) EndSessions(ctx context.Context, actor policy.Actor, except domain.SignInID) error {
	return a.Do(ctx, actor, policy.OwnAccount, func(s *Step) error {
		ended, err := s.EndSignIns(ctx, actor.ID, except, s.Now())
		if err != nil {
			return err
		}
		if ended == 0 {
			return s.Same()
		}
		s.Record(domain.Event{Kind: "person", ID: int64(actor.ID), Summary: "Signed out everywhere",
			After: map[string]int{"sessions": ended}})
		return nil
	})
}

// security logs one line about something that matters to the safety of accounts: what, whose, in which request; no
// names and no addresses. Whose is zero where there is no such account.
func (a *App) security(ctx context.Context, what string, whose domain.PersonID) {
	a.Log.LogAttrs(ctx, slog.LevelInfo, "security", slog.String("event", what), slog.String("request", requestOf(ctx)),
		slog.Int64("person", int64(whose)))
}
