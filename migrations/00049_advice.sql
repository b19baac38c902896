-- +goose Up
CREATE TABLE action_comments (
	id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	action_id bigint NOT NULL REFERENCES actions,
	text      text NOT NULL CHECK (text <> ''),
	by        bigint NOT NULL REFERENCES people,
	capacity  text NOT NULL,
	at        timestamptz NOT NULL
);
CREATE INDEX action_comments_action ON action_comments (action_id, id);
CREATE INDEX action_comments_by ON action_comments (by);
COMMENT ON TABLE action_comments IS 'What coordinators and Members say of an action while its lead carries it out (domain §1); they stay as they were written.';

CREATE TABLE advice (
	id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	area_id         bigint NOT NULL REFERENCES areas,
	action_id       bigint REFERENCES actions,
	service_id      bigint REFERENCES services,
	organisation_id bigint REFERENCES organisations,
	given_to        text NOT NULL DEFAULT '',
	about           text NOT NULL DEFAULT '',
	text            text NOT NULL CHECK (text <> ''),
	given_on        date NOT NULL,
	by              bigint NOT NULL REFERENCES people,
	at              timestamptz NOT NULL,
	came_of_it      text NOT NULL DEFAULT '',
	outcome_by      bigint REFERENCES people,
	outcome_at      timestamptz,
	version         int NOT NULL DEFAULT 1,
	CHECK (num_nonnulls(service_id, organisation_id) <= 1),
	CHECK (given_to <> '' OR service_id IS NOT NULL OR organisation_id IS NOT NULL),
	CHECK (about <> '' OR action_id IS NOT NULL),
	CHECK ((outcome_by IS NULL) = (outcome_at IS NULL) AND (outcome_by IS NULL) = (came_of_it = ''))
);
CREATE INDEX advice_area ON advice (area_id, given_on, id);
CREATE INDEX advice_action ON advice (action_id);
CREATE INDEX advice_service ON advice (service_id);
CREATE INDEX advice_organisation ON advice (organisation_id);
CREATE INDEX advice_by ON advice (by);
CREATE INDEX advice_outcome_by ON advice (outcome_by);
COMMENT ON TABLE advice IS 'Advice that a local area coordinator gave (000, duty 9): to whom, when, about what, and what came of it.';
COMMENT ON COLUMN advice.given_to IS 'Who it was given to, in words: a person of the service or organisation, or a forum that is neither.';

-- +goose Down
DROP TABLE advice, action_comments;
