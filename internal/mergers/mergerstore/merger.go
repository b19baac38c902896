// Package mergerstore reads and carries over what belongs to a council in Postgres.
package mergerstore

import (
	"context"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/mergers"
)

// Belongings is what belongs to a council on a day, beside another; zero where that is formed by the merger.
func Belongings(ctx context.Context, r db.Reader, from, into domain.AuthorityID, name string,
	on domain.Date) (mergers.Belongings, error) {
	args := db.Named{"from": int64(from), "into": int64(into), "name": name, "on": on.Time()}
	counts, err := db.One[mergers.Counts](ctx, r.DB, "what belongs to a council", `
		SELECT (SELECT count(*) FROM seats WHERE authority_id = @from AND valid_to IS NULL)::int AS seats,
		       (SELECT count(*) FROM seat_orders o JOIN seat_order_changes x ON x.order_id = o.id
		        WHERE o.authority_id = @from AND o.closed_at IS NULL)::int AS ahead,
		       (SELECT count(DISTINCT t.id) FROM attempts t
		        JOIN attempt_seats q ON q.attempt_id = t.id
		        JOIN seats s ON s.id = q.seat_id AND s.authority_id = @from
		        WHERE t.outcome IS NULL)::int AS gates,
		       (SELECT count(*) FROM diary_entries WHERE authority_id = @from AND ends_on >= @on
		        AND kind IN ('election', 'pre-election period'))::int AS elections,
		       (SELECT count(*) FROM diary_entries WHERE authority_id = @from AND ends_on >= @on
		        AND kind NOT IN ('election', 'pre-election period'))::int AS meetings,
		       EXISTS (SELECT FROM authority_procedures WHERE authority_id = @from) AS procedure,
		       EXISTS (SELECT FROM authority_procedures WHERE authority_id = @into) AS has_procedure,
		       COALESCE((SELECT id FROM organisations WHERE lower(name) = lower(@name)), 0) AS organisation,
		       (SELECT count(*) FROM contact_roles c JOIN organisations o ON o.id = c.organisation_id
		        WHERE lower(o.name) = lower(@name) AND (c.to_on IS NULL OR c.to_on >= @on))::int AS contacts,
		       (SELECT count(*) FROM executive_decisions WHERE authority_id = @from
		        AND state NOT IN ('in force', 'returned'))::int AS decisions`, args)
	b := mergers.Belongings{Counts: counts}
	if err != nil {
		return b, err
	}
	if b.Services, err = db.List[mergers.Service](ctx, r.DB, "services of a council", `
		SELECT s.id, s.name,
		       ARRAY(SELECT p.name FROM role_grants g JOIN people p ON p.id = g.person_id
		             WHERE g.service_id = s.id AND g.ended_at IS NULL AND (g.to_on IS NULL OR g.to_on >= @on)
		             ORDER BY p.name COLLATE by_name, p.id) AS officers,
		       ARRAY(SELECT COALESCE(p.name, m.name) FROM service_managers m LEFT JOIN people p ON p.id = m.person_id
		             WHERE m.service_id = s.id AND (m.to_on IS NULL OR m.to_on >= @on) ORDER BY 1, m.id) AS managers,
		       (SELECT count(*) FROM asks k WHERE k.service_id = s.id AND k.answered_at IS NULL
		        AND k.withdrawn_at IS NULL)::int AS asks,
		       (SELECT count(*) FROM actions a WHERE a.lead_service_id = s.id AND a.removed_at IS NULL
		        AND a.state NOT IN ('complete', 'verified', 'cancelled'))::int AS actions
		FROM services s
		WHERE s.authority_id = @from AND s.retired_on IS NULL
		ORDER BY s.name COLLATE by_name, s.id`, db.Named{"from": int64(from), "on": on.Time()}); err != nil {
		return b, err
	}
	b.Others, err = db.List[mergers.Other](ctx, r.DB, "services of the other council", `
		SELECT id, name, retired_on IS NULL AS in_use FROM services WHERE authority_id = @into
		ORDER BY name COLLATE by_name, id`,
		db.Named{"into": int64(into)})
	return b, err
}

// PassService gives a service to another council, under the name.
func PassService(ctx context.Context, w db.Writer, id domain.ServiceID, into domain.AuthorityID, name string) error {
	return w.Change(ctx, "pass service", `
		UPDATE services SET authority_id = @into, name = @name WHERE id = @id AND retired_on IS NULL`,
		db.Named{"id": int64(id), "into": int64(into), "name": name})
}

// Officer is somebody with a role in a service.
type Officer struct {
	Person  domain.PersonID
	Name    string
	Manager bool
	domain.Span
}

// Officers lists those who have a role in a service on a day or later, and none in the other on those days.
func Officers(ctx context.Context, r db.Reader, from, into domain.ServiceID, on domain.Date) ([]Officer, error) {
	return db.List[Officer](ctx, r.DB, "officers of a service", `
		SELECT g.person_id AS person, p.name, bool_or(g.manager) AS manager,
		       GREATEST(min(g.from_on), @on::date) AS from_on,
		       CASE WHEN bool_or(g.to_on IS NULL) THEN NULL ELSE max(g.to_on) END AS to_on
		FROM role_grants g
		JOIN people p ON p.id = g.person_id
		WHERE g.service_id = @from AND g.role = 'service' AND g.ended_at IS NULL
		  AND (g.to_on IS NULL OR g.to_on >= @on)
		  AND NOT EXISTS (SELECT FROM role_grants o
		                  WHERE o.service_id = @into AND o.person_id = g.person_id AND o.ended_at IS NULL
		                    AND (o.to_on IS NULL OR o.to_on >= @on))
		GROUP BY g.person_id, p.name
		ORDER BY p.name COLLATE by_name, g.person_id`, db.Named{"from": int64(from), "into": int64(into), "on": on.Time()})
}

// JoinService lists the managers of a service with another too, and retires it on the day. Who has a role in it keeps
// that, and answers what is open with it.
func JoinService(ctx context.Context, w db.Writer, id, into domain.ServiceID, on domain.Date) error {
	args := db.Named{"id": int64(id), "into": int64(into), "on": on.Time()}
	if err := w.Exec(ctx, "list managers of a joined service", `
		INSERT INTO service_managers (service_id, area_id, person_id, name, email, from_on, to_on)
		SELECT @into, m.area_id, m.person_id, m.name, m.email, GREATEST(m.from_on, @on::date), m.to_on
		FROM service_managers m
		WHERE m.service_id = @id AND (m.to_on IS NULL OR m.to_on >= @on)
		  AND NOT EXISTS (SELECT FROM service_managers o
		                  WHERE o.service_id = @into AND o.area_id IS NOT DISTINCT FROM m.area_id
		                    AND (o.to_on IS NULL OR o.to_on >= @on)
		                    AND (o.person_id = m.person_id OR o.person_id IS NULL AND m.person_id IS NULL
		                         AND o.email = m.email))`, args); err != nil {
		return err
	}
	return w.Change(ctx, "retire joined service", `
		UPDATE services SET retired_on = @on WHERE id = @id AND retired_on IS NULL`,
		db.Named{"id": int64(id), "on": on.Time()})
}

// PassDiary gives what is still to come in a council's calendar to another: elections and pre-election periods, and
// what else there is. It returns how many entries went over.
func PassDiary(ctx context.Context, w db.Writer, from, into domain.AuthorityID, on domain.Date, elections,
	meetings bool) (int, error) {
	return db.Value[int](ctx, w.DB, "pass diary", `
		WITH gone AS (
		    UPDATE diary_entries SET authority_id = @into, version = version + 1
		    WHERE authority_id = @from AND ends_on >= @on
		      AND CASE WHEN kind IN ('election', 'pre-election period') THEN @elections::boolean
		               ELSE @meetings::boolean END
		    RETURNING id)
		SELECT count(*)::int FROM gone`, db.Named{"from": int64(from), "into": int64(into), "on": on.Time(),
		"elections": elections, "meetings": meetings})
}

// PassProcedure has a council decide as another did, with the days on which its offices are closed. It leaves what that
// has said itself.
func PassProcedure(ctx context.Context, w db.Writer, from, into domain.AuthorityID) error {
	args := db.Named{"from": int64(from), "into": int64(into)}
	if err := w.Exec(ctx, "pass procedure", `
		INSERT INTO authority_procedures (authority_id, nation, key_sum_pence, key_wards, call_in_days, call_in_key_only,
		                                  call_in_by, notice_days)
		SELECT @into, nation, key_sum_pence, key_wards, call_in_days, call_in_key_only, call_in_by, notice_days
		FROM authority_procedures WHERE authority_id = @from
		ON CONFLICT (authority_id) DO NOTHING`, args); err != nil {
		return err
	}
	return w.Exec(ctx, "pass days", `
		INSERT INTO authority_days (authority_id, day, name, closed)
		SELECT @into, day, name, closed FROM authority_days WHERE authority_id = @from
		ON CONFLICT (authority_id, day) DO NOTHING`, args)
}

// PassContacts ends the roles of contacts in an organisation the day before, and begins them in another, which is added
// where there is none of the name. It returns how many went over, and that organisation.
func PassContacts(ctx context.Context, w db.Writer, from domain.OrganisationID, name string,
	on domain.Date) (n int, into domain.OrganisationID, err error) {
	into, err = db.Value[domain.OrganisationID](ctx, w.DB, "organisation of the other council", `
		WITH there AS (SELECT id FROM organisations WHERE lower(name) = lower(@name)),
		     added AS (INSERT INTO organisations (name, kind)
		               SELECT @name, kind FROM organisations WHERE id = @from AND NOT EXISTS (SELECT FROM there)
		               RETURNING id)
		SELECT id FROM there UNION ALL SELECT id FROM added`, db.Named{"from": int64(from), "name": name})
	if err != nil || into == from {
		return 0, into, err
	}
	n, err = db.Value[int](ctx, w.DB, "pass contacts", `
		WITH go AS (SELECT id, contact_id, title, from_on, to_on FROM contact_roles
		            WHERE organisation_id = @from AND (to_on IS NULL OR to_on >= @on)),
		     begun AS (INSERT INTO contact_roles (contact_id, organisation_id, title, from_on, to_on)
		               SELECT contact_id, @into, title, GREATEST(from_on, @on::date), to_on FROM go
		               RETURNING id),
		     ended AS (UPDATE contact_roles c SET to_on = GREATEST(c.from_on, @on::date - 1) FROM go
		               WHERE go.id = c.id RETURNING c.id)
		SELECT count(*)::int FROM ended`, db.Named{"from": int64(from), "into": int64(into), "on": on.Time()})
	return n, into, err
}
