package store

import (
	"context"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

const entryColumns = `
		SELECT n.id, n.area_id AS area, n.contact_id AS contact, n.kind, c.name, ` + organisationsToday + `,
		       n.represents, n.patch, n.engaged_on, c.email, c.phone, c.channel, c.do_not_contact,
		       n.removed_at, n.removed_reason
		FROM network_entries n
		JOIN contacts c ON c.id = n.contact_id
		`

// Network is everyone in the area's network on the day, whoever asks: what gates freeze and notices go to (004; B4,
// B5).
func (r Reader) Network(ctx context.Context, area domain.AreaID, today domain.Date) ([]domain.NetworkEntry, error) {
	return r.NetworkInScope(ctx, policy.Scope{All: true}, area, today)
}

// NetworkInScope is the part of the area's network that the reader may see.
func (r Reader) NetworkInScope(ctx context.Context, s policy.Scope, area domain.AreaID,
	today domain.Date) ([]domain.NetworkEntry, error) {
	w := where{}
	w.and("n.area_id = @area AND n.removed_at IS NULL", "area", int64(area), "today", today.Time())
	w.contactInScope("c", s, today)
	return list[domain.NetworkEntry](ctx, r.db, "network", entryColumns+w.String()+` ORDER BY n.kind, c.name, n.id`,
		w.args)
}

// NetworkCounts counts the area's network, whoever asks: figures name nobody.
func (r Reader) NetworkCounts(ctx context.Context, area domain.AreaID) (domain.NetworkCounts, error) {
	return one[domain.NetworkCounts](ctx, r.db, "network counts", `
		SELECT count(*) FILTER (WHERE kind = 'patch worker') AS patch_workers,
		       count(*) FILTER (WHERE kind = 'patch worker' AND engaged_on IS NOT NULL) AS engaged,
		       count(*) FILTER (WHERE kind = 'community') AS community,
		       count(*) FILTER (WHERE kind = 'stakeholder') AS stakeholders,
		       count(*) FILTER (WHERE kind = 'forum') AS forums,
		       EXISTS (SELECT FROM area_statements s WHERE s.area_id = @area
		               AND s.about = 'representativeness') AS stated
		FROM network_entries
		WHERE area_id = @area AND removed_at IS NULL`, named{"area": int64(area)})
}

// RemovedFromNetwork lists who was in the area's network before, latest first, at most 100.
func (r Reader) RemovedFromNetwork(ctx context.Context, area domain.AreaID,
	today domain.Date) ([]domain.NetworkEntry, error) {
	return list[domain.NetworkEntry](ctx, r.db, "removed from network", entryColumns+`
		WHERE n.area_id = @area AND n.removed_at IS NOT NULL
		ORDER BY n.removed_at DESC, n.id DESC
		LIMIT 100`, named{"area": int64(area), "today": today.Time()})
}

// NetworkEntry loads an entry of the area that has not been removed; another area's is domain.ErrNotFound.
func (r Reader) NetworkEntry(ctx context.Context, area domain.AreaID, id domain.NetworkEntryID,
	today domain.Date) (domain.NetworkEntry, error) {
	return one[domain.NetworkEntry](ctx, r.db, "network entry", entryColumns+`WHERE n.id = @id AND n.area_id = @area
	AND n.removed_at IS NULL`,
		named{"id": int64(id), "area": int64(area), "today": today.Time()})
}

// NetworkEntryForUpdate is NetworkEntry, locked until the transaction ends.
func (w Writer) NetworkEntryForUpdate(ctx context.Context, area domain.AreaID, id domain.NetworkEntryID,
	today domain.Date) (domain.NetworkEntry, error) {
	return one[domain.NetworkEntry](ctx, w.db, "network entry", entryColumns+`
		WHERE n.id = @id AND n.area_id = @area AND n.removed_at IS NULL FOR UPDATE OF n`,
		named{"id": int64(id), "area": int64(area), "today": today.Time()})
}

// AddNetworkEntry adds a contact to the area's network. One who is on that list already is a *domain.BlockedError.
func (w Writer) AddNetworkEntry(ctx context.Context, e domain.NetworkEntry, by domain.PersonID, at time.Time) error {
	err := w.exec(ctx, "add network entry", `
		INSERT INTO network_entries (area_id, contact_id, kind, represents, patch, engaged_on, added_by, added_at)
		VALUES (@area, @contact, @kind, @represents, @patch, @engaged, @by, @at)`,
		named{"area": int64(e.Area), "contact": int64(e.Contact), "kind": e.Kind, "represents": e.Represents,
			"patch": e.Patch, "engaged": dayOrNull(e.EngagedOn), "by": int64(by), "at": at})
	if violates(err, "network_entries_open") {
		return domain.Blocked("contact", e.Name+" is on this list already")
	}
	return err
}

// ChangeNetworkEntry writes what the contact stands for, their patch and when they were engaged.
func (w Writer) ChangeNetworkEntry(ctx context.Context, e domain.NetworkEntry) error {
	return w.change(ctx, "change network entry", `
		UPDATE network_entries SET represents = @represents, patch = @patch, engaged_on = @engaged WHERE id = @id
		AND removed_at IS NULL`, named{"id": int64(e.ID), "represents": e.Represents, "patch": e.Patch,
		"engaged": dayOrNull(e.EngagedOn)})
}

// RemoveNetworkEntry takes a contact off the list and keeps when, by whom and why.
func (w Writer) RemoveNetworkEntry(ctx context.Context, id domain.NetworkEntryID, by domain.PersonID, at time.Time,
	reason string) error {
	return w.change(ctx, "remove network entry", `
		UPDATE network_entries SET removed_at = @at, removed_by = @by, removed_reason = @reason WHERE id = @id
		AND removed_at IS NULL`, named{"id": int64(id), "at": at, "by": int64(by), "reason": reason})
}

// Statements are the newest statements about the area, by what they are about (004, gate 2).
func (r Reader) Statements(ctx context.Context, area domain.AreaID) (map[string]domain.Statement, error) {
	rows, err := list[domain.Statement](ctx, r.db, "statements", `
		SELECT DISTINCT ON (s.about) s.about, s.text, p.name AS by, s.at
		FROM area_statements s
		JOIN people p ON p.id = s.by
		WHERE s.area_id = @area
		ORDER BY s.about, s.id DESC`, named{"area": int64(area)})
	newest := map[string]domain.Statement{}
	for _, s := range rows {
		newest[s.About] = s
	}
	return newest, err
}

// StatementsAbout are everything that was stated about a matter of the area, newest first, at most 50.
func (r Reader) StatementsAbout(ctx context.Context, area domain.AreaID, about string) ([]domain.Statement, error) {
	return list[domain.Statement](ctx, r.db, "statements about", `
		SELECT s.about, s.text, p.name AS by, s.at
		FROM area_statements s
		JOIN people p ON p.id = s.by
		WHERE s.area_id = @area AND s.about = @about
		ORDER BY s.id DESC
		LIMIT 50`, named{"area": int64(area), "about": about})
}

// AddStatement adds a statement; from now on it is the one that counts.
func (w Writer) AddStatement(ctx context.Context, area domain.AreaID, s domain.Statement, by domain.PersonID) error {
	return w.exec(ctx, "add statement", `
		INSERT INTO area_statements (area_id, about, text, by, at) VALUES (@area, @about, @text, @by, @at)`,
		named{"area": int64(area), "about": s.About, "text": s.Text, "by": int64(by), "at": s.At})
}

const informedColumns = `
		SELECT t.at, t.subject, COALESCE(a.name, '') AS area, i.name, i.result
		FROM notice_recipients i
		JOIN notices t ON t.id = i.notice_id
		LEFT JOIN areas a ON a.id = t.area_id
		`

// ContactInformed lists what a contact was told and when, newest first, at most 100 (B4): notices about areas within
// scope.
func (r Reader) ContactInformed(ctx context.Context, areas policy.Scope,
	id domain.ContactID) ([]domain.Informed, error) {
	w := where{}
	w.and("i.contact_id = @id", "id", int64(id))
	w.inScope("t.area_id", areas)
	return list[domain.Informed](ctx, r.db, "contact informed", informedColumns+w.String()+` ORDER BY i.id DESC
	LIMIT 100`, w.args)
}

// NetworkInformed lists who in the area's network was told what and when, newest first, at most 200 (B4).
func (r Reader) NetworkInformed(ctx context.Context, s policy.Scope, area domain.AreaID,
	today domain.Date) ([]domain.Informed, error) {
	w := where{}
	w.and("t.area_id = @area", "area", int64(area))
	w.contactInScope("c", s, today)
	return list[domain.Informed](ctx, r.db, "network informed", informedColumns+`JOIN contacts c ON c.id
	= i.contact_id `+w.String()+`
		ORDER BY i.id DESC
		LIMIT 200`, w.args)
}

// ContactNetworks lists the networks of areas within scope that a contact is in.
func (r Reader) ContactNetworks(ctx context.Context, areas policy.Scope,
	id domain.ContactID) ([]domain.ContactNetwork, error) {
	w := where{}
	w.and("n.contact_id = @id AND n.removed_at IS NULL", "id", int64(id))
	w.inScope("n.area_id", areas)
	return list[domain.ContactNetwork](ctx, r.db, "contact networks", `
		SELECT n.area_id AS area, a.name AS area_name, n.kind, n.represents, n.patch, n.engaged_on
		FROM network_entries n
		JOIN areas a ON a.id = n.area_id
		`+w.String()+` ORDER BY a.name, n.kind, n.id LIMIT 200`, w.args)
}
