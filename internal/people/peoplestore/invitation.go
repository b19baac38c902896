package peoplestore

import (
	"context"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/people"
)

const invitationSQL = `
	SELECT i.id, i.person_id AS person, p.name, COALESCE(p.email, '') AS email, i.created_at, i.expires_at, i.used_at,
	       EXISTS (SELECT FROM people o WHERE o.email = p.email AND o.id <> p.id) AS shared
	FROM invitations i
	JOIN people p ON p.id = i.person_id AND p.disabled_at IS NULL
	WHERE i.token_hash = @hash`

// Invitation loads an invitation by the hash of its token. It returns domain.ErrNotFound where there is none or the
// person is disabled.
func Invitation(ctx context.Context, r db.Reader, tokenHash []byte) (people.Invitation, error) {
	return db.One[people.Invitation](ctx, r.DB, "invitation", invitationSQL, db.Named{"hash": tokenHash})
}

// InvitationForUpdate is Invitation, locked with its person until the transaction ends.
func InvitationForUpdate(ctx context.Context, w db.Writer, tokenHash []byte) (people.Invitation, error) {
	return db.One[people.Invitation](ctx, w.DB, "invitation", invitationSQL+" FOR UPDATE", db.Named{"hash": tokenHash})
}

// AddInvitation keeps an invitation by the hash of its token. By zero is the command line.
func AddInvitation(ctx context.Context, w db.Writer, person domain.PersonID, tokenHash []byte, by domain.PersonID,
	handed people.Handed, now time.Time, lasts time.Duration) (domain.InvitationID, error) {
	return db.Value[domain.InvitationID](ctx, w.DB, "add invitation", `
		INSERT INTO invitations (person_id, token_hash, invited_by, handed, created_at, expires_at)
		VALUES (@person, @hash, NULLIF(@by, 0::bigint), @handed, @now, @expires)
		RETURNING id`,
		db.Named{"person": int64(person), "hash": tokenHash, "by": int64(by), "handed": string(handed), "now": now,
			"expires": now.Add(lasts)})
}

// UseInvitation marks an invitation as used. It returns domain.ErrConflict where it was used before.
func UseInvitation(ctx context.Context, w db.Writer, id domain.InvitationID, now time.Time) error {
	return w.Change(ctx, "use invitation", `UPDATE invitations SET used_at = @now WHERE id = @id AND used_at IS NULL`,
		db.Named{"id": int64(id), "now": now})
}

// CloseInvitations makes every open invitation of the person unusable.
func CloseInvitations(ctx context.Context, w db.Writer, person domain.PersonID, now time.Time) error {
	return w.Exec(ctx, "close invitations", `
		UPDATE invitations SET expires_at = @now WHERE person_id = @person AND used_at IS NULL AND expires_at > @now`,
		db.Named{"person": int64(person), "now": now})
}

// AddressChanged reports whether the person's e-mail address was changed since a moment.
func AddressChanged(ctx context.Context, r db.Reader, id domain.PersonID, since time.Time) (bool, error) {
	return db.Value[bool](ctx, r.DB, "address changed", `
		SELECT EXISTS (SELECT FROM audit_entries WHERE object_kind = 'person' AND object_id = @id AND at > @since
		               AND before ->> 'email' <> after ->> 'email')`,
		db.Named{"id": int64(id), "since": since})
}

// AskedFor counts the links that were asked for with an e-mail address since a moment.
func AskedFor(ctx context.Context, r db.Reader, email string, since time.Time) (int, error) {
	return db.Value[int](ctx, r.DB, "links asked for", `
		SELECT count(*)::int FROM invitations i JOIN people p ON p.id = i.person_id
		WHERE p.email = @email AND i.invited_by IS NULL AND i.handed = ANY(@mailed) AND i.created_at > @since`,
		db.Named{"email": email, "since": since,
			"mailed": []string{string(people.ToThePersonAlone), string(people.ToNewAddress),
				string(people.ToSharedMailbox)}})
}
