package server

import (
	"errors"

	"fourgates/internal/app"
	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/web/page"
	"fourgates/web/ui"
)

func areaRoutes() []Route {
	return []Route{
		get("/areas", policy.ViewAreas, listAreas),
		get("/areas/new", policy.ProposeArea, newArea),
		post("/areas", policy.ProposeArea, proposeArea),
		get("/areas/{area}", policy.ViewAreas, on(areaOf, area)),
		get("/areas/{area}/edit", policy.EditArea, on(areaFor(policy.EditArea), editArea)),
		post("/areas/{area}", policy.EditArea, on(areaFor(policy.EditArea), changeArea)),
		get("/areas/{area}/history", policy.ViewAreas, on(areaOf, areaHistory)),
		get("/areas/{area}/members", policy.ViewAreas, on(areaOf, areaMembers)),

		get("/areas/{area}/boundary", policy.ViewAreas, on(areaOf, areaGround)),
		get("/areas/{area}/boundary.geojson", policy.ViewAreas, on(areaOf, areaGeoJSON)),
		get("/areas/{area}/boundaries/{version}", policy.ViewAreas, on(areaOf, boundaryVersion)),
		get("/areas/{area}/boundaries/new", policy.EditArea, on(areaFor(policy.EditArea), newBoundary)),
		upload("/areas/{area}/boundaries/preview", policy.EditArea, on(areaFor(policy.EditArea), previewBoundary)),
		upload("/areas/{area}/boundaries", policy.EditArea, on(areaFor(policy.EditArea), changeBoundary)),

		get("/areas/{area}/moves/new", policy.MoveArea, on(areaFor(policy.MoveArea), newMove)),
		post("/areas/{area}/moves", policy.MoveArea, on(areaFor(policy.MoveArea), moveArea)),
		get("/areas/{area}/validity-views/new", policy.RecordValidity, on(areaFor(policy.RecordValidity), newValidity)),
		post("/areas/{area}/validity-views", policy.RecordValidity, on(areaFor(policy.RecordValidity), recordValidity)),
		get("/areas/{area}/inductions/new", policy.RecordInduction, on(areaFor(policy.RecordInduction), newInduction)),
		post("/areas/{area}/inductions", policy.RecordInduction, on(areaFor(policy.RecordInduction), recordInduction)),

		get("/areas/{area}/assignments", policy.ViewAreas, on(areaOf, assignments)),
		post("/areas/{area}/assignments", policy.AssignOfficers, on(areaFor(policy.AssignOfficers), assignOfficer)),
		get("/areas/{area}/assignments/{assignment}/end", policy.AssignOfficers, on(assignmentOf, askEndAssignment)),
		post("/areas/{area}/assignments/{assignment}/end", policy.AssignOfficers, on(assignmentOf, endAssignment)),

		get("/areas/{area}/places", policy.EditArea, on(areaFor(policy.EditArea), places)),
		post("/areas/{area}/places", policy.EditArea, on(areaFor(policy.EditArea), addPlace)),
		get("/areas/{area}/places/{place}", policy.EditArea, on(placeOf, editPlace)),
		post("/areas/{area}/places/{place}", policy.EditArea, on(placeOf, changePlace)),
		post("/areas/{area}/places/{place}/removal", policy.EditArea, on(placeOf, removePlace)),
	}
}

// areaIn loads the area of the address within what the actor may see by an action: else domain.ErrNotFound.
func areaIn(view policy.Action) func(c *Call) (domain.Area, error) {
	return func(c *Call) (domain.Area, error) {
		id, err := areaID(c)
		if err != nil {
			return domain.Area{}, err
		}
		return c.Read.Area(c.Context(), policy.ScopeOf(c.Actor, view), id)
	}
}

// areaID reads which area an address names; some patterns call it {id}.
func areaID(c *Call) (domain.AreaID, error) {
	if c.Param("area") == "" {
		return pathID[domain.AreaID](c, "id")
	}
	return pathID[domain.AreaID](c, "area")
}

// areaOf loads the area of the address within what the actor may see: else domain.ErrNotFound.
func areaOf(c *Call) (domain.Area, error) { return areaIn(policy.ViewAreas)(c) }

// areaFor loads the area of the address for a page that is there to do something: domain.ErrForbidden where the actor
// may see the area and not do that.
func areaFor(act policy.Action) func(c *Call) (domain.Area, error) {
	return areaInFor(policy.ViewAreas, act)
}

// areaInFor is areaFor where what is done stands on pages that not everyone sees who sees the area.
func areaInFor(view, act policy.Action) func(c *Call) (domain.Area, error) {
	return func(c *Call) (domain.Area, error) {
		area, err := areaIn(view)(c)
		if err != nil {
			return area, err
		}
		return area, policy.CheckIn(c.Actor, act, area.ID)
	}
}

// runningAreaFor is areaFor where that needs an area whose work goes on: else a *domain.BlockedError.
func runningAreaFor(act policy.Action) func(c *Call) (domain.Area, error) {
	return func(c *Call) (domain.Area, error) {
		area, err := areaFor(act)(c)
		if err != nil {
			return area, err
		}
		return area, area.CheckRunning()
	}
}

// areaShell is the shell of a page under an area's own.
func areaShell(c *Call, area domain.Area, title string) page.Shell {
	return c.Shell(title+" – "+area.Name).
		Under("Areas", "/areas", area.Name, "/areas/"+idText(area.ID), title).Overridden(area.Overrides)
}

// area shows an area's overview.
func area(c *Call, area domain.Area) error {
	p := page.AreaProps{Area: area, Today: c.Today(), Tabs: page.AreaTabs(c.Actor, area.ID, c.URL.Path),
		May: mayDo(c.Actor, area)}
	p.Network.Area, p.Network.May = area.ID, policy.Can(c.Actor, policy.ViewContacts)
	if err := loadArea(c, &p); err != nil {
		return err
	}
	p.Shell = c.Shell(area.Name).Under("Areas", "/areas", area.Name).Overridden(area.Overrides)
	return c.Show(page.Area(p))
}

func loadArea(c *Call, p *page.AreaProps) error {
	ctx, id := c.Context(), p.Area.ID
	only := policy.Scope{Areas: []domain.AreaID{id}}
	lines, err := c.Read.Areas(ctx, only, domain.AreaFilter{}, domain.AreaCursor{}, 1, p.Today)
	if err != nil {
		return err
	}
	for _, line := range lines {
		p.Line = line
	}
	if p.Outline, p.Numbers, err = outline(c, p.Area); err != nil {
		return err
	}
	if p.Seats, err = c.Read.AreaSeats(ctx, id); err != nil {
		return err
	}
	if p.Members, err = c.Read.AreaMembers(ctx, id, p.Today); err != nil {
		return err
	}
	if p.Boundaries, err = c.Read.AreaBoundaries(ctx, id); err != nil {
		return err
	}
	if p.Assignments, err = c.Read.Assignments(ctx, id); err != nil {
		return err
	}
	if p.Views, err = c.Read.ValidityViews(ctx, id); err != nil {
		return err
	}
	if p.Network.Counts, err = c.Read.NetworkCounts(ctx, id); err != nil {
		return err
	}
	p.Places, err = c.Read.Places(ctx, id)
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
func outline(c *Call, area domain.Area) (ui.OutlineProps, map[domain.SeatID]int, error) {
	text, err := c.Read.AreaOutline(c.Context(), area.ID)
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
	label := "Outline of " + name + " among its wards and divisions, which are listed on this page"
	p := ui.OutlineProps{Label: label, ViewBox: o.ViewBox, Ground: o.Area}
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
func areaHistory(c *Call, area domain.Area) error {
	entries, err := c.Read.History(c.Context(), "area", int64(area.ID))
	if err != nil {
		return err
	}
	return c.Show(page.History(page.HistoryProps{Shell: areaShell(c, area, "History"), Caption: area.Name,
		Tabs: page.AreaTabs(c.Actor, area.ID, c.URL.Path), Items: steps(entries)}))
}
