// Package signin signs people in and says who a caller is, with the rights that they have now.
package signin

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"fourgates/internal/act"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

var errWrongPassword = errors.New("wrong password")

// Begin begins a session for an e-mail address and password, and for the name where several people sign in with the
// address. Whatever is wrong, even an address that nobody has, it returns the same *domain.BlockedError after the same
// time, for one password is checked; after too many tries domain.ErrThrottled.
func Begin(ctx context.Context, a *act.App, email, name, password string, from Caller) (domain.SignInID, error) {
	email = domain.FoldEmail(email)
	list, err := AccountsByEmail(ctx, a.Store.Reader, email)
	if err != nil {
		return 0, err
	}
	account, shared := whose(list, name)
	known, err := KnowsDevice(ctx, a.Store.Reader, account.ID, from.Token, a.Instant())
	if err != nil {
		return 0, err
	}
	refused := domain.Blocked("email", "E-mail address or password is not right")
	right, err := try(ctx, a, email, account, password, from, known)
	if errors.Is(err, errWrongPassword) {
		return 0, refused
	} else if err != nil {
		return 0, err
	}
	var id domain.SignInID
	err = a.DoFor(ctx, account.ID, policy.SignIn, func(s *act.Step) error {
		if id, err = AddSignIn(ctx, s.Writer, account, from.Device, s.Now()); err != nil {
			return err
		}
		if err := renewHash(ctx, a, s.Writer, account, password); err != nil {
			return err
		}
		if err := KnowDevice(ctx, s.Writer, account.ID, from.Token, s.Now()); err != nil {
			return err
		}
		s.Record(domain.Event{Kind: "sign-in", ID: int64(id), Summary: "Signed in"})
		return ForgetTries(ctx, s.Writer, AccountKey(email), from.Source, shared, right)
	})
	if errors.Is(err, domain.ErrNotFound) {
		return 0, refused // disabled or changed while the password was checked
	}
	if err == nil {
		Security(ctx, a, "sign-in", account.ID)
	}
	return id, err
}

// renewHash hashes the password again where the hash kept was made with another effort than today's.
func renewHash(ctx context.Context, a *act.App, w db.Writer, account Account, password string) error {
	if !a.Passwords.Outdated(account.Hash) {
		return nil
	}
	hash, err := a.Passwords.Hash(ctx, password)
	if err != nil {
		return err
	}
	return SetPassword(ctx, w, account.ID, hash)
}

// try checks a password, and returns the id of the try. The try is counted first, in a transaction of its own, so that
// a refusal cannot take it back and many at once cannot slip through. Where the account does not know the device, it
// waits for its turn after many wrong ones from everywhere. It returns errWrongPassword, or domain.ErrThrottled or
// domain.ErrCrowded with the password unchecked.
func try(ctx context.Context, a *act.App, email string, account Account, password string, from Caller,
	known bool) (id int64, err error) {
	now, wait := a.Instant(), time.Duration(0)
	err = a.Store.InTx(ctx, func(w db.Writer) error {
		since := now.Add(-domain.TryWindow)
		forAccount, fromSource, err := Tries(ctx, w, AccountKey(email), from.Source, since)
		if err != nil {
			return err
		}
		if !domain.MayTry(forAccount, fromSource) {
			return domain.ErrThrottled
		}
		if !known {
			if wait, err = strangerWait(ctx, w, AccountKey(email), now, since); err != nil {
				return err
			}
		}
		id, err = AddTry(ctx, w, AccountKey(email), from.Source, now.Add(wait), since)
		return err
	})
	if errors.Is(err, domain.ErrThrottled) || errors.Is(err, domain.ErrCrowded) {
		Security(ctx, a, "password throttled", account.ID)
	}
	if err != nil {
		return id, err
	}
	select {
	case <-time.After(wait):
	case <-ctx.Done():
		return id, ctx.Err()
	}
	right, err := a.Passwords.Matches(ctx, account.Hash, password)
	if err != nil {
		return id, err
	}
	if !right || account.Disabled {
		Security(ctx, a, "password refused", account.ID)
		return id, errWrongPassword
	}
	return id, nil
}

// strangerWait is how long a device waits that the account does not know; domain.ErrCrowded where too many wait before
// it.
func strangerWait(ctx context.Context, w db.Writer, account []byte, now, since time.Time) (time.Duration, error) {
	tries, newest, err := TriesOfAll(ctx, w, account, since)
	if err != nil {
		return 0, err
	}
	wait, ok := domain.StrangerWait(tries, newest, now)
	if !ok {
		return 0, domain.ErrCrowded
	}
	return wait, nil
}

// Seen notes that a session is in use, for its idle limit. It is not a change of record and has no audit entry.
func Seen(ctx context.Context, a *act.App, id domain.SignInID) error {
	return a.Store.InTx(ctx, func(w db.Writer) error { return TouchSignIn(ctx, w, id, a.Instant()) })
}

// ProvePassword notes that whoever uses a session has given its password again. It returns a *domain.BlockedError for
// the field "password" where that is wrong, and domain.ErrThrottled after too many tries.
func ProvePassword(ctx context.Context, a *act.App, actor policy.Actor, session domain.SignInID, password string,
	from Caller) error {
	_, forget, err := tryOwn(ctx, a, actor, password, from)
	if errors.Is(err, errWrongPassword) {
		return domain.Blocked("password", "That is not your password")
	}
	if err != nil {
		return err
	}
	return a.Store.InTx(ctx, func(w db.Writer) error {
		if err := forget(ctx, w); err != nil {
			return err
		}
		return Proved(ctx, w, session, actor.ID, a.Instant())
	})
}

// tryOwn checks the actor's own password, and returns their account with what forgets the tries of it.
func tryOwn(ctx context.Context, a *act.App, actor policy.Actor, password string, from Caller) (Account,
	func(context.Context, db.Writer) error, error) {
	account, err := LoadAccount(ctx, a.Store.Reader, actor.ID)
	if err != nil {
		return account, nil, err
	}
	list, err := AccountsByEmail(ctx, a.Store.Reader, account.Email)
	if err != nil {
		return account, nil, err
	}
	_, shared := whose(list, account.Name)
	right, err := try(ctx, a, account.Email, account, password, from, true)
	return account, func(ctx context.Context, w db.Writer) error {
		return ForgetTries(ctx, w, AccountKey(account.Email), from.Source, shared, right)
	}, err
}

// ChangePassword replaces the actor's password and ends their other sessions. It returns a *domain.BlockedError for the
// field "old" where the present password is wrong and for "password" where the new one may not be used, and
// domain.ErrThrottled after too many tries.
func ChangePassword(ctx context.Context, a *act.App, actor policy.Actor, session domain.SignInID, old, password string,
	from Caller) error {
	account, forget, err := tryOwn(ctx, a, actor, old, from)
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
	err = a.Do(ctx, actor, policy.OwnAccount, func(s *act.Step) error {
		if err := SetPassword(ctx, s.Writer, actor.ID, hash); err != nil {
			return err
		}
		if _, err := EndSignIns(ctx, s.Writer, actor.ID, session, s.Now()); err != nil {
			return err
		}
		if err := forget(ctx, s.Writer); err != nil {
			return err
		}
		s.Record(domain.Event{Kind: "person", ID: int64(actor.ID), Summary: "Password changed"})
		return Proved(ctx, s.Writer, session, actor.ID, s.Now())
	})
	if err == nil {
		Security(ctx, a, "password changed", actor.ID)
	}
	return err
}

// EndSession ends one of the actor's own sessions. It returns domain.ErrNotFound for anybody else's.
func EndSession(ctx context.Context, a *act.App, actor policy.Actor, id domain.SignInID) error {
	err := a.Do(ctx, actor, policy.OwnAccount, func(s *act.Step) error {
		s.Record(domain.Event{Kind: "sign-in", ID: int64(id), Summary: "Signed out"})
		return EndSignIn(ctx, s.Writer, actor.ID, id, s.Now())
	})
	if errors.Is(err, domain.ErrConflict) {
		return domain.ErrNotFound
	}
	return err
}

// EndSessions ends every session of the actor but one (0 for none).
func EndSessions(ctx context.Context, a *act.App, actor policy.Actor, except domain.SignInID) error {
	return a.Do(ctx, actor, policy.OwnAccount, func(s *act.Step) error {
		ended, err := EndSignIns(ctx, s.Writer, actor.ID, except, s.Now())
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

// Security logs one line about something that matters to the safety of accounts: what, whose, in which request; no
// names and no addresses. Whose is zero where there is no such account.
func Security(ctx context.Context, a *act.App, what string, whose domain.PersonID) {
	a.Log.LogAttrs(ctx, slog.LevelInfo, "security", slog.String("event", what),
		slog.String("request", act.RequestOf(ctx)),
		slog.Int64("person", int64(whose)))
}
