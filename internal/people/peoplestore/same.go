package peoplestore

import (
	"context"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/people"
	"fourgates/internal/policy"
)

// OtherAccounts lists the other accounts of whoever has this one.
func OtherAccounts(ctx context.Context, r db.Reader, id domain.PersonID) ([]domain.PersonID, error) {
	return db.Values[domain.PersonID](ctx, r.DB, "other accounts", `SELECT unnest(other_accounts(@id))`,
		db.Named{"id": int64(id)})
}

// Self is the person by each of their accounts, the one given first.
func Self(ctx context.Context, r db.Reader, id domain.PersonID) (domain.Self, error) {
	others, err := OtherAccounts(ctx, r, id)
	return append(domain.Self{id}, others...), err
}

// AccountsOf lists the other accounts of a person with who linked them, and those that may be theirs too, by the same
// name or the same address.
func AccountsOf(ctx context.Context, r db.Reader, p people.Person) (linked, like []people.Account, err error) {
	err = r.Ask(ctx, db.Asking(&linked, "linked accounts", `
		SELECT o.id, o.name, COALESCE(o.email, '') AS email, x.reason, b.name AS by, x.linked_at AS at
		FROM same_people x
		JOIN people o ON o.id = x.person_id
		JOIN people b ON b.id = x.linked_by
		WHERE x.person_id = ANY(other_accounts(@id))
		ORDER BY o.name COLLATE by_name, o.id`, db.Named{"id": int64(p.ID)}),
		db.Asking(&like, "accounts alike", `
		SELECT o.id, o.name, COALESCE(o.email, '') AS email, '' AS reason, '' AS by, NULL::timestamptz AS at
		FROM people o
		WHERE o.id <> @id AND o.email IS NOT NULL AND (folded(o.name) = @name OR o.email = @email)
		  AND NOT o.id = ANY(other_accounts(@id))
		ORDER BY o.name COLLATE by_name, o.id
		LIMIT 20`, db.Named{"id": int64(p.ID), "name": domain.FoldName(p.Name), "email": p.Email}))
	return linked, like, err
}

// LockAccounts makes others who link accounts wait until the transaction ends.
func LockAccounts(ctx context.Context, w db.Writer) error {
	return w.Exec(ctx, "lock accounts", `SELECT pg_advisory_xact_lock(hashtextextended('same people', 0))`, db.Named{})
}

// LinkAccounts says that all these accounts are one person's: the two that are linked, with what each was linked to.
// The caller has called LockAccounts.
func LinkAccounts(ctx context.Context, w db.Writer, all domain.Self, reason string, by domain.PersonID,
	at time.Time) error {
	return w.Exec(ctx, "link accounts", `
		INSERT INTO same_people (person_id, label, reason, linked_by, linked_at)
		SELECT id, @label, @reason, @by, @at FROM unnest(@all::bigint[]) id
		ON CONFLICT (person_id) DO UPDATE SET label = EXCLUDED.label`,
		db.Named{"all": db.Numbers(all), "label": int64(all[0]), "reason": reason, "by": int64(by), "at": at})
}

// PartAccount says that the account is nobody else's. One that is left alone thereby is linked to nothing either.
func PartAccount(ctx context.Context, w db.Writer, id domain.PersonID) error {
	if err := w.Exec(ctx, "label those that stay", `
		UPDATE same_people SET label = (SELECT min(o.person_id) FROM same_people o
		                                WHERE o.label = same_people.label AND o.person_id <> @id)
		WHERE person_id = ANY(other_accounts(@id))`, db.Named{"id": int64(id)}); err != nil {
		return err
	}
	return w.Exec(ctx, "part accounts", `
		DELETE FROM same_people x
		WHERE x.person_id = @id
		   OR NOT EXISTS (SELECT FROM same_people o
		                  WHERE o.label = x.label AND o.person_id <> x.person_id AND o.person_id <> @id)`,
		db.Named{"id": int64(id)})
}

// RolesHeld lists the roles that a person holds on some of the days by any of their accounts, a Member's and those that
// they are deputy in among them.
func RolesHeld(ctx context.Context, r db.Reader, id domain.PersonID, days domain.Span) ([]policy.Role, error) {
	return db.Values[policy.Role](ctx, r.DB, "roles held", `
		WITH self AS (SELECT unnest(@id::bigint || other_accounts(@id)) AS id)
		SELECT g.role FROM acting_grants g
		WHERE g.person_id IN (SELECT id FROM self) AND g.ended_at IS NULL
		  AND (g.to_on IS NULL OR g.to_on >= @from) AND (@to::date IS NULL OR g.from_on <= @to)
		UNION
		SELECT 'member' FROM terms t
		WHERE t.person_id IN (SELECT id FROM self)
		  AND (t.to_on IS NULL OR t.to_on >= @from) AND (@to::date IS NULL OR t.from_on <= @to)
		ORDER BY 1`, db.Named{"id": int64(id), "from": days.From.Time(), "to": db.DayOrNull(days.To)})
}
