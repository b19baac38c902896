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

func (s *Server) areaRoutes() []Route {
	return []Route{
		get("/areas", policy.ViewAreas, s.listAreas),
		get("/areas/new", policy.ProposeArea, s.newArea),
		post("/areas", policy.ProposeArea, s.proposeArea),
		get("/areas/{area}", policy.ViewAreas, s.area),
		get("/areas/{area}/edit", policy.EditArea, s.editArea),
		post("/areas/{area}", policy.EditArea, s.changeArea),
		get("/areas/{area}/history", policy.ViewAreas, s.areaHistory),
		get("/areas/{area}/members", policy.ViewAreas, s.areaMembers),

		get("/areas/{area}/boundary", policy.ViewAreas, s.areaGround),
		get("/areas/{area}/boundary.geojson", policy.ViewAreas, s.areaGeoJSON),
		get("/areas/{area}/boundaries/{version}", policy.ViewAreas, s.boundaryVersion),
		get("/areas/{area}/boundaries/new", policy.EditArea, s.newBoundary),
		upload("/areas/{area}/boundaries/preview", policy.EditArea, s.previewBoundary),
		upload("/areas/{area}/boundaries", policy.EditArea, s.changeBoundary),

		get("/areas/{area}/moves/new", policy.MoveArea, s.newMove),
		post("/areas/{area}/moves", policy.MoveArea, s.moveArea),
		get("/areas/{area}/validity-views/new", policy.RecordValidity, s.newValidity),
		post("/areas/{area}/validity-views", policy.RecordValidity, s.recordValidity),
		get("/areas/{area}/inductions/new", policy.RecordInduction, s.newInduction),
		post("/areas/{area}/inductions", policy.RecordInduction, s.recordInduction),

		get("/areas/{area}/assignments", policy.ViewAreas, s.assignments),
		post("/areas/{area}/assignments", policy.AssignOfficers, s.assignOfficer),
		get("/areas/{area}/assignments/{assignment}/end", policy.AssignOfficers, s.askEndAssignment),
		post("/areas/{area}/assignments/{assignment}/end", policy.AssignOfficers, s.endAssignment),

		get("/areas/{area}/places", policy.EditArea, s.places),
		post("/areas/{area}/places", policy.EditArea, s.addPlace),
		get("/areas/{area}/places/{place}", policy.EditArea, s.editPlace),
		post("/areas/{area}/places/{place}", policy.EditArea, s.changePlace),
		post("/areas/{area}/places/{place}/removal", policy.EditArea, s.removePlace),
	}
}

// areaOf loads the area of the address within what the actor may see: else domain.ErrNotFound.
func (s *Server) areaOf(r *http.Request, actor policy.Actor) (domain.Area, error) {
	id, err := pathID[domain.AreaID](r, "area")
	if err != nil {
		return domain.Area{}, err
	}
	return s.read.Area(r.Context(), policy.ScopeOf(actor, policy.ViewAreas), id)
}

// areaFor is areaOf for a page that is there to do something: domain.ErrForbidden where the actor may see the area and not do that.
func (s *Server) areaFor(r *http.Request, actor policy.Actor, act policy.Action) (domain.Area, error) {
	area, err := s.areaOf(r, actor)
	if err != nil {
		return area, err
	}
	return area, policy.CheckIn(actor, act, area.ID)
}

// areaShell is the shell of a page under an area's own.
func (s *Server) areaShell(r *http.Request, actor policy.Actor, area domain.Area, title string) page.Shell {
	return s.shell(r, actor, title+" – "+area.Name).Under("Areas", "/areas", area.Name, "/areas/"+idText(area.ID), title).Overridden(area.Overrides)
}

// area shows an area's overview.
func (s *Server) area(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	area, err := s.areaOf(r, actor)
	if err != nil {
		return err
	}
	p := page.AreaProps{Area: area, Today: s.today(), Tabs: page.AreaTabs(actor, area.ID, r.URL.Path), May: mayDo(actor, area)}
	p.Network.Area, p.Network.May = area.ID, policy.Can(actor, policy.ViewContacts)
	if err := s.loadArea(r, &p); err != nil {
		return err
	}
	p.Shell = s.shell(r, actor, area.Name).Under("Areas", "/areas", area.Name).Overridden(area.Overrides)
	return s.render(w, r, http.StatusOK, page.Area(p))
}

func (s *Server) loadArea(r *http.Request, p *page.AreaProps) error {
	ctx, id := r.Context(), p.Area.ID
	lines, err := s.read.Areas(ctx, policy.Scope{Areas: []domain.AreaID{id}}, domain.AreaFilter{}, domain.AreaCursor{}, 1, p.Today)
	if err != nil {
		return err
	}
	for _, line := range lines {
		p.Line = line
	}
	if p.Outline, p.Numbers, err = s.outline(r, p.Area); err != nil {
		return err
	}
	if p.Seats, err = s.read.AreaSeats(ctx, id); err != nil {
		return err
	}
	if p.Members, err = s.read.AreaMembers(ctx, id, p.Today); err != nil {
		return err
	}
	if p.Boundaries, err = s.read.AreaBoundaries(ctx, id); err != nil {
		return err
	}
	if p.Assignments, err = s.read.Assignments(ctx, id); err != nil {
		return err
	}
	if p.Views, err = s.read.ValidityViews(ctx, id); err != nil {
		return err
	}
	if p.Network.Counts, err = s.read.NetworkCounts(ctx, id); err != nil {
		return err
	}
	p.Places, err = s.read.Places(ctx, id)
	return err
}

// mayDo is what the actor may do to the area in its state.
func mayDo(actor policy.Actor, area domain.Area) page.AreaMay {
	running := area.CheckRunning() == nil
	return page.AreaMay{
		Edit:            running && policy.CanIn(actor, policy.EditArea, area.ID),
		Move:            policy.CanIn(actor, policy.MoveArea, area.ID),
		RecordValidity:  running && policy.CanIn(actor, policy.RecordValidity, area.ID),
		RecordInduction: running && policy.CanIn(actor, policy.RecordInduction, area.ID),
		Assign:          running && policy.CanIn(actor, policy.AssignOfficers, area.ID),
		SeeGates:        policy.CanIn(actor, policy.ViewGates, area.ID),
	}
}

// outline is the drawing that is kept with an area, with the number of each seat on it.
func (s *Server) outline(r *http.Request, area domain.Area) (ui.OutlineProps, map[domain.SeatID]int, error) {
	text, err := s.read.AreaOutline(r.Context(), area.ID)
	if err != nil && !errors.Is(err, domain.ErrNotFound) {
		return ui.OutlineProps{}, nil, err
	}
	o, err := app.ReadOutline(text)
	if err != nil {
		return ui.OutlineProps{}, nil, err
	}
	props, numbers := drawing(area.Name, o)
	return props, numbers, nil
}

// drawing numbers the seats of an outline in their order.
func drawing(name string, o app.Outline) (ui.OutlineProps, map[domain.SeatID]int) {
	p := ui.OutlineProps{Label: "Outline of " + name + " among its wards and divisions, which are listed on this page", ViewBox: o.ViewBox, Ground: o.Area}
	numbers := map[domain.SeatID]int{}
	for _, seat := range o.Seats {
		part := ui.OutlinePart{Path: seat.Path, Wide: seat.Tier == domain.County}
		if seat.Inside() {
			part.Number, part.X, part.Y = len(numbers)+1, seat.X, seat.Y
			numbers[seat.Seat] = part.Number
		}
		p.Parts = append(p.Parts, part)
	}
	return p, numbers
}

// areaHistory shows what happened to an area.
func (s *Server) areaHistory(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	area, err := s.areaOf(r, actor)
	if err != nil {
		return err
	}
	entries, err := s.read.History(r.Context(), "area", int64(area.ID))
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, page.History(page.HistoryProps{Shell: s.areaShell(r, actor, area, "History"), Caption: area.Name,
		Tabs: page.AreaTabs(actor, area.ID, r.URL.Path), Items: timeline(entries)}))
}
