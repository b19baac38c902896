// Package peopleapp invites people, gives and ends their roles, and lets them in or keeps them out.
package peopleapp

import (
	"context"
	"slices"

	"fourgates/internal/act"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/people"
	"fourgates/internal/people/peoplestore"
	"fourgates/internal/policy"
	"fourgates/internal/signin"
)

// ChangePerson corrects a person's name and e-mail address. It returns domain.ErrConflict where somebody else has
// changed them since that version, and a *domain.BlockedError for what cannot be kept, as AddPerson does. An address
// can be taken away from who has no account: its invitations end.
func ChangePerson(ctx context.Context, a *act.App, actor policy.Actor, id domain.PersonID, version int, name,
	email string, shares bool) error {
	email = domain.FoldEmail(email)
	return a.Do(ctx, actor, policy.ManagePeople, func(s *act.Step) error {
		return Rename(ctx, s, id, version, name, email, shares)
	})
}

// Rename is ChangePerson within a step.
func Rename(ctx context.Context, s *act.Step, id domain.PersonID, version int, name, email string, shares bool) error {
	p, err := peoplestore.PersonForUpdate(ctx, s.Writer, id)
	if err != nil {
		return err
	}
	if err := people.CheckPerson(name, email, !p.HasAccount); err != nil {
		return err
	}
	others, err := peoplestore.PeopleByEmail(ctx, s.Writer.Reader, email)
	if err != nil {
		return err
	}
	others = slices.DeleteFunc(others, func(o people.Person) bool { return o.ID == id })
	shares = shares || p.Shared && p.Email == email // that was said before
	if err := domain.BlockedBy(people.MailboxBlockers(name, others, shares)); err != nil {
		return err
	}
	if email != p.Email { // what was sent to the other address opens nothing
		if err := peoplestore.CloseInvitations(ctx, s.Writer, id, s.Now()); err != nil {
			return err
		}
	}
	s.Record(domain.Event{Kind: "person", ID: int64(id), Summary: "Name or e-mail address changed",
		Before: NameAndEmail{p.Name, p.Email}, After: NameAndEmail{name, email}})
	return peoplestore.ChangePerson(ctx, s.Writer, id, version, name, email)
}

// DisablePerson keeps somebody out from now on: their sessions end and their links stop working. It returns a
// *domain.BlockedError for oneself and for the last administrator.
func DisablePerson(ctx context.Context, a *act.App, actor policy.Actor, id domain.PersonID) error {
	if actor.IsSelf(id) {
		return domain.Blocked("", "You cannot disable your own account: ask another administrator")
	}
	err := a.Do(ctx, actor, policy.ManagePeople, disabling(ctx, a, id))
	if err == nil {
		signin.Security(ctx, a, "person disabled", id)
	}
	return err
}

func disabling(ctx context.Context, a *act.App, id domain.PersonID) func(*act.Step) error {
	return func(s *act.Step) error {
		if err := keepsAnAdmin(ctx, a, s.Writer, id); err != nil {
			return err
		}
		p, err := peoplestore.PersonForUpdate(ctx, s.Writer, id)
		if err != nil {
			return err
		}
		if !p.DisabledAt.IsZero() {
			return s.Same()
		}
		if _, err := signin.EndSignIns(ctx, s.Writer, id, 0, s.Now()); err != nil {
			return err
		}
		if err := peoplestore.CloseInvitations(ctx, s.Writer, id, s.Now()); err != nil {
			return err
		}
		s.Record(domain.Event{Kind: "person", ID: int64(id), Summary: "Account disabled"})
		return peoplestore.DisablePerson(ctx, s.Writer, id, s.Now())
	}
}

// keepsAnAdmin returns a *domain.BlockedError where nobody but this person could administer.
func keepsAnAdmin(ctx context.Context, a *act.App, w db.Writer, without domain.PersonID) error {
	today := a.Today()
	others, err := peoplestore.OtherAdmins(ctx, w, without, today)
	if err != nil || others > 0 {
		return err
	}
	grants, err := peoplestore.Grants(ctx, w.Reader, without)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(grants, func(g peoplestore.GrantLine) bool {
		return g.Role == policy.Admin &&
			!g.Over(today)
	}) {
		return domain.Blocked("",
			"This is the last administrator who can sign in and whose role has no last day. Make another one first.")
	}
	return nil
}

// EnablePerson lets a disabled person in again, with the password and roles that they had.
func EnablePerson(ctx context.Context, a *act.App, actor policy.Actor, id domain.PersonID) error {
	err := a.Do(ctx, actor, policy.ManagePeople, func(s *act.Step) error {
		p, err := peoplestore.PersonForUpdate(ctx, s.Writer, id)
		if err != nil {
			return err
		}
		if p.DisabledAt.IsZero() {
			return s.Same()
		}
		s.Record(domain.Event{Kind: "person", ID: int64(id), Summary: "Account enabled again"})
		return peoplestore.EnablePerson(ctx, s.Writer, id)
	})
	if err == nil {
		signin.Security(ctx, a, "person enabled", id)
	}
	return err
}
