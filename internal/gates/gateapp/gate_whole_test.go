package gateapp_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issueapp"
	"fourgates/internal/town"
)

// What Members judge at gate 2 is frozen whole: words, place, evidence, what was made from what; nothing of what is
// restricted.
func TestGateTwoFreezesItsIssuesWhole(t *testing.T) {
	c := town.NewCastle(t)
	c.EveryoneApproves(c.Submit(domain.GateAreas)[0])
	synthesis, quickWin, restricted := c.ReadyForIssues()
	member := c.Issue("Vans past the school", domain.FromAreaMember, issues.IssueSynthesised, issues.VisibleAreaTeam)
	secret := c.Issue("A second named family", domain.FromTheCommunity, issues.IssueSynthesised,
		issues.VisibleRestricted)
	merged := c.Issue("Lamp out again", domain.FromServiceOfficer, issues.IssueTriaged, issues.VisiblePublic)
	must(c, issueapp.MergeIssues(t.Context(), c.App, c.Actor(c.Nia), []domain.IssueID{merged, quickWin}, quickWin, ""))
	c.Forced("one issue with everything that an issue may say", `UPDATE issues
		SET description = 'They go past at sixty.', place_note = 'By the slipway', lon = -1.5, lat = 52.25,
		raised_for = 'The harbour master',
		state_reason = 'Agreed in March', tier = 'county', is_synthesis = true WHERE id = $1`, int64(synthesis))
	c.Forced("likewise", `UPDATE issues SET description = 'Seen at the crossing.', theme_id = NULL WHERE id = $1`,
		int64(member))
	for _, id := range []domain.IssueID{member, secret} {
		c.Forced("of this one, and not of a new one", `INSERT INTO syntheses (synthesis_id, issue_id, was_state, by, at)
			VALUES ($1, $2, 'triaged', $3, $4)`, int64(synthesis), int64(id), int64(c.Nia), c.Now())
	}
	must(c, issueapp.AddEvidence(t.Context(), c.App, c.Actor(c.Nia), synthesis,
		issues.Evidence{Kind: "statistic", Text: "85th percentile 47 mph", Source: "Speed watch",
			OnDate: domain.NewDate(2026, 2, 11), Strength: 3, Link: "https://speed.example"}, nil))
	evidence := domain.EvidenceID(c.Int(`SELECT max(id) FROM evidence`))
	must(c, issueapp.ReuseEvidence(t.Context(), c.App, c.Actor(c.Nia), restricted, evidence))
	got := c.Attempt(c.Submit(domain.GateIssues)[0])
	s, err := got.Content()
	if err != nil {
		t.Fatal(err)
	}
	today := domain.DateOf(c.Now())
	want := []gates.SnapshotIssue{
		{ID: synthesis, Title: "Speed on the quay", Words: "They go past at sixty.", Theme: "Roads",
			Source: domain.FromAreaMember, State: issues.IssueSynthesised, Reason: "Agreed in March",
			Tier: "county", PlaceWords: "By the slipway", Shape: `{"type":"Point","coordinates":[-1.5,52.25]}`,
			RaisedFor: "The harbour master", EnteredBy: "Nia Pugh", EnteredOn: today,
			Visibility: issues.VisiblePublic, IsSynthesis: true, Members: []domain.IssueID{member},
			Evidence: []gates.SnapshotEvidence{{ID: evidence, Kind: "statistic", Words: "85th percentile 47 mph",
				Source: "Speed watch", On: domain.NewDate(2026, 2, 11), Strength: 3, Link: "https://speed.example"}}},
		{ID: quickWin, Title: "A lamp is out", Theme: "Roads", Source: domain.FromServiceOfficer,
			State: issues.IssueQuickWin, EnteredBy: "Nia Pugh", EnteredOn: today, Visibility: issues.VisiblePublic,
			Members: []domain.IssueID{}},
		{ID: member, Title: "Vans past the school", Words: "Seen at the crossing.", Theme: "Roads",
			Source: domain.FromAreaMember, State: issues.IssueSynthesised, EnteredBy: "Nia Pugh", EnteredOn: today,
			Visibility: issues.VisibleAreaTeam, Members: []domain.IssueID{}},
		{ID: merged, Title: "Lamp out again", Theme: "Roads", Source: domain.FromServiceOfficer,
			State: issues.IssueMerged, EnteredBy: "Nia Pugh", EnteredOn: today, Visibility: issues.VisiblePublic,
			Members: []domain.IssueID{}, MergedInto: quickWin},
	}
	if d := cmp.Diff(want, s.Issues, cmp.Comparer(func(a, b domain.Date) bool {
		return a.String() == b.String()
	})); d != "" {
		t.Errorf("frozen (-want +got):\n%s", d)
	}
	if s.RestrictedIssues != 2 || strings.Contains(got.SnapshotWords, "family") {
		t.Errorf("%d restricted issues are counted, and what they say is frozen: %v", s.RestrictedIssues,
			strings.Contains(got.SnapshotWords, "family"))
	}
}
