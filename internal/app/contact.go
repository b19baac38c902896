package app

import (
	"context"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/store"
)

// AddContact adds a contact and, where it names an organisation, their first role in it (B2).
// What is missing for the channel chosen is a *domain.BlockedError.
func (a *App) AddContact(ctx context.Context, actor policy.Actor, c domain.Contact, first domain.ContactRole) (id domain.ContactID, err error) {
	err = a.do(ctx, actor, policy.EditContacts, func(w store.Writer, now time.Time) (domain.Event, error) {
		id, err = addContact(ctx, w, c, first, actor.ID, now)
		return contactEvent(id, "Contact added", nil, c), err
	})
	return id, err
}

func addContact(ctx context.Context, w store.Writer, c domain.Contact, first domain.ContactRole, by domain.PersonID, now time.Time) (domain.ContactID, error) {
	if blockers := c.Blockers(); len(blockers) > 0 {
		return 0, &domain.BlockedError{Blockers: blockers}
	}
	id, err := w.AddContact(ctx, c, by, now)
	if err != nil || first.Organisation == 0 {
		return id, err
	}
	first.Contact = id
	if first.From.IsZero() {
		first.From = domain.DateOf(now)
	}
	return id, w.AddContactRole(ctx, first)
}

// ChangeContact writes an edit of the version that it was made from; a newer one is domain.ErrConflict.
// Whether they may be contacted is left as it is: see SetDoNotContact.
func (a *App) ChangeContact(ctx context.Context, actor policy.Actor, edit domain.Contact) error {
	return a.do(ctx, actor, policy.EditContacts, func(w store.Writer, now time.Time) (domain.Event, error) {
		was, err := w.ContactForUpdate(ctx, policy.ScopeOf(actor, policy.EditContacts), domain.DateOf(now), edit.ID)
		if err != nil {
			return domain.Event{}, err
		}
		if was.Version != edit.Version {
			return domain.Event{}, domain.ErrConflict
		}
		edit.DoNotContact, edit.DoNotContactReason = was.DoNotContact, was.DoNotContactReason
		if blockers := edit.Blockers(); len(blockers) > 0 {
			return domain.Event{}, &domain.BlockedError{Blockers: blockers}
		}
		return contactEvent(edit.ID, "Details changed", was, edit), w.ChangeContact(ctx, edit)
	})
}

// SetDoNotContact says that a contact is not to be contacted, and why, or that they may be again (B8).
// It does nothing where that is so already.
func (a *App) SetDoNotContact(ctx context.Context, actor policy.Actor, id domain.ContactID, barred bool, reason string) error {
	return a.do(ctx, actor, policy.EditContacts, func(w store.Writer, now time.Time) (domain.Event, error) {
		was, err := w.ContactForUpdate(ctx, policy.ScopeOf(actor, policy.EditContacts), domain.DateOf(now), id)
		if err != nil {
			return domain.Event{}, err
		}
		if was.DoNotContact == barred {
			return domain.Event{}, errNothing
		}
		if reason == "" {
			return domain.Event{}, domain.Blocked("reason", "Enter the reason")
		}
		is, summary := was, "May be contacted again: "+reason
		is.DoNotContact, is.DoNotContactReason = barred, ""
		if barred {
			is.DoNotContactReason, summary = reason, "Not to be contacted: "+reason
		}
		return contactEvent(id, summary, was, is), w.ChangeContact(ctx, is)
	})
}

// AddContactRole gives a contact a role in an organisation from a day (B2).
func (a *App) AddContactRole(ctx context.Context, actor policy.Actor, r domain.ContactRole) error {
	return a.do(ctx, actor, policy.EditContacts, func(w store.Writer, now time.Time) (domain.Event, error) {
		if _, err := w.ContactForUpdate(ctx, policy.ScopeOf(actor, policy.EditContacts), domain.DateOf(now), r.Contact); err != nil {
			return domain.Event{}, err
		}
		return contactEvent(r.Contact, "Role added", nil, r), w.AddContactRole(ctx, r)
	})
}

// EndContactRole sets the last day of a role of the contact; another contact's role is domain.ErrNotFound.
func (a *App) EndContactRole(ctx context.Context, actor policy.Actor, contact domain.ContactID, id domain.ContactRoleID, on domain.Date) error {
	return a.do(ctx, actor, policy.EditContacts, func(w store.Writer, now time.Time) (domain.Event, error) {
		if _, err := w.ContactForUpdate(ctx, policy.ScopeOf(actor, policy.EditContacts), domain.DateOf(now), contact); err != nil {
			return domain.Event{}, err
		}
		was, err := w.ContactRoleForUpdate(ctx, contact, id)
		if err != nil {
			return domain.Event{}, err
		}
		ended, err := was.End(on)
		if err != nil {
			return domain.Event{}, err
		}
		return contactEvent(contact, "Role ended: "+was.OrganisationName, was, ended), w.EndContactRole(ctx, id, on)
	})
}

func contactEvent(id domain.ContactID, summary string, before, after any) domain.Event {
	return domain.Event{Kind: "contact", ID: int64(id), Summary: summary, Before: before, After: after}
}
