package askstore

import (
	"context"

	"fourgates/internal/asks"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/notices"
)

// reachable is the condition that somebody who answers for a service or an organisation can sign in on @today.
func reachable(service, organisation string) string {
	return `EXISTS (
	SELECT FROM role_grants g
	JOIN people p ON p.id = g.person_id AND p.disabled_at IS NULL
	WHERE (g.service_id = ` + service + ` OR g.organisation_id = ` + organisation + `) AND g.from_on <= @today
	  AND (g.to_on IS NULL OR g.to_on >= @today) AND g.ended_at IS NULL)`
}

// Directory lists the services that are not retired and the organisations, those nearest to the area and the theme
// first: at work in the area and asked about the theme before, at work in the area, and all others. A service works
// where its authority has seats, or has none at all, an organisation where its people are in the network. Zero is no
// area, no theme.
func Directory(ctx context.Context, r db.Reader, area domain.AreaID, theme domain.ThemeID,
	today domain.Date) ([]asks.Body, error) {
	return db.List[asks.Body](ctx, r.DB, "who can be asked", `
		WITH near AS (
		    SELECT s.id AS service, NULL::bigint AS organisation, s.name || ', ' || a.name AS name,
		           EXISTS (SELECT FROM seats t JOIN area_seats x ON x.seat_id = t.id AND x.area_id = @area
		                   WHERE t.authority_id = a.id)
		           OR NOT EXISTS (SELECT FROM seats t WHERE t.authority_id = a.id AND t.valid_to IS NULL)
		           OR EXISTS (SELECT FROM service_managers m WHERE m.service_id = s.id AND m.area_id = @area
		                      AND (m.to_on IS NULL OR m.to_on >= @today)) AS in_area
		    FROM services s
		    JOIN authorities a ON a.id = s.authority_id
		    WHERE s.retired_on IS NULL
		    UNION ALL
		    SELECT NULL, o.id, o.name, EXISTS (
		        SELECT FROM network_entries n
		        JOIN contact_roles c ON c.contact_id = n.contact_id AND (c.to_on IS NULL OR c.to_on >= @today)
		        WHERE n.area_id = @area AND n.removed_at IS NULL AND c.organisation_id = o.id)
		    FROM organisations o),
		about AS (
		    SELECT DISTINCT k.service_id, k.organisation_id
		    FROM asks k
		    JOIN issues i ON i.id = k.issue_id AND i.theme_id = @theme
		    WHERE NOT k.not_ours AND k.withdrawn_at IS NULL AND @theme > 0::bigint)
		SELECT COALESCE('s' || n.service, 'o' || n.organisation) AS key, n.name,
		       `+reachable("n.service", "n.organisation")+` AS reachable,
		       CASE WHEN NOT n.in_area THEN 2
		            WHEN EXISTS (SELECT FROM about b WHERE b.service_id = n.service
		                         OR b.organisation_id = n.organisation) THEN 0
		            ELSE 1 END AS nearness
		FROM near n
		ORDER BY 4, n.name COLLATE by_name, 1`,
		db.Named{"area": int64(area), "theme": int64(theme), "today": today.Time()})
}

// Colleagues lists the people who can answer for a service or an organisation on the day, by name, and so who is told.
func Colleagues(ctx context.Context, r db.Reader, service domain.ServiceID, organisation domain.OrganisationID,
	today domain.Date) ([]notices.Recipient, error) {
	return recipients(ctx, r, "asked people", `
		SELECT DISTINCT ON (p.id) p.id AS person, p.name, COALESCE(p.email, '') AS address,
		       CASE WHEN g.role = 'partner' THEN 'partner' WHEN g.manager THEN 'service manager'
		       ELSE 'service officer' END AS capacity
		FROM role_grants g
		JOIN people p ON p.id = g.person_id AND p.disabled_at IS NULL
		WHERE (g.service_id = @service OR g.organisation_id = @organisation) AND g.from_on <= @today
		  AND (g.to_on IS NULL OR g.to_on >= @today) AND g.ended_at IS NULL
		ORDER BY p.id, g.manager DESC`,
		db.Named{"service": int64(service), "organisation": int64(organisation), "today": today.Time()})
}

// Managers lists who answers for a service in an area on the day: the managers among those who can sign in, and those
// on the listing of service managers, who may have an address alone.
func Managers(ctx context.Context, r db.Reader, service domain.ServiceID, area domain.AreaID,
	today domain.Date) ([]notices.Recipient, error) {
	return recipients(ctx, r, "managers", `
		SELECT p.id AS person, p.name COLLATE by_name AS name, COALESCE(p.email, '') AS address,
		       'service manager' AS capacity
		FROM role_grants g
		JOIN people p ON p.id = g.person_id AND p.disabled_at IS NULL
		WHERE g.service_id = @service AND g.manager AND g.from_on <= @today
		  AND (g.to_on IS NULL OR g.to_on >= @today) AND g.ended_at IS NULL
		UNION
		SELECT COALESCE(p.id, 0), COALESCE(p.name, m.name), COALESCE(p.email, m.email), 'service manager'
		FROM service_managers m
		LEFT JOIN people p ON p.id = m.person_id AND p.disabled_at IS NULL
		WHERE m.service_id = @service AND (m.area_id IS NULL OR m.area_id = @area) AND m.from_on <= @today
		  AND (m.to_on IS NULL OR m.to_on >= @today)
		ORDER BY 2, 1`, db.Named{"service": int64(service), "area": int64(area), "today": today.Time()})
}

// ExecutiveMembers lists the Executive Members of the day.
func ExecutiveMembers(ctx context.Context, r db.Reader, today domain.Date) ([]notices.Recipient, error) {
	return recipients(ctx, r, "Executive Members", `
		SELECT DISTINCT p.id AS person, p.name COLLATE by_name AS name, COALESCE(p.email, '') AS address,
		       'Executive Member' AS capacity
		FROM role_grants g
		JOIN people p ON p.id = g.person_id AND p.disabled_at IS NULL
		WHERE g.role = 'executive member' AND g.from_on <= @today AND (g.to_on IS NULL OR g.to_on >= @today)
		  AND g.ended_at IS NULL
		ORDER BY 2, 1`, db.Named{"today": today.Time()})
}

// BodyName is the name of a service with its authority, of an organisation or of a Member, and whether somebody who
// answers for it can sign in. It returns domain.ErrNotFound where there is no such one.
func BodyName(ctx context.Context, r db.Reader, service domain.ServiceID, organisation domain.OrganisationID,
	member domain.PersonID, today domain.Date) (asks.Body, error) {
	return db.One[asks.Body](ctx, r.DB, "name of those asked", `
		SELECT '' AS key, s.name || ', ' || a.name AS name, `+reachable("s.id", "NULL::bigint")+` AS reachable,
		       0 AS nearness
		FROM services s
		JOIN authorities a ON a.id = s.authority_id
		WHERE s.id = @service
		UNION ALL
		SELECT '', o.name, `+reachable("NULL::bigint", "o.id")+`, 0 FROM organisations o WHERE o.id = @organisation
		UNION ALL
		SELECT '', p.name || ', Member', p.disabled_at IS NULL AND p.email IS NOT NULL, 0
		FROM people p WHERE p.id = @member`,
		db.Named{"service": int64(service), "organisation": int64(organisation), "member": int64(member),
			"today": today.Time()})
}

func recipients(ctx context.Context, r db.Reader, what, sql string, args db.Named) ([]notices.Recipient, error) {
	type row struct {
		Person   domain.PersonID
		Name     string
		Address  string
		Capacity string
	}
	rows, err := db.List[row](ctx, r.DB, what, sql, args)
	to := make([]notices.Recipient, len(rows))
	for i, one := range rows {
		to[i] = notices.Recipient{Person: one.Person, Name: one.Name, Address: one.Address, Capacity: one.Capacity}
	}
	return to, err
}
