package store

import (
	"context"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// OrganisationFilter narrows a list of organisations; zero fields do not.
type OrganisationFilter struct {
	Kind string
	Text string // part of the name, accents and case aside
}

// organisationInScope limits organisations to those of the reader, or with somebody in a network of the reader's areas.
func (w *where) organisationInScope(s policy.Scope, today domain.Date) {
	if s.All {
		return
	}
	w.and(`(o.id = ANY(@scope_organisations) OR EXISTS (
		SELECT FROM contact_roles r
		JOIN network_entries n ON n.contact_id = r.contact_id AND n.removed_at IS NULL
		WHERE r.organisation_id = o.id AND r.from_on <= @scope_today AND (r.to_on IS NULL OR r.to_on >= @scope_today)
		  AND n.area_id = ANY(@scope_areas)))`,
		"scope_organisations", s.Organisations, "scope_areas", s.Areas, "scope_today", today.Time())
}

// ListOrganisations lists the organisations within the contacts scope by kind and name, at most 500, with how many of
// their contacts the reader may see today.
func (r Reader) ListOrganisations(ctx context.Context, s policy.Scope, today domain.Date,
	f OrganisationFilter) ([]domain.OrganisationLine, error) {
	w := where{}
	w.organisationInScope(s, today)
	if f.Kind != "" {
		w.and("o.kind = @kind", "kind", f.Kind)
	}
	if f.Text != "" {
		w.and("unaccent(o.name) ILIKE unaccent(@text)", "text", containing(f.Text))
	}
	w.set("today", today.Time())
	visible := where{args: w.args}
	visible.contactInScope("c", s, today)
	return list[domain.OrganisationLine](ctx, r.db, "list organisations", `
		SELECT o.id, o.name, o.kind, (
		           SELECT count(DISTINCT c.id)
		           FROM contact_roles m
		           JOIN contacts c ON c.id = m.contact_id
		           WHERE m.organisation_id = o.id AND m.from_on <= @today
		             AND (m.to_on IS NULL OR m.to_on >= @today)`+visible.more()+`) AS contacts
		FROM organisations o
		`+w.String()+`
		ORDER BY o.kind, o.name
		LIMIT 500`, w.args)
}

const organisationColumns = `o.id, o.name, o.kind, o.notes, o.version`

// Organisation loads one within the contacts scope; outside it is domain.ErrNotFound.
func (r Reader) Organisation(ctx context.Context, s policy.Scope, today domain.Date,
	id domain.OrganisationID) (domain.Organisation, error) {
	w := where{}
	w.and("o.id = @id", "id", int64(id))
	w.organisationInScope(s, today)
	return one[domain.Organisation](ctx, r.db, "organisation", `
		SELECT `+organisationColumns+` FROM organisations o `+w.String(), w.args)
}

// OrganisationForUpdate is Organisation, locked until the transaction ends.
func (w Writer) OrganisationForUpdate(ctx context.Context, s policy.Scope, today domain.Date,
	id domain.OrganisationID) (domain.Organisation, error) {
	c := where{}
	c.and("o.id = @id", "id", int64(id))
	c.organisationInScope(s, today)
	return one[domain.Organisation](ctx, w.db, "organisation", `
		SELECT `+organisationColumns+` FROM organisations o `+c.String()+` FOR UPDATE`, c.args)
}

// OrganisationRoles lists the roles that visible contacts hold or held in the organisation, those of today first.
func (r Reader) OrganisationRoles(ctx context.Context, s policy.Scope, today domain.Date,
	id domain.OrganisationID) ([]domain.ContactRole, error) {
	w := where{}
	w.and("r.organisation_id = @id", "id", int64(id))
	w.contactInScope("c", s, today)
	return list[domain.ContactRole](ctx, r.db, "organisation roles", roleColumns+w.String()+`
		ORDER BY r.to_on IS NOT NULL, c.name, r.id
		LIMIT 500`, w.args)
}

// AddOrganisation adds one. A name that is taken is a *domain.BlockedError by the field name.
func (w Writer) AddOrganisation(ctx context.Context, o domain.Organisation) (domain.OrganisationID, error) {
	id, err := value[domain.OrganisationID](ctx, w.db, "add organisation", `
		INSERT INTO organisations (name, kind, notes) VALUES (@name, @kind, @notes) RETURNING id`,
		named{"name": o.Name, "kind": o.Kind, "notes": o.Notes})
	return id, organisationTaken(err, o)
}

// ChangeOrganisation writes what was edited over the version that it was read at; another version is
// domain.ErrConflict, a name that is taken a *domain.BlockedError.
func (w Writer) ChangeOrganisation(ctx context.Context, o domain.Organisation) error {
	return organisationTaken(w.change(ctx, "change organisation", `
		UPDATE organisations SET name = @name, kind = @kind, notes = @notes, version = version + 1 WHERE id = @id
		AND version = @version`, named{"id": int64(o.ID), "version": o.Version, "name": o.Name, "kind": o.Kind,
		"notes": o.Notes}), o)
}

func organisationTaken(err error, o domain.Organisation) error {
	if violates(err, "organisations_name_key") {
		return domain.Blocked("name", "There is an organisation called "+o.Name+" already")
	}
	return err
}
