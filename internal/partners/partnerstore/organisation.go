package partnerstore

import (
	"context"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/partners"
	"fourgates/internal/policy"
)

// OrganisationFilter narrows a list of organisations; zero fields do not.
type OrganisationFilter struct {
	Kind string
	Text string // part of the name, accents and case aside
	All  bool   // however many they are
}

// organisationInScope limits organisations to those of the reader, or with somebody in a network of the reader's areas.
func organisationInScope(w *db.Where, s policy.Scope, today domain.Date) {
	if s.All {
		return
	}
	w.And(`(o.id = ANY(@scope_organisations) OR EXISTS (
		SELECT FROM contact_roles r
		JOIN network_entries n ON n.contact_id = r.contact_id AND n.removed_at IS NULL
		WHERE r.organisation_id = o.id AND r.from_on <= @scope_today AND (r.to_on IS NULL OR r.to_on >= @scope_today)
		  AND n.area_id = ANY(@scope_areas)))`,
		"scope_organisations", s.Organisations, "scope_areas", s.Areas, "scope_today", today.Time())
}

// ListOrganisations lists the organisations within the contacts scope by kind and name, at most
// partners.MostOrganisations, with how many of their contacts the reader may see today.
func ListOrganisations(ctx context.Context, r db.Reader, s policy.Scope, today domain.Date,
	f OrganisationFilter) ([]partners.OrganisationLine, error) {
	w := db.Where{}
	organisationInScope(&w, s, today)
	if f.Kind != "" {
		w.And("o.kind = @kind", "kind", f.Kind)
	}
	if f.Text != "" {
		w.Finds(f.Text, "o.name")
	}
	w.Set("today", today.Time())
	if w.Set("most", partners.MostOrganisations); f.All {
		w.Set("most", nil)
	}
	visible := db.Where{Args: w.Args}
	contactInScope(&visible, "c", s, today)
	return db.List[partners.OrganisationLine](ctx, r.DB, "list organisations", `
		SELECT o.id, o.name, o.kind, (
		           SELECT count(DISTINCT c.id)
		           FROM contact_roles m
		           JOIN contacts c ON c.id = m.contact_id
		           WHERE m.organisation_id = o.id AND m.from_on <= @today
		             AND (m.to_on IS NULL OR m.to_on >= @today)`+more(&visible)+`) AS contacts
		FROM organisations o
		`+w.String()+`
		ORDER BY o.kind, o.name COLLATE by_name
		LIMIT @most`, w.Args)
}

const organisationColumns = `o.id, o.name, o.kind, o.postal_address, o.notes, o.version`

// Organisation loads one within the contacts scope; outside it is domain.ErrNotFound.
func Organisation(ctx context.Context, r db.Reader, s policy.Scope, today domain.Date,
	id domain.OrganisationID) (partners.Organisation, error) {
	w := db.Where{}
	w.And("o.id = @id", "id", int64(id))
	organisationInScope(&w, s, today)
	return db.One[partners.Organisation](ctx, r.DB, "organisation", `
		SELECT `+organisationColumns+` FROM organisations o `+w.String(), w.Args)
}

// OrganisationForUpdate is Organisation, locked until the transaction ends.
func OrganisationForUpdate(ctx context.Context, w db.Writer, s policy.Scope, today domain.Date,
	id domain.OrganisationID) (partners.Organisation, error) {
	c := db.Where{}
	c.And("o.id = @id", "id", int64(id))
	organisationInScope(&c, s, today)
	return db.One[partners.Organisation](ctx, w.DB, "organisation", `
		SELECT `+organisationColumns+` FROM organisations o `+c.String()+` FOR UPDATE`, c.Args)
}

// OrganisationRoles lists the roles that visible contacts hold or held in the organisation, those of today first.
func OrganisationRoles(ctx context.Context, r db.Reader, s policy.Scope, today domain.Date,
	id domain.OrganisationID) ([]partners.ContactRole, error) {
	w := db.Where{}
	w.And("r.organisation_id = @id", "id", int64(id))
	contactInScope(&w, "c", s, today)
	return db.List[partners.ContactRole](ctx, r.DB, "organisation roles", roleColumns+w.String()+`
		ORDER BY r.to_on IS NOT NULL, c.name COLLATE by_name, r.id`, w.Args)
}

// AddOrganisation adds one. A name that is taken is a *domain.BlockedError by the field name.
func AddOrganisation(ctx context.Context, w db.Writer, o partners.Organisation) (domain.OrganisationID, error) {
	if err := organisationKnown(ctx, w, o); err != nil {
		return 0, err
	}
	id, err := db.Value[domain.OrganisationID](ctx, w.DB, "add organisation", `
		INSERT INTO organisations (name, kind, postal_address, notes) VALUES (@name, @kind, @postal, @notes)
		RETURNING id`,
		db.Named{"name": o.Name, "kind": o.Kind, "postal": o.Postal, "notes": o.Notes})
	return id, organisationTaken(err, o)
}

// ChangeOrganisation writes what was edited over the version that it was read at; another version is
// domain.ErrConflict, a name that is taken a *domain.BlockedError.
func ChangeOrganisation(ctx context.Context, w db.Writer, o partners.Organisation) error {
	if err := organisationKnown(ctx, w, o); err != nil {
		return err
	}
	return organisationTaken(w.Change(ctx, "change organisation", `
		UPDATE organisations SET name = @name, kind = @kind, postal_address = @postal, notes = @notes,
		version = version + 1 WHERE id = @id AND version = @version`, db.Named{"id": int64(o.ID), "version": o.Version,
		"name": o.Name, "kind": o.Kind, "postal": o.Postal, "notes": o.Notes}), o)
}

// organisationKnown is a *domain.BlockedError where another has the name as names are compared.
func organisationKnown(ctx context.Context, w db.Writer, o partners.Organisation) error {
	known, err := db.Values[string](ctx, w.DB, "organisations of a name", `
		SELECT name FROM organisations WHERE folded(name) = folded(@name) AND id <> @id::bigint LIMIT 1`,
		db.Named{"name": o.Name, "id": int64(o.ID)})
	if err != nil || len(known) == 0 {
		return err
	}
	return domain.Blocked("name", "There is an organisation called "+known[0]+" already")
}

func organisationTaken(err error, o partners.Organisation) error {
	if db.Violates(err, "organisations_name_key") {
		return domain.Blocked("name", "There is an organisation called "+o.Name+" already")
	}
	return err
}
