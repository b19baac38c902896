-- +goose Up
CREATE VIEW present_cycles AS
SELECT a.id AS area_id, COALESCE((SELECT max(h.cycle) FROM phases h WHERE h.area_id = a.id), 1) AS cycle
FROM areas a;
COMMENT ON VIEW present_cycles IS 'The cycle that each area is in: the newest that has a phase, 1 where none was entered.';

CREATE VIEW gate_overrides AS
SELECT t.area_id,
       t.cycle,
       json_agg(json_build_object('Gate', t.gate, 'By', p.name, 'At', t.outcome_at, 'Reason', t.outcome_reason) ORDER BY t.gate) AS overrides
FROM attempts t
JOIN people p ON p.id = t.outcome_by
WHERE t.outcome = 'overridden' AND t.called_back_at IS NULL
GROUP BY t.area_id, t.cycle;
COMMENT ON VIEW gate_overrides IS 'The overridden gates of an area''s cycle, as domain.Override reads them. A cycle without any has no row. Ask for one area: it is not for joins over many.';

CREATE VIEW newest_rounds AS
SELECT DISTINCT ON (area_id, cycle) area_id, cycle, id AS round_id
FROM priority_rounds
WHERE confirmed_at IS NOT NULL
ORDER BY area_id, cycle, confirmed_at DESC, id DESC;
COMMENT ON VIEW newest_rounds IS 'The priority round of an area''s cycle that was confirmed last: the one that counts.';

CREATE VIEW solution_counts AS
SELECT area_id,
       cycle,
       issue_id,
       count(*)::int AS solutions,
       count(*) FILTER (WHERE state = 'chosen')::int AS chosen,
       count(*) FILTER (WHERE state IN ('not chosen', 'not feasible'))::int AS settled
FROM solutions
GROUP BY area_id, cycle, issue_id;
COMMENT ON VIEW solution_counts IS 'How many solutions an issue has in a cycle, how many of them were chosen and how many came to nothing. An issue without any has no row. Ask for one area and cycle.';

CREATE VIEW view_standings AS
SELECT v.id AS view_id,
       EXISTS (SELECT FROM feasibility_views n
               WHERE n.solution_id = v.solution_id AND n.asked_of = v.asked_of AND n.id > v.id AND n.finished_at IS NOT NULL
                 AND COALESCE(n.service_id, n.organisation_id, n.member_id, 0) = COALESCE(v.service_id, v.organisation_id, v.member_id, 0)) AS replaced
FROM feasibility_views v;
COMMENT ON VIEW view_standings IS 'Whether those asked for a view on feasibility have finished a newer one since: the newest of each counts.';

-- +goose Down
DROP VIEW view_standings, solution_counts, newest_rounds, gate_overrides, present_cycles;
