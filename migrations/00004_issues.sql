-- +goose Up
CREATE TABLE themes (
	id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	name     text NOT NULL UNIQUE,
	position int NOT NULL DEFAULT 0,
	retired  boolean NOT NULL DEFAULT false
);

CREATE TABLE issues (
	id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	area_id          bigint NOT NULL REFERENCES areas,
	title            text NOT NULL CHECK (title <> ''),
	description      text NOT NULL DEFAULT '',
	theme_id         bigint REFERENCES themes,
	source           text NOT NULL CHECK (source IN ('Area Member', 'service officer', 'community', 'desk research')),
	tier             text NOT NULL DEFAULT '' CHECK (tier IN ('', 'county', 'borough', 'parish', 'partner', 'community')),
	visibility       text NOT NULL DEFAULT 'area team' CHECK (visibility IN ('public', 'area team', 'restricted')),
	place_id         bigint REFERENCES places,
	place_note       text NOT NULL DEFAULT '',
	geometry         text,
	lon              double precision,
	lat              double precision,
	raised_by        bigint NOT NULL REFERENCES people,
	raised_for       text NOT NULL DEFAULT '',
	contact_id       bigint REFERENCES contacts,
	raised_at        timestamptz NOT NULL,
	changed_at       timestamptz NOT NULL,
	state            text NOT NULL DEFAULT 'raised' CHECK (state IN (
	                 'raised', 'triaged', 'referred', 'merged', 'synthesised', 'analysed', 'prioritised', 'in plan', 'quick win',
	                 'with service', 'community-led', 'not taken forward', 'resolved', 'verified', 'reopened')),
	state_reason     text NOT NULL DEFAULT '',
	is_synthesis     boolean NOT NULL DEFAULT false,
	released_at      timestamptz,
	version          int NOT NULL DEFAULT 1,
	idempotency_key  text UNIQUE,
	search           tsvector GENERATED ALWAYS AS (
	                 setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', description || ' ' || place_note), 'B')) STORED
);
CREATE INDEX issues_newest ON issues (raised_at DESC, id DESC) INCLUDE (visibility, area_id, raised_by);
CREATE INDEX issues_area_newest ON issues (area_id, raised_at DESC, id DESC) INCLUDE (visibility, raised_by);
CREATE INDEX issues_changed ON issues (changed_at DESC, id DESC);
CREATE INDEX issues_title ON issues (lower(title), id);
CREATE INDEX issues_raised_by ON issues (raised_by, raised_at DESC, id DESC);
CREATE INDEX issues_search ON issues USING gin (search);
CREATE INDEX issues_title_trgm ON issues USING gin (title gin_trgm_ops);
COMMENT ON COLUMN issues.is_synthesis IS 'Made from several issues by synthesis (D5); they are in syntheses.';
COMMENT ON COLUMN issues.released_at IS 'When gate 2 released it as an agreed quick win (domain, gate 2).';
COMMENT ON COLUMN issues.raised_for IS 'Who it came from, in words, where that is not the person who typed it: no personal data of constituents.';

CREATE TABLE syntheses (
	synthesis_id bigint NOT NULL REFERENCES issues,
	issue_id     bigint NOT NULL REFERENCES issues,
	was_state    text NOT NULL,
	by           bigint NOT NULL REFERENCES people,
	at           timestamptz NOT NULL,
	PRIMARY KEY (synthesis_id, issue_id)
);
CREATE UNIQUE INDEX syntheses_issue ON syntheses (issue_id);
COMMENT ON TABLE syntheses IS 'Which issues a synthesised issue was made from (D5). An issue is part of one at most; leaving it removes the row, the audit trail keeps it.';

CREATE TABLE merges (
	id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	issue_id   bigint NOT NULL REFERENCES issues,
	into_id    bigint NOT NULL REFERENCES issues,
	was_state  text NOT NULL,
	reason     text NOT NULL DEFAULT '',
	by         bigint NOT NULL REFERENCES people,
	at         timestamptz NOT NULL,
	undone_by  bigint REFERENCES people,
	undone_at  timestamptz,
	CHECK (issue_id <> into_id)
);
CREATE UNIQUE INDEX merges_open ON merges (issue_id) WHERE undone_at IS NULL;
CREATE INDEX merges_into ON merges (into_id);

CREATE TABLE files (
	id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	area_id     bigint NOT NULL REFERENCES areas,
	name        text NOT NULL,
	type        text NOT NULL CHECK (type IN ('image/jpeg', 'image/png', 'application/pdf')),
	size        int NOT NULL,
	sha256      bytea NOT NULL,
	content     bytea NOT NULL,
	uploaded_by bigint NOT NULL REFERENCES people,
	uploaded_at timestamptz NOT NULL
);
CREATE TABLE issue_files (
	issue_id   bigint NOT NULL REFERENCES issues,
	file_id    bigint NOT NULL REFERENCES files,
	caption    text NOT NULL DEFAULT '',
	removed_at timestamptz,
	PRIMARY KEY (issue_id, file_id)
);
CREATE INDEX issue_files_file ON issue_files (file_id);

CREATE TABLE evidence (
	id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	area_id  bigint NOT NULL REFERENCES areas,
	kind     text NOT NULL CHECK (kind IN ('statistic', 'quote', 'observation', 'document')),
	text     text NOT NULL,
	source   text NOT NULL,
	on_date  date NOT NULL,
	strength int NOT NULL CHECK (strength BETWEEN 1 AND 3),
	link     text NOT NULL DEFAULT '',
	file_id  bigint REFERENCES files,
	added_by bigint NOT NULL REFERENCES people,
	added_at timestamptz NOT NULL
);
CREATE INDEX evidence_area ON evidence (area_id, id);
CREATE TABLE issue_evidence (
	issue_id    bigint NOT NULL REFERENCES issues,
	evidence_id bigint NOT NULL REFERENCES evidence,
	by          bigint NOT NULL REFERENCES people,
	at          timestamptz NOT NULL,
	PRIMARY KEY (issue_id, evidence_id)
);
CREATE INDEX issue_evidence_evidence ON issue_evidence (evidence_id);

CREATE TABLE referrals (
	id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	issue_id        bigint NOT NULL REFERENCES issues,
	service_id      bigint REFERENCES services,
	organisation_id bigint REFERENCES organisations,
	ask             text NOT NULL,
	reply_by        date NOT NULL,
	was_state       text NOT NULL,
	referred_by     bigint NOT NULL REFERENCES people,
	referred_at     timestamptz NOT NULL,
	acknowledged_by bigint REFERENCES people,
	acknowledged_at timestamptz,
	answer          text NOT NULL DEFAULT '',
	answered_by     bigint REFERENCES people,
	answered_at     timestamptz,
	withdrawn_by    bigint REFERENCES people,
	withdrawn_at    timestamptz,
	CHECK (num_nonnulls(service_id, organisation_id) = 1)
);
CREATE INDEX referrals_issue ON referrals (issue_id);
CREATE INDEX referrals_service ON referrals (service_id) WHERE service_id IS NOT NULL;
CREATE INDEX referrals_organisation ON referrals (organisation_id) WHERE organisation_id IS NOT NULL;

-- +goose Down
DROP TABLE referrals, issue_evidence, evidence, issue_files, files, merges, syntheses, issues, themes;
