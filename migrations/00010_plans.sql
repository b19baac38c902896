-- +goose Up
ALTER TABLE area_statements DROP CONSTRAINT area_statements_about_check, ADD CONSTRAINT area_statements_about_check
	CHECK (about IN ('representativeness', 'no Area Member', 'no service officer', 'no community', 'no desk research', 'no bids'));

CREATE TABLE plans (
	id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	area_id    bigint NOT NULL REFERENCES areas,
	cycle      int NOT NULL DEFAULT 1,
	title      text NOT NULL,
	state      text NOT NULL DEFAULT 'drafting' CHECK (state IN ('drafting', 'with Members', 'with Executive', 'approved draft',
	           'final consultation', 'ready', 'published', 'superseded', 'closed')),
	state_reason text NOT NULL DEFAULT '',
	created_by bigint NOT NULL REFERENCES people,
	created_at timestamptz NOT NULL,
	UNIQUE (area_id, cycle)
);

CREATE TABLE plan_sections (
	plan_id    bigint NOT NULL REFERENCES plans,
	key        text NOT NULL,
	title      text NOT NULL,
	position   int NOT NULL,
	body       text NOT NULL DEFAULT '',
	version    int NOT NULL DEFAULT 1,
	changed_by bigint NOT NULL REFERENCES people,
	changed_at timestamptz NOT NULL,
	PRIMARY KEY (plan_id, key)
);
COMMENT ON TABLE plan_sections IS 'The written parts; what the records say is composed around them (E7).';

CREATE TABLE plan_versions (
	id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	plan_id bigint NOT NULL REFERENCES plans,
	number  int NOT NULL,
	content text NOT NULL,
	digest  bytea NOT NULL,
	note    text NOT NULL DEFAULT '',
	made_by bigint NOT NULL REFERENCES people,
	made_at timestamptz NOT NULL,
	UNIQUE (plan_id, number)
);
COMMENT ON COLUMN plan_versions.content IS 'The whole document frozen, canonical JSON; digest is its SHA-256.';

CREATE TABLE plan_comments (
	id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	plan_id     bigint NOT NULL REFERENCES plans,
	section     text NOT NULL,
	text        text NOT NULL,
	by          bigint NOT NULL REFERENCES people,
	at          timestamptz NOT NULL,
	answer      text NOT NULL DEFAULT '',
	resolved    boolean NOT NULL DEFAULT false,
	answered_by bigint REFERENCES people,
	answered_at timestamptz
);
CREATE INDEX plan_comments_plan ON plan_comments (plan_id, section, id);

CREATE TABLE plan_links (
	id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	plan_id   bigint NOT NULL REFERENCES plans,
	kind      text NOT NULL CHECK (kind IN ('parish plan', 'town plan', 'village appraisal', 'corporate objective', 'other')),
	title     text NOT NULL,
	reference text NOT NULL DEFAULT '',
	link      text NOT NULL DEFAULT '',
	issue_id  bigint REFERENCES issues,
	added_by  bigint NOT NULL REFERENCES people,
	added_at  timestamptz NOT NULL
);
CREATE INDEX plan_links_plan ON plan_links (plan_id);

CREATE TABLE actions (
	id                   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	plan_id              bigint NOT NULL REFERENCES plans,
	area_id              bigint NOT NULL REFERENCES areas,
	solution_id          bigint REFERENCES solutions,
	issue_id             bigint REFERENCES issues,
	title                text NOT NULL,
	description          text NOT NULL DEFAULT '',
	lead_service_id      bigint REFERENCES services,
	lead_organisation_id bigint REFERENCES organisations,
	supporters           text NOT NULL DEFAULT '',
	due_on               date,
	cost_pence           bigint CHECK (cost_pence >= 0),
	position             int NOT NULL DEFAULT 0,
	state                text NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'asked', 'confirmed', 'amendment proposed', 'declined',
	                     'on track', 'at risk', 'off track', 'not resourced', 'complete', 'verified', 'cancelled')),
	version              int NOT NULL DEFAULT 1,
	created_by           bigint NOT NULL REFERENCES people,
	created_at           timestamptz NOT NULL,
	removed_at           timestamptz,
	CHECK (num_nonnulls(lead_service_id, lead_organisation_id) <= 1)
);
CREATE INDEX actions_plan ON actions (plan_id, position, id);
CREATE INDEX actions_solution ON actions (solution_id);

CREATE TABLE feedback_entries (
	id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	area_id   bigint NOT NULL REFERENCES areas,
	issue_id  bigint REFERENCES issues,
	fed_to    text NOT NULL,
	text      text NOT NULL,
	fed_on    date NOT NULL,
	by        bigint NOT NULL REFERENCES people,
	at        timestamptz NOT NULL
);
CREATE INDEX feedback_entries_area ON feedback_entries (area_id, fed_on);
COMMENT ON TABLE feedback_entries IS 'What was fed back, to whom, when (C7); gate 3 asks that it is current.';

-- +goose Down
DROP TABLE feedback_entries, actions, plan_links, plan_comments, plan_versions, plan_sections, plans;
DELETE FROM area_statements WHERE about = 'no bids';
ALTER TABLE area_statements DROP CONSTRAINT area_statements_about_check, ADD CONSTRAINT area_statements_about_check
	CHECK (about IN ('representativeness', 'no Area Member', 'no service officer', 'no community', 'no desk research'));
