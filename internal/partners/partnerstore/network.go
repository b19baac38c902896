package partnerstore

import (
	"context"
	"strconv"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/notices/noticestore"
	"fourgates/internal/partners"
	"fourgates/internal/policy"
	"fourgates/internal/restrictions"
	"fourgates/internal/restrictions/restrictionstore"
)

const entryColumns = `
		SELECT n.id, n.area_id AS area, n.contact_id AS contact, n.kind, c.name, ` + organisationsToday + `,
		       n.represents, n.patch, n.engaged_on, c.email, c.phone, c.channel, c.do_not_contact, ` + bouncedAt + `,
		       n.removed_at, n.removed_reason
		FROM network_entries n
		JOIN contacts c ON c.id = n.contact_id
		`

// Network is everyone in the area's network on the day, whoever asks: what gates freeze and notices go to (004; B4,
// B5).
func Network(ctx context.Context, r db.Reader, area domain.AreaID, today domain.Date) ([]partners.NetworkEntry, error) {
	return NetworkInScope(ctx, r, policy.Scope{All: true}, area, today)
}

// NetworkInScope is the part of the area's network that the reader may see.
func NetworkInScope(ctx context.Context, r db.Reader, s policy.Scope, area domain.AreaID,
	today domain.Date) (entries []partners.NetworkEntry, err error) {
	err = r.Ask(ctx, AskNetwork(s, area, today, &entries))
	return entries, err
}

// AskNetwork asks for the NetworkInScope.
func AskNetwork(s policy.Scope, area domain.AreaID, today domain.Date, to *[]partners.NetworkEntry) db.Question {
	w := db.Where{}
	w.And("n.area_id = @area AND n.removed_at IS NULL", "area", int64(area), "today", today.Time())
	contactInScope(&w, "c", s, today)
	return db.Asking(to, "network", entryColumns+w.String()+` ORDER BY n.kind, c.name COLLATE by_name, n.id`, w.Args)
}

// NetworkCounts counts the area's network, whoever asks: figures name nobody.
func NetworkCounts(ctx context.Context, r db.Reader, area domain.AreaID) (partners.NetworkCounts, error) {
	return db.One[partners.NetworkCounts](ctx, r.DB, "network counts", `
		SELECT count(*) FILTER (WHERE kind = 'patch worker') AS patch_workers,
		       count(*) FILTER (WHERE kind = 'patch worker' AND engaged_on IS NOT NULL) AS engaged,
		       count(*) FILTER (WHERE kind = 'community') AS community,
		       count(*) FILTER (WHERE kind = 'stakeholder') AS stakeholders,
		       count(*) FILTER (WHERE kind = 'forum') AS forums,
		       EXISTS (SELECT FROM area_statements s WHERE s.area_id = @area
		               AND s.cycle = recorded_cycle(@area) AND s.about = 'representativeness') AS stated
		FROM network_entries
		WHERE area_id = @area AND removed_at IS NULL`, db.Named{"area": int64(area)})
}

// RemovedFromNetwork lists who was in the area's network before, latest first, partners.MostPast at most.
func RemovedFromNetwork(ctx context.Context, r db.Reader, area domain.AreaID,
	today domain.Date) ([]partners.NetworkEntry, error) {
	return db.List[partners.NetworkEntry](ctx, r.DB, "removed from network", entryColumns+`
		WHERE n.area_id = @area AND n.removed_at IS NOT NULL
		ORDER BY n.removed_at DESC, n.id DESC
		LIMIT `+strconv.Itoa(partners.MostPast), db.Named{"area": int64(area), "today": today.Time()})
}

// NetworkEntry loads an entry of the area that has not been removed; another area's is domain.ErrNotFound.
func NetworkEntry(ctx context.Context, r db.Reader, area domain.AreaID, id domain.NetworkEntryID,
	today domain.Date) (partners.NetworkEntry, error) {
	return db.One[partners.NetworkEntry](ctx, r.DB, "network entry",
		entryColumns+`WHERE n.id = @id AND n.area_id = @area
	AND n.removed_at IS NULL`,
		db.Named{"id": int64(id), "area": int64(area), "today": today.Time()})
}

// NetworkEntryForUpdate is NetworkEntry, locked until the transaction ends.
func NetworkEntryForUpdate(ctx context.Context, w db.Writer, area domain.AreaID, id domain.NetworkEntryID,
	today domain.Date) (partners.NetworkEntry, error) {
	return db.One[partners.NetworkEntry](ctx, w.DB, "network entry", entryColumns+`
		WHERE n.id = @id AND n.area_id = @area AND n.removed_at IS NULL FOR UPDATE OF n`,
		db.Named{"id": int64(id), "area": int64(area), "today": today.Time()})
}

// AddNetworkEntry adds a contact to the area's network. One who is on that list already is a *domain.BlockedError.
func AddNetworkEntry(ctx context.Context, w db.Writer, e partners.NetworkEntry, by domain.PersonID,
	at time.Time) error {
	err := w.Exec(ctx, "add network entry", `
		INSERT INTO network_entries (area_id, contact_id, kind, represents, patch, engaged_on, added_by, added_at)
		VALUES (@area, @contact, @kind, @represents, @patch, @engaged, @by, @at)`,
		db.Named{"area": int64(e.Area), "contact": int64(e.Contact), "kind": e.Kind, "represents": e.Represents,
			"patch": e.Patch, "engaged": db.DayOrNull(e.EngagedOn), "by": int64(by), "at": at})
	if db.Violates(err, "network_entries_open") {
		return domain.Blocked("contact", e.Name+" is on this list already")
	}
	return err
}

// ChangeNetworkEntry writes what the contact stands for, their patch and when they were engaged.
func ChangeNetworkEntry(ctx context.Context, w db.Writer, e partners.NetworkEntry) error {
	return w.Change(ctx, "change network entry", `
		UPDATE network_entries SET represents = @represents, patch = @patch, engaged_on = @engaged WHERE id = @id
		AND removed_at IS NULL`, db.Named{"id": int64(e.ID), "represents": e.Represents, "patch": e.Patch,
		"engaged": db.DayOrNull(e.EngagedOn)})
}

// RemoveNetworkEntry takes a contact off the list and keeps when, by whom and why.
func RemoveNetworkEntry(ctx context.Context, w db.Writer, id domain.NetworkEntryID, by domain.PersonID, at time.Time,
	reason string) error {
	return w.Change(ctx, "remove network entry", `
		UPDATE network_entries SET removed_at = @at, removed_by = @by, removed_reason = @reason WHERE id = @id
		AND removed_at IS NULL`, db.Named{"id": int64(id), "at": at, "by": int64(by), "reason": reason})
}

// Statements are the newest statements about the area in its cycle, by what they are about (004, gate 2).
func Statements(ctx context.Context, r db.Reader, area domain.AreaID) (map[string]partners.Statement, error) {
	rows, err := db.List[partners.Statement](ctx, r.DB, "statements", `
		SELECT DISTINCT ON (s.about) s.about, s.text, p.name AS by, s.at
		FROM area_statements s
		JOIN people p ON p.id = s.by
		WHERE s.area_id = @area AND s.cycle = recorded_cycle(@area)
		ORDER BY s.about, s.id DESC`, db.Named{"area": int64(area)})
	newest := map[string]partners.Statement{}
	for _, s := range rows {
		newest[s.About] = s
	}
	return newest, err
}

// StatementsAbout are everything that was stated about a matter of the area, newest first.
func StatementsAbout(ctx context.Context, r db.Reader, area domain.AreaID, about string) ([]partners.Statement, error) {
	return db.List[partners.Statement](ctx, r.DB, "statements about", `
		SELECT s.about, s.text, p.name AS by, s.at
		FROM area_statements s
		JOIN people p ON p.id = s.by
		WHERE s.area_id = @area AND s.about = @about
		ORDER BY s.id DESC`, db.Named{"area": int64(area), "about": about})
}

// AddStatement adds a statement; from now on it is the one that counts.
func AddStatement(ctx context.Context, w db.Writer, area domain.AreaID, s partners.Statement,
	by domain.PersonID) error {
	return w.Exec(ctx, "add statement", `
		INSERT INTO area_statements (area_id, cycle, about, text, by, at)
		VALUES (@area, recorded_cycle(@area), @about, @text, @by, @at)`,
		db.Named{"area": int64(area), "about": s.About, "text": s.Text, "by": int64(by), "at": s.At})
}

// informed is what somebody was told, as the reader may see it: the rows meet what w says, the newest
// partners.MostPast of them.
func informed(ctx context.Context, r db.Reader, what string, w *db.Where, join string) ([]partners.Informed, error) {
	rows, err := db.List[struct {
		partners.Informed
		Body   string
		About  bool
		Hidden []restrictions.Issue
	}](ctx, r.DB, what, restrictionstore.BesideSQL(r, w, `
		SELECT t.at, t.subject, t.body, `+noticestore.AboutHiddenSQL(r, w, "t")+` AS about, COALESCE(a.name, '') AS area,
		       i.name, i.result, i.seen_at, i.id AS recipient, COALESCE(t.area_id, 0) AS area_id,
		       COALESCE(g.way, '') AS way, g.told_on AS "on", COALESCE(g.note, '') AS note, COALESCE(gp.name, '') AS by,
		       COALESCE(m.mail, '') AS mail, COALESCE(m.mail_said, '') AS mail_said, m.mail_at,
		       COALESCE(m.mail_doubtful, false) AS mail_doubtful, m.mail_delivered_at, m.mail_back_at
		FROM notice_recipients i
		LEFT JOIN recipient_mails m ON m.recipient_id = i.id
		LEFT JOIN informings g ON g.recipient_id = i.id
		LEFT JOIN people gp ON gp.id = g.by
		JOIN notices t ON t.id = i.notice_id
		LEFT JOIN areas a ON a.id = t.area_id
		`+join+w.String()+`
		ORDER BY i.id DESC
		LIMIT `+strconv.Itoa(partners.MostPast), "recipient DESC"), w.Args)
	unsaid := restrictions.Unsaid{}
	for _, row := range rows {
		unsaid.Add(row.Hidden)
	}
	list := make([]partners.Informed, len(rows))
	for i, row := range rows {
		if row.About || unsaid.In(row.AreaID, row.Subject, row.Body) {
			row.Subject = restrictions.Told
		}
		list[i] = row.Informed
	}
	return list, err
}

// ContactInformed lists what a contact was told and when, newest first, partners.MostPast at most (B4): notices about
// areas within scope.
func ContactInformed(ctx context.Context, r db.Reader, areas policy.Scope,
	id domain.ContactID) ([]partners.Informed, error) {
	w := db.Where{}
	w.And("i.contact_id = @id", "id", int64(id))
	w.InScope("t.area_id", areas)
	return informed(ctx, r, "contact informed", &w, "")
}

// NetworkInformed lists who in the area's network was told what and when, newest first, partners.MostPast at most (B4).
func NetworkInformed(ctx context.Context, r db.Reader, s policy.Scope, area domain.AreaID,
	today domain.Date) ([]partners.Informed, error) {
	w := db.Where{}
	w.And("t.area_id = @area", "area", int64(area))
	contactInScope(&w, "c", s, today)
	return informed(ctx, r, "network informed", &w, "JOIN contacts c ON c.id = i.contact_id ")
}

// ContactNetworks lists the networks of areas within scope that a contact is in.
func ContactNetworks(ctx context.Context, r db.Reader, areas policy.Scope,
	id domain.ContactID) ([]partners.ContactNetwork, error) {
	w := db.Where{}
	w.And("n.contact_id = @id AND n.removed_at IS NULL", "id", int64(id))
	w.InScope("n.area_id", areas)
	return db.List[partners.ContactNetwork](ctx, r.DB, "contact networks", `
		SELECT n.area_id AS area, a.name AS area_name, n.kind, n.represents, n.patch, n.engaged_on
		FROM network_entries n
		JOIN areas a ON a.id = n.area_id
		`+w.String()+` ORDER BY a.name COLLATE by_name, n.kind, n.id`, w.Args)
}
