package issueweb

import (
	"errors"

	"fourgates/internal/domain"
	"fourgates/internal/issues/issueapp"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/places"
	"fourgates/internal/places/placestore"
	"fourgates/internal/places/placeweb"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
	"fourgates/web/ui"
)

// issueMap shows where the issues of an area are: those that the list with the same filter shows.
func issueMap(c *serve.Call, area places.Area) error {
	ctx := c.Context()
	f, filter := decodeFilter(c, c.Form)
	filter.Area, filter.AreaNamed = area.ID, ""
	if _, err := inCycle(c, area, f, &filter); err != nil {
		return err
	}
	p := IssueMapProps{Shell: placeweb.AreaShell(c, area, "Map of issues"), Form: f, Area: area,
		Tabs: placeweb.AreaTabs(c.Actor, area.ID, c.URL.Path)}
	boundary, err := placestore.AreaBoundary(ctx, c.Read, area.ID)
	if err != nil && !errors.Is(err, domain.ErrNotFound) {
		return err
	}
	if boundary.Boundary == "" {
		return c.Show(IssueMap(p))
	}
	issues, err := issuestore.IssueMap(ctx, c.Read, policy.IssueScopeOf(c.Actor), filter)
	if err != nil {
		return err
	}
	if p.Map, err = issueapp.MapIssues(boundary.Boundary, issues); err != nil {
		return err
	}
	if p.Outline, _, err = placeweb.Outline(c, area); err != nil {
		return err
	}
	p.Outline.Label = "Where the issues of " + area.Name + " are; they are listed below by the same numbers"
	for i := range p.Outline.Parts {
		p.Outline.Parts[i].Number = 0 // numbers are those of the spots here
	}
	for n, spot := range p.Map.Spots {
		p.Outline.Parts = append(p.Outline.Parts, ui.OutlinePart{Number: n + 1, X: spot.X, Y: spot.Y})
	}
	return c.Show(IssueMap(p))
}
