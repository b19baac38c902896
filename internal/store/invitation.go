package store

import (
	"context"
	"time"

	"fourgates/internal/domain"
)

const invitationSQL = `
	SELECT i.id, i.person_id AS person, p.name, COALESCE(p.email, '') AS email, i.created_at, i.expires_at, i.used_at
	FROM invitations i
	JOIN people p ON p.id = i.person_id AND p.disabled_at IS NULL
	WHERE i.token_hash = @hash`

// Invitation loads an invitation by the hash of its token. It returns domain.ErrNotFound where there is none or the
// person is disabled.
func (r Reader) Invitation(ctx context.Context, tokenHash []byte) (domain.Invitation, error) {
	return one[domain.Invitation](ctx, r.db, "invitation", invitationSQL, named{"hash": tokenHash})
}

// InvitationForUpdate is Invitation, locked with its person until the transaction ends.
func (w Writer) InvitationForUpdate(ctx context.Context, tokenHash []byte) (domain.Invitation, error) {
	return one[domain.Invitation](ctx, w.db, "invitation", invitationSQL+" FOR UPDATE", named{"hash": tokenHash})
}

// AddInvitation keeps an invitation by the hash of its token. By zero is the command line.
func (w Writer) AddInvitation(ctx context.Context, person domain.PersonID, tokenHash []byte, by domain.PersonID,
	now time.Time) error {
	return w.exec(ctx, "add invitation", `
		INSERT INTO invitations (person_id, token_hash, invited_by, created_at, expires_at)
		VALUES (@person, @hash, NULLIF(@by, 0::bigint), @now, @expires)`,
		named{"person": int64(person), "hash": tokenHash, "by": int64(by), "now": now,
			"expires": now.Add(domain.InvitationLasts)})
}

// UseInvitation marks an invitation as used. It returns domain.ErrConflict where it was used before.
func (w Writer) UseInvitation(ctx context.Context, id domain.InvitationID, now time.Time) error {
	return w.change(ctx, "use invitation", `UPDATE invitations SET used_at = @now WHERE id = @id AND used_at IS NULL`,
		named{"id": int64(id), "now": now})
}

// CloseInvitations makes every open invitation of the person unusable.
func (w Writer) CloseInvitations(ctx context.Context, person domain.PersonID, now time.Time) error {
	return w.exec(ctx, "close invitations", `
		UPDATE invitations SET expires_at = @now WHERE person_id = @person AND used_at IS NULL AND expires_at > @now`,
		named{"person": int64(person), "now": now})
}
