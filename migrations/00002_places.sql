-- +goose Up
CREATE TABLE authorities (
	id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	name text NOT NULL UNIQUE CHECK (name <> ''),
	tier text NOT NULL CHECK (tier IN ('county', 'borough', 'unitary', 'parish'))
);

CREATE TABLE seats (
	id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	authority_id bigint NOT NULL REFERENCES authorities,
	kind         text NOT NULL CHECK (kind IN ('ward', 'division')),
	code         text NOT NULL,
	name         text NOT NULL,
	boundary     text NOT NULL,
	places       int NOT NULL DEFAULT 1 CHECK (places BETWEEN 1 AND 9),
	valid_from   date,
	valid_to     date
);
CREATE UNIQUE INDEX seats_code ON seats (code) WHERE valid_to IS NULL;
CREATE INDEX seats_authority ON seats (authority_id);
COMMENT ON COLUMN seats.boundary IS 'GeoJSON geometry, WGS84, as canonicalised by geo.Shape.';
COMMENT ON COLUMN seats.places IS 'How many Members the ward or division elects. Each place signs for itself.';

CREATE TABLE seat_files (
	id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	name        text NOT NULL,
	authority   text NOT NULL,
	tier        text NOT NULL,
	kind        text NOT NULL,
	content     text NOT NULL,
	uploaded_by bigint NOT NULL REFERENCES people,
	uploaded_at timestamptz NOT NULL,
	imported_at timestamptz
);
COMMENT ON TABLE seat_files IS 'Boundary files that an administrator has uploaded and not yet confirmed; content is JSON of code, name and boundary, emptied once imported.';

CREATE TABLE terms (
	id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	seat_id    bigint NOT NULL REFERENCES seats,
	place      int NOT NULL DEFAULT 1 CHECK (place >= 1),
	person_id  bigint NOT NULL REFERENCES people,
	from_on    date NOT NULL,
	to_on      date,
	end_reason text NOT NULL DEFAULT '',
	CHECK (to_on IS NULL OR to_on >= from_on)
);
CREATE UNIQUE INDEX terms_open ON terms (seat_id, place) WHERE to_on IS NULL;
CREATE INDEX terms_person ON terms (person_id);
CREATE INDEX terms_seat ON terms (seat_id, place, from_on);
COMMENT ON TABLE terms IS 'A Member in one place of a seat, from the first to the last day, both included. No party, anywhere.';

CREATE TABLE substitutes (
	id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	seat_id   bigint NOT NULL REFERENCES seats,
	place     int NOT NULL DEFAULT 1,
	person_id bigint NOT NULL REFERENCES people,
	from_on   date NOT NULL,
	to_on     date NOT NULL,
	reason    text NOT NULL,
	named_by  bigint NOT NULL REFERENCES people,
	named_at  timestamptz NOT NULL,
	ended_at  timestamptz,
	CHECK (to_on >= from_on)
);
COMMENT ON COLUMN substitutes.ended_at IS 'When an administrator ended it before its last day.';
CREATE INDEX substitutes_seat ON substitutes (seat_id, place);
CREATE INDEX substitutes_person ON substitutes (person_id);

CREATE TABLE areas (
	id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	code       text NOT NULL UNIQUE CHECK (code <> ''),
	name       text NOT NULL CHECK (name <> ''),
	rationale  text NOT NULL DEFAULT '',
	state      text NOT NULL DEFAULT 'proposed'
	           CHECK (state IN ('proposed', 'selected', 'active', 'paused', 'delivering', 'closed', 'rejected')),
	version    int NOT NULL DEFAULT 1,
	outline    text NOT NULL DEFAULT '',
	created_by bigint NOT NULL REFERENCES people,
	created_at timestamptz NOT NULL
);
COMMENT ON COLUMN areas.outline IS 'The drawing of the area among its seats, made with area_seats so that a page need not read boundaries.';
CREATE INDEX areas_name ON areas (name, id);
COMMENT ON COLUMN areas.state IS 'The newest of area_states, kept beside it in the same transaction so that lists need no join.';

CREATE TABLE area_states (
	id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	area_id bigint NOT NULL REFERENCES areas,
	state   text NOT NULL,
	reason  text NOT NULL DEFAULT '',
	by      bigint NOT NULL REFERENCES people,
	at      timestamptz NOT NULL
);
CREATE INDEX area_states_area ON area_states (area_id, id);

CREATE TABLE area_boundaries (
	id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	area_id  bigint NOT NULL REFERENCES areas,
	version  int NOT NULL,
	boundary text NOT NULL,
	reason   text NOT NULL,
	by       bigint NOT NULL REFERENCES people,
	at       timestamptz NOT NULL,
	UNIQUE (area_id, version)
);

CREATE TABLE area_seats (
	area_id bigint NOT NULL REFERENCES areas,
	seat_id bigint NOT NULL REFERENCES seats,
	percent numeric(5,2) NOT NULL CHECK (percent > 0 AND percent <= 100),
	PRIMARY KEY (area_id, seat_id)
);
CREATE INDEX area_seats_seat ON area_seats (seat_id);
COMMENT ON TABLE area_seats IS 'Which seats the present boundary overlaps; percent is the share of the area that lies in the seat. Recomputed with every boundary or seat change; past overlaps live in the gate snapshots.';

CREATE TABLE places (
	id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	area_id bigint NOT NULL REFERENCES areas,
	name    text NOT NULL,
	lon     double precision,
	lat     double precision,
	UNIQUE (area_id, name)
);

CREATE TABLE validity_views (
	id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	area_id     bigint NOT NULL REFERENCES areas,
	kind        text NOT NULL CHECK (kind IN ('community', 'service provider')),
	said_by     text NOT NULL,
	supports    text NOT NULL CHECK (supports IN ('yes', 'no', 'partly')),
	note        text NOT NULL DEFAULT '',
	said_on     date NOT NULL,
	recorded_by bigint NOT NULL REFERENCES people,
	recorded_at timestamptz NOT NULL
);
CREATE INDEX validity_views_area ON validity_views (area_id, id);

CREATE TABLE assignments (
	id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	area_id     bigint NOT NULL REFERENCES areas,
	person_id   bigint NOT NULL REFERENCES people,
	role        text NOT NULL CHECK (role IN ('clo', 'lac')),
	from_on     date NOT NULL,
	to_on       date,
	assigned_by bigint NOT NULL REFERENCES people,
	CHECK (to_on IS NULL OR to_on >= from_on)
);
CREATE INDEX assignments_area ON assignments (area_id);
CREATE INDEX assignments_person ON assignments (person_id);
CREATE UNIQUE INDEX assignments_open ON assignments (area_id, person_id, role) WHERE to_on IS NULL;

CREATE TABLE inductions (
	id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	area_id     bigint NOT NULL REFERENCES areas,
	person_id   bigint NOT NULL REFERENCES people,
	outcome     text NOT NULL CHECK (outcome IN ('done', 'declined', 'waived')),
	on_date     date NOT NULL,
	material    text NOT NULL DEFAULT '',
	note        text NOT NULL DEFAULT '',
	recorded_by bigint NOT NULL REFERENCES people,
	recorded_at timestamptz NOT NULL
);
CREATE INDEX inductions_area ON inductions (area_id, person_id, id);
COMMENT ON TABLE inductions IS 'The newest row for a Member and area counts (004, gate 1; A8).';

-- +goose Down
DROP TABLE inductions, assignments, validity_views, places, area_seats, area_boundaries, area_states, areas, substitutes, terms, seat_files, seats, authorities;
