-- +goose Up
ALTER TABLE attempt_seats ADD COLUMN sitting text NOT NULL DEFAULT '';
COMMENT ON COLUMN attempt_seats.sitting IS 'JSON of gates.Sitting: who answered for the place, and where it lay, when it was last looked at. '''' where it was submitted before anybody looked.';
COMMENT ON TABLE attempt_seats IS 'The places whose Members are asked, frozen with the attempt (domain §7.1): whatever becomes of the seat they can answer. Who that is, is asked of terms on the day, of a seat that has ended on its last.';

CREATE TABLE asked_changes (
	id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	attempt_id bigint NOT NULL,
	seat_id    bigint NOT NULL,
	place      int NOT NULL,
	event      text NOT NULL CHECK (event IN ('renamed', 'recoded', 'redrawn', 'back in the area', 'moved', 'merged',
	                                          'split', 'ended', 'term ended', 'succeeded', 'account disabled',
	                                          'role ended', 'can come in', 'substitute ended')),
	became     text NOT NULL CHECK (became IN ('still asked', 'passed on', 'dropped out', 'decided before')),
	words      text NOT NULL,
	person_id  bigint REFERENCES people,
	to_id      bigint REFERENCES people,
	notice_id  bigint REFERENCES notices,
	at         timestamptz NOT NULL,
	FOREIGN KEY (attempt_id, seat_id, place) REFERENCES attempt_seats
);
CREATE INDEX asked_changes_attempt ON asked_changes (attempt_id, id);
COMMENT ON TABLE asked_changes IS 'What happened to a place, or to whoever answers for it, while a gate asked it, and what became of it (domain §7.1).';
COMMENT ON COLUMN asked_changes.person_id IS 'Who can come in no longer; NULL where nobody was kept out.';
COMMENT ON COLUMN asked_changes.to_id IS 'Who answers for the place from then on; NULL where nobody does.';

CREATE TRIGGER asked_changes_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON asked_changes FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- +goose StatementBegin
DO $$
BEGIN
	IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'fourgates_app') THEN
		REVOKE UPDATE, DELETE, TRUNCATE ON asked_changes FROM fourgates_app;
	END IF;
END $$;
-- +goose StatementEnd

-- +goose Down
DROP TABLE asked_changes;
ALTER TABLE attempt_seats DROP COLUMN sitting;
