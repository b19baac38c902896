-- +goose Up
CREATE TABLE holiday_imports (
	id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	by            bigint NOT NULL REFERENCES people,
	at            timestamptz NOT NULL,
	taken_back_at timestamptz
);
COMMENT ON TABLE holiday_imports IS 'Imports of bank holidays: what one added can be taken back as one.';
ALTER TABLE bank_holidays
	ADD COLUMN division text NOT NULL DEFAULT '' CHECK (division IN ('', 'England and Wales', 'Scotland', 'Northern Ireland')),
	ADD COLUMN import_id bigint REFERENCES holiday_imports,
	DROP CONSTRAINT bank_holidays_pkey,
	ADD PRIMARY KEY (day, division);
COMMENT ON COLUMN bank_holidays.division IS 'Of whose councils offices are closed; empty for every one''s, as days imported before divisions were kept.';

CREATE VIEW area_councils AS
SELECT a.id AS area_id,
       c.authority_id,
       COALESCE(p.nation, 'England') AS nation,
       CASE p.nation WHEN 'Scotland' THEN p.nation WHEN 'Northern Ireland' THEN p.nation
                     ELSE 'England and Wales' END AS division
FROM areas a
LEFT JOIN LATERAL (SELECT s.authority_id
                   FROM area_seats o
                   JOIN seats s ON s.id = o.seat_id
                   JOIN authorities u ON u.id = s.authority_id AND u.tier <> 'parish'
                   WHERE o.area_id = a.id
                   ORDER BY array_position(ARRAY['county', 'unitary', 'borough'], u.tier), u.name
                   LIMIT 1) c ON true
LEFT JOIN authority_procedures p ON p.authority_id = c.authority_id;
COMMENT ON VIEW area_councils IS 'The council whose working days an area has: the widest of its wards and divisions, with its nation.';

CREATE VIEW open_deadlines AS
SELECT t.area_id, t.due_on AS day, 'Decisions of gate ' || t.gate AS what, '/attempts/' || t.id AS link
FROM attempts t
WHERE t.outcome IS NULL
UNION ALL
SELECT COALESCE(k.area_id, i.area_id, q.area_id, v.area_id), k.reply_by,
       COALESCE(s.name, o.name, m.name) || ': reply to an ask', '/asks/' || k.id
FROM asks k
LEFT JOIN issues i ON i.id = k.issue_id
LEFT JOIN quick_wins q ON q.id = k.quick_win_id
LEFT JOIN feasibility_views f ON f.id = k.view_id
LEFT JOIN solutions v ON v.id = f.solution_id
LEFT JOIN services s ON s.id = k.service_id
LEFT JOIN organisations o ON o.id = k.organisation_id
LEFT JOIN people m ON m.id = k.member_id
WHERE k.answered_at IS NULL AND k.withdrawn_at IS NULL AND k.reply_by IS NOT NULL
UNION ALL
SELECT r.area_id, r.reply_by, COALESCE(s.name, o.name) || ': review of a priority', '/reviews/' || r.id
FROM reviews r
LEFT JOIN services s ON s.id = r.service_id
LEFT JOIN organisations o ON o.id = r.organisation_id
WHERE r.answered_at IS NULL AND r.closed_at IS NULL
UNION ALL
SELECT b.area_id, c.due_on, 'Condition of gate ' || b.gate, '/conditions/' || c.id
FROM binding_conditions b
JOIN conditions c ON c.id = b.condition_id
WHERE b.state <> 'met'
UNION ALL
SELECT area_id, due_on, 'Quick win', '/quick-wins/' || id
FROM quick_wins
WHERE due_on IS NOT NULL AND state IN ('proposed', 'agreed', 'in progress')
UNION ALL
SELECT area_id, due_on, 'Action of the plan', '/areas/' || area_id || '/plan'
FROM actions
WHERE due_on IS NOT NULL AND removed_at IS NULL AND state NOT IN ('declined', 'complete', 'verified', 'cancelled')
UNION ALL
SELECT area_id, deadline, 'Bid', '/bids/' || id
FROM bids
WHERE state IN ('idea', 'drafting', 'approved to submit')
UNION ALL
SELECT c.area_id, d.day, 'End of phase ' || c.phase, '/areas/' || c.area_id || '/timeline'
FROM cycle_phases c
JOIN LATERAL (SELECT DISTINCT unnest(ARRAY[c.early_end, c.late_end, c.target_on]) AS day) d ON d.day IS NOT NULL
WHERE NOT c.skipped
  AND c.cycle = (SELECT max(n.cycle) FROM cycles n WHERE n.area_id = c.area_id)
  AND NOT EXISTS (SELECT FROM phases h WHERE h.area_id = c.area_id AND h.cycle = c.cycle AND h.phase = c.phase
                  AND h.closed_on IS NOT NULL);
COMMENT ON VIEW open_deadlines IS 'The days by which something is to be done that is not done, whatever it is. No words of an issue: planning officers and administrators are told of them.';

-- +goose Down
DROP VIEW open_deadlines, area_councils;
DELETE FROM bank_holidays b USING bank_holidays o WHERE o.day = b.day AND o.division < b.division;
ALTER TABLE bank_holidays DROP CONSTRAINT bank_holidays_pkey, DROP COLUMN import_id, DROP COLUMN division, ADD PRIMARY KEY (day);
DROP TABLE holiday_imports;
