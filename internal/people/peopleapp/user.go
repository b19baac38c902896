package peopleapp

import (
	"context"
	"crypto/rand"
	"errors"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/people"
	"fourgates/internal/people/peoplestore"
	"fourgates/internal/policy"
	"fourgates/internal/signin"
)

// The command line has no actor to ask about: whoever may run it has the database in their hands.

// User is somebody as the command line names them: by address, and by name where they are new or several people use the
// address.
type User struct {
	Name, Email, Password string
	Shares                bool // others use the address too
	Public                bool // the password is known to all, as the demo’s is: it was in nobody’s hand before
}

// find loads the one who is meant. It returns domain.ErrNotFound for an unknown address, and a *domain.BlockedError
// where the name has to say which.
func (u User) find(ctx context.Context, a *act.App) (people.Person, error) {
	known, err := peoplestore.PeopleByEmail(ctx, a.Store.Reader, domain.FoldEmail(u.Email))
	if err != nil {
		return people.Person{}, err
	}
	return people.Find(known, u.Name)
}

// AddUser adds somebody from the command line, as an administrator where admin is set. They get the password or, where
// that is "", the token of a link to set one. It returns a *domain.BlockedError for what cannot be kept.
func AddUser(ctx context.Context, a *act.App, u User, admin bool) (token string, err error) {
	name, email, password := u.Name, u.Email, u.Password
	hash, err := checkedHash(ctx, a, password, domain.FoldEmail(email))
	if err != nil {
		return "", err
	}
	err = a.DoFor(ctx, 0, policy.ManagePeople, func(s *act.Step) error {
		id, err := AddPerson(ctx, s, name, email, u.Shares)
		if err != nil {
			return err
		}
		if admin {
			g := policy.GrantOf{Person: id, Role: policy.Admin, Days: domain.Span{From: s.Today()}}
			if _, err := peoplestore.AddGrant(ctx, s.Writer, g, 0, s.Now()); err != nil {
				return err
			}
		}
		e := personAdded(id, name, email)
		e.Summary = "Person added from the command line"
		if admin {
			e.Summary = "Administrator added from the command line"
		}
		if hash != "" {
			s.Record(e)
			if u.Public {
				return signin.SetPassword(ctx, s.Writer, id, hash)
			}
			return setPassword(ctx, s, id, hash)
		}
		s.Record(e)
		token, err = invite(ctx, s, id, 0, people.Printed)
		return err
	})
	return token, err
}

// ResetUser gives somebody a new password from the command line and ends their sessions. Where the password is "", it
// returns the token of a link to set one instead. It returns domain.ErrNotFound for an unknown address.
func ResetUser(ctx context.Context, a *act.App, u User) (token string, err error) {
	p, err := u.find(ctx, a)
	if err != nil {
		return "", err
	}
	if u.Password == "" {
		err = a.DoFor(ctx, 0, policy.ManagePeople, inviting(ctx, p.ID, 0, people.Printed, &token))
		return token, err
	}
	hash, err := checkedHash(ctx, a, u.Password, p.Email)
	if err != nil {
		return "", err
	}
	return "", a.DoFor(ctx, 0, policy.ManagePeople, func(s *act.Step) error {
		if _, err := signin.EndSignIns(ctx, s.Writer, p.ID, 0, s.Now()); err != nil {
			return err
		}
		s.Record(domain.Event{Kind: "person", ID: int64(p.ID), Summary: "Password reset from the command line"})
		return setPassword(ctx, s, p.ID, hash)
	})
}

// setPassword sets a password that the command line was given: whoever gave it had it in hand, as with a link that is
// used at once.
func setPassword(ctx context.Context, s *act.Step, id domain.PersonID, hash string) error {
	link, err := peoplestore.AddInvitation(ctx, s.Writer, id, signin.TokenHash(rand.Text()), 0, people.SetByCommand,
		s.Now(), people.InvitationLasts)
	if err != nil {
		return err
	}
	s.Record(linkEvent("stands for a password set by the command line", link))
	return errors.Join(peoplestore.UseInvitation(ctx, s.Writer, link, s.Now()),
		signin.SetPassword(ctx, s.Writer, id, hash))
}

// DisableUser is DisablePerson from the command line. It returns domain.ErrNotFound for an unknown address.
func DisableUser(ctx context.Context, a *act.App, u User) error {
	p, err := u.find(ctx, a)
	if err != nil {
		return err
	}
	return a.DoFor(ctx, 0, policy.ManagePeople, disabling(ctx, a, p.ID))
}

// checkedHash is the hash of a password that may be used, or "" for none.
func checkedHash(ctx context.Context, a *act.App, password, email string) (string, error) {
	if password == "" {
		return "", nil
	}
	if err := domain.CheckPassword(password, email); err != nil {
		return "", err
	}
	return a.Passwords.Hash(ctx, password)
}
