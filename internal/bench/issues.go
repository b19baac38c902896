package main

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/world"
)

// loadIssues writes the issues with their evidence, referrals and history.
func (l *loader) loadIssues(ctx context.Context) error {
	w, err := world.Read()
	if err != nil {
		return err
	}
	err = l.copyIn(ctx, "themes", []string{"id", "name", "position"}, themes, func(i int) []any {
		return []any{i, w.Themes[i-1].Name, i}
	})
	if err != nil {
		return err
	}
	err = l.copyIn(ctx, "services", []string{"id", "authority_id", "name"}, 20, func(i int) []any {
		return []any{i, 1 + i%2, fmt.Sprintf("Service of %s, %d", pick(l.r, w.Services).Name, i)}
	})
	if err != nil {
		return err
	}
	columns := []string{"id", "area_id", "title", "description", "theme_id", "source", "tier", "visibility", "place_id",
		"place_note", "raised_by",
		"raised_for", "raised_at", "changed_at", "state", "lon", "lat"}
	raised := make([]time.Time, l.issues+1)
	err = l.copyIn(ctx, "issues", columns, l.issues, func(i int) []any {
		area := areaOf(i, l.areas)
		at := l.now.Add(-time.Duration(l.r.Int64N(int64(3 * 365 * 24 * time.Hour)))).Truncate(time.Microsecond)
		raised[i] = at
		var theme any = 1 + l.r.IntN(themes)
		if l.r.IntN(7) == 0 {
			theme = nil
		}
		place, lon, lat := any(nil), any(nil), any(nil)
		if l.r.IntN(2) == 0 {
			place = (area-1)*spots + 1 + l.r.IntN(spots)
		} else if l.r.IntN(2) == 0 {
			lon, lat = -2+l.r.Float64(), 52+l.r.Float64()
		}
		return []any{i, area, l.title(), l.paragraph(), theme, string(pick(l.r, domain.Sources())),
			pick(l.r, issues.ResponsibleTiers()), l.visibility(),
			place, "By " + l.street(), officerOf(area), "resident, " + l.street(), at,
			at.Add(time.Duration(l.r.IntN(900)) * time.Hour), string(pick(l.r, states)), lon, lat}
	})
	if err != nil {
		return err
	}
	return l.loadAround(ctx, raised)
}

// areaOf deals the issues out among the areas.
func areaOf(issue, areas int) int { return (issue-1)%areas + 1 }

func (l *loader) visibility() string {
	switch n := l.r.IntN(20); {
	case n == 0:
		return string(issues.VisibleRestricted)
	case n < 10:
		return string(issues.VisiblePublic)
	}
	return string(issues.VisibleAreaTeam)
}

// restricted are the issues that no Member sees.
func (l *loader) restricted(ctx context.Context) (map[int]bool, error) {
	rows, err := l.pool.Query(ctx, "SELECT id FROM issues WHERE visibility = $1", string(issues.VisibleRestricted))
	if err != nil {
		return nil, err
	}
	restricted, issue := map[int]bool{}, 0
	_, err = pgx.ForEachRow(rows, []any{&issue}, func() error {
		restricted[issue] = true
		return nil
	})
	return restricted, err
}

// states are those that issues are dealt; more are triaged than anything else.
var states = []issues.IssueState{
	issues.IssueRaised, issues.IssueTriaged, issues.IssueTriaged, issues.IssueAnalysed, issues.IssueWithService,
	issues.IssueQuickWin, issues.IssueResolved, issues.IssueNotTakenForward,
}

// loadAround writes what surrounds the issues: every second one has evidence, every twentieth a referral, each a
// history.
func (l *loader) loadAround(ctx context.Context, raised []time.Time) error {
	n := l.issues / 2
	err := l.copyIn(ctx, "evidence", []string{"id", "area_id", "kind", "text", "source", "on_date", "strength",
		"added_by", "added_at"}, n, func(i int) []any {
		return []any{i, areaOf(2*i, l.areas), pick(l.r, []string{"statistic", "quote", "observation"}), l.paragraph(),
			"Walkabout, " + l.street(), day(raised[2*i]),
			1 + l.r.IntN(3), officerOf(areaOf(2*i, l.areas)), raised[2*i]}
	})
	if err != nil {
		return err
	}
	err = l.copyIn(ctx, "issue_evidence", []string{"issue_id", "evidence_id", "by", "at"}, n, func(i int) []any {
		return []any{2 * i, i, 1, raised[2*i]}
	})
	if err != nil {
		return err
	}
	err = l.copyIn(ctx, "asks", []string{"id", "issue_id", "service_id", "ask", "reply_by", "was_state",
		"referred_by", "referred_at"}, l.issues/20, func(i int) []any {
		return []any{i, 20 * i, 1 + l.r.IntN(20), pick(l.r, l.sentences), day(l.now.AddDate(0, 0, 20)), "triaged", 1,
			raised[20*i]}
	})
	if err != nil {
		return err
	}
	columns := []string{"id", "at", "actor_id", "action", "object_kind", "object_id", "area_id", "summary", "before",
		"after", "request_id"}
	return l.copyIn(ctx, "audit_entries", columns, 2*l.issues, func(i int) []any {
		issue := (i + 1) / 2
		row := []any{i, raised[issue], officerOf(areaOf(issue, l.areas)), "issue.raise", "issue", issue,
			areaOf(issue, l.areas), "Issue raised", nil,
			map[string]string{"Title": pick(l.r, l.titles), "Source": "community", "Description": l.paragraph()},
			"abcdefghijkl"}
		if i%2 == 0 {
			row[1], row[3], row[7] = raised[issue].Add(48*time.Hour), "issue.work", "Issue triaged"
			row[8], row[9] = map[string]string{"Status": "raised"}, map[string]string{"Status": "triaged",
				"Theme": "Roads, paths and parking"}
		}
		return row
	})
}
