package app

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/store"
)

// InvitePerson adds somebody and returns the token of a link with which they set a password, once. The token is kept
// nowhere: show it now. It returns a *domain.BlockedError for a name or address that cannot be kept, and for an address
// in use.
func (a *App) InvitePerson(ctx context.Context, actor policy.Actor, name, email string) (id domain.PersonID,
	token string, err error) {
	err = a.Do(ctx, actor, policy.ManagePeople, func(s *Step) error {
		if id, err = addPerson(ctx, s, name, email); err != nil {
			return err
		}
		if token, err = invite(ctx, s, id, actor.ID); err != nil {
			return err
		}
		s.Record(personAdded(id, name, email))
		return nil
	})
	return id, token, err
}

func addPerson(ctx context.Context, s *Step, name, email string) (domain.PersonID, error) {
	email = domain.FoldEmail(email)
	if err := domain.CheckPerson(name, email); err != nil {
		return 0, err
	}
	return s.AddPerson(ctx, name, email, s.Now())
}

func personAdded(id domain.PersonID, name, email string) domain.Event {
	return domain.Event{Kind: "person", ID: int64(id), Summary: "Person added and invited",
		After: nameAndEmail{name, domain.FoldEmail(email)}}
}

// nameAndEmail is what the audit trail shows of a person.
type nameAndEmail struct {
	Name  string `json:"name"`
	Email string `json:"email"`
}

// InviteAgain returns the token of a new link, for a first password or to reset one; earlier links stop working. The
// present password works until the new one is set. It returns a *domain.BlockedError for somebody who is disabled or
// has no address.
func (a *App) InviteAgain(ctx context.Context, actor policy.Actor, id domain.PersonID) (token string, err error) {
	err = a.Do(ctx, actor, policy.ManagePeople, inviting(ctx, id, actor.ID, &token))
	return token, err
}

func inviting(ctx context.Context, id, by domain.PersonID, token *string) func(*Step) error {
	return func(s *Step) error {
		p, err := s.PersonForUpdate(ctx, id)
		if err != nil {
			return err
		}
		if !p.DisabledAt.IsZero() {
			return domain.Blocked("", "They are disabled: let them in again first")
		}
		if p.Email == "" {
			return domain.Blocked("", "They have no e-mail address to sign in with: add one first")
		}
		if *token, err = invite(ctx, s, id, by); err != nil {
			return err
		}
		s.Record(domain.Event{Kind: "person", ID: int64(id), Summary: "Link to set a password made"})
		return nil
	}
}

func invite(ctx context.Context, s *Step, id, by domain.PersonID) (token string, err error) {
	if err := s.CloseInvitations(ctx, id, s.Now()); err != nil {
		return "", err
	}
	token = rand.Text() // 130 random bits
	return token, s.AddInvitation(ctx, id, tokenHash(token), by, s.Now())
}

func tokenHash(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// Invitation loads an invitation that can still be used. It returns domain.ErrNotFound where the link is wrong, used or
// too old.
func (a *App) Invitation(ctx context.Context, token string) (domain.Invitation, error) {
	i, err := a.Store.Invitation(ctx, tokenHash(token))
	if err == nil && !i.Open(a.now()) {
		err = domain.ErrNotFound
	}
	return i, err
}

// AcceptInvitation sets the password of the person invited, ends any sessions they had and begins one. It returns
// domain.ErrNotFound as Invitation does, and a *domain.BlockedError where the password may not be used; the link then
// still works.
func (a *App) AcceptInvitation(ctx context.Context, token, password string, from Caller) (domain.SignInID, error) {
	i, err := a.Invitation(ctx, token)
	if err != nil {
		return 0, err
	}
	if err := domain.CheckPassword(password, i.Email); err != nil {
		return 0, err
	}
	hash, err := a.Passwords.Hash(ctx, password)
	if err != nil {
		return 0, err
	}
	var id domain.SignInID
	err = a.DoFor(ctx, i.Person, policy.SignIn, func(s *Step) error {
		i, err := s.InvitationForUpdate(ctx, tokenHash(token))
		if err == nil && !i.Open(s.Now()) {
			err = domain.ErrNotFound
		}
		if err != nil {
			return err
		}
		if err := errors.Join(s.UseInvitation(ctx, i.ID, s.Now()), s.SetPassword(ctx, i.Person, hash)); err != nil {
			return err
		}
		if _, err := s.EndSignIns(ctx, i.Person, 0, s.Now()); err != nil {
			return err
		}
		if id, err = s.AddSignIn(ctx, store.Account{ID: i.Person, Hash: hash}, from.Device, s.Now()); err != nil {
			return err
		}
		s.Record(domain.Event{Kind: "person", ID: int64(i.Person), Summary: "Password set with an invitation"})
		return nil
	})
	if err == nil {
		a.security(ctx, "invitation used", i.Person)
	}
	return id, err
}
