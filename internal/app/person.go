package app

import (
	"context"
	"slices"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/store"
)

// ChangePerson corrects a person's name and e-mail address. It returns domain.ErrConflict where somebody else changed them since that
// version, a *domain.BlockedError for what cannot be kept.
func (a *App) ChangePerson(ctx context.Context, actor policy.Actor, id domain.PersonID, version int, name, email string) error {
	email = domain.FoldEmail(email)
	return a.do(ctx, actor, policy.ManagePeople, func(w store.Writer, _ time.Time) (domain.Event, error) {
		p, err := w.PersonForUpdate(ctx, id)
		if err != nil {
			return domain.Event{}, err
		}
		if err := domain.CheckPerson(name, email); err != nil {
			return domain.Event{}, err
		}
		e := domain.Event{Kind: "person", ID: int64(id), Summary: "Name or e-mail address changed",
			Before: nameAndEmail{p.Name, p.Email}, After: nameAndEmail{name, email}}
		return e, w.ChangePerson(ctx, id, version, name, email)
	})
}

// DisablePerson keeps somebody out from now on: their sessions end and their links stop working. It returns a *domain.BlockedError
// for oneself and for the last administrator.
func (a *App) DisablePerson(ctx context.Context, actor policy.Actor, id domain.PersonID) error {
	if actor.ID == id {
		return domain.Blocked("", "You cannot disable your own account: ask another administrator")
	}
	err := a.do(ctx, actor, policy.ManagePeople, a.disabling(ctx, id))
	if err == nil {
		a.security(ctx, "person disabled", id)
	}
	return err
}

func (a *App) disabling(ctx context.Context, id domain.PersonID) change {
	return func(w store.Writer, now time.Time) (domain.Event, error) {
		if err := a.keepsAnAdmin(ctx, w, id); err != nil {
			return domain.Event{}, err
		}
		p, err := w.PersonForUpdate(ctx, id)
		if err != nil {
			return domain.Event{}, err
		}
		if !p.DisabledAt.IsZero() {
			return domain.Event{}, errNothing
		}
		if _, err := w.EndSignIns(ctx, id, 0, now); err != nil {
			return domain.Event{}, err
		}
		if err := w.CloseInvitations(ctx, id, now); err != nil {
			return domain.Event{}, err
		}
		return domain.Event{Kind: "person", ID: int64(id), Summary: "Account disabled"}, w.DisablePerson(ctx, id, now)
	}
}

// keepsAnAdmin returns a *domain.BlockedError where nobody could administer any more without the person.
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
		return domain.Blocked("", "This is the last administrator who can sign in and whose role has no last day. Make another one first.")
	}
	return nil
}

// EnablePerson lets a disabled person in again, with the password and roles that they have.
func (a *App) EnablePerson(ctx context.Context, actor policy.Actor, id domain.PersonID) error {
	err := a.do(ctx, actor, policy.ManagePeople, func(w store.Writer, _ time.Time) (domain.Event, error) {
		p, err := w.PersonForUpdate(ctx, id)
		if err != nil {
			return domain.Event{}, err
		}
		if p.DisabledAt.IsZero() {
			return domain.Event{}, errNothing
		}
		return domain.Event{Kind: "person", ID: int64(id), Summary: "Account enabled again"}, w.EnablePerson(ctx, id)
	})
	if err == nil {
		a.security(ctx, "person enabled", id)
	}
	return err
}
