package world

import (
	"slices"
	"testing"

	"fourgates/internal/executive"
	"fourgates/internal/executive/executivestore"
	"fourgates/internal/policy"
)

// Netherfold's plan goes to two councils in one report: the borough's decision, to have regard to it, is in force, and
// the county's is due. Its report has all that officers add to one.
func TestDemoShowsOnePlanBeforeTwoCouncils(t *testing.T) {
	_, a, pool := loaded(t)
	everything := policy.DecisionScope{View: policy.Scope{All: true}}
	list, err := executivestore.OpenExecutiveDecisions(t.Context(), a.Store.Reader, everything)
	if err != nil || len(list) != 1 || len(list[0].Beside) != 1 {
		t.Fatalf("%d decisions are open, %v", len(list), err)
	}
	county, err := executivestore.ExecutiveDecision(t.Context(), a.Store.Reader, everything, list[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	borough, err := executivestore.ExecutiveDecision(t.Context(), a.Store.Reader, everything, county.Beside[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	if county.State != executive.ExecutiveScheduled || borough.State != executive.ExecutiveInForce {
		t.Errorf("the county's decision is %s, the borough's %s", county.State, borough.State)
	}
	if !slices.ContainsFunc(borough.Items, func(i executive.ExecutiveItem) bool {
		return i.Verb == executive.HaveRegardTo && i.Resolved ==
			"Regard be had to the draft Local Community Action Plan for Netherfold."
	}) {
		t.Errorf("the borough resolved %+v", borough.Items)
	}
	r, err := executive.ReadExecutiveReport(county.Frozen())
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Papers) == 0 || r.Equality == nil || r.Section(executive.SectionFinancial).Exempt == nil {
		t.Errorf("the report lists %v, %+v, %+v", r.Papers, r.Equality, r.Sections)
	}
	for _, kind := range executive.ClearanceKinds() {
		if c, ok := r.Clearance(kind); !ok || c.Version != r.Current() {
			t.Errorf("cleared on %s: %+v of version %d", kind, c, r.Current())
		}
	}
	if n := number(t, pool, `SELECT count(*) FROM plans p JOIN areas a ON a.id = p.area_id
		WHERE a.code = 'LCA-13' AND p.state = 'with Executive'`); n != 1 {
		t.Error("the plan does not wait for the county")
	}
}
