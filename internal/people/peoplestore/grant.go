package peoplestore

import (
	"context"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// GrantLine is a role of a person with its scope in words, given or following from a term.
type GrantLine struct {
	ID             domain.GrantID
	PersonID       domain.PersonID
	Role           policy.Role
	ServiceID      domain.ServiceID
	Service        string // name, or ""
	OrganisationID domain.OrganisationID
	Organisation   string
	Manager        bool
	Portfolio      string
	FromOn         domain.Date
	ToOn           domain.Date // zero: open
	EndedAt        *time.Time  // taken away at once
	GrantedBy      string
}

// Holds reports whether the role gives anything on the day.
func (g GrantLine) Holds(day domain.Date) bool {
	return g.EndedAt == nil && domain.Span{From: g.FromOn, To: g.ToOn}.Covers(day)
}

// Over reports whether the role has ended for good.
func (g GrantLine) Over(day domain.Date) bool {
	return g.EndedAt != nil || (!g.ToOn.IsZero() && g.ToOn.Before(day))
}

const grantLineSQL = `
	SELECT g.id, g.person_id, g.role, COALESCE(g.service_id, 0) AS service_id, COALESCE(s.name, '') AS service,
	       COALESCE(g.organisation_id, 0) AS organisation_id, COALESCE(o.name, '') AS organisation, g.manager,
	       g.portfolio, g.from_on, g.to_on, g.ended_at, COALESCE(by.name, '') AS granted_by
	FROM role_grants g
	LEFT JOIN services s ON s.id = g.service_id
	LEFT JOIN organisations o ON o.id = g.organisation_id
	LEFT JOIN people by ON by.id = g.granted_by`

// Grants lists the roles given to a person, past, present and future, latest first.
func Grants(ctx context.Context, r db.Reader, person domain.PersonID) ([]GrantLine, error) {
	return db.List[GrantLine](ctx, r.DB, "grants", grantLineSQL+` WHERE g.person_id = @person ORDER BY g.from_on DESC,
	g.id DESC`, db.Named{"person": int64(person)})
}

// Grant loads one role of a person. It returns domain.ErrNotFound where it is not theirs.
func Grant(ctx context.Context, r db.Reader, person domain.PersonID, id domain.GrantID) (GrantLine, error) {
	return db.One[GrantLine](ctx, r.DB, "grant", grantLineSQL+` WHERE g.person_id = @person AND g.id = @id`,
		db.Named{"person": int64(person), "id": int64(id)})
}

// GrantForUpdate is Grant, locked until the transaction ends.
func GrantForUpdate(ctx context.Context, w db.Writer, person domain.PersonID, id domain.GrantID) (GrantLine, error) {
	return db.One[GrantLine](ctx, w.DB, "grant", grantLineSQL+` WHERE g.person_id = @person
	AND g.id = @id FOR UPDATE OF g`, db.Named{"person": int64(person), "id": int64(id)})
}

// AddGrant gives a role. By zero is the command line. It returns a *domain.BlockedError where service or organisation
// are not there.
func AddGrant(ctx context.Context, w db.Writer, g policy.GrantOf, by domain.PersonID,
	now time.Time) (domain.GrantID, error) {
	id, err := db.Value[domain.GrantID](ctx, w.DB, "add grant", `
		INSERT INTO role_grants (person_id, role, service_id, organisation_id, manager, portfolio, from_on, to_on,
		                         granted_by, granted_at)
		VALUES (@person, @role, NULLIF(@service, 0::bigint), NULLIF(@organisation, 0::bigint), @manager, @portfolio,
		        @from, @to, NULLIF(@by, 0::bigint), @now)
		RETURNING id`, db.Named{
		"person": int64(g.Person), "role": string(g.Role), "service": int64(g.Service),
		"organisation": int64(g.Organisation), "manager": g.Manager, "portfolio": g.Portfolio,
		"from": g.Days.From.Time(), "to": db.DayOrNull(g.Days.To), "by": int64(by), "now": now})
	switch {
	case db.Violates(err, "role_grants_service_id_fkey"):
		return 0, domain.Blocked("service", "Choose a service from the list")
	case db.Violates(err, "role_grants_organisation_id_fkey"):
		return 0, domain.Blocked("organisation", "Choose an organisation from the list")
	}
	return id, err
}

// EndGrant sets the last day of a role, or with a moment in at takes it away there and then.
func EndGrant(ctx context.Context, w db.Writer, id domain.GrantID, last domain.Date, at time.Time,
	by domain.PersonID) error {
	var ended *time.Time
	if !at.IsZero() {
		ended = &at
	}
	return w.Change(ctx, "end grant", `
		UPDATE role_grants SET to_on = @last, ended_at = @at, ended_by = NULLIF(@by, 0::bigint) WHERE id = @id
		AND ended_at IS NULL`, db.Named{"id": int64(id), "last": last.Time(), "at": ended, "by": int64(by)})
}

// OtherAdmins counts the administrators besides one person who can sign in today and whose role has no last day. It
// makes others who ask the same wait until the transaction ends, so that two cannot leave at once.
func OtherAdmins(ctx context.Context, w db.Writer, besides domain.PersonID, today domain.Date) (int, error) {
	if err := w.Exec(ctx, "lock administrators", `
		SELECT pg_advisory_xact_lock(hashtextextended('administrators', 0))`, db.Named{}); err != nil {
		return 0, err
	}
	return db.Value[int](ctx, w.DB, "count administrators", `
		SELECT count(DISTINCT g.person_id)
		FROM role_grants g
		JOIN people p ON p.id = g.person_id AND p.disabled_at IS NULL AND p.password_hash IS NOT NULL
		WHERE g.role = 'admin' AND g.person_id <> @besides AND g.from_on <= @today AND g.to_on IS NULL
		  AND g.ended_at IS NULL`,
		db.Named{"besides": int64(besides), "today": today.Time()})
}

// Choice is something to choose from a list by name.
type Choice struct {
	ID   int64
	Name string
}

// GrantChoices lists the services and the organisations that a role can be given for.
func GrantChoices(ctx context.Context, r db.Reader, today domain.Date) (services, organisations []Choice, err error) {
	services, err = db.List[Choice](ctx, r.DB, "services", `
		SELECT s.id, s.name || ', ' || a.name AS name FROM services s
		JOIN authorities a ON a.id = s.authority_id
		WHERE s.retired_on IS NULL OR s.retired_on > @today
		ORDER BY s.name COLLATE by_name, s.id`, db.Named{"today": today.Time()})
	if err != nil {
		return nil, nil, err
	}
	organisations, err = db.List[Choice](ctx, r.DB, "organisations", `
		SELECT id, name FROM organisations ORDER BY name COLLATE by_name, id`, db.Named{})
	return services, organisations, err
}

// TermLine is a Member's term as the page of a person shows it.
type TermLine struct {
	Seat      string
	SeatID    domain.SeatID
	Kind      string
	Authority string
	FromOn    domain.Date
	ToOn      domain.Date
}

// TermsOf lists the terms of a person, latest first.
func TermsOf(ctx context.Context, r db.Reader, person domain.PersonID) ([]TermLine, error) {
	return db.List[TermLine](ctx, r.DB, "terms of a person", `
		SELECT s.shown AS seat, s.id AS seat_id, s.kind, a.name AS authority, t.from_on, t.to_on
		FROM terms t
		JOIN seats s ON s.id = t.seat_id
		JOIN authorities a ON a.id = s.authority_id
		WHERE t.person_id = @person
		ORDER BY t.from_on DESC, t.id DESC`, db.Named{"person": int64(person)})
}
