package app

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/store"
)

// InvitePerson adds somebody and returns the token of a single-use link with which they set a password. The token is kept nowhere:
// show it now. It returns a *domain.BlockedError for a name or address that cannot be kept or is there already.
func (a *App) InvitePerson(ctx context.Context, actor policy.Actor, name, email string) (id domain.PersonID, token string, err error) {
	err = a.do(ctx, actor, policy.ManagePeople, func(w store.Writer, now time.Time) (domain.Event, error) {
		if id, err = a.addPerson(ctx, w, name, email, now); err != nil {
			return domain.Event{}, err
		}
		token, err = invite(ctx, w, id, actor.ID, now)
		return personAdded(id, name, email), err
	})
	return id, token, err
}

func (a *App) addPerson(ctx context.Context, w store.Writer, name, email string, now time.Time) (domain.PersonID, error) {
	email = domain.FoldEmail(email)
	if err := domain.CheckPerson(name, email); err != nil {
		return 0, err
	}
	return w.AddPerson(ctx, name, email, now)
}

func personAdded(id domain.PersonID, name, email string) domain.Event {
	return domain.Event{Kind: "person", ID: int64(id), Summary: "Person added and invited", After: nameAndEmail{name, domain.FoldEmail(email)}}
}

// nameAndEmail is what the audit trail shows of a person.
type nameAndEmail struct {
	Name  string `json:"name"`
	Email string `json:"email"`
}

// InviteAgain returns the token of a new link for a person, first or to reset a password; links from before stop working. The
// password they have works until the new one is set. It returns a *domain.BlockedError for somebody disabled or without an address.
func (a *App) InviteAgain(ctx context.Context, actor policy.Actor, id domain.PersonID) (token string, err error) {
	err = a.do(ctx, actor, policy.ManagePeople, a.inviting(ctx, id, actor.ID, &token))
	return token, err
}

func (a *App) inviting(ctx context.Context, id, by domain.PersonID, token *string) change {
	return func(w store.Writer, now time.Time) (domain.Event, error) {
		p, err := w.PersonForUpdate(ctx, id)
		if err != nil {
			return domain.Event{}, err
		}
		if !p.DisabledAt.IsZero() {
			return domain.Event{}, domain.Blocked("", "They are disabled: let them in again first")
		}
		if p.Email == "" {
			return domain.Event{}, domain.Blocked("", "They have no e-mail address to sign in with: add one first")
		}
		*token, err = invite(ctx, w, id, by, now)
		return domain.Event{Kind: "person", ID: int64(id), Summary: "Link to set a password made"}, err
	}
}

func invite(ctx context.Context, w store.Writer, id, by domain.PersonID, now time.Time) (token string, err error) {
	if err := w.CloseInvitations(ctx, id, now); err != nil {
		return "", err
	}
	token = rand.Text() // 130 random bits
	return token, w.AddInvitation(ctx, id, tokenHash(token), by, now)
}

func tokenHash(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// Invitation loads an invitation that can still be used. It returns domain.ErrNotFound where the link is wrong, used or too old.
func (a *App) Invitation(ctx context.Context, token string) (domain.Invitation, error) {
	i, err := a.Store.Invitation(ctx, tokenHash(token))
	if err == nil && !i.Open(a.now()) {
		err = domain.ErrNotFound
	}
	return i, err
}

// AcceptInvitation sets the password of the person invited, ends whatever sessions they had and begins one. It returns
// domain.ErrNotFound as Invitation does, a *domain.BlockedError where the password may not be used; the link then still works.
func (a *App) AcceptInvitation(ctx context.Context, token, password string, from Caller) (domain.SignInID, error) {
	i, err := a.Invitation(ctx, token)
	if err != nil {
		return 0, err
	}
	if err := domain.CheckPassword(password, i.Email); err != nil {
		return 0, err
	}
	hash, err := a.hashPassword(ctx, password)
	if err != nil {
		return 0, err
	}
	var id domain.SignInID
	err = a.record(ctx, i.Person, policy.SignIn, func(w store.Writer, now time.Time) (domain.Event, error) {
		i, err := w.InvitationForUpdate(ctx, tokenHash(token))
		if err == nil && !i.Open(now) {
			err = domain.ErrNotFound
		}
		if err != nil {
			return domain.Event{}, err
		}
		if err := errors.Join(w.UseInvitation(ctx, i.ID, now), w.SetPassword(ctx, i.Person, hash)); err != nil {
			return domain.Event{}, err
		}
		if _, err := w.EndSignIns(ctx, i.Person, 0, now); err != nil {
			return domain.Event{}, err
		}
		id, err = w.AddSignIn(ctx, store.Account{ID: i.Person, Hash: hash}, from.Device, now)
		return domain.Event{Kind: "person", ID: int64(i.Person), Summary: "Password set with an invitation"}, err
	})
	if err == nil {
		a.security(ctx, "invitation used", i.Person)
	}
	return id, err
}
