-- +goose Up
CREATE TABLE call_in_requests (
	id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	decision_id bigint NOT NULL REFERENCES executive_decisions,
	by          text NOT NULL,
	members     int CHECK (members > 0),
	made_on     date NOT NULL,
	reason      text NOT NULL,
	position    bigint REFERENCES register_entries
);
CREATE INDEX call_in_requests_decision ON call_in_requests (decision_id, id);
COMMENT ON TABLE call_in_requests IS 'Who asked for a published decision to be looked at again, how many, when and why (H6); position is the entry of the register that says so.';
COMMENT ON COLUMN call_in_requests.members IS 'NULL in requests from before it was asked.';

CREATE TABLE call_in_outcomes (
	id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	decision_id bigint NOT NULL REFERENCES executive_decisions,
	outcome     text NOT NULL CHECK (outcome IN ('upheld', 'lapsed', 'sent to Council', 'referred back')),
	body        text NOT NULL CHECK (body <> ''),
	made_on     date NOT NULL,
	minute      text NOT NULL CHECK (minute <> ''),
	words       text NOT NULL CHECK (words <> ''),
	position    bigint NOT NULL REFERENCES register_entries
);
CREATE INDEX call_in_outcomes_decision ON call_in_outcomes (decision_id, id);
CREATE UNIQUE INDEX call_in_outcomes_closed ON call_in_outcomes (decision_id) WHERE outcome <> 'sent to Council';
COMMENT ON TABLE call_in_outcomes IS 'What a body decided on a call-in, as its minutes have it (rulings, 9). Call-ins that were closed before this was asked have none.';

INSERT INTO call_in_requests (decision_id, by, made_on, reason, position)
SELECT d.id, d.called_in_by, d.called_in_on, d.call_in_reason,
       (SELECT min(e.position) FROM register_entries e
        WHERE e.attempt_id = d.attempt_id AND e.kind = 'executive decision' AND e.payload::jsonb ->> 'decision' = 'called in')
FROM executive_decisions d
WHERE d.called_in_on IS NOT NULL
ORDER BY d.id;
ALTER TABLE executive_decisions DROP COLUMN called_in_by, DROP COLUMN call_in_reason;

-- +goose Down
ALTER TABLE executive_decisions
	ADD COLUMN called_in_by   text NOT NULL DEFAULT '',
	ADD COLUMN call_in_reason text NOT NULL DEFAULT '';
UPDATE executive_decisions d SET called_in_by = q.by, call_in_reason = q.reason
FROM (SELECT DISTINCT ON (decision_id) decision_id, by, reason FROM call_in_requests ORDER BY decision_id, id) q
WHERE q.decision_id = d.id;
DROP TABLE call_in_outcomes, call_in_requests;
