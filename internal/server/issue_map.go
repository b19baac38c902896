package server

import (
	"errors"
	"net/http"

	"fourgates/internal/app"
	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/web/page"
	"fourgates/web/ui"
)

// issueMap shows where the issues of an area are: those that the list with the same filter shows.
func (s *Server) issueMap(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	ctx := r.Context()
	area, err := s.areaOf(r, actor)
	if err != nil {
		return err
	}
	f, filter := s.decodeFilter(r.Form, actor)
	filter.Area, filter.AreaNamed = area.ID, ""
	p := page.IssueMapProps{Shell: s.areaShell(r, actor, area, "Map of issues"), Form: f, Area: area}
	boundary, err := s.read.AreaBoundary(ctx, area.ID)
	if err != nil && !errors.Is(err, domain.ErrNotFound) {
		return err
	}
	if boundary.Boundary == "" {
		return s.render(w, r, http.StatusOK, page.IssueMap(p))
	}
	issues, err := s.read.IssueMap(ctx, policy.IssueScopeOf(actor), filter)
	if err != nil {
		return err
	}
	if p.Map, err = app.MapIssues(boundary.Boundary, issues); err != nil {
		return err
	}
	if p.Outline, _, err = s.outline(r, area); err != nil {
		return err
	}
	p.Outline.Label = "Where the issues of " + area.Name + " are; they are listed below by the same numbers"
	for i := range p.Outline.Parts {
		p.Outline.Parts[i].Number = 0 // numbers are those of the spots here
	}
	for n, spot := range p.Map.Spots {
		p.Outline.Parts = append(p.Outline.Parts, ui.OutlinePart{Number: n + 1, X: spot.X, Y: spot.Y})
	}
	return s.render(w, r, http.StatusOK, page.IssueMap(p))
}
