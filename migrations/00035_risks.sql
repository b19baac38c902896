-- +goose Up
CREATE TABLE risks (
	id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	area_id    bigint NOT NULL REFERENCES areas,
	kind       text NOT NULL CHECK (kind IN ('risk', 'assumption', 'issue', 'dependency')),
	text       text NOT NULL,
	likelihood text NOT NULL CHECK (likelihood IN ('low', 'medium', 'high')),
	impact     text NOT NULL CHECK (impact IN ('low', 'medium', 'high')),
	owner      text NOT NULL,
	response   text NOT NULL,
	opened_on  date NOT NULL,
	opened_by  bigint NOT NULL REFERENCES people,
	closed_on  date,
	closed_by  bigint REFERENCES people,
	closed_why text NOT NULL DEFAULT '',
	version    int NOT NULL DEFAULT 1,
	changed_at timestamptz NOT NULL,
	CHECK ((closed_on IS NULL) = (closed_by IS NULL))
);
CREATE INDEX risks_area ON risks (area_id, id);
CREATE INDEX risks_opened_by ON risks (opened_by);
CREATE INDEX risks_closed_by ON risks (closed_by);
COMMENT ON TABLE risks IS 'An area''s register of risks (G11): what is open stands at the head of each gate''s snapshot.';

-- +goose Down
DROP TABLE risks;
