-- +goose Up
CREATE TABLE organisations (
	id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	name    text NOT NULL UNIQUE CHECK (name <> ''),
	kind    text NOT NULL CHECK (kind IN ('police', 'health', 'district', 'town or parish', 'voluntary', 'business', 'housing', 'education', 'other')),
	notes   text NOT NULL DEFAULT '',
	version int NOT NULL DEFAULT 1
);

CREATE TABLE services (
	id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	authority_id bigint NOT NULL REFERENCES authorities,
	name         text NOT NULL,
	retired_on   date,
	UNIQUE (authority_id, name)
);

CREATE TABLE service_managers (
	id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	service_id bigint NOT NULL REFERENCES services,
	area_id    bigint REFERENCES areas,
	person_id  bigint REFERENCES people,
	name       text NOT NULL,
	email      text NOT NULL DEFAULT '',
	from_on    date NOT NULL,
	to_on      date,
	CHECK (to_on IS NULL OR to_on >= from_on)
);
CREATE INDEX service_managers_service ON service_managers (service_id);
CREATE INDEX service_managers_area ON service_managers (area_id);
COMMENT ON COLUMN service_managers.area_id IS 'NULL: every area.';

CREATE TABLE contacts (
	id                    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	name                  text NOT NULL CHECK (name <> ''),
	email                 text NOT NULL DEFAULT '',
	phone                 text NOT NULL DEFAULT '',
	lawful_basis          text NOT NULL CHECK (lawful_basis IN ('public task', 'consent', 'legitimate interests', 'legal obligation', 'contract')),
	channel               text NOT NULL CHECK (channel IN ('email', 'phone', 'post', 'in person')),
	do_not_contact        boolean NOT NULL DEFAULT false,
	do_not_contact_reason text NOT NULL DEFAULT '',
	notes                 text NOT NULL DEFAULT '',
	version               int NOT NULL DEFAULT 1,
	created_by            bigint NOT NULL REFERENCES people,
	created_at            timestamptz NOT NULL,
	CHECK (do_not_contact OR do_not_contact_reason = '')
);
COMMENT ON COLUMN contacts.do_not_contact IS 'Notices record them as withheld (B8). Who set it and when is in the audit trail.';
CREATE INDEX contacts_name ON contacts (name, id);

CREATE TABLE contact_roles (
	id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	contact_id      bigint NOT NULL REFERENCES contacts,
	organisation_id bigint NOT NULL REFERENCES organisations,
	title           text NOT NULL DEFAULT '',
	from_on         date NOT NULL,
	to_on           date,
	CHECK (to_on IS NULL OR to_on >= from_on)
);
CREATE INDEX contact_roles_contact ON contact_roles (contact_id);
CREATE INDEX contact_roles_organisation ON contact_roles (organisation_id);

CREATE TABLE network_entries (
	id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	area_id        bigint NOT NULL REFERENCES areas,
	contact_id     bigint NOT NULL REFERENCES contacts,
	kind           text NOT NULL CHECK (kind IN ('patch worker', 'community', 'stakeholder', 'forum')),
	represents     text NOT NULL DEFAULT '',
	patch          text NOT NULL DEFAULT '',
	engaged_on     date,
	added_by       bigint NOT NULL REFERENCES people,
	added_at       timestamptz NOT NULL,
	removed_at     timestamptz,
	removed_by     bigint REFERENCES people,
	removed_reason text NOT NULL DEFAULT '',
	CHECK (removed_at IS NOT NULL OR (removed_by IS NULL AND removed_reason = ''))
);
CREATE UNIQUE INDEX network_entries_open ON network_entries (area_id, contact_id, kind) WHERE removed_at IS NULL;
CREATE INDEX network_entries_contact ON network_entries (contact_id);
CREATE INDEX network_entries_area ON network_entries (area_id);

-- Roles are kept here because their scopes are areas, services and organisations.
CREATE TABLE role_grants (
	id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	person_id       bigint NOT NULL REFERENCES people,
	role            text NOT NULL CHECK (role IN ('clo', 'cpo', 'lac', 'service', 'executive member', 'executive', 'partner', 'admin')),
	service_id      bigint REFERENCES services,
	organisation_id bigint REFERENCES organisations,
	manager         boolean NOT NULL DEFAULT false,
	portfolio       text NOT NULL DEFAULT '',
	from_on         date NOT NULL,
	to_on           date,
	granted_by      bigint REFERENCES people,
	granted_at      timestamptz NOT NULL,
	ended_at        timestamptz,
	ended_by        bigint REFERENCES people,
	CHECK (to_on IS NULL OR to_on >= from_on),
	CHECK ((role = 'service') = (service_id IS NOT NULL)),
	CHECK ((role = 'partner') = (organisation_id IS NOT NULL))
);
CREATE INDEX role_grants_person ON role_grants (person_id);
COMMENT ON COLUMN role_grants.ended_at IS 'Set where the role was taken away at once: from that moment it gives nothing, whatever its days.';
COMMENT ON TABLE role_grants IS 'Dated roles. A Member''s role is not granted: it follows from a term in a seat. The areas of a liaison officer or coordinator are their assignments.';

-- +goose Down
DROP TABLE role_grants, network_entries, contact_roles, contacts, service_managers, services, organisations;
