package partnerstore

import (
	"context"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/partners"
)

// ServiceManagersFor is the service-manager listing of an area on a day (004, gate 1; B3): those named for the area,
// and those for every area of an authority whose seats overlap it, or which has no seats.
func ServiceManagersFor(ctx context.Context, r db.Reader, area domain.AreaID,
	on domain.Date) (managers []partners.ServiceManager, err error) {
	err = r.Ask(ctx, AskServiceManagersFor(area, on, &managers))
	return managers, err
}

// AskServiceManagersFor asks for the ServiceManagersFor an area.
func AskServiceManagersFor(area domain.AreaID, on domain.Date, to *[]partners.ServiceManager) db.Question {
	return db.Asking(to, "service managers", `
		SELECT s.name AS service, a.name AS authority, COALESCE(p.name, m.name) AS name,
		       COALESCE(p.email, m.email) AS email, COALESCE(m.person_id, 0) AS person, m.area_id IS NULL AS all_areas
		FROM service_managers m
		JOIN services s ON s.id = m.service_id AND (s.retired_on IS NULL OR s.retired_on > @on)
		JOIN authorities a ON a.id = s.authority_id
		LEFT JOIN people p ON p.id = m.person_id
		WHERE m.from_on <= @on AND (m.to_on IS NULL OR m.to_on >= @on)
		  AND (m.area_id = @area OR (m.area_id IS NULL AND `+servesArea("a.id", "@area")+`))
		ORDER BY a.name COLLATE by_name, s.name COLLATE by_name, COALESCE(p.name, m.name) COLLATE by_name, m.id`,
		db.Named{"area": int64(area), "on": on.Time()})
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
func ServiceOfficersFor(ctx context.Context, r db.Reader, area domain.AreaID,
	on domain.Date) (officers []partners.ServiceManager, err error) {
	err = r.Ask(ctx, AskServiceOfficersFor(area, on, &officers))
	return officers, err
}

// AskServiceOfficersFor asks for the ServiceOfficersFor an area.
func AskServiceOfficersFor(area domain.AreaID, on domain.Date, to *[]partners.ServiceManager) db.Question {
	return db.Asking(to, "service officers", `
		SELECT DISTINCT s.name COLLATE by_name AS service, a.name COLLATE by_name AS authority,
		       p.name COLLATE by_name AS name, p.email, p.id AS person, true AS all_areas
		FROM role_grants g
		JOIN people p ON p.id = g.person_id AND p.disabled_at IS NULL
		JOIN services s ON s.id = g.service_id AND (s.retired_on IS NULL OR s.retired_on > @on)
		JOIN authorities a ON a.id = s.authority_id
		WHERE g.from_on <= @on AND (g.to_on IS NULL OR g.to_on >= @on) AND g.ended_at IS NULL
		  AND `+servesArea("a.id", "@area")+`
		ORDER BY a.name COLLATE by_name, s.name COLLATE by_name, p.name COLLATE by_name, p.id`,
		db.Named{"area": int64(area), "on": on.Time()})
}

const serviceColumns = `s.id, s.authority_id AS authority, a.name AS authority_name, s.name, s.retired_on`

// ListServices lists every service by authority and name, with who answers for it on the day. Retired ones come last.
func ListServices(ctx context.Context, r db.Reader, on domain.Date) ([]partners.ServiceLine, error) {
	services, err := db.List[partners.Service](ctx, r.DB, "list services", `
		SELECT `+serviceColumns+`
		FROM services s
		JOIN authorities a ON a.id = s.authority_id
		ORDER BY a.name COLLATE by_name, a.id, s.retired_on IS NOT NULL, s.name COLLATE by_name`, nil)
	if err != nil {
		return nil, err
	}
	posts, err := db.List[partners.ServicePost](ctx, r.DB, "list service managers", postColumns+`
		WHERE m.from_on <= @on AND (m.to_on IS NULL OR m.to_on >= @on)
		ORDER BY m.area_id IS NOT NULL, x.name COLLATE by_name, COALESCE(p.name, m.name) COLLATE by_name, m.id`, db.Named{"on": on.Time()})
	if err != nil {
		return nil, err
	}
	of := map[domain.ServiceID][]partners.ServicePost{}
	for _, p := range posts {
		of[p.Service] = append(of[p.Service], p)
	}
	lines := make([]partners.ServiceLine, len(services))
	for i, s := range services {
		lines[i] = partners.ServiceLine{Service: s, Managers: of[s.ID]}
	}
	return lines, nil
}

// Service loads one; none is domain.ErrNotFound.
func Service(ctx context.Context, r db.Reader, id domain.ServiceID) (partners.Service, error) {
	return db.One[partners.Service](ctx, r.DB, "service", `
		SELECT `+serviceColumns+` FROM services s JOIN authorities a ON a.id = s.authority_id WHERE s.id = @id`,
		db.Named{"id": int64(id)})
}

// ServiceForUpdate is Service, locked until the transaction ends; so are, in effect, its posts.
func ServiceForUpdate(ctx context.Context, w db.Writer, id domain.ServiceID) (partners.Service, error) {
	return db.One[partners.Service](ctx, w.DB, "service", `
		SELECT `+serviceColumns+` FROM services s JOIN authorities a ON a.id = s.authority_id
		WHERE s.id = @id FOR UPDATE OF s`, db.Named{"id": int64(id)})
}

const postColumns = `
		SELECT m.id, m.service_id AS service, COALESCE(m.area_id, 0) AS area, COALESCE(x.name, '') AS area_name,
		       COALESCE(m.person_id, 0) AS person, COALESCE(p.name, m.name) AS name,
		       COALESCE(p.email, m.email) AS email, m.from_on AS "from", m.to_on AS "to"
		FROM service_managers m
		LEFT JOIN areas x ON x.id = m.area_id
		LEFT JOIN people p ON p.id = m.person_id`

// ServicePosts lists who manages and managed a service, those without an end first.
func ServicePosts(ctx context.Context, r db.Reader, id domain.ServiceID) ([]partners.ServicePost, error) {
	return db.List[partners.ServicePost](ctx, r.DB, "service managers", postColumns+`
		WHERE m.service_id = @id
		ORDER BY m.to_on IS NOT NULL, m.area_id IS NOT NULL, x.name COLLATE by_name, m.from_on DESC, m.id`, db.Named{"id": int64(id)})
}

// ServiceOfficers lists the people with an account and a role in a service today, by name.
func ServiceOfficers(ctx context.Context, r db.Reader, today domain.Date) ([]partners.ServiceOfficer, error) {
	return db.List[partners.ServiceOfficer](ctx, r.DB, "service officers", `
		SELECT p.id AS person, p.name, string_agg(s.name, ', ' ORDER BY s.name COLLATE by_name) AS service
		FROM role_grants g
		JOIN people p ON p.id = g.person_id AND p.disabled_at IS NULL
		JOIN services s ON s.id = g.service_id
		WHERE g.role = 'service' AND g.from_on <= @today AND (g.to_on IS NULL OR g.to_on >= @today)
		  AND g.ended_at IS NULL
		GROUP BY p.id
		ORDER BY p.name COLLATE by_name, p.id`, db.Named{"today": today.Time()})
}

// AddService adds a service. A name that the authority has already, or an unknown authority, is a *domain.BlockedError.
func AddService(ctx context.Context, w db.Writer, s partners.Service) (domain.ServiceID, error) {
	id, err := db.Value[domain.ServiceID](ctx, w.DB, "add service", `
		INSERT INTO services (authority_id, name) VALUES (@authority, @name) RETURNING id`,
		db.Named{"authority": int64(s.Authority), "name": s.Name})
	if db.Violates(err, "services_authority_id_fkey") {
		return 0, domain.Blocked("authority", "Choose one from the list")
	}
	return id, serviceTaken(err, s)
}

// RenameService gives a service another name.
func RenameService(ctx context.Context, w db.Writer, s partners.Service) error {
	return serviceTaken(w.Change(ctx, "rename service", `
		UPDATE services SET name = @name WHERE id = @id`, db.Named{"id": int64(s.ID), "name": s.Name}), s)
}

func serviceTaken(err error, s partners.Service) error {
	if db.Violates(err, "services_authority_id_name_key") {
		return domain.Blocked("name", "This authority has a service called "+s.Name+" already")
	}
	return err
}

// RetireService ends a service, and who manages it, on the day.
func RetireService(ctx context.Context, w db.Writer, id domain.ServiceID, on domain.Date) error {
	if err := w.Exec(ctx, "end service managers", `
		UPDATE service_managers SET to_on = GREATEST(from_on, @on::date) WHERE service_id = @id
		AND (to_on IS NULL OR to_on > @on::date)`, db.Named{"id": int64(id), "on": on.Time()}); err != nil {
		return err
	}
	return w.Change(ctx, "retire service", `
		UPDATE services SET retired_on = @on WHERE id = @id AND retired_on IS NULL`,
		db.Named{"id": int64(id), "on": on.Time()})
}

// AddServicePost adds a manager. A person or area that does not exist is a *domain.BlockedError by its field.
func AddServicePost(ctx context.Context, w db.Writer, p partners.ServicePost) error {
	err := w.Exec(ctx, "add service manager", `
		INSERT INTO service_managers (service_id, area_id, person_id, name, email, from_on, to_on)
		VALUES (@service, NULLIF(@area::bigint, 0), NULLIF(@person::bigint, 0), @name, @email, @from, @to)`,
		db.Named{"service": int64(p.Service), "area": int64(p.Area), "person": int64(p.Person), "name": p.Name,
			"email": p.Email, "from": p.From.Time(), "to": db.DayOrNull(p.To)})
	switch {
	case db.Violates(err, "service_managers_area_id_fkey"):
		return domain.Blocked("area", "Choose one from the list")
	case db.Violates(err, "service_managers_person_id_fkey"):
		return domain.Blocked("person", "Choose one from the list")
	}
	return err
}

// EndServicePost sets the last day of a manager's time.
func EndServicePost(ctx context.Context, w db.Writer, id domain.ServicePostID, on domain.Date) error {
	return w.Change(ctx, "end service manager", `
		UPDATE service_managers SET to_on = @on WHERE id = @id AND to_on IS NULL`,
		db.Named{"id": int64(id), "on": on.Time()})
}
