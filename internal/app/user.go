package app

import (
	"context"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/store"
)

// The command line has no actor to ask about: whoever may run it has the database in their hands.

// AddUser adds somebody from the command line, as an administrator where that is asked, with the password or, where that is "",
// with the token of a link to set one. It returns a *domain.BlockedError for what cannot be kept.
func (a *App) AddUser(ctx context.Context, name, email, password string, admin bool) (token string, err error) {
	hash, err := a.checkedHash(ctx, password, domain.FoldEmail(email))
	if err != nil {
		return "", err
	}
	err = a.record(ctx, 0, policy.ManagePeople, func(w store.Writer, now time.Time) (domain.Event, error) {
		id, err := a.addPerson(ctx, w, name, email, now)
		if err != nil {
			return domain.Event{}, err
		}
		if admin {
			g := policy.GrantOf{Person: id, Role: policy.Admin, Days: domain.Span{From: domain.DateOf(now)}}
			if _, err := w.AddGrant(ctx, g, 0, now); err != nil {
				return domain.Event{}, err
			}
		}
		e := personAdded(id, name, email)
		e.Summary = "Person added from the command line"
		if admin {
			e.Summary = "Administrator added from the command line"
		}
		if hash != "" {
			return e, w.SetPassword(ctx, id, hash)
		}
		token, err = invite(ctx, w, id, 0, now)
		return e, err
	})
	return token, err
}

// ResetUser gives somebody a new password from the command line, and ends their sessions; where password is "", it returns the token
// of a link to set one instead. It returns domain.ErrNotFound for an unknown address.
func (a *App) ResetUser(ctx context.Context, email, password string) (token string, err error) {
	p, err := a.Store.PersonByEmail(ctx, domain.FoldEmail(email))
	if err != nil {
		return "", err
	}
	if password == "" {
		err = a.record(ctx, 0, policy.ManagePeople, a.inviting(ctx, p.ID, 0, &token))
		return token, err
	}
	hash, err := a.checkedHash(ctx, password, p.Email)
	if err != nil {
		return "", err
	}
	return "", a.record(ctx, 0, policy.ManagePeople, func(w store.Writer, now time.Time) (domain.Event, error) {
		if _, err := w.EndSignIns(ctx, p.ID, 0, now); err != nil {
			return domain.Event{}, err
		}
		return domain.Event{Kind: "person", ID: int64(p.ID), Summary: "Password reset from the command line"}, w.SetPassword(ctx, p.ID, hash)
	})
}

// DisableUser is DisablePerson from the command line. It returns domain.ErrNotFound for an unknown address.
func (a *App) DisableUser(ctx context.Context, email string) error {
	p, err := a.Store.PersonByEmail(ctx, domain.FoldEmail(email))
	if err != nil {
		return err
	}
	return a.record(ctx, 0, policy.ManagePeople, a.disabling(ctx, p.ID))
}

// checkedHash is the hash of a password that may be used, and "" for none.
func (a *App) checkedHash(ctx context.Context, password, email string) (string, error) {
	if password == "" {
		return "", nil
	}
	if err := domain.CheckPassword(password, email); err != nil {
		return "", err
	}
	return a.hashPassword(ctx, password)
}
