package gates

import (
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/domain/domaintest"
	"fourgates/internal/issues"
	"fourgates/internal/plans"
	"fourgates/internal/plans/plantest"
	"fourgates/internal/register"
)

func signedIssue() SnapshotIssue {
	return SnapshotIssue{ID: 12, Title: "Ruts", Words: "On the lane", Theme: "Roads", Source: domain.FromAreaMember,
		State: issues.IssueSynthesised, Tier: "county", PlaceWords: "Mill Lane",
		Shape: `{"type":"Point","coordinates":[1,52]}`, RaisedFor: "A rider", EnteredBy: "Nia Pugh",
		EnteredOn: domaintest.Day, Visibility: issues.VisiblePublic, IsSynthesis: true,
		Members: []domain.IssueID{14, 15}, Place: 2,
		Evidence: []SnapshotEvidence{{ID: 3, Kind: "quote", Words: "I fell", Source: "Forum", On: domaintest.Day,
			Strength: 2}}}
}

// A signed issue is marked for what Members judged of it, and not for the work that they agreed to.
func TestWhatChangesASignedIssue(t *testing.T) {
	for name, c := range map[string]struct {
		alter func(*SnapshotIssue)
		names string // in the difference; "" for no change
	}{
		"nothing":    {func(*SnapshotIssue) {}, ""},
		"title":      {func(i *SnapshotIssue) { i.Title = "Holes" }, "Issue 12"},
		"words":      {func(i *SnapshotIssue) { i.Words = "Everywhere" }, "Issue 12: what is happening"},
		"words gone": {func(i *SnapshotIssue) { i.Words = "" }, "Issue 12: what is happening"},
		"theme":      {func(i *SnapshotIssue) { i.Theme = "Paths" }, "Issue 12"},
		"source":     {func(i *SnapshotIssue) { i.Source = domain.FromDeskResearch }, "Issue 12"},
		"tier":       {func(i *SnapshotIssue) { i.Tier = "borough" }, "Issue 12"},
		"place":      {func(i *SnapshotIssue) { i.PlaceWords = "Quay" }, "Issue 12: place"},
		"on the map": {func(i *SnapshotIssue) { i.Shape = "" }, "Issue 12: on the map"},
		"raised for": {func(i *SnapshotIssue) { i.RaisedFor = "Nobody" }, "Issue 12: who raised it"},
		"visibility": {func(i *SnapshotIssue) { i.Visibility = issues.VisibleAreaTeam },
			"Issue 12: who may read it"},
		"evidence altered": {func(i *SnapshotIssue) { i.Evidence[0].Words = "I slid" }, "Issue 12: evidence 3"},
		"evidence gone":    {func(i *SnapshotIssue) { i.Evidence = nil }, "Issue 12: evidence 3"},
		"evidence added": {func(i *SnapshotIssue) { i.Evidence = append(i.Evidence, SnapshotEvidence{ID: 4}) },
			"Issue 12: evidence 4"},
		"a member left":    {func(i *SnapshotIssue) { i.Members = i.Members[:1] }, "Issue 12"},
		"synthesis undone": {func(i *SnapshotIssue) { i.IsSynthesis, i.Members = false, nil }, "Issue 12"},
		"merged":           {func(i *SnapshotIssue) { i.State, i.MergedInto = issues.IssueMerged, 9 }, "Issue 12"},
		"not taken forward": {func(i *SnapshotIssue) { i.State, i.Reason = issues.IssueNotTakenForward, "Too dear" },
			"Issue 12"},
		"with a service": {func(i *SnapshotIssue) { i.State = issues.IssueWithService }, "Issue 12"},
		"analysed":       {func(i *SnapshotIssue) { i.State = issues.IssueAnalysed }, ""},
		"prioritised":    {func(i *SnapshotIssue) { i.State, i.Reason = issues.IssuePrioritised, "41 votes" }, ""},
		"in plan":        {func(i *SnapshotIssue) { i.State = issues.IssueInPlan }, ""},
		"resolved":       {func(i *SnapshotIssue) { i.State = issues.IssueResolved }, ""},
		"scored again":   {func(i *SnapshotIssue) { i.Place = 9 }, ""},
		"typist renamed": {func(i *SnapshotIssue) { i.EnteredBy = "Nia Rees" }, ""},
	} {
		now := signedIssue()
		c.alter(&now)
		changes := SignedIssue{Format: SnapshotFormat, Issue: signedIssue()}.Changed(&now)
		if c.names == "" && len(changes) > 0 || c.names != "" && (len(changes) == 0 || changes[0].Key != c.names) {
			t.Errorf("%s: %v, want %q", name, changes, c.names)
		}
	}
	if changes := (SignedIssue{Format: SnapshotFormat, Issue: signedIssue()}).Changed(nil); len(changes) != 1 ||
		changes[0].After != "restricted since" {
		t.Errorf("restricted: %v", changes)
	}
	withheld := SignedIssue{Format: SnapshotFormat, Issue: signedIssue(),
		Withheld: register.Gaps{{Key: "issues[12].words"}}}
	withheld.Issue.Words = ""
	as := signedIssue()
	if changes := withheld.Changed(&as); len(changes) > 0 {
		t.Errorf("words that are withheld count as changed: %v", changes)
	}
	if changes := (SignedIssue{Format: 1, Issue: signedIssue().AsNamed()}).Changed(&as); len(changes) > 0 {
		t.Errorf("an issue that was only named: %v", changes)
	}
}

func TestWhatChangesASignedArea(t *testing.T) {
	was := SignedArea{Name: "Quay", Code: "LCA-7", Rationale: "The bridge", BoundaryNo: 2}
	for name, changes := range map[string][]Change{
		"Name":          was.Changed("Old Quay", "LCA-7", "The bridge", 2),
		"Code":          was.Changed("Quay", "LCA-9", "The bridge", 2),
		"Why this area": was.Changed("Quay", "LCA-7", "The ferry", 2),
		"Boundary":      was.Changed("Quay", "LCA-7", "The bridge", 3),
	} {
		if len(changes) != 1 || changes[0].Key != name {
			t.Errorf("%s: %v", name, changes)
		}
	}
	if changes := was.Changed("Quay", "LCA-7", "The bridge", 2); len(changes) > 0 {
		t.Errorf("nothing changed: %v", changes)
	}
}

// The records behind a frozen plan.
func TestWhatChangesAFrozenPlan(t *testing.T) {
	for name, c := range map[string]struct {
		alter   func(*plans.PlanDocument)
		section string
	}{
		"nothing":     {func(*plans.PlanDocument) {}, ""},
		"title":       {func(d *plans.PlanDocument) { d.Title += "!" }, "Plan"},
		"rationale":   {func(d *plans.PlanDocument) { d.About += "!" }, "Area"},
		"area's name": {func(d *plans.PlanDocument) { d.AreaName += "!" }, "Area"},
		"section":     {func(d *plans.PlanDocument) { d.Sections[0].Body += "!" }, "Plan text"},
		"priority":    {func(d *plans.PlanDocument) { d.Priorities[0].Title += "!" }, "Priorities"},
		"cause added": {func(d *plans.PlanDocument) {
			d.Priorities[0].Causes = append(d.Priorities[0].Causes, plans.PlanCause{ID: 987, Text: "Rain"})
		}, "Causes"},
		"solution":         {func(d *plans.PlanDocument) { d.Solutions[0].Description += "!" }, "Solutions"},
		"action":           {func(d *plans.PlanDocument) { d.Actions[0].Title += "!" }, "Actions"},
		"bid":              {func(d *plans.PlanDocument) { d.Bids[0].Amount++ }, "Bids"},
		"link":             {func(d *plans.PlanDocument) { d.Links[0].Title += "!" }, "Links"},
		"action confirmed": {func(d *plans.PlanDocument) { d.Actions[0].State = "confirmed" }, ""},
		"bid submitted":    {func(d *plans.PlanDocument) { d.Bids[0].State = "submitted" }, ""},
		"issue in plan":    {func(d *plans.PlanDocument) { d.Priorities[0].State = issues.IssueInPlan }, ""},
		"one contact more": {func(d *plans.PlanDocument) { d.Profile.Network++; d.Said.Issues++ }, ""},
	} {
		now := plantest.FullPlan()
		now.Priorities[0].State = issues.IssuePrioritised
		was := *plantest.FullPlan()
		was.Priorities[0].State = issues.IssuePrioritised
		c.alter(now)
		changes := PlanChanged(was, *now)
		if c.section == "" && len(changes) > 0 || c.section != "" &&
			(len(changes) == 0 || changes[0].Section != c.section) {
			t.Errorf("%s: %v, want a change of %q", name, changes, c.section)
		}
	}
}

func TestAnOverrideIsNeverSigned(t *testing.T) {
	at := SignedAt{Gate: domain.GateIssues, Outcome: OutcomeOverridden, At: domaintest.Day.Time()}
	if words := at.Words(); strings.Contains(words, "signed") {
		t.Errorf("an override reads as %q", words)
	}
}
