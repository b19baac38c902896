package gateweb

import (
	"fmt"
	"html"
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/issues"
	"fourgates/internal/partners"
	"fourgates/web/ui"
)

// A signatory sees exactly what is frozen (domain §3), and so all of it: nothing is signed that the page does not say.
func TestEverythingThatIsFrozenIsShown(t *testing.T) {
	on := domain.NewDate(2026, 3, 9)
	s := gates.Snapshot{
		Gate: domain.GateIssues, AreaCode: "LCA-77", AreaName: "Quay", Rationale: "Because of the bridge",
		BoundaryNo: 4, Officers: []string{"Nia Pugh"},
		Members: []gates.SnapshotMember{{Authority: "Moor Borough", Seat: "Old Quay", Code: "E05", Place: 1,
			Percent: 31.4, Name: "Suresh", Induction: "waived"},
			{Authority: "Moor Borough", Seat: "Old Quay", Code: "E05", Place: 2, Percent: 31.4}},
		ServiceManagers: []gates.SnapshotManager{{Authority: "Test County", Service: "Highways", Name: "Wojciech Zając",
			AllAreas: true}},
		Network: []gates.SnapshotContact{{Kind: partners.PatchWorker, Name: "Ffion", Organisations: "Teel Homes",
			Represents: "tenants",
			Patch:      "the terraces", EngagedOn: on}},
		Validity: []gates.SnapshotView{{Kind: "community", SaidBy: "The larder", Supports: "partly",
			Note: "Leave out the farm", SaidOn: on}},
		Readiness: []gates.SnapshotCheck{{Words: "Patch workers are engaged", Met: true, Detail: "1 patch worker"}},
		Issues: []gates.SnapshotIssue{
			{ID: 12, Title: "Walking", Theme: "Paths", Source: domain.FromDeskResearch, State: issues.IssueSynthesised,
				Tier: "county", IsSynthesis: true, Members: []domain.IssueID{14}, Place: 3,
				Words: "Paths that end in mud", Reason: "Heard in three places", PlaceWords: "Mill Lane",
				Shape: `{"type":"LineString","coordinates":[[1,2],[3,4]]}`, RaisedFor: "The ramblers",
				EnteredBy: "Aisling Byrne", EnteredOn: on, Visibility: issues.VisibleAreaTeam,
				Evidence: []gates.SnapshotEvidence{{ID: 3, Kind: "quote", Words: "I lost a boot",
					Source: "Walkers’ forum", On: on, Strength: 3, Link: "https://walks.example", File: "boot.pdf"}}},
			{ID: 14, Title: "Loose slabs", Theme: "Slabs", Source: domain.FromAreaMember,
				State: issues.IssueSynthesised, Tier: "parish", Words: "They tip when stepped on"},
			{ID: 15, Title: "Wet steps", Source: domain.FromAreaMember, State: issues.IssueMerged, MergedInto: 14}},
		RestrictedIssues: 2,
		Sources: []gates.SnapshotSource{{Source: domain.FromServiceOfficer, Count: 0,
			Explanation: "None came forward"}},
		Representativeness: "Young people are missing",
		AgreedWins: []gates.SnapshotWin{{ID: 5, Issue: 14, Title: "Relay six slabs", Words: "On a bed of sand",
			WithinDuty: true, DeliveredBy: "Streets", DueOn: on}},
	}
	var out strings.Builder
	ground := ui.OutlineProps{Ground: "M1 1z", ViewBox: "0 0 1 1", Label: "Outline of Quay"}
	if err := SnapshotContent(SubmittedContent{Snapshot: s, Ground: ground}).Render(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	shown := html.UnescapeString(out.String())
	for _, words := range []string{"LCA-77", "Quay", "Because of the bridge", "version 4", "Outline of Quay",
		"Nia Pugh", "Moor Borough", "Old Quay", "place 1", "place 2", "31.4%", "Suresh", "waived", "Vacant",
		"Test County", "Highways", "Wojciech Zając", "for every area", "Patch worker: Ffion", "Teel Homes",
		"for tenants", "patch the terraces", "engaged " + on.Words(),
		"The larder (community)", "partly", "Leave out the farm", "Patch workers are engaged: ready (1 patch worker)",
		"12: Walking (made from 1 issue) (place 3 by points)", "Paths", "Desk research", "county", "14: Loose slabs",
		"Slabs", "Area Member", "synthesised, in issue 12", "parish",
		"2 restricted issues are counted", "Paths that end in mud", "Heard in three places",
		"Mill Lane (drawn on the map as a line)", "The ramblers", "Aisling Byrne, " + on.Words(), "area team",
		"I lost a boot", "Quote, Walkers’ forum, " + on.Words() + ", strong, https://walks.example, file boot.pdf",
		"They tip when stepped on", "merged, into issue 14", "On a bed of sand", "Streets, within its duty",
		"Service officer", "None came forward", "Young people are missing", "Relay six slabs", "Issue 14", "Streets",
		fmt.Sprint(on.Words())} {
		if !strings.Contains(shown, words) {
			t.Errorf("frozen and not shown: %q", words)
		}
	}
}
