package gateapp_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/issues"
	"fourgates/internal/town"
)

// What Members judge at gate 2 is frozen whole: words, place, evidence, what was made from what; nothing of what is
// restricted.
func TestGateTwoFreezesItsIssuesWhole(t *testing.T) {
	c := town.NewCastle(t)
	c.EveryoneApproves(c.Submit(domain.GateAreas)[0])
	synthesis, quickWin, restricted := c.ReadyForIssues()
	member := c.Issue("Vans past the school", domain.FromAreaMember, issues.IssueSynthesised, issues.VisibleAreaTeam)
	secret := c.Issue("A second named family", domain.FromTheCommunity, issues.IssueSynthesised, issues.VisibleRestricted)
	merged := c.Issue("Lamp out again", domain.FromServiceOfficer, issues.IssueMerged, issues.VisiblePublic)
	c.Exec(`UPDATE issues SET description = 'They go past at sixty.', place_note = 'By the slipway', lon = -1.5, lat = 52.25, raised_for = 'The harbour master',
		state_reason = 'Agreed in March', tier = 'county', is_synthesis = true WHERE id = $1`, int64(synthesis))
	c.Exec(`UPDATE issues SET description = 'Seen at the crossing.', theme_id = NULL WHERE id = $1`, int64(member))
	for _, id := range []domain.IssueID{member, secret} {
		c.Exec(`INSERT INTO syntheses (synthesis_id, issue_id, was_state, by, at) VALUES ($1, $2, 'triaged', $3, $4)`, int64(synthesis), int64(id), int64(c.Nia), c.Now())
	}
	c.Exec(`INSERT INTO merges (issue_id, into_id, was_state, by, at) VALUES ($1, $2, 'triaged', $3, $4)`, int64(merged), int64(quickWin), int64(c.Nia), c.Now())
	evidence := domain.EvidenceID(c.Int(`INSERT INTO evidence (area_id, kind, text, source, on_date, strength, link, added_by, added_at)
		VALUES ($1, 'statistic', '85th percentile 47 mph', 'Speed watch', '2026-02-11', 3, 'https://speed.example', $2, $3) RETURNING id`, int64(c.Area), int64(c.Nia), c.Now()))
	for _, id := range []domain.IssueID{synthesis, restricted} {
		c.Exec(`INSERT INTO issue_evidence (issue_id, evidence_id, by, at) VALUES ($1, $2, $3, $4)`, int64(id), int64(evidence), int64(c.Nia), c.Now())
	}
	got := c.Attempt(c.Submit(domain.GateIssues)[0])
	s, err := got.Content()
	if err != nil {
		t.Fatal(err)
	}
	today := domain.DateOf(c.Now())
	want := []gates.SnapshotIssue{
		{ID: synthesis, Title: "Speed on the quay", Words: "They go past at sixty.", Theme: "Roads", Source: domain.FromAreaMember, State: issues.IssueSynthesised, Reason: "Agreed in March",
			Tier: "county", PlaceWords: "By the slipway", Shape: `{"type":"Point","coordinates":[-1.5,52.25]}`, RaisedFor: "The harbour master", EnteredBy: "Nia Pugh", EnteredOn: today,
			Visibility: issues.VisiblePublic, IsSynthesis: true, Members: []domain.IssueID{member},
			Evidence: []gates.SnapshotEvidence{{ID: evidence, Kind: "statistic", Words: "85th percentile 47 mph", Source: "Speed watch", On: domain.NewDate(2026, 2, 11), Strength: 3, Link: "https://speed.example"}}},
		{ID: quickWin, Title: "A lamp is out", Theme: "Roads", Source: domain.FromServiceOfficer, State: issues.IssueQuickWin, EnteredBy: "Nia Pugh", EnteredOn: today, Visibility: issues.VisiblePublic, Members: []domain.IssueID{}},
		{ID: member, Title: "Vans past the school", Words: "Seen at the crossing.", Theme: "Roads", Source: domain.FromAreaMember, State: issues.IssueSynthesised, EnteredBy: "Nia Pugh", EnteredOn: today,
			Visibility: issues.VisibleAreaTeam, Members: []domain.IssueID{}},
		{ID: merged, Title: "Lamp out again", Theme: "Roads", Source: domain.FromServiceOfficer, State: issues.IssueMerged, EnteredBy: "Nia Pugh", EnteredOn: today, Visibility: issues.VisiblePublic,
			Members: []domain.IssueID{}, MergedInto: quickWin},
	}
	if d := cmp.Diff(want, s.Issues, cmp.Comparer(func(a, b domain.Date) bool { return a.String() == b.String() })); d != "" {
		t.Errorf("frozen (-want +got):\n%s", d)
	}
	if s.RestrictedIssues != 2 || strings.Contains(got.SnapshotWords, "family") {
		t.Errorf("%d restricted issues are counted, and what they say is frozen: %v", s.RestrictedIssues, strings.Contains(got.SnapshotWords, "family"))
	}
}
