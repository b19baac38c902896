package issuestore

// WholeIssueSQL is an issue as Members judge it. What is restricted is left out, and so it is from what others were
// made from.
//
// Only evidence (as e) that meets the condition is in it.
func WholeIssueSQL(evidence string) string {
	return `
	SELECT i.id, i.title, i.description AS words, COALESCE(t.name, wt.name, '') AS theme, i.source, i.state,
	       i.state_reason AS reason, i.tier,
	       concat_ws(': ', l.name, NULLIF(i.place_note, '')) AS place_words,
	       COALESCE(i.geometry, CASE WHEN i.lon IS NULL THEN ''
	                ELSE '{"type":"Point","coordinates":[' || i.lon || ',' || i.lat || ']}' END) AS shape,
	       i.raised_for, p.name AS entered_by, (i.raised_at AT TIME ZONE 'Europe/London')::date AS entered_on,
	       i.visibility, i.is_synthesis,
	       ARRAY(SELECT m.issue_id
	             FROM syntheses m
	             JOIN issues o ON o.id = m.issue_id AND o.visibility <> 'restricted'
	             WHERE m.synthesis_id = i.id
	             ORDER BY m.issue_id) AS members,
	       COALESCE((SELECT g.into_id
	                 FROM merges g
	                 JOIN issues o ON o.id = g.into_id AND o.visibility <> 'restricted'
	                 WHERE g.issue_id = i.id AND g.undone_at IS NULL), 0) AS merged_into,
	       0 AS place,
	       (SELECT json_agg(json_build_object('id', e.id, 'kind', e.kind, 'words', e.text, 'source', e.source,
	                                          'on', e.on_date, 'strength', e.strength, 'link', e.link,
	                                          'file', COALESCE(f.name, ''))
	                        ORDER BY e.strength DESC, e.on_date DESC, e.id)
	        FROM issue_evidence x
	        JOIN evidence e ON e.id = x.evidence_id
	        LEFT JOIN files f ON f.id = e.file_id
	        WHERE x.issue_id = i.id AND e.withdrawn_at IS NULL AND ` + evidence + `) AS evidence
	FROM issues i
	JOIN people p ON p.id = i.raised_by
	LEFT JOIN themes t ON t.id = i.theme_id
	LEFT JOIN places l ON l.id = i.place_id
	LEFT JOIN syntheses s ON s.issue_id = i.id
	LEFT JOIN issues whole ON whole.id = s.synthesis_id
	LEFT JOIN themes wt ON wt.id = whole.theme_id
	WHERE i.visibility <> 'restricted'`
}

// Which evidence an issue is told with: all that its page shows, or none that bears out a restricted issue as well.
const (
	AnyEvidence  = "true"
	OpenEvidence = `NOT EXISTS (SELECT FROM issue_evidence b JOIN issues r ON r.id = b.issue_id
	                                    WHERE b.evidence_id = e.id AND r.visibility = 'restricted')`
)
