package store

import (
	"context"
	"slices"
	"strings"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// contactInScope limits contacts (by their alias) to those in a network of the reader's areas or with a role today in
// the reader's organisation.
func (w *where) contactInScope(alias string, s policy.Scope, today domain.Date) {
	if s.All {
		return
	}
	w.and(strings.ReplaceAll(`(EXISTS (
		SELECT FROM network_entries sn WHERE sn.contact_id = c.id AND sn.removed_at IS NULL
		       AND sn.area_id = ANY(@scope_areas)) OR EXISTS (
		SELECT FROM contact_roles sr WHERE sr.contact_id = c.id AND sr.organisation_id = ANY(@scope_organisations)
		  AND sr.from_on <= @scope_today AND (sr.to_on IS NULL OR sr.to_on >= @scope_today)))`, "c.id", alias+".id"),
		"scope_organisations", s.Organisations, "scope_areas", s.Areas, "scope_today", today.Time())
}

// more is the conditions as the end of a WHERE clause that has begun.
func (w *where) more() string {
	if len(w.conds) == 0 {
		return ""
	}
	return "\n  AND " + strings.Join(w.conds, "\n  AND ")
}

// containing is the ILIKE pattern of a text somewhere in a value.
func containing(text string) string {
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text) + "%"
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

func (f ContactFilter) where(s policy.Scope, today domain.Date) where {
	w := where{}
	w.contactInScope("c", s, today)
	if f.Text != "" {
		w.and("unaccent(c.name) ILIKE unaccent(@text)", "text", containing(f.Text))
	}
	if f.Kind != "" {
		w.and(`EXISTS (SELECT FROM contact_roles k JOIN organisations o ON o.id = k.organisation_id
			WHERE k.contact_id = c.id AND o.kind = @kind AND k.from_on <= @today
			  AND (k.to_on IS NULL OR k.to_on >= @today))`, "kind", f.Kind)
	}
	if f.DoNotContact {
		w.and("c.do_not_contact")
	}
	w.set("today", today.Time())
	return w
}

// organisationsToday names the organisations in which contact c has a role today.
const organisationsToday = `COALESCE((
		           SELECT string_agg(DISTINCT o.name, ', ' ORDER BY o.name)
		           FROM contact_roles r
		           JOIN organisations o ON o.id = r.organisation_id
		           WHERE r.contact_id = c.id AND r.from_on <= @today AND (r.to_on IS NULL OR r.to_on >= @today)),
		           '') AS organisations`

// ListContacts lists the contacts within scope by name: those after (or before) a contact of the list, at most Limit.
func (r Reader) ListContacts(ctx context.Context, s policy.Scope, today domain.Date,
	f ContactFilter) ([]domain.ContactLine, error) {
	w := f.where(s, today)
	key, order, beyond := domain.ContactID(0), "c.name, c.id", ">"
	switch {
	case f.Before != 0:
		key, order, beyond = f.Before, "c.name DESC, c.id DESC", "<"
	case f.After != 0:
		key = f.After
	}
	if key != 0 {
		at := where{args: w.args}
		at.contactInScope("k", s, today)
		w.and("(c.name, c.id) "+beyond+" (SELECT k.name, k.id FROM contacts k WHERE k.id = @key"+at.more()+")", "key",
			int64(key))
	}
	w.set("limit", f.Limit)
	lines, err := list[domain.ContactLine](ctx, r.db, "list contacts", `
		SELECT c.id, c.name, `+organisationsToday+`, c.email, c.phone, c.channel, c.lawful_basis, c.do_not_contact
		FROM contacts c
		`+w.String()+`
		ORDER BY `+order+`
		LIMIT @limit`, w.args)
	if f.Before != 0 {
		slices.Reverse(lines)
	}
	return lines, err
}

// CountContacts counts what the list would hold in all, to 1,001 at most.
func (r Reader) CountContacts(ctx context.Context, s policy.Scope, today domain.Date, f ContactFilter) (int, error) {
	w := f.where(s, today)
	delete(w.args, "today")
	if f.Kind != "" {
		w.set("today", today.Time())
	}
	return value[int](ctx, r.db, "count contacts", `
		SELECT count(*) FROM (SELECT FROM contacts c `+w.String()+` LIMIT 1001) few`, w.args)
}

const contactColumns = `c.id, c.name, c.email, c.phone, c.lawful_basis, c.channel, c.notes, c.do_not_contact,
c.do_not_contact_reason, c.version`

// Contact loads one within scope; outside it is domain.ErrNotFound.
func (r Reader) Contact(ctx context.Context, s policy.Scope, today domain.Date,
	id domain.ContactID) (domain.Contact, error) {
	w := where{}
	w.and("c.id = @id", "id", int64(id))
	w.contactInScope("c", s, today)
	return one[domain.Contact](ctx, r.db, "contact", `SELECT `+contactColumns+` FROM contacts c `+w.String(), w.args)
}

// ContactForUpdate is Contact, locked until the transaction ends.
func (w Writer) ContactForUpdate(ctx context.Context, s policy.Scope, today domain.Date,
	id domain.ContactID) (domain.Contact, error) {
	c := where{}
	c.and("c.id = @id", "id", int64(id))
	c.contactInScope("c", s, today)
	return one[domain.Contact](ctx, w.db, "contact", `
		SELECT `+contactColumns+` FROM contacts c `+c.String()+` FOR UPDATE`, c.args)
}

const roleColumns = `
		SELECT r.id, r.contact_id AS contact, c.name AS contact_name, r.organisation_id AS organisation,
		       o.name AS organisation_name, r.title, r.from_on AS "from", r.to_on AS "to"
		FROM contact_roles r
		JOIN contacts c ON c.id = r.contact_id
		JOIN organisations o ON o.id = r.organisation_id
		`

// ContactRoles lists a contact's roles, those of today first. The caller has loaded the contact within scope.
func (r Reader) ContactRoles(ctx context.Context, id domain.ContactID) ([]domain.ContactRole, error) {
	return list[domain.ContactRole](ctx, r.db, "contact roles", roleColumns+`WHERE r.contact_id = @id
		ORDER BY r.to_on IS NOT NULL, r.from_on DESC, r.id
		LIMIT 200`, named{"id": int64(id)})
}

// ContactRoleForUpdate loads a role of the contact and locks it; another contact's is domain.ErrNotFound.
func (w Writer) ContactRoleForUpdate(ctx context.Context, contact domain.ContactID,
	id domain.ContactRoleID) (domain.ContactRole, error) {
	return one[domain.ContactRole](ctx, w.db, "contact role", roleColumns+`WHERE r.id = @id
	AND r.contact_id = @contact FOR UPDATE OF r`,
		named{"id": int64(id), "contact": int64(contact)})
}

// AddContact adds a contact.
func (w Writer) AddContact(ctx context.Context, c domain.Contact, by domain.PersonID,
	at time.Time) (domain.ContactID, error) {
	return value[domain.ContactID](ctx, w.db, "add contact", `
		INSERT INTO contacts (name, email, phone, lawful_basis, channel, notes, created_by, created_at)
		VALUES (@name, @email, @phone, @basis, @channel, @notes, @by, @at)
		RETURNING id`,
		named{"name": c.Name, "email": c.Email, "phone": c.Phone, "basis": c.LawfulBasis, "channel": c.Channel,
			"notes": c.Notes, "by": int64(by), "at": at})
}

// ChangeContact writes what was edited over the version that it was read at; another version is domain.ErrConflict.
func (w Writer) ChangeContact(ctx context.Context, c domain.Contact) error {
	return w.change(ctx, "change contact", `
		UPDATE contacts
		SET name = @name, email = @email, phone = @phone, lawful_basis = @basis, channel = @channel, notes = @notes,
		    do_not_contact = @barred, do_not_contact_reason = @reason, version = version + 1
		WHERE id = @id AND version = @version`,
		named{"id": int64(c.ID), "version": c.Version, "name": c.Name, "email": c.Email, "phone": c.Phone,
			"basis": c.LawfulBasis, "channel": c.Channel, "notes": c.Notes, "barred": c.DoNotContact,
			"reason": c.DoNotContactReason})
}

// AddContactRole adds a role. An organisation that does not exist is a *domain.BlockedError by the field organisation.
func (w Writer) AddContactRole(ctx context.Context, r domain.ContactRole) error {
	err := w.exec(ctx, "add contact role", `
		INSERT INTO contact_roles (contact_id, organisation_id, title, from_on, to_on)
		VALUES (@contact, @organisation, @title, @from, @to)`,
		named{"contact": int64(r.Contact), "organisation": int64(r.Organisation), "title": r.Title,
			"from": r.From.Time(), "to": dayOrNull(r.To)})
	if violates(err, "contact_roles_organisation_id_fkey") {
		return domain.Blocked("organisation", "Choose one from the list")
	}
	return err
}

// EndContactRole sets the last day of a role.
func (w Writer) EndContactRole(ctx context.Context, id domain.ContactRoleID, on domain.Date) error {
	return w.change(ctx, "end contact role", `UPDATE contact_roles SET to_on = @on WHERE id = @id AND to_on IS NULL`,
		named{"id": int64(id), "on": on.Time()})
}
