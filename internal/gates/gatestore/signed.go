package gatestore

import (
	"context"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/register"
)

// passedSQL is the attempt by which the gate of an area was passed last in its present cycle, and that was not called
// back since. What was signed in a cycle before stands in its snapshot: the records have moved on.
const passedSQL = `
	SELECT t.id, t.area_id, t.gate, t.outcome, t.outcome_at, t.digest, t.snapshot
	FROM attempts t
	JOIN present_cycles y ON y.area_id = t.area_id AND y.cycle = t.cycle
	WHERE t.gate = @gate AND t.called_back_at IS NULL
	  AND t.outcome IN ('passed', 'passed with conditions', 'overridden') AND t.area_id = `

// AnySigned reports whether gate 2 was passed in any of the areas: where it was not, no issue of theirs was signed.
// Most pages are of such areas, and ChangedIssues is dear beside this.
func AnySigned(ctx context.Context, r db.Reader, areas []domain.AreaID) (bool, error) {
	return db.Value[bool](ctx, r.DB, "any signed issue", `SELECT EXISTS (`+passedSQL+`ANY(@areas))`,
		db.Named{"areas": db.Numbers(areas), "gate": int(domain.GateIssues)})
}

// MayBeSigned picks the issues that stood in their area when its gate 2 was submitted, where it was passed: no other
// was signed. Most steps are on others, and ChangedIssues is dear beside this.
func MayBeSigned(ctx context.Context, r db.Reader, ids []domain.IssueID) ([]domain.IssueID, error) {
	return db.Values[domain.IssueID](ctx, r.DB, "issues that may be signed", `
		SELECT i.id
		FROM issues i
		WHERE i.id = ANY(@ids) AND EXISTS (`+passedSQL+`i.area_id AND t.submitted_at >= i.raised_at)
		ORDER BY i.id`, db.Named{"ids": db.Numbers(ids), "gate": int(domain.GateIssues)})
}

// signedIssueSQL finds each issue in the snapshot of gate 2: the lines of it alone where it was frozen in lines, else
// its object out of the whole, which is taken apart once for all.
var signedIssueSQL = `
	WITH wanted AS (
	    SELECT i.id AS issue, t.*
	    FROM issues i
	    JOIN LATERAL (` + passedSQL + `i.area_id ORDER BY t.submitted_at DESC, t.id DESC LIMIT 1) t ON true
	    WHERE i.id = ANY(@ids)),
	older AS (
	    SELECT w.id, (e ->> 'id')::bigint AS issue, jsonb_build_object('issues', jsonb_build_array(e))::text AS words
	    FROM (SELECT DISTINCT id, snapshot FROM wanted WHERE NOT starts_with(snapshot, '{"commitments":')) w,
	         jsonb_array_elements(w.snapshot::jsonb -> 'issues') e)
	SELECT w.issue, w.area_id AS area, w.id AS attempt, w.gate, w.outcome, w.outcome_at AS at,
	       COALESCE(f.words, '') AS words,
	       COALESCE(o.words, '') AS whole, COALESCE(v.words, '') AS format,
	       (SELECT to_json(present) FROM (` + issuestore.WholeIssueSQL(issuestore.AnyEvidence) +
	` AND i.id = w.issue) present) AS now
	FROM wanted w
	LEFT JOIN frozen_words f ON f.digest = w.digest AND f.part = 'issues[' || w.issue || ']'
	LEFT JOIN frozen_words v ON v.digest = w.digest AND v.part = 'format'
	LEFT JOIN older o ON o.id = w.id AND o.issue = w.issue
	WHERE f.words IS NOT NULL OR o.words IS NOT NULL`

// ChangedIssues finds issues as they were frozen when gate 2 was last passed, with what is otherwise now; those that
// were not on that list are missing. The caller has loaded them within scope.
func ChangedIssues(ctx context.Context, r db.Reader, ids []domain.IssueID) (map[domain.IssueID]gates.SignedIssue,
	error) {
	type row struct {
		Issue domain.IssueID
		Area  domain.AreaID
		gates.SignedAt
		Words, Whole, Format string
		Now                  *gates.SnapshotIssue // nil: restricted
	}
	rows, err := db.List[row](ctx, r.DB, "signed issues", signedIssueSQL,
		db.Named{"ids": db.Numbers(ids), "gate": int(domain.GateIssues)})
	if err != nil {
		return nil, err
	}
	signed := map[domain.IssueID]gates.SignedIssue{}
	for _, got := range rows {
		s := gates.Snapshot{Format: 1}
		if got.Whole != "" {
			s, err = gates.ReadSnapshot(register.Frozen{Text: got.Whole})
		} else {
			s.Withheld, err = register.ReadWords(joinLines(got.Format, got.Words), &s)
		}
		if err != nil {
			return nil, err
		}
		if len(s.Issues) != 1 {
			continue
		}
		was := gates.SignedIssue{SignedAt: got.SignedAt, Area: got.Area, Format: max(s.Format, 1), Issue: s.Issues[0],
			Withheld: s.Withheld}
		was.Changes = was.Changed(got.Now)
		signed[got.Issue] = was
	}
	return signed, nil
}

func joinLines(some, more string) string {
	if some == "" {
		return more
	}
	return some + "\n" + more
}

// SignedArea is an area as it was frozen when gate 1 was last passed, and what is otherwise now. It returns
// domain.ErrNotFound where the gate was not passed. The caller has loaded the area within scope.
func SignedArea(ctx context.Context, r db.Reader, area domain.AreaID) (s gates.SignedArea, changes []gates.Change,
	err error) {
	type row struct {
		gates.SignedAt
		Snapshot, Words       string
		Name, Code, Rationale string
		BoundaryNo            int
	}
	got, err := db.One[row](ctx, r.DB, "signed area", `
		SELECT t.id AS attempt, t.gate, t.outcome, t.outcome_at AS at, t.snapshot,
		       COALESCE((SELECT string_agg(f.words, E'\n' ORDER BY f.n) FROM frozen_words f
		                 WHERE f.digest = t.digest
		                   AND f.part IN ('area_name', 'area_code', 'rationale', 'boundary_version')), '') AS words,
		       a.name, a.code, a.rationale,
		       COALESCE((SELECT max(b.version) FROM area_boundaries b WHERE b.area_id = a.id), 0) AS boundary_no
		FROM areas a
		JOIN LATERAL (`+passedSQL+`a.id ORDER BY t.submitted_at DESC, t.id DESC LIMIT 1) t ON true
		WHERE a.id = @area`, db.Named{"area": int64(area), "gate": int(domain.GateAreas)})
	if err != nil {
		return s, nil, err
	}
	frozen, err := gates.ReadSnapshot(register.Frozen{Text: got.Snapshot, Words: got.Words})
	if err != nil {
		return s, nil, err
	}
	s = gates.SignedArea{SignedAt: got.SignedAt, Name: frozen.AreaName, Code: frozen.AreaCode,
		Rationale: frozen.Rationale, BoundaryNo: frozen.BoundaryNo, Withheld: frozen.Withheld}
	return s, s.Changed(got.Name, got.Code, got.Rationale, got.BoundaryNo), nil
}

// Named is a kind of thing whose name an issue carries.
type Named string

// The kinds.
const (
	NamedTheme Named = "theme"
	NamedPlace Named = "place"
)

// NamedIn are issues of an area that may be signed and carry the name of a thing: some, the oldest first. Open says of
// each whether anybody who sees the area's issues may read it.
type NamedIn struct {
	Area     domain.AreaID
	AreaName string
	Name     string // of the thing, now
	Issues   []domain.IssueID
	Open     []bool
}

// SignedWith lists the areas with issues that may be signed and carry the name of the thing, each with some of them.
func SignedWith(ctx context.Context, r db.Reader, of Named, id int64) ([]NamedIn, error) {
	column := map[Named]string{NamedTheme: "theme_id", NamedPlace: "place_id"}[of]
	return db.List[NamedIn](ctx, r.DB, "signed with a name", `
		SELECT a.id AS area, a.name AS area_name, (SELECT x.name FROM `+string(of)+`s x WHERE x.id = @id) AS name,
		       q.issues, q.open
		FROM areas a
		JOIN LATERAL (`+passedSQL+`a.id ORDER BY t.submitted_at DESC, t.id DESC LIMIT 1) p ON true
		JOIN LATERAL (
		    SELECT array_agg(f.id ORDER BY f.id) AS issues,
		           array_agg(f.visibility <> 'restricted' ORDER BY f.id) AS open
		    FROM (SELECT i.id, i.visibility FROM issues i
		          WHERE i.area_id = a.id AND i.`+column+` = @id
		            AND i.raised_at <= (SELECT t.submitted_at FROM attempts t WHERE t.id = p.id)
		          ORDER BY i.id
		          LIMIT 25) f) q ON q.issues IS NOT NULL
		ORDER BY a.id`, db.Named{"id": id, "gate": int(domain.GateIssues)})
}
