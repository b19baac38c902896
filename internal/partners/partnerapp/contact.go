// Package partnerapp changes organisations, services, contacts and networks.
package partnerapp

import (
	"context"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/partners"
	"fourgates/internal/partners/partnerstore"
	"fourgates/internal/policy"
)

// AddContact adds a contact and, where one is given, their first role in an organisation (B2). It returns a
// *domain.BlockedError for what the chosen channel needs and lacks.
func AddContact(ctx context.Context, a *act.App, actor policy.Actor, c partners.Contact,
	first partners.ContactRole) (id domain.ContactID, err error) {
	err = a.Do(ctx, actor, policy.EditContacts, func(s *act.Step) error {
		if id, err = addContact(ctx, s, c, first); err != nil {
			return err
		}
		s.Record(contactEvent(id, "Contact added", nil, c))
		return nil
	})
	return id, err
}

func addContact(ctx context.Context, s *act.Step, c partners.Contact, first partners.ContactRole) (domain.ContactID,
	error) {
	if blockers := c.Blockers(); len(blockers) > 0 {
		return 0, &domain.BlockedError{Blockers: blockers}
	}
	id, err := partnerstore.AddContact(ctx, s.Writer, c, s.Actor.ID, s.Now())
	if err != nil || first.Organisation == 0 {
		return id, err
	}
	first.Contact = id
	if first.From.IsZero() {
		first.From = s.Today()
	}
	return id, partnerstore.AddContactRole(ctx, s.Writer, first)
}

// ChangeContact writes an edit over the version that was read. It returns domain.ErrConflict for a newer one. Whether
// they may be contacted stays as it is: see SetDoNotContact.
func ChangeContact(ctx context.Context, a *act.App, actor policy.Actor, edit partners.Contact) error {
	return a.Do(ctx, actor, policy.EditContacts, func(s *act.Step) error {
		was, err := contactToEdit(ctx, s, edit.ID)
		if err != nil {
			return err
		}
		if was.Version != edit.Version {
			return domain.ErrConflict
		}
		edit.DoNotContact, edit.DoNotContactReason = was.DoNotContact, was.DoNotContactReason
		if blockers := edit.Blockers(); len(blockers) > 0 {
			return &domain.BlockedError{Blockers: blockers}
		}
		s.Record(contactEvent(edit.ID, "Details changed", was, edit))
		return partnerstore.ChangeContact(ctx, s.Writer, edit)
	})
}

// SetDoNotContact says that a contact is not to be contacted, and why, or that they may be again (B8).
func SetDoNotContact(ctx context.Context, a *act.App, actor policy.Actor, id domain.ContactID, barred bool,
	reason string) error {
	return a.Do(ctx, actor, policy.EditContacts, func(s *act.Step) error {
		was, err := contactToEdit(ctx, s, id)
		if err != nil {
			return err
		}
		if was.DoNotContact == barred {
			return s.Same()
		}
		if reason == "" {
			return domain.Blocked("reason", "Enter the reason")
		}
		is, summary := was, "May be contacted again: "+reason
		is.DoNotContact, is.DoNotContactReason = barred, ""
		if barred {
			is.DoNotContactReason, summary = reason, "Not to be contacted: "+reason
		}
		s.Record(contactEvent(id, summary, was, is))
		return partnerstore.ChangeContact(ctx, s.Writer, is)
	})
}

// AddContactRole gives a contact a role in an organisation from a day (B2).
func AddContactRole(ctx context.Context, a *act.App, actor policy.Actor, r partners.ContactRole) error {
	return a.Do(ctx, actor, policy.EditContacts, func(s *act.Step) error {
		if _, err := contactToEdit(ctx, s, r.Contact); err != nil {
			return err
		}
		s.Record(contactEvent(r.Contact, "Role added", nil, r))
		return partnerstore.AddContactRole(ctx, s.Writer, r)
	})
}

// EndContactRole sets the last day of one of the contact's roles. It returns domain.ErrNotFound for another contact's.
func EndContactRole(ctx context.Context, a *act.App, actor policy.Actor, contact domain.ContactID,
	id domain.ContactRoleID,
	on domain.Date) error {
	return a.Do(ctx, actor, policy.EditContacts, func(s *act.Step) error {
		if _, err := contactToEdit(ctx, s, contact); err != nil {
			return err
		}
		was, err := partnerstore.ContactRoleForUpdate(ctx, s.Writer, contact, id)
		if err != nil {
			return err
		}
		ended, err := was.End(on)
		if err != nil {
			return err
		}
		s.Record(contactEvent(contact, "Role ended: "+was.OrganisationName, was, ended))
		return partnerstore.EndContactRole(ctx, s.Writer, id, on)
	})
}

// contactToEdit loads and locks a contact that the actor may edit. It returns domain.ErrNotFound for any other.
func contactToEdit(ctx context.Context, s *act.Step, id domain.ContactID) (partners.Contact, error) {
	return partnerstore.ContactForUpdate(ctx, s.Writer, policy.ScopeOf(s.Actor, policy.EditContacts), s.Today(), id)
}

func contactEvent(id domain.ContactID, summary string, before, after any) domain.Event {
	return domain.Event{Kind: "contact", ID: int64(id), Summary: summary, Before: before, After: after}
}
