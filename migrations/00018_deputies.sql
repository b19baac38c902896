-- +goose Up
CREATE TABLE deputies (
	id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	principal_id bigint NOT NULL REFERENCES people,
	role         text NOT NULL CHECK (role IN ('cpo', 'clerk', 'named officer')),
	deputy_id    bigint NOT NULL REFERENCES people,
	from_on      date NOT NULL,
	to_on        date NOT NULL,
	named_by     bigint NOT NULL REFERENCES people,
	named_at     timestamptz NOT NULL,
	ended_at     timestamptz,
	ended_by     bigint REFERENCES people,
	CHECK (to_on >= from_on),
	CHECK (deputy_id <> principal_id),
	CHECK (named_by <> deputy_id)
);
CREATE INDEX deputies_principal ON deputies (principal_id);
CREATE INDEX deputies_deputy ON deputies (deputy_id);
COMMENT ON TABLE deputies IS 'Who may do on some days what a person may do in one of their roles (domain §7.13). It gives nothing on a day on which the person does not hold the role themselves.';

CREATE VIEW acting_grants AS
SELECT g.person_id, g.role, g.portfolio, g.from_on, g.to_on, g.ended_at, NULL::bigint AS deputy_for
FROM role_grants g
UNION ALL
SELECT d.deputy_id, g.role, g.portfolio, greatest(g.from_on, d.from_on), least(g.to_on, d.to_on),
       COALESCE(d.ended_at, g.ended_at), d.principal_id
FROM deputies d
JOIN role_grants g ON g.person_id = d.principal_id AND g.role = d.role;
COMMENT ON VIEW acting_grants IS 'Roles with whoever may act in them: those who were given them, and their deputies. For lists of whom to tell; an actor is loaded in signin.';

-- +goose Down
DROP VIEW acting_grants;
DROP TABLE deputies;
