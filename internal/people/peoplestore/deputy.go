package peoplestore

import (
	"context"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/people"
)

const deputySQL = `
	SELECT d.id, d.principal_id AS principal, o.name AS principal_name, d.role, d.deputy_id AS person, p.name,
	d.from_on,
	       d.to_on, b.name AS by, d.ended_at
	FROM deputies d
	JOIN people o ON o.id = d.principal_id
	JOIN people p ON p.id = d.deputy_id
	JOIN people b ON b.id = d.named_by`

// DeputiesOf lists the deputies of a person, and those for whom they are one themselves, the latest first.
func DeputiesOf(ctx context.Context, r db.Reader, person domain.PersonID) ([]people.Deputy, error) {
	return db.List[people.Deputy](ctx, r.DB, "deputies", deputySQL+`
		WHERE d.principal_id = @person OR d.deputy_id = @person
		ORDER BY d.from_on DESC, d.id DESC`, db.Named{"person": int64(person)})
}

// DeputyForUpdate loads one deputy of a person, locked until the transaction ends. It returns domain.ErrNotFound where
// there is none.
func DeputyForUpdate(ctx context.Context, w db.Writer, principal domain.PersonID, id domain.DeputyID) (people.Deputy,
	error) {
	return db.One[people.Deputy](ctx, w.DB, "deputy", deputySQL+`
		WHERE d.principal_id = @principal AND d.id = @id
		FOR UPDATE OF d`, db.Named{"principal": int64(principal), "id": int64(id)})
}

// AddDeputy stores who is a deputy. The caller has locked the principal.
func AddDeputy(ctx context.Context, w db.Writer, d people.Deputy, by domain.PersonID, at time.Time) error {
	return w.Change(ctx, "add deputy", `
		INSERT INTO deputies (principal_id, role, deputy_id, from_on, to_on, named_by, named_at)
		VALUES (@principal, @role, @deputy, @from, @to, @by, @at)`,
		db.Named{"principal": int64(d.Principal), "role": string(d.Role), "deputy": int64(d.Person),
			"from": d.From.Time(),
			"to":   d.To.Time(), "by": int64(by), "at": at})
}

// EndDeputy ends a naming now. It returns domain.ErrConflict where that was done before.
func EndDeputy(ctx context.Context, w db.Writer, id domain.DeputyID, by domain.PersonID, at time.Time) error {
	return w.Change(ctx, "end deputy", `
		UPDATE deputies SET ended_at = @at, ended_by = @by WHERE id = @id AND ended_at IS NULL`,
		db.Named{"id": int64(id), "by": int64(by), "at": at})
}
