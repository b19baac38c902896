package app

import (
	"context"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/store"
)

// AddOrganisation adds a partner (B1). A name that is taken is a *domain.BlockedError.
func (a *App) AddOrganisation(ctx context.Context, actor policy.Actor, o domain.Organisation) (id domain.OrganisationID, err error) {
	err = a.do(ctx, actor, policy.EditContacts, func(w store.Writer, _ time.Time) (domain.Event, error) {
		id, err = w.AddOrganisation(ctx, o)
		o.ID, o.Version = id, 1
		return domain.Event{Kind: "organisation", ID: int64(id), Summary: "Organisation added", After: o}, err
	})
	return id, err
}

// ChangeOrganisation writes an edit of the version that it was made from; a newer one is domain.ErrConflict.
func (a *App) ChangeOrganisation(ctx context.Context, actor policy.Actor, edit domain.Organisation) error {
	return a.do(ctx, actor, policy.EditContacts, func(w store.Writer, now time.Time) (domain.Event, error) {
		was, err := w.OrganisationForUpdate(ctx, policy.ScopeOf(actor, policy.EditContacts), domain.DateOf(now), edit.ID)
		if err != nil {
			return domain.Event{}, err
		}
		return domain.Event{Kind: "organisation", ID: int64(edit.ID), Summary: "Organisation changed", Before: was, After: edit}, w.ChangeOrganisation(ctx, edit)
	})
}
