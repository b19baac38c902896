// Package partnerstore keeps organisations, services, contacts and networks in Postgres.
package partnerstore

import (
	"context"
	"slices"
	"strings"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/partners"
	"fourgates/internal/policy"
)

// contactInScope limits contacts (by their alias) to those in a network of the reader's areas or with a role today in
// the reader's organisation.
func contactInScope(w *db.Where, alias string, s policy.Scope, today domain.Date) {
	if s.All {
		return
	}
	w.And(strings.ReplaceAll(`(EXISTS (
		SELECT FROM network_entries sn WHERE sn.contact_id = c.id AND sn.removed_at IS NULL
		       AND sn.area_id = ANY(@scope_areas)) OR EXISTS (
		SELECT FROM contact_roles sr WHERE sr.contact_id = c.id AND sr.organisation_id = ANY(@scope_organisations)
		  AND sr.from_on <= @scope_today AND (sr.to_on IS NULL OR sr.to_on >= @scope_today)))`, "c.id", alias+".id"),
		"scope_organisations", s.Organisations, "scope_areas", s.Areas, "scope_today", today.Time())
}

// more is the conditions as the end of a WHERE clause that has begun.
func more(w *db.Where) string {
	if len(w.Conds) == 0 {
		return ""
	}
	return "\n  AND " + strings.Join(w.Conds, "\n  AND ")
}

// ContactFilter narrows a list of contacts; zero fields do not.
type ContactFilter struct {
	Text         string // part of the name, accents and case aside
	Kind         string // of an organisation in which they have a role today
	DoNotContact bool   // only those not to be contacted
	After        domain.ContactID
	Before       domain.ContactID
	Limit        int
}

func (f ContactFilter) where(s policy.Scope, today domain.Date) db.Where {
	w := db.Where{}
	contactInScope(&w, "c", s, today)
	if f.Text != "" {
		w.Finds(f.Text, "c.name")
	}
	if f.Kind != "" {
		w.And(`EXISTS (SELECT FROM contact_roles k JOIN organisations o ON o.id = k.organisation_id
			WHERE k.contact_id = c.id AND o.kind = @kind AND k.from_on <= @today
			  AND (k.to_on IS NULL OR k.to_on >= @today))`, "kind", f.Kind)
	}
	if f.DoNotContact {
		w.And("c.do_not_contact")
	}
	w.Set("today", today.Time())
	return w
}

// organisationsToday names the organisations in which contact c has a role today.
const organisationsToday = `COALESCE((
		           SELECT string_agg(DISTINCT o.name COLLATE by_name, ', ' ORDER BY o.name COLLATE by_name)
		           FROM contact_roles r
		           JOIN organisations o ON o.id = r.organisation_id
		           WHERE r.contact_id = c.id AND r.from_on <= @today AND (r.to_on IS NULL OR r.to_on >= @today)),
		           '') AS organisations`

// ListContacts lists the contacts within scope by name: those after (or before) a contact of the list, at most Limit.
func ListContacts(ctx context.Context, r db.Reader, s policy.Scope, today domain.Date,
	f ContactFilter) ([]partners.ContactLine, error) {
	w := f.where(s, today)
	key, order, beyond := domain.ContactID(0), "c.name COLLATE by_name, c.id", ">"
	switch {
	case f.Before != 0:
		key, order, beyond = f.Before, "c.name COLLATE by_name DESC, c.id DESC", "<"
	case f.After != 0:
		key = f.After
	}
	if key != 0 {
		at := db.Where{Args: w.Args}
		contactInScope(&at, "k", s, today)
		w.And("(c.name COLLATE by_name, c.id) "+beyond+" (SELECT k.name, k.id FROM contacts k WHERE k.id = @key"+
			more(&at)+")", "key", int64(key))
	}
	w.Set("limit", f.Limit)
	lines, err := db.List[partners.ContactLine](ctx, r.DB, "list contacts", `
		SELECT c.id, c.name, `+organisationsToday+`, c.email, c.phone, c.channel, c.lawful_basis, c.do_not_contact,
		       `+bouncedAt+`
		FROM contacts c
		`+w.String()+`
		ORDER BY `+order+`
		LIMIT @limit`, w.Args)
	if f.Before != 0 {
		slices.Reverse(lines)
	}
	return lines, err
}

// CountContacts counts what the list would hold in all, to 1,001 at most.
func CountContacts(ctx context.Context, r db.Reader, s policy.Scope, today domain.Date, f ContactFilter) (int, error) {
	w := f.where(s, today)
	delete(w.Args, "today")
	if f.Kind != "" {
		w.Set("today", today.Time())
	}
	return db.Value[int](ctx, r.DB, "count contacts", `
		SELECT count(*) FROM (SELECT FROM contacts c `+w.String()+` LIMIT 1001) few`, w.Args)
}

const contactColumns = `c.id, c.name, c.email, c.phone, c.postal_address, c.lawful_basis, c.channel, c.notes, c.do_not_contact,
c.do_not_contact_reason, ` + bouncedAt + `, c.version`

// bouncedAt is when e-mail to the address of contact c came back.
const bouncedAt = `(SELECT b.back_at FROM bounced_addresses b WHERE b.address = lower(c.email)) AS bounced_at`

// Contact loads one within scope; outside it is domain.ErrNotFound.
func Contact(ctx context.Context, r db.Reader, s policy.Scope, today domain.Date,
	id domain.ContactID) (partners.Contact, error) {
	w := db.Where{}
	w.And("c.id = @id", "id", int64(id))
	contactInScope(&w, "c", s, today)
	return db.One[partners.Contact](ctx, r.DB, "contact", `SELECT `+contactColumns+` FROM contacts c `+w.String(),
		w.Args)
}

// ContactForUpdate is Contact, locked until the transaction ends.
func ContactForUpdate(ctx context.Context, w db.Writer, s policy.Scope, today domain.Date,
	id domain.ContactID) (partners.Contact, error) {
	c := db.Where{}
	c.And("c.id = @id", "id", int64(id))
	contactInScope(&c, "c", s, today)
	return db.One[partners.Contact](ctx, w.DB, "contact", `
		SELECT `+contactColumns+` FROM contacts c `+c.String()+` FOR UPDATE`, c.Args)
}

const roleColumns = `
		SELECT r.id, r.contact_id AS contact, c.name AS contact_name, r.organisation_id AS organisation,
		       o.name AS organisation_name, r.title, r.from_on AS "from", r.to_on AS "to"
		FROM contact_roles r
		JOIN contacts c ON c.id = r.contact_id
		JOIN organisations o ON o.id = r.organisation_id
		`

// ContactRoles lists a contact's roles, those of today first. The caller has loaded the contact within scope.
func ContactRoles(ctx context.Context, r db.Reader, id domain.ContactID) ([]partners.ContactRole, error) {
	return db.List[partners.ContactRole](ctx, r.DB, "contact roles", roleColumns+`WHERE r.contact_id = @id
		ORDER BY r.to_on IS NOT NULL, r.from_on DESC, r.id`, db.Named{"id": int64(id)})
}

// ContactRoleForUpdate loads a role of the contact and locks it; another contact's is domain.ErrNotFound.
func ContactRoleForUpdate(ctx context.Context, w db.Writer, contact domain.ContactID,
	id domain.ContactRoleID) (partners.ContactRole, error) {
	return db.One[partners.ContactRole](ctx, w.DB, "contact role", roleColumns+`WHERE r.id = @id
	AND r.contact_id = @contact FOR UPDATE OF r`,
		db.Named{"id": int64(id), "contact": int64(contact)})
}

// AddContact adds a contact.
func AddContact(ctx context.Context, w db.Writer, c partners.Contact, by domain.PersonID,
	at time.Time) (domain.ContactID, error) {
	return db.Value[domain.ContactID](ctx, w.DB, "add contact", `
		INSERT INTO contacts (name, email, phone, postal_address, lawful_basis, channel, notes, created_by, created_at)
		VALUES (@name, @email, @phone, @postal, @basis, @channel, @notes, @by, @at)
		RETURNING id`,
		db.Named{"name": c.Name, "email": c.Email, "phone": c.Phone, "postal": c.Postal, "basis": c.LawfulBasis,
			"channel": c.Channel, "notes": c.Notes, "by": int64(by), "at": at})
}

// ChangeContact writes what was edited over the version that it was read at; another version is domain.ErrConflict.
func ChangeContact(ctx context.Context, w db.Writer, c partners.Contact) error {
	return w.Change(ctx, "change contact", `
		UPDATE contacts
		SET name = @name, email = @email, phone = @phone, postal_address = @postal, lawful_basis = @basis,
		    channel = @channel, notes = @notes, do_not_contact = @barred, do_not_contact_reason = @reason,
		    version = version + 1
		WHERE id = @id AND version = @version`,
		db.Named{"id": int64(c.ID), "version": c.Version, "name": c.Name, "email": c.Email, "phone": c.Phone,
			"postal": c.Postal, "basis": c.LawfulBasis, "channel": c.Channel, "notes": c.Notes,
			"barred": c.DoNotContact, "reason": c.DoNotContactReason})
}

// AddContactRole adds a role. An organisation that does not exist is a *domain.BlockedError by the field organisation.
func AddContactRole(ctx context.Context, w db.Writer, r partners.ContactRole) error {
	err := w.Exec(ctx, "add contact role", `
		INSERT INTO contact_roles (contact_id, organisation_id, title, from_on, to_on)
		VALUES (@contact, @organisation, @title, @from, @to)`,
		db.Named{"contact": int64(r.Contact), "organisation": int64(r.Organisation), "title": r.Title,
			"from": r.From.Time(), "to": db.DayOrNull(r.To)})
	if db.Violates(err, "contact_roles_organisation_id_fkey") {
		return domain.Blocked("organisation", "Choose one from the list")
	}
	return err
}

// EndContactRole sets the last day of a role.
func EndContactRole(ctx context.Context, w db.Writer, id domain.ContactRoleID, on domain.Date) error {
	return w.Change(ctx, "end contact role", `UPDATE contact_roles SET to_on = @on WHERE id = @id AND to_on IS NULL`,
		db.Named{"id": int64(id), "on": on.Time()})
}
