-- +goose Up
CREATE TABLE synthesis_sessions (
	id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	area_id          bigint NOT NULL REFERENCES areas,
	cycle            int NOT NULL,
	held_on          date NOT NULL,
	held_at          text NOT NULL DEFAULT '',
	venue            text NOT NULL CHECK (venue <> ''),
	agenda           text NOT NULL DEFAULT '',
	version          int NOT NULL DEFAULT 1,
	planned_by       bigint NOT NULL REFERENCES people,
	planned_at       timestamptz NOT NULL,
	cancelled_reason text NOT NULL DEFAULT '',
	cancelled_by     bigint REFERENCES people,
	cancelled_at     timestamptz,
	CHECK ((cancelled_by IS NULL) = (cancelled_at IS NULL)),
	CHECK ((cancelled_at IS NULL) = (cancelled_reason = ''))
);
CREATE INDEX synthesis_sessions_area ON synthesis_sessions (area_id, cycle);
COMMENT ON TABLE synthesis_sessions IS 'Sessions in which an area''s issues are synthesised with its Area Members, before gate 2 (004, 2b).';
COMMENT ON COLUMN synthesis_sessions.venue IS 'Where it is: a place, or the link of a meeting on line.';

CREATE TABLE synthesis_invited (
	session_id bigint NOT NULL REFERENCES synthesis_sessions,
	position   int NOT NULL,
	seat_id    bigint NOT NULL REFERENCES seats,
	place      int NOT NULL,
	seat_name  text NOT NULL,
	authority  text NOT NULL,
	tier       text NOT NULL,
	person_id  bigint REFERENCES people,
	name       text NOT NULL DEFAULT '',
	PRIMARY KEY (session_id, seat_id, place),
	CHECK ((person_id IS NULL) = (name = ''))
);
COMMENT ON TABLE synthesis_invited IS 'The places asked to a session, with who held each; a vacant one has no name.';

CREATE TABLE synthesis_records (
	id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	session_id  bigint NOT NULL REFERENCES synthesis_sessions,
	number      int NOT NULL,
	synthesised text NOT NULL CHECK (synthesised <> ''),
	reason      text NOT NULL DEFAULT '',
	recorded_by bigint NOT NULL REFERENCES people,
	recorded_at timestamptz NOT NULL,
	UNIQUE (session_id, number),
	CHECK ((number = 1) = (reason = ''))
);
COMMENT ON TABLE synthesis_records IS 'What a session came to. A correction is a further record with its reason; the newest counts, the others stay readable.';

CREATE TABLE synthesis_attendance (
	record_id bigint NOT NULL REFERENCES synthesis_records,
	position  int NOT NULL,
	seat_id   bigint NOT NULL REFERENCES seats,
	place     int NOT NULL,
	seat_name text NOT NULL,
	authority text NOT NULL,
	tier      text NOT NULL,
	person_id bigint REFERENCES people,
	name      text NOT NULL DEFAULT '',
	came      text NOT NULL CHECK (came IN ('came', 'sent apologies', 'substitute', 'by letter', 'did not come', 'vacant')),
	stood_in  text NOT NULL DEFAULT '',
	PRIMARY KEY (record_id, seat_id, place),
	CHECK ((came = 'substitute') = (stood_in <> '')),
	CHECK ((person_id IS NULL) = (name = ''))
);
COMMENT ON COLUMN synthesis_attendance.stood_in IS 'Who came in place of the Member.';

INSERT INTO not_asked_of (area_id, cycle, requirement)
SELECT h.area_id, h.cycle, 'session' FROM phases h WHERE h.phase IN ('2b', '2c', '2d', '3', '4', '5', '6', '7')
UNION
SELECT t.area_id, t.cycle, 'session' FROM attempts t WHERE t.gate >= 2;

-- +goose Down
DELETE FROM not_asked_of WHERE requirement = 'session';
DROP TABLE synthesis_attendance, synthesis_records, synthesis_invited, synthesis_sessions;
