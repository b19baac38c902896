-- +goose Up
CREATE TABLE reviews (
	id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	area_id         bigint NOT NULL REFERENCES areas,
	cycle           int NOT NULL,
	issue_id        bigint NOT NULL REFERENCES issues,
	service_id      bigint REFERENCES services,
	organisation_id bigint REFERENCES organisations,
	ask             text NOT NULL DEFAULT '',
	reply_by        date NOT NULL,
	asked_by        bigint NOT NULL REFERENCES people,
	asked_at        timestamptz NOT NULL,
	does            text NOT NULL DEFAULT '',
	shows           text NOT NULL DEFAULT '',
	binds           text NOT NULL DEFAULT '',
	said_by         text NOT NULL DEFAULT '',
	said_how        text NOT NULL DEFAULT '' CHECK (said_how IN ('', 'letter', 'telephone', 'e-mail', 'meeting')),
	said_on         date,
	answered_by     bigint REFERENCES people,
	answered_at     timestamptz,
	closed_reason   text NOT NULL DEFAULT '',
	closed_by       bigint REFERENCES people,
	closed_at       timestamptz,
	CHECK ((service_id IS NULL) <> (organisation_id IS NULL)),
	CHECK ((answered_by IS NULL) = (answered_at IS NULL)),
	CHECK ((closed_by IS NULL) = (closed_at IS NULL)),
	CHECK (answered_at IS NULL OR closed_at IS NULL),
	CHECK (answered_at IS NULL OR (does <> '' AND shows <> '' AND binds <> '')),
	CHECK ((said_how = '') = (said_by = '')),
	CHECK ((closed_at IS NULL) = (closed_reason = ''))
);
CREATE INDEX reviews_area ON reviews (area_id, cycle);
CREATE INDEX reviews_issue ON reviews (issue_id);
CREATE INDEX reviews_service ON reviews (service_id) WHERE service_id IS NOT NULL;
CREATE INDEX reviews_organisation ON reviews (organisation_id) WHERE organisation_id IS NOT NULL;
CREATE UNIQUE INDEX reviews_open_once ON reviews (issue_id, COALESCE(service_id, 0), COALESCE(organisation_id, 0))
	WHERE answered_at IS NULL AND closed_at IS NULL;
COMMENT ON TABLE reviews IS 'What a service or an organisation says of a priority before solutions: what it does already, what its data show, what binds it (004, 2d).';
COMMENT ON COLUMN reviews.said_by IS 'Who said it by letter, telephone or in a meeting, where an officer entered the answer; empty where it was given here.';

CREATE TABLE review_reminders (
	review_id bigint NOT NULL REFERENCES reviews,
	rung      text NOT NULL CHECK (rung IN ('before', 'due', 'overdue')),
	made_at   timestamptz NOT NULL,
	PRIMARY KEY (review_id, rung)
);
COMMENT ON TABLE review_reminders IS 'When those asked for a review were chased, each rung once.';

CREATE TABLE not_asked_of (
	area_id     bigint NOT NULL REFERENCES areas,
	cycle       int NOT NULL,
	requirement text NOT NULL,
	PRIMARY KEY (area_id, cycle, requirement)
);
COMMENT ON TABLE not_asked_of IS 'Cycles that had gone past a step of the production model before its requirement was asked for: their gates show it as not recorded.';
INSERT INTO not_asked_of (area_id, cycle, requirement)
SELECT DISTINCT h.area_id, h.cycle, 'reviewed' FROM phases h WHERE h.phase IN ('2d', '3', '4', '5', '6', '7');

-- +goose Down
DROP TABLE not_asked_of, review_reminders, reviews;
