-- +goose Up
-- +goose StatementBegin
CREATE FUNCTION as_deputy(attempt bigint, person bigint, done_at timestamptz) RETURNS text LANGUAGE sql STABLE AS $$
	SELECT COALESCE((SELECT ', deputy for ' || substring(e.payload::jsonb ->> 'capacity'
	                                                     FROM '(?:^D|, d)eputy for (.+?)(?:\. Earlier signature: .*)?$')
	                 FROM register_entries e
	                 WHERE e.attempt_id = attempt AND e.person_id = person AND e.at = done_at
	                 ORDER BY e.position LIMIT 1), '')
$$;
-- +goose StatementEnd
COMMENT ON FUNCTION as_deputy IS 'What follows the name of somebody who did something about an attempt at an instant: ", deputy for …" where the register says so, else nothing. The capacity is kept with the act in the register alone.';

CREATE OR REPLACE VIEW gate_overrides AS
SELECT t.area_id,
       t.cycle,
       json_agg(json_build_object('Gate', t.gate, 'By', p.name || as_deputy(t.id, t.outcome_by, t.outcome_at), 'At', t.outcome_at, 'Reason', t.outcome_reason) ORDER BY t.gate) AS overrides
FROM attempts t
JOIN people p ON p.id = t.outcome_by
WHERE t.outcome = 'overridden' AND t.called_back_at IS NULL
GROUP BY t.area_id, t.cycle;

-- +goose Down
CREATE OR REPLACE VIEW gate_overrides AS
SELECT t.area_id,
       t.cycle,
       json_agg(json_build_object('Gate', t.gate, 'By', p.name, 'At', t.outcome_at, 'Reason', t.outcome_reason) ORDER BY t.gate) AS overrides
FROM attempts t
JOIN people p ON p.id = t.outcome_by
WHERE t.outcome = 'overridden' AND t.called_back_at IS NULL
GROUP BY t.area_id, t.cycle;
DROP FUNCTION as_deputy;
