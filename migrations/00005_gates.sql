-- +goose Up
CREATE TABLE phases (
	area_id     bigint NOT NULL REFERENCES areas,
	cycle       int NOT NULL DEFAULT 1,
	phase       text NOT NULL CHECK (phase IN ('1', '2a', '2b', '2c', '2d', '3', '4', '5', '6', '7')),
	opened_on   date NOT NULL,
	early_end   date,
	late_end    date,
	closed_on   date,
	opened_by   bigint NOT NULL REFERENCES people,
	PRIMARY KEY (area_id, cycle, phase),
	CHECK (late_end IS NULL OR late_end >= early_end)
);
COMMENT ON TABLE phases IS 'Phases that an area has entered, with the early and late date at which each should end (004; F3).';

CREATE TABLE area_statements (
	id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	area_id bigint NOT NULL REFERENCES areas,
	about   text NOT NULL CHECK (about IN ('representativeness', 'no Area Member', 'no service officer', 'no community', 'no desk research')),
	text    text NOT NULL,
	by      bigint NOT NULL REFERENCES people,
	at      timestamptz NOT NULL
);
CREATE INDEX area_statements_area ON area_statements (area_id, about, id);
COMMENT ON TABLE area_statements IS 'What gate 2 asks to be said in words: representativeness of the network, why a source class is absent. The newest counts.';

CREATE TABLE gate_rules (
	gate int PRIMARY KEY CHECK (gate BETWEEN 1 AND 4),
	rule text NOT NULL CHECK (rule IN ('all', 'majority', 'one per tier'))
);
INSERT INTO gate_rules (gate, rule) VALUES (1, 'all'), (2, 'all'), (3, 'all'), (4, 'all');

CREATE TABLE gate_batches (
	id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	submitted_by bigint NOT NULL REFERENCES people,
	submitted_at timestamptz NOT NULL
);

CREATE TABLE attempts (
	id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	area_id         bigint NOT NULL REFERENCES areas,
	cycle           int NOT NULL DEFAULT 1,
	gate            int NOT NULL CHECK (gate BETWEEN 1 AND 4),
	number          int NOT NULL,
	batch_id        bigint REFERENCES gate_batches,
	rule            text NOT NULL,
	snapshot        text NOT NULL,
	digest          bytea NOT NULL,
	due_on          date NOT NULL,
	submitted_by    bigint NOT NULL REFERENCES people,
	submitted_at    timestamptz NOT NULL,
	note            text NOT NULL DEFAULT '',
	outcome         text CHECK (outcome IN ('passed', 'passed with conditions', 'deferred', 'rejected', 'withdrawn', 'overridden')),
	outcome_at      timestamptz,
	outcome_by      bigint REFERENCES people,
	outcome_reason  text NOT NULL DEFAULT '',
	resubmit_by     date,
	UNIQUE (area_id, cycle, gate, number),
	CHECK ((outcome IS NULL) = (outcome_at IS NULL))
);
CREATE UNIQUE INDEX attempts_open ON attempts (area_id) WHERE outcome IS NULL;
CREATE UNIQUE INDEX attempts_passed ON attempts (area_id, cycle, gate) WHERE outcome IN ('passed', 'passed with conditions', 'overridden');
COMMENT ON COLUMN attempts.snapshot IS 'The frozen content, canonical JSON; digest is its SHA-256.';
COMMENT ON COLUMN attempts.outcome_by IS 'Who withdrew or overrode; NULL where the signatures decided.';

CREATE TABLE attempt_seats (
	attempt_id bigint NOT NULL REFERENCES attempts,
	seat_id    bigint NOT NULL REFERENCES seats,
	place      int NOT NULL,
	tier       text NOT NULL,
	PRIMARY KEY (attempt_id, seat_id, place)
);
CREATE INDEX attempt_seats_seat ON attempt_seats (seat_id, place);
COMMENT ON TABLE attempt_seats IS 'The places whose Members are asked. Who that is, is asked of terms on the day: so open sign-offs pass to a successor (A7).';

CREATE TABLE signatures (
	id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	attempt_id      bigint NOT NULL,
	seat_id         bigint NOT NULL,
	place           int NOT NULL,
	person_id       bigint NOT NULL REFERENCES people,
	substitute_for  bigint REFERENCES people,
	decision        text NOT NULL CHECK (decision IN ('approve', 'approve with conditions', 'defer', 'reject', 'stand aside')),
	comment         text NOT NULL DEFAULT '',
	resubmit_by     date,
	signed_at       timestamptz NOT NULL,
	idempotency_key text NOT NULL,
	position        bigint NOT NULL UNIQUE,
	UNIQUE (attempt_id, seat_id, place),
	FOREIGN KEY (attempt_id, seat_id, place) REFERENCES attempt_seats
);
CREATE INDEX signatures_key ON signatures (person_id, idempotency_key);
COMMENT ON COLUMN signatures.comment IS 'Comment, reasons for reject or defer, or the interest declared when standing aside.';

CREATE TABLE conditions (
	id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	attempt_id       bigint NOT NULL REFERENCES attempts,
	signature_id     bigint NOT NULL REFERENCES signatures,
	text             text NOT NULL,
	owner_id         bigint NOT NULL REFERENCES people,
	due_on           date NOT NULL,
	before_next_gate boolean NOT NULL DEFAULT false,
	discharged_by    bigint REFERENCES people,
	discharged_at    timestamptz,
	discharge_note   text NOT NULL DEFAULT ''
);
CREATE INDEX conditions_attempt ON conditions (attempt_id);

CREATE TABLE notices (
	id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	event      text NOT NULL,
	area_id    bigint REFERENCES areas,
	attempt_id bigint REFERENCES attempts,
	subject    text NOT NULL,
	body       text NOT NULL,
	link       text NOT NULL DEFAULT '',
	at         timestamptz NOT NULL
);
CREATE INDEX notices_area ON notices (area_id, id);
CREATE TABLE notice_recipients (
	id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	notice_id  bigint NOT NULL REFERENCES notices,
	person_id  bigint REFERENCES people,
	contact_id bigint REFERENCES contacts,
	name       text NOT NULL,
	address    text NOT NULL DEFAULT '',
	capacity   text NOT NULL DEFAULT '',
	result     text NOT NULL CHECK (result IN ('shown in app', 'recorded', 'withheld: do not contact', 'no address')),
	seen_at    timestamptz
);
CREATE INDEX notice_recipients_notice ON notice_recipients (notice_id);
CREATE INDEX notice_recipients_contact ON notice_recipients (contact_id, id DESC) WHERE contact_id IS NOT NULL;
CREATE INDEX notice_recipients_person ON notice_recipients (person_id, id DESC) WHERE person_id IS NOT NULL;
COMMENT ON TABLE notice_recipients IS 'Frozen when the notice was made: the proof of who was informed (N3).';

CREATE TABLE reminders (
	attempt_id bigint NOT NULL,
	seat_id    bigint NOT NULL,
	place      int NOT NULL,
	step       text NOT NULL CHECK (step IN ('before', 'due', 'after', 'escalated')),
	at         timestamptz NOT NULL,
	PRIMARY KEY (attempt_id, seat_id, place, step),
	FOREIGN KEY (attempt_id, seat_id, place) REFERENCES attempt_seats
);

-- +goose Down
DROP TABLE reminders, notice_recipients, notices, conditions, signatures, attempt_seats, attempts, gate_batches, gate_rules, area_statements, phases;
