package app

import (
	"context"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// AddOrganisation adds a partner (B1). It returns a *domain.BlockedError for a name in use.
func (a *App) AddOrganisation(ctx context.Context, actor policy.Actor, o domain.Organisation) (id domain.OrganisationID,
	err error) {
	err = a.Do(ctx, actor, policy.EditContacts, func(s *Step) error {
		if id, err = s.AddOrganisation(ctx, o); err != nil {
			return err
		}
		o.ID, o.Version = id, 1
		s.Record(domain.Event{Kind: "organisation", ID: int64(id), Summary: "Organisation added", After: o})
		return nil
	})
	return id, err
}

// ChangeOrganisation writes an edit over the version that was read. It returns domain.ErrConflict for a newer one.
func (a *App) ChangeOrganisation(ctx context.Context, actor policy.Actor, edit domain.Organisation) error {
	return a.Do(ctx, actor, policy.EditContacts, func(s *Step) error {
		was, err := s.OrganisationForUpdate(ctx, policy.ScopeOf(actor, policy.EditContacts), s.Today(), edit.ID)
		if err != nil {
			return err
		}
		s.Record(domain.Event{Kind: "organisation", ID: int64(edit.ID), Summary: "Organisation changed", Before: was,
			After: edit})
		return s.ChangeOrganisation(ctx, edit)
	})
}
