package restrictionstore

import "fourgates/internal/db"

// HiddenSQL is, as a value of a statement, the restricted issues of some areas that the reader may not see, as a JSON
// list of restrictions.Issue, with its arguments given to w. Areas is SQL for an array, and since for when what is read
// was frozen: it knows no word of an issue that was restricted then already and that nobody touched later. The list is
// empty for a reader whose scope is not set: what the application itself reads is whole.
func HiddenSQL(r db.Reader, w *db.Where, areas, since string) string {
	if r.For == nil || r.For.Restricted.All {
		return "'[]'::json"
	}
	return `COALESCE((
	    SELECT json_agg(` + knownSQL + `)
	    FROM issues i
	    WHERE i.area_id = ANY(` + areas + `) AND i.visibility = 'restricted'
	      AND NOT ` + visible(w, *r.For, "hidden_") + `
	      AND (i.changed_at >= ` + since + ` OR EXISTS (` + frozenPartsSQL("fw.part = 'issues[' || i.id || ']'") + `)
	           OR EXISTS (SELECT FROM attempts ht WHERE ht.area_id = i.area_id
	                      AND NOT starts_with(ht.snapshot, '{"commitments":')))), '[]'::json)`
}

// knownSQL is the issue i with the words by which it is known. Evidence that bears out another as well is not its own.
var knownSQL = `json_build_object('ID', i.id, 'Area', i.area_id, 'Title', i.title, 'Words', ARRAY(
	        SELECT i.description WHERE i.description <> ''
	        UNION SELECT e.text FROM issue_evidence x JOIN evidence e ON e.id = x.evidence_id
	        WHERE x.issue_id = i.id AND NOT EXISTS (
	            SELECT FROM issue_evidence b JOIN issues o ON o.id = b.issue_id
	            WHERE b.evidence_id = e.id AND o.visibility <> 'restricted')
	        UNION SELECT c.text FROM causes c WHERE c.issue_id = i.id
	        UNION SELECT q.title FROM quick_wins q WHERE q.issue_id = i.id
	        UNION SELECT s.title FROM solutions s WHERE s.issue_id = i.id
	        UNION SELECT n.title FROM actions n LEFT JOIN solutions s ON s.id = n.solution_id
	        WHERE i.id IN (n.issue_id, s.issue_id)),
	    'Frozen', ARRAY(` + frozenPartsSQL(`fw.part = ANY(ARRAY(
	        SELECT 'issues[' || i.id || ']'
	        UNION ALL SELECT 'solutions[' || s.id || ']' FROM solutions s WHERE s.issue_id = i.id
	        UNION ALL SELECT 'actions[' || n.id || ']' FROM actions n LEFT JOIN solutions s ON s.id = n.solution_id
	        WHERE i.id IN (n.issue_id, s.issue_id)))`) + `))`

// frozenPartsSQL are the words, of those that were frozen of the area of the issue i, of parts (as fw) that meet a
// condition.
func frozenPartsSQL(cond string) string {
	return `SELECT fw.words FROM frozen_words fw
	        WHERE fw.digest IN (SELECT t.digest FROM attempts t WHERE t.area_id = i.area_id
	                            UNION SELECT v.digest FROM plan_versions v JOIN plans p ON p.id = v.plan_id
	                            WHERE p.area_id = i.area_id)
	          AND (` + cond + `)`
}

// IsHiddenSQL is whether an issue, whose id is SQL, is restricted and the reader may not see it.
func IsHiddenSQL(r db.Reader, w *db.Where, id string) string {
	if r.For == nil || r.For.Restricted.All {
		return "false"
	}
	return `EXISTS (SELECT FROM issues i WHERE i.id = ` + id + ` AND i.visibility = 'restricted'
	                AND NOT ` + visible(w, *r.For, "hidden_") + `)`
}
