package peopleapp

import (
	"context"
	"crypto/rand"
	"errors"
	"time"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/people"
	"fourgates/internal/people/peoplestore"
	"fourgates/internal/policy"
	"fourgates/internal/queues"
	"fourgates/internal/queues/queuestore"
	"fourgates/internal/signin"
)

// InvitePerson adds somebody and makes a link with which they set a password, once. With people.ToThePersonAlone it is
// sent to them by e-mail; else its token is returned and kept nowhere: show it now. It returns a *domain.BlockedError
// for a name or address that cannot be kept, and for an address in use unless shares says that it is a mailbox of
// several people.
func InvitePerson(ctx context.Context, a *act.App, actor policy.Actor, name, email string, shares bool,
	way people.Handed) (id domain.PersonID, token string, err error) {
	err = a.Do(ctx, actor, policy.ManagePeople, func(s *act.Step) error {
		if id, err = AddPerson(ctx, s, name, email, shares); err != nil {
			return err
		}
		s.Record(personAdded(id, name, email))
		token, err = invite(ctx, s, id, actor.ID, way)
		return err
	})
	return id, token, err
}

// AddPerson adds somebody who can sign in one day. It returns a *domain.BlockedError for what cannot be kept, and for
// an address in use unless shares says that it is a mailbox of several people.
func AddPerson(ctx context.Context, s *act.Step, name, email string, shares bool) (domain.PersonID, error) {
	email = domain.FoldEmail(email)
	if err := people.CheckPerson(name, email, false); err != nil {
		return 0, err
	}
	return addPerson(ctx, s, name, email, shares)
}

func addPerson(ctx context.Context, s *act.Step, name, email string, shares bool) (domain.PersonID, error) {
	others, err := peoplestore.PeopleByEmail(ctx, s.Writer.Reader, email)
	if err != nil {
		return 0, err
	}
	if err := domain.BlockedBy(people.MailboxBlockers(name, others, shares)); err != nil {
		return 0, err
	}
	return peoplestore.AddPerson(ctx, s.Writer, name, email, s.Now())
}

// FindOrAdd is the person who is meant, added where they are new: a Member may be without e-mail address, and without
// account. Who is meant is people.Match's to say. It returns a *domain.BlockedError for somebody disabled, and for a
// name or an address that cannot be kept.
func FindOrAdd(ctx context.Context, s *act.Step, who people.Somebody) (people.Person, error) {
	who.Email = domain.FoldEmail(who.Email)
	if who.Name == "" && who.Email == "" {
		return people.Person{}, domain.Blocked("name", "Enter the person’s name")
	}
	known, err := peoplestore.Known(ctx, s.Writer.Reader, who.Name, who.Email)
	if err != nil {
		return people.Person{}, err
	}
	id, err := people.Match(known, who)
	if err != nil {
		return people.Person{}, err
	}
	if id != 0 {
		p, err := domain.Among(known, func(p people.Person) bool { return p.ID == id })
		if err == nil && !p.DisabledAt.IsZero() {
			err = domain.Blocked("email", p.Name+" is disabled: let them in again first")
		}
		return p, err
	}
	if err := people.CheckPerson(who.Name, who.Email, true); err != nil {
		return people.Person{}, err
	}
	if id, err = addPerson(ctx, s, who.Name, who.Email, true); err != nil {
		return people.Person{}, err
	}
	s.Record(domain.Event{Kind: "person", ID: int64(id), Summary: "Person added as a Member or substitute",
		After: NameAndEmail{Name: who.Name, Email: who.Email}})
	return people.Person{ID: id, Name: who.Name, Email: who.Email, Shared: len(known) > 0}, nil
}

func personAdded(id domain.PersonID, name, email string) domain.Event {
	return domain.Event{Kind: "person", ID: int64(id), Summary: "Person added and invited",
		After: NameAndEmail{name, domain.FoldEmail(email)}}
}

// NameAndEmail is what the audit trail shows of a person.
type NameAndEmail struct {
	Name  string `json:"name"`
	Email string `json:"email"`
}

// InviteAgain makes a new link, for a first password or to reset one, as InvitePerson does; earlier links stop working.
// The present password works until the new one is set. It returns a *domain.BlockedError for somebody who is disabled
// or has no address.
func InviteAgain(ctx context.Context, a *act.App, actor policy.Actor, id domain.PersonID,
	way people.Handed) (token string, err error) {
	err = a.Do(ctx, actor, policy.ManagePeople, inviting(ctx, id, actor.ID, way, &token))
	return token, err
}

func inviting(ctx context.Context, id, by domain.PersonID, handed people.Handed, token *string) func(*act.Step) error {
	return func(s *act.Step) error {
		p, err := peoplestore.PersonForUpdate(ctx, s.Writer, id)
		if err != nil {
			return err
		}
		if !p.DisabledAt.IsZero() {
			return domain.Blocked("", "They are disabled: let them in again first")
		}
		if p.Email == "" {
			return domain.Blocked("", "They have no e-mail address to sign in with: add one first")
		}
		*token, err = invite(ctx, s, id, by, handed)
		return err
	}
}

// invite makes a link, and records it: whoever it is for and the planning officers are told of it at once. The token of
// one that is sent to the person alone is returned to nobody: it is made when the e-mail goes out.
func invite(ctx context.Context, s *act.Step, id, by domain.PersonID, handed people.Handed) (token string,
	err error) {
	if err := peoplestore.CloseInvitations(ctx, s.Writer, id, s.Now()); err != nil {
		return "", err
	}
	if handed == people.ToThePersonAlone {
		link, how, err := mailLink(ctx, s, id, by, people.InvitationLasts)
		if err == nil {
			s.Record(domain.Event{Kind: "person", ID: int64(id), Summary: "Link to set a password made, " + how},
				linkEvent("made", link))
		}
		return "", err
	}
	token = rand.Text() // 130 random bits
	link, err := peoplestore.AddInvitation(ctx, s.Writer, id, signin.TokenHash(token), by, handed, s.Now(),
		people.InvitationLasts)
	if err != nil {
		return "", err
	}
	s.Record(domain.Event{Kind: "person", ID: int64(id), Summary: "Link to set a password made, " + string(handed)},
		linkEvent("made", link))
	return token, nil
}

// sentAlone says of a link that it went to the person alone.
const sentAlone = "sent by e-mail"

// mailLink makes a link that is sent by e-mail, and says how. An address that was changed lately may be that of whoever
// changed it, and whoever else reads a shared mailbox can open the link: it then counts as one that somebody else had
// in hand.
func mailLink(ctx context.Context, s *act.Step, id, by domain.PersonID, lasts time.Duration) (
	link domain.InvitationID, how string, err error) {
	handed, how := people.ToThePersonAlone, sentAlone
	changed, err := peoplestore.AddressChanged(ctx, s.Writer.Reader, id, s.Now().Add(-people.NewFor))
	if err != nil {
		return 0, "", err
	}
	p, err := peoplestore.Person(ctx, s.Writer.Reader, id)
	if err != nil {
		return 0, "", err
	}
	switch {
	case changed:
		handed, how = people.ToNewAddress, string(people.ToNewAddress)
	case p.Shared:
		handed, how = people.ToSharedMailbox, string(people.ToSharedMailbox)
	}
	// nobody knows the token of this hash: another takes its place when the e-mail is sent
	link, err = peoplestore.AddInvitation(ctx, s.Writer, id, signin.TokenHash(rand.Text()), by, handed, s.Now(), lasts)
	if err != nil {
		return 0, "", err
	}
	return link, how, queuestore.Add(ctx, s.Writer, queues.LinkMail, queues.Mail, int64(link))
}

// linkEvent is that something became of a link.
func linkEvent(what string, id domain.InvitationID) domain.Event {
	return domain.Event{Kind: "link", ID: int64(id), Summary: "Link to set a password " + what}
}

// Invitation loads an invitation that can still be used. It returns domain.ErrNotFound where the link is wrong, used or
// too old.
func Invitation(ctx context.Context, a *act.App, token string) (people.Invitation, error) {
	i, err := peoplestore.Invitation(ctx, a.Store.Reader, signin.TokenHash(token))
	if err == nil && !i.Open(a.Instant()) {
		err = domain.ErrNotFound
	}
	return i, err
}

// AcceptInvitation sets the password of the person invited, ends any sessions they had and begins one. It returns
// domain.ErrNotFound as Invitation does, and a *domain.BlockedError where the password may not be used; the link then
// still works.
func AcceptInvitation(ctx context.Context, a *act.App, token, password string, from signin.Caller) (domain.SignInID,
	error) {
	i, err := Invitation(ctx, a, token)
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
	err = a.DoFor(ctx, i.Person, policy.SignIn, func(s *act.Step) error {
		i, err := peoplestore.InvitationForUpdate(ctx, s.Writer, signin.TokenHash(token))
		if err == nil && !i.Open(s.Now()) {
			err = domain.ErrNotFound
		}
		if err != nil {
			return err
		}
		if err := errors.Join(peoplestore.UseInvitation(ctx, s.Writer, i.ID, s.Now()),
			signin.SetPassword(ctx, s.Writer, i.Person, hash)); err != nil {
			return err
		}
		if err := peoplestore.CloseInvitations(ctx, s.Writer, i.Person, s.Now()); err != nil {
			return err
		}
		if _, err := signin.EndSignIns(ctx, s.Writer, i.Person, 0, s.Now()); err != nil {
			return err
		}
		if id, err = signin.AddSignIn(ctx, s.Writer, signin.Account{ID: i.Person, Hash: hash}, from.Device,
			s.Now()); err != nil {
			return err
		}
		s.Record(domain.Event{Kind: "person", ID: int64(i.Person), Summary: "Password set with an invitation"},
			linkEvent("used", i.ID))
		return nil
	})
	if err == nil {
		signin.Security(ctx, a, "invitation used", i.Person)
	}
	return id, err
}
