package store

import (
	"context"

	"fourgates/internal/domain"
)

// ServiceManagersFor is the service-manager listing of an area on a day (004, gate 1; B3): those named for the area,
// and those for every area of an authority whose seats overlap it, or which has no seats.
func (r Reader) ServiceManagersFor(ctx context.Context, area domain.AreaID,
	on domain.Date) ([]domain.ServiceManager, error) {
	return list[domain.ServiceManager](ctx, r.db, "service managers", `
		SELECT s.name AS service, a.name AS authority, COALESCE(p.name, m.name) AS name,
		       COALESCE(p.email, m.email) AS email, COALESCE(m.person_id, 0) AS person, m.area_id IS NULL AS all_areas
		FROM service_managers m
		JOIN services s ON s.id = m.service_id AND (s.retired_on IS NULL OR s.retired_on > @on)
		JOIN authorities a ON a.id = s.authority_id
		LEFT JOIN people p ON p.id = m.person_id
		WHERE m.from_on <= @on AND (m.to_on IS NULL OR m.to_on >= @on)
		  AND (m.area_id = @area OR (m.area_id IS NULL AND `+servesArea("a.id", "@area")+`))
		ORDER BY a.name, s.name, name, m.id`, named{"area": int64(area), "on": on.Time()})
}

// servesArea is the condition that an authority works in an area: its seats overlap it, or it has no seats.
func servesArea(authority, area string) string {
	return `(
	NOT EXISTS (SELECT FROM seats t WHERE t.authority_id = ` + authority + ` AND t.valid_to IS NULL)
	OR EXISTS (SELECT
	           FROM seats t
	           JOIN area_seats x ON x.seat_id = t.id AND x.area_id = ` + area + `
	           WHERE t.authority_id = ` + authority + `))`
}

// ServiceOfficersFor lists the people with a role in a service of the authorities that work in an area, on a day:
// service officers and managers (domain §1), each once for every service.
func (r Reader) ServiceOfficersFor(ctx context.Context, area domain.AreaID,
	on domain.Date) ([]domain.ServiceManager, error) {
	return list[domain.ServiceManager](ctx, r.db, "service officers", `
		SELECT DISTINCT s.name AS service, a.name AS authority, p.name, p.email, p.id AS person, true AS all_areas
		FROM role_grants g
		JOIN people p ON p.id = g.person_id AND p.disabled_at IS NULL
		JOIN services s ON s.id = g.service_id AND (s.retired_on IS NULL OR s.retired_on > @on)
		JOIN authorities a ON a.id = s.authority_id
		WHERE g.from_on <= @on AND (g.to_on IS NULL OR g.to_on >= @on) AND g.ended_at IS NULL
		  AND `+servesArea("a.id", "@area")+`
		ORDER BY a.name, s.name, p.name, p.id`, named{"area": int64(area), "on": on.Time()})
}

const serviceColumns = `s.id, s.authority_id AS authority, a.name AS authority_name, s.name, s.retired_on`

// ListServices lists every service by authority and name, with who answers for it on the day. Retired ones come last.
func (r Reader) ListServices(ctx context.Context, on domain.Date) ([]domain.ServiceLine, error) {
	services, err := list[domain.Service](ctx, r.db, "list services", `
		SELECT `+serviceColumns+`
		FROM services s
		JOIN authorities a ON a.id = s.authority_id
		ORDER BY a.name, a.id, s.retired_on IS NOT NULL, s.name
		LIMIT 1000`, nil)
	if err != nil {
		return nil, err
	}
	posts, err := list[domain.ServicePost](ctx, r.db, "list service managers", postColumns+`
		WHERE m.from_on <= @on AND (m.to_on IS NULL OR m.to_on >= @on)
		ORDER BY m.area_id IS NOT NULL, area_name, name, m.id
		LIMIT 5000`, named{"on": on.Time()})
	if err != nil {
		return nil, err
	}
	of := map[domain.ServiceID][]domain.ServicePost{}
	for _, p := range posts {
		of[p.Service] = append(of[p.Service], p)
	}
	lines := make([]domain.ServiceLine, len(services))
	for i, s := range services {
		lines[i] = domain.ServiceLine{Service: s, Managers: of[s.ID]}
	}
	return lines, nil
}

// Service loads one; none is domain.ErrNotFound.
func (r Reader) Service(ctx context.Context, id domain.ServiceID) (domain.Service, error) {
	return one[domain.Service](ctx, r.db, "service", `
		SELECT `+serviceColumns+` FROM services s JOIN authorities a ON a.id = s.authority_id WHERE s.id = @id`,
		named{"id": int64(id)})
}

// ServiceForUpdate is Service, locked until the transaction ends; so are, in effect, its posts.
func (w Writer) ServiceForUpdate(ctx context.Context, id domain.ServiceID) (domain.Service, error) {
	return one[domain.Service](ctx, w.db, "service", `
		SELECT `+serviceColumns+` FROM services s JOIN authorities a ON a.id = s.authority_id
		WHERE s.id = @id FOR UPDATE OF s`, named{"id": int64(id)})
}

const postColumns = `
		SELECT m.id, m.service_id AS service, COALESCE(m.area_id, 0) AS area, COALESCE(x.name, '') AS area_name,
		       COALESCE(m.person_id, 0) AS person, COALESCE(p.name, m.name) AS name,
		       COALESCE(p.email, m.email) AS email, m.from_on AS "from", m.to_on AS "to"
		FROM service_managers m
		LEFT JOIN areas x ON x.id = m.area_id
		LEFT JOIN people p ON p.id = m.person_id`

// ServicePosts lists who manages and managed a service, those without an end first.
func (r Reader) ServicePosts(ctx context.Context, id domain.ServiceID) ([]domain.ServicePost, error) {
	return list[domain.ServicePost](ctx, r.db, "service managers", postColumns+`
		WHERE m.service_id = @id
		ORDER BY m.to_on IS NOT NULL, m.area_id IS NOT NULL, area_name, m.from_on DESC, m.id
		LIMIT 500`, named{"id": int64(id)})
}

// ServiceOfficers lists the people with an account and a role in a service today, by name.
func (r Reader) ServiceOfficers(ctx context.Context, today domain.Date) ([]domain.ServiceOfficer, error) {
	return list[domain.ServiceOfficer](ctx, r.db, "service officers", `
		SELECT p.id AS person, p.name, string_agg(s.name, ', ' ORDER BY s.name) AS service
		FROM role_grants g
		JOIN people p ON p.id = g.person_id AND p.disabled_at IS NULL
		JOIN services s ON s.id = g.service_id
		WHERE g.role = 'service' AND g.from_on <= @today AND (g.to_on IS NULL OR g.to_on >= @today)
		  AND g.ended_at IS NULL
		GROUP BY p.id
		ORDER BY p.name, p.id
		LIMIT 1000`, named{"today": today.Time()})
}

// AddService adds a service. A name that the authority has already, or an unknown authority, is a *domain.BlockedError.
func (w Writer) AddService(ctx context.Context, s domain.Service) (domain.ServiceID, error) {
	id, err := value[domain.ServiceID](ctx, w.db, "add service", `
		INSERT INTO services (authority_id, name) VALUES (@authority, @name) RETURNING id`,
		named{"authority": int64(s.Authority), "name": s.Name})
	if violates(err, "services_authority_id_fkey") {
		return 0, domain.Blocked("authority", "Choose one from the list")
	}
	return id, serviceTaken(err, s)
}

// RenameService gives a service another name.
func (w Writer) RenameService(ctx context.Context, s domain.Service) error {
	return serviceTaken(w.change(ctx, "rename service", `
		UPDATE services SET name = @name WHERE id = @id`, named{"id": int64(s.ID), "name": s.Name}), s)
}

func serviceTaken(err error, s domain.Service) error {
	if violates(err, "services_authority_id_name_key") {
		return domain.Blocked("name", "This authority has a service called "+s.Name+" already")
	}
	return err
}

// RetireService ends a service, and who manages it, on the day.
func (w Writer) RetireService(ctx context.Context, id domain.ServiceID, on domain.Date) error {
	if err := w.exec(ctx, "end service managers", `
		UPDATE service_managers SET to_on = GREATEST(from_on, @on::date) WHERE service_id = @id
		AND (to_on IS NULL OR to_on > @on::date)`, named{"id": int64(id), "on": on.Time()}); err != nil {
		return err
	}
	return w.change(ctx, "retire service", `
		UPDATE services SET retired_on = @on WHERE id = @id AND retired_on IS NULL`,
		named{"id": int64(id), "on": on.Time()})
}

// AddServicePost adds a manager. A person or area that does not exist is a *domain.BlockedError by its field.
func (w Writer) AddServicePost(ctx context.Context, p domain.ServicePost) error {
	err := w.exec(ctx, "add service manager", `
		INSERT INTO service_managers (service_id, area_id, person_id, name, email, from_on, to_on)
		VALUES (@service, NULLIF(@area::bigint, 0), NULLIF(@person::bigint, 0), @name, @email, @from, @to)`,
		named{"service": int64(p.Service), "area": int64(p.Area), "person": int64(p.Person), "name": p.Name,
			"email": p.Email, "from": p.From.Time(), "to": dayOrNull(p.To)})
	switch {
	case violates(err, "service_managers_area_id_fkey"):
		return domain.Blocked("area", "Choose one from the list")
	case violates(err, "service_managers_person_id_fkey"):
		return domain.Blocked("person", "Choose one from the list")
	}
	return err
}

// EndServicePost sets the last day of a manager's time.
func (w Writer) EndServicePost(ctx context.Context, id domain.ServicePostID, on domain.Date) error {
	return w.change(ctx, "end service manager", `
		UPDATE service_managers SET to_on = @on WHERE id = @id AND to_on IS NULL`,
		named{"id": int64(id), "on": on.Time()})
}
