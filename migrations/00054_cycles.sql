-- +goose Up
CREATE TABLE cycle_ends (
	area_id  bigint NOT NULL REFERENCES areas,
	cycle    int NOT NULL CHECK (cycle > 0),
	ended_on date NOT NULL,
	how      text NOT NULL CHECK (how IN ('plan decided', 'withdrawn', 'not pursued')),
	reason   text NOT NULL CHECK (reason <> ''),
	ended_by bigint NOT NULL REFERENCES people,
	ended_at timestamptz NOT NULL,
	PRIMARY KEY (area_id, cycle)
);
COMMENT ON TABLE cycle_ends IS 'The cycles of areas that have ended (E1). Nothing of theirs is changed any more; the next begins with its first phase.';

-- +goose StatementBegin
CREATE FUNCTION recorded_cycle(area bigint) RETURNS int LANGUAGE sql STABLE AS $$
	SELECT COALESCE((SELECT y.cycle + (EXISTS (SELECT FROM cycle_ends e
	                                           WHERE e.area_id = y.area_id AND e.cycle = y.cycle))::int
	                 FROM present_cycles y WHERE y.area_id = area), 1)
$$;
-- +goose StatementEnd
COMMENT ON FUNCTION recorded_cycle IS 'The cycle for which counts what is recorded of an area now: the present one, or the next where that has ended.';

ALTER TABLE inductions ADD COLUMN cycle int NOT NULL DEFAULT 1;
ALTER TABLE validity_views ADD COLUMN cycle int NOT NULL DEFAULT 1;
ALTER TABLE area_statements ADD COLUMN cycle int NOT NULL DEFAULT 1;

CREATE TABLE issue_cycles (
	issue_id bigint NOT NULL REFERENCES issues ON DELETE CASCADE,
	cycle    int NOT NULL CHECK (cycle > 0),
	area_id  bigint NOT NULL REFERENCES areas,
	came     text NOT NULL CHECK (came IN ('new', 'carried over', 'taken up again')),
	went     text CHECK (went IN ('carried over', 'left out', 'closed')),
	reason   text NOT NULL DEFAULT '',
	PRIMARY KEY (issue_id, cycle),
	CHECK ((COALESCE(went, '') = 'left out') = (reason <> ''))
);
CREATE INDEX issue_cycles_area ON issue_cycles (area_id, cycle);
COMMENT ON TABLE issue_cycles IS 'The cycles of its area that each issue is in (E1): how it came into each, and what became of it when that ended. It has a row for every cycle that it is in.';
COMMENT ON COLUMN issue_cycles.went IS 'Null while the cycle goes on.';
INSERT INTO issue_cycles (issue_id, cycle, area_id, came)
SELECT i.id, y.cycle, i.area_id, 'new' FROM issues i JOIN present_cycles y ON y.area_id = i.area_id;

-- Whoever stores issues, one or five thousand at once, need not know of cycles.
-- +goose StatementBegin
CREATE FUNCTION place_issues() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO issue_cycles (issue_id, cycle, area_id, came)
	SELECT f.id, y.cycle, f.area_id, 'new'
	FROM fresh f
	JOIN (SELECT d.area_id, recorded_cycle(d.area_id) AS cycle FROM (SELECT DISTINCT area_id FROM fresh) d) y
	  ON y.area_id = f.area_id;
	RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER issues_placed AFTER INSERT ON issues REFERENCING NEW TABLE AS fresh
	FOR EACH STATEMENT EXECUTE FUNCTION place_issues();

-- An issue that was over or left out, and is worked on again, is in the cycle that goes on.
-- +goose StatementBegin
CREATE FUNCTION place_issue_again() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO issue_cycles (issue_id, cycle, area_id, came)
	VALUES (NEW.id, recorded_cycle(NEW.area_id), NEW.area_id, 'taken up again')
	ON CONFLICT DO NOTHING;
	RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER issues_placed_again AFTER UPDATE OF state ON issues FOR EACH ROW
	WHEN (NEW.state <> OLD.state AND NEW.state IN ('triaged', 'synthesised', 'analysed', 'prioritised', 'in plan', 'reopened'))
	EXECUTE FUNCTION place_issue_again();

-- +goose Down
DROP TRIGGER issues_placed_again ON issues;
DROP TRIGGER issues_placed ON issues;
DROP FUNCTION place_issue_again, place_issues;
DROP TABLE issue_cycles;
ALTER TABLE area_statements DROP COLUMN cycle;
ALTER TABLE validity_views DROP COLUMN cycle;
ALTER TABLE inductions DROP COLUMN cycle;
DROP FUNCTION recorded_cycle;
DROP TABLE cycle_ends;
