package executiveweb

import (
	"github.com/a-h/templ"

	"fourgates/internal/domain"
	"fourgates/internal/executive"
	"fourgates/internal/executive/executivestore"
	"fourgates/internal/places"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
	"fourgates/internal/timelines/timelinestore"
)

// OverdueOf is what is overdue today, by decision. Holidays only put a day off, but for that of a notice, so they are
// asked for where one may be late.
func OverdueOf(c *serve.Call, list []executive.ExecutiveDecision) (map[domain.ExecutiveID]executive.Overdue, error) {
	overdue := map[domain.ExecutiveID]executive.Overdue{}
	var maybe []executive.ExecutiveDecision
	for _, d := range list {
		if executive.MayBeUnannounced(d) || !d.Overdue(c.Today(), domain.Calendar{}).By.IsZero() {
			maybe = append(maybe, d)
		}
	}
	if len(maybe) == 0 {
		return overdue, nil
	}
	areas := make([]domain.AreaID, len(maybe))
	for i, d := range maybe {
		areas[i] = d.Area
	}
	working, err := timelinestore.CalendarsFor(c.Context(), c.Read, areas...)
	for _, d := range maybe {
		if o := d.Overdue(c.Today(), working[d.Area]); !o.By.IsZero() {
			overdue[d.ID] = o
		}
	}
	return overdue, err
}

// OverdueAside says on an area's page that a decision on its plan is overdue. What is recorded or decided stays with
// the Executive until it is published: who may not open the decision hears of a day of decision that is past, no more.
// That a decision is key, and from when it can be taken, is announced to everybody.
func OverdueAside(c *serve.Call, area places.Area) (templ.Component, error) {
	if area.State == places.AreaProposed || !policy.CanIn(c.Actor, policy.ViewGates, area.ID) {
		return templ.NopComponent, nil
	}
	open, err := executivestore.OpenExecutiveDecisions(c.Context(), c.Read,
		policy.DecisionScope{View: policy.Scope{Areas: []domain.AreaID{area.ID}}})
	if err != nil {
		return nil, err
	}
	overdue, err := OverdueOf(c, open)
	var asides []templ.Component
	for _, d := range open {
		o, late := overdue[d.ID]
		mayOpen := executive.Sees(d, policy.DecisionScopeOf(c.Actor))
		if d.State == executive.ExecutiveScheduled && executive.NeedsNotice(d) {
			asides = append(asides, keyBeside(d, mayOpen))
		}
		if late && (mayOpen || o.What == executive.ToBeDecided || o.What == executive.ToBeAnnounced) {
			asides = append(asides, OverdueBeside(d, o, c.Today(), mayOpen))
		}
	}
	return templ.Join(asides...), err
}
