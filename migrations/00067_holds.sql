-- +goose Up
-- Nobody acts as another: a link that sets a password says how it was handed over, and what is decided within a day of the
-- use of one that somebody else had in hand waits until a second person confirms whose it is.
ALTER TABLE invitations ADD COLUMN handed text NOT NULL DEFAULT ''
	CHECK (handed IN ('', 'shown on screen', 'printed by the command line', 'set by the command line'));
UPDATE invitations SET handed = CASE WHEN invited_by IS NULL THEN 'printed by the command line' ELSE 'shown on screen' END;
COMMENT ON COLUMN invitations.handed IS 'How its maker had it in hand; empty where it went to the person alone. Set: no link, but a password that the command line was given.';

CREATE TABLE holds (
	id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	person_id   bigint NOT NULL REFERENCES people,
	link_id     bigint NOT NULL REFERENCES invitations,
	kind        text NOT NULL,
	sent        text NOT NULL,
	made_at     timestamptz NOT NULL,
	ended_at    timestamptz,
	ended_by    bigint REFERENCES people,
	outcome     text CHECK (outcome IN ('confirmed', 'refused', 'overtaken', 'replaced')),
	words       text NOT NULL DEFAULT '',
	CHECK ((ended_at IS NULL) = (outcome IS NULL)),
	CHECK (COALESCE(outcome IN ('confirmed', 'refused'), false) = (ended_by IS NOT NULL))
);
CREATE UNIQUE INDEX holds_once ON holds (person_id, kind, md5(sent)) WHERE ended_at IS NULL;
CREATE INDEX holds_person ON holds (person_id, id);
CREATE INDEX holds_open ON holds (id) WHERE ended_at IS NULL;
CREATE INDEX holds_link ON holds (link_id);
CREATE INDEX holds_ended_by ON holds (ended_by);
COMMENT ON TABLE holds IS 'Decisions that wait, for whoever made them had their password set with a link that somebody else had in hand. They count for nothing.';
COMMENT ON COLUMN holds.sent IS 'What was sent, as JSON: it is taken again as it was, once it is confirmed.';

CREATE TABLE hold_entries (
	position   bigint PRIMARY KEY REFERENCES register_entries,
	hold_id    bigint NOT NULL REFERENCES holds,
	attempt_id bigint REFERENCES attempts
);
CREATE INDEX hold_entries_hold ON hold_entries (hold_id, position);
CREATE INDEX hold_entries_attempt ON hold_entries (attempt_id);
COMMENT ON TABLE hold_entries IS 'The entries of the register that say of a decision that it waits: one for each that it would have made.';

-- +goose Down
DROP TABLE hold_entries, holds;
ALTER TABLE invitations DROP COLUMN handed;
