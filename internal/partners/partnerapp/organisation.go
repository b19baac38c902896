package partnerapp

import (
	"context"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/partners"
	"fourgates/internal/partners/partnerstore"
	"fourgates/internal/policy"
)

// AddOrganisation adds a partner (B1). It returns a *domain.BlockedError for a name in use.
func AddOrganisation(ctx context.Context, a *act.App, actor policy.Actor, o partners.Organisation) (
	id domain.OrganisationID,
	err error) {
	err = a.Do(ctx, actor, policy.EditContacts, func(s *act.Step) error {
		if id, err = partnerstore.AddOrganisation(ctx, s.Writer, o); err != nil {
			return err
		}
		o.ID, o.Version = id, 1
		s.Record(domain.Event{Kind: "organisation", ID: int64(id), Summary: "Organisation added", After: o})
		return nil
	})
	return id, err
}

// ChangeOrganisation writes an edit over the version that was read. It returns domain.ErrConflict for a newer one.
func ChangeOrganisation(ctx context.Context, a *act.App, actor policy.Actor, edit partners.Organisation) error {
	return a.Do(ctx, actor, policy.EditContacts, func(s *act.Step) error {
		was, err := partnerstore.OrganisationForUpdate(ctx, s.Writer, policy.ScopeOf(actor, policy.EditContacts),
			s.Today(), edit.ID)
		if err != nil {
			return err
		}
		s.Record(domain.Event{Kind: "organisation", ID: int64(edit.ID), Summary: "Organisation changed", Before: was,
			After: edit})
		return partnerstore.ChangeOrganisation(ctx, s.Writer, edit)
	})
}
