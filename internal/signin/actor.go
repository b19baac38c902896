package signin

import (
	"context"
	"slices"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// SignedIn is who a session belongs to, with what they may do today.
type SignedIn struct {
	ID         domain.SignInID
	Actor      policy.Actor
	StartedAt  time.Time
	LastSeenAt time.Time
	ProvedAt   time.Time // last time the password was given
}

// actorRow is a person with one of their grants: without a role where they have none.
type actorRow struct {
	Person     domain.PersonID
	Name       string
	StartedAt  time.Time
	LastSeenAt time.Time
	ProvedAt   time.Time
	OpenedAt   time.Time
	Others     []domain.PersonID
	OtherRoles []policy.Role
	policy.Grant
}

// grantsSQL lists the grants of a person (as p) valid on @today: granted roles with their areas, those in which they
// are deputy for somebody who holds them that day (the one place where a deputy gets their rights), and the Member role
// that follows from a term in a seat or a substitution for one, a row for each seat, and a row for the submissions of
// gates that ask them in areas that those seats do not overlap: while they are open, and later where they have decided.
// A seat that has ended is asked as it was on its last day. It names p in each part, for Postgres takes no condition
// into the others by itself and would work out every Member's areas.
const grantsSQL = `
	SELECT g.role, g.manager, COALESCE(g.service_id, 0) AS service_id,
	       COALESCE(g.organisation_id, 0) AS organisation_id,
	       CASE
	           WHEN g.role IN ('clo', 'lac') THEN ARRAY(
	               SELECT a.area_id FROM assignments a
	               WHERE a.person_id = p.id AND a.role = g.role AND a.from_on <= @today
	                 AND (a.to_on IS NULL OR a.to_on >= @today))
	           WHEN g.role = 'partner' THEN ARRAY(
	               SELECT DISTINCT n.area_id FROM network_entries n
	               JOIN contact_roles c ON c.contact_id = n.contact_id AND c.from_on <= @today
	                 AND (c.to_on IS NULL OR c.to_on >= @today)
	               WHERE c.organisation_id = g.organisation_id AND n.removed_at IS NULL)
	           ELSE '{}'::bigint[]
	       END AS areas, '{}'::bigint[] AS attempts, 0::bigint AS deputy_for, '' AS deputy_for_name
	FROM role_grants g
	WHERE g.person_id = p.id AND g.from_on <= @today AND (g.to_on IS NULL OR g.to_on >= @today) AND g.ended_at IS NULL
	UNION ALL
	SELECT g.role, false, 0, 0, '{}'::bigint[], '{}'::bigint[], d.principal_id, o.name
	FROM deputies d
	JOIN role_grants g ON g.person_id = d.principal_id AND g.role = d.role AND g.from_on <= @today
	  AND (g.to_on IS NULL OR g.to_on >= @today) AND g.ended_at IS NULL
	JOIN people o ON o.id = d.principal_id
	WHERE d.deputy_id = p.id AND d.from_on <= @today AND d.to_on >= @today AND d.ended_at IS NULL
	UNION ALL
	SELECT 'member', false, 0, 0, ARRAY(SELECT x.area_id FROM area_seats x WHERE x.seat_id = t.seat_id),
	       '{}'::bigint[], 0, ''
	FROM terms t
	WHERE t.person_id = p.id AND t.from_on <= @today AND (t.to_on IS NULL OR t.to_on >= @today)
	UNION ALL
	SELECT 'member', false, 0, 0, ARRAY(SELECT x.area_id FROM area_seats x WHERE x.seat_id = u.seat_id),
	       '{}'::bigint[], 0, ''
	FROM substitutes u
	WHERE u.person_id = p.id AND u.from_on <= @today AND u.to_on >= @today AND u.ended_at IS NULL
	UNION ALL
	SELECT 'member', false, 0, 0, '{}'::bigint[], asked.attempts, 0, ''
	FROM (SELECT array_agg(DISTINCT q.attempt_id) AS attempts
	      FROM (SELECT seat_id, place, from_on, to_on FROM terms WHERE person_id = p.id
	            UNION ALL
	            SELECT seat_id, place, from_on, to_on FROM substitutes WHERE person_id = p.id AND ended_at IS NULL) h
	      JOIN seats s ON s.id = h.seat_id AND h.from_on <= LEAST(@today::date, s.valid_to)
	        AND (h.to_on IS NULL OR h.to_on >= LEAST(@today::date, s.valid_to))
	      JOIN attempt_seats q ON q.seat_id = h.seat_id AND q.place = h.place
	      JOIN attempts a ON a.id = q.attempt_id
	      WHERE (h.to_on < @today OR NOT EXISTS (SELECT FROM area_seats x
	                                             WHERE x.seat_id = h.seat_id AND x.area_id = a.area_id))
	        AND (a.outcome IS NULL
	             OR EXISTS (SELECT FROM signatures g WHERE g.attempt_id = a.id AND g.person_id = p.id))) asked
	WHERE asked.attempts IS NOT NULL`

// otherRolesSQL lists the roles that the person (as p) holds on @today by other accounts.
const otherRolesSQL = `ARRAY(
		           SELECT g.role FROM acting_grants g
		           WHERE g.person_id = ANY(other_accounts(p.id)) AND g.from_on <= @today
		             AND (g.to_on IS NULL OR g.to_on >= @today) AND g.ended_at IS NULL
		           UNION
		           SELECT 'member' FROM terms t
		           WHERE t.person_id = ANY(other_accounts(p.id)) AND t.from_on <= @today
		             AND (t.to_on IS NULL OR t.to_on >= @today))`

const grantColumns = `
		       (SELECT max(i.used_at) FROM links_in_hand i WHERE i.person_id = p.id) AS opened_at,
		       CASE WHEN same.person_id IS NULL THEN '{}' ELSE other_accounts(p.id) END AS others,
		       CASE WHEN same.person_id IS NULL THEN '{}' ELSE ` + otherRolesSQL + ` END AS other_roles,
		       COALESCE(g.role, '') AS role, COALESCE(g.manager, false) AS manager,
		       COALESCE(g.service_id, 0) AS service, COALESCE(g.organisation_id, 0) AS organisation,
		       COALESCE(g.areas, '{}') AS areas, COALESCE(g.attempts, '{}') AS attempts,
		       COALESCE(g.deputy_for, 0) AS deputy_for,
		       COALESCE(g.deputy_for_name, '') AS deputy_for_name`

// sessionRow is a session with one of the grants of whoever it is of.
type sessionRow struct {
	Data   []byte
	SignIn domain.SignInID
	actorRow
}

// Session loads what a session holds, by its hashed token, and with it whom it is of; the zero SignedIn where nobody
// has signed in, or the sign-in was ended or the person disabled. It returns domain.ErrNotFound where there is no such
// session or it has run out.
func Session(ctx context.Context, r db.Reader, token string, today domain.Date) ([]byte, SignedIn, error) {
	rows, err := db.List[sessionRow](ctx, r.DB, "session", `
		SELECT x.data, COALESCE(s.id, 0) AS sign_in, COALESCE(p.id, 0) AS person, COALESCE(p.name, '') AS name,
		       s.started_at, s.last_seen_at, s.proved_at, `+grantColumns+`
		FROM sessions x
		LEFT JOIN (sign_ins s JOIN people p ON p.id = s.person_id AND p.disabled_at IS NULL)
		       ON s.id = (convert_from(x.data, 'UTF8')::json ->> 'sign_in')::bigint AND s.ended_at IS NULL
		LEFT JOIN same_people same ON same.person_id = p.id
		LEFT JOIN LATERAL (`+grantsSQL+`) g ON true
		WHERE x.token = @token AND x.expiry > current_timestamp`, db.Named{"token": token, "today": today.Time()})
	if err != nil {
		return nil, SignedIn{}, err
	}
	if len(rows) == 0 {
		return nil, SignedIn{}, domain.ErrNotFound
	}
	if rows[0].SignIn == 0 {
		return rows[0].Data, SignedIn{}, nil
	}
	grants := make([]actorRow, len(rows))
	for i, row := range rows {
		grants[i] = row.actorRow
	}
	return rows[0].Data, signedIn(rows[0].SignIn, grants), nil
}

func signedIn(id domain.SignInID, rows []actorRow) SignedIn {
	return SignedIn{ID: id, StartedAt: rows[0].StartedAt, LastSeenAt: rows[0].LastSeenAt, ProvedAt: rows[0].ProvedAt,
		Actor: actorOf(rows)}
}

// LoadSignedIn loads the person of a running session with their grants of today.
// It returns domain.ErrNotFound where the session was ended or the person disabled.
func LoadSignedIn(ctx context.Context, r db.Reader, id domain.SignInID, today domain.Date) (SignedIn, error) {
	rows, err := db.List[actorRow](ctx, r.DB, "signed in", `
		SELECT p.id AS person, p.name, s.started_at, s.last_seen_at, s.proved_at, `+grantColumns+`
		FROM sign_ins s
		JOIN people p ON p.id = s.person_id AND p.disabled_at IS NULL
		LEFT JOIN same_people same ON same.person_id = p.id
		LEFT JOIN LATERAL (`+grantsSQL+`) g ON true
		WHERE s.id = @id AND s.ended_at IS NULL`, db.Named{"id": id, "today": today.Time()})
	if err != nil {
		return SignedIn{}, err
	}
	if len(rows) == 0 {
		return SignedIn{}, domain.ErrNotFound
	}
	return signedIn(id, rows), nil
}

// Actor loads a person with their grants of today, for commands run outside a session. It returns domain.ErrNotFound
// where there is no such person or they are disabled.
func Actor(ctx context.Context, r db.Reader, id domain.PersonID, today domain.Date) (policy.Actor, error) {
	rows, err := db.List[actorRow](ctx, r.DB, "actor", `
		SELECT p.id AS person, p.name, p.created_at AS started_at, p.created_at AS last_seen_at,
		       p.created_at AS proved_at, `+grantColumns+`
		FROM people p
		LEFT JOIN same_people same ON same.person_id = p.id
		LEFT JOIN LATERAL (`+grantsSQL+`) g ON true
		WHERE p.id = @id AND p.disabled_at IS NULL`, db.Named{"id": id, "today": today.Time()})
	if err != nil {
		return policy.Actor{}, err
	}
	if len(rows) == 0 {
		return policy.Actor{}, domain.ErrNotFound
	}
	return actorOf(rows), nil
}

func actorOf(rows []actorRow) policy.Actor {
	a := policy.Actor{ID: rows[0].Person, Name: rows[0].Name, OpenedAt: rows[0].OpenedAt,
		Others: rows[0].Others, OtherRoles: rows[0].OtherRoles}
	member := policy.Grant{}
	for _, row := range rows {
		switch row.Role {
		case "":
		case policy.Member:
			member.Role, member.Areas = row.Role, append(member.Areas, row.Areas...)
			member.Attempts = append(member.Attempts, row.Attempts...)
		default:
			a.Grants = append(a.Grants, row.Grant)
		}
	}
	if member.Role == "" {
		return a
	}
	// One who sits in several seats is a Member once, of all their areas.
	slices.Sort(member.Areas)
	member.Areas = slices.Compact(member.Areas)
	slices.Sort(member.Attempts)
	member.Attempts = slices.Compact(member.Attempts)
	a.Grants = append(a.Grants, member)
	return a
}
