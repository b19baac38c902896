package app

import (
	"context"
	"slices"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/store"
)

// ChangePerson corrects a person's name and e-mail address. It returns domain.ErrConflict where somebody else has
// changed them since that version, and a *domain.BlockedError for what cannot be kept.
func (a *App) ChangePerson(ctx context.Context, actor policy.Actor, id domain.PersonID, version int, name,
	email string) error {
	email = domain.FoldEmail(email)
	return a.Do(ctx, actor, policy.ManagePeople, func(s *Step) error {
		p, err := s.PersonForUpdate(ctx, id)
		if err != nil {
			return err
		}
		if err := domain.CheckPerson(name, email); err != nil {
			return err
		}
		e := domain.Event{Kind: "person", ID: int64(id), Summary: "Name or e-mail address changed",
			Before: nameAndEmail{p.Name, p.Email}, After: nameAndEmail{name, email}}
		s.Record(e)
		return s.ChangePerson(ctx, id, version, name, email)
	})
}

// DisablePerson keeps somebody out from now on: their sessions end and their links stop working. It returns a
// *domain.BlockedError for oneself and for the last administrator.
func (a *App) DisablePerson(ctx context.Context, actor policy.Actor, id domain.PersonID) error {
	if actor.ID == id {
		return domain.Blocked("", "You cannot disable your own account: ask another administrator")
	}
	err := a.Do(ctx, actor, policy.ManagePeople, a.disabling(ctx, id))
	if err == nil {
		a.security(ctx, "person disabled", id)
	}
	return err
}

func (a *App) disabling(ctx context.Context, id domain.PersonID) func(*Step) error {
	return func(s *Step) error {
		if err := a.keepsAnAdmin(ctx, s.Writer, id); err != nil {
			return err
		}
		p, err := s.PersonForUpdate(ctx, id)
		if err != nil {
			return err
		}
		if !p.DisabledAt.IsZero() {
			return s.Same()
		}
		if _, err := s.EndSignIns(ctx, id, 0, s.Now()); err != nil {
			return err
		}
		if err := s.CloseInvitations(ctx, id, s.Now()); err != nil {
			return err
		}
		s.Record(domain.Event{Kind: "person", ID: int64(id), Summary: "Account disabled"})
		return s.DisablePerson(ctx, id, s.Now())
	}
}

// keepsAnAdmin returns a *domain.BlockedError where nobody but this person could administer.
func (a *App) keepsAnAdmin(ctx context.Context, w store.Writer, without domain.PersonID) error {
	today := a.Today()
	others, err := w.OtherAdmins(ctx, without, today)
	if err != nil || others > 0 {
		return err
	}
	grants, err := w.Grants(ctx, without)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(grants, func(g store.GrantLine) bool { return g.Role == policy.Admin && !g.Over(today) }) {
		return domain.Blocked("",
			"This is the last administrator who can sign in and whose role has no last day. Make another one first.")
	}
	return nil
}

// EnablePerson lets a disabled person in again, with the password and roles that they had.
func (a *App) EnablePerson(ctx context.Context, actor policy.Actor, id domain.PersonID) error {
	err := a.Do(ctx, actor, policy.ManagePeople, func(s *Step) error {
		p, err := s.PersonForUpdate(ctx, id)
		if err != nil {
			return err
		}
		if p.DisabledAt.IsZero() {
			return s.Same()
		}
		s.Record(domain.Event{Kind: "person", ID: int64(id), Summary: "Account enabled again"})
		return s.EnablePerson(ctx, id)
	})
	if err == nil {
		a.security(ctx, "person enabled", id)
	}
	return err
}
