// Package peoplestore keeps people, their roles and their invitations in Postgres.
package peoplestore

import (
	"context"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/people"
	"fourgates/internal/policy"
)

const personSQL = `
	SELECT id, name, COALESCE(email, '') AS email, version, password_hash IS NOT NULL AS has_account, disabled_at,
	       EXISTS (SELECT FROM people o WHERE o.email = people.email AND o.id <> people.id) AS shared
	FROM people`

// Person loads somebody by id. It returns domain.ErrNotFound where there is no such person.
func Person(ctx context.Context, r db.Reader, id domain.PersonID) (people.Person, error) {
	return db.One[people.Person](ctx, r.DB, "person", personSQL+` WHERE id = @id`, db.Named{"id": int64(id)})
}

// InvitedUntil is when the open invitation of a person runs out; the zero time where there is none.
func InvitedUntil(ctx context.Context, r db.Reader, id domain.PersonID, now time.Time) (time.Time, error) {
	return db.Value[time.Time](ctx, r.DB, "invited until", `
		SELECT max(expires_at) FROM invitations WHERE person_id = @id AND used_at IS NULL AND expires_at > @now`,
		db.Named{"id": int64(id), "now": now})
}

// PeopleByEmail lists who has an e-mail address in its folded form: several may use one mailbox.
func PeopleByEmail(ctx context.Context, r db.Reader, email string) ([]people.Person, error) {
	return db.List[people.Person](ctx, r.DB, "people with an address", personSQL+` WHERE email = @email ORDER BY id`,
		db.Named{"email": email})
}

// Known lists those among whom people.Match finds somebody: who has the address or, without one, the name.
func Known(ctx context.Context, r db.Reader, name, email string) ([]people.Person, error) {
	if email != "" {
		return PeopleByEmail(ctx, r, email)
	}
	return db.List[people.Person](ctx, r.DB, "people with a name", personSQL+` WHERE folded(name) = @name ORDER BY id`,
		db.Named{"name": domain.FoldName(name)})
}

// PersonForUpdate is Person, locked until the transaction ends.
func PersonForUpdate(ctx context.Context, w db.Writer, id domain.PersonID) (people.Person, error) {
	return db.One[people.Person](ctx, w.DB, "person", personSQL+` WHERE id = @id FOR NO KEY UPDATE`, db.Named{"id": int64(id)})
}

// errEmailTaken is what adding or changing a person returns where another has the name and the address.
var errEmailTaken = domain.Blocked("email", "Someone with this name and e-mail address is on the list already")

// AddPerson adds somebody. It returns a *domain.BlockedError by the field "email" where another person has the name and
// the address.
func AddPerson(ctx context.Context, w db.Writer, name, email string, now time.Time) (domain.PersonID, error) {
	id, err := db.Value[domain.PersonID](ctx, w.DB, "add person", `
		INSERT INTO people (name, email, created_at) VALUES (@name, NULLIF(@email, ''), @now) RETURNING id`,
		db.Named{"name": name, "email": email, "now": now})
	if db.Violates(err, "people_email_name") {
		return 0, errEmailTaken
	}
	return id, err
}

// ChangePerson changes name and address where the person is still at that version; else it returns domain.ErrConflict.
// It returns a *domain.BlockedError by the field "email" where another person has the name and the address.
func ChangePerson(ctx context.Context, w db.Writer, id domain.PersonID, version int, name, email string) error {
	err := w.Change(ctx, "change person", `
		UPDATE people SET name = @name, email = NULLIF(@email, ''), version = version + 1
		WHERE id = @id AND version = @version`,
		db.Named{"id": int64(id), "version": version, "name": name, "email": email})
	if db.Violates(err, "people_email_name") {
		return errEmailTaken
	}
	return err
}

// DisablePerson keeps a person out from that moment on.
func DisablePerson(ctx context.Context, w db.Writer, id domain.PersonID, now time.Time) error {
	return w.Change(ctx, "disable person", `
		UPDATE people SET disabled_at = @now WHERE id = @id AND disabled_at IS NULL`,
		db.Named{"id": int64(id), "now": now})
}

// EnablePerson lets a disabled person in again.
func EnablePerson(ctx context.Context, w db.Writer, id domain.PersonID) error {
	return w.Change(ctx, "enable person", `
		UPDATE people SET disabled_at = NULL WHERE id = @id AND disabled_at IS NOT NULL`, db.Named{"id": int64(id)})
}

// PeopleFilter narrows the list of people. Its zero value is everyone, from the first.
type PeopleFilter struct {
	Text  string      // part of a name or e-mail address, whatever its case and accents
	Role  policy.Role // held today
	After domain.PersonID
	Most  int
}

// People lists people by name, at most f.Most after the person f.After. For administrators alone.
func People(ctx context.Context, r db.Reader, f PeopleFilter, now time.Time) ([]people.PersonLine, error) {
	var w db.Where
	w.Set("today", domain.DateOf(now).Time())
	w.Set("now", now)
	w.Set("most", f.Most)
	if f.Text != "" {
		w.Finds(f.Text, "p.name", "p.email")
	}
	if f.Role != "" {
		w.And("EXISTS (SELECT FROM held WHERE held.person_id = p.id AND held.role = @role)", "role", string(f.Role))
	}
	if f.After != 0 {
		w.And("(p.name COLLATE by_name, p.id) > (SELECT name, id FROM people WHERE id = @after)", "after",
			int64(f.After))
	}
	return db.List[people.PersonLine](ctx, r.DB, "people", `
		WITH held AS (
			SELECT person_id, role FROM role_grants
			WHERE from_on <= @today AND (to_on IS NULL OR to_on >= @today) AND ended_at IS NULL
			UNION
			SELECT person_id, 'member' FROM terms WHERE from_on <= @today AND (to_on IS NULL OR to_on >= @today)),
		page AS (
			SELECT p.id, p.name, p.email, p.password_hash, p.disabled_at FROM people p
			`+w.String()+`
			ORDER BY p.name COLLATE by_name, p.id
			LIMIT @most)
		SELECT p.id, p.name, COALESCE(p.email, '') AS email,
		       ARRAY(SELECT held.role FROM held WHERE held.person_id = p.id ORDER BY held.role) AS roles,
		       p.password_hash IS NOT NULL AS account,
		       EXISTS (SELECT FROM invitations i WHERE i.person_id = p.id AND i.used_at IS NULL
		               AND i.expires_at > @now) AS invited,
		       p.disabled_at IS NOT NULL AS disabled
		FROM page p
		ORDER BY p.name COLLATE by_name, p.id`, w.Args)
}
